// The variables of .env that a project uses: who gets which name.
//
// Three rules keep secrets apart: a name that .env has and that is not ours is never touched, one
// that is ours stays the server's for which we wrote it, and two servers share a variable only
// where both give it the same value. Whoever comes second gets <SERVER>_<NAME>; of those that had
// one together, the one that gives another value now does.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/surroundings.h"
#include "model/project.h"

namespace mcpmx::mapping {

class Variables {
 public:
  explicit Variables(const Surroundings& surroundings) : surroundings_(&surroundings) {}

  // What a server is going to take a variable for, known ahead of the first take().
  void expect(const std::string& server, const std::string& value);

  // Reserves a variable for `server` and returns its name. An empty `value` means that a person
  // must fill it in, unless .env has a value of ours already or `generate` makes one up.
  std::string take(const std::string& server, const std::string& wanted, const std::string& value,
                   bool generate = false);

  // A variable with a default in the file, ${NAME:-default}: reserved, but no line is written for
  // it.
  std::string take_setting(const std::string& server, const std::string& wanted,
                           const std::string& fallback);

  // Takes back what was reserved since mark(): the server turned out to have no service.
  struct Mark {
    std::size_t names;
    std::size_t findings;
  };
  Mark mark() const { return {taken_.size(), findings_.size()}; }
  void roll_back(const Mark& mark);

  // The name is reserved and has no value anywhere.
  bool is_missing(const std::string& name) const;

  std::vector<EnvLine> lines() const;
  std::set<std::string, std::less<>> names() const;  // settings included
  const std::vector<Diagnostic>& findings() const { return findings_; }

 private:
  struct Use {
    std::vector<std::string> servers;  // the first is whose it was first
    std::string asked;                 // what the profile gives
    std::string value;                 // what stands in .env in the end
    bool setting = false;
    bool keep = false;
  };
  struct Taken {
    std::string name;
    std::string server;
  };
  bool is_free_for(const std::string& name, const Use& use) const;
  bool is_owned(const std::string& name, const std::string& server) const;
  // Another of its owners still gives the value that .env has, or another file's server takes it.
  bool is_wanted_as_it_is(const PresentVariable& there, const Use& use) const;
  // `wanted`, or a longer name where that is another's.
  std::string name_for(const std::string& wanted, const Use& use) const;
  void note(const std::string& name, const Use& use);

  const Surroundings* surroundings_;
  std::map<std::string, Use> uses_;
  std::map<std::string, std::set<std::string>, std::less<>> expected_;  // value -> servers
  std::vector<Taken> taken_;  // each name once for each of its servers, by first use
  std::vector<Diagnostic> findings_;
};

}  // namespace mcpmx::mapping
