// How launchers name what they run: npm specifications, PyPI requirements, repositories, images.
//
// Each reader takes the words of one argument apart and fills the fields of a Launch that it stands
// for. Sources: npm-package-arg, PEP 508 and PEP 503, pip's VCS URLs, the OCI reference grammar.
// Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/server.h"

namespace mcpmx::mapping {

// PEP 503: lower case, runs of "-_." become one dash.
std::string normalise_pypi(std::string_view name);

struct Repository {
  std::string name;  // host/owner/repo, without ".git"; case as written
  std::string version;
  std::string subdirectory;
};

// git+https://..., github:owner/repo, git@host:owner/repo,
// https://github.com/owner/repo[.git][/tree/REF]. `shorthand` admits npm's bare owner/repo.
std::optional<Repository> parse_repository(std::string_view text, bool shorthand);

// Fill kind, package, version, extras, subdirectory and spec. Return false where the text names
// no package (a path, an option, nothing): the caller then knows a local program.
bool read_npm_spec(std::string_view text, Launch& launch);
bool read_pypi_spec(std::string_view text, Launch& launch);

// Fills kind, package, version, digest and spec from an image reference; false if it is none.
bool read_image(std::string_view text, Launch& launch);

// A file of this machine: "./x", "/x", "~/x", "C:\\x", "x.whl" and the like.
bool is_local_path(std::string_view text);

}  // namespace mcpmx::mapping
