// The one name of a file: absolute, and with links resolved. Reads links alone; any thread.
#pragma once

#include <string>

namespace mcpmx {

// `path`, or where it is relative `path` in `working_directory`, with links resolved as far as it
// exists. What does not exist, a link to nothing among it, keeps its name, without `.` and `..`.
// Where the way cannot be walked (a folder that may not be searched, a circle of links) nothing is
// resolved.
std::string real_path(const std::string& path, const std::string& working_directory = "/");

}  // namespace mcpmx
