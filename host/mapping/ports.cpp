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
  // What is free again may be anybody's: the searches start anew.
  if (published_.size() > mark) next_.clear();
  for (; published_.size() > mark; published_.pop_back()) mine_.erase(published_.back());
}

Result<int> Ports::take(int wanted) {
  int& next = next_.emplace(wanted, wanted).first->second;
  for (; next <= kHighest; ++next) {
    if (!is_free(next)) continue;
    reserve(next);
    return next;
  }
  return failed(
      "no host port from " + std::to_string(wanted) + " on is free among the known Compose files",
      {}, "remove Compose files that are not used any more");
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
