// What edits of which files make changes true, decided over the model: where each value stands and
// in which form. Nothing is edited yet. Private to edit_project(). One plan, one thread.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compose/change_groups.h"
#include "compose/file_edits.h"
#include "compose/project_edit.h"

namespace mcpmx::compose {

struct EditPlan {
  std::vector<FileEdits> files;  // by ProjectModel::files
  std::vector<HeldChange> held;
};

class EditPlanner {
 public:
  explicit EditPlanner(const ProjectModel& project) : project_(project) {
    plan_.files.resize(project.files.size());
  }

  EditPlan run(std::span<const Change> changes, std::span<const std::size_t> ids);

 private:
  using Groups = std::vector<Group>;

  // edit_plan.cpp: the walk down the model, a level at a time.
  std::vector<Wish> without_contradictions(const std::vector<Wish>& wishes);
  void visit(const Value& map, const Syntax& syntax, const Groups& groups);
  void change(const Value& map, const Syntax& syntax, const Value& child, const Group& group);
  void descend(const Value& child, const Syntax& syntax, const Group& group);
  void add(const Value& map, const Syntax& syntax, const Value* child, const Group& group);

  // edit_plan_values.cpp: one value.
  void insert(const Value& map, Shape shape, const boost::json::value& value, const Group& group);
  void set(const Value& child, Shape shape_of_map, const boost::json::value& value,
           const Group& group);
  void remove(const Value& child, const Group& group);
  // False: it is held.
  bool rename(const Value& map, Shape shape_of_map, const Value& child, const Group& group);
  // The value and what it hides; nothing, and `ids` are held, where one of them must stay.
  std::vector<Origin> all_of(const Value& child, const Group& group, const ChangeIds& ids);
  bool is_reset(const Group& group, const Origin& place);
  // The `extends` of another service that stays and needs this one, "file:line"; empty: none.
  std::string extends_of(std::string_view service, const Origin& place);

  // edit_plan_lists.cpp: entries of lists, and maps that are written as lists.
  void change_entries(const Value& list, const Syntax& syntax, const Group& group);
  void add_entries(const Value& list, const boost::json::array& added, const ChangeIds& ids);
  void change_lone_entry(const Value& list, std::string_view name, const Groups& groups);
  void change_hosts(const Value& list, const Groups& groups);
  Groups without_new_forms(const Value& map, const Syntax& syntax, const Groups& groups);

  // edit_plan_restated.cpp: values that are written anew as a whole.
  void restate(const Value& child, const Syntax& syntax, const Group& group);
  void spell_out(const Value& child, const Syntax& syntax, const Group& group);
  void apply(boost::json::value& target, const Value* at, const Syntax& syntax,
             const Groups& groups);
  void apply_to_map(boost::json::object& target, const Value* at, const Syntax& syntax,
                    const Groups& groups);
  void apply_to_names(boost::json::value& target, const Value* at, const Syntax& syntax,
                      const Groups& groups);
  void apply_to_entries(boost::json::array& target, const Value* at, const Syntax& syntax,
                        const Groups& groups);

  void hold(const ChangeIds& ids, const std::string& where, const std::string& reason);
  void hold_sets(const Group& group, const std::string& where, const std::string& reason);
  const Value* find(const Value& map, std::string_view key);
  const document::Document& document_of(const Origin& origin) const {
    return project_.files[origin.file].document;
  }
  const document::Node& node_of(const Origin& origin) const {
    return document_of(origin).node(origin.node);
  }
  FileEdits& edits_of(const Origin& origin) { return plan_.files[origin.file]; }

  struct Extending {
    std::uint32_t file = 0;
    document::NodeId node = document::kNoNode;  // of `extends`
    std::string service;                        // whose it is
    std::string other_file;                     // as written; empty: its own
  };
  void index_extends();

  const ProjectModel& project_;
  EditPlan plan_;
  std::set<std::vector<std::string>> going_;  // paths that go, or get another name
  std::optional<std::unordered_multimap<std::string, Extending>> extends_;  // by what is extended
  // Of large maps, so that many changes in one cost linear time.
  std::unordered_map<const Value*, std::unordered_map<std::string_view, const Value*>> indexes_;
};

inline bool is_nowhere(const Value& value) { return value.origin.editing == Editing::kNowhere; }

// NAME=value as a list or a map.
inline bool is_mapping(Shape shape) { return shape == Shape::kMapping || shape == Shape::kLabels; }

// The group without what is wished of the key's own value.
inline Group below_of(const Group& group) { return {group.key, group.depth, {}, group.below}; }

inline std::string joined(std::string_view name, const boost::json::value& value) {
  std::string text(name);
  if (!value.is_null()) text.append("=").append(text_of(value));
  return text;
}

}  // namespace mcpmx::compose
