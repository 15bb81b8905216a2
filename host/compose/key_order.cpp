#include "compose/key_order.h"

#include <algorithm>
#include <boost/json.hpp>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "model/compose_service.h"

namespace mcpmx::compose {

namespace {

namespace json = boost::json;
using Keys = std::span<const std::string_view>;

constexpr std::string_view kTopLevel[] = {"version",  "name",    "include", "services",
                                          "networks", "volumes", "configs", "secrets"};

constexpr std::string_view kHealthcheck[] = {"disable", "test",         "interval",      "timeout",
                                             "retries", "start_period", "start_interval"};

constexpr std::string_view kMount[] = {"type", "source", "target", "read_only"};

constexpr std::string_view kPort[] = {"name", "target", "published", "host_ip", "protocol", "mode"};

std::size_t place_of(std::string_view key, Keys order) {
  return static_cast<std::size_t>(std::find(order.begin(), order.end(), key) - order.begin());
}

void reorder(json::object& map, Keys order) {
  std::vector<std::pair<std::size_t, const json::key_value_pair*>> entries;
  entries.reserve(map.size());
  for (const auto& entry : map) {
    const std::string_view key(entry.key().data(), entry.key().size());
    entries.emplace_back(place_of(key, order), &entry);
  }
  const auto earlier = [](const auto& a, const auto& b) { return a.first < b.first; };
  if (std::is_sorted(entries.begin(), entries.end(), earlier)) return;
  std::stable_sort(entries.begin(), entries.end(), earlier);
  json::object sorted(map.storage());
  sorted.reserve(map.size());
  for (const auto& [place, entry] : entries) {
    // The old object goes at once, so its values may be moved out of it.
    sorted.emplace(entry->key(), std::move(map.at(entry->key())));
  }
  map = std::move(sorted);
}

const std::vector<std::string_view>& service_order() {
  static const std::vector<std::string_view> kOrder = [] {
    std::vector<std::string_view> keys;
    for (const Member& member : compose_service_keys()) keys.push_back(member.key);
    return keys;
  }();
  return kOrder;
}

void reorder_items(json::object& service, std::string_view key, Keys order) {
  auto* value = service.if_contains(key);
  auto* items = value == nullptr ? nullptr : value->if_array();
  if (items == nullptr) return;
  for (auto& item : *items) {
    if (auto* map = item.if_object()) reorder(*map, order);
  }
}

}  // namespace

void canonical_order(boost::json::object& project) {
  if (auto* value = project.if_contains("services"); value != nullptr && value->is_object()) {
    for (auto& entry : value->get_object()) {
      auto* service = entry.value().if_object();
      if (service == nullptr) continue;
      reorder_items(*service, "volumes", kMount);
      reorder_items(*service, "ports", kPort);
      if (auto* check = service->if_contains("healthcheck");
          check != nullptr && check->is_object()) {
        reorder(check->get_object(), kHealthcheck);
      }
      reorder(*service, service_order());
    }
  }
  // Extensions last, behind keys that we do not know.
  std::vector<std::string_view> order(std::begin(kTopLevel), std::end(kTopLevel));
  std::vector<std::string_view> extensions;
  for (const auto& entry : project) {
    const std::string_view key(entry.key().data(), entry.key().size());
    if (place_of(key, kTopLevel) < std::size(kTopLevel)) continue;
    (key.starts_with("x-") ? extensions : order).push_back(key);
  }
  order.insert(order.end(), extensions.begin(), extensions.end());
  reorder(project, order);
}

}  // namespace mcpmx::compose
