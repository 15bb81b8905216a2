#include "mapping/ports.h"

namespace mcpmx::mapping {
namespace {

constexpr int kHighest = 65535;

}  // namespace

void Ports::reserve(int port) {
  mine_.insert(port);
  published_.push_back(port);
}

void Ports::roll_back(std::size_t mark) {
  for (; published_.size() > mark; published_.pop_back()) mine_.erase(published_.back());
}

Result<int> Ports::take(int wanted) {
  for (int port = wanted; port <= kHighest; ++port) {
    if (!is_free(port)) continue;
    reserve(port);
    return port;
  }
  return failed("no host port from " + std::to_string(wanted) +
                " on is free among the known Compose files");
}

Result<std::string> Ports::publish(const Port& port, bool& moved) {
  moved = false;
  // No host port: the engine picks one.
  if (port.host.last == 0) return port.text;
  bool is_range_free = true;
  for (int at = port.host.first; at <= port.host.last; ++at)
    is_range_free = is_range_free && is_free(at);
  if (is_range_free) {
    for (int at = port.host.first; at <= port.host.last; ++at) reserve(at);
    return port.text;
  }
  if (port.host.first != port.host.last) {
    return failed("its port range " + port.text + " is published by another service", {},
                  "change the range in the profile");
  }
  MCPMX_TRY(free, take(port.host.first));
  moved = true;
  const bool is_v6 = port.host_ip.find(':') != std::string::npos;
  std::string text =
      port.host_ip.empty() ? "" : (is_v6 ? "[" + port.host_ip + "]" : port.host_ip) + ":";
  text += std::to_string(free) + ":" + std::to_string(port.container.first);
  if (port.protocol != "tcp") text += "/" + port.protocol;
  return text;
}

}  // namespace mcpmx::mapping
