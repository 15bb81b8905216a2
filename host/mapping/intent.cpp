#include "mapping/intent.h"

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "mapping/intent_shape.h"
#include "mapping/places.h"

namespace mcpmx::mapping {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxDepth = 72;  // of the text; what stands where is checked afterwards

constexpr std::array<std::string_view, 7> kAppended = {
    "volumes", "ports", "cap_add", "tmpfs", "extra_hosts", "security_opt", "devices"};

// Their place is a JSON pointer into the document.
Error blame(std::string_view author, const std::string& pointer, const std::string& why) {
  return failed("the intent of mapper \"" + std::string(author) + "\" is not valid: " + why,
                pointer,
                "this is a mistake in the mapper: report it to its author, or leave it out");
}

// Only of what the check has found to be right.
std::string text_of(const json::value& value) { return std::string(value.get_string()); }

std::vector<std::string> texts_of(const json::value& value) {
  std::vector<std::string> result;
  for (const json::value& item : value.get_array()) result.push_back(text_of(item));
  return result;
}

Access access_of(const json::value& value) {
  return value == "write" ? Access::kWrite : value == "read" ? Access::kRead : Access::kNone;
}

VariableRule variable_of(const json::object& members) {
  VariableRule rule;
  for (const auto& [key, value] : members) {
    if (key == "secret") rule.secret = value.get_bool();
    if (key == "required") rule.required = value.get_bool();
    if (key == "host_url") rule.host_url = value.get_bool();
    if (key == "default") rule.fallback = text_of(value);
    if (key == "description") rule.description = text_of(value);
    if (key == "path") rule.path = access_of(value);
  }
  return rule;
}

Knowledge knowledge_of(const json::object& members) {
  Knowledge knowledge;
  if (const json::value* env = members.if_contains("env")) {
    for (const auto& [name, rule] : env->get_object())
      knowledge.env[std::string(name)] = variable_of(rule.get_object());
  }
  if (const json::value* paths = members.if_contains("paths")) {
    if (const json::value* arguments = paths->get_object().if_contains("arguments"))
      knowledge.argument_paths = access_of(*arguments);
    if (const json::value* options = paths->get_object().if_contains("options")) {
      for (const auto& [option, access] : options->get_object())
        knowledge.path_options[std::string(option)] = access_of(access);
    }
  }
  if (const json::value* options = members.if_contains("secret_options"))
    knowledge.secret_options = texts_of(*options);
  return knowledge;
}

IntentService service_of(const json::object& members) {
  IntentService service;
  for (const auto& [key, value] : members) {
    if (key == "key") service.key = text_of(value);
    if (key == "suffix") service.suffix = text_of(value);
    if (key == "primary") service.primary = value.get_bool();
    if (key == "from") service.from_runner = true;
    if (key == "hardening") service.full_hardening = value == "full";
    if (key == "cache") service.cache = text_of(value);
    if (key == "http") {
      const json::object& http = value.get_object();
      service.http_port = static_cast<int>(http.at("port").get_int64());
      if (const json::value* path = http.if_contains("path")) service.http_path = text_of(*path);
    }
    if (key == "compose") service.compose = value.get_object();
  }
  return service;
}

// A place ({"$secret": ...}) is one value: two of them never mix.
bool is_plain_map(const json::value& value) {
  const json::object* map = value.if_object();
  return map != nullptr && !is_place(*map);
}

}  // namespace

Result<Intent> read_intent(const json::value& document, std::string_view author) {
  if (const auto faults = find_intent_faults(document); !faults.empty())
    return blame(author, pointer_of(faults.front()), faults.front().message);
  const json::object& members = document.get_object();
  Intent intent;
  intent.knowledge = knowledge_of(members);
  for (const json::value& service : members.at("services").get_array())
    intent.services.push_back(service_of(service.get_object()));
  if (const json::value* choices = members.if_contains("choices")) {
    for (const auto& [name, choice] : choices->get_object())
      intent.choices.push_back({std::string(name), text_of(choice)});
  }
  if (const json::value* notes = members.if_contains("notes")) intent.notes = texts_of(*notes);
  if (const json::value* memo = members.if_contains("memo")) intent.memo = text_of(*memo);
  return intent;
}

Result<Intent> parse_intent(std::string_view text, std::string_view author) {
  boost::system::error_code error;
  json::parse_options options;
  options.max_depth = kMaxDepth;
  const json::value document = json::parse({text.data(), text.size()}, error, {}, options);
  if (error) return blame(author, "", "it is no JSON: " + error.message());
  return read_intent(document, author);
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
    if (service.http_port == 0) {
      service.http_port = base->http_port;
      service.http_path = base->http_path;
    }
  }
  // What the runner declares stands where the mapper is silent.
  for (const auto& [name, rule] : runner.knowledge.env) intent.knowledge.env.emplace(name, rule);
  for (const auto& [option, access] : runner.knowledge.path_options) {
    intent.knowledge.path_options.emplace(option, access);
  }
}

}  // namespace mcpmx::mapping
