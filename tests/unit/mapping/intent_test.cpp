#include "mapping/intent.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace mcpmx::mapping {
namespace {

std::string with_service(const std::string& members) {
  return R"({"schema":"mcpmx.render/1","services":[{"key":"mcp","primary":true,"from":"runner")" +
         members + "}]}";
}

TEST(Intent, ReadsWhatATemplateSays) {
  const auto intent = parse_intent(R"({"schema":"mcpmx.render/1",
    "env":{"TOKEN":{"secret":true,"required":true},"URL":{"host_url":true,"default":"http://localhost:1"}},
    "paths":{"arguments":"write","options":{"--db":"write"}},"secret_options":["--key"],
    "services":[{"key":"db","hardening":"basic","compose":{"image":"x"}},
                {"key":"mcp","primary":true,"suffix":"mcp","from":"runner","http":{"port":3000,"path":"/mcp"}}],
    "choices":{"database":"managed"},"notes":["n"],"memo":"m"})",
                                   "test");
  ASSERT_TRUE(intent) << intent.error().message;
  EXPECT_EQ(intent->knowledge.env.at("TOKEN").secret, true);
  EXPECT_TRUE(intent->knowledge.env.at("URL").host_url);
  EXPECT_EQ(intent->knowledge.argument_paths, Access::kWrite);
  EXPECT_EQ(intent->services.size(), 2u);
  EXPECT_EQ(intent->services[1].http_port, 3000);
  EXPECT_EQ(intent->services[1].http_path, "/mcp");
  EXPECT_TRUE(intent->services[1].from_runner);
  EXPECT_EQ(intent->memo, "m");
}

struct Bad {
  const char* what;
  std::string json;
  const char* where;
};

TEST(Intent, EveryMistakeIsNamedWithItsPlace) {
  const Bad rows[] = {
      {"no JSON", "nope", ""},
      {"no object", "[]", ""},
      {"no schema", "{}", "/schema"},
      {"another schema", R"({"schema":"mcpmx.render/2"})", "/schema"},
      {"no services", R"({"schema":"mcpmx.render/1"})", "/services"},
      {"empty services", R"({"schema":"mcpmx.render/1","services":[]})", "/services"},
      {"no primary", R"({"schema":"mcpmx.render/1","services":[{"key":"a","from":"runner"}]})",
       "/services"},
      {"two primaries",
       R"({"schema":"mcpmx.render/1","services":[{"key":"a","from":"runner","primary":true},{"key":"b","from":"runner","suffix":"b","primary":true}]})",
       "/services"},
      {"one key twice",
       R"({"schema":"mcpmx.render/1","services":[{"key":"a","from":"runner","primary":true},{"key":"a","from":"runner","suffix":"b"}]})",
       "/services/1"},
      {"one name twice",
       R"({"schema":"mcpmx.render/1","services":[{"key":"a","from":"runner","primary":true},{"key":"b","from":"runner"}]})",
       "/services/1"},
      {"bad key", R"({"schema":"mcpmx.render/1","services":[{"key":"A b","primary":true}]})",
       "/services/0/key"},
      {"port out of range", with_service(R"(,"http":{"port":70000})"), "/services/0/http/port"},
      {"unknown http key", with_service(R"(,"http":{"port":1,"x":1})"), "/services/0/http/x"},
      {"relative cache", with_service(R"(,"cache":"x")"), "/services/0/cache"},
      {"unknown service key", with_service(R"(,"image":"x")"), "/services/0/image"},
      {"compose no object", with_service(R"(,"compose":[])"), "/services/0/compose"},
      {"unknown place", with_service(R"(,"compose":{"command":["a",{"$sercet":"X"}]})"),
       "/services/0/compose/command/1"},
      {"unknown key of Compose", with_service(R"(,"compose":{"imgae":"x"})"),
       "/services/0/compose/imgae"},
      {"wrong type in Compose", with_service(R"(,"compose":{"user":5})"),
       "/services/0/compose/user"},
      {"a mount in a command", with_service(R"(,"compose":{"command":[{"$path":"/a"}]})"),
       "/services/0/compose/command/0"},
      {"no image and no runner",
       R"({"schema":"mcpmx.render/1","services":[{"key":"a","primary":true}]})",
       "/services/0/compose/image"},
      {"http path that is no path", with_service(R"(,"http":{"port":1,"path":"mcp"})"),
       "/services/0/http/path"},
      {"env no object", R"({"schema":"mcpmx.render/1","env":[]})", "/env"},
      {"secret no flag", R"({"schema":"mcpmx.render/1","env":{"A":{"secret":"yes"}}})",
       "/env/A/secret"},
      {"path no access", R"({"schema":"mcpmx.render/1","env":{"A":{"path":"rw"}}})", "/env/A/path"},
      {"unknown key", R"({"schema":"mcpmx.render/1","service":{}})", "/service"},
  };
  for (const Bad& row : rows) {
    const auto intent = parse_intent(row.json, "acme");
    ASSERT_FALSE(intent) << row.what;
    EXPECT_EQ(intent.error().where, row.where) << row.what;
    EXPECT_NE(intent.error().message.find("\"acme\""), std::string::npos) << row.what;
  }
}

TEST(Intent, NestingIsBounded) {
  const std::string deep = std::string(100, '[') + std::string(100, ']');
  EXPECT_FALSE(parse_intent(with_service(R"(,"compose":{"x-a":)" + deep + "}"), "acme"));
}

TEST(Intent, OverlayReplacesMergesAndAppends) {
  auto base =
      boost::json::parse(
          R"({"image":"a","command":["x"],"environment":{"A":"1","B":{"$env":"B"}},"volumes":["v"]})")
          .as_object();
  const auto over =
      boost::json::parse(
          R"({"image":"b","command":["y"],"environment":{"B":{"$secret":"B"},"C":"3"},"volumes":["w"]})")
          .as_object();
  overlay(base, over);
  EXPECT_EQ(
      boost::json::serialize(base),
      R"({"image":"b","command":["y"],"environment":{"A":"1","B":{"$secret":"B"},"C":"3"},"volumes":["v","w"]})");
}

TEST(Intent, NamesBothServicesOfOneNameAndTheCure) {
  const auto intent = parse_intent(
      R"({"schema":"mcpmx.render/1","services":[{"key":"mcp","from":"runner","primary":true},{"key":"db","from":"runner"}]})",
      "acme");
  ASSERT_FALSE(intent);
  EXPECT_NE(intent.error().message.find("\"mcp\" and \"db\" would have one name"),
            std::string::npos)
      << intent.error().message;
  EXPECT_NE(intent.error().message.find("give one a suffix, in C++ .suffix(\"db\")"),
            std::string::npos)
      << intent.error().message;
}

}  // namespace
}  // namespace mcpmx::mapping
