#include "mapping/launcher_spec.h"

#include <algorithm>
#include <array>

namespace mcpmx::mapping {
namespace {

constexpr auto npos = std::string_view::npos;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_alnum(char c) { return is_letter(c) || (c >= '0' && c <= '9'); }

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Letters of a name in any registry; placeholders may stand inside one.
bool is_name(std::string_view text) {
  return !text.empty() && is_alnum(text.front()) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return is_alnum(c) || c == '-' || c == '_' || c == '.' || c == '~';
         });
}

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

std::string_view take_until(std::string_view& text, std::string_view separators) {
  const auto end = text.find_first_of(separators);
  const auto head = text.substr(0, end);
  text.remove_prefix(end == npos ? text.size() : end);
  return head;
}

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

std::string normalise_pypi(std::string_view name) {
  // Whole mapping files pass through here: one allocation, and no growing byte by byte.
  std::string normal(name.size(), '\0');
  std::size_t size = 0;
  for (const char c : name) {
    if (c == '-' || c == '_' || c == '.') {
      if (size == 0 || normal[size - 1] != '-') normal[size++] = '-';
    } else {
      normal[size++] = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
  }
  normal.resize(size);
  return normal;
}

bool is_local_path(std::string_view text) {
  if (text == "." || text == ".." || text.starts_with("./") || text.starts_with("../") ||
      text.starts_with('/') || text.starts_with('~') || text.starts_with(".\\") ||
      text.starts_with("file:") || text.starts_with("$HOME") || text.starts_with("${HOME}") ||
      text.starts_with("link:")) {
    return true;
  }
  if (text.size() > 2 && is_letter(text[0]) && text[1] == ':' &&
      (text[2] == '\\' || text[2] == '/')) {
    return true;
  }
  return text.find("://") == npos &&
         (text.ends_with(".whl") || text.ends_with(".tgz") || text.ends_with(".tar.gz"));
}

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
  bool stated = false;  // the scheme itself says git
  if (rest.starts_with("git+")) {
    rest.remove_prefix(4);
    stated = true;
  }
  if (const auto scheme = rest.find("://"); scheme != npos) {
    stated = stated || rest.starts_with("git://") || rest.starts_with("ssh://");
    auto path = rest.substr(scheme + 3);
    const std::string host = host_of(take_until(path, "/:"));
    if (path.starts_with(':')) {  // ssh://git@host:22/owner or ssh://git@host:owner/repo
      const auto port_end = path.find_first_not_of("0123456789", 1);
      path.remove_prefix(port_end == npos ? path.size() : port_end);
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

bool read_npm_spec(std::string_view text, Launch& launch) {
  text = trim(text);
  launch.spec = text;
  if (text.empty() || text.front() == '-') return false;
  // An alias names the real package behind "@npm:".
  if (const auto alias = text.find("@npm:"); alias != npos && alias > 0) {
    text.remove_prefix(alias + 5);
  } else if (text.starts_with("npm:")) {
    text.remove_prefix(4);
  }
  if (const auto repository = parse_repository(text, true)) {
    launch.kind = Kind::kGit;
    launch.package = repository->name;
    launch.version = repository->version;
    launch.subdirectory = repository->subdirectory;
    return true;
  }
  if (text.find("://") != npos) {  // a tarball: npm fetches it, no registry has a name for it
    launch.kind = Kind::kNpm;
    return true;
  }
  if (is_local_path(text)) return false;
  const auto version = text.find('@', 1);
  const auto name = text.substr(0, version);
  auto bare = name;
  if (bare.starts_with('@')) {
    const auto slash = bare.find('/');
    if (slash == npos || !is_name(bare.substr(1, slash - 1))) return false;
    bare.remove_prefix(slash + 1);
  }
  if (!is_name(bare)) return false;
  launch.kind = Kind::kNpm;
  launch.package = name;
  launch.version = version == npos ? std::string_view() : text.substr(version + 1);
  return true;
}

bool read_pypi_spec(std::string_view text, Launch& launch) {
  text = trim(text);
  launch.spec = text;
  if (text.empty() || text.front() == '-') return false;
  // PEP 508: name[extras] @ URL
  auto rest = text;
  const auto name = trim(take_until(rest, "[<>=!~@; "));
  rest = trim(rest);
  std::string extras;
  if (rest.starts_with('[')) {
    const auto end = rest.find(']');
    if (end == npos) return false;
    for (const char c : rest.substr(1, end - 1)) {
      if (c != ' ') extras += c;
    }
    rest = trim(rest.substr(end + 1));
  }
  // In a URL an "@" is the reference or the user; only behind a name does it start the URL.
  const auto url = rest.starts_with('@') && is_name(name) ? trim(rest.substr(1)) : text;
  if (const auto repository = parse_repository(url, false)) {
    launch.kind = Kind::kGit;
    launch.package = repository->name;
    launch.version = repository->version;
    launch.subdirectory = repository->subdirectory;
    launch.extras = extras;
    return true;
  }
  if (url.find("://") != npos) {  // a wheel or an archive by URL
    launch.kind = Kind::kPypi;
    launch.package = is_name(name) ? normalise_pypi(name) : std::string();
    return true;
  }
  if (is_local_path(text) || !is_name(name)) return false;
  launch.kind = Kind::kPypi;
  launch.package = normalise_pypi(name);
  launch.extras = extras;
  if (rest.starts_with("===")) {
    rest.remove_prefix(3);
  } else if (rest.starts_with("==")) {
    rest.remove_prefix(2);
  } else if (rest.starts_with('@')) {
    rest.remove_prefix(1);
  }
  launch.version = trim(rest.substr(0, rest.find(';')));
  return true;
}

bool read_image(std::string_view text, Launch& launch) {
  launch.spec = text;
  if (text.empty() || text.find_first_of(" \t\n") != npos) return false;
  auto name = text;
  if (const auto at = name.find('@'); at != npos) {
    launch.digest = name.substr(at + 1);
    name = name.substr(0, at);
  }
  // A colon behind the last slash is a tag; before it, a port. `${TAG:-x}` is neither.
  const auto slash = name.rfind('/');
  const auto colon = name.find(':', slash == npos ? 0 : slash);
  const auto brace = name.rfind('{', colon);
  if (colon != npos && (brace == npos || name.find('}', brace) < colon)) {
    launch.version = name.substr(colon + 1);
    name = name.substr(0, colon);
  }
  for (const std::string_view prefix : {"docker.io/library/", "index.docker.io/", "docker.io/"}) {
    if (name.starts_with(prefix)) {
      name.remove_prefix(prefix.size());
      break;
    }
  }
  launch.kind = Kind::kDocker;
  launch.package = name;
  return !name.empty();
}

}  // namespace mcpmx::mapping
