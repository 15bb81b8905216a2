// Texts of a container as they read on the host: host.docker.internal is localhost again, and the
// name of another service is the address of its published port.
//
// Made once for a service; owns what it knows. Asking is not for two threads, because what could
// not be turned back is noted.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/service_facts.h"

namespace mcpmx::mapping {

class TurnedBack {
 public:
  // A service of the same server: the renderer puts its name where the entry has its address.
  void add_sibling(const ServiceFacts& service) { add(service, true); }
  // Any other service of the file: the renderer knows nothing of it, and reaches its published port
  // as everything else on this machine.
  void add_neighbour(const ServiceFacts& service) { add(service, false); }
  // The host's own name stays: the service is ours and does not declare it, so that it is no
  // address that the renderer filled in.
  void keep_host_name() { keeps_host_name_ = true; }
  // Folders that the service sees elsewhere than where this machine has them. Of `docker run`
  // entries, which mount them themselves, they stay.
  void add_mounts(const std::vector<Mount>& mounts);

  enum class Form : std::uint8_t {
    kOnHost,       // as an entry has it whose program runs on this machine
    kInContainer,  // as one has it whose program runs in a container by itself: docker run
    kRendered,     // as the renderer writes it of the entry: siblings keep their names
  };
  // `name`: of the variable or option that the text is the value of; empty for none.
  std::string text(std::string_view text, std::string_view name, Form form);

  // A path of the container as the host has it, as a whole text or behind the equals sign of an
  // option.
  std::string with_host_folder(std::string_view text) const;

  // Services that were named by a port which they do not publish: from the host nobody reaches
  // them. Their names stay in the texts.
  const std::set<std::string>& unreachable() const { return unreachable_; }

 private:
  struct Reached {
    std::vector<Port> ports;
    bool is_sibling = false;
  };
  struct Address {
    std::size_t size = 0;  // of the text that stands for it; 0: there is none
    std::string text;      // what stands there instead
  };
  void add(const ServiceFacts& service, bool is_sibling);
  Address address_at(std::string_view text, std::size_t at, bool alone_is_host, Form form);
  Address service_address(std::string_view host, std::string_view port, int usual, Form form);

  std::map<std::string, Reached, std::less<>> services_;
  std::vector<std::pair<std::string, std::string>> folders_;  // in the container, on the host
  std::set<std::string> unreachable_;
  bool keeps_host_name_ = false;
};

}  // namespace mcpmx::mapping
