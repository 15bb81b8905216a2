#include "compose/tree_reader.h"

#include <unordered_set>

#include "compose/go_text.h"
#include "document/element.h"

namespace mcpmx::compose {

namespace {

using document::Document;
using document::Element;
using document::Entry;
using document::kNoNode;
using document::Node;
using document::NodeId;
using document::NodeKind;

class TreeReader {
 public:
  TreeReader(const Document& document, const VariableLookup& variables, const TreeOptions& options,
             std::vector<Diagnostic>& findings)
      : document_(document), variables_(variables), options_(options), findings_(findings) {
    for (NodeId id = 0; id < document.size(); ++id) {
      const NodeId target = document.node(id).target;
      if (target != kNoNode) shared_.insert(target);
    }
  }

  Result<Tree> run() {
    State state;
    state.hold = options_.hold;
    MCPMX_CHECK(read(document_.root(), state, result_.root));
    return std::move(result_);
  }

 private:
  // What holds for a node because of where it stands.
  struct State {
    Hold hold = Hold::kNone;
    NodeId local = kNoNode;  // the map whose merge key brought it
  };

  Origin origin_of(NodeId id, const State& state) const {
    Origin origin;
    origin.file = options_.file;
    origin.node = id;
    origin.hold = state.hold;
    origin.editing = Editing::kInPlace;
    if (state.hold != Hold::kNone) {
      origin.editing = Editing::kHeld;
    } else if (state.local != kNoNode) {
      origin.editing = Editing::kLocalKey;
      origin.local = state.local;
    }
    return origin;
  }

  Result<void> read(NodeId id, State state, Value& value) {
    const Node* node = &document_.node(id);
    // A value that came through `<<` is overridden locally, whatever shares it.
    const bool overridable = state.local != kNoNode;
    if (!overridable && state.hold == Hold::kNone && shared_.contains(id)) {
      state.hold = Hold::kAnchor;
    }
    value.origin = origin_of(id, state);
    if (node->kind == NodeKind::kAlias) {
      id = node->target;
      node = &document_.node(id);
      if (!overridable && state.hold == Hold::kNone) state.hold = Hold::kAlias;
    }
    switch (node->kind) {
      case NodeKind::kNull:
      case NodeKind::kAlias:
        return {};
      case NodeKind::kBool:
        value.kind = ValueKind::kBool;
        value.text = Element(document_, id).as_bool().value_or(false) ? "true" : "false";
        return {};
      case NodeKind::kNumber:
      case NodeKind::kString:
        return read_scalar(id, value);
      case NodeKind::kList:
        return read_list(id, state, value);
      case NodeKind::kMap:
        return read_map(id, state, value);
    }
    return {};
  }

  Result<void> read_scalar(NodeId id, Value& value) {
    const Node& node = document_.node(id);
    const std::string_view text = document_.value(id);
    value.kind = ValueKind::kString;
    if (node.style == document::Style::kPlain && document_.tag(id).empty()) {
      if (auto number = go_number(text)) {
        value.kind = number->is_integer ? ValueKind::kInteger : ValueKind::kFloat;
        value.text = std::move(number->text);
        return {};
      }
    }
    if (text.find('$') == std::string_view::npos) {
      value.text = text;
      return {};
    }
    const TextPlace place{dotted_path(), document_.where(id)};
    MCPMX_TRY(interpolated, interpolate(text, variables_, place));
    for (const std::string_view name : interpolated.unset) {
      findings_.push_back({Severity::kWarning, kUnsetVariable, unset_warning(name), place.where,
                           "set " + std::string(name) + " in .env"});
    }
    value.text = std::move(interpolated.text);
    return {};
  }

  Result<void> read_list(NodeId id, const State& state, Value& value) {
    value.kind = ValueKind::kList;
    path_.emplace_back("[]");
    for (NodeId child = document_.node(id).first_child; child != kNoNode;
         child = document_.node(child).next_sibling) {
      if (document_.tag(child) == "!reset") continue;  // one item cannot be taken back
      MCPMX_CHECK(read(child, state, value.append({})));
    }
    path_.pop_back();
    return {};
  }

  Result<void> read_map(NodeId id, const State& state, Value& value) {
    value.kind = ValueKind::kMap;
    if (document_.node(id).has_merge) {
      for (const Entry& entry : Element(document_, id).entries()) {
        MCPMX_CHECK(read_entry(id, entry.name(), entry.value.id(), state, value));
      }
      return {};
    }
    for (NodeId child = document_.node(id).first_child; child != kNoNode;
         child = document_.node(child).next_sibling) {
      const Element key(document_, document_.node(child).key);
      MCPMX_CHECK(read_entry(id, key.text(), child, state, value));
    }
    return {};
  }

  Result<void> read_entry(NodeId map, std::string_view name, NodeId child, State state,
                          Value& value) {
    path_.push_back(name);
    // A key of another map came through `<<`.
    if (document_.node(child).parent != map && state.hold == Hold::kNone &&
        state.local == kNoNode) {
      state.local = map;
    }
    const std::string_view tag = document_.tag(child);
    if (tag == "!reset" || tag == "!override") {
      const std::vector<std::string> path(path_.begin(), path_.end());
      Origin origin = origin_of(child, state);
      if (tag == "!reset") {
        origin.editing = Editing::kHeld;
        origin.hold = Hold::kReset;
      }
      result_.resets.push_back({path, origin, tag == "!override"});
    }
    if (tag != "!reset") MCPMX_CHECK(read(child, state, value.add(name, {})));
    path_.pop_back();
    return {};
  }

  std::string dotted_path() const {
    std::string path;
    for (const std::string_view part : path_) {
      if (!path.empty()) path += '.';
      path += part;
    }
    return path;
  }

  const Document& document_;
  const VariableLookup& variables_;
  TreeOptions options_;
  std::vector<Diagnostic>& findings_;
  std::unordered_set<NodeId> shared_;  // nodes that aliases name
  std::vector<std::string_view> path_;
  Tree result_;
};

}  // namespace

Result<Tree> read_tree(const Document& document, const VariableLookup& variables,
                       const TreeOptions& options, std::vector<Diagnostic>& findings) {
  return TreeReader(document, variables, options, findings).run();
}

}  // namespace mcpmx::compose
