#include "compose/value_json.h"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <charconv>

namespace mcpmx::compose {
namespace {

namespace json = boost::json;

json::value number_of(const std::string& text) {
  const char* end = text.data() + text.size();
  std::int64_t whole = 0;
  if (const auto read = std::from_chars(text.data(), end, whole);
      read.ec == std::errc() && read.ptr == end) {
    return whole;
  }
  double fraction = 0;
  if (const auto read = std::from_chars(text.data(), end, fraction);
      read.ec == std::errc() && read.ptr == end) {
    return fraction;
  }
  return json::value(text);
}

}  // namespace

json::value json_of(const Value& value, EnvFileValues from_env_files) {
  switch (value.kind) {
    case ValueKind::kNull:
      return nullptr;
    case ValueKind::kBool:
      return value.text == "true";
    case ValueKind::kInteger:
    case ValueKind::kFloat:
      return number_of(value.text);
    case ValueKind::kString:
      return json::value(value.text);
    case ValueKind::kList: {
      json::array list;
      list.reserve(value.members.size());
      for (const Member& item : value.members) list.push_back(json_of(item.value, from_env_files));
      return list;
    }
    case ValueKind::kMap: {
      json::object map;
      for (const Member& member : value.members) {
        if (from_env_files == EnvFileValues::kLeftOut && member.value.origin.hold == Hold::kEnvFile)
          continue;
        map.insert_or_assign(member.key, json_of(member.value, from_env_files));
      }
      return map;
    }
  }
  return nullptr;
}

}  // namespace mcpmx::compose
