// What a name says: whether a secret stands under it, and what Compose may call it.
#include <algorithm>
#include <array>

#include "mapping/secret_rules.h"
#include "support/ascii.h"

namespace mcpmx::mapping {
namespace {

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// The word that decides stands last: TOKEN_URL is a URL, URL_TOKEN a token.
constexpr std::array<std::string_view, 44> kSecretWords = {
    "key",     "token",         "tokens",      "secret",     "secrets",   "password", "passwords",
    "passwd",  "pwd",           "pass",        "passphrase", "passcode",  "cookie",   "cookies",
    "creds",   "credential",    "credentials", "pat",        "jwt",       "headers",  "mnemonic",
    "bearer",  "authorization", "auth",        "session",    "sessionid", "otp",      "totp",
    "webhook", "webhooks",      "dsn",         "salt",       "sig",       "sas",      "psw",
    "apikey",  "apikeys",       "apitoken",    "seedphrase", "dbpass",    "userpass", "smtppass",
    "userpwd", "basicauth"};

// Written as one word: YOURAPIKEY, authtoken, PGPASSWORD.
constexpr std::array<std::string_view, 16> kGluedEndings = {
    "apikey",    "token",      "secretkey", "accesskey",   "password",      "passwd",
    "authkey",   "privatekey", "masterkey", "signingkey",  "encryptionkey", "connectionstring",
    "appsecret", "appkey",     "apisecret", "clientsecret"};

// A word that makes a secret of one that is none by itself: SEED is a number, TOTP_SEED a secret.
constexpr std::array<std::array<std::string_view, 2>, 20> kSecretPairs = {{
    {"seed", "phrase"},       {"pass", "phrase"},  {"recovery", "phrase"}, {"totp", "seed"},
    {"otp", "seed"},          {"mfa", "seed"},     {"wallet", "seed"},     {"mfa", "code"},
    {"otp", "code"},          {"totp", "code"},    {"session", "id"},      {"session", "string"},
    {"session", "hash"},      {"session", "data"}, {"webhook", "url"},     {"webhook", "uri"},
    {"connection", "string"}, {"conn", "string"},  {"conn", "str"},        {"connect", "string"},
}};

// Files of credentials, where the text of the file is the value: X_JSON, X_BASE64.
constexpr std::array<std::string_view, 6> kCarriers = {"json", "base64",  "b64",
                                                       "data", "content", "contents"};

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

bool is_secret_pair(const std::vector<std::string>& words) {
  if (words.size() < 2) return false;
  const auto& first = words[words.size() - 2];
  return std::any_of(kSecretPairs.begin(), kSecretPairs.end(),
                     [&](const auto& pair) { return pair[0] == first && pair[1] == words.back(); });
}

// GOOGLE_SERVICE_ACCOUNT_JSON, KUBECONFIG_BASE64.
bool carries_credentials(const std::vector<std::string>& words) {
  if (words.size() < 2 || !is_one_of(words.back(), kCarriers)) return false;
  const auto& what = words[words.size() - 2];
  return what == "kubeconfig" ||
         (what == "account" && words.size() > 2 && words[words.size() - 3] == "service");
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
    // apiKey -> api key; APIKey -> api key; oauth2Key -> oauth2 key; API_KEY and S3KEY have no
    // lower case to go by.
    const bool starts_lower = i + 1 < name.size() && is_lower(name[i + 1]);
    const bool hump =
        is_upper(c) && i > 0 && (is_lower(name[i - 1]) || (is_alnum(name[i - 1]) && starts_lower));
    if (hump) flush();
    word += to_lower(c);
  }
  flush();
  return words;
}

bool is_secret_name(std::string_view name) {
  auto words = name_words(name);
  if (words.size() > 1 && is_one_of(words.front(), kSwitches)) return false;
  if (carries_credentials(words)) return true;
  while (!words.empty()) {
    if (is_secret_pair(words)) return true;
    const bool neutral = is_one_of(words.back(), kNeutralEndings) || is_number(words.back()) ||
                         is_version(words.back());
    if (words.size() == 1 || !neutral) break;
    words.pop_back();
  }
  if (words.empty()) return false;
  auto last = std::string_view(words.back());
  while (!last.empty() && is_digit(last.back())) last.remove_suffix(1);
  const std::string_view before =
      words.size() > 1 ? std::string_view(words[words.size() - 2]) : std::string_view();
  if (last == "keys") {
    return before == "api" || before == "secret" || before == "private" || before == "access";
  }
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

bool names_login(std::string_view name) {
  constexpr std::array<std::string_view, 6> kLogins = {"u",       "user",  "username",
                                                       "userpwd", "login", "auth"};
  const auto words = name_words(name);
  return !words.empty() && is_one_of(words.back(), kLogins);
}

bool is_secret_header(std::string_view name, std::string_view value) {
  if (is_secret_name(name)) return true;
  if (value.size() < 4) return false;  // a number, a switch
  constexpr std::array<std::string_view, 15> kPublic = {
      "accept", "host",       "origin", "referer", "connection",     "date",  "via",          "te",
      "from",   "user-agent", "expect", "upgrade", "sec-fetch-mode", "range", "cache-control"};
  // X-Api-Version, Content-Type, X-MCP-Toolsets: they say how, not who.
  constexpr std::array<std::string_view, 17> kPublicEndings = {
      "version",  "type",     "length",      "encoding", "language", "format",
      "charset",  "region",   "timeout",     "mode",     "tools",    "toolsets",
      "readonly", "features", "environment", "locale",   "control"};
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(), to_lower);
  if (is_one_of(lower, kPublic) || lower.starts_with("accept-")) return false;
  const auto words = name_words(name);
  return words.empty() || !is_one_of(words.back(), kPublicEndings);
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
        joined += to_upper(c);
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
