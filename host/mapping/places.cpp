#include "mapping/places.h"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "model/compose_service.h"
#include "support/text.h"

namespace mcpmx::mapping {
namespace {

namespace json = boost::json;

bool is_index(const json::value& value) { return value.is_int64() && value.get_int64() >= 0; }

bool is_port(const json::value& value) {
  return value.is_int64() && value.get_int64() >= 1 && value.get_int64() <= 65535;
}

bool is_name(const json::value& value) { return is_variable_name(value.get_string()); }

// The default ends at the brace, and Compose would interpolate it again.
bool is_plain_default(const json::value& value) {
  return value.get_string().find_first_of("{}$") == json::string::npos;
}

bool is_absolute(const json::value& value) { return value.get_string().starts_with('/'); }

constexpr Shape kText = {.types = Shape::kText};
constexpr Shape kFlag = {.types = Shape::kFlag};
constexpr Shape kIndex = {
    .types = Shape::kNumber, .expected = "an index from 0 on", .accepts = &is_index};
constexpr Shape kPort = {
    .types = Shape::kNumber, .expected = "a port from 1 to 65535", .accepts = &is_port};
constexpr Shape kName = {
    .types = Shape::kText, .expected = "a variable's name", .accepts = &is_name};
constexpr Shape kDefault = {.types = Shape::kText,
                            .expected = "a text without braces and dollar signs",
                            .accepts = &is_plain_default};
constexpr Shape kTarget = {
    .types = Shape::kText, .expected = "an absolute path", .accepts = &is_absolute};
constexpr Shape kPart = {.types = Shape::kText, .places = kTextPlace};
constexpr Shape kParts = {.types = Shape::kList, .items = &kPart};

constexpr Member kSecretKeys[] = {{"$secret", &kText}, {"value", &kText}, {"generate", &kFlag}};
constexpr Member kVarKeys[] = {{"$var", &kName}, {"default", &kDefault, true}};
constexpr Member kEnvKeys[] = {{"$env", &kText}};
constexpr Member kArgKeys[] = {{"$arg", &kIndex}};
constexpr Member kArgsKeys[] = {{"$args", &kIndex}};
constexpr Member kHostKeys[] = {{"$host", &kText}};
constexpr Member kServiceKeys[] = {{"$service", &kText}};
constexpr Member kJoinKeys[] = {{"$join", &kParts}};
constexpr Member kPortKeys[] = {{"$port", &kPort}, {"published", &kText}};
constexpr Member kDockerPortKeys[] = {{"$docker_port", &kText}};
constexpr Member kDockerVolumeKeys[] = {{"$docker_volume", &kText}};
constexpr Member kDockerMountKeys[] = {{"$docker_mount", &kText}};
constexpr Member kPathKeys[] = {{"$path", &kText}, {"target", &kTarget}, {"write", &kFlag}};
constexpr Member kVolumeKeys[] = {
    {"$volume", &kText}, {"target", &kTarget, true}, {"exact", &kFlag}, {"read_only", &kFlag}};
constexpr Member kNetworkKeys[] = {{"$network", &kText}};

constexpr std::string_view kForText = "where a string may stand, below compose";

constexpr PlaceRule kRules[] = {
    {"$arg", kTextPlace, kForText, kArgKeys},
    {"$args", kListPlace, "as an item of a list of strings", kArgsKeys},
    {"$env", kTextPlace, kForText, kEnvKeys},
    {"$secret", kTextPlace, kForText, kSecretKeys},
    {"$var", kTextPlace, kForText, kVarKeys},
    {"$host", kTextPlace, kForText, kHostKeys},
    {"$service", kTextPlace, kForText, kServiceKeys},
    {"$join", kTextPlace, kForText, kJoinKeys},
    {"$port", kPortPlace, "as an item of ports", kPortKeys},
    {"$docker_port", kPortPlace, "as an item of ports", kDockerPortKeys},
    {"$path", kMountPlace, "as an item of volumes", kPathKeys},
    {"$volume", kMountPlace, "as an item of volumes", kVolumeKeys},
    {"$docker_volume", kMountPlace, "as an item of volumes", kDockerVolumeKeys},
    {"$docker_mount", kMountPlace, "as an item of volumes", kDockerMountKeys},
    {"$network", kNetworkPlace, "as an item of networks", kNetworkKeys},
};

}  // namespace

bool is_place(const json::object& map) {
  return !map.empty() && map.begin()->key().starts_with('$');
}

std::span<const PlaceRule> place_rules() { return kRules; }

}  // namespace mcpmx::mapping
