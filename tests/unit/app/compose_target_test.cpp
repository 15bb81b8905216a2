#include "app/compose_target.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include "mapping/mounts.h"

namespace mcpmx::app {
namespace {

// Runs without mounts look at none of the denied folders: what they lead to is asked for, once, by
// the first mount that is checked.
TEST(BaseSurroundings, FollowDeniedFoldersWhenAMountIsChecked) {
  std::string name = std::filesystem::temp_directory_path() / "mcpmx-target-XXXXXX";
  const std::string home = std::filesystem::canonical(::mkdtemp(name.data()));
  Environment environment;
  environment.home = home;
  environment.working_directory = home;
  PosixFilesystem filesystem;
  const Session session({}, environment, filesystem);

  const mapping::Surroundings surroundings = base_surroundings(session);
  std::filesystem::create_directories(home + "/dotfiles/ssh");
  std::filesystem::create_directory_symlink(home + "/dotfiles/ssh", home + "/.ssh");
  EXPECT_FALSE(mapping::check_mount(home + "/dotfiles/ssh", surroundings, {}, "s"));
  EXPECT_TRUE(mapping::check_mount(home + "/dotfiles/aws", surroundings, {}, "s"));

  std::filesystem::create_directory_symlink(home + "/dotfiles/aws", home + "/.aws");
  EXPECT_TRUE(mapping::check_mount(home + "/dotfiles/aws", surroundings, {}, "s"));
  std::filesystem::remove_all(home);
}

}  // namespace
}  // namespace mcpmx::app
