// A folder with one profile and its Compose file, and syncs of both in this process: mappers are
// loaded once for all cases. One owner; one thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "app/generate.h"
#include "app/session.h"
#include "app/sync.h"
#include "compose/project_model.h"
#include "support/file_lock.h"
#include "support/filesystem.h"

namespace mcpmx::laws {

inline constexpr const char* kProfile = "work";

// What stands in a folder: path below it -> bytes.
using Snapshot = std::map<std::string, std::string>;

struct Stamp {
  std::string bytes;
  std::int64_t modified = 0;  // ns
  std::uint64_t inode = 0;
  bool operator==(const Stamp&) const = default;
};

struct Way {
  std::optional<sync::Direction> direction = sync::Direction::kBoth;
  std::string conflict;
  bool apply_shared = false;
};

class Place {
 public:
  Place();
  ~Place();
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  // Both end the program where even this cannot be done: then nothing can be said of any law.
  Snapshot take() const;
  void put(const Snapshot& files);  // and nothing else
  std::map<std::string, Stamp> stamps() const;

  std::string get(const std::string& name) const;  // empty: there is no such file
  void put(const std::string& name, const std::string& text) const;
  void remove(const std::string& name) const;

  Result<app::Generated> generate(const std::string& file = "docker-compose.yml");
  Result<app::Synced> sync(const Way& way);
  Result<compose::ProjectModel> read() const;
  const mapping::Claims& claims();
  const std::string& root() const { return root_; }

  // Below root().
  static constexpr const char* kServers = "mcpm/servers.json";
  static constexpr const char* kCompose = "work/docker-compose.yml";
  static constexpr const char* kEnv = "work/.env";
  static constexpr const char* kBase = "work/.mcpmx/docker-compose.yml.base.json";

 private:
  std::string root_;
  PosixFilesystem filesystem_;
  PosixLockSystem locks_;
  std::unique_ptr<app::Session> session_;
};

// Texts of the two sides, out of a snapshot.
std::string text_of(const Snapshot& files, const std::string& name);

}  // namespace mcpmx::laws
