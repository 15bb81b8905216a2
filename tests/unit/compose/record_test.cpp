#include "compose/record.h"

#include <optional>
#include <string>
#include <vector>

#include "temporary_home.h"

namespace mcpmx::compose {
namespace {

using RecordTest = TemporaryHome;

const StateKey kKey(std::string(32, 'k'));

Record sample() {
  Record record;
  record.set_profile("small");
  record.set_file("name: mcp-small\n");
  record.set_variable("TOKEN", "s3cret", kKey);
  record.set_owners("TOKEN", {"one", "two"});
  return record;
}

TEST_F(RecordTest, KnowsWhatWeWroteAfterARoundTrip) {
  std::vector<Diagnostic> findings;
  const Record record = Record::parse(sample().to_text(), "record", findings);
  EXPECT_TRUE(findings.empty());
  EXPECT_EQ(record.profile(), "small");
  EXPECT_TRUE(record.wrote("name: mcp-small\n"));
  EXPECT_FALSE(record.wrote("name: mcp-small"));
  EXPECT_FALSE(record.wrote(""));
  EXPECT_TRUE(record.wrote("TOKEN", "s3cret", kKey));
  EXPECT_FALSE(record.wrote("TOKEN", "edited", kKey));
  EXPECT_FALSE(record.wrote("OTHER", "s3cret", kKey));
  EXPECT_FALSE(record.wrote("TOKEN", "s3cret", StateKey(std::string(32, 'l'))));
  EXPECT_TRUE(record.has_variable("TOKEN"));
  EXPECT_FALSE(record.has_variable("OTHER"));
  EXPECT_EQ(record.owners_of("TOKEN"), (Record::Names{"one", "two"}));
  EXPECT_TRUE(record.owners_of("OTHER").empty());
}

TEST_F(RecordTest, TextIsStableAndHoldsNoValue) {
  const std::string text = sample().to_text();
  EXPECT_EQ(text, sample().to_text());
  EXPECT_EQ(text.find("s3cret"), std::string::npos);
  EXPECT_TRUE(
      text.starts_with("{\n  \"schema\": \"mcpmx.record/1\",\n  \"profile\": \"small\",\n"));
  EXPECT_TRUE(text.ends_with("\n}\n"));
}

TEST_F(RecordTest, NamesThePartsThatWereEdited) {
  const std::string text =
      "# head\nname: w\nservices:\n  a:\n    image: x\n  b:\n    image: y\nx-mcpmx:\n  version: "
      "1\n";
  struct Row {
    const char* name;
    const char* from;
    const char* to;
    std::vector<std::string> edited;
  };
  const Row rows[] = {
      {"nothing", "", "", {}},
      {"the settings", "version: 1", "version: 1\n  services: {a: {network: host}}", {}},
      {"a service", "image: y", "image: z", {"services/b"}},
      {"a comment in a service", "image: x", "image: x  # mine", {"services/a"}},
      {"a service more", "x-mcpmx:", "  c:\n    image: z\nx-mcpmx:", {"services/c"}},
      {"a service less", "  b:\n    image: y\n", "", {"services/b"}},
      {"a key more", "x-mcpmx:", "volumes:\n  a:\nx-mcpmx:", {"volumes"}},
      {"a comment that begins a line", "x-mcpmx:", "# mine\nx-mcpmx:", {""}},
  };
  Record made;
  made.set_file(text);
  std::vector<Diagnostic> findings;
  const Record record = Record::parse(made.to_text(), "record", findings);
  for (const Row& row : rows) {
    std::string changed = text;
    changed.replace(changed.find(row.from), std::string(row.from).size(), row.to);
    EXPECT_EQ(record.edited_parts(changed), row.edited) << row.name;
  }
  EXPECT_EQ(Record().edited_parts(text), std::nullopt) << "a record without parts";
}

TEST_F(RecordTest, ForgetsARemovedVariable) {
  Record record = sample();
  record.remove_variable("TOKEN");
  record.remove_variable("TOKEN");
  EXPECT_FALSE(record.wrote("TOKEN", "s3cret", kKey));
  EXPECT_EQ(record.to_text().find("TOKEN"), std::string::npos);
}

TEST_F(RecordTest, StandsBesideTheComposeFile) {
  EXPECT_EQ(Record::path_for("/a/b/docker-compose.yml"), "/a/b/.mcpmx/docker-compose.yml.json");
  EXPECT_EQ(Record::path_for("compose.yaml"), ".mcpmx/compose.yaml.json");
  EXPECT_EQ(Record::gitignore_path_for("/a/b/docker-compose.yml"), "/a/b/.mcpmx/.gitignore");
  EXPECT_EQ(Record::gitignore_path_for("compose.yaml"), ".mcpmx/.gitignore");
}

TEST_F(RecordTest, LoadsFromItsPlace) {
  std::vector<Diagnostic> findings;
  const std::string compose = home_ + "/docker-compose.yml";
  EXPECT_TRUE(Record::load(compose, findings)->is_empty());
  EXPECT_TRUE(findings.empty());
  put(Record::path_for(compose), sample().to_text());
  EXPECT_TRUE(Record::load(compose, findings)->wrote("name: mcp-small\n"));
  EXPECT_TRUE(findings.empty());
}

class CorruptRecord : public testing::TestWithParam<const char*> {};

TEST_P(CorruptRecord, CountsAsAbsentWithAFinding) {
  std::vector<Diagnostic> findings;
  const Record record = Record::parse(GetParam(), "/p/.mcpmx/c.json", findings);
  EXPECT_TRUE(record.is_empty());
  EXPECT_FALSE(record.wrote(""));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].code, "compose.record-unusable");
  EXPECT_EQ(findings[0].where, "/p/.mcpmx/c.json");
}

constexpr char kNoEnv[] =
    R"({"schema":"mcpmx.record/1","profile":"p","sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"})";
constexpr char kBadEnv[] =
    R"({"schema":"mcpmx.record/1","profile":"p","sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","env":{"A":1}})";

INSTANTIATE_TEST_SUITE_P(Rows, CorruptRecord,
                         testing::Values("", "{", "[]", "{}", "null",
                                         R"({"schema":"mcpmx.record/2","sha256":"","env":{}})",
                                         R"({"schema":"mcpmx.record/1","sha256":"","env":{}})",
                                         R"({"schema":"mcpmx.record/1","sha256":7,"env":{}})",
                                         kNoEnv, kBadEnv));

TEST_F(RecordTest, WhatCannotBeReadIsAnError) {
  const std::string compose = home_ + "/c.yml";
  std::filesystem::create_directories(Record::path_for(compose));
  std::vector<Diagnostic> findings;
  EXPECT_FALSE(Record::load(compose, findings).has_value());
  EXPECT_TRUE(findings.empty());
}

}  // namespace
}  // namespace mcpmx::compose
