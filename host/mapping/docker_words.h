// What `docker run` has to be told so that a container is as a Compose service says: the way back
// of the runners' translation of its options.
//
// Pure; any thread.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "mapping/trial_rendering.h"

namespace mcpmx::mapping {

// The words between `docker run -i --rm` and the image, but for -e. What `plain`, the same image
// without any option, has by itself is not said. `generated`: the file is of our making, so
// everything in it stands for an option; of a service that somebody wrote, what Compose alone has
// use for (restart, networks, labels, health checks, logging) stays in its file.
std::vector<std::string> docker_words(const TrialService& service, const TrialService& plain,
                                      bool generated);

}  // namespace mcpmx::mapping
