#include "mapping/claims.h"

#include <algorithm>

#include "mapping/contest.h"
#include "mapping/launcher_spec.h"
#include "mapping/launcher_words.h"
#include "support/ascii.h"

namespace mcpmx::mapping {
namespace {

// The index key of what the entry runs; empty if it runs no package.
std::string package_key(const Launch& launch) {
  if (launch.package.empty()) return {};
  switch (launch.kind) {
    case Kind::kNpm:
      return "npm:" + launch.package;
    case Kind::kPypi:
      return "pypi:" + normalise_pypi(launch.package);
    case Kind::kGit:
      return "git:" + comparable_git(launch.package);
    case Kind::kDocker:
      return "image:" + comparable_image(launch.package);
    case Kind::kRemote:
    case Kind::kBinary:
      return {};
  }
  return {};
}

std::string what_it_is(const Launch& launch) {
  const char* kind = launch.kind == Kind::kPypi     ? "PyPI package "
                     : launch.kind == Kind::kGit    ? "repository "
                     : launch.kind == Kind::kDocker ? "image "
                                                    : "npm package ";
  return kind + launch.package;
}

}  // namespace

std::string comparable_git(std::string_view name) { return in_lower_case(name); }

std::string comparable_image(std::string_view name) {
  for (const std::string_view prefix : {"docker.io/", "index.docker.io/", "library/"}) {
    if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
  }
  return std::string(name);
}

bool url_has_prefix(std::string_view url, std::string_view prefix) {
  const auto without_scheme = [](std::string_view text) {
    const auto scheme = text.find("://");
    return scheme == std::string_view::npos ? text : text.substr(scheme + 3);
  };
  std::string_view address = without_scheme(url);
  // A user in front of the host is not the host: https://known.example:x@elsewhere.example/.
  const auto authority = address.substr(0, address.find_first_of("/?#"));
  if (const auto at = authority.rfind('@'); at != std::string_view::npos) {
    address.remove_prefix(at + 1);
  }
  std::string_view wanted = without_scheme(prefix);
  while (wanted.ends_with('/')) wanted.remove_suffix(1);
  // Hosts compare without case, paths with it (RFC 3986, section 6.2.2.1).
  const auto host = std::min(wanted.find('/'), wanted.size());
  if (wanted.empty() || address.size() < wanted.size()) return false;
  if (in_lower_case(address.substr(0, host)) != in_lower_case(wanted.substr(0, host))) return false;
  if (address.substr(host, wanted.size() - host) != wanted.substr(host)) return false;
  if (address.size() == wanted.size()) return true;
  const char next = address[wanted.size()];
  return next == '/' || next == '?' || (next == ':' && host == wanted.size());
}

Claims::Claims(std::vector<Mapper*> mappers) : mappers_(std::move(mappers)) {
  std::stable_sort(mappers_.begin(), mappers_.end(),
                   [](const Mapper* a, const Mapper* b) { return goes_before(*a, *b); });
  // One id is one mapper: the first in the order shadows the rest.
  std::unordered_map<std::string_view, Mapper*> first;
  std::erase_if(mappers_, [&](Mapper* mapper) {
    const bool shadowed = !first.emplace(mapper->id(), mapper).second;
    if (shadowed) shadowed_.push_back(mapper);
    return shadowed;
  });
  for (Mapper* mapper : mappers_) {
    const Hints& hints = mapper->hints();
    const auto add = [&](std::string key) {
      auto& claimants = index_[std::move(key)];
      if (claimants.empty() || claimants.back() != mapper) claimants.push_back(mapper);
    };
    for (const auto& name : hints.npm) add("npm:" + name);
    for (const auto& name : hints.pypi) add("pypi:" + normalise_pypi(name));
    for (const auto& name : hints.git) add("git:" + comparable_git(name));
    for (const auto& name : hints.images) add("image:" + comparable_image(name));
    for (const auto& name : hints.commands) add("command:" + in_lower_case(name));
    for (const auto& name : hints.names) add("name:" + in_lower_case(name));
    for (const auto& url : hints.urls) urls_.emplace_back(url, mapper);
    if (hints.fallback) fallbacks_.push_back(mapper);
  }
}

std::vector<Claims::Round> Claims::rounds_for(const MapperInput& input) const {
  const Launch& launch = input.launch;
  std::vector<Round> rounds;
  const auto add = [&](const std::string& key, Evidence evidence, const std::string& reason) {
    const auto found = index_.find(key);
    if (found != index_.end()) rounds.push_back({found->second, {evidence, reason}});
  };
  if (const std::string key = package_key(launch); !key.empty()) {
    add(key, Evidence::kPackage, what_it_is(launch));
  }
  if (!launch.url.empty()) {
    Round round{{}, {Evidence::kUrl, "URL"}};
    for (const auto& [prefix, mapper] : urls_) {
      if (url_has_prefix(launch.url, prefix)) round.candidates.push_back(mapper);
    }
    rounds.push_back(std::move(round));
  }
  // A tarball by URL has no name in a registry, and is still what the entry says it is.
  const bool is_known_package = !launch.package.empty() || !launch.url.empty() ||
                                (launch.kind != Kind::kBinary && !launch.spec.empty());
  if (!is_known_package) {
    const std::string& program = launch.program.empty() ? input.server.command : launch.program;
    add("command:" + command_name(program), Evidence::kCommand, "command " + program);
    // A name is the weakest word: it counts only where nothing says what the entry is.
    add("name:" + in_lower_case(input.server.name), Evidence::kName, "name " + input.server.name);
  }
  return rounds;
}

Result<Claim> Claims::pick(const MapperInput& input, std::string_view override_id) const {
  if (!override_id.empty()) {
    for (Mapper* mapper : mappers_) {
      if (mapper->id() == override_id)
        return Claim{mapper, {Evidence::kOverride, "named in x-mcpmx"}};
    }
    return failed("no mapper has the id \"" + std::string(override_id) + "\" that x-mcpmx names",
                  input.server.where.text(), "mcpmx mapping list");
  }
  Contest contest(input);
  for (const Round& round : rounds_for(input)) {
    // Whoever claimed by less than it was asked for stands where its answer does.
    MCPMX_TRY(earlier, contest.winner_before(round.match.evidence));
    if (earlier.mapper != nullptr) return earlier;
    MCPMX_CHECK(contest.ask(round.candidates, round.match));
    MCPMX_TRY(claim, contest.winner(round.match.evidence));
    if (claim.mapper != nullptr) return claim;
  }
  MCPMX_TRY(weaker, contest.winner_before(Evidence::kFallback));
  if (weaker.mapper != nullptr) return weaker;
  if (!fallbacks_.empty()) {
    MCPMX_CHECK(contest.ask({fallbacks_.front()}, {Evidence::kFallback, ""}));
  }
  MCPMX_TRY(generic, contest.winner(Evidence::kFallback));
  if (generic.mapper != nullptr) return generic;
  return failed(fallbacks_.empty() ? "no mapper claims it, and the runners plugin is not loaded"
                                   : "no mapper claims it, and the runners decline it",
                input.server.where.text(), "mcpmx plugin list");
}

}  // namespace mcpmx::mapping
