// The pass itself, and the rules that need no grammar: placeholders, tokens, assignments.
#include "mapping/value_scan.h"

#include <algorithm>
#include <string>
#include <utility>

#include "mapping/ascii.h"
#include "mapping/path_rules.h"
#include "mapping/scan.h"
#include "mapping/secret_rules.h"

namespace mcpmx::mapping {
namespace {

constexpr auto npos = std::string_view::npos;

}  // namespace

void add_text(Value& value, std::string_view text) {
  if (text.empty()) return;
  if (!value.empty() && value.back().kind == Segment::Kind::kText) {
    value.back().text += text;
  } else {
    value.push_back({Segment::Kind::kText, std::string(text), {}, false, false});
  }
}

bool has_placeholder(std::string_view text) {
  for (std::size_t i = text.find_first_of("$<{"); i != npos; i = text.find_first_of("$<{", i + 1)) {
    if (placeholder_at(text, i)) return true;
  }
  return false;
}

bool is_switch(std::string_view text) {
  return text == "true" || text == "false" || text == "yes" || text == "no" || text == "none" ||
         text == "null" || text == "True" || text == "False";
}

Value Scan::run() {
  while (at_ < text_.size()) {
    if (placeholder(false)) continue;
    const bool boundary = at_ == 0 || !is_alnum(text_[at_ - 1]);
    if (text_[at_] == '"' || text_[at_] == '\\') {
      if (json_member()) continue;
    } else if (boundary && (url() || assignment() || known_secret() || address())) {
      continue;
    }
    ++at_;
  }
  flush(text_.size());
  return std::move(value_);
}

// Everything up to `end` that no rule has claimed is text.
void Scan::flush(std::size_t end) {
  if (end > done_) add_text(value_, text_.substr(done_, end - done_));
  done_ = end;
}

void Scan::put(std::size_t from, std::size_t size, Segment segment) {
  flush(from);
  value_.push_back(std::move(segment));
  done_ = at_ = from + size;
}

Segment Scan::host(std::size_t from, std::size_t end) const {
  return {Segment::Kind::kHost, std::string(text_.substr(from, end - from)), {}, false, false};
}

bool Scan::placeholder(bool secret) {
  const auto place = placeholder_at(text_, at_);
  if (!place) return false;
  if (reader_.is_variable(place->name)) {
    at_ += place->size;  // stays as it is written
    return true;
  }
  put(at_, place->size,
      reader_.missing(text_.substr(at_, place->size), place->name,
                      secret || place_.secret || is_secret_name(place->name)));
  return true;
}

bool Scan::known_secret() {
  const auto span = secret_at(text_, at_);
  if (!span) return false;
  const auto wish = place_.name.empty() || !is_secret_name(place_.name) ? span->name : place_.name;
  put(span->from, span->size,
      reader_.secret(text_.substr(span->from, span->size), wish, place_.variable));
  return true;
}

// text_[from, end) is a secret as a whole, or placeholders with text between them.
void Scan::secret_range(std::size_t from, std::size_t end, std::string_view wish) {
  if (from >= end) return;
  const auto part = text_.substr(from, end - from);
  if (has_placeholder(part)) {
    at_ = from;
    while (at_ < end) {
      const auto place = placeholder_at(text_, at_);
      if (place && at_ + place->size <= end) {
        placeholder(true);
      } else {
        auto next = at_ + 1;
        while (next < end && !placeholder_at(text_, next)) ++next;
        put(at_, next - at_, reader_.secret(text_.substr(at_, next - at_), wish, false));
      }
    }
  } else if (is_fill_me(part, true)) {
    put(from, part.size(), reader_.missing(part, wish, true));
  } else {
    put(from, part.size(), reader_.secret(part, wish, false));
  }
}

// password=..., api_key=...: in query strings, DSNs and connection strings. host=localhost too.
bool Scan::assignment() {
  std::size_t end = at_;
  while (end < text_.size() &&
         (is_alnum(text_[end]) || text_[end] == '_' || text_[end] == '-' || text_[end] == '.')) {
    ++end;
  }
  if (end == at_ || end >= text_.size() || text_[end] != '=') return false;
  const auto key = text_.substr(at_, end - at_);
  const auto from = end + 1;
  auto stop = text_.find_first_of("&;,\"' \t\n", from);
  // A placeholder may have blanks inside.
  while (stop != npos) {
    const auto open = text_.substr(from, stop - from).rfind('<');
    const auto close = open == npos ? npos : text_.find('>', stop);
    if (open == npos || close == npos || !placeholder_at(text_, from + open)) break;
    stop = text_.find_first_of("&;,\"' \t\n", close);
  }
  stop = std::min(stop, text_.size());
  if (is_secret_name(key) && stop > from && !is_switch(text_.substr(from, stop - from))) {
    secret_range(from, stop, key);
    return true;
  }
  if (place_.hosts && names_host(key) && !names_own_address(place_.name) &&
      is_loopback(text_.substr(from, stop - from), false)) {
    put(from, stop - from, host(from, stop));
    return true;
  }
  return false;
}

Value scan_value(ValueReader& reader, std::string_view text, const Place& place) {
  return Scan(reader, text, place).run();
}

}  // namespace mcpmx::mapping
