#include "cli/help.h"

#include <algorithm>
#include <optional>
#include <ostream>
#include <set>

#include "support/nearest.h"

namespace mcpmx::cli {
namespace {

std::string_view group_of(std::string_view name) {
  const auto blank = name.find(' ');
  return blank == std::string_view::npos ? std::string_view() : name.substr(0, blank);
}

std::string call_of(const Command& command) {
  std::string call(command.name);
  if (!command.arguments.empty()) call += " " + std::string(command.arguments);
  return call;
}

// "list the profiles" of the table, where it stands alone.
std::string sentence(std::string_view summary) {
  std::string text(summary);
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
  return text + '.';
}

void write_commands(std::ostream& out, const Style& style, std::string_view group) {
  std::size_t width = 0;
  const auto is_listed = [&](const Command& command) {
    return group.empty() || group_of(command.name) == group;
  };
  for (const Command& command : commands()) {
    if (is_listed(command)) width = std::max(width, call_of(command).size());
  }
  for (const Command& command : commands()) {
    if (!is_listed(command)) continue;
    const std::string call = call_of(command);
    out << "  " << style.bold(call) << std::string(width - call.size() + 2, ' ') << command.summary
        << '\n';
  }
}

void write_examples(std::ostream& out, const Style& style, std::string_view examples) {
  out << '\n' << style.bold("Examples:") << '\n';
  for (std::size_t start = 0; start < examples.size();) {
    const auto end = std::min(examples.find('\n', start), examples.size());
    out << "  " << examples.substr(start, end - start) << '\n';
    start = end + 1;
  }
}

// "file,f" with value FILE -> "-f, --file FILE"
std::string spelling(const OptionSpec& option) {
  const auto comma = option.name.find(',');
  std::string text = comma == std::string_view::npos
                         ? "    "
                         : "-" + std::string(option.name.substr(comma + 1)) + ", ";
  text += "--" + std::string(option.name.substr(0, comma));
  if (!option.value.empty()) text += " " + std::string(option.value);
  return text;
}

void write_options(std::ostream& out, const Style& style, std::string_view title,
                   const std::vector<OptionSpec>& options) {
  if (options.empty()) return;
  out << '\n' << style.bold(title) << '\n';
  std::size_t width = 0;
  for (const OptionSpec& option : options) width = std::max(width, spelling(option).size());
  for (const OptionSpec& option : options) {
    std::string help(option.help);
    if (!option.fallback.empty()) help += " (default: " + std::string(option.fallback) + ")";
    const std::string text = spelling(option);
    out << "  " << style.bold(text) << std::string(width - text.size() + 2, ' ')
        << wrapped(help, width + 4) << '\n';
  }
}

}  // namespace

const std::vector<OptionSpec>& global_options() {
  static const std::vector<OptionSpec> kAll = {
      {"config-dir", "DIR", "MCPM's folder [MCPMX_CONFIG_DIR; ~/.config/mcpm]"},
      {"plugin-dir",
       "DIR",
       "look for plugins here first; repeatable [MCPMX_PLUGIN_PATH]",
       {},
       true},
      {"mapping-dir",
       "DIR",
       "look for mappings here first; repeatable [MCPMX_MAPPING_PATH]",
       {},
       true},
      {"no-plugins", "", "load no plugin at all"},
      {"only-bundled-plugins", "", "load only the plugins that came with mcpmx"},
      {"format", "text|json", "json: exactly one document on stdout, errors included", "text"},
      {"color", "WHEN", "auto, always or never; auto: on a terminal, unless NO_COLOR is set",
       "auto"},
      {"log-level", "LEVEL", "debug, info, warning, error or off; logs go to stderr", "warning"},
      {"verbose,v", "", "the same as --log-level info"},
      {"quiet,q", "", "only the product and errors"},
      {"version", "", "print the version"},
      {"help,h", "", "print this help"},
  };
  return kAll;
}

void write_version(std::ostream& out) { out << "mcpmx " MCPMX_VERSION "\n"; }

void write_help(std::ostream& out, const Style& style) {
  out << "mcpmx joins MCPM profiles to Docker: it writes the Compose services that run their MCP "
         "servers.\n\n"
      << style.bold("Usage:") << " mcpmx [global options] COMMAND [options] [arguments]\n\n"
      << style.bold("Commands:") << '\n';
  write_commands(out, style, {});
  write_options(out, style, "Global options:", global_options());
  write_examples(out, style,
                 "mcpmx detect --all                  what every server of MCPM is\n"
                 "mcpmx docker generate work          docker-compose.yml for the profile \"work\"\n"
                 "mcpmx docker deploy                 start it\n"
                 "mcpmx docker generate --help        more on one command");
}

bool write_group_help(std::string_view group, std::ostream& out, const Style& style) {
  const auto& all = commands();
  if (std::none_of(all.begin(), all.end(),
                   [&](const Command& c) { return group_of(c.name) == group; }))
    return false;
  out << style.bold("Usage:") << " mcpmx " << group << " COMMAND [options] [arguments]\n\n"
      << style.bold("Commands:") << '\n';
  write_commands(out, style, group);
  out << "\nmcpmx " << group << " COMMAND --help says more on one of them.\n";
  return true;
}

void write_command_help(const Command& command, std::ostream& out, const Style& style) {
  out << style.bold("Usage:") << " mcpmx " << command.name
      << (command.options.empty() ? "" : " [options]") << (command.arguments.empty() ? "" : " ")
      << command.arguments << "\n\n"
      << wrapped(sentence(command.summary), 0) << '\n';
  if (!command.details.empty()) out << '\n' << wrapped(command.details, 0) << '\n';
  write_options(out, style, "Options:", command.options);
  write_examples(out, style, command.examples);
  out << "\nmcpmx --help lists the global options.\n";
}

Error unknown_command(const std::vector<std::string>& words) {
  std::string asked = words[0] + (words.size() > 1 ? " " + words[1] : "");
  std::vector<std::string_view> names;
  for (const Command& command : commands()) names.push_back(command.name);
  std::optional<Nearest> meant = nearest(asked, names);
  // The second word may be an argument.
  if (const auto other = nearest(words[0], names);
      other && (!meant || other->distance < meant->distance))
    meant = other;
  // What people know from docker compose.
  constexpr std::pair<std::string_view, std::string_view> kKnown[] = {
      {"docker up", "docker deploy"},     {"docker start", "docker deploy"},
      {"docker run", "docker deploy"},    {"docker ps", "docker status"},
      {"docker ls", "docker status"},     {"docker rm", "docker down"},
      {"docker kill", "docker stop"},     {"docker config", "docker generate"},
      {"docker create", "docker deploy"}, {"docker pull", "docker deploy"}};
  for (const auto& [known, ours] : kKnown) {
    if (asked == known) meant = nearest(ours, names);
  }
  std::set<std::string_view> groups;
  for (const Command& command : commands()) groups.insert(group_of(command.name));
  const bool is_group = groups.contains(words[0]);
  if (is_group && words.size() == 1) {
    return {ErrorCode::kUsage,
            "\"" + words[0] + "\" needs a command",
            {},
            "mcpmx " + words[0] + " --help"};
  }
  return {ErrorCode::kUsage,
          "there is no command \"" + (is_group ? asked : words[0]) + "\"",
          {},
          meant ? "did you mean: mcpmx " + std::string(names[meant->index])
                : "mcpmx --help lists the commands"};
}

Error unknown_option(const std::string& written, const std::vector<OptionSpec>* own,
                     const std::string& hint) {
  std::vector<std::string> names;
  for (const auto* options : {&global_options(), own}) {
    if (options == nullptr) continue;
    for (const OptionSpec& option : *options)
      names.push_back("--" + std::string(option.name.substr(0, option.name.find(','))));
  }
  const std::string name = written.substr(0, written.find('='));
  const auto meant = nearest(name, {names.begin(), names.end()});
  return {ErrorCode::kUsage,
          "there is no option \"" + name + "\"",
          {},
          meant ? "did you mean: " + names[meant->index] : hint};
}

std::string schema_name(std::string_view command) {
  if (command.starts_with("docker ")) command.remove_prefix(7);
  std::string name(command);
  std::replace(name.begin(), name.end(), ' ', '-');
  return name;
}

}  // namespace mcpmx::cli
