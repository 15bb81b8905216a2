#include "support/file_transaction.h"

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
  if (journal_descriptor_ >= 0) filesystem_.close(journal_descriptor_);
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
  staged.content = file.content;
  staged.expected = file.expected;
  staged.content_hash = file.content_hash;
  staged.expected_hash = file.expected_hash;
  staged.removes = file.remove;
  staged.durable = file.durable;
  if (staged.existed && file.only_new) return cannot_write(file.path, -EEXIST);
  if (!staged.existed && file.expected) return changed_meanwhile(file.path);
  if (!staged.existed && staged.removes) return {};
  if (staged.existed) {
    MCPMX_CHECK(check_target(staged.target, status));
    if (!staged.removes && status.size == file.content.size()) {
      // A file that cannot be read is simply written.
      const auto old = read_file(staged.target, file.content.size());
      if (old && *old == file.content) return {};
    }
  }
  MCPMX_CHECK(open_folder(staged.target, file.durable && staged.existed));
  if (!staged.removes) return make_temp(staged, file, status);
  MCPMX_CHECK(name_temp(staged));
  files_.push_back(std::move(staged));
  return {};
}

// `replaces`: an old file gives way, so the folder is flushed in the end. An old file that a power
// cut left beside newer ones would look as if a person had taken something back; a new one that it
// lost is made again by the next run.
Result<void> FileTransaction::open_folder(const std::string& target, bool replaces) {
  std::string path = folder_of(target);
  for (Folder& folder : folders_) {
    if (folder.path != path) continue;
    folder.flushed = folder.flushed || replaces;
    return {};
  }
  const int descriptor = filesystem_.open_folder(path);
  if (descriptor < 0) return cannot_write(target, descriptor);
  folders_.push_back({std::move(path), descriptor, replaces});
  return {};
}

// Not derived from the target's name, which may be as long as a name can be.
Result<void> FileTransaction::name_temp(Staged& staged) {
  std::string bytes(8, '\0');
  const int failure = filesystem_.random(bytes.data(), bytes.size());
  if (failure < 0) return cannot_write(staged.target, failure);
  staged.temp = folder_of(staged.target);
  staged.temp.append("/.mcpmx-").append(to_hex(bytes)).append(".tmp");
  return {};
}

Result<void> FileTransaction::make_temp(Staged& staged, const PendingFile& file,
                                        const FileStatus& status) {
  int descriptor = -EEXIST;
  for (int attempt = 0; descriptor == -EEXIST && attempt < 8; ++attempt) {
    MCPMX_CHECK(name_temp(staged));
    descriptor = filesystem_.create(staged.temp, staged.existed ? 0600 : file.mode);
  }
  if (descriptor < 0) return cannot_write(file.path, descriptor);
  staged.descriptor = descriptor;
  files_.push_back(staged);
  const int failure = fill(descriptor, file.content, staged.existed ? &status : nullptr);
  if (failure < 0) return cannot_write(file.path, failure);
  if (file.durable) {
    if (staged.existed || can_be_cut(file.content)) filesystem_.start_sync(descriptor);
    return {};
  }
  // What is not flushed need not be kept open until the others are.
  const int closed = close(files_.back());
  if (closed < 0) return cannot_write(file.path, closed);
  return {};
}

int FileTransaction::close(Staged& staged) {
  if (staged.descriptor < 0) return 0;
  return filesystem_.close(std::exchange(staged.descriptor, -1));
}

int FileTransaction::fill(int descriptor, std::string_view content, const FileStatus* old) {
  std::string_view rest = content;
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

}  // namespace mcpmx
