// Anchors and aliases: an edit below an anchor changes all of its users, and an anchor in use must
// not go.
#include <string>
#include <unordered_map>

#include "document/edit_parts.h"

namespace mcpmx::document {
namespace {

using Users = std::unordered_map<NodeId, NodeId>;  // an anchored node's first alias

Users first_users(const Document& document) {
  Users users;
  for (NodeId id = 0; id < document.size(); ++id) {
    if (document.node(id).kind == NodeKind::kAlias) users.emplace(document.node(id).target, id);
  }
  return users;
}

class Sharing {
 public:
  explicit Sharing(const EditSite& site) : site_(site), users_(first_users(site.document)) {}

  // An edit at or below a node that aliases use changes them all.
  Result<void> check(const Edit& edit) const {
    if (users_.empty()) return {};
    const NodeId id = node_of(edit);
    const bool goes = std::holds_alternative<Remove>(edit);
    if (goes) MCPMX_CHECK(check_removed(id, id));
    if (std::holds_alternative<SetValue>(edit)) MCPMX_CHECK(check_below(id, id));
    if (site_.options.shared) return {};
    const NodeId key = site_.node(id).key;
    if (std::holds_alternative<RenameKey>(edit) && users_.contains(key)) return shared(key, id);
    for (NodeId above = goes ? site_.node(id).parent : id; above != kNoNode;
         above = site_.node(above).parent) {
      if (users_.contains(above)) return shared(above, id);
    }
    return {};
  }

 private:
  Error shared(NodeId anchored, NodeId id) const {
    return site_.refusal(id,
                         "other places use this through the alias *" +
                             std::string(site_.document.anchor(anchored)) + ", first in line " +
                             std::to_string(site_.document.line(users_.at(anchored))),
                         "write the value out there, or say that all of them are meant");
  }

  // No anchor may go while something else uses it.
  Result<void> check_removed(NodeId id, NodeId removed) const {
    const NodeId key = site_.node(id).key;
    for (const NodeId part : {key, id}) {
      const auto user = part == kNoNode ? users_.end() : users_.find(part);
      if (user == users_.end() || is_within(user->second, removed)) continue;
      return site_.refusal(removed,
                           "the anchor &" + std::string(site_.document.anchor(part)) +
                               " would go with it, and line " +
                               std::to_string(site_.document.line(user->second)) + " uses it",
                           "write the value out where it is used");
    }
    return check_below(id, removed);
  }

  Result<void> check_below(NodeId id, NodeId removed) const {
    for (NodeId child = site_.node(id).first_child; child != kNoNode;
         child = site_.node(child).next_sibling) {
      MCPMX_CHECK(check_removed(child, removed));
    }
    return {};
  }

  bool is_within(NodeId id, NodeId outer) const {
    for (; id != kNoNode; id = site_.node(id).parent) {
      if (id == outer) return true;
    }
    return false;
  }

  const EditSite& site_;
  Users users_;
};

}  // namespace

Result<void> check_shared(const EditSite& site, std::span<const Edit> edits) {
  const Sharing sharing(site);
  for (const Edit& edit : edits) MCPMX_CHECK(sharing.check(edit));
  return {};
}

}  // namespace mcpmx::document
