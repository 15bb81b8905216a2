#include "support/network.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <memory>

namespace mcpmx {
namespace {

constexpr int kPatienceMs = 1000;

class Socket {
 public:
  explicit Socket(int family)
      : descriptor_(::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {}
  ~Socket() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  template <class Address>
  int connect(const Address& address) const {
    if (descriptor_ < 0) return -errno;
    if (::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
      return 0;
    return errno == EINPROGRESS ? wait() : -errno;
  }

 private:
  int wait() const {
    pollfd watched = {descriptor_, POLLOUT, 0};
    int ready = 0;
    do {
      ready = ::poll(&watched, 1, kPatienceMs);
    } while (ready < 0 && errno == EINTR);
    if (ready == 0) return -ETIMEDOUT;
    if (ready < 0) return -errno;
    int problem = 0;
    socklen_t size = sizeof problem;
    if (::getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &problem, &size) != 0) return -errno;
    return -problem;
  }

  int descriptor_;
};

}  // namespace

int PosixNetwork::connect_unix(const std::string& path) {
  sockaddr_un address = {};
  if (path.size() >= sizeof address.sun_path) return -ENAMETOOLONG;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return Socket(AF_UNIX).connect(address);
}

int PosixNetwork::connect_tcp(const std::string& address, int port) {
  sockaddr_in target = {};
  target.sin_family = AF_INET;
  target.sin_port = htons(static_cast<std::uint16_t>(port));
  if (::inet_pton(AF_INET, address.c_str(), &target.sin_addr) != 1) return -EINVAL;
  return Socket(AF_INET).connect(target);
}

std::string PosixNetwork::interface_address(const std::string& name) {
  ifaddrs* list = nullptr;
  if (::getifaddrs(&list) != 0) return {};
  const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> owner(list, &::freeifaddrs);
  for (const ifaddrs* one = list; one != nullptr; one = one->ifa_next) {
    if (name != one->ifa_name || one->ifa_addr == nullptr || one->ifa_addr->sa_family != AF_INET)
      continue;
    sockaddr_in address = {};
    std::memcpy(&address, one->ifa_addr, sizeof address);
    std::array<char, INET_ADDRSTRLEN> text = {};
    if (::inet_ntop(AF_INET, &address.sin_addr, text.data(), text.size()) != nullptr)
      return text.data();
  }
  return {};
}

}  // namespace mcpmx
