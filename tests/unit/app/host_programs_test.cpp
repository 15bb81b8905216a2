#include "app/host_programs.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <map>
#include <set>
#include <utility>

namespace mcpmx::app {
namespace {

constexpr const char* kBridge = "172.17.0.1";

// A machine where these listen.
class FakeNetwork final : public Network {
 public:
  explicit FakeNetwork(std::set<std::pair<std::string, int>> listening)
      : listening_(std::move(listening)) {}
  int connect_unix(const std::string&) override { return -ENOENT; }
  int connect_tcp(const std::string& address, int port) override {
    return listening_.contains({address, port}) ? 0 : -ECONNREFUSED;
  }
  std::string interface_address(const std::string&) override { return {}; }

 private:
  std::set<std::pair<std::string, int>> listening_;
};

TEST(HostPrograms, TellsWhoHearsAContainer) {
  struct Row {
    const char* what;
    std::set<std::pair<std::string, int>> listening;
    Hearing expected;
  };
  const Row rows[] = {
      {"on every address", {{kBridge, 80}, {"127.0.0.1", 80}}, Hearing::kHeard},
      {"on the bridge alone", {{kBridge, 80}}, Hearing::kHeard},
      {"on the loopback alone", {{"127.0.0.1", 80}}, Hearing::kLoopbackOnly},
      {"not at all", {}, Hearing::kSilent},
      {"another port", {{kBridge, 81}}, Hearing::kSilent},
  };
  for (const Row& row : rows) {
    FakeNetwork network(row.listening);
    EXPECT_EQ(hearing_of({"s", 80}, kBridge, network), row.expected) << row.what;
  }
}

mapping::Segment text(const char* value) { return {mapping::Segment::Kind::kText, value, {}}; }
mapping::Segment host(const char* value) { return {mapping::Segment::Kind::kHost, value, {}}; }

Detected with_env(const std::string& server,
                  std::vector<std::pair<std::string, mapping::Value>> env) {
  Detected one;
  one.server.name = server;
  one.outcome.services = {server};
  one.reading.values.env = std::move(env);
  return one;
}

TEST(HostPrograms, FindsThePortsThatAreReached) {
  struct Row {
    const char* what;
    std::vector<std::pair<std::string, mapping::Value>> env;
    int port;  // 0: none
  };
  const Row rows[] = {
      {"host and port", {{"A", {host("localhost:27124")}}}, 27124},
      {"in a URL", {{"A", {text("http://"), host("127.0.0.1:8090"), text("/x")}}}, 8090},
      {"the port of http", {{"A", {text("http://"), host("localhost"), text("/")}}}, 80},
      {"the port of https", {{"A", {text("https://"), host("localhost")}}}, 443},
      {"IPv6", {{"A", {host("[::1]:99")}}}, 99},
      {"a companion", {{"DB_HOST", {host("localhost")}}, {"DB_PORT", {text("5432")}}}, 5432},
      {"a companion of another", {{"DB_HOST", {host("localhost")}}, {"PORT", {text("1")}}}, 0},
      {"a companion that is no port", {{"HOST", {host("localhost")}}, {"PORT", {text("x")}}}, 0},
      {"no port", {{"A", {host("localhost")}}}, 0},
      {"IPv6 without a port", {{"A", {host("::1")}}}, 0},
      {"no port of this world", {{"A", {host("localhost:70000")}}}, 0},
      {"another machine", {{"A", {text("db.example.com:5432")}}}, 0},
  };
  for (const Row& row : rows) {
    const auto programs = host_programs({with_env("s", row.env)});
    ASSERT_EQ(programs.size(), row.port == 0 ? 0u : 1u) << row.what;
    if (row.port != 0) {
      EXPECT_EQ(programs[0].port, row.port) << row.what;
      EXPECT_EQ(programs[0].server, "s") << row.what;
    }
  }
}

TEST(HostPrograms, LeavesOutWhatIsOnTheHostsNetwork) {
  Detected one = with_env("s", {{"A", {host("localhost:1")}}});
  one.on_host_network = true;
  EXPECT_TRUE(host_programs({one}).empty());
}

TEST(HostPrograms, NameTheServiceOfTheOutcome) {
  Detected one = with_env("My Server", {{"A", {host("localhost:1")}}});
  one.outcome.services = {"my-server-2", "my-server-2-db"};
  const auto programs = host_programs({one});
  ASSERT_EQ(programs.size(), 1u);
  EXPECT_EQ(programs[0].server, "My Server");
  EXPECT_EQ(programs[0].service, "my-server-2");
}

TEST(HostPrograms, LooksAtArgumentsToo) {
  Detected one = with_env("s", {});
  one.reading.values.args = {{text("--url")}, {text("http://"), host("localhost:1")}};
  ASSERT_EQ(host_programs({one}).size(), 1u);
}

TEST(HostPrograms, AskForAPortOnceAndNotForWhatStaysOnTheHost) {
  Detected none = with_env("a", {{"A", {host("localhost:1")}}});
  none.outcome.services.clear();
  const auto programs = host_programs({none, with_env("b", {{"A", {host("localhost:2")}}}),
                                       with_env("c", {{"A", {host("localhost:2")}}})});
  ASSERT_EQ(programs.size(), 1u);
  EXPECT_EQ(programs[0].port, 2);
  EXPECT_EQ(programs[0].server, "b");
}

}  // namespace
}  // namespace mcpmx::app
