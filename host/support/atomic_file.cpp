#include "support/atomic_file.h"

#include <cerrno>
#include <cstring>

#include "support/file_transaction.h"
#include "support/signal_hold.h"
#include "support/write_error.h"

namespace mcpmx {

Result<void> write_files(Filesystem& filesystem, std::span<const PendingFile> files,
                         const JournalPlace* journal) {
  const SignalHold hold;  // outlives the transaction, which may have to take back
  FileTransaction transaction(filesystem, journal);
  for (const PendingFile& file : files) MCPMX_CHECK(transaction.stage(file));
  return transaction.commit();
}

Result<void> write_file(Filesystem& filesystem, const PendingFile& file) {
  return write_files(filesystem, {&file, 1});
}

Result<void> make_folders(Filesystem& filesystem, const std::string& path, unsigned mode) {
  FileStatus status;
  const int found = filesystem.status(path, status);
  if (found == 0 && status.folder) return {};
  const auto refused = [&](int failure) {
    Error error = cannot_write(path, failure);
    error.message = "cannot make the folder" + error.message.substr(std::strlen("cannot write"));
    return error;
  };
  if (found == 0) {
    Error error = refused(-ENOTDIR);
    error.hint = "a file has that name: move it away, or choose another folder";
    return error;
  }
  if (found != -ENOENT) return refused(found);
  const std::string parent = folder_of(path);
  if (parent != path && parent != ".") MCPMX_CHECK(make_folders(filesystem, parent, mode));
  const int made = filesystem.make_folder(path, mode);
  // Another process may have been quicker.
  if (made < 0 && !(made == -EEXIST && filesystem.status(path, status) == 0 && status.folder)) {
    return refused(made);
  }
  return {};
}

}  // namespace mcpmx
