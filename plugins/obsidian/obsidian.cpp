// Obsidian servers are of two families: those that talk to the Local REST API plugin of the running
// application (on the host, with a key), and those that read a vault folder (no key, no network).
#include <algorithm>
#include <array>
#include <mcpmx/mapper.hpp>

namespace {

using namespace mcpmx;

constexpr std::array<std::string_view, 5> kVaultReaders = {
    "obsidian-mcp", "@huangyihe/obsidian-mcp", "github.com/calclavia/mcp-obsidian",
    "github.com/stevenstavrakis/obsidian-mcp",
    // The npm package of that name is calclavia's; the PyPI package of the same name uses the REST
    // API.
    "mcp-obsidian"};

bool reads_a_vault(const Server& server) {
  if (server.is_pypi() || server.is_image()) return false;
  return std::find(kVaultReaders.begin(), kVaultReaders.end(), server.package()) !=
         kVaultReaders.end();
}

struct Obsidian {
  static constexpr std::string_view id = "obsidian";

  static Status render(const Server& server, Intent& intent, Reporter&) {
    intent.service("mcp").primary().from_runner();
    if (reads_a_vault(server)) {
      intent.argument_paths("write");  // notes are created and edited in the vault
      intent.variable("OBSIDIAN_VAULT_PATH").path(true);
      return Status::kOk;
    }
    intent.variable("OBSIDIAN_API_KEY").secret().required();
    // The application listens on the host; without these lines the server would look inside its
    // container.
    if (server.package() == "obsidian-mcp-server") {
      intent.variable("OBSIDIAN_BASE_URL").host_url().fallback("http://127.0.0.1:27123");
    } else {
      intent.variable("OBSIDIAN_HOST").host_url().fallback("127.0.0.1");
    }
    return Status::kOk;
  }

  static Status recover(const ComposeServices&, std::string_view, Recovered& entry) {
    entry.from_runner();
    return Status::kOk;
  }
};

}  // namespace

MCPMX_MAPPERS(Obsidian)
