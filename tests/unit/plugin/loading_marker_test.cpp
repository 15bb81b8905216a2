#include "plugin/loading_marker.h"

#include <gmock/gmock.h>
#include <sys/wait.h>

#include "plugin_folder.h"

namespace mcpmx::plugin {
namespace {

using ::testing::StartsWith;

TEST(LoadingMarkerTest, NamesWhatIsLoadedAndGoesAtTheEnd) {
  const PluginFolder folder;
  const std::string path = loading_marker_path(folder.environment());
  EXPECT_EQ(folder.shortened(path), "TMP/home/.local/state/mcpmx/loading");
  {
    LoadingMarker marker(path);
    EXPECT_FALSE(std::filesystem::exists(path)) << "nothing was loaded";
    const std::string process = std::to_string(::getpid()) + "\n";
    {
      const LoadingMarker::Scope loading(marker, "acme", "/x/acme.so");
      EXPECT_THAT(read_bytes(path), StartsWith(process + "acme\n/x/acme.so\n"));
    }
    EXPECT_THAT(read_bytes(path), StartsWith(process + "\n")) << "no plugin between two loads";
    const LoadingMarker::Scope loading(marker, "a", "/a.so");
    EXPECT_THAT(read_bytes(path), StartsWith(process + "a\n/a.so\n"));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
  EXPECT_FALSE(take_interrupted_load(path));
}

TEST(LoadingMarkerTest, NamesThePluginOfAProcessThatDied) {
  const PluginFolder folder;
  const std::string path = folder.path("state/loading");
  const pid_t child = ::fork();
  if (child == 0) {
    LoadingMarker marker(path);
    { const LoadingMarker::Scope loading(marker, "another", "/x/longer/another.so"); }
    const LoadingMarker::Scope loading(marker, "acme", "/x/acme.so");
    ::_exit(3);  // as a crash: no destructor runs
  }
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  const auto interrupted = take_interrupted_load(path);
  ASSERT_TRUE(interrupted);
  EXPECT_EQ(interrupted->plugin_id, "acme");
  EXPECT_EQ(interrupted->file, "/x/acme.so");
  EXPECT_FALSE(take_interrupted_load(path)) << "it is said once";
}

TEST(LoadingMarkerTest, NamesNoPluginAfterItsLoad) {
  const PluginFolder folder;
  const std::string path = folder.path("state/loading");
  const pid_t child = ::fork();
  if (child == 0) {
    LoadingMarker marker(path);
    { const LoadingMarker::Scope loading(marker, "acme", "/x/acme.so"); }
    ::_exit(3);
  }
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  ASSERT_TRUE(std::filesystem::exists(path));
  EXPECT_FALSE(take_interrupted_load(path));
  EXPECT_FALSE(std::filesystem::exists(path)) << "nobody else removes it";
}

TEST(LoadingMarkerTest, LeavesTheMarkerOfARunningProcess) {
  const PluginFolder folder;
  const std::string path = folder.write("loading", std::to_string(::getppid()) + "\nacme\n/x\n");
  EXPECT_FALSE(take_interrupted_load(path));
  EXPECT_TRUE(std::filesystem::exists(path));
}

TEST(LoadingMarkerTest, RemovesWhatIsNoMarker) {
  const PluginFolder folder;
  const std::string path = folder.write("loading", "torn");
  EXPECT_FALSE(take_interrupted_load(path));
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(LoadingMarkerTest, DoesWithoutWhereItCannotWrite) {
  const PluginFolder folder;
  (void)folder.write("file", "");
  const auto load = [](const std::string& path) {
    LoadingMarker marker(path);
    const LoadingMarker::Scope loading(marker, "acme", "/x");
  };
  load(folder.path() + "/file/state/loading");
  load("");
  // A link at the marker's place is not followed: it might lead to a file of the user's.
  const std::string precious = folder.write("precious", "data");
  std::filesystem::create_symlink(precious, folder.path("loading"));
  load(folder.path("loading"));
  EXPECT_EQ(read_bytes(precious), "data");
}

}  // namespace
}  // namespace mcpmx::plugin
