// URLs whose path is the secret: webhooks of chat services, bots, servers behind a private link.
#include <algorithm>
#include <array>
#include <string>

#include "mapping/scan.h"
#include "support/ascii.h"

namespace mcpmx::mapping {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::size_t kLongestFolder = 512;  // of a path, before what is secret in it

// Services where whoever knows the URL may post: what follows the path is the secret.
struct SecretPath {
  std::string_view host;  // or a host under it
  std::string_view path;
};
constexpr SecretPath kSecretPaths[] = {
    {"hooks.slack.com", "/services/"},
    {"hooks.slack.com", "/workflows/"},
    {"hooks.slack.com", "/triggers/"},
    {"discord.com", "/api/webhooks/"},
    {"discordapp.com", "/api/webhooks/"},
    {"api.telegram.org", "/bot"},
    {"api.telegram.org", "/file/bot"},
    {"webhook.office.com", "/webhookb2/"},
    {"outlook.office.com", "/webhook/"},
    {"hooks.zapier.com", "/hooks/catch/"},
    {"mcp.zapier.com", "/api/mcp/s/"},
    {"open.feishu.cn", "/open-apis/bot/v2/hook/"},
    {"open.larksuite.com", "/open-apis/bot/v2/hook/"},
    {"make.com", "/"},
};

// Elsewhere a path tells by its words, and only of what looks like a key: a chat server of one's
// own has /hooks/x8f..., a documentation /webhooks/introduction.
constexpr std::array<std::string_view, 9> kSecretFolders = {
    "hooks", "hook", "webhook", "webhooks", "webhookb2", "incoming", "key", "token", "bot"};

bool is_under(std::string_view host, std::string_view domain) {
  return host == domain || (host.size() > domain.size() && host.ends_with(domain) &&
                            host[host.size() - domain.size() - 1] == '.');
}

// Where in the path of a URL on `host` the secret starts; npos without one.
std::size_t secret_in_path(std::string_view host, std::string_view path) {
  for (const auto& known : kSecretPaths) {
    if (!is_under(host, known.host) || !path.starts_with(known.path)) continue;
    return path.size() > known.path.size() ? known.path.size() : npos;
  }
  bool in_folder = false;
  for (std::size_t from = 1; from < path.size();) {
    const auto end = std::min(path.find('/', from), path.size());
    const auto part = path.substr(from, end - from);
    if (in_folder && looks_random(part)) return from;
    in_folder = in_folder || std::find(kSecretFolders.begin(), kSecretFolders.end(), part) !=
                                 kSecretFolders.end();
    from = end + 1;
  }
  return npos;
}

}  // namespace

bool looks_random(std::string_view text) {
  bool letter = false;
  bool digit = false;
  for (const char c : text) {
    letter = letter || is_letter(c);
    digit = digit || is_digit(c);
    if (!is_alnum(c) && std::string_view("_-%=.~@:").find(c) == npos) return false;
  }
  return text.size() >= 16 && letter && digit;
}

// text_[from, end) is the path of a URL, and what follows it.
void Scan::secret_path(std::string_view host, std::size_t from, std::size_t end) {
  constexpr std::string_view kEnds = "?#\\<>${}|)";
  auto head = text_.substr(from, std::min(end - from, kLongestFolder));
  head = head.substr(0, head.find_first_of(kEnds));
  while (head.ends_with('/')) head.remove_suffix(1);
  const auto start = secret_in_path(host, head);
  if (start == npos) return;
  auto secret = text_.substr(from + start, end - from - start);
  secret = secret.substr(0, secret.find_first_of(kEnds));
  // Telegram's methods follow the token: /bot123:abc/sendMessage.
  if (is_under(host, "api.telegram.org")) secret = secret.substr(0, secret.find('/'));
  while (secret.ends_with('/')) secret.remove_suffix(1);
  secret_range(from + start, from + start + secret.size(), wish_of({}, "WEBHOOK"));
}

}  // namespace mcpmx::mapping
