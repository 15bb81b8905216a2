#include "bench.h"

#include <algorithm>
#include <boost/json.hpp>
#include <sstream>

#include "cli/sync_json.h"
#include "compose/dotenv.h"
#include "support/ascii.h"
#include "support/line_diff.h"

namespace mcpmx::laws {
namespace {

namespace json = boost::json;

constexpr const char* kKey = "home/.local/state/mcpmx/key";
constexpr std::size_t kShortestSecret = 6;  // shorter ones stand everywhere by chance

// A network that a service names and the project does not have: docker compose refuses the file.
std::string undeclared_network(const compose::ProjectModel& model) {
  const compose::Value* services = model.root.find("services");
  if (services == nullptr) return {};
  for (const compose::Member& service : services->members) {
    const compose::Value* networks = service.value.find("networks");
    if (networks == nullptr) continue;
    for (const compose::Member& network : networks->members) {
      if (network.key != "default" && model.root.at({"networks", network.key}) == nullptr)
        return network.key;
    }
  }
  return {};
}

// The base is JSON on one line, which says nothing in a diff.
std::string with_lines(std::string text) {
  if (std::count(text.begin(), text.end(), '\n') > 1) return text;
  for (auto at = text.find(','); at != std::string::npos; at = text.find(',', at + 2))
    text.insert(at + 1, "\n");
  return text;
}

}  // namespace

Bench::Bench(const std::string& corpus)
    : pool(make_pool(corpus, place.claims(), place.root() + "/home")) {}

World Bench::begin(const Case& one) {
  World world;
  world.step = one.step % 2 == 0 ? 2 : 4;
  for (std::size_t i = 0; i < one.entries.size(); ++i) {
    // One of twelve may be of those without a container.
    const std::size_t among = one.entries[i] % 12 == 11 ? pool.entries.size() : pool.with_container;
    auto [name, entry] = pool.entries[one.entries[i] / 12 % among];
    if (find_entry(world.servers, name) != nullptr) continue;
    json::array tags = {kProfile};
    if ((one.shared >> (2 * i)) % 4 == 0) tags.emplace_back("other");
    json::object whole = {{"name", name}, {"profile_tags", tags}};
    for (const auto& member : entry) {
      if (!whole.contains(member.key())) whole.emplace(member.key(), member.value());
    }
    world.servers.emplace_back(name, std::move(whole));
  }
  place.put(empty_);
  place.put(Place::kServers, world.servers_text());
  place.put("mcpm/profiles_metadata.json",
            R"({"work": {"name": "work", "api_key": null, "description": null}})");
  const auto made = place.generate();
  if (!made) fail(world, "generate: " + made.error().message + " at " + made.error().where);
  if (empty_.empty()) empty_ = {{kKey, place.get(kKey)}};
  if (one.around % 16 == 0) {
    world.everything_shared = true;
    const auto second = place.generate("../second/docker-compose.yml");
    if (!second) fail(world, "generate, second file: " + second.error().message);
  }
  world.compose = place.get(Place::kCompose);
  world.env = place.get(Place::kEnv);
  tally.begin();
  return world;
}

void Bench::edit(World& world, const Case& one, Edits how) {
  world.is_careful = how == Edits::kCareful;
  const auto make = [&](const std::vector<Draw>& draws, const auto& edit) {
    bool any = draws.empty();
    for (const Draw& draw : draws) any = edit(draw) || any;
    for (unsigned next = 1; !any && next < 9; ++next) {
      Draw other = draws.front();
      other.kind += next;
      other.where += next / 3;
      any = edit(other);
    }
    if (!any) RC_DISCARD("no edit fits");
  };
  make(one.profile, [&](const Draw& draw) { return edit_profile(world, pool, draw); });
  make(one.docker, [&](const Draw& draw) { return edit_docker(world, draw); });
  tally.note(world);
}

void Bench::write(const World& world) {
  place.put(Place::kServers, world.servers_text());
  place.put(Place::kCompose, world.compose);
  if (!world.env.empty()) place.put(Place::kEnv, world.env);
}

app::Synced Bench::sync(const World& world, const Way& way) {
  const std::string servers = place.get(Place::kServers);
  auto synced = place.sync(way);
  if (!synced) {
    const Error& error = synced.error();
    fail(world, "sync: " + error.message + " at " + error.where);
  }
  tally.note(*synced);
  const auto model = place.read();
  if (!model)
    fail(world, "the Compose file: " + model.error().message + " at " + model.error().where);
  if (way.direction == sync::Direction::kToDocker)
    require_same(servers, place.get(Place::kServers), world, "to-docker alone, servers.json");
  const std::string undeclared = undeclared_network(*model);
  require(undeclared.empty(), world, "the Compose file has no network " + undeclared);
  const std::string base = place.get(Place::kBase);
  const std::string compose = place.get(Place::kCompose);
  const std::string report = json::serialize(cli::synced_json(*synced));
  for (const std::string& text : {compose, place.get(Place::kServers), place.get(Place::kEnv)}) {
    require(text.find("mcpmxSecret") == std::string::npos, world,
            "a handle stands for a secret in a file of a person's");
  }
  const auto env = compose::Dotenv::parse(place.get(Place::kEnv), ".env");
  require(env.has_value(), world, ".env does not parse");
  for (const compose::DotenvEntry& line : env->entries()) {
    // That of a server that left is a word elsewhere (system.decision), and told as unused.
    const bool is_left = std::any_of(synced->unused.begin(), synced->unused.end(),
                                     [&](const auto& unused) { return unused.name == line.name; });
    if (is_left || line.value.size() < kShortestSecret) continue;
    const auto stands_in = [&](const std::string& text) {
      for (auto at = text.find(line.value); at != std::string::npos;
           at = text.find(line.value, at + 1)) {
        // "my_api_key" of "my_api_key_name" is a part of another value.
        if (stands_alone(text, at, line.value.size())) return true;
      }
      return false;
    };
    require(!stands_in(compose), world, "the secret " + line.name + " stands in the Compose file");
    require(!stands_in(base), world, "the secret " + line.name + " stands in the base");
    require(!stands_in(report), world, "the secret " + line.name + " stands in the report");
  }
  return std::move(*synced);
}

void Bench::fail(const World& world, const std::string& why) const {
  RC_FAIL(why + "\nservers: " + world.story());
}

void Bench::require_same(const std::string& before, const std::string& after, const World& world,
                         const std::string& what) const {
  if (before == after) return;
  fail(world,
       what + ":\n" + unified_diff(with_lines(before), with_lines(after), {"before", "after"}, 1));
}

std::string strategy_of(const Case& one) {
  constexpr const char* names[] = {"", "profile_wins", "docker_wins", "manual", "merge"};
  return names[one.strategy % 5];
}

}  // namespace mcpmx::laws
