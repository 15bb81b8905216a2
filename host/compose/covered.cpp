#include "compose/covered.h"

#include <unordered_set>

namespace mcpmx::compose {

namespace {

std::uint64_t place_of(const Origin& origin) {
  return (std::uint64_t{origin.file} << 32U) | origin.node;
}

}  // namespace

void Covered::add(const Origin& visible, const Origin& hidden) {
  if (visible.node == document::kNoNode || hidden.node == document::kNoNode) return;
  if (visible.editing == Editing::kHeld) return;
  hidden_[place_of(visible)].push_back(hidden);
}

std::vector<Origin> Covered::below(const Origin& visible) const {
  std::vector<Origin> result;
  if (hidden_.empty()) return result;
  // A file that is named twice hides itself.
  std::unordered_set<std::uint64_t> seen = {place_of(visible)};
  std::vector<std::uint64_t> open = {place_of(visible)};
  while (!open.empty()) {
    const auto found = hidden_.find(open.back());
    open.pop_back();
    if (found == hidden_.end()) continue;
    for (const Origin& origin : found->second) {
      if (!seen.insert(place_of(origin)).second) continue;
      result.push_back(origin);
      open.push_back(place_of(origin));
    }
  }
  return result;
}

}  // namespace mcpmx::compose
