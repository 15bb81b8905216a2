// The changes of a call by the keys of their paths, one level at a time. Private to the plan of
// edit_project(). Borrowed from the caller's changes; pure.
#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "compose/file_edits.h"
#include "compose/project_edit.h"
#include "compose/syntax.h"

namespace mcpmx::compose {

struct Wish {
  const Change* change = nullptr;
  std::size_t id = 0;
  bool sets() const { return change->value.has_value(); }
  bool removes() const { return !change->value && !change->new_name; }
};
using Wishes = std::span<const Wish>;  // of one place and below, sorted by path

// What is wished of one key, and below it.
struct Group {
  std::string_view key;
  std::size_t depth = 0;  // keys down to what is below
  Wishes own;             // of the key's value itself; usually one or none
  Wishes below;

  const Wish* wish() const { return own.empty() ? nullptr : &own.back(); }
  bool sets() const { return !own.empty() && own.back().sets(); }
  bool removes() const { return !own.empty() && own.back().removes(); }
  bool sets_below() const;
  ChangeIds ids() const;  // all
};

// Sorted by path, one below another in the order of the call.
std::vector<Wish> sorted_wishes(std::span<const Change> changes, std::span<const std::size_t> ids);

// By the key at `depth`, in the order of the call. All paths are longer than `depth`.
std::vector<Group> groups_of(Wishes wishes, std::size_t depth);

ChangeIds ids_of(Wishes wishes);

// A list of names, or a map of them to more.
bool is_of_names(Shape shape);
// Whether a name alone in such a list says the same.
bool is_plain(Shape shape, const boost::json::value& value);
boost::json::value meant_by_name(Shape shape);

// What a key says that is not there yet, if anything is to be said; `syntax` is the key's own.
std::optional<boost::json::value> new_value(const Group& group, const Syntax& syntax);

}  // namespace mcpmx::compose
