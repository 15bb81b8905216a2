// A case as numbers: which entries, and edits of both sides, each meant for whatever is there when
// it is made. So any smaller case is a case too, and RapidCheck can shrink it. Plain values.
#pragma once

#include <rapidcheck.h>

#include <iosfwd>
#include <vector>

namespace mcpmx::laws {

struct Draw {
  unsigned kind = 0;  // of all kinds of its side, by weight
  unsigned where = 0, what = 0;
};

struct Case {
  std::vector<unsigned> entries;
  // Bit i: entry i is in another profile too.
  unsigned shared = 0;
  unsigned strategy = 0;
  unsigned step = 0;    // of servers.json: 2 or 4 columns
  unsigned around = 0;  // a second Compose file of the profile, a base that was lost
  std::vector<Draw> profile, docker;
};

std::ostream& operator<<(std::ostream& out, const Case& one);

// One to four edits of each side that is to be edited.
rc::Gen<Case> any_case(bool profile, bool docker);

}  // namespace mcpmx::laws
