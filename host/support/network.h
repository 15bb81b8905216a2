// The sockets and interfaces that `doctor` asks, behind an interface, so that a test needs neither
// an engine nor a bridge. Nothing is sent: connecting answers. Functions may be called from any
// thread.
#pragma once

#include <string>

namespace mcpmx {

class Network {
 public:
  virtual ~Network() = default;

  // 0, or a negated errno: -ECONNREFUSED where nobody listens.
  virtual int connect_unix(const std::string& path) = 0;
  // The same of an IPv4 address of this machine; -ETIMEDOUT after a second.
  virtual int connect_tcp(const std::string& address, int port) = 0;
  // The first IPv4 address of an interface such as "docker0"; empty if there is none.
  virtual std::string interface_address(const std::string& name) = 0;
};

class PosixNetwork final : public Network {
 public:
  int connect_unix(const std::string& path) override;
  int connect_tcp(const std::string& address, int port) override;
  std::string interface_address(const std::string& name) override;
};

}  // namespace mcpmx
