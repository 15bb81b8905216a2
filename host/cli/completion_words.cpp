#include "cli/completion_words.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "app/bindings.h"
#include "cli/command.h"
#include "cli/help.h"

namespace mcpmx::cli {
namespace {

// "file,f" -> "--file", "-f"
std::string long_name(const OptionSpec& option) {
  return "--" + std::string(option.name.substr(0, option.name.find(',')));
}

bool is_written_as(const OptionSpec& option, std::string_view word) {
  const auto comma = option.name.find(',');
  return word == long_name(option) || (comma != std::string_view::npos &&
                                       word == "-" + std::string(option.name.substr(comma + 1)));
}

const OptionSpec* find_option(const std::vector<OptionSpec>& options, std::string_view word) {
  const auto found = std::find_if(options.begin(), options.end(), [&](const OptionSpec& option) {
    return is_written_as(option, word);
  });
  return found == options.end() ? nullptr : &*found;
}

// Before the command is known, any command's option may be meant.
const OptionSpec* find_option(const Command* command, std::string_view word) {
  if (const OptionSpec* global = find_option(global_options(), word)) return global;
  for (const Command& one : commands()) {
    if (command != nullptr && &one != command) continue;
    if (const OptionSpec* own = find_option(one.options, word)) return own;
  }
  return nullptr;
}

// "text|json" -> text, json; what stands in capitals is a name for something else.
std::vector<std::string> choices(std::string_view spec) {
  std::vector<std::string> words;
  const bool has_name =
      std::any_of(spec.begin(), spec.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (has_name || spec.find('|') == std::string_view::npos) return words;
  for (std::size_t at = 0; at <= spec.size();) {
    const auto end = std::min(spec.find('|', at), spec.size());
    words.emplace_back(spec.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

// What may stand as the value of an option.
std::vector<std::string> values_of(const OptionSpec& option, const NamesOf& names) {
  if (long_name(option) == "--conflict") return names(Named::kStrategy);
  if (long_name(option) == "--backend") return names(Named::kBackend);
  return choices(option.value);
}

const Command* find_command(const std::string& name) {
  const auto& all = commands();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Command& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

// The next word of every command that begins with `before`.
std::vector<std::string> command_words(const std::string& before) {
  std::vector<std::string> words;
  const std::string prefix = before.empty() ? std::string() : before + " ";
  for (const Command& command : commands()) {
    if (!command.name.starts_with(prefix)) continue;
    const std::string_view rest = command.name.substr(prefix.size());
    std::string word(rest.substr(0, rest.find(' ')));
    if (std::find(words.begin(), words.end(), word) == words.end())
      words.push_back(std::move(word));
  }
  return words;
}

std::vector<std::string> option_words(const Command* command) {
  std::vector<std::string> words;
  if (command != nullptr) {
    for (const OptionSpec& option : command->options) words.push_back(long_name(option));
  }
  for (const OptionSpec& option : global_options()) words.push_back(long_name(option));
  return words;
}

// What was typed before: the command as far as it goes, and how many of its arguments.
struct Before {
  std::string command;
  std::size_t arguments = 0;
  std::string last;  // of the arguments; "key=" where bash has made two words of it
  const OptionSpec* awaits = nullptr;  // the last word is an option whose value comes next
};

Before read(const std::vector<std::string>& words) {
  Before before;
  for (const std::string& word : words) {
    if (before.awaits != nullptr) {
      // bash makes a word of the equals sign in --format=json.
      if (word != "=") before.awaits = nullptr;
      continue;
    }
    const Command* command = find_command(before.command);
    if (word.starts_with('-')) {
      const OptionSpec* option = find_option(command, word);
      if (option != nullptr && !option->value.empty()) before.awaits = option;
    } else if (command != nullptr && word == "=") {
      before.last += word;
    } else if (command != nullptr) {
      ++before.arguments;
      before.last = word;
    } else {
      before.command += (before.command.empty() ? "" : " ") + word;
    }
  }
  return before;
}

// What the argument of a command names; nullopt where it is a word, a file or free text.
std::optional<Named> named_by(const Command& command) {
  if (command.arguments.find("PROFILE") != std::string_view::npos ||
      command.name == "profile show" || command.name == "profile set")
    return Named::kProfile;
  if (command.arguments == "[SERVICE...]") return Named::kService;
  if (command.name == "mapping show") return Named::kMapping;
  if (command.name == "plugin info") return Named::kPlugin;
  return std::nullopt;
}

// KEY=VALUE of `profile set`, every word that may stand there.
std::vector<std::string> assignments(const NamesOf& names) {
  std::vector<std::string> words;
  const auto add = [&](std::string_view key, std::string_view value) {
    words.emplace_back(key).append("=").append(value);
  };
  add(app::kComposeFile, "");  // a path, which the shell knows
  add(app::kAutoDeploy, "true");
  add(app::kAutoDeploy, "false");
  for (const std::string& name : names(Named::kStrategy)) add(app::kConflictResolution, name);
  return words;
}

// Where bash has parted KEY=VALUE, the part behind the equals sign alone is completed.
std::vector<std::string> behind(const std::string& key, std::vector<std::string> words) {
  std::erase_if(words, [&](const std::string& word) {
    return !word.starts_with(key) || word.size() == key.size();
  });
  for (std::string& word : words) word.erase(0, key.size());
  return words;
}

}  // namespace

std::vector<std::string> words_before(const std::vector<std::string>& words) {
  std::vector<std::string> before;
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const bool parted = words[i] == "=" && !before.empty() && before.back().starts_with("--") &&
                        i + 2 < words.size();
    if (parted) {
      before.back() += "=" + words[++i];
    } else {
      before.push_back(words[i]);
    }
  }
  return before;
}

std::vector<std::string> complete(const std::vector<std::string>& words, const NamesOf& names) {
  std::string typed = words.empty() ? std::string() : words.back();
  const Before before = read({words.begin(), words.empty() ? words.end() : words.end() - 1});
  const Command* command = find_command(before.command);
  std::vector<std::string> found;
  std::string prefix;  // of every candidate: "--format=" where a shell has left it in one word
  if (before.awaits != nullptr) {
    if (typed == "=") typed.clear();
    found = values_of(*before.awaits, names);
  } else if (const auto equals = typed.find('=');
             typed.starts_with("--") && equals != std::string::npos) {
    prefix = typed.substr(0, equals + 1);
    const OptionSpec* option = find_option(command, typed.substr(0, equals));
    if (option != nullptr) found = values_of(*option, names);
    typed.erase(0, equals + 1);
  } else if (typed.starts_with('-')) {
    found = option_words(command);
  } else if (command == nullptr) {
    found = command_words(before.command);
  } else if (const auto named = named_by(*command);
             named == Named::kService || (before.arguments == 0 && command->most_arguments > 0)) {
    // Of names and words that are no services a command takes one; of files the shell knows.
    found = named ? names(*named) : choices(command->arguments);
  } else if (command->name == "profile set") {
    std::string key = before.last;
    if (typed == "=") key += std::exchange(typed, {});
    found = assignments(names);
    if (key.ends_with('=')) found = behind(key, std::move(found));
    // A path behind it is the shell's business.
    if (typed.starts_with("compose_file=")) found.clear();
  }
  std::vector<std::string> result;
  for (const std::string& word : found) {
    if (word.starts_with(typed)) result.push_back(prefix + word);
  }
  return result;
}

}  // namespace mcpmx::cli
