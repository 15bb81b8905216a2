// Networks and volumes that the project declares, as far as services need them. Pure.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "sync/project_changes.h"

namespace mcpmx::sync {

class DeclaredParts {
 public:
  // Of a service that is in the file in the end: what it needs to be declared.
  void note_used(const Leaves& leaves);
  // Of one that goes.
  void note_left(const Leaves& leaves);

  // After all services were noted: what is missing is declared, networks go with the last of the
  // services that used them, and volumes stay. Base: null on a first sync.
  void add(const Rendering& end, const DockerSide& file, const Base* base,
           ProjectChanges& result) const;

 private:
  void add_part(std::string_view part, const Rendering& end, const DockerSide& file,
                const Base* base, ProjectChanges& result) const;

  std::set<std::string, std::less<>> used_networks_, used_volumes_;
  std::set<std::string, std::less<>> left_networks_, left_volumes_;  // of services that go
};

}  // namespace mcpmx::sync
