#include "workload.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace mcpmx::bench {
namespace {

// One entry of each kind, known and unknown, with and without secrets; # is the entry's number.
constexpr const char* kShapes[] = {
    R"("command": "npx", "args": ["-y", "@acme/server-#@1.2.3", "--verbose"],
       "env": {"ACME_API_KEY": "fake-key-#", "ACME_URL": "https://acme-#.example/api"})",
    R"("command": "uvx", "args": ["acme-mcp-#", "--mode", "read"], "env": {"LOG_LEVEL": "info"})",
    R"("command": "docker", "args": ["run", "-i", "--rm", "-e", "TOKEN", "acme/mcp-#:2"],
       "env": {"TOKEN": "fake-token-#"})",
    R"("command": "npx", "args": ["-y", "@upstash/context7-mcp@latest"], "env": {})",
    R"("command": "npx", "args": ["-y", "@modelcontextprotocol/server-filesystem", "/srv/#"],
       "env": {})",
    R"("command": "sh", "args": ["-c", "exec npx -y acme-#"], "env": {"A": "1", "B": "two words"})",
    R"("url": "https://mcp-#.example/mcp", "headers": {"Authorization": "Bearer fake-#"})",
    R"("command": "/opt/acme/bin/server-#", "args": ["--port", "80"], "env": {})",
};

std::string servers_json(std::size_t count) {
  std::string text = "{";
  for (std::size_t number = 0; number < count; ++number) {
    const std::string digits = std::to_string(number);
    text += number == 0 ? "\n" : ",\n";
    text.append(R"(  "server-)").append(digits).append(R"(": {"name": "server-)").append(digits);
    text += R"(", "profile_tags": ["all"], )";
    for (const char* c = kShapes[number % std::size(kShapes)]; *c != '\0'; ++c) {
      if (*c == '#') {
        text += digits;
      } else {
        text += *c;
      }
    }
    text += '}';
  }
  return text + "\n}\n";
}

}  // namespace

Environment build_environment(const std::string& home) {
  Environment environment;
  environment.home = home;
  environment.working_directory = home;
  environment.executable = std::string(MCPMX_BINARY_DIR) + "/bin/mcpmx";
  return environment;
}

Workload::Workload(std::size_t servers) {
  folder_ = (std::filesystem::temp_directory_path() / "mcpmx-bench-XXXXXX").string();
  if (::mkdtemp(folder_.data()) == nullptr) {
    problem_ = "no temporary folder can be made";
    folder_.clear();
    return;
  }
  std::ofstream(folder_ + "/servers.json") << servers_json(servers);
  std::ofstream(folder_ + "/profiles_metadata.json")
      << R"({"all": {"name": "all", "api_key": null, "description": null}})";

  app::Options options;
  options.config_dir = folder_;
  session_ = std::make_unique<app::Session>(options, build_environment(folder_), filesystem_);
  auto library = session_->load_library();
  auto claims = session_->claims();
  if (!library || !claims) {
    problem_ = library ? claims.error().message : library.error().message;
    return;
  }
  library_ = std::move(*library);
  claims_ = *claims;
  // Without plugins and mappings every figure would be of errors, and very good.
  if (library_.servers.size() != servers) problem_ = "not every entry was read";
  if (claims_->runner() == nullptr || claims_->mappers().size() < 10)
    problem_ = "the plugins and mappings of this build are not built";
  surroundings_.home = folder_;
  surroundings_.random_secret = [] { return std::string("made-up"); };
}

Workload::~Workload() {
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

}  // namespace mcpmx::bench
