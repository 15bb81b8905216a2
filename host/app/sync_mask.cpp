// The texts of files as a diff may show them: secrets as short marks, which differ where the
// secrets do.
#include <boost/json.hpp>

#include "app/sync_run.h"
#include "compose/leaves.h"

namespace mcpmx::app {
namespace {

namespace json = boost::json;

void add_texts(const json::value& value, std::vector<std::string>& texts) {
  if (value.is_string()) {
    texts.emplace_back(value.get_string());
  } else if (value.is_array()) {
    for (const json::value& item : value.get_array()) add_texts(item, texts);
  } else if (value.is_object()) {
    for (const auto& member : value.get_object()) add_texts(member.value(), texts);
  }
}

// An entry that has what a service says, so that it is read by the rules for entries.
Server entry_like(const sync::Leaves& service) {
  constexpr std::string_view kEnvironment = "environment/";
  Server entry;
  entry.command = "service";
  for (const auto& [path, text] : service) {
    const json::value value = json::parse(text);
    if (path.starts_with(kEnvironment) && value.is_string()) {
      entry.env.push_back({compose::split_path(path).at(1), std::string(value.get_string())});
    } else {
      add_texts(value, entry.args);
    }
  }
  return entry;
}

}  // namespace

// The lines around a change are a person's as well: services of one's own, keys that no entry has.
void SyncRun::mask() {
  sync::Handles handles = *handles_;
  const compose::Value* services = model_ ? model_->root.find("services") : nullptr;
  if (services != nullptr) {
    for (const compose::Member& service : services->members)
      handles.add_secrets_of(entry_like(sync::service_leaves(service.value)));
  }
  const auto masked = [&](const std::string& text) { return handles.mask(text); };
  std::vector<FileChange*> files = {&result_.servers, &result_.env};
  for (FileChange& file : result_.compose) files.push_back(&file);
  for (FileChange* file : files) {
    file->masked_before = masked(file->before.value_or(std::string()));
    file->masked_after = masked(file->after);
  }
}

}  // namespace mcpmx::app
