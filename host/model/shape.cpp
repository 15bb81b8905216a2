#include "model/shape.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>

#include "document/document.h"
#include "support/nearest.h"
#include "support/text.h"

namespace mcpmx {
namespace {

namespace json = boost::json;
using document::quoted_name;

constexpr std::size_t kMaxFaults = 50;
constexpr std::size_t kMaxDepth = 64;
constexpr std::size_t kListed = 12;  // keys in a hint; more are a table of the documentation

struct TypeName {
  Shape::Type type;
  std::string_view name;
};
constexpr TypeName kTypeNames[] = {{Shape::kText, "a string"},      {Shape::kNumber, "a number"},
                                   {Shape::kFlag, "true or false"}, {Shape::kNull, "nothing"},
                                   {Shape::kList, "a list"},        {Shape::kMap, "a map"}};

Shape::Type type_of(const json::value& value) {
  switch (value.kind()) {
    case json::kind::string:
      return Shape::kText;
    case json::kind::bool_:
      return Shape::kFlag;
    case json::kind::null:
      return Shape::kNull;
    case json::kind::array:
      return Shape::kList;
    case json::kind::object:
      return Shape::kMap;
    default:
      return Shape::kNumber;
  }
}

// "a, b or c"
std::string in_words(const std::vector<std::string_view>& parts, std::string_view last) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += i + 1 == parts.size() ? " " + std::string(last) + " " : ", ";
    out += parts[i];
  }
  return out;
}

std::string expectation(const Shape& shape) {
  if (!shape.expected.empty()) return std::string(shape.expected);
  std::vector<std::string_view> names;
  for (const TypeName& row : kTypeNames) {
    if ((shape.types & row.type) != 0 && row.type != Shape::kNull) names.push_back(row.name);
  }
  return in_words(names, "or");
}

// What a person writes instead; empty where the expectation says it all.
std::string cure(unsigned wanted, Shape::Type found) {
  const bool is_scalar = (found & (Shape::kNumber | Shape::kFlag | Shape::kNull)) != 0;
  if ((wanted & Shape::kText) != 0 && is_scalar) return "put it in quotes";
  if (wanted == Shape::kFlag && found == Shape::kText) return "write true or false without quotes";
  if (wanted == Shape::kNumber && found == Shape::kText) return "write a number without quotes";
  if ((wanted & Shape::kMap) == 0 && (wanted & Shape::kList) != 0) {
    return "write it as a list: [ONE, ANOTHER]";
  }
  if ((wanted & Shape::kMap) != 0) return "write it as a map: {KEY: VALUE}";
  return {};
}

class Checker {
 public:
  explicit Checker(std::span<const PlaceRule> places) : places_(places) {}

  void check(const json::value& value, const Shape& shape) {
    if (path_.size() > kMaxDepth)
      return blame(false, "nested deeper than 64 levels", "make it flatter");
    if (&shape == &kFree) return;
    const json::object* map = value.if_object();
    if (map != nullptr && !map->empty() && map->begin()->key().starts_with('$')) {
      return check_place(*map, shape);
    }
    const Shape::Type type = type_of(value);
    if ((shape.types & type) == 0) {
      const std::string expected = expectation(shape);
      const auto found = std::find_if(std::begin(kTypeNames), std::end(kTypeNames),
                                      [&](const TypeName& row) { return row.type == type; });
      std::string hint = shape.expected.empty() ? cure(shape.types, type) : std::string();
      return blame(false, "expected " + expected + ", found " + std::string(found->name),
                   hint.empty() ? "write " + expected : std::move(hint));
    }
    if (shape.accepts != nullptr && !shape.accepts(value)) {
      return blame(false, "expected " + std::string(shape.expected),
                   "write " + std::string(shape.expected));
    }
    if (const json::array* list = value.if_array(); list != nullptr && shape.items != nullptr) {
      for (std::size_t i = 0; i < list->size(); ++i)
        below(std::to_string(i), (*list)[i], *shape.items);
    } else if (map != nullptr) {
      check_map(*map, shape);
    }
  }

  std::vector<Fault> take() { return std::move(faults_); }

 private:
  void below(std::string key, const json::value& value, const Shape& shape) {
    path_.push_back(std::move(key));
    check(value, shape);
    path_.pop_back();
  }

  void blame(bool is_key, std::string message, std::string hint) {
    if (faults_.size() < kMaxFaults) {
      faults_.push_back({path_, is_key, std::move(message), std::move(hint)});
    }
  }

  void blame_key(std::string_view key, std::string message, std::string hint) {
    path_.emplace_back(key);
    blame(true, std::move(message), std::move(hint));
    path_.pop_back();
  }

  const PlaceRule* rule_of(std::string_view name) const {
    const auto found = std::find_if(places_.begin(), places_.end(),
                                    [&](const PlaceRule& rule) { return rule.name == name; });
    return found == places_.end() ? nullptr : &*found;
  }

  void check_place(const json::object& map, const Shape& shape) {
    const std::string_view name(map.begin()->key());
    const PlaceRule* rule = rule_of(name);
    if (rule == nullptr) {
      std::vector<std::string_view> names;
      for (const PlaceRule& known : places_) names.push_back(known.name);
      const auto meant = nearest(name, names);
      return blame(false, "there is no place " + quoted_name(name),
                   meant ? "did you mean " + quoted_name(names[meant->index]) + "?"
                         : "the places are " + in_words(names, "and"));
    }
    if ((rule->group & shape.places) == 0) {
      return blame(
          false,
          "the place " + quoted_name(name) + " cannot stand here: expected " + expectation(shape),
          std::string(name) + " stands " + std::string(rule->stands));
    }
    check_map(map, Shape{.types = Shape::kMap, .members = rule->members});
  }

  void check_map(const json::object& map, const Shape& shape) {
    bool complete = true;
    for (const auto& member : map) {
      const std::string_view key(member.key());
      const auto known = std::find_if(shape.members.begin(), shape.members.end(),
                                      [&](const Member& row) { return row.key == key; });
      if (known != shape.members.end()) {
        below(std::string(key), member.value(), *known->shape);
      } else if (shape.extensions != nullptr && key.starts_with("x-")) {
        below(std::string(key), member.value(), *shape.extensions);
      } else if (shape.others != nullptr) {
        below(std::string(key), member.value(), *shape.others);
      } else if (rule_of(key) != nullptr) {
        complete = false;  // what is missing may be the place's to bring
        blame_key(key, "the place " + quoted_name(key) + " is not the first key of its map",
                  "write " + std::string(key) + " first, then its other keys");
      } else {
        blame_key(key, "unknown key " + quoted_name(key), known_keys(key, shape));
      }
    }
    for (const Member& row : shape.members) {
      if (complete && row.required && !map.contains(row.key)) {
        blame_key(row.key, "the key " + quoted_name(row.key) + " is missing",
                  "add " + std::string(row.key) + " with " + expectation(*row.shape));
      }
    }
  }

  static std::string known_keys(std::string_view key, const Shape& shape) {
    std::vector<std::string_view> names;
    for (const Member& row : shape.members) names.push_back(row.key);
    std::string hint;
    if (const auto meant = nearest(key, names)) {
      hint = "did you mean " + quoted_name(names[meant->index]) + "?";
    }
    if (names.empty()) return "leave it out: no key is known here";
    if (names.size() > kListed) {
      return hint.empty() ? "leave it out: none of the " + std::to_string(names.size()) +
                                " keys that are known here looks like it"
                          : hint;
    }
    return hint + (hint.empty() ? "known are " : " Known are ") + in_words(names, "and");
  }

  std::span<const PlaceRule> places_;
  std::vector<std::string> path_;
  std::vector<Fault> faults_;
};

}  // namespace

std::string pointer_of(const Fault& fault) {
  std::string pointer;
  for (const std::string& key : fault.path) pointer = pointer_to(pointer, key);
  return pointer;
}

std::vector<Fault> find_faults(const json::value& value, const Shape& shape,
                               std::span<const PlaceRule> places) {
  Checker checker(places);
  checker.check(value, shape);
  return checker.take();
}

}  // namespace mcpmx
