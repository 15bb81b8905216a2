// A file of MCPM's that is about to be edited, and what of its entries is not to be touched.
// Private to mcpm/edit.cpp.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "document/document.h"
#include "document/element.h"
#include "model/server.h"
#include "support/result.h"

namespace mcpmx::mcpm {

Error v1_error(const std::string& file);

// The object of a file; an empty text is a file that is to be made. Errors: format 1, a text that
// is no JSON object.
Result<document::Document> read_object(const std::string& text, const std::string& file);

// The entries of servers.json, borrowed from their document.
class Entries {
 public:
  explicit Entries(const document::Document& document);
  Entries(const Entries&) = delete;
  Entries& operator=(const Entries&) = delete;

  document::Element root() const { return document::root_of(document_); }
  const document::Entry* find(std::string_view name) const;  // null: there is none

  // Whether the entry may be changed: no key stands twice in it, key and name are equal. Where
  // more than its tags changes, it must be of one kind that mcpmx knows.
  Result<void> check_present(const document::Entry& entry, bool only_tags) const;

 private:
  void note(const document::Duplicate& duplicate);
  Result<void> check_duplicates(const document::Entry& entry) const;

  const document::Document& document_;
  std::vector<document::Entry> all_;
  std::unordered_map<std::string_view, const document::Entry*> by_name_;
  // By the entry's value, or by its key where that is what stands twice.
  std::unordered_map<document::NodeId, const document::Duplicate*> duplicate_of_;
};

// Error: MCPM skips the entry.
Result<Server> read_server(const document::Entry& entry);

}  // namespace mcpmx::mcpm
