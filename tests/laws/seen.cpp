// Law 4.
#include <algorithm>
#include <boost/json.hpp>

#include "cli/sync_words.h"
#include "compose_text.h"
#include "laws.h"
#include "sync/docker_side.h"

namespace mcpmx::laws {
namespace {

namespace json = boost::json;

// All that the services of a server say, in one text.
std::string said_of(const sync::DockerSide& docker, const std::string& server) {
  std::string text;
  const auto found = docker.servers.find(server);
  if (found == docker.servers.end()) return text;
  for (const auto& [key, service] : found->second.services) {
    for (const auto& [path, value] : service.leaves)
      text.append(path).append(" ").append(value).append("\n");
  }
  return text;
}

sync::DockerSide docker_now(Bench& bench) {
  const auto model = bench.place.read();
  const auto base = sync::parse_base(bench.place.get(Place::kBase));
  return model ? sync::docker_side(*model, base ? &*base : nullptr) : sync::DockerSide();
}

bool says(const std::string& text, const std::string& word) {
  return text.find(word) != std::string::npos;
}

// What its services have no place for: a mapping with an image of its own takes no version, no
// container this machine's PATH, and `-e NAME=value` stands over `env`.
bool is_left_out(const app::Synced& synced, const Edit& edit) {
  const auto findings = cli::told_findings(synced);
  return std::any_of(findings.begin(), findings.end(), [&](const auto& finding) {
    if (finding.where != edit.server) return false;
    if (finding.code == "mapping.host-variable")
      return finding.message.starts_with(edit.variable + " ");
    return finding.code.ends_with(".left-out") &&
           says(finding.message, edit.variable.empty() ? edit.token : edit.variable);
  });
}

bool are_from_runners(const World& world, const sync::DockerSide& docker,
                      const std::string& server) {
  const auto found = docker.servers.find(server);
  if (found == docker.servers.end()) return false;
  const auto& services = found->second.services;
  return std::all_of(services.begin(), services.end(), [&](const auto& each) {
    return is_from_runners(world.compose, each.second.name);
  });
}

// Whether the text takes a value from .env that was not there before.
bool takes_new_value(const World& world, const std::string& env_now, const std::string& text) {
  const auto before = compose::Dotenv::parse(world.env, ".env");
  const auto now = compose::Dotenv::parse(env_now, ".env");
  return before && now &&
         std::any_of(now->entries().begin(), now->entries().end(), [&](const auto& entry) {
           return before->find(entry.name) == nullptr && says(text, "${" + entry.name);
         });
}

void check_profile_edit(Bench& bench, const World& world, const Edit& edit,
                        const sync::DockerSide& before, const sync::DockerSide& after,
                        const app::Synced& synced) {
  const bool had = before.servers.contains(edit.server);
  const std::string now = said_of(after, edit.server);
  switch (edit.what) {
    case What::kEnvValue:
    case What::kEnvNew:
    case What::kArgument:
    case What::kVersion:
    case What::kSecret:
      if (!after.servers.contains(edit.server)) return;  // it cannot be a container any more
      bench.require(
          !had || says(now, edit.token) || synced.needs_person() || is_left_out(synced, edit),
          world, "not seen in its services, and not told: " + edit.token);
      return;
    case What::kEnvGone:
      bench.require(!are_from_runners(world, before, edit.server) ||
                        !says(now, "environment/" + edit.variable + " "),
                    world, "a variable that is gone stands still: " + edit.variable);
      return;
    case What::kRename:
      bench.require(after.servers.contains(edit.token) == had, world,
                    "its services have not the new name");
      bench.require(!after.servers.contains(edit.server), world, "its services keep the old name");
      bench.require(!had || std::any_of(synced.plans.begin(), synced.plans.end(),
                                        [&](const sync::ServerPlan& plan) {
                                          return plan.old_name == edit.server;
                                        }),
                    world, "not renamed in place: " + edit.server);
      return;
    case What::kUntag:
    case What::kDelete:
      bench.require(now.empty(), world, "its services stand still");
      return;
    case What::kDisable:
      bench.require(!had || says(now, "mcpmx-disabled"), world, "its services are not disabled");
      return;
    default:
      return;
  }
}

}  // namespace

void check_seen_in_docker(Bench& bench, const Case& one) {
  World world = bench.begin(one);
  bench.edit(world, one, Edits::kCareful);
  const sync::DockerSide before = docker_now(bench);
  bench.write(world);
  const app::Synced synced = bench.sync(world, {});
  const sync::DockerSide after = docker_now(bench);
  bench.require_same(world.servers_text(), bench.place.get(Place::kServers), world,
                     "servers.json, which alone was edited");
  for (const Edit& edit : world.edits)
    check_profile_edit(bench, world, edit, before, after, synced);

  // Services of servers that nobody edited, and what belongs to none, are as they were; but for a
  // word that an edited entry says to be a secret, which goes to .env and reads the same.
  const auto is_edited = [&](const std::string& server) {
    return std::any_of(world.edits.begin(), world.edits.end(), [&](const Edit& edit) {
      return edit.server == server || edit.token == server;
    });
  };
  const std::string compose = bench.place.get(Place::kCompose);
  const auto services = services_in(compose);
  for (const ServiceText& service : services_in(world.compose)) {
    if (is_edited(service.server)) continue;
    const auto now = std::find_if(services.begin(), services.end(),
                                  [&](const auto& each) { return each.name == service.name; });
    bench.require(now != services.end(), world, "a service is gone: " + service.name);
    if (said_of(before, service.server) == said_of(after, service.server) &&
        takes_new_value(world, bench.place.get(Place::kEnv), now->text))
      continue;
    bench.require_same(service.text, now->text, world, "service " + service.name);
  }
}

namespace {

const sync::ServerPlan* plan_of(const app::Synced& synced, const std::string& server) {
  for (const sync::ServerPlan& plan : synced.plans) {
    if (plan.name == server) return &plan;
  }
  return nullptr;
}

// `variable`: of .env, which the report has to name; empty: none.
bool is_held(const app::Synced& synced, const std::string& server,
             const std::string& variable = {}) {
  return std::any_of(synced.held.begin(), synced.held.end(), [&](const app::HeldEdit& held) {
    return held.server == server && says(held.why, variable);
  });
}

void check_docker_edit(Bench& bench, const World& world, const Edit& edit, const Entries& entries,
                       const app::Synced& synced, const Way& way) {
  if (edit.server.empty() || edit.what == What::kRenameService) return;
  const json::object* entry = find_entry(entries, edit.server);
  bench.require(entry != nullptr, world, "a definition is gone: " + edit.server);
  const sync::ServerPlan* plan = plan_of(synced, edit.server);
  bench.require(plan != nullptr, world, "the report does not know " + edit.server);
  const std::string text = json::serialize(*entry);
  const bool flowed = !edit.token.empty() && says(text, edit.token);
  const bool is_open = way.apply_shared && edit.what != What::kSecret;
  if (edit.is_shared && !is_open && edit.what != What::kDeleteService) {
    bench.require(!flowed, world, "an entry that others use was changed: " + edit.token);
    const bool is_secret = edit.what == What::kSecret;
    bench.require(is_secret ? is_held(synced, edit.server, edit.variable)
                            : is_held(synced, edit.server) || !plan->hand_edits.empty(),
                  world, "not told: " + edit.token);
    return;
  }
  if (edit.what == What::kDeleteService) {
    const bool has_tag = says(json::serialize(entry->at("profile_tags")), kProfile);
    bench.require(!has_tag || !plan->hand_edits.empty() || is_held(synced, edit.server), world,
                  "deleted, and its tag stays: " + edit.server);
    return;
  }
  bench.tally.note(std::string("of docker's edits, ") + (flowed ? "flowed: " : "stayed: ") +
                   name_of(edit.what));
  if (edit.what == What::kEnvGone) {
    const std::string key = "\"" + edit.variable + "\":";
    const json::object* before = find_entry(world.servers, edit.server);
    const bool had = before != nullptr && says(json::serialize(*before), key);
    const bool is_gone = had && !says(text, key);
    bench.require(is_gone || (edit.is_shared && is_held(synced, edit.server)) ||
                      (!edit.must_flow && !plan->hand_edits.empty()),
                  world,
                  "gone from the file, and neither from the entry nor told: " + edit.variable);
    return;
  }
  // With --shared a field that holds a secret is held all the same.
  const bool is_waiting = edit.is_shared && is_held(synced, edit.server);
  if (edit.must_flow || edit.what == What::kSecret)
    bench.require(flowed || is_waiting, world, "not seen in the entry: " + edit.token);
  bench.require(flowed || is_waiting || !plan->hand_edits.empty(), world,
                "not told: " + edit.token);
}

}  // namespace

void check_seen_in_profile(Bench& bench, const Case& one) {
  World world = bench.begin(one);
  bench.edit(world, one, Edits::kCareful);
  bench.write(world);
  const Way way{sync::Direction::kBoth, "", one.around % 5 == 0};
  const app::Synced synced = bench.sync(world, way);
  bench.require_same(without_extension(world.compose),
                     without_extension(bench.place.get(Place::kCompose)), world,
                     "the Compose file, which alone was edited");
  bench.require_same(world.env, bench.place.get(Place::kEnv), world, ".env");
  const Entries entries = parse_entries(bench.place.get(Place::kServers));
  bench.require(entries.size() == world.servers.size(), world, "an entry came or went");
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto& [name, entry] = world.servers[i];
    bench.require(entries[i].first == name, world, "the entries changed their order");
    const bool is_edited =
        std::any_of(world.edits.begin(), world.edits.end(),
                    [&, &name = name](const Edit& edit) { return edit.server == name; });
    if (!is_edited) {
      bench.require_same(json::serialize(entry), json::serialize(entries[i].second), world,
                         "the entry " + name);
    }
  }
  // As MCPM would write it: no byte besides those of the values.
  bench.require_same(entries_text(entries, world.step), bench.place.get(Place::kServers), world,
                     "the form of servers.json");
  for (const Edit& edit : world.edits) check_docker_edit(bench, world, edit, entries, synced, way);
}

}  // namespace mcpmx::laws
