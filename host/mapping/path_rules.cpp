#include "mapping/path_rules.h"

#include <algorithm>
#include <array>
#include <vector>

#include "mapping/secret_rules.h"
#include "support/ascii.h"
#include "support/text.h"

namespace mcpmx::mapping {
namespace {

constexpr auto npos = std::string_view::npos;

bool is_slash(char c) { return c == '/' || c == '\\'; }

template <std::size_t N>
bool has_word(const std::vector<std::string>& words, const std::array<std::string_view, N>& set) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::find(set.begin(), set.end(), word) != set.end();
  });
}

// The spellings of the home folder; what follows must be a slash or the end.
constexpr std::array<std::string_view, 5> kHomes = {"~", "$HOME", "${HOME}", "${env:HOME}",
                                                    "$env:HOME"};

std::size_t home_prefix(std::string_view text) {
  for (const auto home : kHomes) {
    if (text.starts_with(home) && (text.size() == home.size() || is_slash(text[home.size()]))) {
      return home.size();
    }
  }
  return 0;
}

bool is_windows_path(std::string_view text) {
  if (starts_with_drive(text)) return true;
  return text.starts_with("\\\\") && text.size() > 3 && is_letter(text[2]);
}

}  // namespace

bool is_host_path(std::string_view text) {
  if (text.empty() || text.find('\n') != npos) return false;
  if (home_prefix(text) > 0 || is_windows_path(text)) return true;
  for (const std::string_view variable :
       {"%USERPROFILE%", "%APPDATA%", "%LOCALAPPDATA%", "%HOMEPATH%", "%PROGRAMFILES%"}) {
    if (text.starts_with(variable)) return true;
  }
  if (text.front() != '/' || text.starts_with("//")) return false;
  return text.size() == 1 || is_alnum(text[1]) || text[1] == '.' || text[1] == '_' ||
         text[1] == '<' || text[1] == '$' || text[1] == '{' ||
         static_cast<unsigned char>(text[1]) >= 0x80;
}

bool is_url_route(std::string_view text) {
  while (text.size() > 1 && text.ends_with('/')) text.remove_suffix(1);
  for (const std::string_view route :
       {"/", "/mcp", "/sse", "/message", "/messages", "/health", "/healthz", "/ws", "/api", "/v1",
        "/rpc", "/graphql", "/stream", "/metrics", "/mcp/sse", "/api/mcp", "/api/v1"}) {
    if (text == route) return true;
  }
  return false;
}

std::string expand_home(std::string_view path, std::string_view home) {
  const auto prefix = home_prefix(path);
  if (prefix == 0 || home.empty()) return std::string(path);
  return std::string(home) + std::string(path.substr(prefix));
}

bool name_says_written(std::string_view name) {
  constexpr std::array<std::string_view, 23> kWritten = {
      "output", "out",    "outdir", "storage", "store", "cache",    "download", "downloads",
      "db",     "sqlite", "memory", "log",     "logs",  "database", "data",     "save",
      "write",  "export", "backup", "state",   "tmp",   "temp",     "workspace"};
  return has_word(name_words(name), kWritten);
}

bool is_host_program_variable(std::string_view name, std::string_view value) {
  constexpr std::array<std::string_view, 19> kNames = {
      "PATH",      "HOME",       "PWD",         "OLDPWD",          "SHELL",
      "LOGNAME",   "TMPDIR",     "SEARCH_PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH",
      "NODE_PATH", "PYTHONPATH", "PYTHONHOME",  "VIRTUAL_ENV",     "CONDA_PREFIX",
      "JAVA_HOME", "NVM_DIR",    "USERPROFILE", "APPDATA"};
  if (std::find(kNames.begin(), kNames.end(), name) != kNames.end()) return true;
  constexpr std::array<std::string_view, 20> kPrograms = {
      "uv",   "uvx",    "node",   "npm",      "npx",  "python", "bun",  "deno", "git",   "chrome",
      "java", "ffmpeg", "pandoc", "chromium", "bash", "docker", "pnpm", "pip",  "cargo", "go"};
  const auto words = name_words(name);
  if (words.size() == 2 && (words[1] == "path" || words[1] == "bin") &&
      std::find(kPrograms.begin(), kPrograms.end(), words[0]) != kPrograms.end()) {
    return true;
  }
  // PUPPETEER_EXECUTABLE_PATH and friends point at a program of the host.
  if (words.size() >= 2 &&
      (words[words.size() - 2] == "executable" || words.back() == "executable" ||
       words.back() == "bin") &&
      (value.empty() || is_host_path(value))) {
    return true;
  }
  // X_PATH=/usr/local/bin:/usr/bin: a search list.
  return !words.empty() && words.back() == "path" && value.find("/bin") != npos &&
         value.find(':') != npos && value.find("://") == npos;
}

bool is_loopback(std::string_view host, bool any) {
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  if (any && (host == "0.0.0.0" || host == "::")) return true;
  if (host == "::1") return true;
  if (host.size() == 9 && in_lower_case(host) == "localhost") return true;
  if (!host.starts_with("127.")) return false;
  return std::count(host.begin(), host.end(), '.') == 3 &&
         std::all_of(host.begin(), host.end(), [](char c) { return is_digit(c) || c == '.'; }) &&
         is_digit(host.back());
}

bool may_hold_host(std::string_view text) {
  return text.find("127.") != npos || text.find("::1") != npos || text.find("ocal") != npos ||
         text.find("OCAL") != npos || text.find("0.0.0.0") != npos;
}

bool names_own_address(std::string_view name) {
  constexpr std::array<std::string_view, 15> kOwn = {
      "listen", "bind",   "redirect", "callback", "origin",  "origins", "cors",      "allowed",
      "allow",  "public", "serve",    "listener", "uvicorn", "fastmcp", "advertised"};
  const auto words = name_words(name);
  if (has_word(words, kOwn)) return true;
  if (words.empty()) return false;
  const bool address = words.back() == "host" || words.back() == "addr" ||
                       words.back() == "address" || words.back() == "hostname";
  if (!address) return false;
  if (words.size() == 1) return true;
  const auto& before = words[words.size() - 2];
  return before == "server" || before == "mcp" || before == "http" || before == "sse";
}

bool names_host(std::string_view name) {
  const auto words = name_words(name);
  if (words.empty()) return false;
  const auto& last = words.back();
  return last == "host" || last == "hostname" || last == "server" || last == "hosts" ||
         last == "endpoint" || last == "addr" || last == "address" || last == "ip" ||
         last == "domain" || last.ends_with("host");
}

std::optional<Placeholder> placeholder_at(std::string_view text, std::size_t from) {
  constexpr std::size_t kLongest = 80;
  const auto rest = text.substr(from, kLongest + 8);
  const auto found = [&](std::size_t open, std::string_view close) -> std::optional<Placeholder> {
    const auto end = rest.find(close, open);
    if (end == npos || end == open || end - open > kLongest) return std::nullopt;
    return Placeholder{from, end + close.size(), rest.substr(open, end - open)};
  };
  if (rest.starts_with("${")) {
    if (home_prefix(rest.substr(0, rest.find_first_of("/\\", 2))) > 0) return std::nullopt;
    auto place = found(2, "}");
    if (!place) return std::nullopt;
    auto& name = place->name;
    for (const std::string_view prefix : {"env:", "input:", "config:", "secret:", "secrets."}) {
      if (name.starts_with(prefix) && name.size() > prefix.size())
        name.remove_prefix(prefix.size());
    }
    // ${NAME:-default}, ${NAME?message}: the name ends where a shell would end it.
    if (!name.empty() && name.front() != '-') {
      const auto end = name.find_first_of(":?+");
      if (end != npos && end > 0) name = name.substr(0, end);
      const auto dash = name.find('-');
      if (dash != npos && dash > 0 && dash + 1 == name.size()) name = name.substr(0, dash);
    }
    return place;
  }
  if (rest.starts_with("{{")) return found(2, "}}");
  if (rest.starts_with('<')) {
    const auto place = found(1, ">");
    if (!place || !is_letter(place->name.front())) return std::nullopt;
    const bool words = std::all_of(place->name.begin(), place->name.end(), [](char c) {
      return is_alnum(c) || c == '_' || c == '-' || c == ' ' || c == '.' || c == '/' || c == '\'' ||
             c == ':';
    });
    return words ? place : std::nullopt;
  }
  return std::nullopt;
}

bool is_fill_me(std::string_view text, bool secret) {
  if (text.size() < 3 || text.size() > 120 || text.find("://") != npos) return false;
  const std::string lower = in_lower_case(text);
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return is_alnum(c) || c == '_' || c == '-' || c == '.';
  });
  if (plain && (lower.starts_with("your_") || lower.starts_with("your-"))) return true;
  if (plain && lower.starts_with("your") && is_secret_name(text)) return true;
  if (!text.empty() && text.front() == '$' && text.size() > 2 && !lower.starts_with("$home")) {
    const auto name = text.substr(1);
    return std::all_of(name.begin(), name.end(),
                       [](char c) { return is_upper(c) || is_digit(c) || c == '_'; });
  }
  if (!secret) return false;
  // Whole texts only: whatever else a secret looks like, it is the user's, and dropping it would
  // lose it.
  for (const std::string_view phrase :
       {"changeme", "change-me", "change_me", "replace-me", "replace_me", "replaceme",
        "placeholder", "todo", "...", "example-key"}) {
    if (lower == phrase) return true;
  }
  for (const std::string_view phrase : {"insert_your", "insert-your", "enter_your", "enter-your",
                                        "your ", "enter your ", "insert your "}) {
    if (lower.starts_with(phrase)) return true;
  }
  return lower.find_first_not_of('x') == std::string::npos;
}

}  // namespace mcpmx::mapping
