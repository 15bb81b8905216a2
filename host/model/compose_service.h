// The keys of a Compose service and what each of them takes, after the Compose specification
// (compose-spec.json): the one table for checking what a template or a mapping says, and for the
// order in which keys are written.
//
// Narrower than the specification where the host adds to what stands there and reads one form of
// two: environment and labels are maps, extra_hosts and env_file lists.
#pragma once

#include <span>

#include "model/shape.h"

namespace mcpmx {

// Groups of places (Shape::places) by where they may stand.
inline constexpr unsigned kTextPlace = 1;      // for a scalar
inline constexpr unsigned kListPlace = 2;      // for any number of a list's items
inline constexpr unsigned kPortPlace = 4;      // in ports
inline constexpr unsigned kMountPlace = 8;     // in volumes
inline constexpr unsigned kNetworkPlace = 16;  // in networks

// The body of one service.
extern const Shape kComposeService;

// In the order in which people write them.
std::span<const Member> compose_service_keys();

}  // namespace mcpmx
