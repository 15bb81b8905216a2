// What `docker run` says of a mount beyond its source, its target and "ro", in Compose's long
// syntax: propagation, SELinux labels, nocopy, sub-paths, drivers. Pure.
#pragma once

#include <boost/json/object.hpp>
#include <string_view>

#include "mapping/docker_options.h"
#include "support/result.h"

namespace mcpmx::mapping {

// A named volume may be relabelled in the short syntax alone (NAME:TARGET:z): the long one has
// `selinux` for bind mounts only.
bool is_label(std::string_view flag);

// Adds the mount's flags to `body`, an item of `volumes`; what describes the volume itself (its
// driver, options and labels) to `volume`, the volume's declaration, or is an error where that is
// null. A flag that Compose has no word for is an error that names it. `option` is "-v" or
// "--mount".
Result<void> add_mount_options(const Mount& mount, std::string_view option,
                               boost::json::object& body, boost::json::object* volume);

}  // namespace mcpmx::mapping
