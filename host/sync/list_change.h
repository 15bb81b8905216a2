// How one list of words became another, and the same change made in a longer or shorter list that
// has those words too: the arguments of an entry, of which its service's command is a part. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace mcpmx::sync {

// `removed` stood at `at` and `added` stands there now; what is around stayed. Either may be empty.
struct ListChange {
  std::size_t at = 0;
  std::vector<std::string> removed, added;
};

ListChange change_between(const std::vector<std::string>& before,
                          const std::vector<std::string>& after);

// The same in parts, where words between them stayed: in their order, from the front.
std::vector<ListChange> changes_between(const std::vector<std::string>& before,
                                        const std::vector<std::string>& after);

// For each of the old words, where it stands in `words`; kNowhere.
inline constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);
std::vector<std::size_t> places_of(const std::vector<std::string>& old_words,
                                   const std::vector<std::string>& words);

// Makes the change, which was made in the old words, in `words`. Of several the last one comes
// first, so that the places of the others stay true. False: `words` has not what it is about, and
// stays as it is.
bool apply_change(const ListChange& change, const std::vector<std::size_t>& places,
                  std::vector<std::string>& words);

}  // namespace mcpmx::sync
