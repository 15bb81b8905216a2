// Names with values inside a text: password=x of DSNs, query strings and connection strings,
// "X-Api-Key: x" of headers and YAML, "--token x" of command lines.
//
// A value ends where the format says, and the text does not say which format it is: what stands
// around the pair decides. Of a password nothing may be left behind its first comma.
#include <algorithm>
#include <string>

#include "mapping/path_rules.h"
#include "mapping/scan.h"
#include "mapping/secret_rules.h"
#include "mapping/value_scan.h"
#include "support/ascii.h"

namespace mcpmx::mapping {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::size_t kLongestKey = 128;
constexpr std::size_t kLookAhead = 1024;

bool is_key_char(char c) { return is_alnum(c) || c == '_' || c == '-' || c == '.'; }

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// A pair starts at `from`: key=. `blanks`: the key may be of several words ("User Id=").
bool is_pair_at(std::string_view text, std::size_t from, bool blanks) {
  std::size_t i = from;
  while (i < text.size() && is_blank(text[i])) ++i;
  const std::size_t key = i;
  while (i < text.size() && i - key < kLongestKey &&
         (is_key_char(text[i]) || (blanks && text[i] == ' '))) {
    ++i;
  }
  return i > key && i < text.size() && text[i] == '=';
}

// "Basic ", "Bearer " and the like, which are no part of the secret; 0 without one.
std::size_t scheme_size(std::string_view text) {
  for (const std::string_view scheme : {"basic ", "bearer ", "token ", "digest ", "apikey "}) {
    const auto head = text.substr(0, scheme.size());
    if (head.size() == scheme.size() &&
        std::equal(head.begin(), head.end(), scheme.begin(),
                   [](char a, char b) { return to_lower(a) == b; })) {
      return scheme.size();
    }
  }
  return 0;
}

// Behind a colon stands prose as often as a value: one word alone on its line is a value.
bool reads_as_value(std::string_view text, std::size_t from, std::size_t end) {
  std::size_t next = end;
  while (next < text.size() && is_blank(text[next])) ++next;
  if (next > end && next < text.size() && text[next] != '\n') return false;
  const auto word = text.substr(from, end - from);
  return word.size() >= 12 || (word.size() >= 4 && std::any_of(word.begin(), word.end(), is_digit));
}

}  // namespace

bool is_dashed_value(std::string_view word, std::string_view option) {
  const auto name = word.substr(std::min(word.find_first_not_of('-'), word.size()));
  const bool has_digit = std::any_of(name.begin(), name.end(), is_digit);
  const bool has_upper = std::any_of(name.begin(), name.end(), is_upper);
  const bool has_lower = std::any_of(name.begin(), name.end(), is_lower);
  if (word.starts_with("--")) return name.size() >= 12 && has_digit && has_upper && has_lower;
  if (name.size() < 3 || name.find('=') < name.size() - 2) return false;
  if (has_digit && name.size() >= 8) return true;
  return option.starts_with("--");  // programs that write -token write -transport too
}

// Behind an opening quote: where it closes, or npos.
std::size_t Scan::quoted_end(std::size_t from) const {
  const char quote = text_[from];
  for (std::size_t i = from + 1; i < text_.size(); ++i) {
    if (text_[i] == '\\') {
      ++i;
    } else if (text_[i] == quote) {
      return i;
    }
  }
  return npos;
}

// What parts the pairs around the one whose value starts at `from`: & ; , or a blank; '\0' where it
// stands alone.
char Scan::separator_around(std::size_t from) const {
  std::size_t before = at_;
  while (before > 0 && is_blank(text_[before - 1])) --before;
  if (before > 0 && text_[before - 1] == ';') return ';';
  const char last = at_ > 0 ? text_[at_ - 1] : '\0';
  if (last == '?' || last == '&') return '&';
  if (last == ',') return ',';
  const std::size_t limit = std::min(text_.size(), from + kLookAhead);
  for (std::size_t i = from; i < limit && text_[i] != '\n' && text_[i] != '"'; ++i) {
    const char c = text_[i];
    const bool parts = c == '&' || c == ';' || c == ',' || is_blank(c);
    if (parts && is_pair_at(text_, i + 1, c == ';')) return is_blank(c) ? ' ' : c;
  }
  return is_blank(last) ? ' ' : '\0';
}

std::size_t Scan::pair_end(std::size_t from) const {
  std::string_view stops = "&; \t\n\"'";
  switch (separator_around(from)) {
    case ';':
      stops = ";\n\"";
      break;
    case '&':
      stops = "&# \t\n\"'";
      break;
    case ',':
      stops = ", \t\n\"'";
      break;
    case ' ':
      stops = " \t\n\"'";
      break;
    default:
      break;
  }
  auto stop = text_.find_first_of(stops, from);
  // A placeholder may have blanks inside.
  while (stop != npos) {
    const auto open = text_.substr(from, stop - from).rfind('<');
    const auto place = open == npos ? std::nullopt : placeholder_at(text_, from + open);
    if (!place || place->from + place->size <= stop) break;
    stop = text_.find_first_of(stops, place->from + place->size);
  }
  stop = std::min(stop, text_.size());
  // "TOKEN=x; run", "token=x, then": the mark is the sentence's.
  const bool ends_phrase = stop > from && (text_[stop - 1] == ';' || text_[stop - 1] == ',');
  return ends_phrase ? stop - 1 : stop;
}

bool Scan::assignment() {
  std::size_t end = at_;
  while (end < text_.size() && end - at_ < kLongestKey && is_key_char(text_[end])) ++end;
  if (end == at_) return false;
  const auto key = text_.substr(at_, end - at_);
  std::size_t from = end;
  while (from < text_.size() && text_[from] == ' ' && from - end < 2) ++from;
  if (from >= text_.size() || (text_[from] != '=' && text_[from] != ':')) return false;
  const bool colon = text_[from] == ':';
  ++from;
  // X-Api-Key:x is a header; key:x may be anything.
  if (colon && (from >= text_.size() || (text_[from] != ' ' && key.find('-') == npos))) {
    return false;
  }
  const bool is_secret = is_secret_name(key);
  const bool is_host = place_.hosts && names_host(key) && !names_own_address(place_.name);
  if (!is_secret && (colon || !is_host)) return false;
  while (from < text_.size() && text_[from] == ' ') ++from;
  if (is_secret) from += scheme_size(text_.substr(from));
  if (from >= text_.size() || text_[from] == '=') return false;
  const bool quoted = text_[from] == '\'' || text_[from] == '"';
  std::size_t stop = quoted ? quoted_end(from) : npos;
  if (stop != npos) {
    ++from;
  } else if (colon) {
    stop = std::min(text_.find_first_of(" \t,;\n\"'}", from), text_.size());
    if (!reads_as_value(text_, from, stop)) return false;
  } else {
    stop = pair_end(from);
  }
  if (stop <= from) return false;
  const auto part = text_.substr(from, stop - from);
  if (is_secret && !is_switch(key, part)) {
    secret_range(from, stop, key);
    return true;
  }
  if (!colon && is_host && is_loopback(part, false)) {
    put(from, stop - from, host(from, stop));
    return true;
  }
  return false;
}

// "--token x" and "-u user:x" in a command that is one text.
bool Scan::option() {
  if (text_[at_] != '-' || !opens_word()) return false;
  std::size_t name = at_;
  while (name < text_.size() && text_[name] == '-' && name - at_ < 2) ++name;
  std::size_t end = name;
  while (end < text_.size() && end - name < kLongestKey && is_key_char(text_[end])) ++end;
  if (end == name || end >= text_.size() || !is_blank(text_[end])) return false;
  const auto key = text_.substr(name, end - name);
  const bool is_secret = is_secret_name(key);
  if (!is_secret && !names_login(key)) return false;
  std::size_t from = end;
  while (from < text_.size() && is_blank(text_[from])) ++from;
  if (from >= text_.size()) return false;
  const bool quoted = text_[from] == '\'' || text_[from] == '"';
  std::size_t stop = quoted ? quoted_end(from) : npos;
  if (stop != npos) {
    ++from;
  } else {
    stop = std::min(text_.find_first_of(" \t\n", from), text_.size());
  }
  const auto part = text_.substr(from, stop - from);
  // "--user --port 1" is two options, and so is "--token --verbose".
  if (part.starts_with('-') && !quoted &&
      !(is_secret && is_dashed_value(part, text_.substr(at_, end - at_)))) {
    return false;
  }
  if (!is_secret) {
    const auto password = login_password_at(part);
    if (!password) return false;
    secret_range(from + *password, stop, "PASSWORD");
    return true;
  }
  if (part.empty() || is_switch(key, part)) return false;
  secret_range(from, stop, key);
  return true;
}

}  // namespace mcpmx::mapping
