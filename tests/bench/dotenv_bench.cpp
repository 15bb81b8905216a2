// .env: as many new lines as a profile has secrets, into a file that is not there yet.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "compose/dotenv.h"

namespace mcpmx::bench {
namespace {

void set_new_variables(benchmark::State& state) {
  for (auto _ : state) {
    compose::Dotenv env;
    std::vector<Pair> values;
    for (int number = 0; number < state.range(0); ++number)
      values.push_back({"ACME_API_KEY_" + std::to_string(number), "fake-key"});
    const auto done = env.set_all(values);
    if (!done) return state.SkipWithError(done.error().message.c_str());
    benchmark::DoNotOptimize(env);
  }
  state.SetComplexityN(state.range(0));
}
BENCHMARK(set_new_variables)->Arg(25)->Arg(250)->Arg(2500)->Complexity();

}  // namespace
}  // namespace mcpmx::bench
