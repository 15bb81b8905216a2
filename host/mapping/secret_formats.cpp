// What a value says by itself: the published formats of tokens, keys and schemes.
#include <algorithm>

#include "mapping/secret_rules.h"
#include "support/ascii.h"

namespace mcpmx::mapping {
namespace {

struct TokenFormat {
  std::string_view prefix;
  std::size_t least;      // characters behind the prefix
  std::string_view name;  // a variable's name
  bool capitals = false;  // behind the prefix only A-Z and 0-9, exactly `least`
};

// Published formats of issuers. The minimum keeps words like "sk-learn" out.
constexpr TokenFormat kTokenFormats[] = {
    {"github_pat_", 20, "GITHUB_TOKEN"},
    {"ghp_", 16, "GITHUB_TOKEN"},
    {"gho_", 16, "GITHUB_TOKEN"},
    {"ghu_", 16, "GITHUB_TOKEN"},
    {"ghs_", 16, "GITHUB_TOKEN"},
    {"ghr_", 16, "GITHUB_TOKEN"},
    {"glpat-", 12, "GITLAB_TOKEN"},
    {"sk-ant-", 12, "ANTHROPIC_API_KEY"},
    {"sk-or-", 16, "OPENROUTER_API_KEY"},
    {"sk-proj-", 12, "OPENAI_API_KEY"},
    {"sk-", 16, "API_KEY"},
    {"sk_live_", 10, "STRIPE_SECRET_KEY"},
    {"sk_test_", 10, "STRIPE_SECRET_KEY"},
    {"rk_live_", 10, "STRIPE_SECRET_KEY"},
    {"rk_test_", 10, "STRIPE_SECRET_KEY"},
    {"sk_", 24, "API_KEY"},
    {"whsec_", 16, "WEBHOOK_SECRET"},
    {"xoxb-", 8, "SLACK_TOKEN"},
    {"xoxp-", 8, "SLACK_TOKEN"},
    {"xoxa-", 8, "SLACK_TOKEN"},
    {"xoxc-", 8, "SLACK_TOKEN"},
    {"xoxd-", 8, "SLACK_TOKEN"},
    {"xoxe-", 8, "SLACK_TOKEN"},
    {"xoxo-", 8, "SLACK_TOKEN"},
    {"xoxr-", 8, "SLACK_TOKEN"},
    {"xoxs-", 8, "SLACK_TOKEN"},
    {"xapp-", 8, "SLACK_APP_TOKEN"},
    {"AKIA", 16, "AWS_ACCESS_KEY_ID", true},
    {"ASIA", 16, "AWS_ACCESS_KEY_ID", true},
    {"AIza", 30, "GOOGLE_API_KEY"},
    {"ya29.", 16, "GOOGLE_ACCESS_TOKEN"},
    {"GOCSPX-", 16, "GOOGLE_CLIENT_SECRET"},
    {"npm_", 24, "NPM_TOKEN"},
    {"pypi-AgE", 16, "PYPI_TOKEN"},
    {"hf_", 20, "HF_TOKEN"},
    {"r8_", 20, "REPLICATE_API_TOKEN"},
    {"SG.", 20, "SENDGRID_API_KEY"},
    {"dop_v1_", 20, "DIGITALOCEAN_TOKEN"},
    {"dckr_pat_", 16, "DOCKER_TOKEN"},
    {"shpat_", 16, "SHOPIFY_ACCESS_TOKEN"},
    {"ntn_", 20, "NOTION_TOKEN"},
    {"secret_", 24, "NOTION_TOKEN"},
    {"figd_", 16, "FIGMA_API_KEY"},
    {"lin_api_", 16, "LINEAR_API_KEY"},
    {"tvly-", 16, "TAVILY_API_KEY"},
    {"fc-", 24, "FIRECRAWL_API_KEY"},
    {"gsk_", 20, "GROQ_API_KEY"},
    {"xai-", 20, "XAI_API_KEY"},
    {"pplx-", 20, "PERPLEXITY_API_KEY"},
    {"sbp_", 16, "SUPABASE_ACCESS_TOKEN"},
    {"sntrys_", 16, "SENTRY_AUTH_TOKEN"},
    {"sntryu_", 16, "SENTRY_AUTH_TOKEN"},
    {"glsa_", 16, "GRAFANA_TOKEN"},
    {"glc_", 20, "GRAFANA_TOKEN"},
    {"ATATT3", 20, "ATLASSIAN_TOKEN"},
    {"pat-na", 16, "HUBSPOT_TOKEN"},
    {"pul-", 30, "PULUMI_ACCESS_TOKEN"},
    {"napi_", 20, "NEON_API_KEY"},
    {"apify_api_", 16, "APIFY_TOKEN"},
    {"ctx7sk-", 12, "CONTEXT7_API_KEY"},
    {"ATCTT3", 20, "ATLASSIAN_TOKEN"},
    {"ATBB", 20, "BITBUCKET_TOKEN"},
    {"nvapi-", 20, "NVIDIA_API_KEY"},
    {"lsv2_", 20, "LANGSMITH_API_KEY"},
    {"pcsk_", 20, "PINECONE_API_KEY"},
    {"tgp_v1_", 20, "TOGETHER_API_KEY"},
    {"csk-", 24, "CEREBRAS_API_KEY"},
    {"rpa_", 24, "RUNPOD_API_KEY"},
    {"dapi", 30, "DATABRICKS_TOKEN"},
    {"hvs.", 20, "VAULT_TOKEN"},
    {"dp.pt.", 20, "DOPPLER_TOKEN"},
    {"CFPAT-", 20, "CONTENTFUL_TOKEN"},
    {"PMAK-", 20, "POSTMAN_API_KEY"},
    {"NRAK-", 20, "NEW_RELIC_API_KEY"},
    {"xkeysib-", 20, "BREVO_API_KEY"},
    {"mlsn.", 20, "MAILERSEND_API_KEY"},
    {"phx_", 24, "POSTHOG_API_KEY"},
    {"rnd_", 20, "RENDER_API_KEY"},
    {"pscale_", 24, "PLANETSCALE_TOKEN"},
    {"shpss_", 16, "SHOPIFY_SECRET"},
    {"shpca_", 16, "SHOPIFY_ACCESS_TOKEN"},
    {"sqp_", 20, "SONAR_TOKEN"},
    {"squ_", 20, "SONAR_TOKEN"},
    {"tfp_", 20, "TYPEFORM_TOKEN"},
    {"bkua_", 20, "BUILDKITE_TOKEN"},
    {"bb_live_", 16, "BROWSERBASE_API_KEY"},
    {"glrt-", 16, "GITLAB_TOKEN"},
    {"gldt-", 16, "GITLAB_TOKEN"},
    {"AGE-SECRET-KEY-1", 40, "AGE_SECRET_KEY"},
    {"eyJ", 24, "JWT"},
};

bool is_token_char(char c) { return is_alnum(c) || c == '_' || c == '-'; }

bool is_token_char(char c, bool dots) {
  return is_token_char(c) || (dots && (c == '.' || c == '='));
}

std::size_t token_end(std::string_view text, std::size_t from, bool dots) {
  while (from < text.size() && is_token_char(text[from], dots)) ++from;
  return from;
}

// Whether the run at `from` is long enough and no mere words ("sk-learn-extra-package"). Looks at
// the head of the run alone: what is refused is looked at again from its next word.
bool has_token(std::string_view text, std::size_t from, const TokenFormat& format, bool dots) {
  constexpr std::size_t kHead = 96;
  const auto head = text.substr(from, std::max(kHead, format.least));
  const std::size_t end = token_end(head, 0, dots);
  if (end < format.least) return false;
  const auto run = head.substr(0, end);
  if (format.capitals) {
    return end == format.least &&
           std::all_of(run.begin(), run.end(), [](char x) { return is_upper(x) || is_digit(x); });
  }
  return format.least < 16 ||
         std::any_of(run.begin(), run.end(), [](char x) { return is_digit(x) || is_upper(x); });
}

// Bots of Telegram: 123456789:AAF..., the number and 35 characters.
std::optional<SecretSpan> telegram_at(std::string_view text, std::size_t from) {
  std::size_t colon = from;
  while (colon < text.size() && colon - from < 12 && is_digit(text[colon])) ++colon;
  if (colon - from < 8 || colon >= text.size() || text[colon] != ':') return std::nullopt;
  const auto head = text.substr(colon + 1, 48);
  const std::size_t size = token_end(head, 0, false);
  if (size < 30 || size == 48) return std::nullopt;
  const bool mixed =
      std::any_of(head.begin(), head.begin() + static_cast<std::ptrdiff_t>(size), is_upper);
  if (!mixed) return std::nullopt;
  return SecretSpan{from, colon + 1 + size - from, "TELEGRAM_BOT_TOKEN"};
}

// Bots of Discord: the id, a time and a signature in base64, parted by dots.
std::optional<SecretSpan> discord_at(std::string_view text, std::size_t from) {
  const auto head = text.substr(from, 96);
  const std::size_t id = token_end(head, 0, false);
  if (id < 23 || id > 28 || id >= head.size() || head[id] != '.') return std::nullopt;
  const std::size_t time = token_end(head, id + 1, false);
  if (time - id - 1 < 6 || time - id - 1 > 7 || time >= head.size() || head[time] != '.') {
    return std::nullopt;
  }
  const std::size_t end = token_end(head, time + 1, false);
  if (end - time - 1 < 27) return std::nullopt;
  return SecretSpan{from, end, "DISCORD_TOKEN"};
}

// -----BEGIN ... PRIVATE KEY----- to its end line, or to the end of the text.
std::optional<SecretSpan> pem_at(std::string_view text, std::size_t from) {
  constexpr std::string_view kBegin = "-----BEGIN ";
  if (text.substr(from, kBegin.size()) != kBegin) return std::nullopt;
  const auto head_end = text.find("-----", from + kBegin.size());
  if (head_end == std::string_view::npos ||
      text.substr(from, head_end - from).find("PRIVATE KEY") == std::string_view::npos) {
    return std::nullopt;
  }
  auto end = text.find("-----END ", head_end);
  end = end == std::string_view::npos ? end : text.find("-----", end + 9);
  end = end == std::string_view::npos ? text.size() : end + 5;
  return SecretSpan{from, end - from, "PRIVATE_KEY"};
}

std::optional<SecretSpan> bearer_at(std::string_view text, std::size_t from) {
  constexpr std::string_view kScheme = "bearer ";
  if (text.size() < from + kScheme.size() + 8) return std::nullopt;
  for (std::size_t i = 0; i < kScheme.size(); ++i) {
    if (to_lower(text[from + i]) != kScheme[i]) return std::nullopt;
  }
  std::size_t end = from + kScheme.size();
  while (end < text.size() &&
         (is_token_char(text[end]) ||
          std::string_view(".=+/~").find(text[end]) != std::string_view::npos)) {
    ++end;
  }
  const std::size_t begin = from + kScheme.size();
  if (end - begin < 8) return std::nullopt;
  return SecretSpan{begin, end - begin, "TOKEN"};
}

}  // namespace

std::optional<SecretSpan> secret_at(std::string_view text, std::size_t from) {
  if (from >= text.size()) return std::nullopt;
  const char c = text[from];
  if (c == '-') return pem_at(text, from);
  if (!is_alnum(c)) return std::nullopt;
  if (c == 'B' || c == 'b') {
    if (const auto bearer = bearer_at(text, from)) return bearer;
  }
  if (is_digit(c)) return telegram_at(text, from);
  if (c == 'M' || c == 'N' || c == 'O') {
    if (const auto bot = discord_at(text, from)) return bot;
  }
  const auto rest = text.substr(from);
  for (const auto& format : kTokenFormats) {
    if (c != format.prefix.front() || !rest.starts_with(format.prefix)) continue;
    const std::size_t begin = from + format.prefix.size();
    const bool dots = format.prefix == "eyJ" || format.prefix == "SG." || format.prefix == "ya29.";
    if (!has_token(text, begin, format, dots)) continue;
    const std::size_t end = token_end(text, begin, dots);
    return SecretSpan{from, end - from, format.name};
  }
  return std::nullopt;
}

bool starts_word(std::string_view text, std::size_t from) {
  if (from == 0 || !is_alnum(text[from - 1])) return true;
  if (!is_letter(text[from - 1])) return false;
  constexpr std::size_t kLongestSequence = 24;
  std::size_t begin = from - 1;
  while (begin > 0 && from - begin < kLongestSequence &&
         (is_digit(text[begin - 1]) || text[begin - 1] == ';' || text[begin - 1] == '?')) {
    --begin;
  }
  return begin > 1 && text[begin - 1] == '[' && text[begin - 2] == '\x1b';
}

std::optional<SecretSpan> find_secret(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i > 0 && is_token_char(text[i - 1]) && text[i] != '-' &&
        !(is_letter(text[i - 1]) && starts_word(text, i))) {
      continue;
    }
    if (const auto span = secret_at(text, i)) return span;
  }
  return std::nullopt;
}

bool looks_like_secret(std::string_view text) {
  const auto span = secret_at(text, 0);
  return span && span->from == 0 && span->size == text.size();
}

}  // namespace mcpmx::mapping
