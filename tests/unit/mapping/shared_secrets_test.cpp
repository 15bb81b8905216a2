#include "mapping/shared_secrets.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace mcpmx::mapping {
namespace {

Segment text(std::string_view part) {
  return {Segment::Kind::kText, std::string(part), {}, false, false};
}

Segment secret(std::string_view part, std::string_view name) {
  return {Segment::Kind::kSecret, std::string(part), std::string(name), false, false};
}

struct Row {
  const char* name;
  const char* secret;  // of one entry, as KEY
  const char* text;    // of the other
  const char* want;    // with every secret as (KEY)
};

TEST(SharedSecrets, AreFoundInTextsOfOtherEntries) {
  const Row rows[] = {
      {"whole", "k3y-of-one", "k3y-of-one", "(KEY)"},
      {"word as a whole", "postgres", "postgres", "(KEY)"},
      {"within", "k3y-of-one", "?t=k3y-of-one&x", "?t=(KEY)&x"},
      {"twice", "k3y-of-one", "k3y-of-one,k3y-of-one", "(KEY),(KEY)"},
      {"at the end", "k3y-of-one", "run k3y-of-one", "run (KEY)"},
      {"a word within", "postgres", "from postgres to it", "from postgres to it"},
      {"a long word within", "correcthorsebattery", "is correcthorsebattery", "is (KEY)"},
      {"part of another word", "k3yofone", "xk3yofone k3yofonex", "xk3yofone k3yofonex"},
      {"glued and surely no word", "k3yofone01234567", "xk3yofone01234567x", "x(KEY)x"},
      {"too short", "k3y", "k3y", "k3y"},
      {"shorter than any secret", "k3y-of-one", "k3y", "k3y"},
      {"begins alike", "k3y-of-one", "k3y-of-two", "k3y-of-two"},
      {"empty", "k3y-of-one", "", ""},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    std::vector<Reading> readings(2);
    readings[0].values.env = {{"KEY", {secret(row.secret, "KEY")}}};
    readings[1].values.args = {{text(row.text)}};
    share_secrets(readings);
    std::string got;
    for (const Segment& segment : readings[1].values.args[0]) {
      got += segment.kind == Segment::Kind::kSecret ? "(" + segment.name + ")" : segment.text;
    }
    EXPECT_EQ(got, row.want);
    const bool found = std::string_view(row.want).find('(') != std::string_view::npos;
    EXPECT_EQ(readings[1].values.arg_secrets,
              found ? std::vector<std::string>{"KEY"} : std::vector<std::string>());
  }
}

TEST(SharedSecrets, WordsThatAreOneArePartOfOthers) {
  std::vector<Reading> readings(1);
  readings[0].values.env = {{"KEY", {secret("my_api_key", "KEY")}},
                            {"NAME", {text("my_api_key_name")}},
                            {"SAME", {text("my_api_key")}}};
  share_secrets(readings);
  EXPECT_EQ(readings[0].values.env[1].second, (Value{text("my_api_key_name")}));
  EXPECT_EQ(readings[0].values.env[2].second, (Value{secret("my_api_key", "KEY")}));
}

TEST(SharedSecrets, TheLongestOfSeveralDecides) {
  std::vector<Reading> readings(1);
  readings[0].values.env = {{"A", {secret("k3y-of-one", "A")}},
                            {"B", {secret("k3y-of-one-and-two", "B")}},
                            {"C", {text("k3y-of-one-and-two")}}};
  share_secrets(readings);
  EXPECT_EQ(readings[0].values.env[2].second, (Value{secret("k3y-of-one-and-two", "B")}));
  EXPECT_EQ(readings[0].values.secrets, (std::vector<std::string>{"C"}));
}

TEST(SharedSecrets, AreFoundInWhatATemplateCopied) {
  std::vector<Reading> readings(1);
  readings[0].values.env = {{"KEY", {secret("k3y-of-one", "KEY")}}};
  readings[0].intent.emplace();
  readings[0].intent->services.emplace_back();
  auto& compose = readings[0].intent->services[0].compose;
  compose = boost::json::parse(R"({"image": "k3y-of-one", "labels": {"a": "is k3y-of-one"},
                                   "volumes": [{"$volume": "k3y-of-one"}]})")
                .as_object();
  share_secrets(readings);
  EXPECT_EQ(boost::json::serialize(compose),
            R"({"image":"k3y-of-one","labels":{"a":{"$join":["is ",{"$secret":"KEY",)"
            R"("value":"k3y-of-one"}]}},"volumes":[{"$volume":"k3y-of-one"}]})");
}

}  // namespace
}  // namespace mcpmx::mapping
