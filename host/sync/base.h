// The base of the three-way comparison: both sides as they were after the last sync of one profile
// with one Compose file. `.mcpmx/<compose file name>.base.json` beside the file; made again by any
// sync, so it is not flushed to the disk. It holds no secret: each stands as its handle
// (handles.h). Plain values.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/diagnostic.h"
#include "model/server.h"
#include "support/result.h"
#include "sync/overwritten.h"

namespace mcpmx::sync {

using Leaves = std::map<std::string, std::string, std::less<>>;  // path -> canonical JSON

struct BaseService {
  std::string name;  // in the file
  Leaves leaves;     // as rendered; what a person made of them since is an edit
  // Leaves that a person edited, and the profile too: nobody has decided yet, or a person decided
  // that the edit stays Docker's.
  std::set<std::string, std::less<>> open = {}, kept = {};
};

struct BaseServer {
  Server entry;  // name, command, args, env, url, headers; empty where nothing was rendered
  std::map<std::string, BaseService, std::less<>> services;  // by their template's key
  std::set<std::string, std::less<>> secrets = {};           // variables that came from .env
  std::string profile = {};  // definition_hash() of the profile's entry, where it is not `entry`
};

struct Base {
  std::string profile;
  std::map<std::string, BaseServer, std::less<>> servers;
  Leaves top;                 // networks and volumes as rendered
  std::vector<Write> writes;  // to servers.json, the oldest first
  std::string inputs;         // hash of all that the sync looked at; empty: it left something open
};

std::string base_path_for(std::string_view compose_path);
bool is_base_path(std::string_view path);  // of some Compose file

// Nothing where there is none. What is not whole counts as none, with a finding: then the sync
// deletes and overrules nothing. Error: it is there and cannot be read.
Result<std::optional<Base>> load_base(std::string_view compose_path,
                                      std::vector<Diagnostic>& findings);
std::optional<Base> parse_base(std::string_view text);

std::string base_text(const Base& base);  // ends with a line end
// How the text begins where Base::inputs is this hash.
std::string base_begin(std::string_view inputs);

}  // namespace mcpmx::sync
