// What composing a project costs beside the YAML parse that it cannot do without.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "compose/project_reader.h"
#include "document/reader.h"

namespace mcpmx::bench {
namespace {

// Services as `docker generate` writes them, in number those of the corpus by default.
std::string project_of(std::int64_t services) {
  std::string text = "name: bench\nservices:\n";
  for (std::int64_t i = 0; i < services; ++i) {
    const std::string number = std::to_string(i);
    text += "  server-" + number +
            ":\n"
            "    image: docker.io/library/node:22-slim\n"
            "    command: [\"npx\", \"-y\", \"@scope/server-" +
            number +
            "@1.2.3\", \"--port\", \"8080\"]\n"
            "    environment:\n"
            "      API_KEY: ${API_KEY_" +
            number +
            "}\n"
            "      LOG_LEVEL: info\n"
            "      HOME: /tmp\n"
            "    ports:\n"
            "      - \"127.0.0.1:" +
            std::to_string(10000 + i) +
            ":8080\"\n"
            "    volumes:\n"
            "      - data:/data\n"
            "      - ./files:/files:ro\n"
            "    networks: [mcp]\n"
            "    restart: unless-stopped\n"
            "    stdin_open: true\n"
            "    init: true\n"
            "    cap_drop: [ALL]\n"
            "    security_opt: [\"no-new-privileges:true\"]\n"
            "    healthcheck:\n"
            "      test: [\"CMD\", \"true\"]\n"
            "      interval: 30s\n"
            "      timeout: 5s\n"
            "    deploy:\n"
            "      resources:\n"
            "        limits:\n"
            "          memory: 512M\n"
            "    labels:\n"
            "      mcpmx.server: server-" +
            number + "\n";
  }
  return text + "volumes:\n  data:\nnetworks:\n  mcp:\n";
}

class Folder {
 public:
  explicit Folder(std::int64_t services) {
    std::string pattern = (std::filesystem::temp_directory_path() / "mcpmx-bench-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) return;
    path_ = pattern;
    std::ofstream(path_ + "/compose.yaml") << project_of(services);
    std::ofstream env(path_ + "/.env");
    for (std::int64_t i = 0; i < services; ++i) env << "API_KEY_" << i << "='key-" << i << "'\n";
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

void parse_compose_yaml(benchmark::State& state) {
  const std::string text = project_of(state.range(0));
  for (auto _ : state) {
    auto document = document::read_yaml(text, "compose.yaml");
    if (!document) return state.SkipWithError(document.error().message.c_str());
    benchmark::DoNotOptimize(document);
  }
  state.counters["bytes"] = static_cast<double>(text.size());
}
BENCHMARK(parse_compose_yaml)->Arg(316)->Unit(benchmark::kMillisecond);

void read_compose_project(benchmark::State& state) {
  const Folder folder(state.range(0));
  const compose::ComposeOptions options{.working_directory = folder.path()};
  for (auto _ : state) {
    auto project = compose::read_project(options);
    if (!project) return state.SkipWithError(project.error().message.c_str());
    benchmark::DoNotOptimize(project);
  }
  state.SetComplexityN(state.range(0));
}
BENCHMARK(read_compose_project)
    ->Arg(316)
    ->Arg(1264)
    ->Arg(5056)
    ->Unit(benchmark::kMillisecond)
    ->Complexity();

}  // namespace
}  // namespace mcpmx::bench
