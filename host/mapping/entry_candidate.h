// The entry that means what a service says: candidates, each rendered and held against it.
//
// Serves one service, which it borrows with the rest. Not for use from two threads.
#pragma once

#include <string>
#include <vector>

#include "mapping/command_line.h"
#include "mapping/recovered_facts.h"
#include "mapping/trial_rendering.h"
#include "mapping/turned_back.h"
#include "model/server.h"
#include "support/result.h"

namespace mcpmx::mapping {

class EntryCandidates {
 public:
  EntryCandidates(const TrialRendering& rendering, TurnedBack& turned_back,
                  const TrialService& primary, bool generated);

  // The first candidate that renders to the service again, else the first at all. `exact`: it
  // does.
  Result<Server> best(const std::string& name, const RecoveredFacts& facts, bool& exact);

 private:
  // A candidate in its parts: what is found wrong with it is put right in them.
  struct Parts {
    std::string name;
    RecoveredFacts facts;
    std::size_t line = 0;                // which of the command lines
    std::vector<std::string> words;      // of docker run
    std::vector<Pair> env;               // with values
    std::vector<std::string> passed_on;  // -e NAME without a value
  };
  Parts parts_of(const std::string& name, const RecoveredFacts& facts);
  std::vector<std::string> docker_options(const std::string& name, const RecoveredFacts& facts);
  void add_place(RecoveredFacts& facts);
  std::vector<CommandLine> lines_of(const Parts& parts) const;
  Server server_of(const Parts& parts) const;
  bool settle(Parts& parts);
  void put_right(Parts& parts, const ServiceFacts& rendered);
  void drop_variables(Parts& parts, const ServiceFacts& full) const;
  bool is_exact(const Parts& parts, const ServiceFacts& rendered) const;

  const TrialRendering& rendering_;
  TurnedBack& turned_back_;
  const TrialService& primary_;
  bool generated_;
  // The service as the renderer would write it of an entry: its neighbours are reached as this
  // machine.
  ServiceFacts wanted_;
};

}  // namespace mcpmx::mapping
