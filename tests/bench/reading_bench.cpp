// MCPM's files, plugin manifests and mapping files: what is read before any entry is looked at.
#include <benchmark/benchmark.h>

#include "mapping/mapping_folders.h"
#include "plugin/discovery.h"
#include "workload.h"

namespace mcpmx::bench {
namespace {

void read_servers_json(benchmark::State& state) {
  const Workload work(static_cast<std::size_t>(state.range(0)));
  if (!work.problem().empty()) return state.SkipWithError(work.problem().c_str());
  for (auto _ : state) {
    auto library = mcpm::load(work.config_dir());
    benchmark::DoNotOptimize(library);
  }
  state.SetComplexityN(state.range(0));
}
BENCHMARK(read_servers_json)->Arg(100)->Arg(1000)->Arg(10000)->Complexity();

// Manifests alone: no code of a plugin is mapped.
void discover_plugins(benchmark::State& state) {
  const Environment environment = build_environment("/nonexistent");
  for (auto _ : state) {
    auto found = plugin::discover({}, environment);
    if (!found || found->plugins.empty()) return state.SkipWithError("no plugin was found");
    benchmark::DoNotOptimize(found);
  }
}
BENCHMARK(discover_plugins);

void load_all_mappings(benchmark::State& state) {
  PosixFilesystem filesystem;
  const app::Session session({}, build_environment("/nonexistent"), filesystem);
  const auto folders = session.mapping_folders();
  for (auto _ : state) {
    auto set = mapping::load_mappings(folders, nullptr);
    if (!set || set->mappers.empty()) return state.SkipWithError("no mapping was found");
    state.counters["files"] = static_cast<double>(set->mappers.size());
    benchmark::DoNotOptimize(set);
  }
}
BENCHMARK(load_all_mappings);

}  // namespace
}  // namespace mcpmx::bench
