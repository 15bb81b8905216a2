// The copy of what a person made, beside the file, before a command of ours replaces it. It is
// never ours to remove: `undo` leaves it too.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "support/atomic_file.h"
#include "support/filesystem.h"

namespace mcpmx::app {

// FILE.mcpmx-bak, or FILE.mcpmx-bak.2 and so on: the first that is free, for who keeps each version
// that it replaces.
std::string free_backup_name(Filesystem& filesystem, const std::string& path);

// FILE.mcpmx-bak for the first write ever to a file that is not ours; nullopt where that copy is
// there already, whoever made it: it holds an older state, and stays the only one.
std::optional<std::string> first_backup_name(Filesystem& filesystem, const std::string& path);

// The copy itself, to be written in one write_files() with the file. 0600, as the file may hold
// secrets; both are borrowed until then.
PendingFile backup_file(const std::string& name, std::string_view text);

bool is_backup_name(std::string_view path);

}  // namespace mcpmx::app
