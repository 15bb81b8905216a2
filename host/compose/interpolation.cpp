#include "compose/interpolation.h"

#include "compose/interpolation_scan.h"

namespace mcpmx::compose {

namespace {

using enum ReferenceOperator;

// A text that is being read, and where to go on in the text around it. Words are read on this stack
// and not by recursion, so that no depth of nesting can exhaust the real one.
struct Region {
  std::size_t at = 0;
  std::size_t end = 0;
};

Error invalid_format(const TextPlace& place) {
  // Compose shows the text here, which may hold a secret.
  return failed("invalid interpolation format for " + place.path, place.where,
                "write ${NAME} or ${NAME:-default}, and $$ for a dollar sign that is data");
}

// The word as it is written: what its variables hold is no matter for an error.
Error missing(const Reference& reference, const TextPlace& place) {
  std::string message = "error while interpolating " + place.path + ": required variable " +
                        std::string(reference.name) + " is missing a value";
  if (!reference.word.empty()) message += ": " + std::string(reference.word);
  return failed(std::move(message), place.where, "set " + std::string(reference.name) + " in .env");
}

// What a reference with an operator stands for: its word, or the variable's value.
enum class Choice : std::uint8_t { kWord, kValue, kMissing };

Choice choose(const Reference& reference, const std::optional<std::string_view>& value) {
  const bool is_full = value.has_value() && !value->empty();
  switch (reference.op) {
    case kDefaultIfEmpty:
      return is_full ? Choice::kValue : Choice::kWord;
    case kDefaultIfUnset:
      return value ? Choice::kValue : Choice::kWord;
    case kRequireNotEmpty:
      return is_full ? Choice::kValue : Choice::kMissing;
    case kRequireSet:
      return value ? Choice::kValue : Choice::kMissing;
    case kIfNotEmpty:
      return is_full ? Choice::kWord : Choice::kValue;
    case kIfSet:
      return value ? Choice::kWord : Choice::kValue;
    case kNone:
      break;
  }
  return Choice::kValue;
}

std::size_t offset_in(std::string_view text, std::string_view part) {
  return static_cast<std::size_t>(part.data() - text.data());
}

Region word_of(std::string_view text, const Reference& reference) {
  const std::size_t begin = offset_in(text, reference.word);
  return {begin, begin + reference.word.size()};
}

}  // namespace

Result<Interpolated> interpolate(std::string_view text, const VariableLookup& variables,
                                 const TextPlace& place) {
  Interpolated result;
  result.text.reserve(text.size());
  DollarScan scan(text);
  std::vector<Region> regions = {{0, text.size()}};
  while (!regions.empty()) {
    Region& region = regions.back();
    const DollarScan::Found found = scan.next(region.at, region.end);
    const Reference& reference = found.reference;
    result.text += text.substr(region.at, reference.begin - region.at);
    region.at = reference.end;
    switch (found.kind) {
      case DollarScan::Kind::kEnd:
        regions.pop_back();
        break;
      case DollarScan::Kind::kEscaped:
        result.text += '$';
        break;
      case DollarScan::Kind::kInvalid:
        return invalid_format(place);
      case DollarScan::Kind::kReference: {
        const std::optional<std::string_view> value = variables.find(reference.name);
        const Choice choice = choose(reference, value);
        if (choice == Choice::kMissing) return missing(reference, place);
        if (choice == Choice::kWord) {
          regions.push_back(word_of(text, reference));
        } else if (value) {
          result.text += *value;
        } else if (reference.op == kNone) {
          result.unset.push_back(reference.name);
        }
        break;
      }
    }
  }
  return result;
}

Result<std::vector<Reference>> references_of(std::string_view text, const TextPlace& place) {
  std::vector<Reference> result;
  DollarScan scan(text);
  std::vector<Region> regions = {{0, text.size()}};
  while (!regions.empty()) {
    Region& region = regions.back();
    DollarScan::Found found = scan.next(region.at, region.end);
    region.at = found.reference.end;
    if (found.kind == DollarScan::Kind::kInvalid) return invalid_format(place);
    if (found.kind == DollarScan::Kind::kEnd) regions.pop_back();
    if (found.kind != DollarScan::Kind::kReference) continue;
    found.reference.nested = regions.size() > 1;
    result.push_back(found.reference);
    if (found.reference.op != kNone) regions.push_back(word_of(text, found.reference));
  }
  return result;
}

std::optional<Reference> sole_reference(std::string_view text) {
  if (!text.starts_with('$')) return std::nullopt;
  const DollarScan::Found found = DollarScan(text).next(0, text.size());
  if (found.kind != DollarScan::Kind::kReference || found.reference.begin != 0 ||
      found.reference.end != text.size()) {
    return std::nullopt;
  }
  return found.reference;
}

std::string escape_dollars(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (const char c : text) {
    if (c == '$') result += '$';
    result += c;
  }
  return result;
}

std::string unset_warning(std::string_view name) {
  return "The \"" + std::string(name) + "\" variable is not set. Defaulting to a blank string.";
}

}  // namespace mcpmx::compose
