#include "compose/short_forms.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <string>

namespace mcpmx::compose {

namespace {

struct Ports {
  unsigned first = 0;
  unsigned last = 0;
  unsigned size() const { return last - first; }
};

std::optional<unsigned> port_number(std::string_view text) {
  std::uint16_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<Ports> port_range(std::string_view text) {
  const auto dash = text.find('-');
  const auto first = port_number(text.substr(0, dash));
  if (!first) return std::nullopt;
  if (dash == std::string_view::npos) return Ports{*first, *first};
  const auto last = port_number(text.substr(dash + 1));
  if (!last || *last < *first) return std::nullopt;
  return Ports{*first, *last};
}

Value port_value(const std::string& ip, unsigned target, const std::string& published,
                 const std::string& protocol, const Origin& origin) {
  Value port = empty_map(origin);
  port.add("mode", string_value("ingress", {}));
  if (!ip.empty()) port.add("host_ip", string_value(ip, origin));
  port.add("target", {ValueKind::kInteger, origin, std::to_string(target), {}});
  if (!published.empty()) port.add("published", string_value(published, origin));
  port.add("protocol", string_value(protocol, origin));
  return port;
}

bool is_drive_letter(std::string_view text) {
  return text.size() == 1 &&
         ((text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z'));
}

// At colons, but for the one behind a drive's letter.
std::vector<std::string_view> mount_sections(std::string_view text) {
  std::vector<std::string_view> sections;
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    if (at < text.size() && text[at] != ':') continue;
    if (at < text.size() && is_drive_letter(text.substr(begin, at - begin))) continue;
    sections.push_back(text.substr(begin, at - begin));
    begin = at + 1;
  }
  return sections;
}

bool is_host_path(std::string_view source) {
  if (source.empty()) return false;
  if (source[0] == '.' || source[0] == '/' || source[0] == '~') return true;
  if (source.starts_with("\\\\")) return true;
  return source.size() > 1 && source[1] == ':' && is_drive_letter(source.substr(0, 1));
}

// Go's path.Clean.
std::string cleaned(std::string_view path) {
  std::string clean = std::filesystem::path(path).lexically_normal().generic_string();
  if (clean.starts_with("//")) clean.erase(0, clean.find_first_not_of('/') - 1);
  if (clean.size() > 1 && clean.ends_with('/')) clean.pop_back();
  return clean;
}

void set_option(std::string_view option, const Origin& origin, Value& mount, Value& bind,
                Value& volume) {
  if (option == "ro" || option == "rw") {
    mount.set("read_only", bool_value(option == "ro", origin));
  } else if (option == "nocopy") {
    volume.set("nocopy", bool_value(true, origin));
  } else if (option == "z" || option == "Z") {
    bind.set("selinux", string_value(option, origin));
  } else if (option == "private" || option == "rprivate" || option == "shared" ||
             option == "rshared" || option == "slave" || option == "rslave") {
    bind.set("propagation", string_value(option, origin));
  }
}

}  // namespace

std::optional<std::vector<Value>> long_ports(std::string_view text, const Origin& origin) {
  const auto last_colon = text.rfind(':');
  std::string_view container = text;
  std::string_view host;
  std::string_view ip;
  if (last_colon != std::string_view::npos) {
    container = text.substr(last_colon + 1);
    host = text.substr(0, last_colon);
    if (const auto colon = host.rfind(':'); colon != std::string_view::npos) {
      ip = host.substr(0, colon);
      host = host.substr(colon + 1);
    }
  }
  if (ip.starts_with('[') && ip.ends_with(']')) ip = ip.substr(1, ip.size() - 2);
  std::string protocol = "tcp";
  if (const auto slash = container.find('/'); slash != std::string_view::npos) {
    if (slash + 1 < container.size()) protocol = container.substr(slash + 1);
    container = container.substr(0, slash);
  }
  std::transform(protocol.begin(), protocol.end(), protocol.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  const auto targets = port_range(container);
  const auto published = host.empty() ? std::optional<Ports>(Ports{}) : port_range(host);
  if (!targets || !published) return std::nullopt;
  if (protocol != "tcp" && protocol != "udp" && protocol != "sctp") return std::nullopt;
  if (!host.empty() && targets->size() != published->size() && targets->size() != 0) {
    return std::nullopt;
  }
  const Origin part = part_of(origin);
  std::vector<Value> ports;
  for (unsigned i = 0; i <= targets->size(); ++i) {
    std::string shown = host.empty() ? "" : std::to_string(published->first + i);
    // A range for one port: the engine takes one of it.
    if (targets->size() == 0 && published->size() != 0) {
      shown += "-" + std::to_string(published->last);
    }
    ports.push_back(port_value(std::string(ip), targets->first + i, shown, protocol, part));
  }
  std::stable_sort(ports.begin(), ports.end(), [](const Value& a, const Value& b) {
    return a.find("target")->text < b.find("target")->text;
  });
  return ports;
}

std::optional<Value> long_mount(std::string_view text, const Origin& origin) {
  const Origin part = part_of(origin);
  Value mount = empty_map(origin);
  Value bind = empty_map(part);
  Value volume = empty_map(part);
  std::string_view source;
  std::string_view target = text;
  if (text.empty()) return std::nullopt;
  if (text.size() > 2) {
    const auto sections = mount_sections(text);
    for (const std::string_view section : sections) {
      if (section.empty()) return std::nullopt;
    }
    if (sections.size() > 3) return std::nullopt;
    source = sections.size() > 1 ? sections[0] : std::string_view();
    target = sections.size() > 1 ? sections[1] : sections[0];
    std::string_view options = sections.size() > 2 ? sections[2] : std::string_view();
    while (!options.empty()) {
      const auto comma = options.find(',');
      set_option(options.substr(0, comma), part, mount, bind, volume);
      options.remove_prefix(comma == std::string_view::npos ? options.size() : comma + 1);
    }
  }
  const bool is_bind = is_host_path(source);
  mount.add("type", string_value(is_bind ? "bind" : "volume", part));
  if (!source.empty()) mount.add("source", string_value(source, part));
  mount.add("target", string_value(cleaned(target), part));
  if (is_bind) bind.add("create_host_path", bool_value(true, {}));
  if (!bind.members.empty()) mount.add("bind", std::move(bind));
  if (!is_bind || !volume.members.empty()) mount.add("volume", std::move(volume));
  return mount;
}

Value long_device(std::string_view text, const Origin& origin) {
  const Origin part = part_of(origin);
  const auto first = text.find(':');
  const std::string_view source = text.substr(0, first);
  std::string_view target = source;
  std::string_view permissions = "rwm";
  if (first != std::string_view::npos) {
    target = text.substr(first + 1);
    if (const auto second = target.find(':'); second != std::string_view::npos) {
      permissions = target.substr(second + 1);
      target = target.substr(0, second);
    }
  }
  Value device = empty_map(origin);
  device.add("source", string_value(source, part));
  device.add("target", string_value(target, part));
  device.add("permissions", string_value(permissions, part));
  return device;
}

void add_published(std::string_view published, std::set<int>& ports) {
  constexpr int kMost = 65535;
  const auto number = [](std::string_view digits) {
    int value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return error == std::errc() && end == digits.data() + digits.size() ? value : 0;
  };
  const auto dash = published.find('-');
  const int first = number(published.substr(0, dash));
  const int last = dash == std::string_view::npos ? first : number(published.substr(dash + 1));
  for (int port = first; port > 0 && port <= std::min(last, kMost); ++port) ports.insert(port);
}

}  // namespace mcpmx::compose
