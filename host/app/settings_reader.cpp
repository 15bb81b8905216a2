#include "app/settings_reader.h"

#include <algorithm>
#include <boost/json/value.hpp>

#include "app/kept_value.h"
#include "mapping/file_words.h"
#include "support/dollars.h"

namespace mcpmx::app {
namespace {

using document::Element;
using document::Entry;
using document::quoted_name;

// As everywhere in Compose, what starts so is for others than the program that reads the file.
bool is_note(std::string_view name) { return name.starts_with("x-"); }

Diagnostic unusable(const Entry& entry, const std::string& why, const std::string& hint) {
  return {Severity::kWarning, "compose.setting",
          "the setting " + quoted_name(entry.name()) + " is kept and not used: " + why,
          entry.key.where(), hint};
}

Error mismatch(const Element& value, const std::string& what) {
  return value.mismatch("a map, as " + what + " is one", "docs/settings.md says what stands there");
}

std::string found(const Element& value) {
  return value.is_map() ? "a map" : document::kind_name(value.kind());
}

// The text of a setting that takes one; a finding where it is something else.
std::string text_of(const Entry& entry, std::vector<Diagnostic>& findings) {
  if (const auto text = entry.value.as_string()) return with_single_dollars(*text);
  findings.push_back(unusable(entry, "it takes a text, and here is " + found(entry.value),
                              "write one text, in quotes if it looks like something else"));
  return {};
}

std::vector<std::string> paths_of(const Entry& entry, std::vector<Diagnostic>& findings) {
  std::vector<std::string> paths;
  if (const auto one = entry.value.as_string()) return {with_single_dollars(*one)};
  bool all_texts = entry.value.is_list();
  for (const Element& item : entry.value.items()) {
    const auto path = item.as_string();
    if (path) paths.push_back(with_single_dollars(*path));
    all_texts = all_texts && path;
  }
  if (!all_texts) {
    findings.push_back(unusable(entry,
                                entry.value.is_list()
                                    ? std::string("one of its items is no text")
                                    : "it takes a list of paths, and here is " + found(entry.value),
                                "write it as in allow: [/etc/nginx]"));
  }
  return paths;
}

// What a mapping gets to see of a setting: single values. True and TRUE are one to everybody.
std::string choice_text(const Element& value) {
  if (const auto flag = value.as_bool()) return *flag ? "true" : "false";
  return with_single_dollars(value.text());
}

Result<mapping::ServiceSettings> read_section(const Element& map, SettingPlaces& places,
                                              std::vector<Diagnostic>& findings) {
  mapping::ServiceSettings settings;
  for (const Entry& entry : map.entries()) {
    const std::string name(entry.name());
    if (name == "generated") continue;  // ours
    MCPMX_TRY(kept, kept_value(entry.value));
    settings.kept.emplace(name, std::move(kept));
    if (name == "allow") {
      settings.allow = paths_of(entry, findings);
      continue;
    }
    if (name == "mapping") settings.mapping = text_of(entry, findings);
    if (name == "image") settings.image = text_of(entry, findings);
    if (name == "user") settings.user = text_of(entry, findings);
    if (name == "network") {
      settings.network = text_of(entry, findings);
      if (!settings.network.empty() && settings.network != "host") {
        findings.push_back(unusable(entry, "host is the one network that can be asked for",
                                    "write network: host, or remove the line"));
      }
    }
    const auto& own = own_settings();
    if (!is_note(name) && std::find(own.begin(), own.end(), name) == own.end()) {
      places.others.push_back({name, entry.key.where()});
    }
    if (!entry.value.is_map() && !entry.value.is_list() && !entry.value.is_null())
      settings.choices.push_back({name, choice_text(entry.value)});
  }
  return settings;
}

// Labels come as a map or as a list of NAME=VALUE.
std::string labelled_server(const Element& service) {
  const Element labels = service.find("labels");
  if (labels.is_map()) return with_single_dollars(labels.find(mapping::kServerLabel).text());
  for (const Element& item : labels.items()) {
    std::string_view label = item.text();
    if (!label.starts_with(mapping::kServerLabel) ||
        label.substr(mapping::kServerLabel.size(), 1) != "=")
      continue;
    return with_single_dollars(label.substr(mapping::kServerLabel.size() + 1));
  }
  return {};
}

Result<void> read_sections(const Element& sections, FileSettings& result,
                           std::vector<Diagnostic>& findings) {
  if (!sections.is_map() && !sections.is_null()) return mismatch(sections, "x-mcpmx.services");
  for (const Entry& entry : sections.entries()) {
    const std::string name(entry.name());
    if (!entry.value.is_map() && !entry.value.is_null())
      return mismatch(entry.value, "x-mcpmx.services." + name);
    SettingPlaces places{entry.key.where(), {}};
    MCPMX_TRY(settings, read_section(entry.value, places, findings));
    const Element generated = entry.value.find("generated");
    if (const auto mapper = generated.find("mapping").as_string()) {
      result.generated_by.emplace(*mapper);
    }
    if (const auto server = generated.find("server").as_string())
      result.owners.emplace(name, with_single_dollars(*server));
    result.places.emplace(name, std::move(places));
    result.services.emplace(name, std::move(settings));
  }
  return {};
}

}  // namespace

const std::vector<std::string>& own_settings() {
  static const std::vector<std::string> kOwn = {"mapping", "allow", "network", "image", "user"};
  return kOwn;
}

Result<FileSettings> read_settings(const Element& root, std::vector<Diagnostic>& findings) {
  FileSettings result;
  for (const Entry& service : root.find("services").entries()) {
    const std::string server = labelled_server(service.value);
    if (!server.empty()) result.owners.emplace(service.name(), server);
  }
  const Element extension = root.find("x-mcpmx");
  if (!extension.is_map() && !extension.is_null()) return mismatch(extension, "x-mcpmx");
  for (const Entry& entry : extension.entries()) {
    const std::string name(entry.name());
    if (name == "services") {
      MCPMX_CHECK(read_sections(entry.value, result, findings));
    } else if (name == "profile") {
      result.profile = with_single_dollars(entry.value.text());
    } else if (name != "version") {
      MCPMX_TRY(kept, kept_value(entry.value));
      result.kept.emplace(name, std::move(kept));
      if (is_note(name)) continue;
      findings.push_back({Severity::kWarning, "compose.setting-unknown",
                          "x-mcpmx has no key " + quoted_name(name) + "; it is kept and not used",
                          entry.key.where(),
                          "settings of a service stand below x-mcpmx.services.<service>"});
    }
  }
  return result;
}

}  // namespace mcpmx::app
