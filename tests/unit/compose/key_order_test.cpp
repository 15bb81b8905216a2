#include "compose/key_order.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace mcpmx::compose {
namespace {

std::string ordered(const char* text) {
  auto project = boost::json::parse(text).get_object();
  canonical_order(project);
  return boost::json::serialize(project);
}

TEST(KeyOrder, TopLevelEndsWithExtensions) {
  EXPECT_EQ(ordered(R"({"x-b":1,"odd":2,"volumes":3,"x-a":4,"services":5,"even":6,"name":7})"),
            R"({"name":7,"services":5,"volumes":3,"odd":2,"even":6,"x-b":1,"x-a":4})");
}

TEST(KeyOrder, ServicesFollowTheUsualOrderAndKeepTheirPlace) {
  EXPECT_EQ(
      ordered(R"({"services":{"b":{"labels":1,"zzz":2,"restart":3,"aaa":4,"image":5},"a":{}}})"),
      R"({"services":{"b":{"image":5,"restart":3,"labels":1,"zzz":2,"aaa":4},"a":{}}})");
}

TEST(KeyOrder, ReachesIntoChecksMountsAndPorts) {
  EXPECT_EQ(ordered(R"({"services":{"a":{"ports":["80",{"published":"1","target":2}],)"
                    R"("volumes":[{"bind":{},"target":"t","type":"bind","source":"s"}],)"
                    R"("healthcheck":{"retries":1,"test":"x"}}}})"),
            R"({"services":{"a":{"ports":["80",{"target":2,"published":"1"}],)"
            R"("volumes":[{"type":"bind","source":"s","target":"t","bind":{}}],)"
            R"("healthcheck":{"test":"x","retries":1}}}})");
}

TEST(KeyOrder, LeavesNamesThatPeopleChose) {
  const char* text =
      R"({"services":{"x":{"environment":{"image":"1","command":"0","b":2,"a":1},"labels":{"name":"z","image":"y"}}}})";
  EXPECT_EQ(ordered(text), text);
}

TEST(KeyOrder, IsIdempotentAndToleratesAnyShape) {
  for (const char* text :
       {R"({"services":[1]})", R"({"services":{"a":null,"b":[{}]}})",
        R"({"services":{"a":{"volumes":{},"ports":null,"healthcheck":true}}})"}) {
    auto project = boost::json::parse(text).get_object();
    const auto before = project;
    canonical_order(project);
    EXPECT_EQ(project, before);
    const std::string once = boost::json::serialize(project);
    canonical_order(project);
    EXPECT_EQ(boost::json::serialize(project), once);
  }
}

}  // namespace
}  // namespace mcpmx::compose
