// The variables that a project's files are interpolated with: what the caller gives as the process
// environment, then `.env` or the files of `--env-file` (docs: facts, compose section 4).
//
// The process environment is an input that may be empty: the sync resolves against the files alone,
// deploy resolves as docker compose does. Holds secrets: nothing here puts a value into an Error or
// a finding. Not shared between threads while files are added.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compose/file_texts.h"
#include "compose/interpolation.h"
#include "model/diagnostic.h"
#include "support/result.h"

namespace mcpmx::compose {

using VariableMap = std::map<std::string, std::string, std::less<>>;

struct EnvVariable {
  std::string value;
  std::string file;      // the env file that sets it; empty: the process environment, or set()
  std::size_t line = 0;  // in `file`
};

class ProjectEnvironment final : public VariableLookup {
 public:
  ProjectEnvironment() = default;
  explicit ProjectEnvironment(const VariableMap& process);

  // Adds the files in their order: of one name the last counts, but what was there before the call
  // stands against all of them, and is what their values see first. Errors: a file that is missing
  // or cannot be read, and those of Dotenv::parse() and interpolate().
  Result<void> add_files(std::span<const std::string> paths, std::vector<Diagnostic>& findings,
                         const FileTexts& texts = {});

  // Sets it if it is unset.
  void set_default(std::string_view name, std::string_view value);

  std::optional<std::string_view> find(std::string_view name) const override;
  const EnvVariable* variable(std::string_view name) const;  // null: unset
  // find(), with nothing where it is unset.
  std::string_view value_or_empty(std::string_view name) const;

  const std::map<std::string, EnvVariable, std::less<>>& variables() const { return variables_; }

 private:
  std::map<std::string, EnvVariable, std::less<>> variables_;
};

// The variables of a service's env files, in order, later ones first to count: their values see
// earlier files' variables, the project's, earlier lines. Errors
// as for add_files().
Result<std::map<std::string, EnvVariable, std::less<>>> env_file_variables(
    std::span<const std::string> paths, const ProjectEnvironment& project,
    std::vector<Diagnostic>& findings, const FileTexts& texts = {});

// What names the env files: the options first, then COMPOSE_ENV_FILES (a list with commas), then
// `.env` in `folder` if there is one and COMPOSE_DISABLE_ENV_FILE does not forbid it. Relative
// names are meant from `working_directory`.
struct EnvFileChoice {
  std::span<const std::string> options;  // --env-file
  const VariableMap& process;
  std::string_view working_directory;
  std::string_view folder;
  const FileTexts* texts = nullptr;  // of files that count as being there
};
// Error: COMPOSE_DISABLE_ENV_FILE is no truth value.
Result<std::vector<std::string>> env_files_of(const EnvFileChoice& choice);

}  // namespace mcpmx::compose
