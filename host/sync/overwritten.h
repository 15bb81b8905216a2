// Whether a program overwrote what a sync had written into servers.json.
//
// MCPM takes no lock: it reads the file, and some time later writes all of it. Where a sync wrote
// in between, the sync's changes are gone, and look like a person's who took them back. What tells
// the two apart: a stale write leaves nothing of what the sync wrote, as its writer never saw it; a
// person takes back one thing or another. So each write is remembered, as hashes. A person who
// takes back all that a sync wrote looks like a stale write, and is asked: that costs a word, not
// an edit.
//
// Plain values, and pure.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "compose/state_key.h"
#include "model/server.h"
#include "sync/entry_fields.h"

namespace mcpmx::sync {

// A server and its field, as in entry_fields.h, or kPresence: whether the profile has the server.
using Place = std::pair<std::string, std::string>;

// Keyed hashes of the values; empty: there was none.
struct WrittenField {
  std::string before, after;
  bool operator==(const WrittenField&) const = default;
};
using Write = std::map<Place, WrittenField>;

using Entries = std::vector<const Server*>;  // of the profile; borrowed

// What differs between the entries before and after a sync's write.
Write write_between(const Entries& before, const Entries& after, const compose::StateKey& key);

struct Overwritten {
  std::size_t first = 0;   // of the writes; it and all behind it are overwritten
  std::set<Place> places;  // that those wrote; none: nothing is overwritten
};

// `writes`: the oldest first. The program may have read the file before any one of them.
Overwritten find_overwritten(const std::vector<Write>& writes, const Entries& now,
                             const compose::StateKey& key);

bool has_server(const std::set<Place>& places, const std::string& server);

// The writes that the next sync has to know. `is_decided`: what is overwritten has been put back or
// given up. `write`: of this sync; may be empty.
std::vector<Write> next_writes(std::vector<Write> writes, const Overwritten& overwritten,
                               bool is_decided, Write write);

}  // namespace mcpmx::sync
