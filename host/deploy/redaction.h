// The secrets of a project, kept out of whatever a person or a program reads about its deployment:
// a backend's plan, events and errors say what an engine said, and that may quote anything.
//
// Holds secrets; prints none. Immutable once made; any thread.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "compose/project_model.h"

namespace mcpmx::deploy {

class Redaction {
 public:
  Redaction() = default;
  // Every value of a service that a profile's entry would keep in .env, by its name or its look,
  // and what the project's secrets and configs hold themselves.
  static Redaction of(const compose::ProjectModel& project);

  bool has_secret(std::string_view text) const;
  // "<secret>" in place of each. A short one only where it stands alone: "80" is no part of "8080".
  std::string redacted(std::string_view text) const;

 private:
  struct Found {
    std::size_t at, size;
  };
  Found find_in(std::string_view text, std::size_t from) const;
  void add(std::string_view value);

  // Longest first: a connection string is secret as a whole, and so is the password in it.
  std::vector<std::string> values_;
};

}  // namespace mcpmx::deploy
