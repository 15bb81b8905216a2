#include "app/writing_lock.h"

#include <filesystem>
#include <set>

#include "compose/index.h"
#include "compose/record.h"
#include "compose/state_key.h"
#include "support/stale_temps.h"

namespace mcpmx::app {
namespace {

std::string folder_of(const std::string& path) {
  return std::filesystem::path(path).parent_path().string();
}

}  // namespace

Result<std::vector<FileLock>> lock_for_writing(Session& session, LockSystem& system,
                                               const ComposePlace& place) {
  Filesystem& filesystem = session.filesystem();
  const std::string env_folder = folder_of(place.env_path);
  std::error_code error;
  const auto real_env_folder = std::filesystem::weakly_canonical(env_folder, error);
  // All runs take them in the same order, so that no two wait for one another: folders by name,
  // then the index.
  const std::set<std::string> folders = {folder_of(place.path),
                                         error ? env_folder : real_env_folder.string()};
  std::vector<FileLock> held;
  for (const std::string& folder : folders) {
    MCPMX_TRY(lock, FileLock::take(system, filesystem, folder, 0777));
    held.push_back(std::move(lock));
  }
  const std::string index = compose::index_folder(session.environment());
  MCPMX_TRY(lock, FileLock::take(system, filesystem, index, 0700));
  held.push_back(std::move(lock));

  for (const FileLock& one : held) {
    if (!one.is_held()) continue;
    remove_stale_temps(filesystem, one.folder());
    // And where else files are written under that lock alone.
    if (one.folder() == folder_of(place.path)) {
      remove_stale_temps(filesystem, folder_of(compose::Record::path_for(place.path)));
    }
    if (one.folder() == index) {
      remove_stale_temps(filesystem, compose::state_folder(session.environment()));
    }
  }
  return held;
}

}  // namespace mcpmx::app
