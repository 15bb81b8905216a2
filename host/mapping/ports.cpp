#include "mapping/ports.h"

#include <algorithm>

namespace mcpmx::mapping {
namespace {

constexpr int kHighest = 65535;

}  // namespace

Ports::Ports(const Surroundings& surroundings) : surroundings_(&surroundings) {
  for (const auto& [port, held] : surroundings.held_ports) holders_.insert(held.server);
}

// By a service that the file has of another server.
bool Ports::is_held(int port, std::string_view server, bool fixed_alone) const {
  const auto [first, last] = surroundings_->held_ports.equal_range(port);
  return std::any_of(first, last, [&](const auto& each) {
    return each.second.server != server && (each.second.is_fixed || !fixed_alone);
  });
}

void Ports::reserve(int port) {
  mine_.insert(port);
  published_.push_back(port);
}

void Ports::roll_back(std::size_t mark) {
  // What is free again may be anybody's: the searches start anew.
  if (published_.size() > mark) {
    for (auto& next : next_) next.clear();
  }
  for (; published_.size() > mark; published_.pop_back()) mine_.erase(published_.back());
}

Result<int> Ports::take(int wanted, std::string_view server) {
  const bool holds_one = holders_.contains(server);
  int& next = next_[holds_one ? 1 : 0].emplace(wanted, wanted).first->second;
  bool passed_a_free_one = false;
  for (int port = next; port <= kHighest; ++port) {
    const bool free = is_free(port);
    if (free && !is_held(port, server, false)) {
      reserve(port);
      return port;
    }
    // What another server holds may be this one's turn later.
    passed_a_free_one = passed_a_free_one || (free && holds_one);
    if (!passed_a_free_one) next = port + 1;
  }
  return failed(
      "no host port from " + std::to_string(wanted) + " on is free among the known Compose files",
      {}, "remove Compose files that are not used any more");
}

Result<std::string> Ports::publish(const Port& port, std::string_view server, bool& moved) {
  moved = false;
  // No host port: the engine picks one.
  if (port.host.last == 0) return port.text;
  bool is_range_free = true;
  for (int at = port.host.first; at <= port.host.last; ++at)
    is_range_free = is_range_free && is_free(at) && !is_held(at, server, true);
  if (is_range_free) {
    for (int at = port.host.first; at <= port.host.last; ++at) reserve(at);
    return port.text;
  }
  if (port.host.first != port.host.last) {
    return failed("its port range " + port.text + " is published by another service", {},
                  "change the range in the profile");
  }
  MCPMX_TRY(free, take(port.host.first, server));
  moved = true;
  const bool is_v6 = port.host_ip.find(':') != std::string::npos;
  std::string text =
      port.host_ip.empty() ? "" : (is_v6 ? "[" + port.host_ip + "]" : port.host_ip) + ":";
  text += std::to_string(free) + ":" + std::to_string(port.container.first);
  if (port.protocol != "tcp") text += "/" + port.protocol;
  return text;
}

}  // namespace mcpmx::mapping
