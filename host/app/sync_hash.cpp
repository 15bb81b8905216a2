#include "app/sync_hash.h"

#include <array>
#include <cerrno>
#include <filesystem>
#include <utility>

#include "app/bindings.h"
#include "support/sha256.h"

namespace mcpmx::app {
namespace {

// Of the file that the profile is bound to, or of any while it is bound to none.
bool is_bound_elsewhere(const Session& session, const Binding& binding, const ComposePlace& place) {
  if (!binding.is_set(kComposeFile)) return false;
  const auto bound = locate_target(session, binding.compose_file);
  return !bound || bound->path != place.path;
}

}  // namespace

Result<std::optional<FileChange>> with_sync_hash(Session& session, const ComposePlace& place,
                                                 const std::string& profile, std::string_view text,
                                                 const mcpm::TextFile& metadata) {
  const std::optional<FileChange> none;
  if (sync_hash_folder(session).empty()) return none;
  MCPMX_TRY(bindings, load_bindings(session.environment(), metadata));
  if (is_bound_elsewhere(session, bindings.of(profile), place)) return none;
  const std::array changes = {BindingChange{bindings.key_of(profile), kLastSyncHash,
                                            boost::json::value("sha256:" + sha256_hex(text))}};
  auto after = edit_bindings(bindings.file, changes);
  if (!after || bindings.file.text == *after) return none;
  const std::string& path = bindings.file.path;
  return std::optional(FileChange{path, path, bindings.file.text, std::move(*after), {}, {}});
}

std::string sync_hash_folder(Session& session) {
  const std::string folder = bindings_folder(session.environment());
  // Where it is to be made, the first folder above it that is there says whether it can be.
  std::filesystem::path there(folder);
  int failure = session.filesystem().check_writable(there.string());
  while (failure == -ENOENT && there.has_relative_path()) {
    there = there.parent_path();
    failure = session.filesystem().check_writable(there.string());
  }
  return failure == 0 ? folder : std::string();
}

}  // namespace mcpmx::app
