#include "support/file_transaction.h"

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <utility>

#include "support/file.h"
#include "support/text.h"
#include "support/write_error.h"

namespace mcpmx {
namespace {

constexpr int kLinkLimit = 40;  // as the kernel's own

}  // namespace

FileTransaction::~FileTransaction() {
  for (Staged& staged : files_) close(staged);
  if (!done_) undo();
  for (const Folder& folder : folders_) filesystem_.close(folder.descriptor);
}

Result<std::string> FileTransaction::follow_links(const std::string& path) {
  // Only the last component matters: rename() follows the links of the folders by itself.
  std::string current = path;
  for (int step = 0; step < kLinkLimit; ++step) {
    std::string target;
    const int failure = filesystem_.read_link(current, target);
    if (failure == -EINVAL || failure == -ENOENT) return current;
    if (failure < 0) return cannot_write(path, failure);
    if (!target.starts_with('/')) target.insert(0, folder_of(current) + "/");
    current = std::move(target);
  }
  return cannot_write(path, -ELOOP);
}

Result<void> FileTransaction::check_target(const std::string& path, const FileStatus& status) {
  if (status.folder) return cannot_write(path, -EISDIR);
  if (!status.regular) {
    return failed("cannot write " + path + ": it is not a regular file", path,
                  "name a regular file, or remove it first");
  }
  // A rename would need the folder's permission only. A file that its owner made read-only is meant
  // so.
  if (const int failure = filesystem_.check_writable(path); failure < 0) {
    return cannot_write(path, failure);
  }
  return {};
}

Result<void> FileTransaction::stage(const PendingFile& file) {
  MCPMX_TRY(target, follow_links(file.path));
  for (const Staged& other : files_) {
    if (other.target == target) {
      return failed("cannot write " + file.path + " twice at once", target,
                    "name a different file for each content");
    }
  }
  Staged staged;
  FileStatus status;
  const int found = filesystem_.status(target, status);
  if (found < 0 && found != -ENOENT) return cannot_write(file.path, found);
  staged.existed = found == 0;
  staged.target = std::move(target);
  staged.expected = file.expected;
  if (staged.existed && file.only_new) return cannot_write(file.path, -EEXIST);
  if (!staged.existed && file.expected) return changed_meanwhile(file.path);
  if (staged.existed) {
    MCPMX_CHECK(check_target(staged.target, status));
    if (status.size == file.content.size()) {
      // A file that cannot be read is simply written.
      const auto old = read_file(staged.target, file.content.size());
      if (old && *old == file.content) return {};
    }
  }
  MCPMX_CHECK(open_folder(staged.target, file.durable));
  return make_temp(staged, file, status);
}

Result<void> FileTransaction::open_folder(const std::string& target, bool durable) {
  std::string path = folder_of(target);
  for (Folder& folder : folders_) {
    if (folder.path != path) continue;
    folder.durable = folder.durable || durable;
    return {};
  }
  const int descriptor = filesystem_.open_folder(path);
  if (descriptor < 0) return cannot_write(target, descriptor);
  folders_.push_back({std::move(path), descriptor, durable});
  return {};
}

Result<void> FileTransaction::make_temp(Staged& staged, const PendingFile& file,
                                        const FileStatus& status) {
  int descriptor = -EEXIST;
  for (int attempt = 0; descriptor == -EEXIST && attempt < 8; ++attempt) {
    std::string bytes(8, '\0');
    const int failure = filesystem_.random(bytes.data(), bytes.size());
    if (failure < 0) return cannot_write(file.path, failure);
    // Not derived from the target's name, which may be as long as a name can be.
    staged.temp = folder_of(staged.target) + "/.mcpmx-" + to_hex(bytes) + ".tmp";
    descriptor = filesystem_.create(staged.temp, staged.existed ? 0600 : file.mode);
  }
  if (descriptor < 0) return cannot_write(file.path, descriptor);
  staged.descriptor = descriptor;
  files_.push_back(staged);
  const int failure = fill(descriptor, file, staged.existed ? &status : nullptr);
  if (failure < 0) return cannot_write(file.path, failure);
  // What is not flushed need not be kept open until the others are.
  if (file.durable) return {};
  const int closed = close(files_.back());
  if (closed < 0) return cannot_write(file.path, closed);
  return {};
}

int FileTransaction::close(Staged& staged) {
  if (staged.descriptor < 0) return 0;
  return filesystem_.close(std::exchange(staged.descriptor, -1));
}

int FileTransaction::fill(int descriptor, const PendingFile& file, const FileStatus* old) {
  std::string_view rest = file.content;
  while (!rest.empty()) {
    const auto written = filesystem_.write(descriptor, rest);
    if (written < 0) return static_cast<int>(written);
    if (written == 0) return -EIO;  // no progress would mean no end
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  if (old != nullptr) {
    // Owner before mode: changing the owner clears the set-id bits.
    int failure = filesystem_.set_owner(descriptor, old->uid, old->gid);
    if (failure == 0) failure = filesystem_.set_mode(descriptor, old->mode);
    if (failure < 0) return failure;
  }
  return 0;
}

// All at once, because a file system writes its journal for all that wait for it: two flushes one
// after the other cost two of the disk's slowest operation.
Result<void> FileTransaction::flush_files() {
  std::vector<Flush> flushes;
  for (const Staged& staged : files_) {
    if (staged.descriptor >= 0) flushes.push_back({staged.descriptor});
  }
  filesystem_.sync(flushes);
  auto flush = flushes.begin();
  for (Staged& staged : files_) {
    if (staged.descriptor < 0) continue;
    const int failure = (flush++)->result;
    const int closed = close(staged);
    if (failure < 0) return cannot_write(staged.target, failure);
    if (closed < 0) return cannot_write(staged.target, closed);
  }
  return {};
}

Result<void> FileTransaction::flush_folders() {
  std::vector<Flush> flushes;
  for (const Folder& folder : folders_) {
    if (folder.durable) flushes.push_back({folder.descriptor});
  }
  filesystem_.sync(flushes);
  for (const Flush& flush : flushes) {
    // Some network file systems cannot flush a folder; they are no worse than without us asking.
    if (flush.result == 0 || flush.result == -EINVAL) continue;
    const auto folder = std::find_if(folders_.begin(), folders_.end(), [&](const Folder& one) {
      return one.descriptor == flush.descriptor;
    });
    return cannot_write(folder->path, flush.result);
  }
  return {};
}

// `path`: where the old content is now.
Result<void> FileTransaction::check_expected(const Staged& staged, const std::string& path) {
  if (!staged.expected) return {};
  FileStatus status;
  const int failure = filesystem_.status(path, status);
  if (failure == -ENOENT) return changed_meanwhile(staged.target);
  if (failure < 0) return cannot_write(staged.target, failure);
  if (status.size != staged.expected->size()) return changed_meanwhile(staged.target);
  MCPMX_TRY(text, read_file(path));
  if (text != *staged.expected) return changed_meanwhile(staged.target);
  return {};
}

// Where a plain rename is all there is, nothing can be taken back: so it is asked as late as can
// be.
Result<void> FileTransaction::check_before_replacing(const Staged& staged) {
  if (staged.existed) return check_expected(staged, staged.target);
  FileStatus status;
  const int found = filesystem_.status(staged.target, status);
  if (found == -ENOENT) return {};
  return cannot_write(staged.target, found < 0 ? found : -EEXIST);
}

// Why an exchange, where a plain rename would do: until every file and folder is through, the old
// content must still be there to be put back.
Result<void> FileTransaction::swap(Staged& staged) {
  using Rename = Filesystem::Rename;
  int failure = filesystem_.rename(staged.temp, staged.target,
                                   staged.existed ? Rename::kExchange : Rename::kNew);
  if (failure == -EINVAL || failure == -ENOSYS || failure == -EOPNOTSUPP) {
    MCPMX_CHECK(check_before_replacing(staged));
    failure = filesystem_.rename(staged.temp, staged.target, Rename::kReplace);
    if (failure == 0) staged.reversible = !staged.existed;
    if (failure == 0) staged.temp.clear();
  } else if (failure == 0 && !staged.existed) {
    staged.temp.clear();
  }
  if (failure == -ENOENT && staged.expected) return changed_meanwhile(staged.target);
  if (failure < 0) return cannot_write(staged.target, failure);
  staged.swapped = true;
  return {};
}

Result<void> FileTransaction::commit() {
  MCPMX_CHECK(flush_files());
  for (Staged& staged : files_) MCPMX_CHECK(swap(staged));
  MCPMX_CHECK(flush_folders());
  // Only now: a program that had the old file open may have written to it until now.
  for (const Staged& staged : files_) {
    if (!staged.temp.empty()) MCPMX_CHECK(check_expected(staged, staged.temp));
  }
  bool removed_one = false;
  for (Staged& staged : files_) {
    if (staged.temp.empty()) continue;
    int failure = filesystem_.remove(staged.temp);
    if (failure < 0 && !removed_one) return cannot_write(staged.target, failure);
    // From the first removal on there is no way back, so the new contents stand.
    done_ = true;
    if (failure < 0) failure = filesystem_.remove(staged.temp);
    if (failure < 0) {
      return failed(staged.target + " is written, but its old content stays in " + staged.temp,
                    staged.temp, "rm '" + staged.temp + "'");
    }
    removed_one = true;
  }
  done_ = true;
  return {};
}

void FileTransaction::undo() {
  for (auto staged = files_.rbegin(); staged != files_.rend(); ++staged) {
    if (staged->swapped && staged->reversible) {
      if (staged->existed) {
        filesystem_.rename(staged->temp, staged->target, Filesystem::Rename::kExchange);
      } else {
        filesystem_.remove(staged->target);
      }
    }
    if (!staged->temp.empty()) filesystem_.remove(staged->temp);
  }
  (void)flush_folders();
}

}  // namespace mcpmx
