// plugins.lock: which plugins may load, by the SHA-256 of their files. Optional; where there is
// one, what it does not list is refused. JSON: {"schema":"mcpmx.lock/1","plugins":{"github":"<64
// hex digits>"}}. A plain value; any thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "plugin/trust.h"
#include "support/result.h"

namespace mcpmx::plugin {

class PluginsLock {
 public:
  // Nullopt if there is no such file. One that others can write is worthless, hence an error.
  static Result<std::optional<PluginsLock>> read(const std::string& path, const Caller& caller);

  // `sha256`: of the plugin's file, in lower-case hexadecimal digits.
  Result<void> allows(std::string_view plugin_id, std::string_view sha256,
                      const std::string& file) const;

 private:
  std::string path_;
  std::map<std::string, std::string, std::less<>> plugins_;  // id -> sha256
};

// SHA-256 of an open file's bytes, in hexadecimal digits.
Result<std::string> file_sha256(int descriptor, const std::string& file);

}  // namespace mcpmx::plugin
