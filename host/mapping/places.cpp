#include "mapping/places.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace mcpmx::mapping {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 15> kKnown = {
    "$arg",  "$args",   "$docker_mount", "$docker_port", "$docker_volume",
    "$env",  "$host",   "$join",         "$network",     "$path",
    "$port", "$secret", "$service",      "$var",         "$volume"};

bool is_known(std::string_view name) {
  return std::find(kKnown.begin(), kKnown.end(), name) != kKnown.end();
}

}  // namespace

bool is_place(const json::object& map) {
  return !map.empty() && map.begin()->key().starts_with('$');
}

std::optional<UnknownPlace> find_unknown_place(const json::value& value) {
  if (const json::array* list = value.if_array()) {
    for (std::size_t i = 0; i < list->size(); ++i) {
      if (auto found = find_unknown_place((*list)[i])) {
        found->pointer = "/" + std::to_string(i) + found->pointer;
        return found;
      }
    }
  } else if (const json::object* map = value.if_object()) {
    if (is_place(*map) && !is_known(map->begin()->key()))
      return UnknownPlace{"", std::string(map->begin()->key())};
    for (const auto& member : *map) {
      if (auto found = find_unknown_place(member.value())) {
        found->pointer = "/" + std::string(member.key()) + found->pointer;
        return found;
      }
    }
  }
  return std::nullopt;
}

}  // namespace mcpmx::mapping
