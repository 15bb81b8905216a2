#include "mapping/ports.h"

#include <gtest/gtest.h>

namespace mcpmx::mapping {
namespace {

std::string published(Ports& ports, const char* text, bool expect_moved = false) {
  const auto port = parse_port(text);
  if (!port) return "no port: " + port.error().message;
  bool moved = false;
  const auto result = ports.publish(*port, moved);
  if (!result) return "error: " + result.error().message;
  EXPECT_EQ(moved, expect_moved) << text;
  return *result;
}

TEST(Ports, TakeSkipsWhatIsPublishedHereAndElsewhere) {
  const std::set<int> taken = {5432, 5433};
  Ports ports(taken);
  EXPECT_EQ(*ports.take(5432), 5434);
  EXPECT_EQ(*ports.take(5432), 5435);
  EXPECT_EQ(*ports.take(80), 80);
  EXPECT_EQ(ports.published(), (std::vector<int>{5434, 5435, 80}));
}

TEST(Ports, AnOptionOfDockerRunStaysAsWrittenWhereItCan) {
  const std::set<int> taken;
  Ports ports(taken);
  EXPECT_EQ(published(ports, "127.0.0.1:8123:8123"), "127.0.0.1:8123:8123");
  EXPECT_EQ(published(ports, "127.0.0.1:8123:8123", true), "127.0.0.1:8124:8123");
  EXPECT_EQ(published(ports, "8123:53/udp", true), "8125:53/udp");
  EXPECT_EQ(published(ports, "80"), "80");
  EXPECT_EQ(published(ports, "[::1]:9000:90"), "[::1]:9000:90");
  EXPECT_EQ(published(ports, "[::1]:9000:90", true), "[::1]:9001:90");
}

TEST(Ports, ARangeIsTakenWholeOrNotAtAll) {
  const std::set<int> taken = {4002};
  Ports ports(taken);
  EXPECT_EQ(published(ports, "5000-5002:5000-5002"), "5000-5002:5000-5002");
  EXPECT_NE(published(ports, "4000-4003:4000-4003").find("error: its port range"),
            std::string::npos);
  EXPECT_EQ(ports.published(), (std::vector<int>{5000, 5001, 5002}));
}

TEST(Ports, NothingIsLeftAtTheEnd) {
  const std::set<int> taken = {65535};
  Ports ports(taken);
  EXPECT_FALSE(ports.take(65535));
}

TEST(Ports, RollingBackFreesThem) {
  const std::set<int> taken;
  Ports ports(taken);
  const auto mark = ports.mark();
  EXPECT_EQ(*ports.take(80), 80);
  ports.roll_back(mark);
  EXPECT_EQ(*ports.take(80), 80);
}

}  // namespace
}  // namespace mcpmx::mapping
