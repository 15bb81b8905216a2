// A value of .env that a URL of the Compose file takes as its password: docker compose puts it
// there as it is, and some characters end a password.
#include <algorithm>
#include <cctype>

#include "app/sync_run.h"
#include "support/ascii.h"

namespace mcpmx::app {
namespace {

// Whether a URL takes all of it for a part of its password.
bool fits_in_url(std::string_view value) {
  constexpr std::string_view kEnds = "/?#@[]% ";
  constexpr std::size_t kEscape = 3;  // %2F
  const auto is_hex = [&](std::size_t at) {
    return std::isxdigit(static_cast<unsigned char>(value[at])) != 0;
  };
  for (auto at = value.find_first_of(kEnds); at != std::string_view::npos;
       at = value.find_first_of(kEnds, at + 1)) {
    const bool is_escape =
        value[at] == '%' && at + kEscape <= value.size() && is_hex(at + 1) && is_hex(at + 2);
    if (!is_escape) return false;
  }
  return true;
}

// Where ${name...} stands between "://" and "@" on one line; npos: nowhere.
std::size_t url_with(std::string_view text, const std::string& name) {
  const std::string opened = "${" + name;
  for (auto at = text.find(opened); at != std::string_view::npos; at = text.find(opened, at + 1)) {
    const auto closed = text.find('}', at);
    if (closed == std::string_view::npos || !text.substr(closed + 1).starts_with('@')) continue;
    const auto line = text.rfind('\n', at) + 1;
    const bool is_one_line = text.substr(at, closed - at).find('\n') == std::string_view::npos;
    const bool is_url = text.substr(line, at - line).find("://") != std::string_view::npos;
    if (is_one_line && is_url && stands_alone(text, at + 2, name.size())) return at;
  }
  return std::string_view::npos;
}

}  // namespace

void SyncRun::warn_of_url_passwords() {
  if (!model_) return;
  for (const compose::DotenvEntry& entry : target_.env.entries()) {
    if (target_.env.find(entry.name) != &entry || fits_in_url(target_.value_of(entry))) continue;
    for (const compose::SourceFile& file : model_->files) {
      const std::string_view text = result_.text_after(file.path, file.document.text());
      const std::size_t at = url_with(text, entry.name);
      if (at == std::string_view::npos) continue;
      const std::string_view ahead = text.substr(0, at);
      const auto line = 1 + std::count(ahead.begin(), ahead.end(), '\n');
      target_.findings.push_back(
          {Severity::kWarning, "sync.url-password",
           entry.name + " in " + target_.shown_env +
               " has a character that a URL does not take as a part of its password",
           shown_of(file.path) + ":" + std::to_string(line),
           "choose a value without / ? # @ [ ] % and blanks; or write it percent-encoded into the "
           "URL in servers.json and sync with --conflict profile_wins, which gives the URL a "
           "variable of its own"});
    }
  }
}

}  // namespace mcpmx::app
