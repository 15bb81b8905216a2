// What a plugin says of itself, read before any of its code runs (design: plugin-abi.md point 10).
// The document is JSON of schema mcpmx.manifest/1, at most 64 KiB; sdk/schema/manifest.schema.json
// is its reference. Plain values; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "model/mapper.h"
#include "support/result.h"

namespace mcpmx::plugin {

inline constexpr std::size_t kManifestLimit = 65536;  // bytes
inline constexpr std::string_view kManifestSection = ".mcpmx.manifest";

// One implementation of one extension. Extensions that this host does not know are kept, for
// listing.
struct Provision {
  std::string extension;  // "mcpmx.template/1"
  std::string id;
  int priority = 0;
  Hints hints;                            // of templates
  std::vector<std::string> settings;      // of templates: those of x-mcpmx that they look at
  std::vector<std::string> compose_keys;  // of backends: the Compose keys that they handle
};

struct Manifest {
  std::string id;
  std::string title;  // the id if none is given
  std::string version;
  std::string licence;
  std::string homepage;
  unsigned abi_minor = 0;                  // lowest MCPMX_ABI_MINOR of a host that will do
  std::vector<std::string> host_services;  // that the plugin cannot do without
  std::vector<Provision> provides;         // in file order

  // Null if the plugin does not provide it.
  const Provision* find(std::string_view extension, std::string_view provision_id) const;
};

// Unknown fields are ignored; a wrong type, a bad id or a missing field is an error that names the
// field. `file` is the plugin's, for messages.
Result<Manifest> parse_manifest(std::string text, const std::string& file);

// [a-z0-9][a-z0-9._-]{0,63}
bool is_plugin_id(std::string_view text);

}  // namespace mcpmx::plugin
