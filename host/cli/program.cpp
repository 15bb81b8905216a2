#include "cli/program.h"

#include <unistd.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/program_options.hpp>
#include <exception>
#include <iostream>

#include "cli/command.h"
#include "cli/help.h"
#include "cli/log.h"
#include "support/environment.h"

namespace mcpmx::cli {
namespace {

namespace po = boost::program_options;
namespace json = boost::json;

constexpr int kUsage = static_cast<int>(ErrorCode::kUsage);

Error usage_error(std::string message, std::string hint) {
  return {ErrorCode::kUsage, std::move(message), {}, std::move(hint)};
}

// What must be known before the rest is understood: even the error of a wrong option is JSON if
// asked for.
Format wanted_format(const std::vector<std::string>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--format=json") return Format::kJson;
    if (words[i] == "--format" && i + 1 < words.size() && words[i + 1] == "json")
      return Format::kJson;
  }
  return Format::kText;
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
                                   {"error", json::object{{"code", static_cast<int>(error.code)},
                                                          {"message", error.message},
                                                          {"where", error.where},
                                                          {"hint", error.hint}}}};
    std::cout << json::serialize(document) << '\n';
  } else {
    std::cerr << style.red("error:") << ' ' << printable(error.message) << '\n';
    if (!error.where.empty()) std::cerr << "   at: " << printable(error.where) << '\n';
    if (!error.hint.empty()) std::cerr << " next: " << printable(error.hint) << '\n';
  }
  return static_cast<int>(error.code);
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

struct Parsed {
  po::variables_map options;
  std::vector<std::string> words;  // what is no option
};

// `lenient`: options of a command that is not known yet are passed over.
Result<Parsed> parse(const std::vector<std::string>& args,
                     const po::options_description& description, bool lenient,
                     const std::string& hint) {
  try {
    po::options_description all;
    all.add(description);
    all.add_options()("words", po::value<std::vector<std::string>>());
    po::positional_options_description positional;
    positional.add("words", -1);
    po::command_line_parser parser(args);
    parser.options(all).positional(positional);
    // No guessing: an option that is a prefix today would mean another one tomorrow.
    parser.style(po::command_line_style::default_style & ~po::command_line_style::allow_guessing);
    if (lenient) parser.allow_unregistered();
    Parsed result;
    po::store(parser.run(), result.options);
    po::notify(result.options);
    if (result.options.count("words") != 0)
      result.words = result.options["words"].as<std::vector<std::string>>();
    return result;
  } catch (const po::error& error) {
    return usage_error(error.what(), hint);
  }
}

Result<int> run_command(const Command& command, const Parsed& parsed,
                        std::vector<std::string> arguments, const Environment& environment,
                        Format format) {
  const po::variables_map& options = parsed.options;
  const std::string help = "mcpmx " + std::string(command.name) + " --help";
  if (arguments.size() < command.least_arguments) {
    return usage_error(std::string(command.name) + " needs " + std::string(command.arguments),
                       help);
  }
  if (arguments.size() > command.most_arguments) {
    return usage_error("there is an argument too many: " + arguments[command.most_arguments], help);
  }
  app::Options session_options;
  if (options.count("config-dir") != 0)
    session_options.config_dir = options["config-dir"].as<std::string>();
  if (options.count("plugin-dir") != 0) {
    session_options.plugin_dirs = options["plugin-dir"].as<std::vector<std::string>>();
  }
  if (options.count("mapping-dir") != 0) {
    session_options.mapping_dirs = options["mapping-dir"].as<std::vector<std::string>>();
  }
  session_options.no_plugins = options.count("no-plugins") != 0;
  session_options.only_bundled_plugins = options.count("only-bundled-plugins") != 0;
  MCPMX_TRY(log, make_log(options["log-level"].as<std::string>(), options.count("verbose") != 0,
                          options.count("quiet") != 0));
  session_options.log = log;

  PosixFilesystem filesystem;
  app::Session session(std::move(session_options), environment, filesystem);
  Context context{
      session,
      options,
      std::move(arguments),
      format,
      options.count("quiet") != 0,
      Style(wants_colour(options["color"].as<std::string>(), environment, STDOUT_FILENO)),
      std::cout};
  return command.run(context);
}

int run_words(const std::vector<std::string>& args) {
  const Environment environment = Environment::of_this_process();
  const Format format = wanted_format(args);
  const Style error_style(wants_colour("auto", environment, STDERR_FILENO));
  const auto fail = [&](const Error& error, std::string_view schema) {
    return report(error, schema, format, error_style);
  };

  const po::options_description global = global_options();
  const auto first = parse(args, global, true, "mcpmx --help");
  if (!first) return fail(first.error(), "error");
  if (first->options.count("version") != 0) {
    write_version(std::cout);
    return 0;
  }
  const Style out_style(
      wants_colour(first->options["color"].as<std::string>(), environment, STDOUT_FILENO));
  const bool wants_help = first->options.count("help") != 0;
  const Found found = find_command(first->words);
  if (found.command == nullptr) {
    if (first->words.empty()) {
      write_help(std::cout, out_style);
      return wants_help ? 0 : kUsage;
    }
    if (wants_help && write_group_help(first->words.front(), std::cout, out_style)) return 0;
    return fail(unknown_command(first->words), "error");
  }
  po::options_description description;
  description.add(global);
  po::options_description own("Options");
  if (found.command->add_options != nullptr) found.command->add_options(own);
  description.add(own);
  if (wants_help) {
    write_command_help(*found.command, std::cout, out_style);
    return 0;
  }
  const std::string schema = schema_name(found.command->name);
  auto parsed =
      parse(args, description, false, "mcpmx " + std::string(found.command->name) + " --help");
  if (!parsed) return fail(parsed.error(), schema);
  const std::string& chosen = parsed->options["format"].as<std::string>();
  if (chosen != "text" && chosen != "json") {
    return fail(usage_error("the format \"" + chosen + "\" does not exist", "text and json do"),
                schema);
  }
  std::vector<std::string> arguments(
      parsed->words.begin() + static_cast<std::ptrdiff_t>(found.words), parsed->words.end());
  const auto code = run_command(*found.command, *parsed, std::move(arguments), environment, format);
  if (!code) return fail(code.error(), schema);
  std::cout.flush();
  if (!std::cout)
    return fail(failed("stdout cannot be written", {}, "is the disk full, or the reader gone?"),
                schema);
  return *code;
}

}  // namespace

void write_json(Context& context, std::string_view name, json::object document) {
  json::object whole = {{"schema", "mcpmx." + std::string(name) + "/1"}};
  for (auto& member : document) whole.emplace(member.key(), std::move(member.value()));
  context.out << json::serialize(whole) << '\n';
}

int run(int argc, char** argv) {
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
