// GitHub's MCP server: the official image, or the archived npm package on the node runner.
#include <mcpmx/mapper.hpp>

namespace {

using namespace mcpmx;

struct Github {
  static constexpr std::string_view id = "github";

  static Status render(const Server&, Intent& intent, Reporter&) {
    // Both servers read the token from this variable, and neither starts to any use without it.
    intent.variable("GITHUB_PERSONAL_ACCESS_TOKEN").secret().required();
    intent.variable("GITHUB_TOOLSETS").secret(false);
    intent.variable("GITHUB_HOST").secret(false);
    intent.service("mcp").primary().from_runner();
    return Status::kOk;
  }

  static Status recover(const ComposeServices&, std::string_view, Recovered& entry) {
    entry.from_runner();
    return Status::kOk;
  }
};

}  // namespace

MCPMX_MAPPERS(Github)
