#include "document/edit.h"

#include <boost/json.hpp>
#include <map>

#include "document/edit_law.h"
#include "document/edit_parts.h"
#include "document/reader.h"
#include "document/reread.h"
#include "document/scalar_text.h"
#include "document/trivia.h"

namespace mcpmx::document {
namespace {

// The key's own text alone changes, its quotes stay.
Result<void> rename_key(const EditSite& site, const RenameKey& change) {
  const NodeId key = site.node(change.node).key;
  const Node& node = site.node(key);
  if (node.kind == NodeKind::kAlias) {
    return site.refusal(key, "this key is an alias", "write the key out");
  }
  const bool is_json = site.document.syntax() == Syntax::kJson;
  const Surroundings around =
      is_json ? Surroundings::kJson
              : (site.is_inline(node.parent) ? Surroundings::kBrackets : Surroundings::kBlock);
  const Style quotes = node.style == Style::kSingleQuoted || node.style == Style::kDoubleQuoted
                           ? node.style
                           : Style::kPlain;
  std::string text = scalar_text(boost::json::string(change.name), quotes, around);
  const Place& place = site.layout[key];
  if (node.style == Style::kMissing) text += ' ';
  site.splices.replace(place.content, place.end, std::move(text));
  return {};
}

// Finds out what stays and what follows it; what goes last follows what goes behind the last child.
void settle(const EditSite& site, CollectionChange& change) {
  std::sort(change.removed.begin(), change.removed.end());
  std::stable_sort(change.inserted.begin(), change.inserted.end(),
                   [](const NewEntry& a, const NewEntry& b) { return a.after < b.after; });
  std::unordered_map<NodeId, NodeId> kept_before;  // by what is removed
  for (NodeId id = site.node(change.collection).first_child; id != kNoNode;
       id = site.node(id).next_sibling) {
    if (change.removes(id)) {
      kept_before[id] = change.last_kept;
    } else {
      change.last_kept = id;
    }
  }
  for (NewEntry& entry : change.inserted) {
    if (entry.after == kNoNode) {
      entry.after = change.last_kept;
    } else if (const auto found = kept_before.find(entry.after); found != kept_before.end()) {
      entry.after = found->second;
    }
  }
}

// The changes of each collection's children; set values and new names become splices at once.
Result<std::map<NodeId, CollectionChange>> collect(const EditSite& site,
                                                   std::span<const Edit> edits) {
  std::map<NodeId, CollectionChange> changes;
  for (const Edit& edit : edits) {
    if (const auto* set = std::get_if<SetValue>(&edit)) {
      MCPMX_CHECK(set_value(site, set->node, set->value));
    } else if (const auto* rename = std::get_if<RenameKey>(&edit)) {
      MCPMX_CHECK(rename_key(site, *rename));
    } else if (const auto* remove = std::get_if<Remove>(&edit)) {
      changes[site.node(remove->node).parent].removed.push_back(remove->node);
    } else if (const auto* insert = std::get_if<Insert>(&edit)) {
      changes[insert->into].inserted.push_back({insert, insert->after});
    }
  }
  for (auto& [collection, change] : changes) {
    change.collection = collection;
    settle(site, change);
  }
  return changes;
}

// As the document was read. `text`: with the splices.
Result<Document> read_after(const Document& document, std::string text,
                            const std::vector<Splice>& splices) {
  if (document.syntax() == Syntax::kYaml) {
    if (auto after = reread(document, text, splices)) return *std::move(after);
    return read_yaml(std::move(text), document.file());
  }
  if (document.allows_comments()) return read_jsonc(std::move(text), document.file());
  return read_json(std::move(text), document.file());
}

}  // namespace

std::size_t EditSite::column_of(std::size_t at) const { return document.position(at).column - 1; }

bool EditSite::is_inline(NodeId id) const {
  for (; id != kNoNode; id = node(id).parent) {
    if (node(id).style == Style::kFlow) return true;
  }
  return false;
}

Error EditSite::refusal(NodeId id, std::string why, std::string hint) const {
  return failed(std::move(why), document.where(id), std::move(hint));
}

boost::json::value CollectionChange::new_entries(bool is_list) const {
  if (is_list) {
    boost::json::array items;
    for (const NewEntry& entry : inserted) items.push_back(entry.insert->value);
    return items;
  }
  boost::json::object entries;
  for (const NewEntry& entry : inserted) entries[entry.insert->key] = entry.insert->value;
  return entries;
}

Result<Document> edited(const Document& document, std::span<const Edit> edits,
                        const EditOptions& options) {
  MCPMX_TRY(layout, Layout::of(document));
  Splices splices;
  Styles styles(document, layout, options);
  const EditSite site = {document, layout, options, splices, styles};
  MCPMX_CHECK(check_edits(site, edits));
  MCPMX_TRY(changes, collect(site, edits));
  // Inner collections first: where several end at one place, what is new in them stands there
  // first.
  for (auto it = changes.rbegin(); it != changes.rend(); ++it) {
    const auto& [collection, change] = *it;
    const Node& node = site.node(collection);
    if (node.first_child == kNoNode) {
      // A null or an empty collection gets its first entries.
      const bool is_list =
          node.kind == NodeKind::kList ||
          (node.kind == NodeKind::kNull && change.inserted.front().insert->as_item);
      MCPMX_CHECK(node.style == Style::kFlow
                      ? fill_brackets(site, change)
                      : set_value(site, collection, change.new_entries(is_list)));
    } else if (site.is_inline(collection)) {
      MCPMX_CHECK(change_brackets(site, change));
    } else {
      MCPMX_CHECK(change_block(site, change));
    }
  }
  std::string text;
  std::size_t overlap = 0;
  if (!splices.apply(document.text(), text, overlap)) {
    return failed("two changes meet here and cannot be made at once",
                  document.file() + ":" + std::to_string(document.position(overlap).line),
                  "make them one after the other");
  }
  auto after = read_after(document, std::move(text), splices.all());
  if (!after) {
    return failed("this change cannot be made in place, for then: " + after.error().message,
                  after.error().where, "make it by hand");
  }
  if (const auto broken = find_broken_law(document, *after, edits)) {
    return site.refusal(*broken, "this change cannot be made without changing more than it may",
                        "make it by hand");
  }
  return after;
}

Result<std::string> edit(const Document& document, std::span<const Edit> edits,
                         const EditOptions& options) {
  MCPMX_TRY(after, edited(document, edits, options));
  return std::string(after.text());
}

}  // namespace mcpmx::document
