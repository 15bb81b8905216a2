// What edits mean, in plain values: a second, slow way to the tree that edit() has to give. For
// tests.
#pragma once

#include <boost/json.hpp>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "document/edit.h"

namespace mcpmx::document {

namespace json = boost::json;

// The node as a value in which edits have been made; a number is its text behind a "#".
class Model {
 public:
  explicit Model(const Document& document, const std::vector<Edit>& edits = {})
      : document_(document), edits_(edits) {}

  json::value value(NodeId id) const {
    for (const Edit& edit : edits_) {
      const auto* set = std::get_if<SetValue>(&edit);
      if (set != nullptr && set->node == id) return plain(set->value);
    }
    const Node& node = document_.node(id);
    const bool as_list = node.kind == NodeKind::kList;
    json::array items;
    json::object entries;
    bool grew = false;
    bool grew_as_list = false;
    const auto put = [&](std::string key, json::value item) {
      if (as_list || grew_as_list) {
        items.push_back(std::move(item));
      } else {
        entries[key] = std::move(item);
      }
    };
    const auto insert_behind = [&](NodeId after) {
      for (const Edit& edit : edits_) {
        const auto* insert = std::get_if<Insert>(&edit);
        if (insert == nullptr || insert->into != id || insert->after != after) continue;
        grew_as_list = grew_as_list || (!grew && node.kind == NodeKind::kNull && insert->as_item);
        grew = true;
        put(insert->key, plain(insert->value));
      }
    };
    for (NodeId child = node.first_child; child != kNoNode;
         child = document_.node(child).next_sibling) {
      if (!is_removed(child)) put(name(child), value(child));
      insert_behind(child);
    }
    insert_behind(kNoNode);
    if (as_list || grew_as_list) return items;
    if (node.kind == NodeKind::kMap || grew) return entries;
    if (node.kind == NodeKind::kAlias) return Model(document_).value(node.target);
    return leaf(node.kind, document_.value(id));
  }

  static json::value plain(const json::value& value) {
    if (value.is_number()) return leaf(NodeKind::kNumber, json::serialize(value));
    if (const auto* list = value.if_array()) {
      json::array items;
      for (const auto& item : *list) items.push_back(plain(item));
      return items;
    }
    if (const auto* map = value.if_object()) {
      json::object entries;
      for (const auto& entry : *map) entries[entry.key()] = plain(entry.value());
      return entries;
    }
    return value;
  }

 private:
  static json::value leaf(NodeKind kind, std::string_view text) {
    if (kind == NodeKind::kNull) return nullptr;
    if (kind == NodeKind::kBool) return text.front() == 't' || text.front() == 'T';
    if (kind == NodeKind::kNumber) {
      // 1.5 comes out as 1.5 or 1.5E0: what counts is the number.
      const std::string digits(text);
      char* end = nullptr;
      const double number = std::strtod(digits.c_str(), &end);
      return json::string("#" + (*end == '\0' ? std::to_string(number) : digits));
    }
    return json::string(text);
  }

  bool is_removed(NodeId id) const {
    for (const Edit& edit : edits_) {
      const auto* remove = std::get_if<Remove>(&edit);
      if (remove != nullptr && remove->node == id) return true;
    }
    return false;
  }

  std::string name(NodeId child) const {
    const NodeId key = document_.node(child).key;
    if (key == kNoNode) return {};
    for (const Edit& edit : edits_) {
      const auto* rename = std::get_if<RenameKey>(&edit);
      if (rename != nullptr && rename->node == child) return rename->name;
    }
    const bool is_alias = document_.node(key).kind == NodeKind::kAlias;
    return std::string(document_.value(is_alias ? document_.node(key).target : key));
  }

  const Document& document_;
  std::vector<Edit> edits_;
};

}  // namespace mcpmx::document
