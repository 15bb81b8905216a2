#include "document/element.h"

#include <charconv>
#include <unordered_map>

#include "document/yaml_merge.h"

namespace mcpmx::document {
namespace {

// The maps behind a merge key, nearest first: the reader made sure that it is a map or a list of
// maps.
std::vector<Element> merged_maps(Element value) {
  if (value.is_map()) return {value};
  return value.items();
}

// Calls `visit` with each entry as written, then with those that merge keys bring, nearest first;
// stops when it returns true. Recursion is bounded by the reader's depth limit, which follows
// aliases.
template <class Visit>
bool visit_entries(const Element& map, const Visit& visit) {
  const Document& document = *map.document();
  const Node& node = document.node(map.resolved_id());
  for (NodeId child = node.first_child; child != kNoNode;
       child = document.node(child).next_sibling) {
    const NodeId key = document.node(child).key;
    if (node.has_merge && is_merge_key(document, key)) continue;
    if (visit(Entry{Element(document, key), Element(document, child)})) return true;
  }
  if (!node.has_merge) return false;
  for (NodeId child = node.first_child; child != kNoNode;
       child = document.node(child).next_sibling) {
    if (!is_merge_key(document, document.node(child).key)) continue;
    for (const Element& merged : merged_maps(Element(document, child))) {
      if (visit_entries(merged, visit)) return true;
    }
  }
  return false;
}

}  // namespace

Element::Element(const Document& document, NodeId id) : document_(&document), id_(id), target_(id) {
  // An alias cannot name an alias in YAML, so one step is enough.
  if (document.node(id).kind == NodeKind::kAlias) target_ = document.node(id).target;
}

NodeKind Element::kind() const {
  return document_ == nullptr ? NodeKind::kNull : document_->node(target_).kind;
}

std::string_view Element::text() const {
  return document_ == nullptr ? std::string_view() : document_->value(target_);
}

std::optional<std::string_view> Element::as_string() const {
  if (kind() != NodeKind::kString) return std::nullopt;
  return text();
}

std::optional<bool> Element::as_bool() const {
  if (kind() != NodeKind::kBool) return std::nullopt;
  return text().front() == 't' || text().front() == 'T';
}

std::optional<std::int64_t> Element::as_integer() const {
  if (kind() != NodeKind::kNumber) return std::nullopt;
  std::string_view digits = text();
  if (digits.starts_with('+')) digits.remove_prefix(1);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

Element Element::find(std::string_view key) const {
  if (!is_map()) return {};
  Element result;
  const bool last_wins = document_->node(target_).has_duplicates;
  visit_entries(*this, [&](const Entry& entry) {
    if (entry.name() != key) return false;
    result = entry.value;
    return !last_wins;
  });
  return result;
}

std::vector<Entry> Element::entries() const {
  std::vector<Entry> result;
  if (!is_map()) return result;
  const Node& node = document_->node(target_);
  if (!node.has_merge && !node.has_duplicates) {
    visit_entries(*this, [&](const Entry& entry) {
      result.push_back(entry);
      return false;
    });
    return result;
  }
  // Duplicates exist in JSON only and merge keys in YAML only: the later value wins there, the
  // earlier here; either way the key keeps its first place.
  std::unordered_map<std::string_view, std::size_t> seen;
  visit_entries(*this, [&](const Entry& entry) {
    const auto [place, is_new] = seen.emplace(entry.name(), result.size());
    if (is_new) {
      result.push_back(entry);
    } else if (node.has_duplicates) {
      result[place->second] = entry;
    }
    return false;
  });
  return result;
}

std::vector<Element> Element::items() const {
  std::vector<Element> result;
  if (!is_list()) return result;
  for (NodeId child = document_->node(target_).first_child; child != kNoNode;
       child = document_->node(child).next_sibling) {
    result.emplace_back(*document_, child);
  }
  return result;
}

std::size_t Element::line() const { return document_ == nullptr ? 0 : document_->line(id_); }

std::string Element::where() const { return document_ == nullptr ? "" : document_->where(id_); }

std::string Element::exactly_where() const {
  return document_ == nullptr ? "" : document_->exactly_where(id_);
}

Error Element::mismatch(std::string_view expected, std::string hint) const {
  return failed("expected " + std::string(expected) + ", found " + kind_name(kind()), where(),
                std::move(hint));
}

}  // namespace mcpmx::document
