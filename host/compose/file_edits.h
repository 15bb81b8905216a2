// The edits of one file on its way to document::edit(), each with the changes that ask for it. A
// value is set by what differs from it, so that comments and quotes of the rest stay. Private to
// the plan of edit_project(). One file, one thread.
#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "document/edit.h"

namespace mcpmx::compose {

// Counts of the changes that an edit is made for.
using ChangeIds = std::vector<std::size_t>;

struct FileEdits {
  std::vector<document::Edit> edits;
  std::vector<ChangeIds> changes;  // of each edit

  // What the node is to say. Maps key by key; lists item by item, between what both have at their
  // beginning and at their end; where they say the same already nothing is done.
  void set(const document::Document& document, document::NodeId node,
           const boost::json::value& value, const ChangeIds& for_changes);
  void add(document::Edit edit, const ChangeIds& for_changes);
  // Goes with all that is in it.
  void remove(document::NodeId node, const ChangeIds& for_changes);
  void insert(document::NodeId into, std::string_view key, boost::json::value value,
              const ChangeIds& for_changes);

  // A key of which no entry stays goes itself, rather than to say `{}` or `[]`: what is removed has
  // not been emptied. The document's sections do so too, but for `services`, and services do not.
  void drop_emptied(const document::Document& document);

 private:
  void set_list(const document::Document& document, document::NodeId node,
                const boost::json::array& items, const ChangeIds& for_changes);
  void set_map(const document::Document& document, document::NodeId node,
               const boost::json::object& entries, const ChangeIds& for_changes);
};

// What a node says, aliases and merge keys followed: text as written, variables not put in.
boost::json::value json_of(const document::Document& document, document::NodeId node);

// Whether a map says a key through `<<` as well, so that it would appear if the own one went.
bool has_below_merge_key(const document::Document& document, document::NodeId map,
                         std::string_view key);

// Scalars as the text that a short form has: "NAME=" + text_of(value).
std::string text_of(const boost::json::value& value);

bool is_item(const document::Document& document, document::NodeId node);  // of a list

}  // namespace mcpmx::compose
