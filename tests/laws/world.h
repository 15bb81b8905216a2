// Both sides of one case while a person edits them, and what was edited.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "draw.h"
#include "entries.h"
#include "place.h"

namespace mcpmx::laws {

enum class What {
  kEnvValue,
  kEnvNew,
  kEnvGone,
  kArgument,
  kVersion,
  kSecret,
  kRename,
  kUntag,
  kDelete,
  kAdd,
  kDisable,
  kPort,
  kDockerOnly,
  kMergeKey,
  kOwnService,
  kDeleteService,
  kRenameService,
  kComment,
};
const char* name_of(What what);

struct Edit {
  bool on_docker = false;
  What what = What::kComment;
  std::string server;      // empty: of none
  std::string field;       // of the sync ("env/NAME", "args", "version", "*"), or "docker/..."
  std::string token;       // text that stands nowhere else; empty: the edit brings none
  std::string service;     // in the file
  std::string variable;    // of .env or of an environment
  bool is_shared = false;  // the entry has another tag, or another file
  bool must_flow = false;  // a Docker edit that the entry is known to be able to say
};

struct World {
  Entries servers;
  std::string compose, env;
  std::size_t step = 2;
  bool everything_shared = false;  // another Compose file of the profile is there
  // Whether edits of one case keep off each other's fields.
  bool is_careful = true;
  std::vector<Edit> edits;

  std::string servers_text() const { return entries_text(servers, step); }
  std::string story() const;  // for people: what was edited
  // The field is nobody's yet, and now it is taken.
  bool claim(const std::string& server, const std::string& field);
  bool is_shared(const std::string& server) const;
  int count() const { return static_cast<int>(edits.size()) + 1; }

 private:
  std::set<std::pair<std::string, std::string>> taken_;
};

// Each makes one edit of its side, or none where the draw does not fit. True: it made one.
bool edit_profile(World& world, const Pool& pool, const Draw& draw);
bool edit_docker(World& world, const Draw& draw);
// The same field on both sides, to different values. `which` chooses it.
bool edit_both(World& world, const Draw& draw);

// Of the entries of the profile, those whose services stand in the Compose file.
std::vector<std::string> servers_with_services(const std::string& compose);

}  // namespace mcpmx::laws
