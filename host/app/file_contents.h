// What stands in a Compose file now, and what of it a newly rendered one takes out: services keep
// running and volumes keep their data, so whoever replaces the file has to be told. Pure.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "document/element.h"
#include "model/project.h"

namespace mcpmx::app {

struct FileContents {
  std::string project;                          // its name; empty: Compose takes the folder's
  std::vector<std::string> services;            // in file order
  std::set<std::string, std::less<>> disabled;  // of them, those that nothing starts
  // Published on the host, by service; without those that a variable gives.
  std::map<std::string, std::set<int>, std::less<>> ports;
  // Of the file's key for it: what the engine calls it; empty where the project's name is not
  // known.
  std::map<std::string, std::string, std::less<>> volumes;
};

FileContents contents_of(const document::Element& root);

struct RemovedVolume {
  std::string name;    // in the file
  std::string engine;  // the engine's name, under which the data stays; may be empty
};

struct Removed {
  std::vector<std::string> services;
  std::vector<RemovedVolume> volumes;
  std::vector<std::string> disabled;  // still in the file; what runs of them is not stopped by up
  std::string old_project;            // its name, where the new file has another one
  bool empty() const { return services.empty() && volumes.empty() && disabled.empty(); }
};

Removed removed_from(const FileContents& contents, const Project& project);

}  // namespace mcpmx::app
