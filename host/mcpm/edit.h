// MCPM's files of format 2, edited in place: what a change does not concern stays byte for byte,
// unknown fields, order, indentation and escapes included.
//
// Nothing is written that MCPM would skip on load, and so delete on its next save: each result is
// read again, and must say what was wanted. Errors name file and line, the reason and a next step,
// and never a value (it may be a secret). Pure; any thread.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "mcpm/library.h"
#include "model/server.h"
#include "support/result.h"

namespace mcpmx::mcpm {

// What is to become of one entry of servers.json. A definition is never deleted.
struct EntryChange {
  std::string name;  // the entry's key
  // The fields as they are to stand: command, args, env or url, headers; profile_tags. Pairs keep
  // the order of the file, new ones follow. Nullopt: only tags change. Other members are not
  // looked at, `name` alone must be the key's or empty.
  std::optional<Server> wanted;
  bool is_new = false;  // `wanted` becomes a new entry, at the end of the file
  // After that: a tag is put behind the others, a tag is taken away. Empty: none.
  std::string add_tag;
  std::string remove_tag;
};

// The text of servers.json with all changes made; the same text where nothing differs. `text` is
// empty where there is no file yet; `file` is for messages. Besides what MCPM would not accept
// these are refused: an entry that MCPM cannot read, one whose key and name differ, one with a key
// twice, one with both command and url (tags aside), a custom entry (tags aside), a new name that
// is taken, two changes of one entry.
Result<std::string> edit_servers(const std::string& text, const std::string& file,
                                 std::span<const EntryChange> changes);

// The text of profiles_metadata.json with this profile in it, as MCPM writes one; the same text
// where it has it. `text` is empty where there is no file yet.
Result<std::string> edit_metadata(const std::string& text, const std::string& file,
                                  const std::string& profile);

// Whether the library's files may be written: those of format 1 may not (next step: mcpm migrate).
Result<void> check_editable(const Library& library);

}  // namespace mcpmx::mcpm
