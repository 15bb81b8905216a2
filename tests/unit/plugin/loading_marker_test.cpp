#include "plugin/loading_marker.h"

#include <gmock/gmock.h>
#include <sys/wait.h>

#include "plugin_folder.h"

namespace mcpmx::plugin {
namespace {

TEST(LoadingMarkerTest, StandsAsLongAsTheScope) {
  const PluginFolder folder;
  const std::string path = loading_marker_path(folder.environment());
  EXPECT_EQ(folder.shortened(path), "TMP/home/.local/state/mcpmx/loading");
  {
    const LoadingMarker marker(path, "acme", "/x/acme.so");
    EXPECT_EQ(read_bytes(path), std::to_string(::getpid()) + "\nacme\n/x/acme.so\n");
  }
  EXPECT_FALSE(std::filesystem::exists(path));
  EXPECT_FALSE(take_interrupted_load(path));
}

TEST(LoadingMarkerTest, NamesThePluginOfAProcessThatDied) {
  const PluginFolder folder;
  const std::string path = folder.path("state/loading");
  const pid_t child = ::fork();
  if (child == 0) {
    const LoadingMarker marker(path, "acme", "/x/acme.so");
    ::_exit(3);  // as a crash: no destructor runs
  }
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  const auto interrupted = take_interrupted_load(path);
  ASSERT_TRUE(interrupted);
  EXPECT_EQ(interrupted->plugin_id, "acme");
  EXPECT_EQ(interrupted->file, "/x/acme.so");
  EXPECT_FALSE(take_interrupted_load(path)) << "it is said once";
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
  { const LoadingMarker marker(folder.path() + "/file/state/loading", "acme", "/x"); }
  { const LoadingMarker marker("", "acme", "/x"); }
  // A link at the marker's place is not followed: it might lead to a file of the user's.
  const std::string precious = folder.write("precious", "data");
  std::filesystem::create_symlink(precious, folder.path("loading"));
  { const LoadingMarker marker(folder.path("loading"), "acme", "/x"); }
  EXPECT_EQ(read_bytes(precious), "data");
}

}  // namespace
}  // namespace mcpmx::plugin
