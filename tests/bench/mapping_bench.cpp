// From entries to a project: the steps of one entry, then whole profiles.
#include <benchmark/benchmark.h>

#include "compose/key_order.h"
#include "compose/writer.h"
#include "mapping/launcher.h"
#include "mapping/project_builder.h"
#include "workload.h"

namespace mcpmx::bench {
namespace {

// Steps of one entry; a figure is of one entry, over all kinds in turn.
constexpr std::size_t kEntries = 64;

void parse_and_analyse(benchmark::State& state) {
  const Workload work(kEntries);
  if (!work.problem().empty()) return state.SkipWithError(work.problem().c_str());
  std::size_t at = 0;
  for (auto _ : state) {
    const Server& server = work.library().servers[at++ % kEntries];
    const Launch launch = mapping::parse_launch(server);
    auto values = mapping::analyse(server, launch, mapping::Knowledge(), work.surroundings().home);
    benchmark::DoNotOptimize(values);
  }
}
BENCHMARK(parse_and_analyse);

// One variable of many short words: each is the start of a URL, a name or a token until it is not.
void analyse_long_value(benchmark::State& state) {
  Server server;
  server.name = "long";
  server.command = "npx";
  server.args = {"pkg"};
  std::string text;
  while (text.size() < static_cast<std::size_t>(state.range(0))) text += "a.";
  server.env = {{"NOTE", text}};
  const Launch launch = mapping::parse_launch(server);
  for (auto _ : state) {
    auto values = mapping::analyse(server, launch, mapping::Knowledge(), "/home/me");
    benchmark::DoNotOptimize(values);
  }
  state.SetComplexityN(state.range(0));
}
BENCHMARK(analyse_long_value)
    ->RangeMultiplier(4)
    ->Range(1 << 12, 1 << 18)
    ->Complexity(benchmark::oN);

void pick_mapper(benchmark::State& state) {
  const Workload work(kEntries);
  if (!work.problem().empty()) return state.SkipWithError(work.problem().c_str());
  std::vector<Launch> launches;
  for (const Server& server : work.library().servers)
    launches.push_back(mapping::parse_launch(server));
  const std::vector<Pair> no_choices;
  std::size_t at = 0;
  for (auto _ : state) {
    const std::size_t index = at++ % kEntries;
    auto claim =
        work.claims().pick({work.library().servers[index], launches[index], no_choices}, {});
    if (!claim) return state.SkipWithError(claim.error().message.c_str());
    benchmark::DoNotOptimize(claim);
  }
}
BENCHMARK(pick_mapper);

Project render(const Workload& work) {
  std::vector<const Server*> servers;
  for (const Server& server : work.library().servers) servers.push_back(&server);
  mapping::ProjectBuilder builder("all", servers, work.surroundings());
  const auto settings_for = [&](const Server& server) -> const mapping::ServiceSettings& {
    return builder.settings_for(server);
  };
  const auto readings =
      mapping::read_entries(servers, work.claims(), settings_for, work.surroundings().home);
  for (std::size_t i = 0; i < readings.size(); ++i) builder.add(*servers[i], readings[i]);
  return builder.finish();
}

bool has_services(const Project& project) {
  const auto* services = project.document.if_contains("services");
  return services != nullptr && services->is_object() && !services->get_object().empty();
}

void render_profile(benchmark::State& state) {
  const Workload work(static_cast<std::size_t>(state.range(0)));
  if (!work.problem().empty()) return state.SkipWithError(work.problem().c_str());
  for (auto _ : state) {
    const Project project = render(work);
    if (!has_services(project)) return state.SkipWithError("no server became a service");
  }
  state.SetComplexityN(state.range(0));
}
BENCHMARK(render_profile)->Arg(100)->Arg(1000)->Arg(10000)->Complexity();

void write_yaml(benchmark::State& state) {
  const Workload work(static_cast<std::size_t>(state.range(0)));
  if (!work.problem().empty()) return state.SkipWithError(work.problem().c_str());
  Project project = render(work);
  compose::canonical_order(project.document);
  for (auto _ : state) {
    auto text = compose::write_yaml(project.document);
    if (!text) return state.SkipWithError(text.error().message.c_str());
    state.counters["bytes"] = static_cast<double>(text->size());
  }
  state.SetComplexityN(state.range(0));
}
BENCHMARK(write_yaml)->Arg(100)->Arg(1000)->Arg(10000)->Complexity();

}  // namespace
}  // namespace mcpmx::bench
