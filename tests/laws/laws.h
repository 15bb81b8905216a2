// The laws of the sync (design: sync.md), each for one case. A law that does not hold fails the
// case through RapidCheck; so does a sync that fails.
#pragma once

#include <vector>

#include "bench.h"

namespace mcpmx::laws {

struct Law {
  const char* name;
  const char* text;
  bool profile, docker;  // the sides that its cases edit
  void (*check)(Bench&, const Case&);
};

const std::vector<Law>& all_laws();

// 4, of one side each: what was edited is seen on the other, and nothing else is changed.
void check_seen_in_docker(Bench& bench, const Case& one);
void check_seen_in_profile(Bench& bench, const Case& one);
// 7.
void check_nothing_lost(Bench& bench, const Case& one);

}  // namespace mcpmx::laws
