// The pass itself, and the rules that need no grammar: placeholders and tokens.
#include "mapping/value_scan.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "mapping/path_rules.h"
#include "mapping/scan.h"
#include "mapping/secret_rules.h"
#include "support/ascii.h"

namespace mcpmx::mapping {
namespace {

constexpr auto npos = std::string_view::npos;

}  // namespace

Segment text_segment(std::string_view text) {
  return {Segment::Kind::kText, std::string(text), {}, false, false};
}

void add_text(Value& value, std::string_view text) {
  if (text.empty()) return;
  if (!value.empty() && value.back().kind == Segment::Kind::kText) {
    value.back().text += text;
  } else {
    value.push_back(text_segment(text));
  }
}

void append(Value& value, Value more) {
  for (Segment& segment : more) {
    if (segment.kind == Segment::Kind::kText) {
      add_text(value, segment.text);
    } else {
      value.push_back(std::move(segment));
    }
  }
}

bool has_placeholder(std::string_view text) {
  for (std::size_t i = text.find_first_of("$<{"); i != npos; i = text.find_first_of("$<{", i + 1)) {
    if (placeholder_at(text, i)) return true;
  }
  return false;
}

bool is_switch(std::string_view name, std::string_view text) {
  constexpr std::array<std::string_view, 9> kSwitches = {
      "true", "false", "yes", "no", "none", "null", "True", "False", "undefined"};
  if (std::find(kSwitches.begin(), kSwitches.end(), text) != kSwitches.end()) return true;
  // AUTH=basic says which way, not with what.
  constexpr std::array<std::string_view, 18> kWays = {
      "basic", "bearer", "oauth", "oauth2",   "digest",   "ntlm",    "kerberos", "jwt", "apikey",
      "token", "iam",    "sso",   "required", "optional", "enabled", "disabled", "on",  "off"};
  if (text.size() > 8 || std::find(kWays.begin(), kWays.end(), text) == kWays.end()) return false;
  const auto words = name_words(name);
  return !words.empty() && words.back() == "auth";
}

Value Scan::run() {
  while (at_ < text_.size()) {
    if (placeholder(false)) continue;
    const char c = text_[at_];
    const bool boundary = starts_word(text_, at_);
    if (c == '"' || c == '\\' || c == '\'') {
      if (json_member()) continue;
    } else if (boundary &&
               (url() || assignment() || known_secret() || login() || option() || address())) {
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
  done_ = std::max(done_, end);
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

// The first blank or quote from `from` on. Asked for again and again within one word, it is looked
// for once.
std::size_t Scan::blank_after(std::size_t from) {
  if (!blank_ || from < blank_from_ || from > *blank_) {
    blank_from_ = from;
    blank_ = std::min(text_.find_first_of(" \t\n\"'`", from), text_.size());
  }
  return *blank_;
}

// At the start of the text, or behind what parts words from each other.
bool Scan::opens_word() const {
  return at_ == 0 || std::string_view(" \t\n\"'`=,;(").find(text_[at_ - 1]) != npos;
}

// The variable that carries a part of the value: named after the whole where that has a name.
std::string Scan::wish_of(std::string_view otherwise, std::string_view ending) const {
  auto name = place_.name;
  while (name.starts_with('-')) name.remove_prefix(1);
  if (name.empty()) name = otherwise;
  std::string wish(name);
  if (!place_.variable && place_.name.empty()) {
    std::transform(wish.begin(), wish.end(), wish.begin(), to_upper);
  }
  if (!wish.empty()) wish += '_';
  return wish += ending;
}

Value scan_value(ValueReader& reader, std::string_view text, const Place& place) {
  return Scan(reader, text, place).run();
}

}  // namespace mcpmx::mapping
