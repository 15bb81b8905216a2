#include "compose.h"

#include <map>
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

namespace {

// The events of one call of compose, with what its lines leave out.
class Story {
 public:
  Story(const Project& project, bool is_restart, BackendSink& sink)
      : project_(project), is_restart_(is_restart), sink_(sink) {}

  void tell(mcpmx::Event event) {
    if (event.resource == MCPMX_RESOURCE_IMAGE && project_.has_service(event.name))
      event.name = project_.image(event.service);
    const bool is_done = event.kind == MCPMX_EVENT_DONE;
    // Of a container that was there and is started compose says that it is created.
    const bool is_old = is_done && event.action == MCPMX_ACTION_CREATE &&
                        event.resource == MCPMX_RESOURCE_CONTAINER &&
                        begun_.find(event.name) == begun_.end();
    if (is_old) return;
    if (is_restart_ && is_done && event.action == MCPMX_ACTION_START)
      event.action = MCPMX_ACTION_RESTART;
    if (event.kind == MCPMX_EVENT_BEGAN) begun_[event.name] = event.action;
    // A failure is of what was begun last.
    if (event.kind == MCPMX_EVENT_FAILED) {
      const auto begun = begun_.find(event.name);
      if (begun != begun_.end()) event.action = begun->second;
      if (event.message.starts_with("Error while ")) event.message.clear();
    }
    sink_.event(event);
  }

 private:
  const Project& project_;
  bool is_restart_;
  BackendSink& sink_;
  std::map<std::string, std::int32_t> begun_;
};

// What the plan says better, with the option that is ours.
bool is_told_by_the_plan(std::string_view warning) {
  return warning.starts_with("Found orphan containers");
}

}  // namespace

Status run_compose(Words words, const Project& project, const std::string& what,
                   BackendSink& sink) {
  std::string errors;
  Lines lines;
  Story story(project, what.starts_with("restart"), sink);
  const auto on_line = [&](std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (const auto event = progress_of(line)) {
      story.tell(*event);
    } else if (const std::string warning = warning_in(line); !warning.empty()) {
      if (!is_told_by_the_plan(warning)) sink.warning("compose", warning);
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
