// What every law needs: a place, the entries to choose from, and steps that fail the case where the
// sync itself does.
#pragma once

#include <string>

#include "draw.h"
#include "entries.h"
#include "place.h"
#include "tally.h"
#include "world.h"

namespace mcpmx::laws {

// Whether edits keep off each other's fields.
enum class Edits { kCareful, kFree };

class Bench {
 public:
  explicit Bench(const std::string& corpus);

  Place place;
  Pool pool;
  Tally tally;

  // A profile, its Compose file made by `generate`, and nothing edited.
  World begin(const Case& one);
  // The case's edits, of both sides; at least one of each side that has any, or the case is
  // discarded.
  void edit(World& world, const Case& one, Edits how);
  void write(const World& world);  // both sides as edited

  // One sync that has to succeed. What has to hold of each: the result is a Compose project, and no
  // secret stands in it, in the base or in the report.
  app::Synced sync(const World& world, const Way& way);

  [[noreturn]] void fail(const World& world, const std::string& why) const;
  void require(bool holds, const World& world, const std::string& why) const {
    if (!holds) fail(world, why);
  }
  // The two texts are the same; says where they differ.
  void require_same(const std::string& before, const std::string& after, const World& world,
                    const std::string& what) const;

 private:
  Snapshot empty_;  // what stays between cases: the key of this user's handles
};

std::string strategy_of(const Case& one);

}  // namespace mcpmx::laws
