#include "cli/program.h"

#include <unistd.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <csignal>
#include <exception>
#include <iostream>
#include <optional>

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/help.h"
#include "cli/json_parts.h"
#include "cli/log.h"
#include "support/environment.h"

namespace mcpmx::cli {
namespace {

namespace json = boost::json;

constexpr int kUsage = static_cast<int>(ErrorCode::kUsage);

Error usage_error(std::string message, std::string hint) {
  return {ErrorCode::kUsage, std::move(message), {}, std::move(hint)};
}

// What must be known before the rest is understood: even the error of a wrong option is JSON if
// asked for.
Format wanted_format(const std::vector<std::string>& words) {
  for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
    if (words[i] == "--format=json") return Format::kJson;
    if (words[i] == "--format" && i + 1 < words.size() && words[i + 1] == "json")
      return Format::kJson;
  }
  return Format::kText;
}

// Likewise: the colour of an error follows --color even where the rest is not understood.
std::string wanted_colour(const std::vector<std::string>& words) {
  std::string wanted = "auto";
  for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
    if (words[i].starts_with("--color=")) wanted = words[i].substr(8);
    if (words[i] == "--color" && i + 1 < words.size()) wanted = words[i + 1];
  }
  return wanted;
}

bool wants_colour(const std::string& setting, const Environment& environment, int stream) {
  if (setting == "always") return true;
  if (setting == "never") return false;
  const bool declined =
      !environment.get("NO_COLOR").value_or("").empty() || environment.get("TERM") == "dumb";
  return !declined && ::isatty(stream) == 1;
}

// One block: what, where, next step. Or one JSON document, so that a program gets exactly one
// either way.
int report(const Error& error, std::string_view schema, Format format, const Style& style) {
  if (format == Format::kJson) {
    const json::object document = {{"schema", "mcpmx." + std::string(schema) + "/1"},
                                   {"error", failure_json(error)}};
    std::cout << json::serialize(document) << '\n';
  } else {
    std::cerr << style.red("error:") << ' ' << printable(error.message) << '\n';
    if (!error.where.empty()) std::cerr << "   at: " << printable(error.where) << '\n';
    if (!error.hint.empty()) std::cerr << " next: " << printable(error.hint) << '\n';
  }
  return static_cast<int>(error.code);
}

// The first option whose value is none of those that exist.
std::optional<Error> wrong_choice(const OptionValues& options) {
  const std::string format = options.text("format");
  if (format != "text" && format != "json")
    return usage_error("the format \"" + format + "\" does not exist", "text and json do");
  const std::string color = options.text("color");
  if (color != "auto" && color != "always" && color != "never") {
    return usage_error("the colour setting \"" + color + "\" does not exist",
                       "auto, always and never do");
  }
  return std::nullopt;
}

struct Found {
  const Command* command = nullptr;
  std::size_t words = 0;  // of the command's name
};

Found find_command(const std::vector<std::string>& words) {
  for (const std::size_t count : {std::size_t{2}, std::size_t{1}}) {
    if (words.size() < count) continue;
    const std::string name = count == 2 ? words[0] + " " + words[1] : words[0];
    for (const Command& command : commands()) {
      if (command.name == name) return {&command, count};
    }
  }
  return {};
}

Result<int> run_command(const Command& command, const Arguments& parsed,
                        std::vector<std::string> arguments, const Environment& environment,
                        Format format) {
  const OptionValues& options = parsed.options;
  const std::string help = "mcpmx " + std::string(command.name) + " --help";
  if (arguments.size() < command.least_arguments) {
    return usage_error(std::string(command.name) + " needs " + std::string(command.arguments),
                       help);
  }
  if (arguments.size() > command.most_arguments) {
    return usage_error("one argument too many: " + arguments[command.most_arguments], help);
  }
  MCPMX_TRY(log, make_log(options.text("log-level"), options.has("verbose"), options.has("quiet")));
  app::Options for_session = session_options(parsed);
  for_session.log = log;

  PosixFilesystem filesystem;
  app::Session session(std::move(for_session), environment, filesystem);
  Context context{session,
                  options,
                  std::move(arguments),
                  format,
                  options.has("quiet"),
                  Style(wants_colour(options.text("color"), environment, STDOUT_FILENO)),
                  std::cout};
  return command.run(context);
}

int run_words(const std::vector<std::string>& args) {
  const Environment environment = Environment::of_this_process();
  const Format format = wanted_format(args);
  const Style error_style(wants_colour(wanted_colour(args), environment, STDERR_FILENO));
  const auto fail = [&](const Error& error, std::string_view schema) {
    return report(error, schema, format, error_style);
  };

  const auto no_such_option = [](const std::string& written) {
    return unknown_option(written, nullptr, "mcpmx --help lists the global options");
  };

  // Nothing that could not be written counts as done: not a file, not a help text.
  const auto finish = [&](int code, std::string_view schema) {
    std::cout.flush();
    if (std::cout) return code;
    return fail(failed("stdout cannot be written", {}, "is the disk full, or the reader gone?"),
                schema);
  };

  auto first = parse_arguments(args, nullptr, "mcpmx --help");
  if (!first) return fail(first.error(), "error");
  if (const auto wrong = wrong_choice(first->options)) return fail(*wrong, "error");
  if (first->options.has("version")) {
    write_version(std::cout);
    return finish(0, "error");
  }
  const Style out_style(wants_colour(first->options.text("color"), environment, STDOUT_FILENO));
  // "mcpmx help docker generate" is what people type first.
  const bool says_help = !first->words.empty() && first->words.front() == "help";
  if (says_help) first->words.erase(first->words.begin());
  const bool wants_help = says_help || first->options.has("help");
  const Found found = find_command(first->words);
  if (found.command == nullptr) {
    if (first->words.empty()) {
      if (!first->unknown.empty() && !wants_help) {
        return fail(no_such_option(first->unknown.front()), "error");
      }
      if (!wants_help && format == Format::kJson) {
        return fail(usage_error("no command was given", "mcpmx --help lists the commands"),
                    "error");
      }
      write_help(std::cout, out_style);
      return finish(wants_help ? 0 : kUsage, "error");
    }
    if (wants_help && write_group_help(first->words.front(), std::cout, out_style)) {
      return finish(0, "error");
    }
    // What looks like a command may be the value of an option that is misspelt.
    if (!first->unknown.empty()) return fail(no_such_option(first->unknown.front()), "error");
    return fail(unknown_command(first->words), "error");
  }
  if (wants_help) {
    write_command_help(*found.command, std::cout, out_style);
    return finish(0, "error");
  }
  const std::string schema = schema_name(found.command->name);
  auto parsed = parse_arguments(args, &found.command->options,
                                "mcpmx " + std::string(found.command->name) + " --help");
  if (!parsed) return fail(parsed.error(), schema);
  std::vector<std::string> arguments(
      parsed->words.begin() + static_cast<std::ptrdiff_t>(found.words), parsed->words.end());
  const auto code = run_command(*found.command, *parsed, std::move(arguments), environment, format);
  if (!code) return fail(code.error(), schema);
  return finish(*code, schema);
}

}  // namespace

void write_json(Context& context, std::string_view name, json::object document) {
  json::object whole = {{"schema", "mcpmx." + std::string(name) + "/1"}};
  for (auto& member : document) whole.emplace(member.key(), std::move(member.value()));
  context.out << json::serialize(whole) << '\n';
}

int run(int argc, char** argv) {
  // A file that grows past a limit of the shell's is a failed write like any other: with the signal
  // the process would end between two files.
  std::signal(SIGXFSZ, SIG_IGN);
  try {
    return run_words(std::vector<std::string>(argv + 1, argv + argc));
  } catch (const std::bad_alloc&) {
    std::cerr << "error: out of memory\n";
  } catch (const std::exception& error) {
    std::cerr << "error: internal: " << error.what() << "\n next: please report it\n";
  }
  return static_cast<int>(ErrorCode::kFailed);
}

}  // namespace mcpmx::cli
