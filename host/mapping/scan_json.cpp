// Members of JSON inside a text, which need not be JSON as a whole: "name": "value", with every
// quote escaped where it is JSON inside a quoted argument, and with single quotes as Python prints.
//
// Under a name that says secret, every value is one: numbers, lists, objects.
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "mapping/path_rules.h"
#include "mapping/scan.h"
#include "mapping/secret_rules.h"
#include "mapping/value_scan.h"
#include "support/ascii.h"

namespace mcpmx::mapping {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::size_t kLongestKey = 256;
constexpr std::size_t kDeepestQuote = 16;

// Members that stand beside a secret in one object: {"type": "basic", "user": "me", "value": "x"}.
bool describes_secret(std::string_view key) {
  constexpr std::array<std::string_view, 22> kPlain = {
      "type",   "kind",     "user",    "username", "name",   "host",   "hostname", "port",
      "url",    "uri",      "region",  "project",  "email",  "scope",  "scopes",   "algorithm",
      "method", "provider", "enabled", "version",  "domain", "expires"};
  const auto words = name_words(key);
  return !words.empty() && std::find(kPlain.begin(), kPlain.end(), words.back()) != kPlain.end();
}

bool names_headers(std::string_view key) {
  const auto words = name_words(key);
  return !words.empty() && words.back() == "headers";
}

std::size_t after_blanks(std::string_view text, std::size_t from) {
  return std::min(text.find_first_not_of(" \n\t\r", from), text.size());
}

std::size_t number_end(std::string_view text, std::size_t from) {
  return std::min(text.find_first_not_of("0123456789.+-eE", from), text.size());
}

bool starts_number(std::string_view text, std::size_t from) {
  return from < text.size() && (is_digit(text[from]) || text[from] == '-');
}

}  // namespace

bool Scan::json_member() {
  // Inside a run of backslashes nothing starts that did not start before it.
  if (text_[at_] == '\\' && at_ > 0 && text_[at_ - 1] == '\\') return false;
  std::size_t i = at_;
  while (i < text_.size() && i - at_ < kDeepestQuote && text_[i] == '\\') ++i;
  if (i >= text_.size() || (text_[i] != '"' && text_[i] != '\'')) return false;
  const auto quote = text_.substr(at_, i - at_ + 1);
  const std::size_t key_from = i + 1;
  const auto key_size = text_.substr(key_from, kLongestKey).find(quote);
  if (key_size == npos || key_size == 0) return false;
  const auto key = text_.substr(key_from, key_size);
  if (key.find_first_of("\"\\{}\n") != npos) return false;
  i = after_blanks(text_, key_from + key_size + quote.size());
  if (i >= text_.size() || text_[i] != ':') return false;
  i = after_blanks(text_, i + 1);
  const bool is_secret = is_secret_name(key);
  if (text_.substr(i, quote.size()) == quote) {
    const auto from = i + quote.size();
    const auto end = closing_quote(quote, from);
    if (end == npos) return false;
    const auto text = text_.substr(from, end - from);
    read_member(key, from, end, place_.headers ? is_secret_header(key, text) : is_secret);
    at_ = end + quote.size();
    return true;
  }
  if (is_secret && starts_number(text_, i)) {
    const auto end = number_end(text_, i);
    put(i, end - i, reader_.secret(text_.substr(i, end - i), key, false));
    return true;
  }
  const bool headers = names_headers(key);
  if (i < text_.size() && (text_[i] == '[' || text_[i] == '{') && (is_secret || headers)) {
    read_members(quote, key, i, headers);
    return true;
  }
  return false;
}

// text_[from, end) is the string of one member.
void Scan::read_member(std::string_view key, std::size_t from, std::size_t end, bool secret) {
  Place inner = place_;
  inner.name = key;
  inner.variable = false;
  inner.secret = secret;
  inner.headers = names_headers(key);
  inner.bare_host = names_host(key);
  flush(from);
  append(value_, reader_.read(text_.substr(from, end - from), inner));
  done_ = at_ = end;
}

// The list or object at `from`, whose name says that what is in it is secret. Of `headers` those
// are not that tell none.
void Scan::read_members(std::string_view quote, std::string_view key, std::size_t from,
                        bool headers) {
  const auto is_secret = [&](std::string_view name, std::string_view text) {
    if (headers) return is_secret_header(name, text);
    return !describes_secret(name) || is_secret_name(name);
  };
  std::size_t depth = 0;
  std::size_t i = from;
  while (i < text_.size()) {
    const char c = text_[i];
    if (text_.substr(i, quote.size()) == quote) {
      const auto begin = i + quote.size();
      const auto end = closing_quote(quote, begin);
      if (end == npos) break;
      i = end + quote.size();
      const auto next = after_blanks(text_, i);
      if (next < text_.size() && text_[next] == ':') {
        key = text_.substr(begin, end - begin);
        i = next + 1;
      } else {
        read_member(key, begin, end, is_secret(key, text_.substr(begin, end - begin)));
      }
      continue;
    }
    if (c == '[' || c == '{') ++depth;
    if ((c == ']' || c == '}') && --depth == 0) {
      ++i;
      break;
    }
    const auto end = starts_number(text_, i) ? number_end(text_, i) : i;
    if (end > i && is_secret(key, text_.substr(i, end - i))) {
      put(i, end - i, reader_.secret(text_.substr(i, end - i), key, false));
      i = end;
      continue;
    }
    ++i;
  }
  at_ = i;
}

std::size_t Scan::closing_quote(std::string_view quote, std::size_t from) const {
  for (std::size_t i = from; i < text_.size(); ++i) {
    if (text_.substr(i, quote.size()) == quote) return i;
    // A longer run of backslashes is a quote inside the value.
    if (text_[i] == '\\') {
      while (i < text_.size() && text_[i] == '\\') ++i;
    }
  }
  return npos;
}

}  // namespace mcpmx::mapping
