// Users with passwords outside of URLs: user:password@tcp(host), user:password@host:port,
// user/password@host:port, and user:password alone behind an option that says so.
#include <algorithm>
#include <string>

#include "mapping/path_rules.h"
#include "mapping/scan.h"
#include "support/ascii.h"

namespace mcpmx::mapping {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::size_t kLongestUser = 64;
constexpr std::size_t kLongestLogin = 512;

bool is_user_char(char c) {
  return is_alnum(c) || c == '_' || c == '-' || c == '.' || c == '%' || c == '+';
}

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// Behind the @: tcp(, unix( of Go's drivers, or host:port.
bool names_server(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && end < kLongestLogin &&
         (is_alnum(text[end]) || text[end] == '.' || text[end] == '-' || text[end] == '_')) {
    ++end;
  }
  if (end == 0 || end >= text.size()) return false;
  if (text[end] == '(') return true;
  if (text[end] != ':') return false;
  std::size_t port = end + 1;
  while (port < text.size() && port - end <= 5 && is_digit(text[port])) ++port;
  const bool ends =
      port == text.size() || std::string_view("/?,;) \t\n\"'").find(text[port]) != npos;
  return port - end > 2 && ends;
}

}  // namespace

std::optional<std::size_t> login_password_at(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == npos || colon == 0 || colon + 1 >= text.size()) return std::nullopt;
  const auto user = text.substr(0, colon);
  const auto password = text.substr(colon + 1);
  if (password.starts_with("//") || user.find_first_of(" /\\{\"") != npos) return std::nullopt;
  // 1000:1000 are ids, db.example.com:5432 and localhost:80 addresses.
  const bool port = is_number(password) && password.size() <= 5;
  if (port && (is_number(user) || user.find('.') != npos || is_loopback(user, true))) {
    return std::nullopt;
  }
  return colon + 1;
}

bool Scan::login() {
  if (!opens_word() || !is_user_char(text_[at_])) return false;
  std::size_t end = at_;
  while (end < text_.size() && end - at_ < kLongestUser && is_user_char(text_[end])) ++end;
  if (end >= text_.size()) return false;
  const bool oracle = text_[end] == '/' && at_ == 0;
  if (text_[end] != ':' && !oracle) return false;
  const auto user = text_.substr(at_, end - at_);
  if (user == "mailto" || user == "sip" || user == "sips") return false;
  const std::size_t from = end + 1;
  const std::size_t limit = std::min(blank_after(from), from + kLongestLogin);
  // A password may hold an @ itself: the last one that a server follows is the one that parts.
  const auto rest = text_.substr(from, limit - from);
  for (auto at = rest.rfind('@'); at != npos && at > 0; at = rest.rfind('@', at - 1)) {
    if (!names_server(text_.substr(from + at + 1))) continue;
    if (rest.starts_with('/') || (oracle && rest.substr(0, at).find('/') != npos)) return false;
    secret_range(from, from + at, wish_of({}, "PASSWORD"));
    at_ = from + at;
    return true;
  }
  return false;
}

}  // namespace mcpmx::mapping
