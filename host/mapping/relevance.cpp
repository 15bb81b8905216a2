#include "mapping/relevance.h"

#include <algorithm>

#include "mapping/claims.h"
#include "mapping/launcher.h"
#include "mapping/launcher_spec.h"

namespace mcpmx::mapping {
namespace {

// Lower case, runs of - _ . as one dash: at least as coarse as every comparison of claims.h.
std::string folded(std::string_view text) { return normalise_pypi(text); }

std::string_view last_part(std::string_view path) {
  const auto slash = path.find_last_of("/\\");
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string_view host_of(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  return url.substr(0, url.find_first_of("/:?#"));
}

std::string_view without_suffix(std::string_view program) {
  for (const std::string_view suffix : {".exe", ".cmd", ".bat"}) {
    if (program.size() > suffix.size() && folded(program).ends_with(folded(suffix))) {
      program.remove_suffix(suffix.size());
    }
  }
  return program;
}

}  // namespace

void Relevance::add_id(std::string_view mapping_id) {
  if (mapping_id.empty() || is_everything()) return;
  // The whole line: "github" alone stands in every file, in an address.
  std::string line = "id: " + folded(mapping_id) + "\n";
  if (std::find(ids_.begin(), ids_.end(), line) == ids_.end()) ids_.push_back(std::move(line));
}

void Relevance::add_word(std::string_view name) {
  std::string word = folded(name);
  if (word.empty() || is_everything()) return;
  if (std::find(words_.begin(), words_.end(), word) == words_.end()) {
    words_.push_back(std::move(word));
  }
}

void Relevance::add(const Server& server) {
  if (is_everything()) return;
  const Launch launch = parse_launch(server);
  if (!launch.package.empty()) {
    add_word(launch.kind == Kind::kDocker ? comparable_image(launch.package) : launch.package);
  }
  if (!launch.url.empty()) add_word(host_of(launch.url));
  if (launch.package.empty() && launch.url.empty()) {
    add_word(server.name);
    add_word(without_suffix(last_part(launch.program.empty() ? server.command : launch.program)));
  }
}

bool Relevance::may_concern(std::string_view file_text) const {
  // An escape may spell a name in a way that its text does not show.
  if (is_everything() || file_text.find('\\') != std::string_view::npos) return true;
  const std::string text = folded(file_text);
  const auto stands = [&](const std::string& word) { return text.find(word) != std::string::npos; };
  return std::any_of(words_.begin(), words_.end(), stands) ||
         std::any_of(ids_.begin(), ids_.end(), stands);
}

}  // namespace mcpmx::mapping
