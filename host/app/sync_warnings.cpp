// What a sync has to warn of: it is done all the same, and a person should know.
#include <algorithm>
#include <map>
#include <set>

#include "app/sync_run.h"
#include "compose/service_needs.h"
#include "compose/short_forms.h"
#include "support/ascii.h"
#include "support/shell_word.h"

namespace mcpmx::app {
namespace {

// Shorter ones stand in a file by chance.
constexpr std::size_t kLeastSecret = 8;

bool names(std::string_view text, const std::string& variable) {
  for (auto at = text.find(variable); at != std::string_view::npos;
       at = text.find(variable, at + 1)) {
    if (stands_alone(text, at, variable.size())) return true;
  }
  return false;
}

}  // namespace

// Whether something of it is neither put back nor given up.
bool SyncRun::is_overwrite_open() const {
  return std::any_of(result_.plans.begin(), result_.plans.end(), [&](const auto& plan) {
    if (plan.fate == sync::Fate::kPending && sync::has_server(overwritten_.places, plan.name))
      return true;
    return std::any_of(plan.fields.begin(), plan.fields.end(), [&](const auto& field) {
      return !field.applied && overwritten_.places.contains({plan.name, field.state.path});
    });
  });
}

void SyncRun::report_overwritten() {
  if (!is_overwrite_open()) return;
  target_.findings.push_back(
      {Severity::kWarning, "sync.overwritten",
       "MCPM wrote servers.json from what it had read before a sync, so what that sync had put "
       "there is gone from it",
       library_.file,
       "--conflict docker_wins puts it there again; with profile_wins servers.json counts as it "
       "is, "
       "which is right if you took it back yourself"});
}

// Whether there are any.
bool SyncRun::tell_unset_variables() {
  bool found = false;
  if (!model_) return found;
  for (const Diagnostic& finding : model_->findings) {
    if (finding.code != compose::kUnsetVariable) continue;
    target_.findings.push_back(finding);
    found = true;
  }
  return found;
}

// A person's own service may need one that gets another name.
void SyncRun::warn_of_references(const compose::ProjectModel& written) {
  const compose::Value* services = written.root.find("services");
  if (services == nullptr) return;
  std::set<std::string_view> names;
  for (const compose::Member& service : services->members) names.insert(service.key);
  for (const compose::Member& service : services->members) {
    for (const std::string& needed : compose::needed_services(service.value)) {
      if (names.contains(needed)) continue;
      target_.findings.push_back(
          {Severity::kWarning, "sync.reference",
           "the service " + service.key + " needs " + needed +
               ", which is not in the file any more, so docker compose refuses all of it",
           target_.shown,
           "name another service in " + service.key + ", or take it back: mcpmx undo"});
    }
  }
}

// Two services that publish one port: what a variable or an override file gives is not known when
// ports are chosen.
void SyncRun::warn_of_ports(const compose::ProjectModel& written) {
  const compose::Value* services = written.root.find("services");
  if (services == nullptr || result_.new_services.empty()) return;
  std::map<int, std::string_view> user_of;
  for (const compose::Member& service : services->members) {
    const compose::Value* list = service.value.find("ports");
    if (list == nullptr) continue;
    std::set<int> ports;
    for (const compose::Member& port : list->members) {
      const std::string published = compose::text_of(port.value.find("published"));
      if (published.find('-') == std::string::npos) compose::add_published(published, ports);
    }
    for (const int port : ports) {
      const auto [user, is_free] = user_of.emplace(port, service.key);
      if (is_free) continue;
      target_.findings.push_back({Severity::kWarning, "sync.port",
                                  "the services " + std::string(user->second) + " and " +
                                      service.key + " publish the port " + std::to_string(port) +
                                      ", so only one of them can start",
                                  target_.shown, "give one of them another port"});
    }
  }
}

// Servers whose services another one in the file needs, and what to say of it: without them docker
// compose refuses the file. Only a person writes that.
void SyncRun::add_needed(std::map<std::string, std::string, std::less<>>& reasons) const {
  if (!model_) return;
  const auto server_of = server_by_service();
  std::set<std::string_view> stays;
  for (const Server* server : profile_) stays.insert(server->name);
  const compose::Value* services = model_->root.find("services");
  if (services == nullptr) return;
  for (const compose::Member& service : services->members) {
    const auto own = server_of.find(service.key);
    if (own != server_of.end() && !stays.contains(own->second)) continue;  // it goes itself
    for (const std::string& needed : compose::needed_services(service.value)) {
      const auto server = server_of.find(needed);
      if (server == server_of.end() || (own != server_of.end() && own->second == server->second))
        continue;
      reasons.emplace(server->second, "the service " + service.key + " needs " + needed + " (" +
                                          model_->where(service.value.origin) +
                                          "); name another there first");
    }
  }
}

// By a service that is a person's.
bool SyncRun::is_mounted(const std::string& volume) const {
  return std::any_of(docker_.unmanaged.begin(), docker_.unmanaged.end(), [&](const auto& name) {
    const compose::Value* service = model_->root.at({"services", name});
    return service != nullptr && compose::mounts(*service, volume);
  });
}

// A second file of a profile is made on purpose, or in the wrong folder.
void SyncRun::tell_of_other_file() {
  if (target_.text) return;
  std::vector<Diagnostic> ignored;
  for (const compose::KnownFile& file : target_.neighbours) {
    if (!target_.has_library_of(file)) continue;
    const auto base = sync::load_base(file.path, ignored);
    if (!base || !*base || (*base)->profile != request_.profile) continue;
    target_.findings.push_back(
        {Severity::kInfo, "sync.second-file",
         "the profile has a Compose file already, and this is a second one", file.path,
         "-f " + shell_word(file.path) + " takes that one, and mcpmx profile set " +
             shell_word(request_.profile) + " compose_file=" + shell_word(file.path) +
             " does so from any folder"});
    return;
  }
}

// Whether a Compose file, as the sync leaves it, speaks of the variable. A comment that does
// counts.
bool SyncRun::is_named_in_files(const std::string& variable) const {
  return std::any_of(model_->files.begin(), model_->files.end(), [&](const auto& file) {
    return names(result_.text_after(file.path, file.document.text()), variable);
  });
}

// A person's own lines may use what no generated service does, `- TOKEN` in a list of variables
// too. A comment that names it counts: better silent than wrong.
void SyncRun::drop_used(std::vector<UnusedVariable>& variables) const {
  if (!model_ || variables.empty()) return;
  std::erase_if(variables, [&](const UnusedVariable& variable) {
    return names(target_.env.text(), "${" + variable.name) || is_named_in_files(variable.name);
  });
}

// PostgreSQL takes its password when it makes its data, and never again.
void SyncRun::warn_of_passwords() {
  if (target_.key->unwritten()) return;  // nobody can say what it was
  for (const EnvLine& line : end_->project.env) {
    if (!line.name.ends_with("POSTGRES_PASSWORD") || !target_.record.has_variable(line.name) ||
        target_.record.wrote(line.name, line.value, *target_.key))
      continue;
    target_.findings.push_back(
        {Severity::kWarning, "sync.password",
         line.name + " is another one now, and a database that has data keeps the old one",
         target_.shown_env,
         "change it in the database too: ALTER USER ... PASSWORD, or remove the volume with its "
         "data"});
  }
}

// A person wrote a secret where ${NAME} stood. It runs, and the profile and .env have it now; but
// the Compose file is what people show one another.
void SyncRun::warn_of_clear_secrets() {
  if (!model_) return;
  std::map<std::string, std::string, std::less<>> secrets;  // value -> its variable, if it has one
  const auto is_one = [](const std::string& value) { return value.size() >= kLeastSecret; };
  for (const EnvLine& line : end_->project.env) {
    if (is_one(line.value)) secrets.emplace(line.value, line.name);
  }
  for (const EnvLine& line : forgotten_) {
    if (is_one(line.value)) secrets.emplace(line.value, std::string());
  }
  for (const compose::SourceFile& file : model_->files) {
    std::string_view text = result_.text_after(file.path, file.document.text());
    std::size_t line = 1;
    for (std::string_view found = handles_->first_in(text); !found.empty();
         found = handles_->first_in(text)) {
      const auto end = static_cast<std::size_t>(found.data() + found.size() - text.data());
      line += static_cast<std::size_t>(std::count(text.data(), found.data(), '\n'));
      if (const auto secret = secrets.find(found); secret != secrets.end()) {
        const std::string& name = secret->second;
        target_.findings.push_back(
            {Severity::kWarning, "sync.clear-secret",
             (name.empty() ? "a secret" : "the value of " + name) +
                 " stands in the file itself, where everybody reads it who gets the file",
             shown_of(file.path) + ":" + std::to_string(line),
             name.empty() ? "give .env a line for it, and write ${NAME} in its place"
                          : "write ${" + name + "} in its place; .env has the value"});
      }
      line += static_cast<std::size_t>(std::count(found.begin(), found.end(), '\n'));
      text.remove_prefix(end);
    }
  }
}

}  // namespace mcpmx::app
