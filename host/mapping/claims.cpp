#include "mapping/claims.h"

#include <algorithm>
#include <tuple>

#include "mapping/launcher_spec.h"

namespace mcpmx::mapping {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// The last part of a command's path, without the suffixes of Windows.
std::string program_name(std::string_view command) {
  const auto slash = command.find_last_of("/\\");
  std::string name = lower(slash == std::string_view::npos ? command : command.substr(slash + 1));
  for (const std::string_view suffix : {".exe", ".cmd", ".bat"}) {
    if (name.ends_with(suffix)) name.resize(name.size() - suffix.size());
  }
  return name;
}

auto order(const Mapper& mapper) {
  const Precedence p = mapper.precedence();
  return std::tuple(p.rank, p.yaml, -p.priority);
}

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

std::string comparable_git(std::string_view name) { return lower(name); }

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
  if (lower(address.substr(0, host)) != lower(wanted.substr(0, host))) return false;
  if (address.substr(host, wanted.size() - host) != wanted.substr(host)) return false;
  if (address.size() == wanted.size()) return true;
  const char next = address[wanted.size()];
  return next == '/' || next == '?' || (next == ':' && host == wanted.size());
}

Claims::Claims(std::vector<Mapper*> mappers) : mappers_(std::move(mappers)) {
  std::stable_sort(mappers_.begin(), mappers_.end(),
                   [](const Mapper* a, const Mapper* b) { return order(*a) < order(*b); });
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
    for (const auto& name : hints.commands) add("command:" + lower(name));
    for (const auto& name : hints.names) add("name:" + lower(name));
    for (const auto& url : hints.urls) urls_.emplace_back(url, mapper);
    if (hints.fallback) fallbacks_.push_back(mapper);
  }
}

Result<Claim> Claims::best_of(const std::vector<Mapper*>& candidates, const MapperInput& input,
                              const Match& match) const {
  Claim best;
  for (Mapper* mapper : candidates) {
    if (best.mapper != nullptr && order(*best.mapper) < order(*mapper)) break;
    MCPMX_TRY(answer, mapper->detect(input, match));
    if (!answer.claimed) continue;
    if (best.mapper != nullptr) {
      return failed(
          "the mappers \"" + std::string(best.mapper->id()) + "\" (" + best.mapper->origin() +
              ") and \"" + std::string(mapper->id()) + "\" (" + mapper->origin() +
              ") both claim it by its " + match.reason,
          input.server.where.text(),
          "name one of them in x-mcpmx.services.<service>.mapping, or raise the priority of one");
    }
    best = {mapper, answer.match};
  }
  return best;
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
  const Launch& launch = input.launch;
  const auto ask = [&](const std::string& key, Evidence evidence,
                       const std::string& reason) -> Result<Claim> {
    const auto found = index_.find(key);
    if (found == index_.end()) return Claim{};
    return best_of(found->second, input, {evidence, reason});
  };

  if (const std::string key = package_key(launch); !key.empty()) {
    MCPMX_TRY(claim, ask(key, Evidence::kPackage, what_it_is(launch)));
    if (claim.mapper != nullptr) return claim;
  }
  if (!launch.url.empty()) {
    std::vector<Mapper*> candidates;
    for (const auto& [prefix, mapper] : urls_) {
      if (url_has_prefix(launch.url, prefix)) candidates.push_back(mapper);
    }
    MCPMX_TRY(claim, best_of(candidates, input, {Evidence::kUrl, "URL"}));
    if (claim.mapper != nullptr) return claim;
  }
  // A tarball by URL has no name in a registry, and is still what the entry says it is.
  const bool is_known_package = !launch.package.empty() || !launch.url.empty() ||
                                (launch.kind != Kind::kBinary && !launch.spec.empty());
  if (!is_known_package) {
    const std::string& program = launch.program.empty() ? input.server.command : launch.program;
    MCPMX_TRY(by_command,
              ask("command:" + program_name(program), Evidence::kCommand, "command " + program));
    if (by_command.mapper != nullptr) return by_command;
    // A name is the weakest word: it counts only where nothing says what the entry is.
    MCPMX_TRY(by_name, ask("name:" + lower(input.server.name), Evidence::kName,
                           "name " + input.server.name));
    if (by_name.mapper != nullptr) return by_name;
  }
  if (fallbacks_.empty()) {
    return failed("no mapper claims it, and the runners plugin is not loaded",
                  input.server.where.text(), "mcpmx plugin list");
  }
  MCPMX_TRY(generic, fallbacks_.front()->detect(input, {Evidence::kFallback, ""}));
  return Claim{fallbacks_.front(), generic.match};
}

}  // namespace mcpmx::mapping
