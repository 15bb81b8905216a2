#include "mapping/intent_shape.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "mapping/places.h"
#include "model/compose_service.h"
#include "model/json_member.h"
#include "support/ascii.h"

namespace mcpmx::mapping {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxServices = 16;

bool is_lower_or_digit(char c) { return is_lower(c) || is_digit(c); }

template <std::size_t count>
bool is_one_of(const json::value& value, const std::string_view (&words)[count]) {
  return std::find(std::begin(words), std::end(words), std::string_view(value.get_string())) !=
         std::end(words);
}

bool is_access(const json::value& value) {
  constexpr std::string_view kWords[] = {"none", "read", "write"};
  return is_one_of(value, kWords);
}

bool is_hardening(const json::value& value) {
  constexpr std::string_view kWords[] = {"basic", "full"};
  return is_one_of(value, kWords);
}

bool is_runner(const json::value& value) { return value.get_string() == "runner"; }

bool is_start(const json::value& value) { return is_runner(value) || value.get_string() == "none"; }

bool is_true(const json::value& value) { return value.get_bool(); }

bool is_intent_schema(const json::value& value) { return value.get_string() == kIntentSchema; }

bool is_service_key(const json::value& value) {
  const json::string& key = value.get_string();
  return !key.empty() && key.size() <= 32 && std::all_of(key.begin(), key.end(), [](char c) {
    return is_lower_or_digit(c) || c == '-';
  });
}

bool is_mapping_id(const json::value& value) {
  const json::string& id = value.get_string();
  return !id.empty() && id.size() <= 64 && id[0] != '-' && id[0] != '.' &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return is_lower_or_digit(c) || c == '-' || c == '_' || c == '.';
         });
}

bool is_absolute(const json::value& value) { return value.get_string().starts_with('/'); }

// It stands in the health check, within the quotes of a shell and of a script.
bool is_url_path(const json::value& value) {
  const json::string& path = value.get_string();
  constexpr std::string_view kOthers = "/-._~%";
  return path.starts_with('/') && std::all_of(path.begin(), path.end(), [&](char c) {
           return is_lower_or_digit(c) || (c >= 'A' && c <= 'Z') ||
                  kOthers.find(c) != std::string_view::npos;
         });
}

bool is_port(const json::value& value) {
  return value.is_int64() && value.get_int64() >= 1 && value.get_int64() <= 65535;
}

bool is_whole(const json::value& value) { return value.is_int64(); }

bool is_some_text(const json::value& value) { return !value.get_string().empty(); }

bool is_count_of_services(const json::value& value) {
  return !value.get_array().empty() && value.get_array().size() <= kMaxServices;
}

constexpr Shape kText = {.types = Shape::kText};
constexpr Shape kFlag = {.types = Shape::kFlag};
constexpr Shape kTexts = {.types = Shape::kList, .expected = "a list of strings", .items = &kText};
constexpr Shape kNamedTexts = {.types = Shape::kMap, .others = &kText};
constexpr Shape kAccess = {
    .types = Shape::kText, .expected = "none, read or write", .accepts = &is_access};
constexpr Shape kNamedAccess = {.types = Shape::kMap, .others = &kAccess};

constexpr Member kVariableKeys[] = {{"secret", &kFlag},  {"required", &kFlag},
                                    {"default", &kText}, {"host_url", &kFlag},
                                    {"path", &kAccess},  {"description", &kText}};
constexpr Shape kVariable = {.types = Shape::kMap, .members = kVariableKeys};
constexpr Shape kVariables = {.types = Shape::kMap, .others = &kVariable};

constexpr Member kPathsKeys[] = {{"arguments", &kAccess}, {"options", &kNamedAccess}};
constexpr Shape kPaths = {.types = Shape::kMap, .members = kPathsKeys};

constexpr Shape kServiceKey = {
    .types = Shape::kText, .expected = "1 to 32 of a-z, 0-9 and -", .accepts = &is_service_key};
constexpr Shape kHardening = {
    .types = Shape::kText, .expected = "basic or full", .accepts = &is_hardening};
constexpr Shape kFolder = {
    .types = Shape::kText, .expected = "an absolute path", .accepts = &is_absolute};
constexpr Shape kPort = {
    .types = Shape::kNumber, .expected = "a port from 1 to 65535", .accepts = &is_port};
constexpr Shape kUrlPath = {
    .types = Shape::kText, .expected = "the path of a URL, such as /mcp", .accepts = &is_url_path};
constexpr Member kHttpKeys[] = {{"port", &kPort, true}, {"path", &kUrlPath}};
constexpr Shape kHttp = {.types = Shape::kMap, .members = kHttpKeys};

constexpr Shape kFrom = {.types = Shape::kText, .expected = "\"runner\"", .accepts = &is_runner};
constexpr Member kServiceKeys[] = {{"key", &kServiceKey, true},
                                   {"suffix", &kServiceKey},
                                   {"primary", &kFlag},
                                   {"from", &kFrom},
                                   {"hardening", &kHardening},
                                   {"cache", &kFolder},
                                   {"http", &kHttp},
                                   {"compose", &kComposeService}};
constexpr Shape kService = {.types = Shape::kMap, .members = kServiceKeys};
constexpr Shape kServices = {.types = Shape::kList,
                             .expected = "a list of 1 to 16 services",
                             .items = &kService,
                             .accepts = &is_count_of_services};

constexpr Shape kSchema = {
    .types = Shape::kText, .expected = "\"mcpmx.render/1\"", .accepts = &is_intent_schema};
constexpr Member kIntentKeys[] = {{"schema", &kSchema, true},
                                  {"env", &kVariables},
                                  {"paths", &kPaths},
                                  {"secret_options", &kTexts},
                                  {"services", &kServices, true},
                                  {"choices", &kNamedTexts},
                                  {"notes", &kTexts},
                                  {"memo", &kText}};
constexpr Shape kIntent = {.types = Shape::kMap, .members = kIntentKeys};

constexpr Shape kStart = {
    .types = Shape::kText, .expected = "runner or none", .accepts = &is_start};
constexpr Shape kPrimary = {.types = Shape::kFlag, .expected = "true", .accepts = &is_true};
constexpr Member kMappingServiceKeys[] = {
    {"key", &kServiceKey}, {"suffix", &kServiceKey},      {"primary", &kPrimary},
    {"from", &kStart},     {"hardening", &kHardening},    {"cache", &kFolder},
    {"http", &kHttp},      {"compose", &kComposeService}, {"env", &kVariables}};
constexpr Shape kMappingService = {.types = Shape::kMap, .members = kMappingServiceKeys};
constexpr Member kKindKeys[] = {{"npm", &kMappingService},    {"pypi", &kMappingService},
                                {"git", &kMappingService},    {"docker", &kMappingService},
                                {"remote", &kMappingService}, {"binary", &kMappingService}};
constexpr Shape kKinds = {.types = Shape::kMap, .members = kKindKeys};

constexpr Member kDetectKeys[] = {{"npm", &kTexts},    {"pypi", &kTexts}, {"git", &kTexts},
                                  {"images", &kTexts}, {"urls", &kTexts}, {"commands", &kTexts},
                                  {"names", &kTexts}};
constexpr Shape kDetect = {.types = Shape::kMap, .members = kDetectKeys};

constexpr Shape kId = {.types = Shape::kText,
                       .expected = "1 to 64 of a-z, 0-9, -, _ and .",
                       .accepts = &is_mapping_id};
constexpr Shape kPriority = {
    .types = Shape::kNumber, .expected = "a whole number", .accepts = &is_whole};
constexpr Shape kSentence = {.types = Shape::kText,
                             .expected = "a sentence that says why no container can run it",
                             .accepts = &is_some_text};
constexpr Member kMappingKeys[] = {{"id", &kId, true},
                                   {"title", &kText},
                                   {"description", &kText},
                                   {"homepage", &kText},
                                   {"priority", &kPriority},
                                   {"detect", &kDetect},
                                   {"env", &kVariables},
                                   {"paths", &kPaths},
                                   {"secret_options", &kTexts},
                                   {"notes", &kTexts},
                                   {"stays_on_host", &kSentence},
                                   {"service", &kMappingService},
                                   {"kinds", &kKinds}};
constexpr Shape kMapping = {.types = Shape::kMap,
                            .expected = "a map with id, title and detect",
                            .members = kMappingKeys,
                            .extensions = &kFree};

// What no table of shapes can say: how the services go together.
std::vector<Fault> find_service_faults(const json::array& services) {
  std::vector<Fault> faults;
  std::size_t primaries = 0;
  for (std::size_t i = 0; i < services.size(); ++i) {
    const json::object& service = services[i].get_object();
    const std::string index = std::to_string(i);
    if (!service.contains("from") && !has_image(service)) {
      faults.push_back({{"services", index, "compose", "image"},
                        true,
                        "a service that takes nothing from the runners needs an image",
                        "add an image under compose, or start from the runner"});
    }
    for (std::size_t j = 0; j < i; ++j) {
      const json::object& other = services[j].get_object();
      if (text_member(other, "key") == text_member(service, "key")) {
        faults.push_back({{"services", index},
                          false,
                          "the key \"" + text_member(service, "key") + "\" stands twice",
                          "give each service a key of its own"});
      } else if (text_member(other, "suffix") == text_member(service, "suffix")) {
        // The cure stands in the sentence: of an intent that is all its author gets to see.
        faults.push_back({{"services", index},
                          false,
                          "the services \"" + text_member(other, "key") + "\" and \"" +
                              text_member(service, "key") +
                              "\" would have one name; give one a suffix, in C++ .suffix(\"" +
                              text_member(service, "key") + "\")",
                          "give each service a suffix of its own"});
      }
    }
    primaries += flag_member(service, "primary") ? 1 : 0;
  }
  if (primaries != 1) {
    faults.push_back({{"services"},
                      false,
                      "exactly one service must be primary",
                      "mark the one that speaks MCP"});
  }
  return faults;
}

}  // namespace

bool has_image(const json::object& service) {
  const json::value* compose = service.if_contains("compose");
  return compose != nullptr && compose->get_object().contains("image");
}

std::vector<Fault> find_intent_faults(const json::value& intent) {
  std::vector<Fault> faults = find_faults(intent, kIntent, place_rules());
  if (!faults.empty()) return faults;
  return find_service_faults(intent.get_object().at("services").get_array());
}

std::vector<Fault> find_mapping_faults(const json::value& mapping) {
  return find_faults(mapping, kMapping, place_rules());
}

}  // namespace mcpmx::mapping
