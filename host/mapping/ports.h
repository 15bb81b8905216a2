// Host ports of one project: each is published once. Pure; what the engine disagrees with is
// deploy's to find.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "mapping/docker_options.h"
#include "support/result.h"

namespace mcpmx::mapping {

class Ports {
 public:
  explicit Ports(const std::set<int>& taken) : taken_(&taken) {}

  // The first port from `wanted` on that nothing here and no other known file publishes.
  Result<int> take(int wanted);

  // A port of `docker run -p` as a Compose port: as written where its host port is free, else moved
  // to the next free one (`moved` says so). Ranges are taken whole or not at all.
  Result<std::string> publish(const Port& port, bool& moved);

  // Takes back what was reserved since mark().
  std::size_t mark() const { return published_.size(); }
  void roll_back(std::size_t mark);

  const std::vector<int>& published() const { return published_; }

 private:
  bool is_free(int port) const { return !taken_->contains(port) && !mine_.contains(port); }
  void reserve(int port);

  const std::set<int>* taken_;
  std::set<int> mine_;
  std::vector<int> published_;
  std::map<int, int> next_;  // of a wanted port: the first that may be free
};

}  // namespace mcpmx::mapping
