// What a person's edits of services say about the entry behind them.
//
// An edit is attributed to the entry where some changed entry, rendered, gives exactly the edited
// service; then it can flow to the profile, and rendering the profile again changes nothing in the
// file. What no entry explains (a limit, a restart policy, a network) is Docker's alone.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "model/server.h"
#include "support/result.h"
#include "sync/base.h"

namespace mcpmx::sync {

// The services of one server, by their template's key.
using ServiceLeaves = std::map<std::string, Leaves, std::less<>>;
using LeavesView = std::map<std::string_view, const Leaves*>;  // the same, borrowed

// Renders entries by themselves, as they would be within the whole project. A server that cannot
// have a service has none.
class EntryRenderer {
 public:
  virtual ~EntryRenderer() = default;
  // In the order of `entries`.
  virtual Result<std::vector<ServiceLeaves>> render(std::span<const Server> entries) = 0;
};

struct EditedServer {
  Server start;               // the entry that the services stood for before the edits
  const ServiceLeaves* file;  // the services as they stand now; borrowed
};

struct Attribution {
  Server entry;            // what the services stand for now
  ServiceLeaves rendered;  // of it; where it differs from the file, the edit is Docker's alone
};

// In the order of `edited`. All servers are tried side by side, so the number of renderings is that
// of the server that takes most.
Result<std::vector<Attribution>> attribute(std::span<const EditedServer> edited,
                                           EntryRenderer& renderer);

}  // namespace mcpmx::sync
