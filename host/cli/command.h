// One command of the grammar: how it is called, what it says about itself, what runs it.
//
// The table of all commands is in commands.cpp; each command is one file. A command writes its
// product to Context::out, nothing else does; logs go to stderr.
#pragma once

#include <boost/json/fwd.hpp>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/session.h"
#include "cli/style.h"
#include "support/result.h"

namespace mcpmx::cli {

// An option of a command. Boost.Program_options reads it (program.cpp); commands see names and
// texts alone.
struct OptionSpec {
  std::string_view name;   // "file,f"
  std::string_view value;  // what its value is called in the help; empty: a flag
  std::string_view help;
  std::string_view fallback = {};  // its value where it is not given; empty: none
  bool repeats = false;            // it may be given several times
};

// The options that were given, by long name.
class OptionValues {
 public:
  void set(std::string name, std::string value) { values_[std::move(name)] = std::move(value); }
  bool has(std::string_view name) const { return values_.contains(name); }
  // The value, if there is one.
  std::optional<std::string> given(std::string_view name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? std::nullopt : std::optional(found->second);
  }
  // Of an option that repeats: its values in their order.
  void set_all(const std::string& name, std::vector<std::string> values) {
    lists_[name] = std::move(values);
  }
  const std::vector<std::string>& all(std::string_view name) const {
    static const std::vector<std::string> kNone;
    const auto found = lists_.find(name);
    return found == lists_.end() ? kNone : found->second;
  }
  // The value, the fallback included; empty if there is neither.
  std::string text(std::string_view name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? std::string() : found->second;
  }

 private:
  std::map<std::string, std::string, std::less<>> values_;
  std::map<std::string, std::vector<std::string>, std::less<>> lists_;
};

enum class Format { kText, kJson };

struct Context {
  app::Session& session;
  const OptionValues& options;
  std::vector<std::string> arguments;  // the positional ones
  Format format;
  bool quiet;
  Style style;
  std::ostream& out;  // stdout
};

struct Command {
  std::string_view name;       // "docker generate"
  std::string_view arguments;  // "PROFILE", for the usage line
  std::string_view summary;    // one line for the list
  std::string_view details;    // a paragraph for --help; may be empty
  std::string_view examples;   // lines, each a command and perhaps a comment
  std::size_t least_arguments = 0;
  std::size_t most_arguments = 0;
  std::vector<OptionSpec> options = {};
  // The exit code, 0 or 3; everything else is an Error.
  Result<int> (*run)(Context&) = nullptr;
};

// All commands, in the order of the help.
const std::vector<Command>& commands();

// Each is defined in the file of its name.
Command generate_command();
Command sync_command();
Command diff_command();
Command deploy_command();
Command status_command();
Command logs_command();
Command stop_command();
Command restart_command();
Command down_command();
Command detect_command();
Command profile_list_command();
Command profile_show_command();
Command profile_set_command();
Command plugin_list_command();
Command plugin_info_command();
Command mapping_list_command();
Command mapping_show_command();
Command mapping_check_command();
Command undo_command();
Command doctor_command();
Command completion_command();

// Writes `document` with "schema": "mcpmx.<name>/1" as its first member, and a line end.
void write_json(Context& context, std::string_view name, boost::json::object document);

}  // namespace mcpmx::cli
