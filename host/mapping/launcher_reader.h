// The reading of one command line, launcher by launcher. Private to launcher*.cpp.
//
// A reader serves one entry: it owns the words that are left and the Launch that grows. Each role
// of a grammar row is one function, which returns true where it has left a shorter line to read on,
// and false where the line is understood. Packages: launcher_npm.cpp and launcher_pypi.cpp;
// scripts, tasks, containers: launcher_programs.cpp; shells and what stands before other commands:
// launcher_shells.cpp; what a line says by itself: launcher_facts.cpp; the order: launcher.cpp.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/launcher_grammar.h"
#include "mapping/launcher_options.h"
#include "mapping/launcher_words.h"
#include "mapping/shell_line.h"
#include "model/server.h"

namespace mcpmx::mapping {

// The words in front, read by one grammar row.
struct LauncherLine {
  const Grammar* grammar = nullptr;
  OptionScan globals;
  OptionScan scan;
  std::size_t from = 0;  // behind the sub-command
};

class LauncherReader {
 public:
  explicit LauncherReader(const Server& server) : server_(server) {}

  Launch read();

 private:
  Launch read_remote();
  void first_words();
  bool step();                     // takes one launcher off
  bool match(LauncherLine& line);  // reads the sub-command and the options around it
  bool apply(LauncherLine& line);

  // Roles: packages.
  bool npm_package(LauncherLine& line);
  bool npm_from(std::string_view spec, std::size_t first);
  bool pypi_package(LauncherLine& line);
  bool uv_program(LauncherLine& line);
  bool python_module(std::string_view module, std::size_t first);
  bool deno_module(LauncherLine& line);
  bool local_program(std::size_t first);
  void check_entry();
  const OptionUse* with_module(const std::vector<const OptionUse*>& with, std::size_t first);
  const OptionUse* with_named(const std::vector<const OptionUse*>& with, std::string_view word);

  // Roles: programs, containers, shells.
  bool script(LauncherLine& line);
  bool project_task(LauncherLine& line);
  bool image(LauncherLine& line);
  void set_container_env(std::string_view text);
  bool shell_line(LauncherLine& line);
  bool shell_script(LauncherLine& line);
  bool take_line(std::optional<ShellLine> line, std::size_t tail);
  bool not_simple();
  bool windows_line();
  bool continue_windows(std::size_t from);
  void lower_options(std::size_t from);
  bool program(LauncherLine& line);
  std::size_t behind_own_words(const LauncherLine& line) const;
  void change_variables(const LauncherLine& line);
  void unset_env(std::string_view name);

  // Pieces that several roles share.
  void record(const LauncherLine& line);
  void note_directory(const LauncherLine& line);
  void set_directory(std::string_view directory);
  bool finish_args(std::size_t first);
  bool finish_program();
  void drop_front(std::size_t count);
  void take_assignments();
  std::vector<Pair> variables() const;
  void set_env(std::string_view name, std::string_view value);
  bool continue_as(std::string_view program, std::size_t first);
  void forget_package();
  bool has_grammar(std::string_view program, std::size_t at) const;

  // After the reading.
  void note_bridge();
  void note_one_shot();

  const Server& server_;
  Launch out_;
  std::vector<Word> words_;
  std::vector<Word> lowered_;  // words_ as PowerShell reads them; scans of it lead here
  bool uv_runtime_ = false;    // inside `uv run python`
};

// The uses of options with an effect, before and behind the sub-command; the last one, or null.
std::vector<const OptionUse*> uses_of(const LauncherLine& line, Effect effect);
const OptionUse* use_of(const LauncherLine& line, Effect effect);

// A file where the name of an installed command belongs.
bool is_script_file(std::string_view word);

// The last part of a package's name, by which its program is usually called.
std::string_view last_part(std::string_view package);

}  // namespace mcpmx::mapping
