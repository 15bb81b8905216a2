#include "compose.h"

#include <mcpmx/process.hpp>

#include "progress.h"

namespace docker_cli {
namespace {

using engine::Project;
using mcpmx::BackendSink;
using mcpmx::Operation;
using mcpmx::ProcessEnd;
using mcpmx::Status;

// The text of a log line of docker's own: time="..." level=warning msg="..."; empty: it is none.
std::string warning_in(std::string_view line) {
  const std::size_t message = line.find(" msg=\"");
  if (!line.starts_with("time=") || line.find(" level=warn") == std::string_view::npos ||
      message == std::string_view::npos || !line.ends_with('"'))
    return {};
  // Quoted as Go does, which JSON reads but for what no warning has.
  const auto text = mcpmx::read_json(line.substr(message + 5));
  return text ? text->text() : std::string(line);
}

}  // namespace

Words compose_words(const Project& project) {
  Words words = {"docker",
                 "compose",
                 "--ansi",
                 "never",
                 "--project-name",
                 project.name(),
                 "--project-directory",
                 project.document()["directory"].text()};
  for (const auto& [none, file] : project.document()["files"].members()) {
    words.emplace_back("--file");
    words.push_back(file.text());
  }
  return words;
}

void add_timeout(const Operation& operation, Words& words) {
  if (operation.stop_timeout_s < 0) return;
  words.emplace_back("--timeout");
  words.push_back(std::to_string(operation.stop_timeout_s));
}

void add_services(const Operation& operation, Words& words) {
  words.insert(words.end(), operation.services.begin(), operation.services.end());
}

Status run_compose(Words words, const Project& project, const std::string& what,
                   BackendSink& sink) {
  std::string errors;
  Lines lines;
  const auto on_line = [&](std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (const auto event = progress_of(line)) {
      sink.event(*event);
    } else if (const std::string warning = warning_in(line); !warning.empty()) {
      sink.warning("compose", warning);
    } else if (!line.empty() && !line.starts_with(' ')) {
      errors.append(line).append("\n");
    }
  };
  ProcessEnd end = mcpmx::run_process(
      {.words = std::move(words),
       .folder = project.document()["directory"].text(),
       .output = [&](std::int32_t, std::string_view bytes) { lines.add(bytes, on_line); }});
  lines.finish(on_line);
  end.errors = std::move(errors);
  return checked(end, what, sink);
}

}  // namespace docker_cli
