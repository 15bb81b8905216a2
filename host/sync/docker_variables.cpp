#include "sync/docker_variables.h"

#include <algorithm>
#include <string_view>

#include "mapping/launcher.h"

namespace mcpmx::sync {
namespace {

bool holds(const std::vector<std::string>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

// One option -e or --env of the line.
struct Option {
  std::size_t at = 0;     // index of its first word in Server::args
  std::size_t count = 0;  // of its words: 1 or 2
  std::string name;
  std::optional<std::string> value;  // of -e NAME=value
};

// The option with this text behind it, where `launch` took it for one.
std::optional<Option> read_option(std::string_view text, const Launch& launch) {
  Option option;
  const auto equals = text.find('=');
  std::string_view name = text.substr(0, equals);
  if (name.starts_with("${") && name.ends_with('}')) name = name.substr(2, name.size() - 3);
  option.name = name;
  if (equals != std::string_view::npos) option.value = text.substr(equals + 1);
  const bool is_known =
      option.value ? find_pair(launch.env, name) != nullptr : holds(launch.env_names, name);
  if (!is_known) return std::nullopt;  // somebody's secret where a name belongs
  return option;
}

std::vector<Option> read_options(const Server& entry, const Launch& launch) {
  std::vector<Option> options;
  if (launch.kind != Kind::kDocker) return options;
  constexpr std::string_view kLong = "--env=";
  const std::size_t end = std::min(launch.server_args_at, entry.args.size());
  for (std::size_t i = 0; i < end; ++i) {
    const std::string_view word = entry.args[i];
    std::optional<Option> option;
    std::size_t count = 1;
    if (word.starts_with(kLong)) {
      option = read_option(word.substr(kLong.size()), launch);
    } else if ((word == "-e" || word == "--env") && i + 1 < end) {
      option = read_option(entry.args[i + 1], launch);
      count = 2;
    }
    if (!option) continue;
    option->at = i;
    option->count = count;
    i += count - 1;
    options.push_back(std::move(*option));
  }
  return options;
}

// The words of `docker run` while options are put among them.
class Line {
 public:
  // `first`: where its options begin; `end`: behind the image.
  Line(const std::vector<std::string>& words, std::size_t first, std::size_t end)
      : words_(words), first_(first), end_(end) {}

  // Ahead of all others.
  void put(std::vector<std::string> option) { options_.emplace(first_, std::move(option)); }

  // Where the option stood among `words`, which ended with an image too: in its old place, if the
  // words before or behind it are the same; what changed between them may be an option's value.
  void put(std::vector<std::string> option, std::size_t at, const std::vector<std::string>& words) {
    const auto begin = words_.begin();
    const auto end = begin + static_cast<std::ptrdiff_t>(end_);
    const auto front = std::mismatch(words.begin(), words.end(), begin, end).first - words.begin();
    // Another image, or another version of it, is the image still.
    const auto back = std::mismatch(words.rbegin() + 1, words.rend(),
                                    std::reverse_iterator(end) + 1, std::reverse_iterator(begin))
                          .first -
                      words.rbegin();
    const std::size_t behind = words.size() - at;
    std::size_t now = first_;
    if (at <= static_cast<std::size_t>(front)) {
      now = at;
    } else if (behind <= static_cast<std::size_t>(back)) {
      now = end_ - behind;
    }
    options_.emplace(now < first_ || now >= end_ ? first_ : now, std::move(option));
  }

  std::vector<std::string> take() const {
    std::vector<std::string> line;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      const auto [begin, end] = options_.equal_range(i);
      for (auto each = begin; each != end; ++each)
        line.insert(line.end(), each->second.begin(), each->second.end());
      line.push_back(words_[i]);
    }
    return line;
  }

 private:
  const std::vector<std::string>& words_;
  std::size_t first_, end_;
  std::multimap<std::size_t, std::vector<std::string>> options_;
};

// How an entry has its variables.
class Written {
 public:
  Written(const Server& entry, const Launch& launch)
      : entry_(entry), launch_(launch), options_(read_options(entry, launch)) {
    for (const Pair& pair : entry.env) {
      if (!is_set_ahead(pair.name)) variables_.emplace(pair.name, pair.value);
    }
    for (const Option& option : options_) {
      if (is_set_ahead(option.name)) continue;
      const Option* decides = deciding(option.name);
      const auto variable = variables_.emplace(option.name, std::nullopt).first;
      if (decides != nullptr) variable->second = decides->value;
    }
  }

  const Variables& variables() const { return variables_; }

  std::vector<std::string> words_without_options(std::size_t end) const {
    std::vector<std::string> words;
    auto option = options_.begin();
    for (std::size_t i = 0; i < std::min(end, entry_.args.size()); ++i) {
      if (option != options_.end() && option->at == i) {
        i += (option++)->count - 1;
      } else {
        words.push_back(entry_.args[i]);
      }
    }
    return words;
  }

  // Set or unset by what stands ahead of the program: `env NAME=value docker run ...`. Then that is
  // a part of the command line, and nothing else counts.
  bool is_set_ahead(std::string_view name) const {
    if (holds(launch_.unset_env, name)) return true;
    return find_pair(launch_.env, name) != nullptr &&
           std::none_of(options_.begin(), options_.end(),
                        [&](const Option& option) { return option.name == name && option.value; });
  }

  // The option whose value counts, whatever env says; null: none does.
  const Option* deciding(std::string_view name) const {
    const Option* last = nullptr;
    for (const Option& option : options_) {
      if (option.name == name && option.value) last = &option;
    }
    // -e NAME=${NAME}: the value of env is meant.
    const bool refers = last != nullptr && *last->value == "${" + last->name + "}";
    return refers && find_pair(entry_.env, name) != nullptr ? nullptr : last;
  }

  bool is_new(std::string_view name) const {
    const bool is_written = std::any_of(options_.begin(), options_.end(),
                                        [&](const Option& each) { return each.name == name; });
    return !is_written && (launch_.kind != Kind::kDocker || find_pair(entry_.env, name) == nullptr);
  }

  // What stands now where `text` stood: another value of the variable only where that one did.
  std::string followed(const std::string& name, const std::string& text,
                       const std::string& now) const {
    const auto before = variables_.find(name);
    return before != variables_.end() && before->second == text ? now : text;
  }

  // The options of variables that are there still.
  void put_options(const Variables& variables, Line& line) const {
    const std::vector<std::string> words = words_without_options(launch_.server_args_at);
    std::size_t passed = 0;  // words of options
    for (const Option& option : options_) {
      const std::size_t at = option.at - passed;
      passed += option.count;
      const auto now = variables.find(option.name);
      if (now == variables.end() && !is_set_ahead(option.name)) continue;
      const auto first = entry_.args.begin() + static_cast<std::ptrdiff_t>(option.at);
      std::vector<std::string> put(first, first + static_cast<std::ptrdiff_t>(option.count));
      if (option.value && now != variables.end()) {
        std::string& text = put.back();
        text.resize(text.size() - option.value->size());
        if (now->second) {
          text += followed(option.name, *option.value, *now->second);
        } else {
          text.pop_back();  // the equals sign
        }
      }
      line.put(std::move(put), at, words);
    }
  }

 private:
  const Server& entry_;
  const Launch& launch_;
  std::vector<Option> options_;
  Variables variables_;
};

}  // namespace

Variables variables_of(const Server& entry, const Launch& launch) {
  return Written(entry, launch).variables();
}

std::vector<std::string> words_without_variables(const Server& entry, const Launch& launch,
                                                 std::size_t end) {
  return Written(entry, launch).words_without_options(end);
}

void write_variables(const Variables& variables, const Server& like, Server& entry) {
  const Launch like_launch = mapping::parse_launch(like);
  const Written before(like, like_launch);
  const Launch launch = mapping::parse_launch(entry);
  const std::size_t end = std::min(launch.server_args_at, entry.args.size());
  const auto run = std::find(entry.args.begin(), entry.args.end(), "run") - entry.args.begin();
  const std::size_t first = static_cast<std::size_t>(run) + 1;
  const bool has_options = launch.kind == Kind::kDocker && first < end;
  if (has_options) {
    Line line(entry.args, first, end);
    for (const auto& [name, value] : variables) {
      if (before.is_new(name)) line.put({"-e", name});
    }
    before.put_options(variables, line);
    entry.args = line.take();
  }
  const auto stands_in_option = [&](const std::string& name) {
    return has_options && before.deciding(name) != nullptr;
  };
  for (const Pair& pair : like.env) {
    const auto now = variables.find(pair.name);
    if (now == variables.end() && before.is_set_ahead(pair.name)) {
      entry.env.push_back(pair);
    } else if (now != variables.end() && now->second) {
      entry.env.push_back({pair.name, stands_in_option(pair.name)
                                          ? before.followed(pair.name, pair.value, *now->second)
                                          : *now->second});
    }
  }
  for (const auto& [name, value] : variables) {
    if (value && find_pair(like.env, name) == nullptr && !stands_in_option(name))
      entry.env.push_back({name, *value});
  }
}

Server without_hidden_pairs(Server entry) {
  const Launch launch = mapping::parse_launch(entry);
  const Written written(entry, launch);
  std::vector<Pair> env;
  for (const Pair& pair : entry.env) {
    if (written.deciding(pair.name) == nullptr) env.push_back(pair);
  }
  entry.env = std::move(env);
  return entry;
}

}  // namespace mcpmx::sync
