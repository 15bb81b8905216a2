#include "compose/file_edits.h"

#include <algorithm>
#include <boost/json.hpp>
#include <functional>
#include <map>
#include <set>
#include <unordered_set>

#include "compose/go_text.h"
#include "document/edit_law.h"
#include "document/element.h"

namespace mcpmx::compose {

namespace {

namespace json = boost::json;
using document::Document;
using document::kNoNode;
using document::Node;
using document::NodeId;
using document::NodeKind;

bool says(const Document& document, NodeId id, const json::value& value) {
  const Node& node = document.node(id);
  return document::reads_as(document, node.kind == NodeKind::kAlias ? node.target : id, value);
}

std::vector<NodeId> children_of(const Document& document, NodeId id) {
  std::vector<NodeId> children;
  for (NodeId child = document.node(id).first_child; child != kNoNode;
       child = document.node(child).next_sibling) {
    children.push_back(child);
  }
  return children;
}

std::string_view key_of(const Document& document, NodeId id) {
  const NodeId key = document.node(id).key;
  if (key == kNoNode) return {};
  const bool is_alias = document.node(key).kind == NodeKind::kAlias;
  return document.value(is_alias ? document.node(key).target : key);
}

json::value number_of(std::string_view text) {
  const auto number = go_number(text);
  if (!number) return json::string(text);
  boost::system::error_code error;
  json::value value = json::parse(number->text, error);
  return error ? json::value(json::string(text)) : value;
}

json::value json_of(const document::Element& element) {
  switch (element.kind()) {
    case NodeKind::kBool:
      return element.as_bool().value_or(false);
    case NodeKind::kNumber:
      return number_of(element.text());
    case NodeKind::kString:
      return json::string(element.text());
    case NodeKind::kList: {
      json::array items;
      for (const auto& item : element.items()) items.push_back(json_of(item));
      return items;
    }
    case NodeKind::kMap: {
      json::object entries;
      for (const auto& entry : element.entries()) entries[entry.name()] = json_of(entry.value);
      return entries;
    }
    default:
      return nullptr;
  }
}

// Sections of the document, but for `services`, and what stands below services.
bool may_be_dropped(const Document& document, NodeId id) {
  const Node& node = document.node(id);
  if (node.parent == kNoNode || node.key == kNoNode || !document.tag(id).empty()) return false;
  if (node.parent == document.root()) return key_of(document, id) != "services";
  const bool is_in_section = document.node(node.parent).parent == document.root();
  if (is_in_section && key_of(document, node.parent) == "services") return false;
  return !has_below_merge_key(document, node.parent, key_of(document, id));
}

}  // namespace

json::value json_of(const Document& document, NodeId node) {
  return json_of(document::Element(document, node));
}

bool has_below_merge_key(const Document& document, NodeId map, std::string_view key) {
  if (!document.node(map).has_merge) return false;
  for (const NodeId child : children_of(document, map)) {
    if (key_of(document, child) != "<<") continue;
    const document::Element merged(document, child);
    if (merged.find(key)) return true;
    for (const auto& item : merged.items()) {
      if (item.find(key)) return true;
    }
  }
  return false;
}

std::string text_of(const json::value& value) {
  if (const auto* text = value.if_string()) return std::string(*text);
  return value.is_null() ? std::string() : json::serialize(value);
}

bool is_item(const Document& document, NodeId node) {
  const NodeId parent = document.node(node).parent;
  return parent != kNoNode && document.node(parent).kind == NodeKind::kList;
}

void FileEdits::add(document::Edit edit, const ChangeIds& for_changes) {
  edits.push_back(std::move(edit));
  changes.push_back(for_changes);
}

void FileEdits::remove(NodeId node, const ChangeIds& for_changes) {
  add(document::Remove{node}, for_changes);
}

void FileEdits::insert(NodeId into, std::string_view key, json::value value,
                       const ChangeIds& for_changes) {
  document::Insert insert;
  insert.into = into;
  insert.key = key;
  insert.value = std::move(value);
  add(std::move(insert), for_changes);
}

void FileEdits::set(const Document& document, NodeId id, const json::value& value,
                    const ChangeIds& for_changes) {
  if (says(document, id, value)) return;
  const Node& node = document.node(id);
  const auto* items = value.if_array();
  const auto* entries = value.if_object();
  if (node.kind == NodeKind::kList && items != nullptr && !items->empty()) {
    return set_list(document, id, *items, for_changes);
  }
  if (node.kind == NodeKind::kMap && entries != nullptr && !entries->empty() && !node.has_merge) {
    return set_map(document, id, *entries, for_changes);
  }
  add(document::SetValue{id, value}, for_changes);
}

void FileEdits::set_list(const Document& document, NodeId id, const json::array& items,
                         const ChangeIds& for_changes) {
  const std::vector<NodeId> old = children_of(document, id);
  if (old.empty()) return add(document::SetValue{id, items}, for_changes);
  const std::size_t shorter = std::min(old.size(), items.size());
  std::size_t front = 0;
  while (front < shorter && says(document, old[front], items[front])) ++front;
  std::size_t back = 0;
  while (back < shorter - front &&
         says(document, old[old.size() - 1 - back], items[items.size() - 1 - back])) {
    ++back;
  }
  // A new item follows another, so that the first one is written anew where one comes ahead of it.
  if (front == 0 && back == old.size()) --back;
  const std::size_t old_end = old.size() - back;
  const std::size_t new_end = items.size() - back;
  std::size_t at = front;
  for (; at < old_end && at < new_end; ++at) set(document, old[at], items[at], for_changes);
  for (std::size_t gone = at; gone < old_end; ++gone) remove(old[gone], for_changes);
  for (std::size_t more = at; more < new_end; ++more) {
    document::Insert insert;
    insert.into = id;
    insert.value = items[more];
    insert.after = old[at - 1];
    add(std::move(insert), for_changes);
  }
}

void FileEdits::set_map(const Document& document, NodeId id, const json::object& entries,
                        const ChangeIds& for_changes) {
  const std::vector<NodeId> old = children_of(document, id);
  const bool keeps_one = std::any_of(old.begin(), old.end(), [&](NodeId child) {
    return entries.contains(key_of(document, child));
  });
  if (!keeps_one) return add(document::SetValue{id, entries}, for_changes);
  std::unordered_set<std::string_view> names;
  for (const NodeId child : old) {
    const std::string_view name = key_of(document, child);
    names.insert(name);
    const auto entry = entries.find(name);
    if (entry == entries.end()) {
      remove(child, for_changes);
    } else {
      set(document, child, entry->value(), for_changes);
    }
  }
  for (const auto& entry : entries) {
    if (!names.contains(entry.key())) insert(id, entry.key(), entry.value(), for_changes);
  }
}

void FileEdits::drop_emptied(const Document& document) {
  struct Emptying {
    std::size_t removed = 0;
    ChangeIds changes;
  };
  // Inner ones first, for they count for the outer ones: a child comes behind its parent.
  std::map<NodeId, Emptying, std::greater<>> emptying;
  std::unordered_set<NodeId> growing;
  std::set<NodeId> dropped;
  for (std::size_t i = 0; i < edits.size(); ++i) {
    if (const auto* insert = std::get_if<document::Insert>(&edits[i])) growing.insert(insert->into);
    if (const auto* rename = std::get_if<document::RenameKey>(&edits[i])) {
      growing.insert(rename->node);
    }
    const auto* removal = std::get_if<document::Remove>(&edits[i]);
    if (removal == nullptr) continue;
    Emptying& parent = emptying[document.node(removal->node).parent];
    ++parent.removed;
    parent.changes.insert(parent.changes.end(), changes[i].begin(), changes[i].end());
  }
  for (auto it = emptying.begin(); it != emptying.end(); ++it) {
    const NodeId id = it->first;
    if (growing.contains(id) || !may_be_dropped(document, id)) continue;
    if (children_of(document, id).size() != it->second.removed) continue;
    dropped.insert(id);
    Emptying& parent = emptying[document.node(id).parent];
    ++parent.removed;
    parent.changes.insert(parent.changes.end(), it->second.changes.begin(),
                          it->second.changes.end());
  }
  if (dropped.empty()) return;
  FileEdits kept;
  for (std::size_t i = 0; i < edits.size(); ++i) {
    const auto* removal = std::get_if<document::Remove>(&edits[i]);
    const bool goes_with_parent =
        removal != nullptr && dropped.contains(document.node(removal->node).parent);
    if (!goes_with_parent) kept.add(std::move(edits[i]), changes[i]);
  }
  for (const NodeId id : dropped) {
    if (dropped.contains(document.node(id).parent)) continue;
    kept.remove(id, emptying[id].changes);
  }
  *this = std::move(kept);
}

}  // namespace mcpmx::compose
