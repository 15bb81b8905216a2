// Places in leaves and documents, and the changes that are collected for them. Pure.
#pragma once

#include <boost/json/fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/project_changes.h"

namespace mcpmx::sync {

// Borrowed; null: nothing stands there.
const std::string* value_at(const Leaves& leaves, std::string_view path);
bool same(const std::string* a, const std::string* b);

// What stands at the path in the rendered document. `path` grows shorter where the leaf has no
// place of its own there: a network of a list, a part of a short form.
// Borrowed from `part`; null where the path is empty in the end.
const boost::json::value* written_at(const boost::json::object& part,
                                     std::vector<std::string>& path);

// The value is set; without one the place goes, or gets another name.
void push_change(ProjectChanges& changes, std::vector<std::string> path,
                 std::optional<boost::json::value> value,
                 std::optional<std::string> new_name = std::nullopt);

}  // namespace mcpmx::sync
