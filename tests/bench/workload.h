// What the benchmarks work on: MCPM entries of every kind in any number, and a session that uses
// the plugins and mappings of this build as the program would.
//
// Made outside the measured loop. A Workload owns a folder under the system's temporary folder and
// removes it. One thread.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "app/session.h"
#include "mapping/reading.h"
#include "mapping/surroundings.h"
#include "mcpm/library.h"
#include "support/filesystem.h"

namespace mcpmx::bench {

class Workload {
 public:
  explicit Workload(std::size_t servers);
  ~Workload();
  Workload(const Workload&) = delete;
  Workload& operator=(const Workload&) = delete;

  // Empty if the workload is usable; else why not, for State::SkipWithError.
  const std::string& problem() const { return problem_; }

  const std::string& config_dir() const { return folder_; }
  const mcpm::Library& library() const { return library_; }
  const mapping::Claims& claims() const { return *claims_; }
  const mapping::Surroundings& surroundings() const { return surroundings_; }

 private:
  std::string folder_;
  std::string problem_;
  PosixFilesystem filesystem_;
  std::unique_ptr<app::Session> session_;
  mcpm::Library library_;
  const mapping::Claims* claims_ = nullptr;  // the session's
  mapping::Surroundings surroundings_;
};

// Surroundings of a process of this build with an empty home.
Environment build_environment(const std::string& home);

}  // namespace mcpmx::bench
