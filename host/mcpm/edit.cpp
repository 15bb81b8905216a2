#include "mcpm/edit.h"

#include <algorithm>
#include <boost/json.hpp>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "document/edit.h"
#include "mcpm/entry_edits.h"
#include "mcpm/written_file.h"
#include "support/text.h"

namespace mcpmx::mcpm {
namespace {

using document::Document;
using document::Element;
using document::Entry;
using document::quoted_name;

Result<void> check_name(const std::string& what, const std::string& name, const std::string& file) {
  const char* why = name.empty()                           ? " has no name"
                    : name.find('\0') != std::string::npos ? "'s name has a NUL character"
                    : !is_utf8(name)                       ? "'s name is not UTF-8"
                                                           : nullptr;
  if (why == nullptr) return {};
  return failed(what + why, file, "choose a name of letters, digits and dashes");
}

// The fields as they are to stand, tags counted in. `now` of a new entry says nothing.
Server result_of(const EntryChange& change, const Server& now) {
  Server server = change.wanted ? *change.wanted : now;
  server.name = change.name;
  auto& tags = server.profile_tags;
  if (!change.add_tag.empty() && std::find(tags.begin(), tags.end(), change.add_tag) == tags.end())
    tags.push_back(change.add_tag);
  if (!change.remove_tag.empty()) std::erase(tags, change.remove_tag);
  return server;
}

bool has_same_fields(const Server& a, const Server& b) {
  return a.command == b.command && a.args == b.args && a.env == b.env && a.url == b.url &&
         a.headers == b.headers && a.custom == b.custom;
}

// What MCPM, or the place that the definition has, cannot take; `where` is the entry's.
Result<void> check_wanted(const Server& server, const std::string& where) {
  const std::string entry = "the entry " + quoted_name(server.name);
  if (!server.command.empty() && !server.url.empty()) {
    return failed(entry + " would get both a command and a URL, and MCPM uses one of them", where,
                  "leave one of them out");
  }
  if (server.command.empty() && server.url.empty()) {
    return failed(entry +
                      " would have neither a command nor a URL, so that MCPM skips it and "
                      "deletes it on its next save",
                  where, "give it one of them");
  }
  const bool is_remote = server.command.empty();
  if (is_remote ? !server.args.empty() || !server.env.empty() : !server.headers.empty()) {
    return failed(
        entry + (is_remote ? " has a URL, and MCPM keeps neither arguments nor variables "
                             "of such an entry"
                           : " has a command, and MCPM keeps no headers of such an entry"),
        where, "leave them out");
  }
  for (const std::vector<Pair>* pairs : {&server.env, &server.headers}) {
    std::unordered_set<std::string_view> names;
    for (const Pair& pair : *pairs) {
      if (names.insert(pair.name).second) continue;
      return failed(entry + " would get " + quoted_name(pair.name) + " twice", where,
                    "leave one of them out");
    }
  }
  return {};
}

Result<void> append_change(const Entries& entries, const EntryChange& change,
                           std::vector<document::Edit>& edits) {
  const std::string& file = entries.root().document()->file();
  if (change.wanted && !change.wanted->name.empty() && change.wanted->name != change.name) {
    return failed("the entry " + quoted_name(change.name) + " would call itself " +
                      quoted_name(change.wanted->name) + ", and MCPM knows it by both",
                  file, "make them equal");
  }
  MCPMX_CHECK(check_name("a server", change.name, file));
  const Entry* entry = entries.find(change.name);
  if (change.is_new) {
    if (entry != nullptr) {
      return failed("there is an entry " + quoted_name(change.name) + " already",
                    entry->key.where(), "choose another name, or change that entry");
    }
    const Server server = result_of(change, {});
    MCPMX_CHECK(check_wanted(server, file));
    MCPMX_TRY(value, new_entry(server, file));
    edits.emplace_back(document::Insert{entries.root().id(), change.name, std::move(value)});
    return {};
  }
  if (entry == nullptr) {
    return failed("there is no entry " + quoted_name(change.name), file,
                  "mcpmx profile list shows what there is");
  }
  MCPMX_TRY(now, read_server(*entry));
  const Server server = result_of(change, now);
  const bool only_tags = has_same_fields(server, now);
  if (only_tags && server.profile_tags == now.profile_tags) return {};
  MCPMX_CHECK(entries.check_present(*entry, only_tags));
  if (!only_tags) MCPMX_CHECK(check_wanted(server, entry->key.where()));
  return append_entry_edits(entry->value, now, server, edits);
}

std::vector<Pair> sorted(std::vector<Pair> pairs) {
  std::sort(pairs.begin(), pairs.end(),
            [](const Pair& a, const Pair& b) { return a.name < b.name; });
  return pairs;
}

// That the new text says what was wanted, to MCPM as well.
Result<void> check_result(const Entries& before, const std::string& text, const std::string& file,
                          std::span<const EntryChange> changes) {
  MCPMX_TRY(document, read_object(text, file));
  const Entries after(document);
  for (const EntryChange& change : changes) {
    const Entry* entry = after.find(change.name);
    const Entry* old = before.find(change.name);
    if (entry == nullptr) continue;
    MCPMX_TRY(server, read_server(*entry));
    Server now;
    if (old != nullptr) {
      MCPMX_TRY(read, read_server(*old));
      now = std::move(read);
    }
    Server wanted = result_of(change, now);
    for (Server* one : {&server, &wanted}) {
      one->env = sorted(std::move(one->env));
      one->headers = sorted(std::move(one->headers));
    }
    if (has_same_fields(server, wanted) && server.profile_tags == wanted.profile_tags) continue;
    return failed("the entry " + quoted_name(change.name) +
                      " cannot be changed in place: MCPM would read it otherwise",
                  entry->key.where(), "change it with: mcpm edit");
  }
  return {};
}

Result<void> check_distinct(std::span<const EntryChange> changes, const std::string& file) {
  std::unordered_set<std::string_view> names;
  for (const EntryChange& change : changes) {
    if (change.is_new && !change.wanted) {
      return failed("the new entry " + quoted_name(change.name) + " has no fields", file);
    }
    if (names.insert(change.name).second) continue;
    return failed("two changes at once concern the entry " + quoted_name(change.name), file,
                  "make them one after the other");
  }
  return {};
}

}  // namespace

Result<std::string> edit_servers(const std::string& text, const std::string& file,
                                 std::span<const EntryChange> changes) {
  MCPMX_CHECK(check_distinct(changes, file));
  MCPMX_TRY(document, read_object(text, file));
  const Entries entries(document);
  std::vector<document::Edit> edits;
  for (const EntryChange& change : changes) MCPMX_CHECK(append_change(entries, change, edits));
  if (edits.empty()) return text;
  MCPMX_TRY(result, document::edit(document, edits));
  MCPMX_CHECK(check_result(entries, result, file, changes));
  return result;
}

Result<std::string> edit_metadata(const std::string& text, const std::string& file,
                                  const std::string& profile) {
  MCPMX_CHECK(check_name("a profile", profile, file));
  MCPMX_TRY(document, read_object(text, file));
  const Element root = document::root_of(document);
  if (root.find(profile)) return text;
  boost::json::object value = {{"name", profile}, {"api_key", nullptr}, {"description", nullptr}};
  const document::Edit edit = document::Insert{root.id(), profile, std::move(value)};
  return document::edit(document, {&edit, 1});
}

Result<void> check_editable(const Library& library) {
  if (library.format == 1) return v1_error(library.file);
  return {};
}

}  // namespace mcpmx::mcpm
