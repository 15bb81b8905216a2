#include "mapping/launcher_spec.h"

#include <array>

#include "mapping/spec_text.h"
#include "support/text.h"

namespace mcpmx::mapping {
namespace {

using namespace spec_text;

constexpr auto npos = std::string_view::npos;

// Lower case, and "-" for what separates words.
constexpr std::array<char, 256> kFolded = [] {
  std::array<char, 256> folded{};
  for (std::size_t byte = 0; byte < folded.size(); ++byte) {
    const bool is_upper = byte >= 'A' && byte <= 'Z';
    folded[byte] = static_cast<char>(is_upper ? byte + 32 : byte);
  }
  folded['_'] = folded['.'] = '-';
  return folded;
}();

}  // namespace

std::string normalise_pypi(std::string_view name) {
  // Whole mapping files pass through here: one allocation, and no growing byte by byte.
  std::string normal(name.size(), '\0');
  std::size_t size = 0;
  char last = '\0';
  for (const char c : name) {
    const char folded = kFolded[static_cast<unsigned char>(c)];
    normal[size] = folded;
    size += folded == '-' && last == '-' ? 0 : 1;
    last = folded;
  }
  normal.resize(size);
  return normal;
}

bool is_local_path(std::string_view text) {
  if (text == "." || text == ".." || text.starts_with("./") || text.starts_with("../") ||
      text.starts_with('/') || text.starts_with('~') || text.starts_with(".\\") ||
      text.starts_with("file:") || text.starts_with("git+file:") || text.starts_with("$HOME") ||
      text.starts_with("${HOME}") || text.starts_with("link:")) {
    return true;
  }
  if (starts_with_drive(text)) return true;
  return text.find("://") == npos &&
         (text.ends_with(".whl") || text.ends_with(".tgz") || text.ends_with(".tar.gz"));
}

bool read_npm_spec(std::string_view text, Launch& launch) {
  text = trim(text);
  launch.spec = text;
  if (text.empty() || text.front() == '-') return false;
  // An alias names the real package behind "@npm:".
  if (const auto alias = text.find("@npm:"); alias != npos && alias > 0) {
    text.remove_prefix(alias + 5);
  } else if (text.starts_with("npm:") || text.starts_with("jsr:")) {
    text.remove_prefix(4);
  }
  if (const auto repository = parse_repository(text, true)) {
    launch.kind = Kind::kGit;
    launch.package = repository->name;
    launch.version = repository->version;
    launch.subdirectory = repository->subdirectory;
    return true;
  }
  if (is_local_path(text)) return false;
  if (text.find("://") != npos) {  // a tarball: npm fetches it, no registry has a name for it
    launch.kind = Kind::kNpm;
    return true;
  }
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
  if (is_local_path(url)) return false;
  if (url.find("://") != npos) {  // a wheel or an archive by URL
    launch.kind = Kind::kPypi;
    launch.package = is_name(name) ? normalise_pypi(name) : std::string();
    return true;
  }
  if (!is_name(name)) return false;
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
