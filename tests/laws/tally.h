// How often each row of the tables of the sync's design was met.
#pragma once

#include <iosfwd>
#include <map>
#include <string>

#include "app/sync.h"
#include "world.h"

namespace mcpmx::laws {

class Tally {
 public:
  // One case; its syncs follow.
  void begin() {
    ++cases_;
    seen_.clear();
  }
  void note(const std::string& row);  // once a case
  void note(const World& world);
  void note(const app::Synced& synced);
  int cases() const { return cases_; }
  void print(std::ostream& out) const;
  // Rows that have to be met in one case of twenty, and were not; empty: none.
  std::string missing() const;

 private:
  int cases_ = 0;
  std::map<std::string, int> rows_;
  std::map<std::string, bool> seen_;
};

}  // namespace mcpmx::laws
