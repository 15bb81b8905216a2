// Temp files of write_files() whose writer was killed: they may hold secrets, and nobody else would
// ever remove them.
#pragma once

#include <string>
#include <string_view>

#include "support/filesystem.h"

namespace mcpmx {

// As write_files() names its temp files: `.mcpmx-`, 16 hex digits, `.tmp`.
bool is_temp_name(std::string_view name);

// Removes those of this user in the folder (not below it). The caller holds the folder's FileLock,
// and everybody who writes there does so under it: then none is in use. No folder: nothing to do.
void remove_stale_temps(Filesystem& filesystem, const std::string& folder);

}  // namespace mcpmx
