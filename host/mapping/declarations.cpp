#include "mapping/declarations.h"

#include <algorithm>
#include <boost/json/value.hpp>
#include <utility>

#include "mapping/names.h"
#include "support/dollars.h"

namespace mcpmx::mapping {
namespace {

namespace json = boost::json;

constexpr std::string_view kName = "name";

// As a person would say it: "another name", "another label team".
std::string what(std::string_view group, std::string_view key) {
  if (group.empty()) return std::string(key);
  return (group == "labels" ? "label " : "driver option ") + std::string(key);
}

}  // namespace

const Declarations::Volume* Declarations::find_volume(const std::string& volume) const {
  if (const auto staged = staged_volumes_.find(volume); staged != staged_volumes_.end())
    return &staged->second;
  const auto kept = volumes_.find(volume);
  return kept == volumes_.end() ? nullptr : &kept->second;
}

const std::string* Declarations::find_network(const std::string& key) const {
  for (const auto* list : {&networks_, &staged_networks_}) {
    const auto found = std::find_if(list->begin(), list->end(),
                                    [&](const auto& network) { return network.first == key; });
    if (found != list->end()) return &found->second;
  }
  return nullptr;
}

Result<void> Declarations::declare_volume(const std::string& volume, const json::object& written,
                                          const std::string& server, const Fill& fill) {
  const Volume* known = find_volume(volume);
  Volume words = known == nullptr ? Volume() : *known;
  const auto declare = [&](std::string_view group, std::string_view key,
                           std::string_view value) -> Result<void> {
    const auto same = std::find_if(words.begin(), words.end(), [&](const Word& word) {
      return word.group == group && word.key == key;
    });
    if (same == words.end()) {
      MCPMX_TRY(filled, fill(group, key, value));
      words.push_back({std::string(group), std::string(key), std::string(value), filled, server});
    } else if (same->written != value) {
      return failed("it gives the volume \"" + volume + "\" another " + what(group, key) +
                        " than the server \"" + same->server + "\" does",
                    {}, "write the same into both entries, or give one of them another volume");
    }
    return {};
  };
  if (!written.contains(kName)) MCPMX_CHECK(declare({}, kName, {}));
  for (const auto& member : written) {
    if (member.value().is_string()) {
      MCPMX_CHECK(declare({}, member.key(), member.value().get_string()));
      continue;
    }
    for (const auto& inner : member.value().as_object())
      MCPMX_CHECK(declare(member.key(), inner.key(), inner.value().as_string()));
  }
  if (known == nullptr) staged_order_.push_back(volume);
  staged_volumes_[volume] = std::move(words);
  return {};
}

Result<void> Declarations::declare_volume(const std::string& volume, const std::string& server) {
  return declare_volume(volume, {}, server,
                        [](auto, auto, std::string_view text) { return std::string(text); });
}

std::string Declarations::declare_network(const std::string& name, const std::string& wanted) {
  std::string key = wanted;
  for (int number = 2;; ++number) {
    const std::string* other = find_network(key);
    if (other == nullptr) break;
    if (*other == name) return key;
    key = numbered(wanted, number);
  }
  staged_networks_.emplace_back(key, name);
  return key;
}

void Declarations::keep() {
  for (auto& [name, volume] : staged_volumes_) volumes_[name] = std::move(volume);
  order_.insert(order_.end(), staged_order_.begin(), staged_order_.end());
  networks_.insert(networks_.end(), staged_networks_.begin(), staged_networks_.end());
  drop();
}

void Declarations::drop() {
  staged_volumes_.clear();
  staged_order_.clear();
  staged_networks_.clear();
}

json::object Declarations::volumes() const {
  json::object all;
  for (const std::string& name : order_) {
    json::object volume;
    for (const Word& word : volumes_.at(name)) {
      if (word.group.empty()) {
        // Without a name it is the project's own.
        if (word.key != kName || !word.filled.empty()) volume[word.key] = word.filled;
        continue;
      }
      json::value& group = volume[word.group];
      if (!group.is_object()) group = json::object();
      group.get_object()[word.key] = word.filled;
    }
    // "data:" alone is how people declare a volume with no options.
    all.emplace(name, volume.empty() ? json::value(nullptr) : json::value(std::move(volume)));
  }
  return all;
}

json::object Declarations::networks() const {
  json::object all;
  for (const auto& [key, name] : networks_) {
    // docker run --network NAME asks for a network that is there; so does this.
    all.emplace(key, json::object{{"name", with_doubled_dollars(name)}, {"external", true}});
  }
  return all;
}

}  // namespace mcpmx::mapping
