#include "mapping/ports.h"

#include <gtest/gtest.h>

namespace mcpmx::mapping {
namespace {

std::string published(Ports& ports, const char* text, bool expect_moved = false) {
  const auto port = parse_port(text);
  if (!port) return "no port: " + port.error().message;
  bool moved = false;
  const auto result = ports.publish(*port, "s", moved);
  if (!result) return "error: " + result.error().message;
  EXPECT_EQ(moved, expect_moved) << text;
  return *result;
}

TEST(Ports, TakeSkipsWhatIsPublishedHereAndElsewhere) {
  Surroundings surroundings;
  surroundings.taken_ports = {5432, 5433};
  Ports ports(surroundings);
  EXPECT_EQ(*ports.take(5432, "s"), 5434);
  EXPECT_EQ(*ports.take(5432, "s"), 5435);
  EXPECT_EQ(*ports.take(80, "s"), 80);
  EXPECT_EQ(ports.published(), (std::vector<int>{5434, 5435, 80}));
}

TEST(Ports, AnOptionOfDockerRunStaysAsWrittenWhereItCan) {
  const Surroundings surroundings;
  Ports ports(surroundings);
  EXPECT_EQ(published(ports, "127.0.0.1:8123:8123"), "127.0.0.1:8123:8123");
  EXPECT_EQ(published(ports, "127.0.0.1:8123:8123", true), "127.0.0.1:8124:8123");
  EXPECT_EQ(published(ports, "8123:53/udp", true), "8125:53/udp");
  EXPECT_EQ(published(ports, "80"), "80");
  EXPECT_EQ(published(ports, "[::1]:9000:90"), "[::1]:9000:90");
  EXPECT_EQ(published(ports, "[::1]:9000:90", true), "[::1]:9001:90");
}

TEST(Ports, ARangeIsTakenWholeOrNotAtAll) {
  Surroundings surroundings;
  surroundings.taken_ports = {4002};
  Ports ports(surroundings);
  EXPECT_EQ(published(ports, "5000-5002:5000-5002"), "5000-5002:5000-5002");
  EXPECT_NE(published(ports, "4000-4003:4000-4003").find("error: its port range"),
            std::string::npos);
  EXPECT_EQ(ports.published(), (std::vector<int>{5000, 5001, 5002}));
}

TEST(Ports, NothingIsLeftAtTheEnd) {
  Surroundings surroundings;
  surroundings.taken_ports = {65535};
  Ports ports(surroundings);
  EXPECT_FALSE(ports.take(65535, "s"));
}

// Ports that services of the file have now, as a sync finds them.
TEST(Ports, NobodyTakesWhatAnotherServersServiceHas) {
  Surroundings surroundings;
  surroundings.held_ports = {{3000, {"a", false}}, {3001, {"b", true}}, {3003, {"c", false}}};
  Ports ports(surroundings);
  EXPECT_EQ(*ports.take(3000, "new"), 3002);
  EXPECT_EQ(*ports.take(3000, "c"), 3003);  // its own, behind what others hold
  EXPECT_EQ(*ports.take(3000, "a"), 3000);
  EXPECT_EQ(*ports.take(3000, "b"), 3001);
  EXPECT_EQ(*ports.take(3000, "new too"), 3004);
}

TEST(Ports, WrittenWordsGoBeforeWhatOnlyATemplateGave) {
  Surroundings surroundings;
  surroundings.held_ports = {{8080, {"a", false}}, {8081, {"b", true}}};
  Ports ports(surroundings);
  EXPECT_EQ(published(ports, "8080:80"), "8080:80");
  EXPECT_EQ(published(ports, "8081:80", true), "8082:80");
}

TEST(Ports, RollingBackFreesThem) {
  const Surroundings surroundings;
  Ports ports(surroundings);
  const auto mark = ports.mark();
  EXPECT_EQ(*ports.take(80, "s"), 80);
  ports.roll_back(mark);
  EXPECT_EQ(*ports.take(80, "s"), 80);
}

}  // namespace
}  // namespace mcpmx::mapping
