// Law 7.
#include <algorithm>
#include <boost/json.hpp>

#include "compose_text.h"
#include "laws.h"
#include "support/line_diff.h"
#include "sync/base.h"
#include "sync/docker_side.h"
#include "sync/entry_fields.h"

namespace mcpmx::laws {
namespace {

namespace json = boost::json;

sync::DockerSide docker_now(Bench& bench, const World& world) {
  const auto model = bench.place.read();
  bench.require(model.has_value(), world, "the edited Compose file cannot be read");
  const auto base = sync::parse_base(bench.place.get(Place::kBase));
  return sync::docker_side(*model, base ? &*base : nullptr);
}

const sync::ServerPlan* plan_of(const app::Synced& synced, const std::string& server) {
  for (const sync::ServerPlan& plan : synced.plans) {
    if (plan.name == server || plan.old_name == server) return &plan;
  }
  return nullptr;
}

// The report says that the field was decided, or that it waits.
bool is_told(const sync::ServerPlan& plan, const std::string& path) {
  return std::any_of(plan.fields.begin(), plan.fields.end(),
                     [&](const sync::FieldPlan& field) { return field.state.path == path; });
}

void check_entries(const Bench& bench, const World& world, const app::Synced& synced) {
  const Entries after = parse_entries(bench.place.get(Place::kServers));
  for (const auto& [name, entry] : world.servers) {
    const json::object* now = find_entry(after, name);
    bench.require(now != nullptr, world, "a definition is gone: " + name);
    const sync::Fields before_fields = sync::fields_of(server_of(name, entry));
    const sync::Fields now_fields = sync::fields_of(server_of(name, *now));
    const sync::ServerPlan* plan = plan_of(synced, name);
    for (const auto& [path, value] : before_fields) {
      const auto found = now_fields.find(path);
      if (found != now_fields.end() && found->second == value) continue;
      bench.require(plan != nullptr && is_told(*plan, path), world,
                    "the profile lost " + path + " of " + name + ", and nothing tells of it");
    }
    const bool had_tag =
        json::serialize(entry.at("profile_tags")).find(kProfile) != std::string::npos;
    const bool has_tag =
        json::serialize(now->at("profile_tags")).find(kProfile) != std::string::npos;
    bench.require(had_tag == has_tag || (plan != nullptr && (plan->fate == sync::Fate::kRemoveTag ||
                                                             plan->fate == sync::Fate::kNewEntry)),
                  world, "the tag of " + name + " changed, and nothing tells of it");
  }
}

// Each leaf that a person wrote stands, or the report names its server's decision or the edit.
void check_services(Bench& bench, const World& world, const sync::DockerSide& start,
                    const sync::DockerSide& before, const app::Synced& synced) {
  const sync::DockerSide after = docker_now(bench, world);
  for (const auto& [server, file] : before.servers) {
    const sync::ServerPlan* plan = plan_of(synced, server);
    bench.require(plan != nullptr, world, "the report does not know " + server);
    const auto now = after.servers.find(plan->name);
    for (const auto& [key, service] : file.services) {
      const sync::Leaves* was = nullptr;
      if (const auto found = start.servers.find(server); found != start.servers.end()) {
        const auto there = found->second.services.find(key);
        if (there != found->second.services.end()) was = &there->second.leaves;
      }
      const bool stands = now != after.servers.end() && now->second.services.contains(key);
      for (const auto& [path, value] : service.leaves) {
        const bool by_hand = was == nullptr || !was->contains(path) || was->at(path) != value;
        if (!by_hand) continue;
        if (stands) {
          const auto& leaves = now->second.services.at(key).leaves;
          const auto found = leaves.find(path);
          if (found != leaves.end() && found->second == value) continue;
        }
        const bool decided =
            std::any_of(plan->fields.begin(), plan->fields.end(), [](const auto& field) {
              return field.was_in_conflict || field.flow == sync::Flow::kToDocker;
            });
        const std::string named = service.name + "/" + path;
        const bool printed = std::find(plan->hand_edits.begin(), plan->hand_edits.end(), named) !=
                             plan->hand_edits.end();
        // Of a server that leaves as a whole, what flowed into its entry is nobody's loss.
        bench.require(printed || (stands && decided) || plan->presence_conflict, world,
                      "the Docker side lost " + named + ", and nothing tells of it");
      }
    }
  }
  const std::vector<std::string> own = before.unmanaged;
  for (const std::string& service : own) {
    bench.require(
        std::find(after.unmanaged.begin(), after.unmanaged.end(), service) != after.unmanaged.end(),
        world, "a service of one's own is gone: " + service);
  }
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size() - 1) + 1;
    lines.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return lines;
}

// Whether the lines ahead of the comment and behind it are gone as well: nothing came in the place
// of the lines that went with it, or the two stand more rarely now.
bool stood_in_what_went(const std::string& before, const std::string& after,
                        const std::string& comment) {
  const std::string diff = unified_diff(before, after, {"before", "after"}, 1);
  const std::vector<std::string_view> lines = lines_of(diff);
  const auto at = std::find_if(lines.begin(), lines.end(), [&](std::string_view line) {
    return line.find(comment) != std::string_view::npos;
  });
  const auto went = [](std::string_view line) { return line.starts_with('-'); };
  if (at == lines.end() || !went(*at)) return false;
  const auto behind = std::find_if_not(at, lines.end(), went);
  const auto ahead = std::find_if_not(std::reverse_iterator(at), lines.rend(), went);
  const auto is_alone = behind - at == 1 || std::reverse_iterator(at) == ahead;
  if (is_alone) return false;
  const bool is_replaced =
      ahead->starts_with('+') || (behind != lines.end() && behind->starts_with('+'));
  const auto is_rarer = [&](std::string_view line) {
    const auto count = [&](std::string_view in) {
      std::size_t found = 0;
      for (auto i = in.find(line); i != std::string_view::npos; i = in.find(line, i + 1)) ++found;
      return found;
    };
    return count(after) < count(before);
  };
  return !is_replaced || (is_rarer((at - 1)->substr(1)) && is_rarer((at + 1)->substr(1)));
}

}  // namespace

void check_nothing_lost(Bench& bench, const Case& one) {
  World world = bench.begin(one);
  const sync::DockerSide start = docker_now(bench, world);
  bench.edit(world, one, Edits::kFree);
  bench.write(world);
  const sync::DockerSide before = docker_now(bench, world);
  const bool is_first = one.around % 12 == 1;
  if (is_first) bench.place.remove(Place::kBase);
  const app::Synced synced = bench.sync(
      world, {sync::Direction::kBoth, is_first ? "" : strategy_of(one), one.around % 5 == 0});
  check_entries(bench, world, synced);
  check_services(bench, world, start, before, synced);
  // Comments of a person stay, but for those in something that goes, or in x-mcpmx, which is ours.
  const std::string compose = bench.place.get(Place::kCompose);
  const std::string persons = without_extension(world.compose);
  for (const Edit& edit : world.edits) {
    if (edit.what != What::kComment || persons.find(edit.token) == std::string::npos) continue;
    if (compose.find(edit.token) == std::string::npos && synced.removed_services.empty() &&
        !stood_in_what_went(world.compose, compose, edit.token))
      bench.require_same(world.compose, compose, world, "a comment is gone, " + edit.token);
  }
  if (is_first) {
    bench.require(synced.removed_services.empty(), world, "a first sync deleted a service");
    for (const sync::ServerPlan& plan : synced.plans)
      bench.require(plan.fate != sync::Fate::kRemoveTag, world, "a first sync took a tag away");
  }
}

}  // namespace mcpmx::laws
