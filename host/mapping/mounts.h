// Which host paths a container may see. Paths are compared as text after normalising, and once more
// as what they lead to, where the surroundings know that. Pure but for what they hand in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mapping/surroundings.h"
#include "support/result.h"

namespace mcpmx::mapping {

// "~", "$HOME" and "${HOME}" expanded, "." and ".." and repeated slashes resolved, no slash at the
// end. An error says why the text is no absolute path of this machine (a relative one, a Windows
// one, one with $(...)).
Result<std::string> host_path(std::string_view written, const std::string& home);

// The folder of a single-file database, whose journal lies beside it, and of a file that is
// written: it need not be there yet, and a file that is replaced is a new one. Any other path as it
// is.
std::string mount_point_of(const std::string& path, bool write);

// Folders and files that are credentials or the machine itself, the .env of the Compose file among
// them: denied with all that lies below them, with what holds them, and with what they lead to.
std::vector<std::string> denied_folders(const Surroundings& surroundings);

// An error if the rules deny the path, or what a link on its way leads to, and `allow` does not
// list it: it would hand the container the machine, credentials, the Docker socket or MCPM's own
// files. Its hint is the line that allows it.
Result<void> check_mount(const std::string& path, const Surroundings& surroundings,
                         const std::vector<std::string>& allow, const std::string& service);

}  // namespace mcpmx::mapping
