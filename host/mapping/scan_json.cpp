// Members of JSON inside a text, which need not be JSON as a whole.
#include <algorithm>
#include <string>
#include <utility>

#include "mapping/ascii.h"
#include "mapping/path_rules.h"
#include "mapping/scan.h"
#include "mapping/secret_rules.h"
#include "mapping/value_scan.h"

namespace mcpmx::mapping {
namespace {

constexpr auto npos = std::string_view::npos;

}  // namespace

// "name": "value", also with every quote escaped, as in JSON inside a quoted argument.
bool Scan::json_member() {
  std::size_t i = at_;
  while (i < text_.size() && text_[i] == '\\') ++i;
  if (i >= text_.size() || text_[i] != '"') return false;
  const auto quote = text_.substr(at_, i - at_ + 1);
  const auto key_end = text_.find(quote, i + 1);
  if (key_end == npos || key_end == i + 1) return false;
  const auto key = text_.substr(i + 1, key_end - i - 1);
  if (key.find_first_of("\"\\{}\n") != npos) return false;
  i = key_end + quote.size();
  const auto blanks = [&] {
    while (i < text_.size() && (text_[i] == ' ' || text_[i] == '\n' || text_[i] == '\t')) ++i;
  };
  blanks();
  if (i >= text_.size() || text_[i] != ':') return false;
  ++i;
  blanks();
  if (text_.substr(i, quote.size()) != quote) return false;
  const auto from = i + quote.size();
  const auto end = closing_quote(quote, from);
  if (end == npos) return false;
  Place inner = place_;
  inner.name = key;
  inner.variable = false;
  inner.secret = is_secret_name(key);
  inner.bare_host = names_host(key);
  flush(from);
  for (auto& segment : reader_.read(text_.substr(from, end - from), inner)) {
    if (segment.kind == Segment::Kind::kText) {
      add_text(value_, segment.text);
    } else {
      value_.push_back(std::move(segment));
    }
  }
  done_ = at_ = end;
  at_ = end + quote.size();
  return true;
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
