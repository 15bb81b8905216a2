#include "sync/change_places.h"

#include <boost/json.hpp>

namespace mcpmx::sync {

namespace json = boost::json;

const std::string* value_at(const Leaves& leaves, std::string_view path) {
  const auto found = leaves.find(path);
  return found == leaves.end() ? nullptr : &found->second;
}

bool same(const std::string* a, const std::string* b) {
  return a == nullptr || b == nullptr ? a == b : *a == *b;
}

const json::value* written_at(const json::object& part, std::vector<std::string>& path) {
  const json::object* object = &part;
  const json::value* value = nullptr;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const json::value* next = object == nullptr ? nullptr : object->if_contains(path[i]);
    if (next == nullptr) {
      path.resize(i);
      break;
    }
    value = next;
    object = next->if_object();
  }
  return value;
}

void push_change(ProjectChanges& changes, std::vector<std::string> path,
                 std::optional<json::value> value, std::optional<std::string> new_name) {
  std::string what;
  for (const std::string& part : path) what.append(what.empty() ? "" : ".").append(part);
  changes.what.push_back(std::move(what));
  changes.changes.push_back({std::move(path), std::move(value), std::move(new_name)});
}

}  // namespace mcpmx::sync
