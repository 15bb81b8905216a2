#include "sync/list_change.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

namespace mcpmx::sync {
namespace {

// Pairs of words that are compared at most: 2,000 words that became 2,000 others. Above it, what
// lies between the common ends counts as changed as a whole.
constexpr std::size_t kMostPairs = 4'000'000;

using Words = std::span<const std::string>;

// For each word of `a`, where it stands in `b`: a longest common subsequence, found from the back,
// because a server's own arguments are the end of both lists.
void align(Words a, Words b, std::span<std::size_t> place) {
  const std::size_t columns = b.size() + 1;
  std::vector<std::uint32_t> length((a.size() + 1) * columns, 0);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      length[i * columns + j] = a[i - 1] == b[j - 1] ? length[(i - 1) * columns + j - 1] + 1
                                                     : std::max(length[(i - 1) * columns + j],
                                                                length[i * columns + j - 1]);
    }
  }
  for (std::size_t i = a.size(), j = b.size(); i > 0 && j > 0;) {
    if (a[i - 1] == b[j - 1]) {
      place[--i] = --j;
    } else if (length[(i - 1) * columns + j] >= length[i * columns + j - 1]) {
      --i;
    } else {
      --j;
    }
  }
}

}  // namespace

std::vector<std::size_t> places_of(const std::vector<std::string>& old_words,
                                   const std::vector<std::string>& words) {
  Words a = old_words, b = words;
  std::vector<std::size_t> place(a.size(), kNowhere);
  while (!a.empty() && !b.empty() && a.back() == b.back()) {
    place[a.size() - 1] = b.size() - 1;
    a = a.first(a.size() - 1);
    b = b.first(b.size() - 1);
  }
  if (a.size() < kMostPairs / (b.size() + 1)) {
    align(a, b, place);
    return place;
  }
  for (std::size_t i = 0; i < std::min(a.size(), b.size()) && a[i] == b[i]; ++i) place[i] = i;
  return place;
}

ListChange change_between(const std::vector<std::string>& before,
                          const std::vector<std::string>& after) {
  const std::size_t shorter = std::min(before.size(), after.size());
  std::size_t front = 0;
  while (front < shorter && before[front] == after[front]) ++front;
  std::size_t back = 0;
  while (back < shorter - front &&
         before[before.size() - 1 - back] == after[after.size() - 1 - back])
    ++back;
  const auto middle = [&](const std::vector<std::string>& list) {
    return std::vector<std::string>(list.begin() + static_cast<std::ptrdiff_t>(front),
                                    list.end() - static_cast<std::ptrdiff_t>(back));
  };
  return {front, middle(before), middle(after)};
}

std::vector<ListChange> changes_between(const std::vector<std::string>& before,
                                        const std::vector<std::string>& after) {
  const std::vector<std::size_t> place = places_of(before, after);
  std::vector<ListChange> changes;
  std::size_t i = 0, j = 0;
  while (i < before.size() || j < after.size()) {
    ListChange change;
    change.at = i;
    for (; i < before.size() && place[i] == kNowhere; ++i) change.removed.push_back(before[i]);
    const std::size_t next = i < before.size() ? place[i] : after.size();
    for (; j < next; ++j) change.added.push_back(after[j]);
    if (!change.removed.empty() || !change.added.empty()) changes.push_back(std::move(change));
    for (; i < before.size() && place[i] == j; ++i) ++j;
  }
  return changes;
}

bool apply_change(const ListChange& change, const std::vector<std::size_t>& place,
                  std::vector<std::string>& words) {
  const std::size_t end = change.at + change.removed.size();
  std::size_t begin = kNowhere;
  for (std::size_t i = change.at; i < end; ++i) {
    if (place[i] == kNowhere || (begin != kNowhere && place[i] != begin + (i - change.at)))
      return false;
    if (begin == kNowhere) begin = place[i];
  }
  if (begin == kNowhere) {  // nothing was removed: between its neighbours
    if (change.at > 0 && place[change.at - 1] != kNowhere) {
      begin = place[change.at - 1] + 1;
    } else if (end < place.size() && place[end] != kNowhere) {
      begin = place[end];
    } else if (end == place.size()) {
      begin = words.size();
    } else {
      return false;
    }
  }
  const auto at = words.begin() + static_cast<std::ptrdiff_t>(begin);
  const auto behind = words.erase(at, at + static_cast<std::ptrdiff_t>(change.removed.size()));
  words.insert(behind, change.added.begin(), change.added.end());
  return true;
}

}  // namespace mcpmx::sync
