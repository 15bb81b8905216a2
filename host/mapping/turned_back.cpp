#include "mapping/turned_back.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "mapping/path_rules.h"
#include "mapping/place_filler.h"
#include "support/ascii.h"

namespace mcpmx::mapping {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::string_view kLocalhost = "localhost";

bool is_of_host(char c) { return is_alnum(c) || c == '.' || c == '-' || c == '_'; }

// What may stand before an address: the start, the slashes of a URL, the @ behind a login, a comma
// of a list, a quote, an equals sign.
bool may_start(std::string_view text, std::size_t at) {
  if (at == 0) return true;
  return std::string_view("/@ ,;=\"'([").find(text[at - 1]) != npos;
}

bool may_end(std::string_view text, std::size_t at) {
  return at == text.size() || std::string_view("/?#,; \"')]\\").find(text[at]) != npos;
}

bool is_behind_slashes(std::string_view text, std::size_t at) {
  return at >= 3 && text.substr(at - 3, 3) == "://";
}

// The port of a URL that names none.
int usual_port(std::string_view text, std::size_t at) {
  constexpr std::pair<std::string_view, int> kPorts[] = {
      {"http", 80},    {"https", 443},     {"ws", 80},           {"wss", 443},
      {"redis", 6379}, {"postgres", 5432}, {"postgresql", 5432}, {"mysql", 3306},
      {"amqp", 5672},  {"mongodb", 27017}, {"nats", 4222},       {"bolt", 7687}};
  const auto end = text.rfind("://", at);
  if (end == npos) return 0;
  auto from = end;
  while (from > 0 && is_alnum(text[from - 1])) --from;
  for (const auto& [scheme, port] : kPorts) {
    if (scheme == text.substr(from, end - from)) return port;
  }
  return 0;
}

}  // namespace

void TurnedBack::add(const ServiceFacts& service, bool is_sibling) {
  for (const std::string& name : service.host_names) services_[name] = {service.ports, is_sibling};
}

void TurnedBack::add_mounts(const std::vector<Mount>& mounts) {
  for (const Mount& mount : mounts) {
    if (mount.type == Mount::Type::kBind && !mount.source.empty() && mount.source != mount.target)
      folders_.emplace_back(mount.target, mount.source);
  }
  // The deepest first: /data/in stands within /data.
  std::stable_sort(folders_.begin(), folders_.end(),
                   [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
}

// `port`: its digits, empty where the text names none.
TurnedBack::Address TurnedBack::service_address(std::string_view host, std::string_view port,
                                                int usual, Form form) {
  const auto found = services_.find(host);
  if (found == services_.end() || (found->second.is_sibling && form == Form::kRendered)) return {};
  const std::vector<Port>& ports = found->second.ports;
  int wanted = usual;
  std::from_chars(port.data(), port.data() + port.size(), wanted);
  for (const Port& each : ports) {
    const bool fits = wanted == 0 ? ports.size() == 1
                                  : each.container.first <= wanted && wanted <= each.container.last;
    if (!fits || each.host.first == 0) continue;
    const int inside = wanted == 0 ? each.container.first : wanted;
    const int outside = each.host.first + (inside - each.container.first);
    std::string address(form == Form::kOnHost ? kLocalhost : kHostGateway);
    // Where the text names no port, the usual one goes without saying.
    if (!port.empty() || (wanted != 0 && outside != wanted))
      address.append(":").append(std::to_string(outside));
    return {host.size() + (port.empty() ? 0 : port.size() + 1), std::move(address)};
  }
  unreachable_.emplace(host);
  return {};
}

TurnedBack::Address TurnedBack::address_at(std::string_view text, std::size_t at,
                                           bool alone_is_host, Form form) {
  std::size_t end = at;
  while (end < text.size() && is_of_host(text[end])) ++end;
  const std::string_view host = text.substr(at, end - at);
  if (host.empty()) return {};
  std::size_t port_end = end;
  if (end < text.size() && text[end] == ':') {
    while (port_end + 1 < text.size() && is_digit(text[port_end + 1])) ++port_end;
  }
  const bool has_port = port_end > end;
  const std::string_view port =
      has_port ? text.substr(end + 1, port_end - end) : std::string_view();
  if (host == kHostGateway) {
    if (form != Form::kOnHost || keeps_host_name_) return {};
    std::string address(kLocalhost);
    if (has_port) address.append(":").append(port);
    return {host.size() + (has_port ? port.size() + 1 : 0), std::move(address)};
  }
  // A word that happens to be a service's name is no address by itself.
  const bool in_url = is_behind_slashes(text, at) || (at > 0 && text[at - 1] == '@');
  if (!has_port && !in_url && !(alone_is_host && host.size() == text.size())) return {};
  if (!may_end(text, has_port ? port_end + 1 : end)) return {};
  return service_address(host, port, in_url ? usual_port(text, at) : 0, form);
}

std::string TurnedBack::with_host_folder(std::string_view text) const {
  std::size_t from = 0;
  if (!text.starts_with('/')) {
    const auto equals = text.find("=/");
    if (equals == npos) return std::string(text);
    from = equals + 1;
  }
  const std::string_view path = text.substr(from);
  for (const auto& [inside, outside] : folders_) {
    if (!path.starts_with(inside)) continue;
    if (path.size() > inside.size() && path[inside.size()] != '/') continue;
    return std::string(text.substr(0, from)) + outside + std::string(path.substr(inside.size()));
  }
  return std::string(text);
}

std::string TurnedBack::text(std::string_view text, std::string_view name, Form form) {
  const bool alone_is_host = names_host(name);
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    if (may_start(text, i)) {
      Address address = address_at(text, i, alone_is_host, form);
      if (address.size != 0) {
        out += address.text;
        i += address.size;
        continue;
      }
    }
    out += text[i++];
  }
  return out;
}

}  // namespace mcpmx::mapping
