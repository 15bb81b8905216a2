#include "mapping/contest.h"

#include <algorithm>
#include <tuple>

namespace mcpmx::mapping {
namespace {

auto order(const Mapper& mapper) {
  const Precedence p = mapper.precedence();
  return std::tuple(p.rank, p.yaml, -p.priority);
}

}  // namespace

bool goes_before(const Mapper& a, const Mapper& b) { return order(a) < order(b); }

Result<void> Contest::ask(const std::vector<Mapper*>& candidates, const Match& proposed) {
  const Claim* const earlier = best_at(proposed.evidence);
  const Mapper* best = earlier == nullptr ? nullptr : earlier->mapper;
  for (Mapper* mapper : candidates) {
    if (best != nullptr && goes_before(*best, *mapper)) break;
    if (has_claim(*mapper, proposed.evidence)) continue;
    MCPMX_TRY(answer, mapper->detect(input_, proposed));
    if (!answer.claimed) continue;
    add({mapper, answer.match});
    const bool as_asked = answer.match.evidence == proposed.evidence;
    if (as_asked && (best == nullptr || goes_before(*mapper, *best))) best = mapper;
  }
  return {};
}

Result<Claim> Contest::winner(Evidence evidence) const {
  const Claim* best = best_at(evidence);
  if (best == nullptr) return Claim{};
  const auto rival = std::find_if(claims_.begin(), claims_.end(), [&](const Claim& claim) {
    return &claim != best && claim.match.evidence == evidence &&
           order(*claim.mapper) == order(*best->mapper);
  });
  if (rival == claims_.end()) return *best;
  return failed(
      "the mappers \"" + std::string(best->mapper->id()) + "\" (" + best->mapper->origin() +
          ") and \"" + std::string(rival->mapper->id()) + "\" (" + rival->mapper->origin() +
          ") both claim it by its " + best->match.reason,
      input_.server.where.text(),
      "name one of them in x-mcpmx.services.<service>.mapping, or raise the priority of one");
}

Result<Claim> Contest::winner_before(Evidence evidence) const {
  for (int at = 0; at < static_cast<int>(evidence); ++at) {
    MCPMX_TRY(claim, winner(static_cast<Evidence>(at)));
    if (claim.mapper != nullptr) return claim;
  }
  return Claim{};
}

// Two hints of one mapper that it weakens to one class are one claim.
void Contest::add(Claim claim) {
  const bool is_known = std::any_of(claims_.begin(), claims_.end(), [&](const Claim& other) {
    return other.mapper == claim.mapper && other.match.evidence == claim.match.evidence;
  });
  if (!is_known) claims_.push_back(std::move(claim));
}

bool Contest::has_claim(const Mapper& mapper, Evidence at_least) const {
  return std::any_of(claims_.begin(), claims_.end(), [&](const Claim& claim) {
    return claim.mapper == &mapper && claim.match.evidence <= at_least;
  });
}

const Claim* Contest::best_at(Evidence evidence) const {
  const Claim* best = nullptr;
  for (const Claim& claim : claims_) {
    if (claim.match.evidence != evidence) continue;
    if (best == nullptr || goes_before(*claim.mapper, *best->mapper)) best = &claim;
  }
  return best;
}

}  // namespace mcpmx::mapping
