// Context7: the npm package speaks HTTP as well as stdio, so one container can serve many clients.
#include <algorithm>
#include <mcpmx/mapper.hpp>

namespace {

using namespace mcpmx;

constexpr int kPort = 3000;
constexpr std::string_view kPortText = "3000";

bool names_a_transport(const Server& server) {
  const Texts args = server.server_args();
  return std::any_of(args.begin(), args.end(),
                     [](std::string_view arg) { return arg.starts_with("--transport"); });
}

struct Context7 {
  static constexpr std::string_view id = "context7";

  static Status render(const Server& server, Intent& intent, Reporter&) {
    intent.variable("CONTEXT7_API_KEY").secret();
    IntentService mcp = intent.service("mcp").primary().from_runner();
    // Whoever chose a transport, an image or a repository gets exactly what the entry says.
    if (!server.is_npm() || names_a_transport(server)) return Status::kOk;
    mcp.http(kPort);
    mcp.compose("command") = Json::list(
        {"npx", "-y", server.spec(), "--transport", "http", "--port", kPortText, place::args()});
    return Status::kOk;
  }

  static Status recover(const ComposeServices& services, std::string_view, Recovered& entry) {
    entry.from_runner();
    if (services.empty()) return Status::kNoMatch;
    // npx -y SPEC --transport http --port 3000 ARGS...: what render put in is taken out again.
    const Texts command = services.front().command();
    const bool ours = command.size() >= 7 && command[0] == "npx" && command[3] == "--transport" &&
                      command[4] == "http" && command[5] == "--port" && command[6] == kPortText;
    if (!ours) return Status::kOk;
    entry.package_spec("npm", command[2]);
    for (std::size_t i = 7; i < command.size(); ++i) entry.arg(command[i]);
    return Status::kOk;
  }
};

}  // namespace

MCPMX_MAPPERS(Context7)
