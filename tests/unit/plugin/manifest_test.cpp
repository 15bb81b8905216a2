#include "plugin/manifest.h"

#include <gmock/gmock.h>

namespace mcpmx::plugin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(ManifestTest, ReadsEveryField) {
  const auto manifest = parse_manifest(R"({
    "schema": "mcpmx.manifest/1", "id": "acme", "title": "Acme", "version": "1.2", "abi_minor": 3,
    "licence": "MIT", "homepage": "https://example.com", "requires": ["mcpmx.host.http/1"],
    "unknown": {"deeply": ["ignored"]},
    "provides": [
      {"extension": "mcpmx.template/1", "id": "acme", "priority": -5, "match": {
        "npm": ["@a/b"], "pypi": ["p"], "git": ["g/o/r"], "images": ["i"], "urls": ["u"],
        "commands": ["c"], "names": ["n1", "n2"], "fallback": true, "later": 1},
        "settings": ["mode"]},
      {"extension": "mcpmx.detector/1", "id": "acme"},
      {"extension": "mcpmx.backend/1", "id": "engine", "compose_keys": ["services.image"]},
      {"extension": "com.acme.audit/12", "id": "acme"}]})",
                                       "acme.so");
  ASSERT_TRUE(manifest) << manifest.error().message;
  EXPECT_EQ(manifest->id, "acme");
  EXPECT_EQ(manifest->title, "Acme");
  EXPECT_EQ(manifest->version, "1.2");
  EXPECT_EQ(manifest->abi_minor, 3u);
  EXPECT_EQ(manifest->licence, "MIT");
  EXPECT_EQ(manifest->homepage, "https://example.com");
  EXPECT_THAT(manifest->host_services, ElementsAre("mcpmx.host.http/1"));
  ASSERT_EQ(manifest->provides.size(), 4u);
  const Provision& provision = manifest->provides[0];
  EXPECT_EQ(provision.extension, "mcpmx.template/1");
  EXPECT_EQ(provision.priority, -5);
  EXPECT_THAT(provision.hints.npm, ElementsAre("@a/b"));
  EXPECT_THAT(provision.hints.pypi, ElementsAre("p"));
  EXPECT_THAT(provision.hints.git, ElementsAre("g/o/r"));
  EXPECT_THAT(provision.hints.images, ElementsAre("i"));
  EXPECT_THAT(provision.hints.urls, ElementsAre("u"));
  EXPECT_THAT(provision.hints.commands, ElementsAre("c"));
  EXPECT_THAT(provision.hints.names, ElementsAre("n1", "n2"));
  EXPECT_TRUE(provision.hints.fallback);
  EXPECT_THAT(provision.settings, ElementsAre("mode"));
  EXPECT_THAT(manifest->provides[2].compose_keys, ElementsAre("services.image"));
  EXPECT_EQ(manifest->find("com.acme.audit/12", "acme"), &manifest->provides[3]);
  EXPECT_EQ(manifest->find("com.acme.audit/12", "engine"), nullptr);
}

TEST(ManifestTest, FillsWhatMayBeLeftOut) {
  const auto manifest = parse_manifest(
      R"({"schema":"mcpmx.manifest/1","id":"a","version":"1","provides":[]})", "a.so");
  ASSERT_TRUE(manifest) << manifest.error().message;
  EXPECT_EQ(manifest->title, "a");
  EXPECT_EQ(manifest->abi_minor, 0u);
  EXPECT_THAT(manifest->provides, IsEmpty());
}

struct Row {
  const char* name;
  std::string text;
  const char* message;
};

// A valid manifest with `field` (": value" included) put in front, where it wins nothing by its
// place: of keys that stand twice the last counts, so each row leaves out what it replaces.
std::string with(const std::string& head, const std::string& provides = "[]") {
  return R"({"schema":"mcpmx.manifest/1",)" + head + R"(,"provides":)" + provides + "}";
}
std::string provision(const std::string& fields) {
  return with(R"("id":"a","version":"1")", "[" + fields + "]");
}

class BadManifestTest : public ::testing::TestWithParam<Row> {};

TEST_P(BadManifestTest, IsRefusedWithTheFieldNamed) {
  const auto manifest = parse_manifest(GetParam().text, "a.so");
  ASSERT_FALSE(manifest);
  EXPECT_THAT(manifest.error().message, HasSubstr("the manifest is not valid: "));
  EXPECT_THAT(manifest.error().message, HasSubstr(GetParam().message));
  EXPECT_EQ(manifest.error().where, "a.so");
  EXPECT_NE(manifest.error().hint, "");
}

const Row kRows[] = {
    {"malformed", "{", "manifest.json:1"},
    {"empty", "", "manifest.json"},
    {"not_utf8", "{\"id\":\"\xff\"}", "manifest.json"},
    {"too_deep", std::string(40, '[') + std::string(40, ']'), "manifest.json"},
    {"too_large", "{\"x\":\"" + std::string(kManifestLimit, 'x') + "\"}", "manifest.json"},
    {"list", "[]", "must be an object"},
    {"no_schema", R"({"id":"a"})", "schema is missing"},
    {"other_schema", R"({"schema":"mcpmx.manifest/2"})", "schema must be \"mcpmx.manifest/1\""},
    {"no_id", with(R"("version":"1")"), "id is missing"},
    {"id_number", with(R"("id":7,"version":"1")"), "id must be a text"},
    {"id_upper", with(R"("id":"Acme","version":"1")"), "id must be 1 to 64 of a-z"},
    {"id_slash", with(R"("id":"../a","version":"1")"), "id must be 1 to 64 of a-z"},
    {"id_dot_first", with(R"("id":".a","version":"1")"), "id must be 1 to 64 of a-z"},
    {"id_empty", with(R"("id":"","version":"1")"), "id is empty"},
    {"id_long", with(R"("id":")" + std::string(65, 'a') + R"(","version":"1")"),
     "id must be 1 to 64 of a-z"},
    {"no_version", with(R"("id":"a")"), "version is missing"},
    {"title_list", with(R"("id":"a","version":"1","title":[])"), "title must be a text"},
    {"title_escape", with(R"("id":"a","version":"1","title":"\u001b[31m")"),
     "title has a control character"},
    {"title_long", with(R"("id":"a","version":"1","title":")" + std::string(1025, 'a') + "\""),
     "title is too long"},
    {"minor_text", with(R"("id":"a","version":"1","abi_minor":"0")"),
     "abi_minor must be a whole number"},
    {"minor_fraction", with(R"("id":"a","version":"1","abi_minor":0.5)"),
     "abi_minor must be a whole number"},
    {"minor_negative", with(R"("id":"a","version":"1","abi_minor":-1)"),
     "abi_minor is out of range"},
    {"minor_huge", with(R"("id":"a","version":"1","abi_minor":4294967296)"),
     "abi_minor is out of range"},
    {"requires_text", with(R"("id":"a","version":"1","requires":"x")"),
     "requires must be a list of texts"},
    {"requires_numbers", with(R"("id":"a","version":"1","requires":["x",1])"),
     "requires[1] must be a text"},
    {"no_provides", R"({"schema":"mcpmx.manifest/1","id":"a","version":"1"})",
     "provides is missing"},
    {"provides_object", with(R"("id":"a","version":"1")", "{}"), "provides must be a list"},
    {"provision_text", provision(R"("x")"), "provides[0] must be an object"},
    {"no_extension", provision(R"({"id":"a"})"), "provides[0].extension is missing"},
    {"extension_form", provision(R"({"extension":"template","id":"a"})"),
     "provides[0].extension must be an ext"},
    {"extension_zero", provision(R"({"extension":"a/0","id":"a"})"),
     "provides[0].extension must be an ext"},
    {"provision_id", provision(R"({"extension":"a/1","id":"A"})"),
     "provides[0].id must be 1 to 64"},
    {"priority", provision(R"({"extension":"a/1","id":"a","priority":"high"})"),
     "provides[0].priority must be a whole number"},
    {"match_list", provision(R"({"extension":"a/1","id":"a","match":[]})"),
     "provides[0].match must be an object"},
    {"match_npm", provision(R"({"extension":"a/1","id":"a","match":{"npm":{}}})"),
     "provides[0].match.npm must be a list of texts"},
    {"match_item", provision(R"({"extension":"a/1","id":"a","match":{"urls":[""]}})"),
     "provides[0].match.urls[0] is empty"},
    {"match_fallback", provision(R"({"extension":"a/1","id":"a","match":{"fallback":1}})"),
     "provides[0].match.fallback must be true or false"},
    {"twice", provision(R"({"extension":"a/1","id":"a"},{"extension":"a/1","id":"a"})"),
     "provides[1] provides a/1 \"a\" a second time"},
};

INSTANTIATE_TEST_SUITE_P(Each, BadManifestTest, ::testing::ValuesIn(kRows),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace mcpmx::plugin
