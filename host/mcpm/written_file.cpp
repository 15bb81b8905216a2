#include "mcpm/written_file.h"

#include <filesystem>
#include <utility>

#include "document/reader.h"
#include "mcpm/findings.h"
#include "mcpm/server_entry.h"

namespace mcpmx::mcpm {

using document::Document;
using document::Element;
using document::Entry;
using document::NodeId;
using document::quoted_name;

Error v1_error(const std::string& file) {
  return failed("the profiles are in MCPM 1's format, which mcpmx reads and does not write", file,
                "mcpm migrate");
}

Result<Document> read_object(const std::string& text, const std::string& file) {
  if (std::filesystem::path(file).filename() == "profiles.json") return v1_error(file);
  auto document = document::read_json(text.empty() ? std::string("{}") : text, file);
  if (!document) {
    Error error = std::move(document).error();
    error.hint = "mend it at this place; nothing was written";
    return error;
  }
  const Element root = document::root_of(*document);
  if (!root.is_map()) return root.mismatch("an object", "mend the file by hand");
  return document;
}

Entries::Entries(const Document& document) : document_(document), all_(root().entries()) {
  for (const Entry& entry : all_) by_name_.emplace(entry.name(), &entry);
  for (const document::Duplicate& duplicate : document.duplicates()) note(duplicate);
}

const Entry* Entries::find(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : found->second;
}

// Readers take one value or the other, so that an edit may be lost.
Result<void> Entries::check_duplicates(const Entry& entry) const {
  auto found = duplicate_of_.find(entry.value.id());
  if (found == duplicate_of_.end()) found = duplicate_of_.find(entry.key.id());
  if (found == duplicate_of_.end()) return {};
  const document::Duplicate& duplicate = *found->second;
  return failed("the key " + quoted_name(document_.value(duplicate.second)) +
                    " stands twice, here and in line " +
                    std::to_string(document_.line(duplicate.first)),
                document_.where(duplicate.second), "remove or rename one of them by hand");
}

void Entries::note(const document::Duplicate& duplicate) {
  NodeId map = document_.node(duplicate.first).parent;
  if (map == document_.root()) {
    duplicate_of_.emplace(duplicate.second, &duplicate);
    duplicate_of_.emplace(duplicate.first, &duplicate);
    return;
  }
  while (document_.node(map).parent != document_.root()) map = document_.node(map).parent;
  duplicate_of_.emplace(map, &duplicate);
}

Result<void> Entries::check_present(const Entry& entry, bool only_tags) const {
  MCPMX_CHECK(check_duplicates(entry));
  const Element name = entry.value.find("name");
  if (name.text() != entry.name()) {
    return failed("the entry " + quoted_name(entry.name()) + " calls itself " +
                      quoted_name(name.text()) + ", so that MCPM may know it by either",
                  name.where(), "make the field name equal to the key");
  }
  if (only_tags) return {};
  const Element url = entry.value.find("url");
  if (url && entry.value.find("command")) {
    return failed("the entry " + quoted_name(entry.name()) +
                      " has both command and url, and MCPM uses one of them",
                  url.where(), "remove the one that is not meant");
  }
  if (entry.value.find("config")) {
    return failed("the entry " + quoted_name(entry.name()) +
                      " has a config of its own, which mcpmx does not know",
                  entry.value.find("config").where(), "change it with: mcpm edit");
  }
  return {};
}

Result<Server> read_server(const Entry& entry) {
  Findings unused;  // load() tells them
  const std::string name(entry.name());
  auto answer =
      read_entry(name, {entry.key.document()->file(), entry.key.line()}, entry.value, unused);
  if (answer.server) return *std::move(answer.server);
  return failed("MCPM cannot read the entry " + quoted_name(name) + ": " + answer.invalid.reason,
                answer.invalid.where.text(),
                "mend it: MCPM skips such an entry and deletes it on its next save");
}

}  // namespace mcpmx::mcpm
