#include "app/profile_settings.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "app/compose_target.h"
#include "plugin/strategy_bridge.h"
#include "support/atomic_file.h"
#include "support/nearest.h"
#include "support/shell_word.h"
#include "support/stale_temps.h"

namespace mcpmx::app {
namespace {

namespace fs = std::filesystem;

using document::quoted_name;

constexpr unsigned kPrivate = 0600;
constexpr unsigned kPrivateFolder = 0700;

Error usage(std::string message, std::string where, std::string hint) {
  return {ErrorCode::kUsage, std::move(message), std::move(where), std::move(hint)};
}

std::string list_of(const std::vector<std::string_view>& names) {
  std::string text;
  for (const std::string_view name : names) text.append(text.empty() ? "" : ", ").append(name);
  return text;
}

std::string did_you_mean(std::string_view wanted, const std::vector<std::string_view>& names) {
  const auto found = nearest(wanted, names);
  return found ? "did you mean " + std::string(names[found->index]) + "? " : std::string();
}

// An absolute path, its links as they are: where a link leads may change, and the binding goes
// with it.
std::string absolute(const Environment& environment, const std::string& typed) {
  // Not every shell writes the home in place of the tilde behind an equals sign.
  return environment.absolute(typed.starts_with("~/") ? environment.home + typed.substr(1) : typed);
}

Result<boost::json::value> compose_file_value(const Session& session, const std::string& typed) {
  const std::string path = absolute(session.environment(), typed);
  auto place = locate_target(session, path);
  if (!place) {
    Error error = std::move(place).error();
    error.where = typed;
    error.hint = "choose another path for compose_file";
    return error;
  }
  std::error_code ignored;  // what cannot be looked at may still become a file
  if (fs::is_directory(place->path, ignored)) {
    return failed("this is a folder, and a Compose file was expected", typed,
                  "name the file inside it: compose_file=" +
                      shell_word((fs::path(typed) / kDefaultComposeFile).string()));
  }
  return boost::json::value(path);
}

Result<boost::json::value> value_of(Session& session, std::string_view key,
                                    const std::string& text) {
  if (key == kComposeFile) return compose_file_value(session, text);
  if (key == kConflictResolution) {
    MCPMX_CHECK(check_strategy(session, text));
    return boost::json::value(text);
  }
  if (text == "true" || text == "false") return boost::json::value(text == "true");
  return usage("auto_deploy is true or false, not " + quoted_name(text), {},
               "write auto_deploy=true, auto_deploy=false, or auto_deploy= for the default");
}

Result<std::string_view> key_of(std::string_view name) {
  if (name == kLastSyncHash) {
    return usage(
        "last_sync_hash is not set by hand: it says what the last sync left behind, and "
        "another value would make edits look synced that are not",
        {}, "the next sync writes it");
  }
  std::vector<std::string_view> keys;
  for (const std::string_view key : kBindingFields) {
    if (key == name) return key;
    if (key != kLastSyncHash) keys.push_back(key);
  }
  return usage("a profile has no setting " + quoted_name(name), {},
               did_you_mean(name, keys) + "The settings are " + list_of(keys));
}

Result<std::vector<BindingChange>> parse(Session& session, const ProfileSettingsRequest& request) {
  std::vector<BindingChange> changes;
  std::set<std::string_view> seen;
  for (const std::string& assignment : request.assignments) {
    const auto equals = assignment.find('=');
    MCPMX_TRY(key, key_of(std::string_view(assignment).substr(0, equals)));
    if (equals == std::string::npos) {
      return usage(
          "the setting " + std::string(key) + " needs a value", {},
          "write " + std::string(key) + "=VALUE, or " + std::string(key) + "= for the default");
    }
    if (!seen.insert(key).second)
      return usage(std::string(key) + " is set twice", {}, "leave one of them out");
    BindingChange change{request.profile, key, std::nullopt};
    if (equals + 1 < assignment.size()) {
      MCPMX_TRY(value, value_of(session, key, assignment.substr(equals + 1)));
      change.value = std::move(value);
    }
    changes.push_back(std::move(change));
  }
  return changes;
}

// `mcpmx profile set` of the profile with this key; it may be one of another folder of MCPM.
std::string command_for(const Bindings& bindings, const std::string& key) {
  const std::string set = " profile set ";
  const fs::path path(key);
  if (path.is_relative()) return "mcpmx" + set + shell_word(key);
  const std::string name = path.filename().string(), folder = path.parent_path().string();
  const bool is_here = folder == bindings.folder;
  return "mcpmx" + (is_here ? "" : " --config-dir " + shell_word(folder)) + set + shell_word(name);
}

// One file holds one profile.
Result<void> check_free(const Session& session, const Bindings& bindings,
                        const BindingChange& change) {
  if (change.field != kComposeFile || !change.value) return {};
  const std::string path(change.value->as_string());
  MCPMX_TRY(place, locate_target(session, path));
  for (const auto& [profile, binding] : bindings.profiles) {
    // A relative path is none that a profile is bound to: it is another file tomorrow.
    if (profile == change.profile || !binding.compose_file.starts_with('/')) continue;
    const auto other = locate_target(session, binding.compose_file);
    if (!other || other->path != place.path) continue;
    return failed(
        "the profile " + quoted_name(profile) +
            " is bound to this file, and one file holds one profile",
        path, "name another file, or first: " + command_for(bindings, profile) + " compose_file=");
  }
  return {};
}

Result<void> check_profile(const mcpm::Library& library, const Bindings& bindings,
                           const std::vector<BindingChange>& changes, const std::string& name) {
  const bool only_resets =
      std::none_of(changes.begin(), changes.end(), [](const auto& c) { return c.value; });
  const auto& own = bindings.own;
  if (only_resets && std::find(own.begin(), own.end(), bindings.key_of(name)) != own.end())
    return {};
  MCPMX_CHECK(mcpm::find_profile(library, name));
  return {};
}

// Reads, changes and writes. `overtaken`: another program wrote in between.
Result<ProfileSettings> set_once(Session& session, const std::string& profile,
                                 std::vector<BindingChange> changes, bool& overtaken) {
  overtaken = false;
  MCPMX_TRY(texts, mcpm::read_texts(session.config_dir()));
  MCPMX_TRY(library, mcpm::load_text(texts));
  MCPMX_TRY(bindings, load_bindings(session.environment(), texts.metadata));
  MCPMX_CHECK(check_profile(library, bindings, changes, profile));
  for (BindingChange& change : changes) change.profile = bindings.key_of(profile);
  for (const BindingChange& change : changes) MCPMX_CHECK(check_free(session, bindings, change));
  MCPMX_TRY(text, edit_bindings(bindings.file, changes));
  ProfileSettings result;
  result.path = bindings.file.path;
  // A reset makes no file.
  result.changed = text != bindings.file.text.value_or("{}\n");
  if (result.changed) {
    MCPMX_CHECK(
        make_folders(session.filesystem(), bindings_folder(session.environment()), kPrivateFolder));
    auto written = write_file(session.filesystem(), {.path = bindings.file.path,
                                                     .content = text,
                                                     .mode = kPrivate,
                                                     .only_new = !bindings.file.text,
                                                     .expected = bindings.file.text});
    if (!written) {
      overtaken = written.error().code == ErrorCode::kNeedsPerson;
      return std::move(written).error();
    }
  }
  MCPMX_TRY(now, load_bindings(session.environment(), texts.metadata));
  result.binding = now.of(profile);
  result.findings = std::move(now.findings);
  return result;
}

}  // namespace

Result<void> check_strategy(Session& session, const std::string& name) {
  MCPMX_TRY(registry, session.registry());
  const std::vector<std::string> names = plugin::strategy_names(*registry);
  if (std::find(names.begin(), names.end(), name) != names.end()) return {};
  const std::vector<std::string_view> views(names.begin(), names.end());
  return usage("there is no conflict strategy " + quoted_name(name), "conflict_resolution",
               names.empty() ? "no plugin has one: see mcpmx plugin list"
                             : did_you_mean(name, views) + "The strategies are " + list_of(views));
}

Result<ProfileSettings> set_profile(Session& session, LockSystem& locks,
                                    const ProfileSettingsRequest& request) {
  constexpr int kAttempts = 3;  // a program that writes all the time is not waited for
  MCPMX_TRY(changes, parse(session, request));
  const std::string folder = bindings_folder(session.environment());
  MCPMX_TRY(lock, FileLock::take(locks, session.filesystem(), folder, kPrivateFolder));
  if (lock.is_held()) remove_stale_temps(session.filesystem(), folder);
  bool overtaken = false;
  for (int attempt = 1;; ++attempt) {
    auto result = set_once(session, request.profile, changes, overtaken);
    if (result || !overtaken || attempt == kAttempts) return result;
  }
}

}  // namespace mcpmx::app
