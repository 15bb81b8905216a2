// A folder with the files of a Compose project, which is read for a test and removed at its end.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "compose/project_reader.h"
#include "temporary_home.h"

namespace mcpmx::compose {

using Files = std::vector<std::pair<std::string, std::string>>;

class ProjectReaderTest : public TemporaryHome {
 protected:
  Result<ProjectModel> read(const Files& files, ComposeOptions options = {}) {
    for (const auto& [name, text] : files) put(home_ + "/" + name, text);
    options.working_directory = home_;
    options.home = home_;
    return read_project(options);
  }
};

}  // namespace mcpmx::compose
