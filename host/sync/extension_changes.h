// The section x-mcpmx. It is ours alone, but for what a person wrote there, which rendering gives
// back as it is. Pure; borrows both sides.
#pragma once

#include <boost/json/value.hpp>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sync/project_changes.h"

namespace mcpmx::sync {

class ExtensionChanges {
 public:
  ExtensionChanges(const Rendering& end, const DockerSide& file) : end_(end), file_(file) {}

  void rename(const std::string& name, const std::string& old_name) {
    old_names_.emplace(name, old_name);
  }
  // Its section is as it is, whatever is rendered.
  void leave(const std::string& service) { stays_.insert(service); }
  // After all services were named.
  void add(ProjectChanges& result);

 private:
  // With the sections of renamed services under their new names.
  Leaves renamed();
  // Until the last change a section goes by the name that it has in the file.
  void push(std::vector<std::string> path, std::optional<boost::json::value> value);
  void remove_stale(const std::vector<std::string>& path, std::set<std::vector<std::string>>& gone);

  const Rendering& end_;
  const DockerSide& file_;
  ProjectChanges* result_ = nullptr;                           // within add()
  std::map<std::string, std::string, std::less<>> old_names_;  // of services, by the new ones
  std::set<std::string, std::less<>> stays_;
};

}  // namespace mcpmx::sync
