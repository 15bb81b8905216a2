#include "plugin/plugins_lock.h"

#include <fcntl.h>
#include <gmock/gmock.h>

#include "plugin_folder.h"
#include "support/descriptor.h"

namespace mcpmx::plugin {
namespace {

using ::testing::HasSubstr;

const std::string kHash(64, 'a');
const std::string kOtherHash(64, 'b');

class PluginsLockTest : public ::testing::Test {
 protected:
  Result<std::optional<PluginsLock>> read(std::string_view text) {
    return PluginsLock::read(folder_.write("plugins.lock", text),
                             Caller::of(folder_.environment()));
  }

  PluginFolder folder_;
};

TEST_F(PluginsLockTest, AllowsWhatItListsAlone) {
  const auto lock = read(R"({"schema":"mcpmx.lock/1","plugins":{"github":")" + kHash + R"("}})");
  ASSERT_TRUE(lock) << lock.error().message;
  ASSERT_TRUE(*lock);
  EXPECT_TRUE((*lock)->allows("github", kHash, "github.so"));

  const auto changed = (*lock)->allows("github", kOtherHash, "github.so");
  ASSERT_FALSE(changed);
  EXPECT_EQ(
      folder_.shortened(changed.error().message),
      "the file is not the one that TMP/plugins.lock lists for \"github\": the SHA-256 differs");
  EXPECT_EQ(changed.error().where, "github.so");
  EXPECT_EQ(folder_.shortened(changed.error().hint),
            "if you trust this file, put \"github\": \"" + kOtherHash + "\" into TMP/plugins.lock");

  const auto unlisted = (*lock)->allows("acme", kOtherHash, "acme.so");
  ASSERT_FALSE(unlisted);
  EXPECT_EQ(folder_.shortened(unlisted.error().message), "TMP/plugins.lock does not list \"acme\"");

  const auto renamed = (*lock)->allows("acme", kHash, "acme.so");
  ASSERT_FALSE(renamed);
  EXPECT_EQ(folder_.shortened(renamed.error().message),
            "TMP/plugins.lock lists this file as \"github\", but its manifest says \"acme\"");
}

TEST_F(PluginsLockTest, IsOptional) {
  const Caller caller = Caller::of(folder_.environment());
  for (const char* missing : {"none", "plugins.lock/below-a-file"}) {
    (void)folder_.write("plugins.lock", "");
    const auto lock = PluginsLock::read(folder_.path() + "/" + missing, caller);
    ASSERT_TRUE(lock) << lock.error().message;
    EXPECT_FALSE(*lock);
  }
}

TEST_F(PluginsLockTest, RefusesOneThatOthersCanWrite) {
  const std::string path =
      folder_.write("plugins.lock", R"({"schema":"mcpmx.lock/1","plugins":{}})");
  ASSERT_EQ(::chmod(path.c_str(), 0666), 0);
  const auto lock = PluginsLock::read(path, Caller::of(folder_.environment()));
  ASSERT_FALSE(lock);
  EXPECT_THAT(lock.error().message, HasSubstr("is writable by everybody"));
}

TEST_F(PluginsLockTest, RefusesWhatIsNoFile) {
  std::filesystem::create_directory(folder_.path("plugins.lock"));
  EXPECT_FALSE(PluginsLock::read(folder_.path("plugins.lock"), Caller::of(folder_.environment())));
}

struct Row {
  const char* name;
  std::string text;
  const char* message;
};

class BadLockTest : public PluginsLockTest, public ::testing::WithParamInterface<Row> {};

TEST_P(BadLockTest, IsRefused) {
  const auto lock = read(GetParam().text);
  ASSERT_FALSE(lock);
  EXPECT_THAT(lock.error().message, HasSubstr(GetParam().message));
  EXPECT_THAT(lock.error().where, HasSubstr("plugins.lock"));
}

const Row kRows[] = {
    {"malformed", "{", ""},
    {"no_schema", R"({"plugins":{}})", "no \"schema\": \"mcpmx.lock/1\""},
    {"other_schema", R"({"schema":"mcpmx.lock/2","plugins":{}})",
     "no \"schema\": \"mcpmx.lock/1\""},
    {"no_plugins", R"({"schema":"mcpmx.lock/1"})", "no object \"plugins\""},
    {"list", R"({"schema":"mcpmx.lock/1","plugins":[]})", "no object \"plugins\""},
    {"short_hash", R"({"schema":"mcpmx.lock/1","plugins":{"a":"12"}})",
     "no plugin id with a SHA-256"},
    {"upper_hash", R"({"schema":"mcpmx.lock/1","plugins":{"a":")" + std::string(64, 'A') + "\"}}",
     "no plugin id with a SHA-256"},
    {"bad_id", R"({"schema":"mcpmx.lock/1","plugins":{"A":")" + kHash + "\"}}",
     "no plugin id with a SHA-256"},
};

INSTANTIATE_TEST_SUITE_P(Each, BadLockTest, ::testing::ValuesIn(kRows),
                         [](const auto& row) { return std::string(row.param.name); });

TEST_F(PluginsLockTest, HashesAnOpenFile) {
  const Descriptor opened(::open(folder_.write("x", "abc").c_str(), O_RDONLY | O_CLOEXEC));
  const auto hash = file_sha256(opened.number(), "x");
  ASSERT_TRUE(hash);
  EXPECT_EQ(*hash,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");  // FIPS 180-2, B.1
}

}  // namespace
}  // namespace mcpmx::plugin
