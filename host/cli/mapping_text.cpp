#include "cli/mapping_text.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <ostream>
#include <string>

#include "cli/style.h"

namespace mcpmx::cli {
namespace {

namespace json = boost::json;

std::string text_of(const json::value& value) {
  return printable(value.is_string() ? std::string(value.get_string()) : json::serialize(value));
}

const json::object& map_at(const json::object& map, std::string_view key) {
  static const json::object kNone;
  const json::value* value = map.if_contains(key);
  return value != nullptr && value->is_object() ? value->get_object() : kNone;
}

// "WIKI_TOKEN  secret, required  (user:password)"
void write_variable(std::ostream& out, std::string_view name, const json::object& says) {
  out << "  env:      " << printable(name);
  std::string traits;
  for (const auto& [trait, value] : says) {
    if (trait == "description") continue;
    traits += traits.empty() ? "  " : ", ";
    if (value.is_bool()) {
      traits += (value.get_bool() ? "" : "not ") + std::string(trait);
    } else {
      traits += std::string(trait) + " " + text_of(value);
    }
  }
  out << traits;
  if (const json::value* description = says.if_contains("description"))
    out << "  (" << text_of(*description) << ')';
  out << '\n';
}

void write_texts(std::ostream& out, const char* label, const json::object& content,
                 std::string_view key) {
  const json::value* list = content.if_contains(key);
  if (list == nullptr || !list->is_array()) return;
  for (const json::value& text : list->get_array()) out << "  " << label << text_of(text) << '\n';
}

void write_image(std::ostream& out, const json::object& service, std::string_view kind) {
  const json::value* image = map_at(service, "compose").if_contains("image");
  if (image == nullptr) return;
  out << "  runs in:  " << text_of(*image);
  if (!kind.empty()) out << "  (" << kind << ')';
  out << '\n';
}

}  // namespace

void write_content(std::ostream& out, const json::object& content) {
  for (const auto& [name, says] : map_at(content, "env"))
    write_variable(out, name, says.is_object() ? says.get_object() : json::object());
  const json::object& paths = map_at(content, "paths");
  if (const json::value* access = paths.if_contains("arguments"))
    out << "  paths:    arguments: " << text_of(*access) << '\n';
  for (const auto& [option, access] : map_at(paths, "options"))
    out << "  paths:    " << printable(option) << ": " << text_of(access) << '\n';
  write_texts(out, "secret:   ", content, "secret_options");
  write_image(out, map_at(content, "service"), {});
  for (const auto& [kind, service] : map_at(content, "kinds")) {
    if (service.is_object()) write_image(out, service.get_object(), kind);
  }
  if (const json::value* sentence = content.if_contains("stays_on_host"))
    out << "  on host:  " << text_of(*sentence) << '\n';
  write_texts(out, "note:     ", content, "notes");
}

}  // namespace mcpmx::cli
