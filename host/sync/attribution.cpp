#include "sync/attribution.h"

#include <optional>
#include <tuple>
#include <utility>

#include "sync/candidates.h"

namespace mcpmx::sync {
namespace {

struct Place {
  std::string key, path;
  bool operator<(const Place& other) const {
    return std::tie(key, path) < std::tie(other.key, other.path);
  }
};

std::optional<std::string> value_at(const ServiceLeaves& services, const Place& place) {
  const auto service = services.find(place.key);
  if (service == services.end()) return std::nullopt;
  const auto leaf = service->second.find(place.path);
  if (leaf == service->second.end()) return std::nullopt;
  return leaf->second;
}

// Places at which the two differ, within services that both have.
std::set<Place> differences(const ServiceLeaves& a, const ServiceLeaves& b) {
  std::set<Place> places;
  for (const auto& [key, leaves] : a) {
    const auto other = b.find(key);
    if (other == b.end()) continue;
    for (const auto& [path, value] : leaves) {
      const auto same = other->second.find(path);
      if (same == other->second.end() || same->second != value) places.insert({key, path});
    }
    for (const auto& [path, value] : other->second) {
      if (!leaves.contains(path)) places.insert({key, path});
    }
  }
  return places;
}

// One server on its way: the entry found so far, and what is still to be explained.
class Search {
 public:
  Search(const EditedServer& edited, ServiceLeaves rendered)
      : file_(*edited.file), found_{edited.start, std::move(rendered)} {
    open_ = differences(file_, found_.rendered);
  }

  // The next entry to be tried; null when there is none.
  const Server* next() {
    while (at_ == tries_.size()) {
      // From the first open place that was not looked at since the entry changed last.
      const Place* place = nullptr;
      for (const Place& each : open_) {
        if (!looked_at_.contains(each)) {
          place = &each;
          break;
        }
      }
      if (place == nullptr) return nullptr;
      looked_at_.insert(*place);
      tried_for_ = *place;
      tries_ = candidates(
          found_.entry, {place->path, value_at(found_.rendered, *place), value_at(file_, *place)});
      at_ = 0;
    }
    return &tries_[at_++];
  }

  // What the entry of next() renders to.
  void answer(ServiceLeaves rendered) {
    if (!explains(rendered)) return;
    found_ = {tries_[at_ - 1], std::move(rendered)};
    open_ = differences(file_, found_.rendered);
    tries_.clear();
    at_ = 0;
    looked_at_.clear();
  }

  Attribution take() { return std::move(found_); }

 private:
  // The place is as in the file now, and no other place of a service that the file has became
  // anything that is not in the file.
  bool explains(const ServiceLeaves& rendered) const {
    if (value_at(rendered, tried_for_) != value_at(file_, tried_for_)) return false;
    if (rendered.size() != found_.rendered.size()) return false;
    for (const auto& [key, leaves] : found_.rendered) {
      if (!rendered.contains(key)) return false;
    }
    for (const Place& place : differences(rendered, found_.rendered)) {
      if (!file_.contains(place.key)) continue;
      if (value_at(rendered, place) != value_at(file_, place)) return false;
    }
    return true;
  }

  const ServiceLeaves& file_;
  Attribution found_;
  std::set<Place> open_;       // where the file is not what the entry renders to
  std::set<Place> looked_at_;  // of them, those that no candidate explained
  Place tried_for_;
  std::vector<Server> tries_;
  std::size_t at_ = 0;
};

}  // namespace

Result<std::vector<Attribution>> attribute(std::span<const EditedServer> edited,
                                           EntryRenderer& renderer) {
  std::vector<Server> entries;
  entries.reserve(edited.size());
  for (const EditedServer& each : edited) entries.push_back(each.start);
  MCPMX_TRY(rendered, renderer.render(entries));
  std::vector<Search> searches;
  searches.reserve(edited.size());
  for (std::size_t i = 0; i < edited.size(); ++i)
    searches.emplace_back(edited[i], std::move(rendered[i]));

  for (;;) {
    std::vector<Search*> asking;
    entries.clear();
    for (Search& search : searches) {
      const Server* next = search.next();
      if (next == nullptr) continue;
      asking.push_back(&search);
      entries.push_back(*next);
    }
    if (asking.empty()) break;
    MCPMX_TRY(answers, renderer.render(entries));
    for (std::size_t i = 0; i < asking.size(); ++i) asking[i]->answer(std::move(answers[i]));
  }
  std::vector<Attribution> result;
  result.reserve(searches.size());
  for (Search& search : searches) result.push_back(search.take());
  return result;
}

}  // namespace mcpmx::sync
