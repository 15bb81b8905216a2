#include "app/bound_file.h"

#include "app/bindings.h"
#include "support/file.h"

namespace mcpmx::app {

Result<Bound> bound_to(const Session& session, const std::string& profile,
                       const std::optional<std::string>& given) {
  mcpm::TextFile metadata{session.config_dir() + "/profiles_metadata.json", std::nullopt};
  // What MCPM's own files are like is told by whoever reads them.
  if (auto text = read_file_if_present(metadata.path)) metadata.text = std::move(*text);
  MCPMX_TRY(bindings, load_bindings(session.environment(), metadata));
  const Binding binding = bindings.of(profile);
  Bound bound;
  bound.file = given.value_or(binding.compose_file);
  bound.is_usual = bound.file == binding.compose_file;
  bound.auto_deploy = binding.auto_deploy;
  if (binding.is_set(kConflictResolution)) bound.strategy = binding.conflict_resolution;
  return bound;
}

}  // namespace mcpmx::app
