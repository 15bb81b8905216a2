// The value of docker run's -p, with its ranges, addresses and protocols.
#include <charconv>

#include "mapping/docker_options.h"

namespace mcpmx::mapping {
namespace {

bool parse_range(std::string_view text, PortRange& range) {
  const auto number = [](std::string_view digits, int& value) {
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return error == std::errc() && end == digits.data() + digits.size() && value > 0 &&
           value <= 65535;
  };
  const auto dash = text.find('-');
  if (!number(text.substr(0, dash), range.first)) return false;
  range.last = range.first;
  return dash == std::string_view::npos ||
         (number(text.substr(dash + 1), range.last) && range.last >= range.first);
}

Error bad_port() {
  return failed("an option -p of docker run is no port mapping", "-p",
                "write [[IP:]HOST:]CONTAINER[/tcp|/udp], for example 127.0.0.1:8080:80");
}

}  // namespace

Result<Port> parse_port(std::string_view text) {
  Port port;
  port.text = text;
  auto rest = text;
  if (const auto slash = rest.rfind('/'); slash != std::string_view::npos) {
    port.protocol = rest.substr(slash + 1);
    rest = rest.substr(0, slash);
    if (port.protocol != "tcp" && port.protocol != "udp" && port.protocol != "sctp") {
      return bad_port();
    }
  }
  const auto container = rest.rfind(':');
  const auto inside = container == std::string_view::npos ? rest : rest.substr(container + 1);
  if (!parse_range(inside, port.container)) return bad_port();
  if (container == std::string_view::npos) return port;
  rest = rest.substr(0, container);
  // An address in brackets has colons of its own.
  const auto host = rest.rfind(':');
  const bool bracketed = rest.starts_with('[') && rest.ends_with(']');
  const auto host_port = host == std::string_view::npos ? rest : rest.substr(host + 1);
  if (host != std::string_view::npos || bracketed) {
    auto ip = bracketed ? rest : rest.substr(0, host);
    if (ip.starts_with('[') && ip.ends_with(']')) ip = ip.substr(1, ip.size() - 2);
    port.host_ip = ip;
    if (bracketed) return port;
  }
  if (host_port.empty()) return port;
  if (!parse_range(host_port, port.host)) return bad_port();
  return port;
}

Result<std::vector<Port>> docker_ports(const Launch& launch) {
  std::vector<Port> ports;
  for (const auto& option : launch.options) {
    if (option.name != "publish") continue;
    MCPMX_TRY(port, parse_port(option.value));
    ports.push_back(std::move(port));
  }
  return ports;
}

}  // namespace mcpmx::mapping
