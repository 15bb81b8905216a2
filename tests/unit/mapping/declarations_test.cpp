#include "mapping/declarations.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace mcpmx::mapping {
namespace {

namespace json = boost::json;

class DeclarationsTest : public testing::Test {
 protected:
  // Every value is filled with its server's name around it, and counted.
  Result<void> declare(const std::string& server, const std::string& volume, const char* written) {
    return declarations_.declare_volume(
        volume, json::parse(written).as_object(), server,
        [&](std::string_view, std::string_view key, std::string_view text) -> Result<std::string> {
          ++filled_;
          if (text == "refused") return failed("refused");
          return key == "name" ? std::string(text) : server + "<" + std::string(text) + ">";
        });
  }
  std::string volumes() const { return json::serialize(declarations_.volumes()); }
  std::string networks() const { return json::serialize(declarations_.networks()); }

  Declarations declarations_;
  int filled_ = 0;
};

TEST_F(DeclarationsTest, FillsAWordOnceAndMergesWhatServersSay) {
  ASSERT_TRUE(declare("a", "data", R"({"name": "data", "driver_opts": {"o": "pw"}})"));
  ASSERT_TRUE(declare("a", "data", R"({"name": "data", "driver_opts": {"o": "pw"}})"));
  declarations_.keep();
  ASSERT_TRUE(declare("b", "data", R"({"name": "data"})"));
  ASSERT_TRUE(declare("b", "data", R"({"name": "data", "driver_opts": {"o": "pw", "x": "y"}})"));
  declarations_.keep();
  EXPECT_EQ(volumes(), R"({"data":{"name":"data","driver_opts":{"o":"a<pw>","x":"b<y>"}}})");
  EXPECT_EQ(filled_, 3);
}

TEST_F(DeclarationsTest, ADifferingWordIsAnErrorThatNamesBothServersAndNoValue) {
  ASSERT_TRUE(declare("a", "data", R"({"name": "data", "driver": "local", "labels": {"l": "1"},
                                      "driver_opts": {"o": "geheim"}})"));
  declarations_.keep();
  struct Row {
    const char* name;
    const char* written;
    const char* what;
  };
  const Row rows[] = {
      {"driver", R"({"name": "data", "driver": "nfs"})", "another driver than"},
      {"option", R"({"name": "data", "driver_opts": {"o": "anders"}})",
       "another driver option o than"},
      {"label", R"({"name": "data", "labels": {"l": "2"}})", "another label l than"},
      {"of the project", "{}", "another name than"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const auto declared = declare("b", "data", row.written);
    declarations_.drop();
    ASSERT_FALSE(declared);
    const std::string& message = declared.error().message;
    EXPECT_NE(message.find(row.what), std::string::npos) << message;
    EXPECT_NE(message.find("the server \"a\""), std::string::npos) << message;
    EXPECT_EQ(message.find("geheim"), std::string::npos) << message;
    EXPECT_EQ(message.find("anders"), std::string::npos) << message;
    EXPECT_FALSE(declared.error().hint.empty());
  }
}

TEST_F(DeclarationsTest, WhatIsDroppedLeavesNothing) {
  ASSERT_TRUE(declare("a", "data", R"({"name": "data", "driver_opts": {"o": "x"}})"));
  declarations_.declare_network("n", "n");
  declarations_.keep();
  const std::string before = volumes() + networks();
  ASSERT_TRUE(declare("b", "data", R"({"name": "data", "labels": {"l": "1"}})"));
  ASSERT_TRUE(declare("b", "late", R"({"name": "late"})"));
  EXPECT_FALSE(declare("b", "late", R"({"name": "late", "driver": "refused"})"));
  declarations_.declare_network("m", "m");
  EXPECT_TRUE(declarations_.has_volume("late"));
  declarations_.drop();
  declarations_.keep();
  EXPECT_FALSE(declarations_.has_volume("late"));
  EXPECT_EQ(volumes() + networks(), before);
}

TEST_F(DeclarationsTest, AVolumeOfTheProjectHasNoWords) {
  ASSERT_TRUE(declarations_.declare_volume("a-cache", "a"));
  ASSERT_TRUE(declarations_.declare_volume("a-cache", "a"));
  declarations_.keep();
  EXPECT_EQ(volumes(), R"({"a-cache":null})");
}

TEST_F(DeclarationsTest, TwoNetworksNeverShareAKey) {
  EXPECT_EQ(declarations_.declare_network("my net", "my-net"), "my-net");
  EXPECT_EQ(declarations_.declare_network("my-net", "my-net"), "my-net-2");
  declarations_.keep();
  EXPECT_EQ(declarations_.declare_network("my-net", "my-net"), "my-net-2");
  EXPECT_EQ(declarations_.declare_network("my+net", "my-net"), "my-net-3");
  declarations_.keep();
  EXPECT_EQ(networks(), R"({"my-net":{"name":"my net","external":true},)"
                        R"("my-net-2":{"name":"my-net","external":true},)"
                        R"("my-net-3":{"name":"my+net","external":true}})");
}

}  // namespace
}  // namespace mcpmx::mapping
