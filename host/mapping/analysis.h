// The reading of one entry: every string of it with its place, given to a ValueReader, and what
// that finds noted in the lists of EntryValues. Private to analysis*.cpp.
//
// An Analysis serves one entry, once; it borrows all that it is made with.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mapping/value.h"
#include "mapping/value_reader.h"
#include "support/append_once.h"

namespace mcpmx::mapping {

// A cheap question that spares most values the look at their name.
bool may_hold_path(std::string_view text);

class Analysis {
 public:
  Analysis(const Server& server, const Launch& launch, const Knowledge& knowledge,
           const std::string& home)
      : server_(server),
        launch_(launch),
        knowledge_(knowledge),
        reader_(server.name, home),
        container_(launch.kind == Kind::kDocker) {}

  EntryValues run();

 private:
  std::vector<std::string> stated_variables() const;
  void read_launcher_paths();
  void read_mounts();

  // Arguments.
  void read_args();
  bool takes_secret(std::string_view option) const;
  Value read_bare_option(std::string_view arg);
  Value read_login(std::string_view arg);
  Value read_arg(std::string_view arg, std::string_view name);
  Value read_header_arg(std::string_view arg);
  Access path_access(std::string_view name) const;
  bool is_bind_option(std::string_view name) const;
  void note_arg(std::size_t index);

  // Variables.
  void read_env();
  void read_variable(const std::string& name, const std::string& value, bool stated);
  bool has_variable(std::string_view name) const;
  bool is_plain_path(const std::string& value) const;
  bool reported(std::string_view name) const;

  // Headers of a remote entry.
  void read_headers();
  static Place header_place(std::string_view name, std::string_view value);

  const Server& server_;
  const Launch& launch_;
  const Knowledge& knowledge_;
  ValueReader reader_;
  bool container_;
  EntryValues out_;
};

}  // namespace mcpmx::mapping
