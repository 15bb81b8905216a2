#include "compose/json_file.h"

#include <boost/json.hpp>

#include "model/json_member.h"

namespace mcpmx::compose {

namespace {

namespace json = boost::json;

// Members a line each; what is inside a list stays on one line.
void append(std::string& out, const json::value& value, std::size_t indent) {
  const auto* object = value.if_object();
  if (object == nullptr || object->empty()) {
    out += json::serialize(value);
    return;
  }
  out += "{\n";
  bool first = true;
  for (const auto& member : *object) {
    if (!first) out += ",\n";
    first = false;
    out.append(indent + 2, ' ');
    out += json::serialize(member.key()) + ": ";
    append(out, member.value(), indent + 2);
  }
  out += '\n';
  out.append(indent, ' ');
  out += '}';
}

}  // namespace

std::optional<boost::json::object> parse_state(std::string_view text, std::string_view schema) {
  json::error_code failure;
  json::value value = json::parse({text.data(), text.size()}, failure);
  if (failure || !value.is_object()) return std::nullopt;
  if (text_member(value.get_object(), "schema") != schema) return std::nullopt;
  return std::move(value.get_object());
}

std::string state_text(const boost::json::object& object) {
  std::string out;
  append(out, object, 0);
  out += '\n';
  return out;
}

}  // namespace mcpmx::compose
