#include "app/replacing.h"

#include <algorithm>
#include <utility>

#include "compose/file_parts.h"
#include "document/element.h"
#include "support/shell_word.h"

namespace mcpmx::app {
namespace {

using document::quoted_name;

constexpr const char* kReplace = "replace it with --force (a copy is kept)";

// The profile whose file it is, as far as anything here says.
const std::string& owner_of(const ComposeTarget& target) {
  return target.record.is_empty() ? target.settings.profile : target.record.profile();
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

// "service time, the head comment": what of the file a person edited.
std::string edited_places(const ComposeTarget& target) {
  std::vector<std::string> places;
  const auto edited = target.record.edited_parts(*target.text);
  for (const std::string& part : edited.value_or(std::vector<std::string>())) {
    const bool is_service = part.starts_with(compose::kServicePart);
    places.push_back(is_service     ? "service " + part.substr(compose::kServicePart.size())
                     : part.empty() ? std::string("comments")
                                    : part);
  }
  return places.empty() ? "" : " (" + joined(places) + ")";
}

// The command that shows what a run would change.
std::string difference(const ComposeTarget& target, const std::string& profile) {
  const std::string file = shell_word(target.shown);
  const std::string option = target.shown == kDefaultComposeFile ? "" : " -f " + file;
  return "mcpmx -q docker generate " + shell_word(profile) + option + " --stdout | diff " + file +
         " -";
}

bool has_comment(std::string_view text) {
  for (auto at = text.find('#'); at != std::string_view::npos; at = text.find('#', at + 1)) {
    if (at == 0 || text[at - 1] == ' ' || text[at - 1] == '\t' || text[at - 1] == '\n') return true;
  }
  return false;
}

}  // namespace

Standing standing_of(const ComposeTarget& target, const std::string& profile) {
  if (!target.text) return Standing::kOurs;
  const std::string& owner = owner_of(target);
  if (!owner.empty() && owner != profile) return Standing::kOtherProfile;
  if (target.record.is_empty()) return owner.empty() ? Standing::kForeign : Standing::kNoRecord;
  if (target.record.wrote(*target.text)) return Standing::kOurs;
  const auto edited = target.record.edited_parts(*target.text);
  return edited && edited->empty() ? Standing::kSettingsEdited : Standing::kEdited;
}

bool holds_a_persons_work(const ComposeTarget& target, Standing standing) {
  if (standing != Standing::kSettingsEdited) return standing != Standing::kOurs;
  // Keys stay; a comment does not.
  const auto parts = compose::parts_of(*target.text);
  const auto settings = parts.find(compose::kSettingsPart);
  return settings != parts.end() && has_comment(settings->second);
}

Result<void> check_file(const ComposeTarget& target, const std::string& profile, Standing standing,
                        const std::optional<std::string>& text) {
  // Whoever made it: nothing would be lost.
  if (target.text == text) return {};
  std::string why;
  std::string hint =
      "see the new one with --stdout, name another with -f, or " + std::string(kReplace);
  switch (standing) {
    case Standing::kOurs:
    case Standing::kSettingsEdited:
      return {};
    case Standing::kOtherProfile:
      why = "the file belongs to the profile " + quoted_name(owner_of(target)) +
            ", and one file holds one profile";
      hint = "name another file with -f, or replace this one with --force (a copy is kept)";
      break;
    case Standing::kForeign:
      why = "the file was not written by mcpmx, and would be replaced";
      break;
    case Standing::kNoRecord:
      why =
          "there is no record of this file here (.mcpmx/), so edits cannot be told, and it is not "
          "what mcpmx would write now";
      hint = difference(target, profile) + " shows the difference; " + kReplace;
      break;
    case Standing::kEdited:
      why = "the file was edited since mcpmx wrote it" + edited_places(target) +
            ", and the edits would be lost";
      hint = difference(target, profile) + " shows the difference; name another with -f, or " +
             kReplace;
      break;
  }
  return Error{ErrorCode::kNeedsPerson, std::move(why), target.shown, std::move(hint)};
}

Result<void> check_mappers(const mapping::Claims& claims, const ComposeTarget& target) {
  for (const std::string& id : target.settings.generated_by) {
    const auto& all = claims.mappers();
    const bool known =
        std::any_of(all.begin(), all.end(), [&](const Mapper* m) { return m->id() == id; });
    if (known) continue;
    return Error{ErrorCode::kNeedsPerson,
                 "the mapping \"" + id +
                     "\" made services of this file and is not there now, so they would go",
                 target.shown,
                 "mcpmx plugin list says why; --force generates without it (a copy is kept)"};
  }
  return {};
}

Result<void> check_faults(const ComposeTarget& target, const Project& project,
                          const mcpm::Library& library) {
  const auto& services = project.document.at("services").as_object();
  for (const std::string& service : target.contents.services) {
    const auto owner = target.settings.owners.find(service);
    if (owner == target.settings.owners.end() || services.contains(service)) continue;
    const std::string& server = owner->second;
    std::string why;
    std::string hint;
    for (const Outcome& outcome : project.outcomes) {
      if (outcome.server != server || !outcome.fault) continue;
      why = outcome.reason;
      hint = outcome.hint;
    }
    for (const mcpm::InvalidEntry& entry : library.invalid) {
      if (entry.name != server) continue;
      why = "MCPM cannot read the entry: " + entry.reason + " (" + entry.where.text() + ")";
      hint = "mend the entry";
    }
    if (why.empty()) continue;
    if (!hint.empty()) hint += "; ";
    hint += "--force generates without it (a copy is kept)";
    std::string message = "the server " + quoted_name(server);
    message.append(" made services of this file (").append(service);
    message.append("), which would go: ").append(why);
    return Error{ErrorCode::kNeedsPerson, std::move(message), target.shown, std::move(hint)};
  }
  return {};
}

}  // namespace mcpmx::app
