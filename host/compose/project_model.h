// A Compose project as docker compose resolves it, each value with its origin. Plain values; the
// documents that the origins point into are here too. Holds secrets where the files do.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "compose/compose_files.h"
#include "compose/covered.h"
#include "compose/tree_reader.h"
#include "compose/value.h"
#include "document/document.h"
#include "model/diagnostic.h"

namespace mcpmx::compose {

enum class FileRole : std::uint8_t { kMain, kOverride, kIncluded, kExtended };

struct SourceFile {
  std::string path;  // absolute
  FileRole role = FileRole::kMain;
  document::Document document;
};

struct ProjectModel {
  std::string name;
  std::string directory;  // absolute
  // name, services, networks, volumes, secrets, configs, x-*: canonical, variables put in.
  Value root;
  std::vector<std::string> disabled;  // services that no active profile names
  std::deque<SourceFile> files;       // Origin::file counts them
  std::vector<ResetPlace> resets;     // of the main file and its overrides
  Covered covered;                    // what the values of `root` hide
  ProjectEnvironment environment;     // where variables are set
  std::vector<std::string> env_files;
  std::vector<Diagnostic> findings;

  const Value* service(std::string_view service_name) const;
  bool is_enabled(std::string_view service_name) const;

  // "file:line" of a value; empty if it stands nowhere.
  std::string where(const Origin& origin) const;
  // The text of a scalar as its file says it, before variables were put in; for references_of().
  std::string_view source_text(const Origin& origin) const;
  // The `!reset` that covers a path ("services", "web", "ports"): what is written there in an
  // earlier file has no effect. Null if there is none.
  const ResetPlace* reset_at(std::span<const std::string_view> path) const;
};

}  // namespace mcpmx::compose
