// The Compose file that a command is about, with everything beside it: what stands there, what of
// it is ours, and what the other known Compose files of this machine use. Read-only; plain values
// after load().
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/file_contents.h"
#include "app/session.h"
#include "app/settings_reader.h"
#include "compose/dotenv.h"
#include "compose/index.h"
#include "compose/project_environment.h"
#include "compose/record.h"
#include "compose/state_key.h"
#include "document/document.h"
#include "mapping/surroundings.h"

namespace mcpmx::app {

// What docker generate writes without -f.
inline constexpr const char* kDefaultComposeFile = "docker-compose.yml";

// Where it is, before anything is read.
struct ComposePlace {
  std::string path;       // absolute, links resolved
  std::string shown;      // as the user named it
  std::string env_path;   // .env beside it, which Compose reads
  std::string shown_env;  // the same beside `shown`
  // The file beside it that docker compose reads over it of its own accord; empty: there is none.
  std::string override_path;
  std::string shown_override;
};

struct ComposeTarget : ComposePlace {
  std::optional<std::string> text;             // of the Compose file; nullopt: there is none
  std::optional<document::Document> document;  // the text as it was parsed
  std::optional<std::string> env_text;         // of .env, likewise
  compose::Dotenv env;                         // empty if there is none
  compose::VariableMap interpolated;           // values of the lines of .env that refer to others
  FileSettings settings;                       // what a person wrote into its x-mcpmx
  FileContents contents;                       // what stands in it now
  compose::Record record;
  std::optional<compose::StateKey> key;        // where the record has variables to compare
  std::vector<compose::KnownFile> neighbours;  // the other Compose files of this machine
  std::string library;                         // MCPM's folder, links resolved
  mapping::Surroundings surroundings;
  std::vector<Diagnostic> findings;

  // What docker compose makes of a line of `env`. Borrowed.
  const std::string& value_of(const compose::DotenvEntry& entry) const;
  // Whether an entry of the same name is the same entry there: another folder of MCPM has others.
  bool has_library_of(const compose::KnownFile& file) const;
};

// What rendering may know of this machine without any Compose file.
mapping::Surroundings base_surroundings(const Session& session);

// `file`: as given after -f; relative to the working directory. Errors: a name that no Compose file
// can have, because something else of ours stands there.
Result<ComposePlace> locate_target(const Session& session, const std::string& file);

// Errors: a Compose file or .env that does not parse, a path that is no file.
Result<ComposeTarget> load_target(Session& session, const ComposePlace& place);

}  // namespace mcpmx::app
