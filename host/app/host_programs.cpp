#include "app/host_programs.h"

#include <charconv>
#include <map>

namespace mcpmx::app {
namespace {

using mapping::Segment;
using mapping::Value;

// The whole text, or nothing.
int port_in(std::string_view text) {
  int port = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), port);
  const bool whole = problem == std::errc() && end == text.data() + text.size();
  return whole && port >= 1 && port <= 65535 ? port : 0;
}

// "localhost:27124", "[::1]:27124"; without a port the scheme before it may say which.
int port_of(std::string_view address, std::string_view before) {
  const auto colon = address.rfind(':');
  const auto bracket = address.rfind(']');
  const bool has_port =
      colon != std::string_view::npos &&
      (bracket == std::string_view::npos ? address.find(':') == colon : colon > bracket);
  if (has_port) return port_in(address.substr(colon + 1));
  if (before.ends_with("http://")) return 80;
  if (before.ends_with("https://")) return 443;
  return 0;
}

// OBSIDIAN_HOST=127.0.0.1 has its port in OBSIDIAN_PORT.
int companion_port(const std::string& name, const mapping::EntryValues& values) {
  constexpr std::string_view kHost = "HOST";
  if (!name.ends_with(kHost)) return 0;
  const std::string wanted = name.substr(0, name.size() - kHost.size()) + "PORT";
  for (const auto& [variable, value] : values.env) {
    if (variable == wanted && value.size() == 1 && value[0].kind == Segment::Kind::kText)
      return port_in(value[0].text);
  }
  return 0;
}

void collect(const Value& value, const std::string& name, const Detected& one,
             std::map<int, HostProgram>& found) {
  std::string_view before;
  for (const Segment& segment : value) {
    if (segment.kind == Segment::Kind::kHost) {
      int port = port_of(segment.text, before);
      if (port == 0) port = companion_port(name, one.reading.values);
      if (port != 0)
        found.emplace(port, HostProgram{one.server.name, port, one.outcome.services.front()});
    }
    before = segment.text;
  }
}

}  // namespace

std::vector<HostProgram> host_programs(const std::vector<Detected>& detected) {
  std::map<int, HostProgram> found;
  for (const Detected& one : detected) {
    if (one.outcome.services.empty() || one.on_host_network) continue;
    for (const Value& value : one.reading.values.args) collect(value, {}, one, found);
    for (const auto& [name, value] : one.reading.values.env) collect(value, name, one, found);
  }
  std::vector<HostProgram> programs;
  programs.reserve(found.size());
  for (auto& [port, program] : found) programs.push_back(std::move(program));
  return programs;
}

Hearing hearing_of(const HostProgram& program, const std::string& bridge, Network& network) {
  if (network.connect_tcp(bridge, program.port) == 0) return Hearing::kHeard;
  return network.connect_tcp("127.0.0.1", program.port) == 0 ? Hearing::kLoopbackOnly
                                                             : Hearing::kSilent;
}

}  // namespace mcpmx::app
