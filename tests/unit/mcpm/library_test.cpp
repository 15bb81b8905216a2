#include "mcpm/library.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdlib>

#include "config_folder.h"

namespace mcpmx::mcpm {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Load, KeepsTheBytesThatItRead) {
  const Folder folder;
  folder.write("servers.json", "{\r\n}");
  folder.write("profiles.json", "not read");
  auto texts = read_texts(folder.path() + "/");
  ASSERT_TRUE(texts);
  EXPECT_EQ(texts->servers.path, folder.file("servers.json"));
  EXPECT_EQ(texts->servers.text, "{\r\n}");
  EXPECT_EQ(texts->metadata.path, folder.file("profiles_metadata.json"));
  EXPECT_EQ(texts->metadata.text, std::nullopt);
  EXPECT_EQ(texts->v1.text, std::nullopt);
  EXPECT_THAT(codes(*load_text(*texts)), ElementsAre("mcpm.v1-ignored"));
  // What is read is the text, not the file.
  texts->servers.text = R"({"a": {"name": "a", "command": "x"}})";
  EXPECT_THAT(names(load_text(*texts)->servers), ElementsAre("a"));

  std::filesystem::remove(folder.file("servers.json"));
  folder.write("profiles.json", R"({"p": []})");
  texts = read_texts(folder.path());
  ASSERT_TRUE(texts);
  EXPECT_EQ(texts->v1.text, R"({"p": []})");
  EXPECT_EQ(load_text(*texts)->format, 1);
}

TEST(Load, KeepsTheLastOfTwoEntriesAtTheFirstPlace) {
  const Library library = loaded_servers(
      "{\"a\": {\"name\": \"a\", \"command\": \"old\"},\n"
      "\"b\": {\"name\": \"b\", \"command\": \"x\", \"env\": {\"K\": \"1\", \"L\": \"2\",\n\"K\": "
      "\"3\"}},\n"
      "\"a\": {\"name\": \"a\", \"command\": \"new\"}}");
  EXPECT_THAT(names(library.servers), ElementsAre("a", "b"));
  EXPECT_EQ(library.servers[0].command, "new");
  EXPECT_EQ(library.servers[0].where.line, 4U);
  EXPECT_THAT(library.servers[1].env, ElementsAre(Pair{"K", "3"}, Pair{"L", "2"}));
  ASSERT_THAT(codes(library), ElementsAre("mcpm.duplicate-key", "mcpm.duplicate-key"));
  EXPECT_THAT(library.findings[0].message, HasSubstr("\"K\" stands twice, in lines 2 and 3"));
  EXPECT_THAT(library.findings[1].message, HasSubstr("\"a\" stands twice, in lines 1 and 4"));
}

TEST(Load, TakesOddNamesAndArgumentsAsData) {
  const Library library = loaded_servers(
      R"({"a\u0000b\n: {": {"name": "a\u0000b\n: {", "command": "x", "args": ["\u0000", "\u001b[31m", "- *a"],
          "profile_tags": ["", "two\nlines", "two\nlines"]}})");
  EXPECT_THAT(codes(library), IsEmpty());
  ASSERT_EQ(library.servers.size(), 1U);
  EXPECT_EQ(library.servers[0].name, std::string("a\0b\n: {", 7));
  EXPECT_EQ(library.servers[0].args[0], std::string(1, '\0'));
  ASSERT_EQ(library.profiles.size(), 2U);
  EXPECT_EQ(library.profiles[0].name, "");
  EXPECT_EQ(library.profiles[1].name, "two\nlines");
  EXPECT_THAT(library.profiles[1].servers, ElementsAre(0U));
}

TEST(Load, OrdersProfilesByMetadataThenByTags) {
  const Folder folder;
  folder.write("servers.json",
               R"({"a": {"name": "a", "command": "x", "profile_tags": ["new", "two"]},
"b": {"name": "b", "command": "x", "profile_tags": ["one", "two", "newer"]}})");
  folder.write("profiles_metadata.json",
               R"({"two": {"name": "two", "api_key": "s3cret", "description": "second"},
"one": {"name": "one", "api_key": null, "description": null},
"empty": {"name": "empty", "api_key": null, "description": ""}})");
  const Library library = loaded(folder);
  EXPECT_THAT(codes(library), IsEmpty());
  std::vector<std::string> order;
  for (const Profile& profile : library.profiles) order.push_back(profile.name);
  EXPECT_THAT(order, ElementsAre("two", "one", "empty", "new", "newer"));
  EXPECT_EQ(library.profiles[0].description, "second");
  EXPECT_THAT(library.profiles[0].servers, ElementsAre(0U, 1U));
  EXPECT_EQ(library.profiles[1].where.text(), folder.file("profiles_metadata.json:2"));
  EXPECT_THAT(library.profiles[2].servers, IsEmpty());
  EXPECT_EQ(library.profiles[4].where.text(), folder.file("servers.json:2"));
}

TEST(Load, ReportsOddMetadataAndKeepsTheProfile) {
  const Folder folder;
  folder.write("servers.json", "{}");
  folder.write(
      "profiles_metadata.json",
      "{\"a\": 1,\n\"b\": {},\n\"c\": {\"name\": \"x\", \"description\": 1, \"api_key\": 2},\n"
      "\"d\": {\"name\": \"d\", \"docker_metadata\": {}}}");
  const Library library = loaded(folder);
  EXPECT_EQ(library.profiles.size(), 4U);
  EXPECT_THAT(codes(library),
              ElementsAre("mcpm.invalid-profile", "mcpm.invalid-profile", "mcpm.name-mismatch",
                          "mcpm.invalid-profile", "mcpm.invalid-profile", "mcpm.unknown-field"));
  EXPECT_THAT(library.findings[5].where, testing::EndsWith("profiles_metadata.json:4"));
}

TEST(Load, ReadsVersionOne) {
  const Folder folder;
  folder.write("profiles.json",
               "{\"p\": [\n{\"name\": \"s\", \"command\": \"one\"},\n{\"name\": \"s\", "
               "\"command\": \"two\"},\n"
               "{\"command\": \"nameless\"}],\n\"q\": [{\"name\": \"s\", \"url\": "
               "\"https://x\"}],\n\"empty\": [],\n\"odd\": {}}");
  const Library library = loaded(folder);
  EXPECT_EQ(library.format, 1);
  EXPECT_EQ(library.file, folder.file("profiles.json"));
  ASSERT_EQ(library.servers.size(), 2U);
  EXPECT_EQ(library.servers[0].command, "two");
  EXPECT_THAT(library.servers[0].profile_tags, ElementsAre("p"));
  EXPECT_EQ(library.servers[1].url, "https://x");
  ASSERT_EQ(library.profiles.size(), 4U);
  EXPECT_THAT(library.profiles[0].servers, ElementsAre(0U));
  EXPECT_THAT(library.profiles[1].servers, ElementsAre(1U));
  EXPECT_THAT(library.profiles[2].servers, IsEmpty());
  EXPECT_THAT(codes(library),
              ElementsAre("mcpm.duplicate-server", "mcpm.invalid-entry", "mcpm.invalid-profile"));
  ASSERT_EQ(library.invalid.size(), 1U);
  EXPECT_EQ(library.invalid[0].name, "#3");
  EXPECT_EQ(library.invalid[0].where.line, 4U);
  EXPECT_THAT(library.invalid[0].profile_tags, ElementsAre("p"));
  EXPECT_THAT(library.findings[0].message, HasSubstr("in lines 2 and 3"));
}

TEST(Load, PrefersVersionTwo) {
  const Folder folder;
  folder.write("servers.json", "{}");
  folder.write("profiles.json", "not read, so not refused");
  const Library library = loaded(folder);
  EXPECT_EQ(library.format, 2);
  EXPECT_THAT(codes(library), ElementsAre("mcpm.v1-ignored"));
}

TEST(Load, AcceptsMetadataWithoutServers) {
  const Folder folder;
  folder.write("profiles_metadata.json",
               R"({"p": {"name": "p", "api_key": null, "description": null}})");
  const Library library = loaded(folder);
  EXPECT_THAT(codes(library), ElementsAre("mcpm.no-servers"));
  ASSERT_EQ(library.profiles.size(), 1U);
  EXPECT_THAT(library.servers, IsEmpty());
}

TEST(Load, WarnsOfAByteOrderMarkAndReadsCrLf) {
  const Library library =
      loaded_servers("\xef\xbb\xbf{\r\n\"s\": {\"name\": \"s\",\r\n\"command\": \"x\"}}\r\n");
  EXPECT_THAT(codes(library), ElementsAre("mcpm.byte-order-mark"));
  EXPECT_EQ(library.servers.at(0).where.line, 2U);
}

TEST(Load, FollowsALinkToTheFolder) {
  const Folder folder;
  const Folder other;
  folder.write("servers.json", "{}");
  std::filesystem::create_directory_symlink(folder.path(), other.file("link"));
  EXPECT_TRUE(load(other.file("link")).has_value());
  EXPECT_EQ(load(folder.path() + "//")->file, folder.file("servers.json"));
}

struct FailureRow {
  const char* name;
  std::string file;
  std::string text;
  std::string where;  // behind the folder
  std::string message;
  std::string hint;
};
class Failure : public testing::TestWithParam<FailureRow> {};
TEST_P(Failure, SaysWhereWhyAndWhatNext) {
  const Folder folder;
  if (!GetParam().file.empty()) folder.write(GetParam().file, GetParam().text);
  const auto result = load(folder.path());
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().where, folder.path() + GetParam().where);
  EXPECT_THAT(result.error().message, HasSubstr(GetParam().message));
  EXPECT_THAT(result.error().hint, HasSubstr(GetParam().hint));
}
INSTANTIATE_TEST_SUITE_P(
    Rows, Failure,
    testing::Values(FailureRow{"nothing_there", "", "", "", "no servers.json", "mcpm install"},
                    FailureRow{"malformed", "servers.json", "{\n  \"a\": {]}", "/servers.json:2:9",
                               "not valid JSON", "overwrites it"},
                    FailureRow{"empty_file", "servers.json", "", "/servers.json:1:1", "empty",
                               "overwrites it"},
                    FailureRow{"a_list", "servers.json", "\n[]", "/servers.json:2",
                               "expected an object, found a list", "overwrites it"},
                    FailureRow{"metadata_malformed", "profiles_metadata.json", "{",
                               "/profiles_metadata.json:1:1", "not closed", "overwrites it"},
                    FailureRow{"v1_malformed", "profiles.json", "{\"p\": [}", "/profiles.json:1:8",
                               "not valid JSON", "mend it"},
                    FailureRow{"not_utf8", "servers.json", "{\"\xff\": 1}", "/servers.json:1:3",
                               "UTF-8", "overwrites it"},
                    FailureRow{"too_deep", "servers.json", std::string(10'000, '['),
                               "/servers.json:1:10000", "not closed", "overwrites it"},
                    FailureRow{"too_large", "servers.json", std::string(100 << 20, ' '),
                               "/servers.json", "more than the limit", ""}),
    [](const auto& row) { return row.param.name; });

TEST(Load, SaysThatTheFolderIsMissingOrNone) {
  const Folder folder;
  const auto missing = load(folder.file("none"));
  ASSERT_FALSE(missing.has_value());
  EXPECT_THAT(missing.error().message, HasSubstr("does not exist"));
  EXPECT_THAT(missing.error().hint, HasSubstr("--config-dir"));
  folder.write("file", "");
  const auto none = load(folder.file("file"));
  ASSERT_FALSE(none.has_value());
  EXPECT_THAT(none.error().message, HasSubstr("not a folder"));
  EXPECT_FALSE(load("").has_value());
}

TEST(Load, DoesNotWaitWhereAFileShouldBe) {
  const Folder folder;
  std::filesystem::create_directory(folder.file("servers.json"));
  const auto result = load(folder.path());
  ASSERT_FALSE(result.has_value());
  EXPECT_THAT(result.error().message, HasSubstr("folder"));
}

// Whatever stands in the files: an answer or an error with a place, and never a value.
RC_GTEST_PROP(LoadLaw, SurvivesMutations, ()) {
  std::string text =
      "{\n\"a\": {\"name\": \"a\", \"profile_tags\": [\"p\"], \"command\": \"npx\", \"args\": "
      "[\"-y\"],\n"
      "\"env\": {\"KEY\": \"s3cret-value\"}},\n\"b\": {\"name\": \"b\", \"url\": "
      "\"https://s3cret-value\", \"headers\": {}}}";
  const auto count = *rc::gen::inRange(1, 5);
  for (int i = 0; i < count; ++i) {
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
    const char byte = *rc::gen::elementOf(std::string("{}[]\",: 1nt\n"));
    if (*rc::gen::arbitrary<bool>()) {
      text.erase(at, 1);
    } else {
      text.insert(at, 1, byte);
    }
  }
  const Folder folder;
  folder.write("servers.json", text);
  const auto result = load(folder.path());
  if (!result) {
    RC_ASSERT(result.error().where.starts_with(folder.file("servers.json")));
    RC_ASSERT(result.error().message.find("s3cret-value") == std::string::npos);
    return;
  }
  for (const Diagnostic& finding : result->findings) {
    RC_ASSERT(finding.where.starts_with(folder.file("servers.json:")));
    RC_ASSERT(!finding.message.empty());
  }
  for (const Profile& profile : result->profiles) {
    for (const std::size_t index : profile.servers) RC_ASSERT(index < result->servers.size());
  }
}

struct CorpusRow {
  const char* name;
  std::size_t servers;
  std::vector<std::string> profiles;
  std::vector<std::size_t> sizes;
};
class Corpus : public testing::TestWithParam<CorpusRow> {};
TEST_P(Corpus, LoadsWithoutFindings) {
  const char* corpus = std::getenv("MCPMX_CORPUS");
  const std::string root = corpus != nullptr ? corpus : MCPMX_SOURCE_DIR "/../shared/corpus";
  if (!std::filesystem::exists(root)) GTEST_SKIP() << "the corpus is not beside the checkout";
  const auto result = load(root + "/profiles/" + GetParam().name);
  ASSERT_TRUE(result.has_value()) << result.error().message;
  EXPECT_EQ(result->servers.size(), GetParam().servers);
  EXPECT_THAT(codes(*result), IsEmpty());
  EXPECT_THAT(result->invalid, IsEmpty());
  std::vector<std::string> found;
  std::vector<std::size_t> sizes;
  for (const Profile& profile : result->profiles) {
    found.push_back(profile.name);
    sizes.push_back(profile.servers.size());
  }
  EXPECT_EQ(found, GetParam().profiles);
  EXPECT_EQ(sizes, GetParam().sizes);
}
INSTANTIATE_TEST_SUITE_P(
    Rows, Corpus,
    testing::Values(CorpusRow{"small", 4, {"production"}, {4}},
                    CorpusRow{"medium", 25, {"dev", "data", "office"}, {9, 10, 9}},
                    CorpusRow{"large",
                              316,
                              {"p01", "p02", "p03", "p04", "p05", "p06", "p07", "p08", "p09", "p10",
                               "p11", "p12", "empty"},
                              {38, 27, 32, 22, 26, 29, 24, 39, 32, 34, 26, 32, 0}}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace mcpmx::mcpm
