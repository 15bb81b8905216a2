// The index of known Compose files: one small JSON file each in $XDG_STATE_HOME/mcpmx/files, named
// by the hash of the Compose file's path. It keeps ports, subnets and names of projects apart.
// Each process writes only its own project's file, through atomic_file. Who reads it to choose
// what is free holds the FileLock of its folder until its own entry is written.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/diagnostic.h"
#include "support/environment.h"
#include "support/result.h"

namespace mcpmx::compose {

struct ProjectModel;

struct KnownFile {
  std::string path;  // of the Compose file: absolute, links resolved
  std::string project;
  std::vector<int> ports;  // published on this machine, 1 to 65535
  std::vector<std::string> subnets;
  std::vector<std::string> container_names;
  // MCPM's folder that its profile is of, links resolved; empty: an entry of old does not say.
  std::string library = {};
  bool operator==(const KnownFile&) const = default;
};

// What a Compose file takes of this machine as it stands, whoever wrote it: services that are not
// ours, and ports that a person moved. All lists sorted.
KnownFile known_file(const ProjectModel& model, std::string path);

// The folder of the index, to be made before the first write.
std::string index_folder(const Environment& environment);

// Where the entry of a Compose file (absolute path, links resolved) belongs.
std::string index_entry_path(const Environment& environment, std::string_view compose_path);

std::string index_entry_text(const KnownFile& file);

// Every known file but `except`, sorted by path, if it still exists. An entry that cannot be read
// or is not one is left out, with a finding. No folder: no files.
std::vector<KnownFile> other_known_files(const Environment& environment, std::string_view except,
                                         std::vector<Diagnostic>& findings);

}  // namespace mcpmx::compose
