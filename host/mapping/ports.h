// Host ports of one project: each is published once. Pure; what the engine disagrees with is
// deploy's to find.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/docker_options.h"
#include "mapping/surroundings.h"
#include "support/result.h"

namespace mcpmx::mapping {

class Ports {
 public:
  explicit Ports(const Surroundings& surroundings);

  // The first port from `wanted` on that nothing here, no other known file and no service that the
  // Compose file has of another server publishes: whoever uses that one goes on finding it.
  Result<int> take(int wanted, std::string_view server);

  // A port of `docker run -p` as a Compose port: as written where its host port is free, else moved
  // to the next free one (`moved` says so). Ranges are taken whole or not at all. Written words go
  // before a port that only we gave another server, and not before one that is fixed.
  Result<std::string> publish(const Port& port, std::string_view server, bool& moved);

  // Takes back what was reserved since mark().
  std::size_t mark() const { return published_.size(); }
  void roll_back(std::size_t mark);

  const std::vector<int>& published() const { return published_; }

 private:
  bool is_free(int port) const {
    return !surroundings_->taken_ports.contains(port) && !mine_.contains(port);
  }
  bool is_held(int port, std::string_view server, bool fixed_alone) const;
  void reserve(int port);

  const Surroundings* surroundings_;
  std::set<std::string_view> holders_;
  std::set<int> mine_;
  std::vector<int> published_;
  // Of a wanted port: the first that may be free, for servers that hold none and for those that do.
  std::map<int, int> next_[2];
};

}  // namespace mcpmx::mapping
