#include "laws.h"

#include "compose_text.h"

namespace mcpmx::laws {
namespace {

using sync::Direction;

void check_quiet(Bench& bench, const Case& one) {
  World world = bench.begin(one);
  bench.edit(world, one, Edits::kFree);
  bench.write(world);
  if (one.around % 12 == 1) bench.place.remove(Place::kBase);
  const Way way{Direction::kBoth, strategy_of(one), one.around % 5 == 0};
  bench.sync(world, way);
  const auto before = bench.place.stamps();
  bench.sync(world, way);
  const auto after = bench.place.stamps();
  // A person's own files first: what is said of ours follows from them.
  for (auto each = after.rbegin(); each != after.rend(); ++each) {
    const auto& [path, stamp] = *each;
    const auto was = before.find(path);
    bench.require(was != before.end(), world, "the second sync made " + path);
    // What is sealed can be shown to nobody.
    if (path.ends_with("/undo")) continue;
    bench.require_same(was->second.bytes, stamp.bytes, world, "the second sync changed " + path);
  }
  for (const auto& [path, stamp] : after)
    bench.require(before.at(path) == stamp, world, "the second sync touched " + path);
  bench.require(before.size() == after.size(), world, "the second sync removed a file");
}

void check_profile_comes_back(Bench& bench, const Case& one) {
  World world = bench.begin(one);
  bench.edit(world, one, Edits::kFree);
  bench.write(world);
  const std::string servers = bench.place.get(Place::kServers);
  bench.sync(world, {Direction::kToDocker, strategy_of(one), false});
  bench.require_same(servers, bench.place.get(Place::kServers), world, "to-docker, servers.json");
  const std::string compose = bench.place.get(Place::kCompose);
  bench.sync(world, {Direction::kToProfile, strategy_of(one), false});
  bench.require_same(servers, bench.place.get(Place::kServers), world, "and back, servers.json");
  bench.require_same(compose, bench.place.get(Place::kCompose), world, "and back, Compose file");
}

void check_docker_comes_back(Bench& bench, const Case& one) {
  World world = bench.begin(one);
  bench.edit(world, one, Edits::kFree);
  bench.write(world);
  bench.sync(world, {Direction::kToProfile, strategy_of(one), false});
  // x-mcpmx is ours: what it says of services that are gone or have another name goes.
  bench.require_same(without_extension(world.compose),
                     without_extension(bench.place.get(Place::kCompose)), world,
                     "to-profile, Compose file");
  bench.require_same(world.env, bench.place.get(Place::kEnv), world, "to-profile, .env");
  const std::string servers = bench.place.get(Place::kServers);
  bench.sync(world, {Direction::kToDocker, strategy_of(one), false});
  bench.require_same(without_extension(world.compose),
                     without_extension(bench.place.get(Place::kCompose)), world,
                     "and back, Compose file");
  bench.require_same(world.env, bench.place.get(Place::kEnv), world, "and back, .env");
  bench.require_same(servers, bench.place.get(Place::kServers), world, "and back, servers.json");
}

struct End {
  std::string servers, compose, env;
};
End end_of(const Bench& bench) {
  return {bench.place.get(Place::kServers), bench.place.get(Place::kCompose),
          bench.place.get(Place::kEnv)};
}

void require_same(const Bench& bench, const World& world, const End& a, const End& b,
                  const std::string& how) {
  bench.require_same(a.servers, b.servers, world, how + ", servers.json");
  bench.require_same(a.compose, b.compose, world, how + ", Compose file");
  bench.require_same(a.env, b.env, world, how + ", .env");
}

void check_either_direction(Bench& bench, const Case& one) {
  World world = bench.begin(one);
  bench.edit(world, one, Edits::kCareful);
  bench.write(world);
  const Snapshot start = bench.place.take();
  const std::string strategy = strategy_of(one);
  bench.sync(world, {Direction::kBoth, strategy, false});
  const End both = end_of(bench);
  bench.place.put(start);
  bench.sync(world, {Direction::kToDocker, strategy, false});
  bench.sync(world, {Direction::kToProfile, strategy, false});
  require_same(bench, world, both, end_of(bench), "both, or to-docker then to-profile");
  bench.place.put(start);
  bench.sync(world, {Direction::kToProfile, strategy, false});
  bench.sync(world, {Direction::kToDocker, strategy, false});
  require_same(bench, world, both, end_of(bench), "both, or to-profile then to-docker");
}

void replace(std::string& text, const std::string& what, const std::string& by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
}

// With what both sides made of one field called the same.
End mirrored(End end, const World& world) {
  for (std::size_t i = 0; i + 1 < world.edits.size(); i += 2) {
    const std::string name = "the end of " + std::to_string(i);
    for (std::string* text : {&end.servers, &end.compose, &end.env}) {
      replace(*text, world.edits[i].token, name);
      replace(*text, world.edits[i + 1].token, name);
    }
  }
  end.compose = without_checksums(end.compose);
  return end;
}

void check_mirror(Bench& bench, const Case& one) {
  World world = bench.begin(one);
  for (const std::vector<Draw>* draws : {&one.docker, &one.profile}) {
    for (Draw draw : *draws) {
      for (int tries = 0; tries < 6 && !edit_both(world, draw); ++tries) {
        ++draw.kind;
        draw.where += draw.kind % 2;
      }
    }
  }
  if (world.edits.empty()) RC_DISCARD("no field that both sides have");
  bench.tally.note(world);
  bench.write(world);
  const Snapshot start = bench.place.take();
  End ends[2];
  for (const bool docker : {false, true}) {
    bench.place.put(start);
    bench.sync(world, {Direction::kBoth, docker ? "docker_wins" : "profile_wins", false});
    ends[docker ? 1 : 0] = end_of(bench);
    const End& end = ends[docker ? 1 : 0];
    const std::string all = end.servers + end.compose + end.env;
    for (const Edit& edit : world.edits) {
      const bool wins = edit.on_docker == docker;
      bench.require(
          wins == (all.find(edit.token) != std::string::npos), world,
          (wins ? "the winner's value is nowhere: " : "the loser's value stands: ") + edit.token);
      if (!wins) continue;
      bench.require(end.servers.find(edit.token) != std::string::npos, world,
                    "not in the profile: " + edit.token);
      bench.require((end.compose + end.env).find(edit.token) != std::string::npos, world,
                    "not on the Docker side: " + edit.token);
    }
  }
  require_same(bench, world, mirrored(ends[0], world), mirrored(ends[1], world),
               "profile_wins and docker_wins");
}

}  // namespace

const std::vector<Law>& all_laws() {
  static const std::vector<Law> laws = {
      {"1", "sync after sync writes nothing", true, true, &check_quiet},
      {"2", "to-docker, then to-profile: the profile as it was", true, false,
       &check_profile_comes_back},
      {"3", "to-profile, then to-docker: the Compose file as it was", false, true,
       &check_docker_comes_back},
      {"4a", "an edit of the profile is seen in the Compose file, and nothing else changes", true,
       false, &check_seen_in_docker},
      {"4b", "an edit of the Compose file is seen in the profile, and nothing else changes", false,
       true, &check_seen_in_profile},
      {"5", "independent edits give the same end from either direction", true, true,
       &check_either_direction},
      {"6", "profile_wins and docker_wins are mirror images", true, true, &check_mirror},
      {"7", "nothing is lost", true, true, &check_nothing_lost},
  };
  return laws;
}

}  // namespace mcpmx::laws
