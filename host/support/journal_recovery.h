// What is done about a write of several files that was interrupted: finished, if it had begun to
// take places; else taken back.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "support/filesystem.h"
#include "support/journal.h"
#include "support/result.h"

namespace mcpmx {

// Targets, each in one list.
struct Recovered {
  std::vector<std::string> written;     // hold what the interrupted write put there
  std::vector<std::string> taken_back;  // are as before it, all of them: none was swapped
  std::vector<std::string> left_alone;  // were changed by somebody else since, and stay so
  bool is_nothing() const { return written.empty() && taken_back.empty() && left_alone.empty(); }
};

// Finishes the write whose journal lies at `path`, and removes the journal. The caller holds the
// locks that the journal names: then its writer has ended. Where one file at least is swapped, the
// others are too, if they still are as they were before; temp files go in any case, and no content
// that is of neither write is lost. Nullopt: there is no journal. Errors: a file cannot be read or
// written; the journal stays, and the next call goes on.
Result<std::optional<Recovered>> finish_journal(Filesystem& filesystem, const std::string& path);

}  // namespace mcpmx
