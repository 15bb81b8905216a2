// The keys of a Compose file as a table: for each place what is written there, in short or long
// form, how files merge there, and which entries of a list are the same one. Reading, merging and
// defaults walk values and this table together; what the table does not know stays as it is. After
// compose-go's schema, override/merge.go, override/uncity.go and transform/ (docs: facts, compose
// section 3.1). Constant data; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace mcpmx::compose {

enum class Shape : std::uint8_t {
  kAny,
  kString,    // numbers and booleans become text
  kInteger,   // text becomes a number, and so on
  kFloat,     //
  kBool,      //
  kBytes,     // "512m": decimal bytes, as text
  kCount,     // "all" becomes -1
  kDuration,  // "90s": as Go prints it, as text
  kStrings,   // a list of strings; one string alone is a list of it
  kMapping,   // NAME=value as a list or a map; a name alone is null: taken from the environment
  kLabels,    // the same; a name alone has an empty value
  kWords,     // a command: a list, or a line that is split as a shell does it
  kTest,      // a healthcheck's: a list, or a line for a shell
  kHosts,     // host=address as a list or a map; becomes a list
  kPorts,
  kMounts,     // a service's volumes
  kFileMount,  // one of its secrets or configs
  kDevices,    // devices of the host: text or maps
  kGpus,       // "all", or a list of device requests
  kDependsOn,  // a list of services or a map
  kNetworks,   // a list of networks or a map
  kBuild,      // a path or a map
  kEnvFiles,   // a path, or a list of paths and maps
  kUlimit,     // a number or a map
  kPath,       // of a file, relative to the project's directory
  kContext,    // the same, or a URL
  kObject,     // a map of `fields`
  kMapOf,      // a map of any keys to `element`
  kListOf,     // a list of `element`
};

enum class Merge : std::uint8_t {
  kDeep,     // maps key by key, lists one behind the other, scalars replaced
  kReplace,  // the later file's value, whatever it is, null too
  kLogging,  // deep if both name the same driver or one names none, else replaced
  kIpam,     // by subnet
};

// By what two entries of a list are the same, so that the later takes the place of the earlier.
enum class Unique : std::uint8_t {
  kNo,
  kText,    // the whole text
  kName,    // what is in front of `=`
  kTarget,  // the target of a mount, or /source of a config
  kSecret,  // the target of a secret, or /run/secrets/source
  kPath,    // the path of an env file
  kPort,    // address, published port, target and protocol
};

struct Field;

struct Syntax {
  Shape shape = Shape::kAny;
  std::span<const Field> fields = {};  // of kObject, and of the long form of the others
  const Syntax* element = nullptr;     // of kMapOf, kListOf, kNetworks
  Merge merge = Merge::kDeep;
  Unique unique = Unique::kNo;
};

struct Field {
  std::string_view name;
  Syntax syntax;
};

// Of a whole file, and of one service.
const Syntax& file_syntax();
const Syntax& service_syntax();

// The syntax of a key; null if the table does not know it. The fields are sorted by name.
const Syntax* field_of(const Syntax& syntax, std::string_view name);

}  // namespace mcpmx::compose
