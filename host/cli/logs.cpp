// docker logs: the lines of each container behind its name.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <iostream>
#include <map>

#include "cli/command.h"
#include "cli/deploy_request.h"
#include "cli/outcome_text.h"
#include "support/cancellation.h"

namespace mcpmx::cli {
namespace {

namespace json = boost::json;

// Puts the parts together that lines come in. A line is what ends with a line end; what is open in
// the end is one, too.
class LogPrinter final : public Listener {
 public:
  LogPrinter(Context& context, bool has_prefix) : context_(context), has_prefix_(has_prefix) {}

  void step(const PlanStep&) override {}
  void event(const DeployEvent&) override {}
  void row(const ContainerState&) override {}

  void log(std::string_view service, unsigned number, bool is_error,
           std::string_view bytes) override {
    std::string& open = open_[{std::string(service) + "-" + std::to_string(number), is_error}];
    open += bytes;
    std::size_t from = 0;
    for (std::size_t end = open.find('\n'); end != std::string::npos; end = open.find('\n', from)) {
      print(service, number, is_error, std::string_view(open).substr(from, end - from));
      from = end + 1;
    }
    open.erase(0, from);
    context_.out.flush();
  }

  void finish() {
    for (const auto& [source, text] : open_) {
      const std::size_t dash = source.first.rfind('-');
      const auto number = static_cast<unsigned>(std::stoul(source.first.substr(dash + 1)));
      if (!text.empty()) print(source.first.substr(0, dash), number, source.second, text);
    }
  }

  json::array& lines() { return lines_; }

 private:
  void print(std::string_view service, unsigned number, bool is_error, std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (context_.format == Format::kJson) {
      lines_.push_back({{"service", service},
                        {"number", number},
                        {"stream", is_error ? "stderr" : "stdout"},
                        {"line", printable(line)}});
      return;
    }
    if (has_prefix_) {
      const std::string name = printable(service) + "-" + std::to_string(number);
      context_.out << context_.style.bold(name) << " | ";
    }
    context_.out << printable(line) << '\n';
  }

  Context& context_;
  bool has_prefix_;
  std::map<std::pair<std::string, bool>, std::string> open_;
  json::array lines_;
};

Result<int> run(Context& context) {
  MCPMX_TRY(request, deploy_request(context));
  request.options.follow = context.options.has("follow");
  request.options.timestamps = context.options.has("timestamps");
  if (request.options.follow && context.format == Format::kJson) {
    return Error{ErrorCode::kUsage,
                 "a log that is followed is no JSON document",
                 {},
                 "leave out --follow or --format json"};
  }
  const bool follow = request.options.follow;
  MCPMX_TRY(project, app::DeployedProject::open(context.session, std::move(request)));
  const SignalCancellation signals(context.session.cancellation());
  LogPrinter printer(context, !context.options.has("no-prefix"));
  std::vector<Diagnostic> findings;
  const Result<void> done = project.run(Verb::kLogs, printer, findings);
  printer.finish();
  write_findings(std::cerr, Style(false), findings);
  // That is how following ends.
  if (!done && follow && done.error().code == ErrorCode::kInterrupted)
    return static_cast<int>(ErrorCode::kInterrupted);
  if (!done) return done.error();
  if (context.format == Format::kJson) {
    write_json(context, "logs",
               {{"project", project.model().name}, {"lines", std::move(printer.lines())}});
  }
  return 0;
}

}  // namespace

Command logs_command() {
  return {"docker logs",
          "[SERVICE...]",
          "show what containers wrote",
          "Both streams of each container, one container after the other; with --follow as lines "
          "come. They are shown as the servers wrote them: a secret that a server logs is in them.",
          "mcpmx docker logs                  all of docker-compose.yml here\n"
          "mcpmx docker logs --tail 20 fetch  the end of one\n"
          "mcpmx docker logs --follow         until Ctrl-C",
          0,
          1000,
          deploy_options({{"follow", "", "go on as lines come, until Ctrl-C"},
                          {"tail", "N", "the last lines of each container alone"},
                          {"timestamps", "", "when each line was written"},
                          {"no-prefix", "", "without the container's name before each line"}}),
          &run};
}

}  // namespace mcpmx::cli
