#include "app/bindings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json.hpp>

#include "../compose/temporary_home.h"

namespace mcpmx::app {
namespace {

namespace json = boost::json;

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

class BindingsFile : public compose::TemporaryHome {
 protected:
  std::string path() const { return home_ + "/.config/mcpmx/profiles.json"; }
  Result<Bindings> load(const std::string& metadata = "") const {
    mcpm::TextFile theirs{home_ + "/.config/mcpm/profiles_metadata.json", std::nullopt};
    if (!metadata.empty()) theirs.text = metadata;
    return load_bindings(environment_, theirs);
  }
};

TEST_F(BindingsFile, NothingSetIsTheDefaults) {
  const auto bindings = load();
  ASSERT_TRUE(bindings);
  EXPECT_EQ(bindings->file.path, path());
  EXPECT_EQ(bindings->file.text, std::nullopt);
  const Binding binding = bindings->of("work");
  EXPECT_EQ(binding.compose_file, "docker-compose.yml");
  EXPECT_FALSE(binding.auto_deploy);
  EXPECT_EQ(binding.conflict_resolution, "profile_wins");
  EXPECT_EQ(binding.last_sync_hash, "");
  EXPECT_THAT(binding.where, IsEmpty());
  EXPECT_FALSE(std::filesystem::exists(home_ + "/.config")) << "reading makes nothing";
}

TEST_F(BindingsFile, OurFileComesBeforeMcpms) {
  put(path(), "{\n\"work\": {\"compose_file\": \"/d/a.yml\",\n\"auto_deploy\": true}\n}");
  const auto bindings = load(R"({"work": {"name": "work", "docker_metadata":
      {"compose_file": "b.yml", "auto_deploy": false, "conflict_resolution": "merge",
       "last_sync_hash": null}},
    "home": {"name": "home", "docker_metadata": {"last_sync_hash": "h", "other": 1}},
    "none": {"name": "none", "docker_metadata": null}, "odd": 1})");
  ASSERT_TRUE(bindings);
  const Binding work = bindings->of("work");
  EXPECT_EQ(work.compose_file, "/d/a.yml");
  EXPECT_TRUE(work.auto_deploy);
  EXPECT_EQ(work.conflict_resolution, "merge");
  EXPECT_EQ(work.where.at("compose_file"), path() + ":2");
  EXPECT_EQ(work.where.at("conflict_resolution"), home_ + "/.config/mcpm/profiles_metadata.json:2");
  EXPECT_FALSE(work.is_set("last_sync_hash"));
  EXPECT_EQ(bindings->of("home").last_sync_hash, "h");
  EXPECT_THAT(bindings->of("none").findings, IsEmpty());
  EXPECT_THAT(bindings->own, ElementsAre("work"));
}

struct WrongRow {
  const char* settings;
  const char* code;
  const char* message;
};

TEST_F(BindingsFile, WhatCannotBeUsedIsTold) {
  const WrongRow rows[] = {
      {R"({"compose_file": 1})", "binding.invalid",
       "compose_file must be a string, found a number"},
      {R"({"compose_file": ""})", "binding.invalid", "compose_file is empty"},
      {R"({"auto_deploy": "true"})", "binding.invalid", "auto_deploy must be true or false"},
      {R"({"conflict_resolution": []})", "binding.invalid", "conflict_resolution must be a string"},
      {R"({"last_sync_hash": {}})", "binding.invalid", "last_sync_hash must be a string"},
      {"[]", "binding.invalid", "the settings must be an object, found a list"},
      {"null", "binding.invalid", "the settings must be an object, found null"},
      {R"({"auto_deplyo": true})", "binding.unknown-key", "no setting \"auto_deplyo\""},
  };
  for (const WrongRow& row : rows) {
    put(path(), "{\n\"p\":\n" + std::string(row.settings) + "}");
    const auto bindings = load();
    ASSERT_TRUE(bindings) << row.settings;
    const Binding binding = bindings->of("p");
    ASSERT_EQ(binding.findings.size(), 1U) << row.settings;
    EXPECT_EQ(binding.findings[0].code, row.code);
    EXPECT_THAT(binding.findings[0].message, HasSubstr(row.message));
    EXPECT_EQ(binding.findings[0].where, path() + ":3");
    EXPECT_THAT(binding.where, IsEmpty()) << row.settings;
    EXPECT_EQ(binding.compose_file, Binding().compose_file);
  }
}

TEST_F(BindingsFile, PathsOfAPerson) {
  put(path(), R"({"a": {"compose_file": "~/a.yml"}, "b": {"compose_file": "b.yml"}})");
  const auto bindings = load();
  ASSERT_TRUE(bindings);
  EXPECT_EQ(bindings->of("a").compose_file, home_ + "/a.yml");
  EXPECT_THAT(bindings->of("a").findings, IsEmpty());
  EXPECT_EQ(bindings->of("b").compose_file, "b.yml");
  ASSERT_EQ(bindings->of("b").findings.size(), 1U);
  EXPECT_EQ(bindings->of("b").findings[0].code, "binding.relative-path");
}

TEST_F(BindingsFile, KeysThatStandTwice) {
  put(path(), "{\"a\": {\"auto_deploy\": false,\n\"auto_deploy\": true}}");
  const auto bindings = load();
  ASSERT_TRUE(bindings);
  EXPECT_TRUE(bindings->of("a").auto_deploy);
  ASSERT_EQ(bindings->findings.size(), 1U);
  EXPECT_THAT(bindings->findings[0].message, HasSubstr("\"auto_deploy\" stands twice"));
  const BindingChange change{"a", kAutoDeploy, json::value(false)};
  const auto edited = edit_bindings(bindings->file, {&change, 1});
  ASSERT_FALSE(edited);
  EXPECT_THAT(edited.error().where, StartsWith(path()));
}

TEST_F(BindingsFile, AnotherFolderOfMcpmHasProfilesOfItsOwn) {
  put(path(), "{\"work\": {\"compose_file\": \"/d/a.yml\"},\n\"" + home_ +
                  "/other/work\": {\"compose_file\": \"/d/b.yml\"}}");
  const auto usual = load();
  ASSERT_TRUE(usual);
  EXPECT_EQ(usual->of("work").compose_file, "/d/a.yml");
  EXPECT_EQ(usual->key_of("work"), "work");
  environment_.working_directory = home_;
  const auto other = load_bindings(environment_, {"other/profiles_metadata.json", std::nullopt});
  ASSERT_TRUE(other);
  EXPECT_EQ(other->of("work").compose_file, "/d/b.yml");
  EXPECT_EQ(other->key_of("work"), home_ + "/other/work");
  EXPECT_FALSE(other->of("home").is_set(kComposeFile));
}

TEST_F(BindingsFile, ABrokenFileIsAnError) {
  for (const char* text : {"", "{\"a\": {]}", "[]", "{\"a\": \"\xff\"}"}) {
    put(path(), text);
    const auto bindings = load();
    ASSERT_FALSE(bindings) << text;
    EXPECT_THAT(bindings.error().where, StartsWith(path() + ":1"));
    EXPECT_FALSE(bindings.error().hint.empty());
    EXPECT_FALSE(edit_bindings({path(), text}, {}));
  }
}

struct EditRow {
  const char* what;
  const char* before;  // null: there is no file
  std::vector<BindingChange> changes;
  const char* after;
};

TEST(EditBindings, TouchesOnlyWhatDiffers) {
  const BindingChange file{"work", kComposeFile, json::value("/d/ä.yml")};
  const BindingChange deploy{"work", kAutoDeploy, json::value(true)};
  const BindingChange no_file{"work", kComposeFile, std::nullopt};
  const BindingChange no_deploy{"work", kAutoDeploy, std::nullopt};
  const EditRow rows[] = {
      {"a new file",
       nullptr,
       {deploy, file},
       "{\n  \"work\": {\n    \"compose_file\": \"/d/\\u00e4.yml\",\n    \"auto_deploy\": true\n  "
       "}\n}\n"},
      {"no file, and nothing to say", nullptr, {no_file}, "{}\n"},
      {"a new profile",
       "{\"a\": {\"x\" :1}}",
       {deploy},
       "{\"a\": {\"x\" :1}, \"work\": {\"auto_deploy\": true}}"},
      {"a new field, at its place",
       "{\"work\": {\"auto_deploy\":false, \"mine\": [1,2]}}",
       {{"work", kConflictResolution, json::value("merge")}},
       "{\"work\": {\"auto_deploy\":false, \"conflict_resolution\": \"merge\", \"mine\": [1,2]}}"},
      {"a value",
       "{\"work\": {\"auto_deploy\" : false}}",
       {deploy},
       "{\"work\": {\"auto_deploy\" : true}}"},
      {"a value of a wrong type",
       "{\"work\": {\"auto_deploy\": \"yes\"}}",
       {deploy},
       "{\"work\": {\"auto_deploy\": true}}"},
      {"the same",
       "{\"work\" :{\"auto_deploy\": true} }",
       {deploy},
       "{\"work\" :{\"auto_deploy\": true} }"},
      {"a reset",
       "{\"work\": {\"mine\": 1, \"auto_deploy\": true}}",
       {no_deploy},
       "{\"work\": {\"mine\": 1}}"},
      {"the last reset",
       "{\"a\": {}, \"work\": {\"auto_deploy\": true}}",
       {no_deploy},
       "{\"a\": {}}"},
      {"a reset and a value",
       "{\"work\": {\"auto_deploy\": true}}",
       {no_deploy, file},
       "{\"work\": {\"compose_file\": \"/d/\\u00e4.yml\"}}"},
      {"a reset of the first, and a value",
       "{\"work\": {\"compose_file\": \"x\", \"last_sync_hash\": \"h\"}}",
       {no_file, deploy},
       "{\"work\": {\"auto_deploy\": true, \"last_sync_hash\": \"h\"}}"},
      {"two profiles",
       "{}",
       {deploy, {"b", kAutoDeploy, json::value(false)}},
       "{\n  \"b\": {\n    \"auto_deploy\": false\n  },\n  \"work\": {\n    \"auto_deploy\": "
       "true\n  }\n}"},
  };
  for (const EditRow& row : rows) {
    mcpm::TextFile source{"/c/profiles.json", std::nullopt};
    if (row.before != nullptr) source.text = row.before;
    const auto result = edit_bindings(source, row.changes);
    ASSERT_TRUE(result) << row.what << ": " << result.error().message;
    EXPECT_EQ(*result, row.after) << row.what;
  }
}

TEST(EditBindings, RefusesWhatIsNoObject) {
  const BindingChange change{"work", kAutoDeploy, json::value(true)};
  const auto result = edit_bindings({"/c/profiles.json", "{\n\"work\": 1}"}, {&change, 1});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().where, "/c/profiles.json:2");
  const BindingChange bytes{"work", kComposeFile, json::value("\xff")};
  const auto refused = edit_bindings({"/c/profiles.json", "{}"}, {&bytes, 1});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("not UTF-8"));
}

std::size_t below(std::size_t bound) { return *rc::gen::inRange<std::size_t>(0, bound); }

// Every field at random, set or reset, over and over: the file says the last of each, and a key of
// somebody else's stays where it was.
RC_GTEST_PROP(BindingsLaw, TheFileSaysWhatWasSetLast, ()) {
  const std::vector<std::string> kProfiles = {"work", "größe", "a \"b\""};
  mcpm::TextFile file{"/c/profiles.json", std::nullopt};
  if (below(2) == 0) file.text = "{\"work\":{\"mine\" :[1,\n2]},\"other\" : {\"x\": null}}";
  const bool has_mine = file.text.has_value();
  json::object wanted;
  for (std::size_t round = 1 + below(5); round > 0; --round) {
    std::vector<BindingChange> changes;
    for (const std::string& profile : kProfiles) {
      for (const std::string_view field : kBindingFields) {
        if (below(3) > 0) continue;
        BindingChange change{profile, field, std::nullopt};
        if (field == kAutoDeploy) {
          change.value = below(2) == 0;
        } else {
          change.value = "/v/" + std::to_string(below(4));
        }
        if (below(3) == 0) change.value.reset();
        json::object& settings = wanted[profile].is_null() ? wanted[profile].emplace_object()
                                                           : wanted[profile].as_object();
        settings.erase(field);
        if (change.value) settings.emplace(field, *change.value);
        changes.push_back(std::move(change));
      }
    }
    auto text = edit_bindings(file, changes);
    if (!text)
      RC_LOG() << text.error().where << " " << text.error().message << "\n"
               << file.text.value_or("");
    RC_ASSERT(text.has_value());
    file.text = *text;
    RC_ASSERT(*edit_bindings(file, changes) == *text);
  }
  json::object expected;
  for (auto& [profile, settings] : wanted) {
    if (!settings.as_object().empty()) expected[profile] = settings;
  }
  if (has_mine) {
    RC_ASSERT(file.text->find("\"mine\" :[1,\n2]") != std::string::npos);
    RC_ASSERT(file.text->find("\"other\" : {\"x\": null}") != std::string::npos);
    if (!expected.contains("work")) expected["work"] = json::object();
    expected["work"].as_object()["mine"] = json::array{1, 2};
    expected["other"] = json::object{{"x", nullptr}};
  }
  RC_ASSERT(json::parse(*file.text) == json::value(expected));
}

}  // namespace
}  // namespace mcpmx::app
