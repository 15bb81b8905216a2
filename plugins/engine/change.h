// Why a container is not what its service says now, in words. Pure.
//
// Whether it differs is said by docker compose's hash, which does not say in what. So what can be
// read off the container is compared; a secret is never shown, a variable only by its name.
#pragma once

#include <string>

#include "observed.h"
#include "project.h"

namespace engine {

// "its image (a:1 -> a:2) and its environment (TOKEN) changed"; "its configuration changed" where
// nothing that can be seen did.
std::string change_of(const Project& project, const std::string& service,
                      const Container& container);

}  // namespace engine
