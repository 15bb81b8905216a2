// What we wrote last: `.mcpmx/<compose file name>.json` beside the Compose file. It tells a file
// and variables of ours from those that a person made or edited. It holds hashes, never a value.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "compose/state_key.h"
#include "model/diagnostic.h"
#include "support/result.h"

namespace mcpmx::compose {

// A plain value; copy it freely.
class Record {
 public:
  using Names = std::set<std::string, std::less<>>;

  // Both for the Compose file's path with links resolved.
  static std::string path_for(std::string_view compose_path);
  static std::string gitignore_path_for(std::string_view compose_path);
  static constexpr std::string_view kGitignore = "*\n";

  // Reads path_for(compose_path). Absent: empty. Not a record: empty, with a finding, so that
  // everything counts as a person's and is not overwritten. Error: it is there and cannot be read;
  // a disk that fails for a moment must not turn what is ours into a person's.
  static Result<Record> load(std::string_view compose_path, std::vector<Diagnostic>& findings);
  static Record parse(std::string_view text, const std::string& path,
                      std::vector<Diagnostic>& findings);

  bool is_empty() const { return compose_sha256_.empty() && env_.empty(); }
  const std::string& profile() const { return profile_; }

  // True if this very text of the Compose file is what we wrote.
  bool wrote(std::string_view compose_text) const;
  // The parts of the text (file_parts.h) that are not as we wrote them, but for x-mcpmx: that is
  // where people write. Nothing if the record is of a time when it did not keep parts.
  std::optional<std::vector<std::string>> edited_parts(std::string_view compose_text) const;
  // True if this value of the variable is what we wrote.
  bool wrote(std::string_view name, std::string_view value, const StateKey& key) const;
  // True if the variable is ours, whatever a person made of its value since.
  bool has_variable(std::string_view name) const { return env_.contains(name); }
  // The servers that take it, whoever wrote it; empty where the record does not say.
  Names owners_of(std::string_view name) const;

  void set_profile(std::string_view profile) { profile_ = profile; }
  void set_file(std::string_view compose_text);
  void set_variable(std::string_view name, std::string_view value, const StateKey& key);
  void set_owners(std::string_view name, Names servers);
  void remove_variable(std::string_view name);

  std::string to_text() const;  // JSON, two blanks a level, a line end at its end

 private:
  std::string profile_;
  std::string compose_sha256_;
  std::map<std::string, std::string, std::less<>> parts_;  // name -> hash; empty: not kept
  std::map<std::string, std::string, std::less<>> env_;    // name -> keyed hash
  std::map<std::string, Names, std::less<>> owners_;       // name of a variable -> servers
};

}  // namespace mcpmx::compose
