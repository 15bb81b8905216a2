#include "project.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace engine {
namespace {

using mcpmx::Json;

bool contains(const std::vector<std::string>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

std::array<unsigned, 3> numbers_of(std::string_view version) {
  std::array<unsigned, 3> numbers = {};
  if (version.starts_with('v')) version.remove_prefix(1);
  const char* at = version.data();
  const char* const end = at + version.size();
  for (unsigned& number : numbers) {
    const auto read = std::from_chars(at, end, number);
    if (read.ec != std::errc()) break;
    at = read.ptr != end && *read.ptr == '.' ? read.ptr + 1 : read.ptr;
  }
  return numbers;
}

}  // namespace

bool is_older(std::string_view a, std::string_view b) {
  constexpr std::array<unsigned, 3> kNone = {};
  const auto first = numbers_of(a);
  return first != kNone && first < numbers_of(b);
}

bool Project::is_disabled(std::string_view name) const {
  const auto& disabled = document()["disabled"].members();
  return std::any_of(disabled.begin(), disabled.end(),
                     [&](const Json::Member& each) { return each.second.text() == name; });
}

// A circle ends where it closes: docker compose refuses it, and says so better.
void Project::add(const std::string& name, std::vector<std::string>& open,
                  std::vector<std::string>& done) const {
  if (!has_service(name) || contains(done, name) || contains(open, name)) return;
  open.push_back(name);
  for (const auto& [dependency, how] : service(name)["depends_on"].members())
    add(dependency, open, done);
  open.pop_back();
  done.push_back(name);
}

std::vector<std::string> Project::services() const {
  std::vector<std::string> open, done;
  for (const auto& [name, body] : document()["services"].members()) {
    if (operation_.services.empty() || contains(operation_.services, name)) add(name, open, done);
  }
  return done;
}

std::uint64_t Project::replicas(std::string_view name) const {
  for (const mcpmx::Scale& scale : operation_.scales) {
    if (scale.service == name) return scale.replicas;
  }
  const Json& body = service(name);
  const std::int64_t stated = body["scale"].integer(body["deploy"]["replicas"].integer(1));
  return stated < 0 ? 1 : static_cast<std::uint64_t>(stated);
}

std::string Project::container_name(std::string_view name_of_service, std::uint64_t number) const {
  const std::string& chosen = service(name_of_service)["container_name"].text();
  if (!chosen.empty()) return chosen;
  return name() + "-" + std::string(name_of_service) + "-" + std::to_string(number);
}

std::string Project::image(std::string_view name_of_service) const {
  const std::string& stated = service(name_of_service)["image"].text();
  return stated.empty() ? name() + "-" + std::string(name_of_service) : stated;
}

template <class Uses>
std::vector<std::string> Project::used(const char* section,
                                       const std::vector<std::string>& services,
                                       const Uses& uses) const {
  std::vector<std::string> keys;
  for (const Json::Member& declared : document()[section].members()) {
    const std::string& key = declared.first;
    const bool is_used = std::any_of(services.begin(), services.end(), [&](const auto& name) {
      const auto& entries = service(name)[section].members();
      return std::any_of(entries.begin(), entries.end(),
                         [&](const Json::Member& entry) { return uses(entry, key); });
    });
    if (is_used) keys.push_back(key);
  }
  return keys;
}

std::vector<std::string> Project::networks(const std::vector<std::string>& services) const {
  return used("networks", services,
              [](const Json::Member& entry, const std::string& key) { return entry.first == key; });
}

std::vector<std::string> Project::volumes(const std::vector<std::string>& services) const {
  return used("volumes", services, [](const Json::Member& entry, const std::string& key) {
    return entry.second["type"].text() == "volume" && entry.second["source"].text() == key;
  });
}

std::string Project::real_name(const char* section, std::string_view key) const {
  const std::string& stated = document()[section][key]["name"].text();
  if (!stated.empty()) return stated;
  return is_external(section, key) ? std::string(key) : name() + "_" + std::string(key);
}

bool Project::is_external(const char* section, std::string_view key) const {
  const Json& external = document()[section][key]["external"];
  return external.is_true() || external.is_map();
}

std::string Project::config_hash(std::string_view name_of_service, std::string_view version) const {
  std::string hash;
  for (const auto& [release, value] : document()["config_hashes"][name_of_service].members()) {
    // In the order of releases: the last that is not younger.
    if (!is_older(version, release)) hash = value.text();
  }
  return hash;
}

}  // namespace engine
