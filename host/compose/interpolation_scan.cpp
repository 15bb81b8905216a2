#include "compose/interpolation_scan.h"

#include <algorithm>

namespace mcpmx::compose {

namespace {

bool starts_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

std::size_t name_end(std::string_view text, std::size_t at, std::size_t end) {
  while (at < end && (starts_name(text[at]) || (text[at] >= '0' && text[at] <= '9'))) ++at;
  return at;
}

// The operator at the front of `text`, and its size.
struct Operator {
  ReferenceOperator op = ReferenceOperator::kNone;
  std::size_t size = 0;
};
Operator operator_at(std::string_view text) {
  const bool colon = text.starts_with(':');
  const std::size_t size = colon ? 2 : 1;
  if (text.size() < size) return {};
  switch (text[size - 1]) {
    case '-':
      return {colon ? ReferenceOperator::kDefaultIfEmpty : ReferenceOperator::kDefaultIfUnset,
              size};
    case '?':
      return {colon ? ReferenceOperator::kRequireNotEmpty : ReferenceOperator::kRequireSet, size};
    case '+':
      return {colon ? ReferenceOperator::kIfNotEmpty : ReferenceOperator::kIfSet, size};
    default:
      return {};
  }
}

}  // namespace

DollarScan::Found DollarScan::next(std::size_t begin, std::size_t end) {
  for (std::size_t at = begin; at < end; ++at) {
    at = text_.find('$', at);
    if (at == std::string_view::npos || at + 1 >= end) break;
    const char following = text_[at + 1];
    if (following == '{') return read_braced(at, end);
    if (following != '$' && !starts_name(following)) continue;
    Found found{following == '$' ? Kind::kEscaped : Kind::kReference, {}};
    found.reference.begin = at;
    found.reference.end = following == '$' ? at + 2 : name_end(text_, at + 1, end);
    if (following != '$') {
      found.reference.name = text_.substr(at + 1, found.reference.end - at - 1);
    }
    return found;
  }
  Found none;
  none.reference.begin = none.reference.end = end;
  return none;
}

DollarScan::Found DollarScan::read_braced(std::size_t dollar, std::size_t end) {
  Found found{Kind::kInvalid, {}};
  Reference& reference = found.reference;
  reference.begin = dollar;
  reference.end = dollar + 2;
  const std::size_t name = dollar + 2;
  if (name >= end || !starts_name(text_[name])) return found;
  const std::size_t behind = name_end(text_, name, end);
  reference.name = text_.substr(name, behind - name);
  if (behind == end) return found;
  if (text_[behind] == '}') {
    found.kind = Kind::kReference;
    reference.end = behind + 1;
    return found;
  }
  const Operator op = operator_at(text_.substr(behind, end - behind));
  if (op.size == 0) return found;
  const std::size_t word = behind + op.size;
  const std::size_t close = closing_brace(dollar + 1, word, end);
  if (close == kNone) return found;
  found.kind = Kind::kReference;
  reference.op = op.op;
  reference.word = text_.substr(word, close - word);
  reference.end = close + 1;
  return found;
}

std::size_t DollarScan::closing_brace(std::size_t open, std::size_t operand, std::size_t end) {
  if (match_.empty()) match_braces();
  const std::size_t match = match_[open];
  if (match != kNone && match < end) return match;
  // References are met in the order of the text, so each line is measured once.
  if (open >= line_end_) line_end_ = std::min(text_.find('\n', open), text_.size());
  const std::size_t last = last_[std::min(end, line_end_) - 1];
  return last != kNone && last >= operand ? last : kNone;
}

// Compose counts anew from the `{` of each reference. One pass with a stack finds the same braces:
// a reference's `{` follows a `$` and is never the character that counting leaves out.
void DollarScan::match_braces() {
  match_.assign(text_.size(), static_cast<std::uint32_t>(kNone));
  last_.assign(text_.size(), static_cast<std::uint32_t>(kNone));
  std::vector<std::uint32_t> open;
  auto last = static_cast<std::uint32_t>(kNone);
  bool counted = true;  // false behind a counted `{`
  for (std::size_t at = 0; at < text_.size(); ++at) {
    const auto here = static_cast<std::uint32_t>(at);
    const char c = text_[at];
    if (c == '\n') {
      open.clear();
      last = static_cast<std::uint32_t>(kNone);
    }
    if (c == '}') last = here;
    last_[at] = last;
    if (!counted) {
      counted = true;
      continue;
    }
    if (c == '{') {
      open.push_back(here);
      counted = false;
    } else if (c == '}' && !open.empty()) {
      match_[open.back()] = here;
      open.pop_back();
    }
  }
}

}  // namespace mcpmx::compose
