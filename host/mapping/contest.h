// Who wins one entry: the claims for it while its mappers are asked, evidence class by class.
//
// A claim counts where its mapper's answer puts it, which may be a weaker class than the hint that
// let it be asked. Made for one entry, which it borrows; not for use from two threads.
#pragma once

#include <vector>

#include "mapping/claims.h"
#include "model/mapper.h"
#include "support/result.h"

namespace mcpmx::mapping {

// The search rank, then a plugin before a YAML file, then the priority.
bool goes_before(const Mapper& a, const Mapper& b);

class Contest {
 public:
  explicit Contest(const MapperInput& input) : input_(input) {}

  // Asks the candidates, best first, until one claims by the class that is asked for: whoever
  // stands behind it could only lose, and would be loaded for nothing.
  Result<void> ask(const std::vector<Mapper*>& candidates, const Match& proposed);

  // The best claim of exactly this class; no mapper if there is none. An error if two are equal.
  Result<Claim> winner(Evidence evidence) const;

  // Of the classes that are stronger than `evidence`, strongest first.
  Result<Claim> winner_before(Evidence evidence) const;

 private:
  void add(Claim claim);
  bool has_claim(const Mapper& mapper, Evidence at_least) const;
  const Claim* best_at(Evidence evidence) const;

  const MapperInput& input_;
  std::vector<Claim> claims_;
};

}  // namespace mcpmx::mapping
