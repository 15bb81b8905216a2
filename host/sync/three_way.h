// The three-way comparison of one server's fields: what flows where, and what is in conflict.
//
//   base      both sides as they were after the last sync
//   profile   the entry in MCPM's folder       docker   what the services of the file stand for
//
// A side changed a field if it differs from base. One change flows; equal changes are agreed; two
// different ones are a conflict, which a strategy decides. Pure but for the strategy.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "model/strategy.h"
#include "support/result.h"

namespace mcpmx::sync {

enum class Flow {
  kNone,       // nobody changed it
  kAgreed,     // both changed it to the same value: only the base moves
  kToDocker,   // the profile's value goes to the Docker side
  kToProfile,  // and the other way
  kToBoth,     // a strategy made a value of its own
  kConflict,   // undecided: both sides keep theirs, and so does the base
};

constexpr bool flows_to_docker(Flow flow) {
  return flow == Flow::kToDocker || flow == Flow::kToBoth;
}
constexpr bool flows_to_profile(Flow flow) {
  return flow == Flow::kToProfile || flow == Flow::kToBoth;
}

struct Resolution {
  Flow flow = Flow::kNone;
  FieldValue value;  // what both sides have in the end; meaningless for kConflict
  bool was_in_conflict = false;
  FieldValue overruled;  // the losing side's value; nothing is dropped without being named
};

struct Comparison {
  std::string server;
  std::vector<FieldState> fields;
  bool has_base = true;  // false: first sync; then nothing is deleted and nothing is overruled
  std::int64_t profile_time = 0;
  std::int64_t docker_time = 0;
  bool for_person = false;  // what is in conflict stays so, whatever the strategy says
  // Paths of fields at which the profile is no answer to what the last sync wrote there: a change
  // of it is a conflict, though Docker's side is as it was (overwritten.h).
  std::set<std::string, std::less<>> overwritten = {};
};

// One resolution a field, in their order. Error: the strategy failed, or answered a value that is
// no JSON.
Result<std::vector<Resolution>> resolve(const Comparison& comparison, Strategy& strategy);

}  // namespace mcpmx::sync
