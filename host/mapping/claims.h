// Who claims an entry: all mappers' hints in one index, and the rules that pick among several
// claimants.
//
// Built once from mappers that it borrows; pick() may be called from any thread. A look-up costs
// the number of hints that fit, not the number of mappers, and runs no mapper whose hints do not
// fit.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/mapper.h"

namespace mcpmx::mapping {

struct Claim {
  Mapper* mapper = nullptr;  // null in a reading alone, where pick() had no answer
  Match match;
};

class Claims {
 public:
  explicit Claims(std::vector<Mapper*> mappers);

  // The mapper for an entry: an override's choice, else the best of the strongest evidence class
  // that has a claimant. A mapper that is asked for one class and answers with a weaker one stands
  // among the claimants of the class that it answered. Errors: an override that names no mapper;
  // two mappers of one rank and priority; a mapper that cannot be loaded; nobody claims it (only
  // without runners).
  Result<Claim> pick(const MapperInput& input, std::string_view override_id) const;

  // What from_runner starts from: the best mapper with fallback hints; null without one.
  Mapper* runner() const { return fallbacks_.empty() ? nullptr : fallbacks_.front(); }

  // All mappers, best first; of mappers with one id only the first counts, the others are shadowed.
  const std::vector<Mapper*>& mappers() const { return mappers_; }
  const std::vector<Mapper*>& shadowed() const { return shadowed_; }

 private:
  // Mappers that a hint names for one class, and what to tell them of it.
  struct Round {
    std::vector<Mapper*> candidates;  // best first
    Match match;
  };
  std::vector<Round> rounds_for(const MapperInput& input) const;

  std::vector<Mapper*> mappers_;
  std::vector<Mapper*> shadowed_;
  std::vector<Mapper*> fallbacks_;
  // "npm:@scope/name", "image:mcp/x", ... to the mappers that hint at it, best first.
  std::unordered_map<std::string, std::vector<Mapper*>> index_;
  std::vector<std::pair<std::string, Mapper*>> urls_;  // prefixes
};

// The forms in which hints and entries are compared; PyPI's is normalise_pypi().
std::string comparable_git(std::string_view name);    // lower case
std::string comparable_image(std::string_view name);  // without docker.io/ and library/
bool url_has_prefix(std::string_view url,
                    std::string_view prefix);  // whole host and path segments, whatever the scheme

}  // namespace mcpmx::mapping
