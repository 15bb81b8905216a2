// laws [--cases N] [--seed S] [--law NAME] [--corpus DIR] [--shrink no]
// Holds the laws of the sync against N random cases in all, prints what they met, and ends with 1
// where one does not hold. A failure tells its law, its seed, and the smallest case found.
#include <rapidcheck.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>

#include "laws.h"

namespace mcpmx::laws {
namespace {

struct Arguments {
  int cases = 800;
  std::uint64_t seed = 1;
  std::string law;  // empty: all
  bool shrink = true;
  std::string corpus = MCPMX_SOURCE_DIR "/../shared/corpus";
};

bool parse(int count, char** words, Arguments& arguments) {
  if (const char* set = std::getenv("MCPMX_CORPUS")) arguments.corpus = set;
  for (int i = 1; i < count; i += 2) {
    const std::string name = words[i];
    if (i + 1 == count) return false;
    const std::string value = words[i + 1];
    if (name == "--cases") {
      arguments.cases = std::atoi(value.c_str());
    } else if (name == "--seed") {
      arguments.seed = std::strtoull(value.c_str(), nullptr, 10);
    } else if (name == "--law") {
      arguments.law = value;
    } else if (name == "--shrink") {
      arguments.shrink = value != "no";
    } else if (name == "--corpus") {
      arguments.corpus = value;
    } else {
      return false;
    }
  }
  return arguments.cases > 0;
}

// Whether the law held.
bool run(const Law& law, Bench& bench, int cases, const Arguments& arguments) {
  const std::uint64_t seed = arguments.seed;
  rc::detail::TestMetadata metadata;
  metadata.id = metadata.description = law.name;
  rc::detail::TestParams params;
  params.maxSuccess = cases;
  params.maxDiscardRatio = 20;
  params.seed = seed;
  params.disableShrinking = !arguments.shrink;
  const auto result = rc::detail::checkTestable(
      [&] { law.check(bench, *any_case(law.profile, law.docker)); }, metadata, params);
  if (result.is<rc::detail::SuccessResult>()) {
    std::cout << "law " << law.name << " held in " << cases << " cases: " << law.text << std::endl;
    return true;
  }
  std::cout << "law " << law.name << " DOES NOT HOLD: " << law.text << "\n";
  rc::detail::printResultMessage(result, std::cout);
  std::cout << "\nagain with: laws --law " << law.name << " --seed " << seed << " --cases " << cases
            << std::endl;
  return false;
}

int check(int count, char** words) {
  Arguments arguments;
  if (!parse(count, words, arguments)) {
    std::fputs(
        "usage: laws [--cases N] [--seed S] [--law NAME] [--corpus DIR]"
        " [--shrink no]\n",
        stderr);
    return 2;
  }
  Bench bench(arguments.corpus);
  std::cout << bench.pool.with_container << " entries with a container, " << bench.pool.from_corpus
            << " of them of the corpus; seed " << arguments.seed << std::endl;
  bool hold = true;
  const bool one = !arguments.law.empty();
  const int laws = static_cast<int>(all_laws().size());
  const int each = one ? arguments.cases : (arguments.cases + laws - 1) / laws;
  for (const Law& law : all_laws()) {
    if (!one || arguments.law == law.name) hold = run(law, bench, each, arguments) && hold;
  }
  std::cout << '\n';
  bench.tally.print(std::cout);
  const std::string missing = bench.tally.missing();
  if (hold && !one && arguments.cases >= 1000 && !missing.empty()) {
    std::cout << "met in less than one case of twenty: " << missing << '\n';
    hold = false;
  }
  return hold ? 0 : 1;
}

}  // namespace
}  // namespace mcpmx::laws

int main(int count, char** words) { return mcpmx::laws::check(count, words); }
