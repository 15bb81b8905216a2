#include "mapping/place_filler.h"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "mapping/names.h"
#include "mapping/places.h"
#include "model/json_member.h"
#include "support/append_once.h"
#include "support/dollars.h"

namespace mcpmx::mapping {
namespace {

namespace json = boost::json;

// The index of $arg or $args; -1 if it is none.
std::int64_t index_of(const json::value& value) {
  return value.is_int64() && value.get_int64() >= 0 ? value.get_int64() : -1;
}

}  // namespace

Error PlaceFiller::bad(const std::string& pointer, const std::string& why) const {
  return failed("the intent for \"" + scope_->server + "\" is not valid: " + why, pointer,
                "this is a mistake in the mapper: report it to its author, or leave it out");
}

std::string PlaceFiller::required_variable(const std::string& wanted, const std::string& value,
                                           bool generate) {
  const std::string name = state_->variables.take(scope_->server, wanted, value, generate);
  if (state_->variables.is_missing(name)) append_once(needs_, name);
  return "${" + name + "?" + std::string(kUnsetMessage) + "}";
}

std::string PlaceFiller::host_address(std::string_view address) {
  // A service that shares the host's network finds the host's programs where they are.
  if (scope_->settings.network == "host") return with_doubled_dollars(address);
  reaches_host_ = true;
  const bool is_bracketed = address.starts_with('[');
  const auto end = is_bracketed ? address.find(']') : address.find(':');
  const auto colon = end == std::string_view::npos ? end : address.find(':', end);
  const std::string_view port =
      colon == std::string_view::npos ? std::string_view() : address.substr(colon);
  return std::string(kHostGateway) + with_doubled_dollars(port);
}

Result<json::value> PlaceFiller::fill(const json::value& value, const std::string& pointer) {
  if (const json::string* text = value.if_string()) return fill_text(*text);
  if (const json::array* list = value.if_array()) return fill_list(*list, pointer);
  if (const json::object* map = value.if_object()) return fill_map(*map, pointer);
  return value;
}

// A host path that a mapping writes out goes through the same door as one of an entry.
bool PlaceFiller::is_written_bind(const json::value& item, const std::string& pointer) {
  if (pointer != "/compose/volumes" || !item.is_string()) return false;
  const std::string_view text = item.get_string();
  return text.find(':') != std::string_view::npos && text.find_first_of("/.~") == 0;
}

Result<json::value> PlaceFiller::fill_list(const json::array& list, const std::string& pointer) {
  json::array out;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (is_written_bind(list[i], pointer)) {
      MCPMX_TRY(mount, fill_docker_mount(list[i], false, pointer));
      out.push_back(std::move(mount));
      continue;
    }
    const json::object* map = list[i].if_object();
    const json::value* rest = map != nullptr ? map->if_contains("$args") : nullptr;
    if (rest == nullptr) {
      MCPMX_TRY(item, fill(list[i], pointer + "/" + std::to_string(i)));
      out.push_back(std::move(item));
      continue;
    }
    const std::int64_t from = index_of(*rest);
    if (from < 0) return bad(pointer, "$args is no index");
    for (std::size_t at = static_cast<std::size_t>(from); at < scope_->values.args.size(); ++at) {
      MCPMX_TRY(text, text_of(scope_->values.args[at], Origin::kArgument));
      out.push_back(json::value(text));
    }
  }
  return json::value(std::move(out));
}

Result<json::value> PlaceFiller::fill_map(const json::object& map, const std::string& pointer) {
  if (is_place(map)) return fill_place(std::string_view(map.begin()->key()), map, pointer);
  json::object out;
  for (const auto& member : map) {
    if (names_secret(pointer, member.key()) && member.value().is_string()) {
      MCPMX_TRY(hidden, hide(member.key(), member.value().get_string()));
      out.emplace(member.key(), hidden);
      continue;
    }
    MCPMX_TRY(value, fill(member.value(), pointer + "/" + std::string(member.key())));
    out.emplace(member.key(), std::move(value));
  }
  return json::value(std::move(out));
}

Result<json::value> PlaceFiller::fill_place(std::string_view place, const json::object& map,
                                            const std::string& pointer) {
  const json::value& operand = map.begin()->value();
  if (place == "$secret") {
    if (!operand.is_string()) return bad(pointer, "$secret names no variable");
    if (text_member(map, "value").find('\0') != std::string::npos) {
      return failed("the secret " + std::string(operand.get_string()) +
                        " has a NUL byte, which no program can be given",
                    {}, "remove the byte from the profile");
    }
    return json::value(required_variable(std::string(operand.get_string()),
                                         text_member(map, "value"), flag_member(map, "generate")));
  }
  if (place == "$var") {
    const std::string wanted(operand.is_string() ? operand.get_string() : json::string());
    const std::string fallback = text_member(map, "default");
    // The default ends at the brace, and Compose would interpolate it again.
    if (!is_variable_name(wanted) || fallback.find_first_of("{}$") != std::string::npos) {
      return bad(pointer, "$var needs a variable's name and a plain default");
    }
    return json::value("${" + state_->variables.take_setting(scope_->server, wanted, fallback) +
                       ":-" + fallback + "}");
  }
  if (place == "$env") {
    const std::string name(operand.is_string() ? operand.get_string() : json::string());
    for (const auto& [variable, value] : scope_->values.env) {
      if (variable != name) continue;
      MCPMX_TRY(text, text_of(value, Origin::kVariable));
      return json::value(text);
    }
    return bad(pointer, "$env names no variable of the entry: " + name);
  }
  if (place == "$arg") {
    const std::int64_t index = index_of(operand);
    if (index < 0 || static_cast<std::size_t>(index) >= scope_->values.args.size()) {
      return bad(pointer, "$arg is no index of an argument");
    }
    MCPMX_TRY(text,
              text_of(scope_->values.args[static_cast<std::size_t>(index)], Origin::kArgument));
    return json::value(text);
  }
  if (place == "$host") {
    if (!operand.is_string()) return bad(pointer, "$host is no address");
    return json::value(host_address(operand.get_string()));
  }
  if (place == "$service") {
    const auto sibling = scope_->siblings.find(
        std::string(operand.is_string() ? operand.get_string() : json::string()));
    if (sibling == scope_->siblings.end())
      return bad(pointer, "$service names no service of the intent");
    return json::value(sibling->second);
  }
  if (place == "$join") {
    if (!operand.is_array()) return bad(pointer, "$join is no list");
    std::string out;
    for (const json::value& part : operand.get_array()) {
      MCPMX_TRY(filled, fill(part, pointer));
      if (!filled.is_string()) return bad(pointer, "$join holds something that is no string");
      out += filled.get_string();
    }
    return json::value(out);
  }
  if (place == "$port") return fill_port(map, pointer);
  if (place == "$docker_port") return fill_docker_port(operand, pointer);
  if (place == "$docker_volume" || place == "$docker_mount") {
    return fill_docker_mount(operand, place == "$docker_mount", pointer);
  }
  if (place == "$path") return fill_bind(map, pointer);
  if (place == "$volume") return fill_volume(map, pointer);
  if (place == "$network") return fill_network(map);
  return bad(pointer, "unknown place " + std::string(place));
}

}  // namespace mcpmx::mapping
