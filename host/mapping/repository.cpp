// The spellings of a git repository: npm's shortcuts, pip's VCS URLs, plain URLs of forges, scp's.
#include <algorithm>
#include <array>

#include "mapping/launcher_spec.h"
#include "mapping/spec_text.h"

namespace mcpmx::mapping {
namespace {

using namespace spec_text;

constexpr auto npos = std::string_view::npos;

// Hosts whose plain https URLs are repositories. Elsewhere only ".git" or "git+" says so.
constexpr std::array<std::string_view, 7> kForges = {"github.com",    "gitlab.com", "bitbucket.org",
                                                     "codeberg.org",  "gitee.com",  "git.sr.ht",
                                                     "huggingface.co"};

struct Shortcut {
  std::string_view prefix;
  std::string_view host;
};
constexpr Shortcut kShortcuts[] = {
    {"github:", "github.com"}, {"gitlab:", "gitlab.com"}, {"bitbucket:", "bitbucket.org"}};

// "#semver:^1", "#main", "#egg=x&subdirectory=y", "#path:packages/x", "#main&path:x".
void read_fragment(std::string_view fragment, Repository& repository) {
  while (!fragment.empty()) {
    auto part = take_until(fragment, "&");
    if (!fragment.empty()) fragment.remove_prefix(1);
    if (part.starts_with("subdirectory=")) {
      repository.subdirectory = part.substr(13);
    } else if (part.starts_with("path:")) {
      repository.subdirectory = part.substr(5);
    } else if (part.starts_with("semver:")) {
      repository.version = part.substr(7);
    } else if (!part.starts_with("egg=") && !part.empty()) {
      repository.version = part;
    }
  }
}

// `path` is owner/repo[/...] without host. GitLab has subgroups, so only forges with exactly two
// levels cut what follows.
bool read_repository_path(std::string_view host, std::string_view path, Repository& repository) {
  while (path.starts_with('/')) path.remove_prefix(1);
  // pip writes the reference behind "@", in the path.
  if (const auto at = path.find('@'); at != npos) {
    repository.version = path.substr(at + 1);
    path = path.substr(0, at);
  }
  while (path.ends_with('/')) path.remove_suffix(1);
  const auto owner_end = path.find('/');
  if (owner_end == npos || owner_end == 0 || owner_end + 1 == path.size()) return false;
  if (host != "gitlab.com") {
    if (const auto more = path.find('/', owner_end + 1); more != npos) {
      auto tail = path.substr(more + 1);
      path = path.substr(0, more);
      if (tail.starts_with("tree/")) {
        tail.remove_prefix(5);
        repository.version = take_until(tail, "/");
        if (!tail.empty()) repository.subdirectory = tail.substr(1);
      }
    }
  }
  if (path.ends_with(".git")) path.remove_suffix(4);
  repository.name = std::string(host) + "/" + std::string(path);
  return true;
}

// [user[:password]@]host[:port] without the user; the port is dropped with it only when standard.
std::string host_of(std::string_view authority) {
  if (const auto at = authority.rfind('@'); at != npos) authority.remove_prefix(at + 1);
  std::string host(authority);
  std::transform(host.begin(), host.end(), host.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (host.starts_with("www.")) host.erase(0, 4);
  return host;
}

}  // namespace

std::optional<Repository> parse_repository(std::string_view text, bool shorthand) {
  Repository repository;
  auto rest = trim(text);
  const auto hash = rest.find('#');
  const auto fragment = hash == npos ? std::string_view() : rest.substr(hash + 1);
  rest = rest.substr(0, hash);
  const auto done = [&](std::string_view host, std::string_view path) -> std::optional<Repository> {
    if (!read_repository_path(host, path, repository)) return std::nullopt;
    read_fragment(fragment, repository);
    return repository;
  };
  for (const auto& shortcut : kShortcuts) {
    if (rest.starts_with(shortcut.prefix)) {
      return done(shortcut.host, rest.substr(shortcut.prefix.size()));
    }
  }
  if (rest.starts_with("gist:") && rest.size() > 5) {
    repository.name = "gist.github.com/" + std::string(rest.substr(5));
    read_fragment(fragment, repository);
    return repository;
  }
  bool stated = false;  // the scheme itself says git
  if (rest.starts_with("git+")) {
    rest.remove_prefix(4);
    stated = true;
  }
  if (const auto scheme = rest.find("://"); scheme != npos) {
    stated = stated || rest.starts_with("git://") || rest.starts_with("ssh://");
    auto path = rest.substr(scheme + 3);
    auto authority = take_until(path, "/");
    // A password may hold a colon, so the user goes before a port is looked for.
    if (const auto at = authority.rfind('@'); at != npos) authority.remove_prefix(at + 1);
    const std::string host = host_of(take_until(authority, ":"));
    if (host.empty()) return std::nullopt;  // file:///home/me/repo
    // ssh://git@host:22/owner/repo, but ssh://git@host:owner/repo as people write it.
    std::string with_owner;
    if (authority.find_first_not_of("0123456789", 1) != npos) {
      with_owner = std::string(authority.substr(1)) + std::string(path);
      path = with_owner;
    }
    if (const auto query = path.find('?'); query != npos) path = path.substr(0, query);
    const bool forge = std::find(kForges.begin(), kForges.end(), host) != kForges.end();
    if (!stated && !forge && !path.ends_with(".git") && path.find(".git@") == npos) {
      return std::nullopt;
    }
    // A file of a forge (release tarball, raw script) is no repository.
    if (!stated && (path.ends_with(".tgz") || path.ends_with(".tar.gz") || path.ends_with(".whl") ||
                    path.ends_with(".zip"))) {
      return std::nullopt;
    }
    return done(host, path);
  }
  // scp's way: git@github.com:owner/repo.git
  if (const auto at = rest.find('@'); at != npos && at > 0 && rest.find('/') > at) {
    const auto colon = rest.find(':', at);
    if (colon != npos && rest.substr(0, at).find_first_of("/:") == npos && rest[0] != '@') {
      return done(host_of(rest.substr(0, colon)), rest.substr(colon + 1));
    }
  }
  if (stated) return std::nullopt;
  if (shorthand && is_name(rest.substr(0, rest.find('/')))) {
    const auto slash = rest.find('/');
    if (slash != npos && is_name(rest.substr(slash + 1))) return done("github.com", rest);
  }
  return std::nullopt;
}

}  // namespace mcpmx::mapping
