#include "support/network.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

namespace mcpmx {
namespace {

// A free port that somebody listens on, on 127.0.0.1 alone.
class Listener {
 public:
  Listener() : descriptor_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(descriptor_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(descriptor_, 1), 0);
    EXPECT_EQ(::getsockname(descriptor_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    port_ = ntohs(address.sin_port);
  }
  ~Listener() { ::close(descriptor_); }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  int port() const { return port_; }

 private:
  int descriptor_;
  int port_ = 0;
};

TEST(Network, HearsWhoListens) {
  PosixNetwork network;
  int port = 0;
  {
    const Listener listener;
    port = listener.port();
    EXPECT_EQ(network.connect_tcp("127.0.0.1", port), 0);
    EXPECT_NE(network.connect_tcp("127.0.0.2", port), 0);
  }
  EXPECT_EQ(network.connect_tcp("127.0.0.1", port), -ECONNREFUSED);
}

TEST(Network, NamesWhatIsNoAddress) {
  PosixNetwork network;
  EXPECT_EQ(network.connect_tcp("localhost", 80), -EINVAL);
  EXPECT_EQ(network.connect_unix("/nonexistent/socket"), -ENOENT);
  EXPECT_EQ(network.connect_unix("/" + std::string(200, 'a')), -ENAMETOOLONG);
}

TEST(Network, KnowsTheAddressOfAnInterface) {
  PosixNetwork network;
  EXPECT_EQ(network.interface_address("lo"), "127.0.0.1");
  EXPECT_EQ(network.interface_address("none-such"), "");
}

}  // namespace
}  // namespace mcpmx
