// Entries as tests write them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/server.h"

namespace mcpmx::sync {

inline Server entry(std::string command, std::vector<std::string> args,
                    std::vector<Pair> env = {}) {
  Server server;
  server.name = "s";
  server.command = std::move(command);
  server.args = std::move(args);
  server.env = std::move(env);
  return server;
}

}  // namespace mcpmx::sync
