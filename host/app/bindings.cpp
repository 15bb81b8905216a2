#include "app/bindings.h"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "app/binding_reader.h"
#include "document/edit.h"
#include "document/element.h"
#include "document/reader.h"
#include "support/file.h"
#include "support/real_path.h"
#include "support/text.h"
#include "support/write_error.h"

namespace mcpmx::app {
namespace {

namespace json = boost::json;

using document::Document;
using document::Element;
using document::Entry;
using document::quoted_name;

// A file that is not there yet is an empty object.
Result<Document> read_object(const mcpm::TextFile& file) {
  auto document = document::read_json(file.text.value_or("{}\n"), file.path);
  if (!document) {
    Error error = std::move(document).error();
    error.hint = kMendBinding;
    return error;
  }
  const Element root = document::root_of(*document);
  if (!root.is_map()) return root.mismatch("an object", kMendBinding);
  return document;
}

// Two folders of MCPM may have profiles of one name. Those of the usual folder go by it alone.
std::string folder_in_keys(const Environment& environment, const mcpm::TextFile& metadata) {
  const std::string& here = environment.working_directory;
  const std::string folder = real_path(folder_of(metadata.path), here);
  return folder == real_path(environment.home + "/.config/mcpm", here) ? std::string() : folder;
}

void report_duplicates(const Document& document, std::vector<Diagnostic>& findings) {
  for (const document::Duplicate& duplicate : document.duplicates()) {
    findings.push_back({Severity::kWarning, "binding.duplicate-key",
                        "the key " + quoted_name(document.value(duplicate.second)) +
                            " stands twice, here and in line " +
                            std::to_string(document.line(duplicate.first)) + ": the last counts",
                        document.where(duplicate.second), "remove one of them"});
  }
}

bool is_equal(const Element& element, const json::value& value) {
  if (const auto* flag = value.if_bool()) return element.as_bool() == *flag;
  const auto* text = value.if_string();
  return text != nullptr && element.as_string() == std::string_view(text->data(), text->size());
}

Result<void> check_text(const BindingChange& change, const std::string& file) {
  const auto* text = change.value ? change.value->if_string() : nullptr;
  if (text == nullptr) return {};
  const std::string_view view(text->data(), text->size());
  if (is_utf8(view) && view.find('\0') == std::string_view::npos) return {};
  return failed(std::string(change.field) + " is not UTF-8, and the file is", file,
                "name the file in UTF-8");
}

// What becomes of one profile's settings.
class ProfileEditor {
 public:
  ProfileEditor(const Element& root, const std::string& profile)
      : root_(root), profile_(profile), entry_(root.find(profile)) {}

  Result<void> check() const {
    if (!entry_ || entry_.is_map()) return {};
    return entry_.mismatch("an object", "write {} there, or remove the profile " +
                                            quoted_name(profile_) + " from the file");
  }

  // Fields come in the order of kBindingFields.
  void change(std::string_view field, const std::optional<json::value>& value) {
    const Element old = entry_.find(field);
    if (!value) {
      if (old) removed_.push_back(old.id());
    } else if (!entry_) {
      added_.emplace(field, *value);
    } else if (!old) {
      document::Insert insert{entry_.id(), std::string(field), *value};
      for (const std::string_view before : kBindingFields) {
        if (before == field) break;
        const Element there = entry_.find(before);
        if (there && !is_removed(there.id())) insert.after = there.id();
      }
      set_.emplace_back(std::move(insert));
    } else if (!is_equal(old, *value)) {
      set_.emplace_back(document::SetValue{old.id(), *value});
    }
  }

  void append_to(std::vector<document::Edit>& edits) {
    if (!added_.empty())
      edits.emplace_back(document::Insert{root_.id(), profile_, std::move(added_)});
    if (!removed_.empty() && set_.empty() && removed_.size() == entry_.entries().size()) {
      edits.emplace_back(document::Remove{entry_.id()});
      return;
    }
    for (const document::NodeId id : removed_) edits.emplace_back(document::Remove{id});
    edits.insert(edits.end(), set_.begin(), set_.end());
  }

 private:
  // What goes is nothing that a new field could follow.
  bool is_removed(document::NodeId id) const {
    return std::find(removed_.begin(), removed_.end(), id) != removed_.end();
  }

  const Element root_;
  const std::string profile_;
  const Element entry_;  // empty: the file does not have the profile
  json::object added_;
  std::vector<document::NodeId> removed_;
  std::vector<document::Edit> set_;
};

}  // namespace

Binding Bindings::of(std::string_view profile) const {
  const auto found = profiles.find(key_of(profile));
  return found == profiles.end() ? Binding() : found->second;
}

std::string Bindings::key_of(std::string_view profile) const {
  return folder.empty() ? std::string(profile) : folder + "/" + std::string(profile);
}

std::string bindings_folder(const Environment& environment) {
  return environment.base_directory("XDG_CONFIG_HOME", ".config") + "/mcpmx";
}

std::string bindings_path(const Environment& environment) {
  return bindings_folder(environment) + "/profiles.json";
}

Result<Bindings> load_bindings(const Environment& environment, const mcpm::TextFile& metadata) {
  Bindings bindings;
  bindings.folder = folder_in_keys(environment, metadata);
  bindings.file.path = bindings_path(environment);
  MCPMX_TRY(text, read_file_if_present(bindings.file.path));
  bindings.file.text = std::move(text);
  const auto read = [&](std::string_view profile, const Element& settings, bool is_own) {
    Binding& binding = bindings.profiles[std::string(profile)];
    read_binding(environment, profile, settings, is_own, binding);
  };
  if (bindings.file.text) {
    MCPMX_TRY(document, read_object(bindings.file));
    report_duplicates(document, bindings.findings);
    for (const Entry& entry : document::root_of(document).entries()) {
      read(entry.name(), entry.value, true);
      bindings.own.emplace_back(entry.name());
    }
  }
  // MCPM's file has its own reader, which tells what is wrong with it.
  const auto theirs = document::read_json(metadata.text.value_or("{}"), metadata.path);
  if (!theirs) return bindings;
  for (const Entry& entry : document::root_of(*theirs).entries()) {
    if (const Element settings = entry.value.find("docker_metadata"))
      read(bindings.key_of(entry.name()), settings, false);
  }
  return bindings;
}

namespace {

Result<std::string> edit_once(const mcpm::TextFile& file, std::span<const BindingChange> changes) {
  MCPMX_TRY(document, read_object(file));
  const Element root = document::root_of(document);
  std::map<std::string_view, std::vector<const BindingChange*>> by_profile;
  for (const BindingChange& change : changes) {
    MCPMX_CHECK(check_text(change, file.path));
    by_profile[change.profile].push_back(&change);
  }
  std::vector<document::Edit> edits;
  for (const auto& [profile, of_profile] : by_profile) {
    ProfileEditor editor(root, std::string(profile));
    MCPMX_CHECK(editor.check());
    for (const std::string_view field : kBindingFields) {
      for (const BindingChange* change : of_profile) {
        if (change->field == field) editor.change(field, change->value);
      }
    }
    editor.append_to(edits);
  }
  if (edits.empty()) return std::string(document.text());
  return document::edit(document, edits);
}

}  // namespace

// Values first, then what goes: a new entry may follow one that goes in the same call.
Result<std::string> edit_bindings(const mcpm::TextFile& file,
                                  std::span<const BindingChange> changes) {
  std::vector<BindingChange> set;
  std::vector<BindingChange> gone;
  for (const BindingChange& change : changes) (change.value ? set : gone).push_back(change);
  MCPMX_TRY(text, edit_once(file, set));
  if (gone.empty()) return text;
  return edit_once({file.path, std::move(text)}, gone);
}

}  // namespace mcpmx::app
