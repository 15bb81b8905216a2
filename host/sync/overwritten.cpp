#include "sync/overwritten.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "sync/entry_fields.h"

namespace mcpmx::sync {
namespace {

constexpr std::size_t kRemembered = 8;  // writes; what held the file open for longer is not known

using Hashes = std::map<Place, std::string>;
using Names = std::set<std::string_view>;  // of servers; borrowed

// Of the entries with one of the names: what a write touches is a few of many.
Hashes hashes_of(const Entries& entries, const Names& names, const compose::StateKey& key) {
  Hashes hashes;
  for (const Server* entry : entries) {
    if (!names.contains(entry->name)) continue;
    hashes.emplace(Place(entry->name, kPresence), key.hash(kPresence, "true"));
    for (const auto& [path, value] : fields_of(*entry))
      hashes.emplace(Place(entry->name, path), key.hash(path, value));
  }
  return hashes;
}

std::string hash_at(const Hashes& hashes, const Place& place) {
  const auto found = hashes.find(place);
  return found == hashes.end() ? std::string() : found->second;
}

Names changed_names(const Entries& before, const Entries& after) {
  std::map<std::string_view, const Server*> old;
  for (const Server* entry : before) old.emplace(entry->name, entry);
  Names names;
  for (const Server* entry : after) {
    const auto there = old.find(entry->name);
    if (there == old.end() || !same_definition(*there->second, *entry)) names.insert(entry->name);
    if (there != old.end()) old.erase(there);
  }
  for (const auto& [name, entry] : old) names.insert(name);  // they left the profile
  return names;
}

// The writes from `first` on as one.
Write joined(const std::vector<Write>& writes, std::size_t first) {
  Write whole;
  for (std::size_t i = first; i < writes.size(); ++i) {
    for (const auto& [place, field] : writes[i]) {
      const auto [there, is_new] = whole.emplace(place, field);
      if (!is_new) there->second.after = field.after;
    }
  }
  std::erase_if(whole, [](const auto& each) { return each.second.before == each.second.after; });
  return whole;
}

}  // namespace

Write write_between(const Entries& before, const Entries& after, const compose::StateKey& key) {
  const Names names = changed_names(before, after);
  const Hashes old_hashes = hashes_of(before, names, key);
  const Hashes new_hashes = hashes_of(after, names, key);
  Write write;
  const auto add = [&](const Place& place) {
    // Of a server that comes or goes its fields say nothing more.
    const Place presence(place.first, kPresence);
    if (place != presence && old_hashes.contains(presence) != new_hashes.contains(presence)) return;
    WrittenField field{hash_at(old_hashes, place), hash_at(new_hashes, place)};
    if (field.before != field.after) write.emplace(place, std::move(field));
  };
  for (const Hashes* hashes : {&old_hashes, &new_hashes}) {
    for (const auto& [place, hash] : *hashes) add(place);
  }
  return write;
}

Overwritten find_overwritten(const std::vector<Write>& writes, const Entries& now,
                             const compose::StateKey& key) {
  if (writes.empty()) return {};
  Names names;
  for (const Write& write : writes) {
    for (const auto& [place, field] : write) names.insert(place.first);
  }
  const Hashes hashes = hashes_of(now, names, key);
  for (std::size_t first = 0; first < writes.size(); ++first) {
    Overwritten found{first, {}};
    bool stands = false;
    bool is_old = false;
    for (const auto& [place, field] : joined(writes, first)) {
      const std::string hash = hash_at(hashes, place);
      stands = stands || hash == field.after;
      // A server that left the profile has no old value either.
      const bool can_tell =
          place.second == kPresence || hashes.contains(Place(place.first, kPresence));
      is_old = is_old || (can_tell && hash == field.before);
      found.places.insert(place);
    }
    if (is_old && !stands) return found;
  }
  return {writes.size(), {}};
}

bool has_server(const std::set<Place>& places, const std::string& server) {
  const auto first = places.lower_bound({server, ""});
  return first != places.end() && first->first == server;
}

std::vector<Write> next_writes(std::vector<Write> writes, const Overwritten& overwritten,
                               bool is_decided, Write write) {
  const auto first = writes.begin() + static_cast<std::ptrdiff_t>(overwritten.first);
  const auto end = is_decided ? writes.erase(first, writes.end()) : first;
  // Ahead of what is overwritten and open still, which is as if it were written after this.
  if (!write.empty()) writes.insert(end, std::move(write));
  if (writes.size() > kRemembered) writes.erase(writes.begin());
  return writes;
}

}  // namespace mcpmx::sync
