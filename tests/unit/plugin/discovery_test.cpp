#include "plugin/discovery.h"

#include <gmock/gmock.h>

#include "plugin/plugins_lock.h"
#include "plugin_folder.h"

namespace mcpmx::plugin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class DiscoveryTest : public ::testing::Test {
 protected:
  Discovery discovered(const SearchOptions& options = {}) {
    auto result = discover(options, environment_);
    if (!result) {
      ADD_FAILURE() << result.error().message;
      return {};
    }
    return std::move(*result);
  }

  // "file: state" for each plugin, in order.
  std::vector<std::string> listing(const Discovery& discovery) {
    std::vector<std::string> lines;
    for (const FoundPlugin& found : discovery.plugins) {
      std::string line = found.file + ": ";
      if (found.refused) {
        line += found.refused->message;
      } else if (!found.shadowed_by.empty()) {
        line += "shadowed by " + found.shadowed_by;
      } else {
        line += found.manifest.id + " from " + origin_name(found.origin) + " " +
                std::to_string(found.rank);
      }
      lines.push_back(folder_.shortened(line));
    }
    return lines;
  }

  PluginFolder folder_;
  Environment environment_ = folder_.environment();
};

TEST_F(DiscoveryTest, SearchesInOrder) {
  environment_.variables = {{"MCPMX_PLUGIN_PATH", ":/env/b::relative:"},
                            {"XDG_DATA_HOME", "/data"}};
  std::vector<std::string> lines;
  for (const SearchFolder& folder :
       search_folders({{"/dir/a", "dir"}, false, false}, environment_)) {
    lines.push_back(folder_.shortened(folder.path + " " + origin_name(folder.origin) + " " +
                                      std::to_string(folder.rank)));
  }
  ASSERT_EQ(lines.size(), 6u);
  const std::string bundled = lines.back();
  lines.pop_back();
  EXPECT_THAT(lines,
              ElementsAre("/dir/a --plugin-dir 0", "TMP/dir --plugin-dir 1",
                          "/env/b MCPMX_PLUGIN_PATH 1000", "TMP/relative MCPMX_PLUGIN_PATH 1001",
                          "/data/mcpmx/plugins user 2000"));
  EXPECT_THAT(bundled, ::testing::MatchesRegex("TMP/lib.*/mcpmx/plugins bundled 3000"));
}

TEST_F(DiscoveryTest, FlagsLeaveFoldersOut) {
  environment_.variables = {{"MCPMX_PLUGIN_PATH", "/env"}};
  EXPECT_THAT(search_folders({{"/dir"}, true, false}, environment_), IsEmpty());
  const auto bundled = search_folders({{"/dir"}, false, true}, environment_);
  ASSERT_EQ(bundled.size(), 1u);
  EXPECT_EQ(bundled[0].origin, Origin::kBundled);
}

TEST_F(DiscoveryTest, UsesTheFirstOfEqualIds) {
  environment_.variables = {
      {"MCPMX_PLUGIN_PATH", folder_.path("env2") + ":" + folder_.path("env1")}};
  (void)folder_.copy_fixture("good", "env1/a.so");
  (void)folder_.copy_fixture("good", "env2/b.so");
  (void)folder_.copy_fixture("good", "env2/c.so");
  (void)folder_.copy_fixture("good", "home/.local/share/mcpmx/plugins/d.so");
  EXPECT_THAT(listing(discovered()),
              ElementsAre("TMP/env2/b.so: fixture from MCPMX_PLUGIN_PATH 1000",
                          "TMP/env2/c.so: shadowed by TMP/env2/b.so",
                          "TMP/env1/a.so: shadowed by TMP/env2/b.so",
                          "TMP/home/.local/share/mcpmx/plugins/d.so: shadowed by TMP/env2/b.so"));
  (void)folder_.copy_fixture("good", "dir/z.so");
  const Discovery discovery = discovered({{folder_.path("dir")}, false, false});
  EXPECT_EQ(listing(discovery).front(), "TMP/dir/z.so: fixture from --plugin-dir 0");
  EXPECT_TRUE(discovery.plugins[0].descriptor);
  EXPECT_FALSE(discovery.plugins[1].descriptor) << "what cannot be loaded is not kept open";
}

TEST_F(DiscoveryTest, ARefusedPluginShadowsNothing) {
  const std::string first = folder_.copy_fixture("good", "one/a.so");
  (void)folder_.copy_fixture("good", "two/a.so");
  ASSERT_EQ(::chmod(first.c_str(), 0777), 0);
  EXPECT_THAT(listing(discovered({{folder_.path("one"), folder_.path("two")}, false, false})),
              ElementsAre("TMP/one/a.so: it is not trusted: the file is writable by "
                          "everybody (mode 0777)",
                          "TMP/two/a.so: fixture from --plugin-dir 1"));
}

TEST_F(DiscoveryTest, SearchesAFolderOnce) {
  (void)folder_.copy_fixture("good", "dir/a.so");
  std::filesystem::create_directory_symlink(folder_.path("dir"), folder_.path("link"));
  environment_.variables = {{"MCPMX_PLUGIN_PATH", folder_.path("link")}};
  EXPECT_THAT(listing(discovered({{folder_.path("dir"), folder_.path("dir/")}, false, false})),
              ElementsAre("TMP/dir/a.so: fixture from --plugin-dir 0"));
}

TEST_F(DiscoveryTest, AGivenFolderMustExist) {
  const auto missing = discover({{"nowhere"}, false, false}, environment_);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kUsage);
  EXPECT_EQ(missing.error().message, "the folder given with --plugin-dir does not exist");
  EXPECT_EQ(folder_.shortened(missing.error().where), "TMP/nowhere");

  const auto file = discover({{folder_.write("file", "")}, false, false}, environment_);
  ASSERT_FALSE(file);
  EXPECT_THAT(file.error().message, HasSubstr("Not a directory"));

  environment_.variables = {
      {"MCPMX_PLUGIN_PATH", folder_.path("absent") + ":" + folder_.path("file")}};
  const Discovery discovery = discovered();
  EXPECT_THAT(discovery.plugins, IsEmpty());
  ASSERT_EQ(discovery.findings.size(), 1u)
      << "an absent folder is none, one that is a file is said";
  EXPECT_EQ(folder_.shortened(discovery.findings[0].where), "TMP/file");
}

TEST_F(DiscoveryTest, ListsWhatIsNoPluginWithItsReason) {
  (void)folder_.copy_fixture("good", "dir/good.so");
  (void)folder_.write("dir/a-readme.txt", "");
  (void)folder_.write("dir/.hidden.so", "");
  (void)folder_.write("dir/empty.so", "");
  (void)folder_.write("dir/text.so", "#!/bin/sh\n");
  std::filesystem::create_directory(folder_.path("dir/folder.so"));
  ASSERT_EQ(::mkfifo(folder_.path("dir/fifo.so").c_str(), 0600), 0);
  std::filesystem::create_symlink("nowhere", folder_.path("dir/dangling.so"));
  std::filesystem::create_symlink("good.so", folder_.path("dir/link.so"));
  const std::string good = read_bytes(folder_.path("dir/good.so"));
  (void)folder_.write("dir/torn.so", std::string_view(good).substr(0, good.size() / 2));
  (void)folder_.copy_fixture("no_manifest", "dir/no_manifest.so");
  EXPECT_THAT(
      listing(discovered({{folder_.path("dir")}, false, false})),
      ElementsAre(
          "TMP/dir/dangling.so: the file cannot be read (No such file or directory)",
          "TMP/dir/empty.so: the file is empty", "TMP/dir/fifo.so: it is not a regular file",
          "TMP/dir/folder.so: it is a folder, not a shared library",
          "TMP/dir/good.so: fixture from --plugin-dir 0",
          "TMP/dir/link.so: shadowed by TMP/dir/good.so",
          "TMP/dir/no_manifest.so: it has no section .mcpmx.manifest, so it is no mcpmx plugin",
          "TMP/dir/text.so: it is not an ELF file, so it is no shared library",
          "TMP/dir/torn.so: the ELF file is damaged: its section table lies outside of the file"));
}

// A real plugin whose manifest is overwritten in place, so that ELF stays whole.
std::string with_manifest(std::string plugin, std::string manifest) {
  const std::string original =
      read_bytes(std::string(MCPMX_SOURCE_DIR) + "/tests/plugins/fixture.json");
  const std::size_t at = plugin.find(original);
  if (at == std::string::npos || manifest.size() > original.size()) {
    ADD_FAILURE() << "the fixture does not hold its manifest";
    return plugin;
  }
  manifest.resize(original.size(), ' ');
  return plugin.replace(at, original.size(), manifest);
}

TEST_F(DiscoveryTest, RefusesManifestsThatDoNotFit) {
  const std::string plugin = read_bytes(PluginFolder::fixture("larger_entry"));
  (void)folder_.write("dir/a.so", with_manifest(plugin, R"({"schema":)"));
  (void)folder_.write("dir/b.so",
                      with_manifest(plugin, R"({"schema":"mcpmx.manifest/1","id":"B"})"));
  const std::string head = R"({"schema":"mcpmx.manifest/1","id":"c","version":"1","provides":[],)";
  (void)folder_.write("dir/c.so", with_manifest(plugin, head + R"("abi_minor":9})"));
  (void)folder_.write("dir/d.so",
                      with_manifest(plugin, head + R"("requires":["mcpmx.host.http/1"]})"));
  (void)folder_.write("dir/e.so", with_manifest(plugin, head + R"("x":1})"));
  const auto lines = listing(discovered({{folder_.path("dir")}, false, false}));
  ASSERT_EQ(lines.size(), 5u);
  EXPECT_THAT(lines[0], HasSubstr("a.so: the manifest is not valid: "));
  EXPECT_EQ(lines[1],
            "TMP/dir/b.so: the manifest is not valid: id must be 1 to 64 of a-z 0-9 . _ - and "
            "start with a letter or "
            "digit");
  EXPECT_EQ(lines[2], "TMP/dir/c.so: it needs plugin interface 1.9, this mcpmx offers 1.0");
  EXPECT_EQ(lines[3],
            "TMP/dir/d.so: it needs the host service mcpmx.host.http/1, this mcpmx offers "
            "mcpmx.host.process/1, mcpmx.host.cancel/1");
  EXPECT_EQ(lines[4], "TMP/dir/e.so: c from --plugin-dir 0");
}

TEST_F(DiscoveryTest, RefusesAllOfAFolderThatOthersCanWrite) {
  (void)folder_.copy_fixture("good", "outer/dir/a.so");
  ASSERT_EQ(::chmod(folder_.path("outer").c_str(), 0757), 0);
  const Discovery discovery = discovered({{folder_.path("outer/dir")}, false, false});
  EXPECT_THAT(
      listing(discovery),
      ElementsAre(
          "TMP/outer/dir/a.so: it is not trusted: the folder 'TMP/outer' is writable by everybody "
          "(mode 0757)"));
  const FoundPlugin& found = discovery.plugins[0];
  EXPECT_EQ(found.manifest.id, "fixture") << "a refused plugin is listed by its name";
  EXPECT_EQ(folder_.shortened(found.refused->where), "TMP/outer/dir/a.so (TMP/outer)");
  EXPECT_EQ(folder_.shortened(found.refused->hint), "chmod o-w 'TMP/outer'");
}

TEST_F(DiscoveryTest, BundledPluginsAreAsGoodAsTheProgram) {
  const auto folders = search_folders({{}, false, true}, environment_);
  const std::string bundled = folders.front().path.substr(folder_.path().size() + 1);
  (void)folder_.write("bin/mcpmx", "");
  (void)folder_.copy_fixture("good", bundled + "/a.so");
  ASSERT_EQ(::chmod(folder_.path().c_str(), 0777),
            0);  // whoever can write here can replace bin, too
  EXPECT_THAT(listing(discovered()), ElementsAre(HasSubstr("fixture from bundled 3000")));
  ASSERT_EQ(::chmod(folders.front().path.c_str(), 0777), 0);
  EXPECT_THAT(listing(discovered()), ElementsAre(HasSubstr("is writable by everybody")));
}

std::string lock_of(const std::string& id, const std::string& hash) {
  return R"({"schema":"mcpmx.lock/1","plugins":{")" + id + "\":\"" + hash + "\"}}";
}

TEST_F(DiscoveryTest, HoldsPluginsAgainstBothLocks) {
  const std::string file = folder_.copy_fixture("good", "dir/a.so");
  const SearchOptions options{{folder_.path("dir")}, false, false};
  const Discovery free = discovered(options);
  ASSERT_THAT(listing(free), ElementsAre("TMP/dir/a.so: fixture from --plugin-dir 0"));
  EXPECT_EQ(free.plugins[0].sha256, "");
  const auto hash = file_sha256(free.plugins[0].descriptor.number(), file);
  ASSERT_TRUE(hash);

  for (const char* lock : {"dir/plugins.lock", "home/.config/mcpmx/plugins.lock"}) {
    SCOPED_TRACE(lock);
    (void)folder_.write(lock, lock_of("fixture", *hash));
    const Discovery locked = discovered(options);
    EXPECT_THAT(listing(locked), ElementsAre("TMP/dir/a.so: fixture from --plugin-dir 0"));
    EXPECT_EQ(locked.plugins[0].sha256, *hash);

    (void)folder_.write(lock, lock_of("fixture", std::string(64, '0')));
    EXPECT_THAT(listing(discovered(options)), ElementsAre(HasSubstr("the SHA-256 differs")));
    (void)folder_.write(lock, lock_of("other", std::string(64, '0')));
    EXPECT_THAT(listing(discovered(options)), ElementsAre(HasSubstr("does not list \"fixture\"")));
    (void)folder_.write(lock, lock_of("other", *hash));
    EXPECT_THAT(
        listing(discovered(options)),
        ElementsAre(HasSubstr("lists this file as \"other\", but its manifest says \"fixture\"")));
    (void)folder_.write(lock, "{");
    const std::string broken = "TMP/dir/a.so: the lock TMP/" + std::string(lock);
    EXPECT_THAT(listing(discovered(options)), ElementsAre(StartsWith(broken)));
    std::filesystem::remove(folder_.path(lock));
    std::filesystem::create_directory(folder_.path(lock));
    EXPECT_THAT(listing(discovered(options)), ElementsAre(StartsWith(broken)));
    EXPECT_NE(discovered(options).plugins[0].refused->hint, "");
    std::filesystem::remove(folder_.path(lock));
  }
}

}  // namespace
}  // namespace mcpmx::plugin
