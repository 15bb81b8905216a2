#include "support/write_error.h"

#include <cerrno>
#include <cstring>

namespace mcpmx {

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

namespace {

std::string next_step(int reason, const std::string& path) {
  const std::string folder = folder_of(path);
  switch (reason) {
    case ENOSPC:
    case EDQUOT:
      return "free some space, then run it again: df -h '" + folder + "'";
    case EACCES:
    case EPERM:
      return "look at owner and permissions: ls -ld '" + folder + "' '" + path + "'";
    case EROFS:
      return "the file system is read-only: name a file elsewhere, or mount it writable";
    case EISDIR:
      return "name a file, not a folder";
    case ENOENT:
    case ENOTDIR:
      return "make the folder first: mkdir -p '" + folder + "'";
    case EIO:
      return "the disk reports errors: see dmesg";
    case ELOOP:
      return "the links lead in a circle: ls -l '" + path + "'";
    case EEXIST:
      return "another program made the file meanwhile: look at it, then run it again";
    default:
      return "run it again; if it fails again, name a file elsewhere";
  }
}

}  // namespace

Error cannot_write(const std::string& path, int failure, std::string_view why) {
  const char* text = strerrordesc_np(-failure);
  std::string reason = text != nullptr ? text : "error " + std::to_string(-failure);
  if (!why.empty()) reason = std::string(why) + ": " + reason;
  Error error = failed("cannot write " + path + ": " + reason, path, next_step(-failure, path));
  if (failure == -EEXIST) error.code = ErrorCode::kNeedsPerson;
  return error;
}

Error changed_meanwhile(const std::string& path) {
  return {ErrorCode::kNeedsPerson,
          "cannot write " + path + ": another program changed it meanwhile", path,
          "look at what it holds now, then run it again"};
}

}  // namespace mcpmx
