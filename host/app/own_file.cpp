#include "app/own_file.h"

#include <filesystem>
#include <string>

#include "app/bindings.h"
#include "compose/state_key.h"

namespace mcpmx::app {

bool is_own_file(const Environment& environment, std::string_view path) {
  std::string state = compose::state_folder(environment);
  if (path.starts_with(state.append("/"))) return true;
  return path == bindings_path(environment) ||
         std::filesystem::path(path).parent_path().filename() == ".mcpmx";
}

}  // namespace mcpmx::app
