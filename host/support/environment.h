// The process's surroundings as values: variables, home, user. Passed in, so that tests need no
// setenv.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace mcpmx {

// Read once at start; safe to read from any thread afterwards.
struct Environment {
  std::map<std::string, std::string, std::less<>> variables;
  std::string home;               // absolute, no trailing slash; HOME, else the password database
  std::string working_directory;  // absolute
  std::string executable;         // absolute path of the running program, symlinks resolved
  unsigned uid = 0;
  unsigned gid = 0;

  // The variable's value; nullopt if unset. An empty value counts as set.
  std::optional<std::string> get(std::string_view name) const;

  // From the working directory, and normal; links stay as they are.
  std::string absolute(std::string_view path) const;

  // $NAME if it is an absolute path (XDG base directory specification), else home + "/" + fallback.
  std::string base_directory(std::string_view name, std::string_view fallback) const;

  static Environment of_this_process();
};

}  // namespace mcpmx
