#include "mapping/secret_rules.h"

#include <algorithm>
#include <array>

namespace mcpmx::mapping {
namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alnum(char c) { return is_lower(c) || is_upper(c) || is_digit(c); }
char lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }
char upper(char c) { return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c; }

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// The word that decides stands last: TOKEN_URL is a URL, URL_TOKEN a token.
constexpr std::array<std::string_view, 27> kSecretWords = {
    "key",        "token",       "tokens",  "secret",     "secrets",    "password", "passwords",
    "passwd",     "pwd",         "pass",    "passphrase", "passcode",   "cookie",   "cookies",
    "credential", "credentials", "pat",     "jwt",        "headers",    "mnemonic", "authorization",
    "bearer",     "apikey",      "apikeys", "apitoken",   "seedphrase", "psw"};

// Written as one word: YOURAPIKEY, authtoken.
constexpr std::array<std::string_view, 10> kGluedEndings = {
    "apikey",    "apitoken", "accesstoken", "authtoken", "secretkey",
    "accesskey", "password", "privatekey",  "bottoken",  "clientsecret"};

// What may follow without changing what it is.
constexpr std::array<std::string_view, 22> kNeutralEndings = {
    "value",   "prod",      "production", "dev",    "test", "staging", "live", "main",
    "primary", "secondary", "default",    "new",    "old",  "base64",  "b64",  "json",
    "raw",     "string",    "str",        "backup", "env",  "enc"};

// X_KEY that is none: identifiers and addresses of other things.
constexpr std::array<std::string_view, 15> kPlainKeys = {
    "public", "project", "space",  "issue", "partition", "sort", "foreign", "cache",
    "index",  "hot",     "object", "row",   "registry",  "kms",  "shortcut"};

// Counts and switches: MAX_TOKENS, USE_TOKEN.
constexpr std::array<std::string_view, 13> kTokenCounts = {
    "max",   "min",     "num",   "limit", "count",  "budget", "output",
    "input", "context", "total", "chunk", "window", "per"};
constexpr std::array<std::string_view, 12> kSwitches = {"use",     "enable", "enabled", "disable",
                                                        "has",     "is",     "allow",   "skip",
                                                        "require", "verify", "ignore",  "requires"};

bool is_number(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), is_digit);
}

bool is_version(std::string_view word) {
  return word.size() > 1 && word.front() == 'v' && is_number(word.substr(1));
}

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
    {"eyJ", 24, "JWT"},
};

bool is_token_char(char c) { return is_alnum(c) || c == '_' || c == '-'; }

std::size_t token_end(std::string_view text, std::size_t from, bool dots) {
  while (from < text.size() &&
         (is_token_char(text[from]) || (dots && (text[from] == '.' || text[from] == '=')))) {
    ++from;
  }
  return from;
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
    if (lower(text[from + i]) != kScheme[i]) return std::nullopt;
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

std::vector<std::string> name_words(std::string_view name) {
  std::vector<std::string> words;
  words.reserve(5);
  std::string word;
  const auto flush = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (!is_alnum(c)) {
      flush();
      continue;
    }
    // apiKey -> api key; APIKey -> api key; API_KEY has no lower case to go by.
    const bool hump = is_upper(c) && i > 0 &&
                      (is_lower(name[i - 1]) ||
                       (is_upper(name[i - 1]) && i + 1 < name.size() && is_lower(name[i + 1])));
    if (hump) flush();
    word += lower(c);
  }
  flush();
  return words;
}

bool is_secret_name(std::string_view name) {
  auto words = name_words(name);
  while (words.size() > 1 && (is_one_of(words.back(), kNeutralEndings) || is_number(words.back()) ||
                              is_version(words.back()))) {
    // CONNECTION_STRING is decided below, with its string.
    if (words.back() == "string" && words[words.size() - 2] == "connection") return true;
    words.pop_back();
  }
  if (words.empty()) return false;
  auto last = std::string_view(words.back());
  while (!last.empty() && is_digit(last.back())) last.remove_suffix(1);
  const std::string_view before =
      words.size() > 1 ? std::string_view(words[words.size() - 2]) : std::string_view();
  if (words.size() > 1 && is_one_of(words.front(), kSwitches)) return false;
  if (last == "phrase") return before == "seed" || before == "pass" || before == "recovery";
  if (last == "auth") return before == "basic" || before == "http" || before == "proxy";
  if (last == "keys")
    return before == "api" || before == "secret" || before == "private" || before == "access";
  if (last == "key" && is_one_of(before, kPlainKeys)) return false;
  if (last == "headers" && words.size() == 1) return false;
  if (last == "token" || last == "tokens") {
    for (const auto& word : words) {
      if (is_one_of(word, kTokenCounts)) return false;
    }
  }
  if (is_one_of(last, kSecretWords)) return true;
  return std::any_of(kGluedEndings.begin(), kGluedEndings.end(),
                     [&](std::string_view ending) { return last.ends_with(ending); });
}

std::optional<SecretSpan> secret_at(std::string_view text, std::size_t from) {
  if (from >= text.size()) return std::nullopt;
  const char c = text[from];
  if (c == '-') return pem_at(text, from);
  if (!is_alnum(c)) return std::nullopt;
  if (c == 'B' || c == 'b') {
    if (const auto bearer = bearer_at(text, from)) return bearer;
  }
  const auto rest = text.substr(from);
  for (const auto& format : kTokenFormats) {
    if (c != format.prefix.front() || !rest.starts_with(format.prefix)) continue;
    const std::size_t begin = from + format.prefix.size();
    const bool dots = format.prefix == "eyJ" || format.prefix == "SG." || format.prefix == "ya29.";
    const std::size_t end = token_end(text, begin, dots);
    if (end - begin < format.least) continue;
    if (format.capitals) {
      const auto tail = text.substr(begin, end - begin);
      if (tail.size() != format.least || !std::all_of(tail.begin(), tail.end(), [](char x) {
            return is_upper(x) || is_digit(x);
          })) {
        continue;
      }
    } else if (format.least >= 16 &&
               std::none_of(text.begin() + static_cast<std::ptrdiff_t>(begin),
                            text.begin() + static_cast<std::ptrdiff_t>(end),
                            [](char x) { return is_digit(x) || is_upper(x); })) {
      continue;  // words, not a token: "sk-learn-extra-package"
    }
    return SecretSpan{from, end - from, format.name};
  }
  return std::nullopt;
}

std::optional<SecretSpan> find_secret(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i > 0 && is_token_char(text[i - 1]) && text[i] != '-') continue;
    if (const auto span = secret_at(text, i)) return span;
  }
  return std::nullopt;
}

bool looks_like_secret(std::string_view text) {
  const auto span = secret_at(text, 0);
  return span && span->from == 0 && span->size == text.size();
}

std::string variable_name(std::string_view name, std::string_view server) {
  const bool legal =
      !name.empty() && !is_digit(name.front()) &&
      std::all_of(name.begin(), name.end(), [](char c) { return is_alnum(c) || c == '_'; });
  if (legal) return std::string(name);
  const auto words_of = [](std::string_view text) {
    std::string joined;
    for (const char c : text) {
      if (is_alnum(c)) {
        joined += upper(c);
      } else if (!joined.empty() && joined.back() != '_') {
        joined += '_';
      }
    }
    while (!joined.empty() && joined.back() == '_') joined.pop_back();
    return joined;
  };
  std::string joined = words_of(name);
  if (!joined.empty() && !is_digit(joined.front())) return joined;
  std::string prefix = words_of(server);
  if (prefix.empty() || is_digit(prefix.front())) prefix = "MCP_" + prefix;
  if (prefix.back() != '_') prefix += '_';
  return prefix + (joined.empty() ? "VALUE" : joined);
}

}  // namespace mcpmx::mapping
