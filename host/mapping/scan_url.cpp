// URLs and addresses inside a text: the password, the hosts, the file that one names.
#include <algorithm>
#include <string>
#include <utility>

#include "mapping/path_rules.h"
#include "mapping/scan.h"
#include "mapping/secret_rules.h"
#include "support/ascii.h"

namespace mcpmx::mapping {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::size_t kLongestScheme = 32;
constexpr std::size_t kLongestHost = 64;

bool is_web(std::string_view scheme) {
  return scheme == "http" || scheme == "https" || scheme == "ws" || scheme == "wss";
}

// "host:8080" has a port behind the colon; "user:p" is the head of a password that holds what ends
// a host. A path of the web may have an @ of its own (/@scope/name), one of a database has none.
bool may_have_login(std::string_view authority, bool web) {
  const auto colon = authority.find(':');
  if (colon == npos || authority.starts_with('[')) return false;
  const auto port = authority.substr(colon + 1);
  return !web || (port.find_first_not_of("0123456789") != npos && !placeholder_at(port, 0));
}

}  // namespace

// scheme://[user[:password]@]host[:port][,host...]
bool Scan::url() {
  std::size_t i = at_;
  if (!is_letter(text_[i])) return false;
  while (i < text_.size() && i - at_ < kLongestScheme &&
         (is_alnum(text_[i]) || text_[i] == '+' || text_[i] == '-' || text_[i] == '.')) {
    ++i;
  }
  if (text_.substr(i, 3) != "://") return false;
  const auto scheme = text_.substr(at_, i - at_);
  const auto begin = i + 3;
  if (place_.paths && (scheme == "file" || scheme == "sqlite")) {
    if (file_url(scheme, begin)) return true;
  }
  const auto token_end = url_end(begin);
  auto end = authority_end(begin, token_end);
  auto at_sign = text_.substr(begin, end - begin).rfind('@');
  if (at_sign != npos) at_sign += begin;
  if (at_sign == npos && end < token_end &&
      may_have_login(text_.substr(begin, end - begin), is_web(scheme))) {
    // A password with a slash or a hash in it, not encoded as it should be.
    at_sign = last_at_sign(begin, token_end);
    if (at_sign != npos) end = authority_end(at_sign + 1, token_end);
  }
  std::size_t host_from = begin;
  if (at_sign != npos) {
    userinfo(scheme, begin, at_sign);
    host_from = at_sign + 1;
  }
  at_ = host_from;
  hosts(host_from, end);
  at_ = std::max(at_, end);
  if (is_web(scheme)) {
    const auto host = text_.substr(host_from, end - host_from);
    secret_path(host.substr(0, host.find(':')), end, token_end);
  }
  return true;
}

// The last @ of text_[begin, end), looked for once in each word.
std::size_t Scan::last_at_sign(std::size_t begin, std::size_t end) {
  if (at_sign_end_ != end) {
    at_sign_end_ = end;
    const auto found = text_.substr(begin, end - begin).rfind('@');
    at_sign_ = found == npos ? npos : begin + found;
  }
  return at_sign_ != npos && at_sign_ >= begin ? at_sign_ : npos;
}

// Where a URL ends. In quotes: at the quote. One that opens the value may have a password with
// blanks and quotes in it, not encoded as it should be: then an @ follows behind them.
std::size_t Scan::url_end(std::size_t begin) {
  const char before = at_ == 0 ? '\0' : text_[at_ - 1];
  if (before == '"' || before == '\'' || before == '`') {
    return std::min(text_.find(before, begin), text_.size());
  }
  const auto end = blank_after(begin);
  if (at_ != 0 || end == text_.size()) return end;
  const auto colon = text_.find(':', begin);
  const auto at_sign = text_.rfind('@');
  return colon < end && at_sign != npos && at_sign > end ? text_.size() : end;
}

// Where host and port end; braces of a placeholder may hold anything.
std::size_t Scan::authority_end(std::size_t from, std::size_t limit) const {
  std::size_t i = from;
  while (i < limit) {
    if (const auto place = placeholder_at(text_, i)) {
      i += place->size;
      continue;
    }
    if (text_[i] == '/' || text_[i] == '?' || text_[i] == '#' || text_[i] == ')' ||
        text_[i] == ';' || text_[i] == '\\') {
      break;
    }
    ++i;
  }
  return std::min(i, limit);
}

void Scan::userinfo(std::string_view scheme, std::size_t from, std::size_t at_sign) {
  // The first colon outside of placeholders parts user and password.
  std::size_t colon = from;
  while (colon < at_sign && text_[colon] != ':') {
    const auto place = placeholder_at(text_, colon);
    colon += place ? place->size : 1;
  }
  at_ = from;
  while (at_ < std::min(colon, at_sign)) {
    if (placeholder(false) || known_secret()) continue;
    ++at_;
  }
  // https://TOKEN@host, https://TOKEN:x-oauth-basic@host: the user is the key. Beside the password
  // of a database it is a name, however odd.
  const auto user_end = std::min(colon, at_sign);
  const bool may_be_key = colon >= at_sign || is_web(scheme.substr(scheme.rfind('+') + 1));
  if (may_be_key && done_ <= from && looks_random(text_.substr(from, user_end - from))) {
    secret_range(from, user_end, wish_of({}, "TOKEN"));
  }
  if (colon < at_sign) {
    secret_range(colon + 1, at_sign, wish_of(scheme.substr(0, scheme.find('+')), "PASSWORD"));
  }
}

void Scan::hosts(std::size_t from, std::size_t end) {
  while (from < end) {
    const auto parted = text_.substr(from, end - from).find(',');
    const auto comma = parted == npos ? end : from + parted;
    const auto one = text_.substr(from, comma - from);
    auto name_end = one.starts_with('[') ? one.find(']') : one.find(':');
    if (one.starts_with('[') && name_end != npos) ++name_end;
    if (place_.hosts && !names_own_address(place_.name) &&
        is_loopback(one.substr(0, name_end), true)) {
      put(from, one.size(), host(from, comma));
    } else {
      at_ = from;
      while (at_ < comma) {
        if (!placeholder(false)) ++at_;
      }
    }
    from = comma + 1;
  }
}

// file:///x and sqlite:////x name files. sqlite:///x is relative for SQLAlchemy and absolute for
// others: it is taken for a path where it starts at a folder that roots have.
bool Scan::file_url(std::string_view scheme, std::size_t begin) {
  auto from = begin;
  if (scheme == "sqlite" && text_.substr(from, 2) == "//") ++from;
  // A URL in a URL in a URL: only what is a path may look for its end.
  const auto head = text_.substr(from, 32);
  if (!is_host_path(head)) return false;
  if (scheme == "sqlite" && from == begin) {
    bool rooted = false;
    for (const std::string_view top : {"/home/", "/Users/", "/root/", "/tmp/", "/var/", "/mnt/",
                                       "/srv/", "/opt/", "/data/", "/path/", "/absolute/"}) {
      rooted = rooted || head.starts_with(top);
    }
    if (!rooted) return false;
  }
  const auto end = std::min(text_.find_first_of(" \t\n\"'?#", begin), text_.size());
  const auto file = text_.substr(from, end - from);
  if (!is_host_path(file) || file.size() < 2) return false;
  put(from, file.size(), reader_.path(file, place_.write || scheme == "sqlite"));
  return true;
}

// localhost:5432 outside of a URL; "localhost" alone where the name speaks of a host.
bool Scan::address() {
  if (!place_.hosts || names_own_address(place_.name)) return false;
  const auto rest = text_.substr(at_);
  std::size_t size = 0;
  if (rest.starts_with("[::1]")) {
    size = 5;
  } else {
    while (size < rest.size() && size < kLongestHost && (is_alnum(rest[size]) || rest[size] == '.'))
      ++size;
  }
  if (size == 0 || !is_loopback(rest.substr(0, size), false)) return false;
  std::size_t end = size;
  if (end + 1 < rest.size() && rest[end] == ':' && is_digit(rest[end + 1])) {
    ++end;
    while (end < rest.size() && is_digit(rest[end])) ++end;
  } else if (!place_.bare_host || at_ != 0 ||
             (end < rest.size() && rest[end] != '/' && rest[end] != ',' && rest[end] != ';')) {
    return false;
  }
  put(at_, end, host(at_, at_ + end));
  return true;
}

}  // namespace mcpmx::mapping
