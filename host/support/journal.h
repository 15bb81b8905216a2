// The journal of one write of several files: which temp file is to take which target's place, and
// the hashes of what was there and of what comes, never a content. It is there from before
// the first swap until after the last, so that whoever finds it knows that a write was interrupted,
// and how far it had come (journal_recovery.h). Text, a line a file, so that a person can read it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/result.h"

namespace mcpmx {

// Where a writer keeps its journal, for the time that it holds these locks.
struct JournalPlace {
  std::string path;                 // its folder is there; no two writers use it at once
  std::vector<std::string> locked;  // folders whose FileLock who recovers has to hold as well
};

struct JournalEntry {
  std::string target;    // absolute, links followed
  std::string temp;      // in the same folder
  std::string old_hash;  // SHA-256 in hexadecimal; empty: there is no file, before
  std::string new_hash;  // or after
  bool operator==(const JournalEntry&) const = default;
};

struct Journal {
  std::vector<std::string> locked;
  std::vector<JournalEntry> entries;
  // False: its writer was ended while it wrote the journal, so nothing was swapped; `entries` are
  // those that can be read.
  bool is_complete = true;
};

std::string journal_text(const Journal& journal);

// Of any bytes: what is not a journal of ours is an incomplete one without entries.
Journal parse_journal(std::string_view text);

// Nullopt: there is none. Errors: it cannot be read.
Result<std::optional<Journal>> read_journal(const std::string& path);

}  // namespace mcpmx
