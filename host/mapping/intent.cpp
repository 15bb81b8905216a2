#include "mapping/intent.h"

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <optional>

#include "mapping/places.h"

namespace mcpmx::mapping {
namespace {

namespace json = boost::json;

constexpr std::string_view kSchema = "mcpmx.render/1";
constexpr std::size_t kMaxServices = 16;
constexpr std::size_t kMaxDepth = 64;

constexpr std::array<std::string_view, 7> kAppended = {
    "volumes", "ports", "cap_add", "tmpfs", "extra_hosts", "security_opt", "devices"};

// Reads one document; every getter names the place it did not like.
class Checker {
 public:
  explicit Checker(std::string_view author) : author_(author) {}

  Error bad(const std::string& pointer, const std::string& why) const {
    return failed("the intent of mapper \"" + author_ + "\" is not valid: " + why, pointer,
                  "this is a mistake in the mapper: report it to its author, or leave it out");
  }

  Result<std::string> text(const json::value& value, const std::string& pointer) const {
    if (!value.is_string()) return bad(pointer, "expected a string");
    return std::string(value.get_string());
  }

  Result<bool> flag(const json::value& value, const std::string& pointer) const {
    if (!value.is_bool()) return bad(pointer, "expected true or false");
    return value.get_bool();
  }

  Result<Access> access(const json::value& value, const std::string& pointer) const {
    if (value.is_string()) {
      if (value.get_string() == "none") return Access::kNone;
      if (value.get_string() == "read") return Access::kRead;
      if (value.get_string() == "write") return Access::kWrite;
    }
    return bad(pointer, "expected none, read or write");
  }

  Result<const json::object*> object(const json::value& value, const std::string& pointer) const {
    if (!value.is_object()) return bad(pointer, "expected an object");
    return &value.get_object();
  }

  Result<std::vector<std::string>> texts(const json::value& value,
                                         const std::string& pointer) const {
    if (!value.is_array()) return bad(pointer, "expected a list");
    std::vector<std::string> result;
    for (const json::value& item : value.get_array()) {
      MCPMX_TRY(one, text(item, pointer + "/" + std::to_string(result.size())));
      result.push_back(std::move(one));
    }
    return result;
  }

 private:
  std::string author_;
};

Result<VariableRule> parse_variable(const Checker& check, const json::value& value,
                                    const std::string& at) {
  MCPMX_TRY(members, check.object(value, at));
  VariableRule rule;
  for (const auto& [key, member] : *members) {
    const std::string pointer = at + "/" + std::string(key);
    if (key == "secret") {
      MCPMX_TRY(is, check.flag(member, pointer));
      rule.secret = is;
    } else if (key == "required") {
      MCPMX_TRY(is, check.flag(member, pointer));
      rule.required = is;
    } else if (key == "host_url") {
      MCPMX_TRY(is, check.flag(member, pointer));
      rule.host_url = is;
    } else if (key == "default") {
      MCPMX_TRY(text, check.text(member, pointer));
      rule.fallback = std::move(text);
    } else if (key == "description") {
      MCPMX_TRY(text, check.text(member, pointer));
      rule.description = std::move(text);
    } else if (key == "path") {
      MCPMX_TRY(access, check.access(member, pointer));
      rule.path = access;
    } else {
      return check.bad(pointer, "unknown key");
    }
  }
  return rule;
}

Result<void> parse_paths(const Checker& check, const json::value& value, Knowledge& knowledge) {
  MCPMX_TRY(members, check.object(value, "/paths"));
  for (const auto& [key, member] : *members) {
    if (key == "arguments") {
      MCPMX_TRY(access, check.access(member, "/paths/arguments"));
      knowledge.argument_paths = access;
    } else if (key == "options") {
      MCPMX_TRY(options, check.object(member, "/paths/options"));
      for (const auto& [option, rule] : *options) {
        MCPMX_TRY(access, check.access(rule, "/paths/options/" + std::string(option)));
        knowledge.path_options[std::string(option)] = access;
      }
    } else {
      return check.bad("/paths/" + std::string(key), "unknown key");
    }
  }
  return {};
}

bool is_service_key(std::string_view key) {
  const auto is_allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !key.empty() && key.size() <= 32 && std::all_of(key.begin(), key.end(), is_allowed);
}

std::size_t depth_of(const json::value& value, std::size_t limit) {
  std::size_t deepest = 0;
  if (limit == 0) return 1;
  if (const auto* list = value.if_array()) {
    for (const auto& item : *list) deepest = std::max(deepest, depth_of(item, limit - 1));
  } else if (const auto* map = value.if_object()) {
    for (const auto& member : *map)
      deepest = std::max(deepest, depth_of(member.value(), limit - 1));
  }
  return deepest + 1;
}

Result<IntentService> parse_service(const Checker& check, const json::value& value,
                                    const std::string& at) {
  MCPMX_TRY(members, check.object(value, at));
  IntentService service;
  for (const auto& [key, member] : *members) {
    const std::string pointer = at + "/" + std::string(key);
    if (key == "key" || key == "suffix") {
      MCPMX_TRY(text, check.text(member, pointer));
      if (!is_service_key(text)) return check.bad(pointer, "expected 1 to 32 of a-z, 0-9 and -");
      (key == "key" ? service.key : service.suffix) = std::move(text);
    } else if (key == "primary") {
      MCPMX_TRY(is, check.flag(member, pointer));
      service.primary = is;
    } else if (key == "from") {
      if (!member.is_string() || member.get_string() != "runner")
        return check.bad(pointer, "expected \"runner\"");
      service.from_runner = true;
    } else if (key == "hardening") {
      const bool full = member.is_string() && member.get_string() == "full";
      if (!full && !(member.is_string() && member.get_string() == "basic")) {
        return check.bad(pointer, "expected basic or full");
      }
      service.full_hardening = full;
    } else if (key == "cache") {
      MCPMX_TRY(text, check.text(member, pointer));
      if (!text.starts_with('/')) return check.bad(pointer, "expected an absolute path");
      service.cache = std::move(text);
    } else if (key == "http") {
      MCPMX_TRY(http, check.object(member, pointer));
      const json::value* port = http->if_contains("port");
      const std::int64_t number = port != nullptr && port->is_int64() ? port->get_int64() : 0;
      if (number < 1 || number > 65535)
        return check.bad(pointer + "/port", "expected a port from 1 to 65535");
      for (const auto& setting : *http) {
        if (setting.key() != "port" && setting.key() != "path") {
          return check.bad(pointer + "/" + std::string(setting.key()), "unknown key");
        }
      }
      service.http_port = static_cast<int>(number);
    } else if (key == "compose") {
      MCPMX_TRY(compose, check.object(member, pointer));
      if (depth_of(member, kMaxDepth) > kMaxDepth)
        return check.bad(pointer, "nested deeper than 64 levels");
      if (const auto unknown = find_unknown_place(member)) {
        return check.bad(pointer + unknown->pointer, "there is no place " + unknown->name);
      }
      service.compose = *compose;
    } else {
      return check.bad(pointer, "unknown key");
    }
  }
  if (service.key.empty()) return check.bad(at, "a service needs a key");
  if (!service.from_runner && !service.compose.contains("image")) {
    return check.bad(at + "/compose/image",
                     "a service that takes nothing from the runners needs an image");
  }
  return service;
}

Result<void> parse_services(const Checker& check, const json::value& value, Intent& intent) {
  const json::array* list = value.if_array();
  if (list == nullptr || list->empty() || list->size() > kMaxServices) {
    return check.bad("/services", "expected a list of 1 to 16 services");
  }
  std::size_t primaries = 0;
  for (const json::value& item : *list) {
    const std::string pointer = "/services/" + std::to_string(intent.services.size());
    MCPMX_TRY(service, parse_service(check, item, pointer));
    for (const IntentService& other : intent.services) {
      if (other.key == service.key)
        return check.bad(pointer, "the key \"" + service.key + "\" stands twice");
      if (other.suffix == service.suffix)
        return check.bad(pointer, "two services would have one name");
    }
    primaries += service.primary ? 1 : 0;
    intent.services.push_back(std::move(service));
  }
  if (primaries != 1) return check.bad("/services", "exactly one service must be primary");
  return {};
}

// A place ({"$secret": ...}) is one value: two of them never mix.
bool is_plain_map(const json::value& value) {
  const json::object* map = value.if_object();
  return map != nullptr && !is_place(*map);
}

}  // namespace

Result<Intent> parse_intent(std::string_view text, std::string_view author) {
  const Checker check(author);
  boost::system::error_code error;
  json::parse_options options;
  options.max_depth = kMaxDepth + 8;
  const json::value root = json::parse({text.data(), text.size()}, error, {}, options);
  if (error) return check.bad("", "it is no JSON: " + error.message());
  MCPMX_TRY(members, check.object(root, ""));
  const json::value* schema = members->if_contains("schema");
  if (schema == nullptr || !schema->is_string() || schema->get_string() != kSchema) {
    return check.bad("/schema", "expected \"" + std::string(kSchema) + "\"");
  }
  Intent intent;
  for (const auto& [key, value] : *members) {
    if (key == "env") {
      MCPMX_TRY(variables, check.object(value, "/env"));
      for (const auto& [name, rule] : *variables) {
        MCPMX_TRY(parsed, parse_variable(check, rule, "/env/" + std::string(name)));
        intent.knowledge.env[std::string(name)] = std::move(parsed);
      }
    } else if (key == "paths") {
      MCPMX_CHECK(parse_paths(check, value, intent.knowledge));
    } else if (key == "secret_options") {
      MCPMX_TRY(list, check.texts(value, "/secret_options"));
      intent.knowledge.secret_options = std::move(list);
    } else if (key == "services") {
      MCPMX_CHECK(parse_services(check, value, intent));
    } else if (key == "choices") {
      MCPMX_TRY(choices, check.object(value, "/choices"));
      for (const auto& [name, choice] : *choices) {
        MCPMX_TRY(chosen, check.text(choice, "/choices/" + std::string(name)));
        intent.choices.push_back({std::string(name), std::move(chosen)});
      }
    } else if (key == "notes") {
      MCPMX_TRY(notes, check.texts(value, "/notes"));
      intent.notes = std::move(notes);
    } else if (key == "memo") {
      MCPMX_TRY(memo, check.text(value, "/memo"));
      intent.memo = std::move(memo);
    } else if (key != "schema") {
      return check.bad("/" + std::string(key), "unknown key");
    }
  }
  if (intent.services.empty()) return check.bad("/services", "expected a list of 1 to 16 services");
  return intent;
}

void overlay(json::object& base, const json::object& over) {
  for (const auto& member : over) {
    const std::string_view key(member.key().data(), member.key().size());
    json::value* present = base.if_contains(key);
    if (present == nullptr) {
      base.emplace(key, member.value());
    } else if (is_plain_map(*present) && is_plain_map(member.value())) {
      overlay(present->get_object(), member.value().get_object());
    } else if (present->is_array() && member.value().is_array() &&
               std::find(kAppended.begin(), kAppended.end(), key) != kAppended.end()) {
      for (const auto& item : member.value().get_array()) present->get_array().push_back(item);
    } else {
      *present = member.value();
    }
  }
}

void start_from(Intent& intent, const Intent& runner) {
  const auto base = std::find_if(runner.services.begin(), runner.services.end(),
                                 [](const IntentService& service) { return service.primary; });
  for (IntentService& service : intent.services) {
    if (!service.from_runner) continue;
    json::object merged = base->compose;
    overlay(merged, service.compose);
    service.compose = std::move(merged);
    service.full_hardening = service.full_hardening || base->full_hardening;
    if (service.cache.empty()) service.cache = base->cache;
    if (service.http_port == 0) service.http_port = base->http_port;
  }
  // What the runner declares stands where the mapper is silent.
  for (const auto& [name, rule] : runner.knowledge.env) intent.knowledge.env.emplace(name, rule);
  for (const auto& [option, access] : runner.knowledge.path_options) {
    intent.knowledge.path_options.emplace(option, access);
  }
}

}  // namespace mcpmx::mapping
