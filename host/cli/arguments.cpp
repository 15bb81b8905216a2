#include "cli/arguments.h"

#include <boost/program_options.hpp>

#include "cli/help.h"

namespace mcpmx::cli {
namespace {

namespace po = boost::program_options;

po::options_description describe(const std::vector<OptionSpec>& global,
                                 const std::vector<OptionSpec>& own) {
  po::options_description description;
  for (const auto* options : {&global, &own}) {
    for (const OptionSpec& option : *options) {
      const std::string name(option.name);
      if (option.value.empty()) {
        description.add_options()(name.c_str(), "");
      } else if (option.repeats) {
        description.add_options()(name.c_str(), po::value<std::vector<std::string>>()->composing(),
                                  "");
      } else {
        auto* value = po::value<std::string>();
        if (!option.fallback.empty()) value->default_value(std::string(option.fallback));
        description.add_options()(name.c_str(), value, "");
      }
    }
  }
  description.add_options()("words", po::value<std::vector<std::string>>());
  return description;
}

}  // namespace

Result<Arguments> parse_arguments(const std::vector<std::string>& args,
                                  const std::vector<OptionSpec>* own, const std::string& hint) {
  try {
    const po::options_description all =
        describe(global_options(), own == nullptr ? std::vector<OptionSpec>() : *own);
    po::positional_options_description positional;
    positional.add("words", -1);
    po::command_line_parser parser(args);
    parser.options(all).positional(positional);
    // No guessing: an option that is a prefix today would mean another one tomorrow.
    parser.style(po::command_line_style::default_style & ~po::command_line_style::allow_guessing);
    if (own == nullptr) parser.allow_unregistered();
    po::variables_map map;
    const po::parsed_options parsed = parser.run();
    po::store(parsed, map);
    Arguments result;
    for (const po::option& option : parsed.options) {
      if (option.unregistered) result.unknown.push_back(option.original_tokens.front());
    }
    for (const auto& [name, value] : map) {
      if (const auto* list = boost::any_cast<std::vector<std::string>>(&value.value())) {
        if (name == "words") {
          result.words = *list;
        } else {
          result.options.set_all(name, *list);
        }
      } else {
        const auto* text = boost::any_cast<std::string>(&value.value());
        result.options.set(name, text == nullptr ? std::string() : *text);
      }
    }
    return result;
  } catch (const po::unknown_option& error) {
    return unknown_option(error.get_option_name(), own, hint);
  } catch (const po::error& error) {
    return Error{ErrorCode::kUsage, error.what(), {}, hint};
  }
}

app::Options session_options(const Arguments& arguments) {
  app::Options options;
  options.config_dir = arguments.options.text("config-dir");
  options.plugin_dirs = arguments.options.all("plugin-dir");
  options.mapping_dirs = arguments.options.all("mapping-dir");
  options.no_plugins = arguments.options.has("no-plugins");
  options.only_bundled_plugins = arguments.options.has("only-bundled-plugins");
  return options;
}

}  // namespace mcpmx::cli
