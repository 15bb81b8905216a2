// What a name says: whether a secret stands under it, and what Compose may call it.
#include <algorithm>
#include <array>

#include "mapping/ascii.h"
#include "mapping/secret_rules.h"

namespace mcpmx::mapping {
namespace {

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
    word += to_lower(c);
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
