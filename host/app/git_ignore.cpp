#include "app/git_ignore.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>

namespace mcpmx::app {
namespace {

bool is_in_work_tree(const std::filesystem::path& folder) {
  std::error_code ignored;
  for (std::filesystem::path at = folder; !at.empty(); at = at.parent_path()) {
    if (std::filesystem::exists(at / ".git", ignored)) return true;
    if (at == at.root_path()) break;
  }
  return false;
}

// The exit code; -1 if the program cannot be started.
int run_quietly(std::array<std::string, 6> words) {
  std::array<char*, 7> argv = {};
  for (std::size_t i = 0; i < words.size(); ++i) argv[i] = words[i].data();
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0);
  }
  pid_t child = 0;
  const int error = posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return -1;
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return -1;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

bool is_committable(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path();
  if (!is_in_work_tree(folder)) return false;
  // git check-ignore: 0 ignored, 1 not ignored, 128 no repository.
  return run_quietly({"git", "-C", folder.string(), "check-ignore", "-q", path}) == 1;
}

}  // namespace mcpmx::app
