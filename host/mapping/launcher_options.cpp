#include "mapping/launcher_options.h"

namespace mcpmx::mapping {
namespace {

const OptionRule* find_long(std::span<const OptionRule> table, std::string_view name) {
  for (const auto& rule : table) {
    if (rule.name == name) return &rule;
  }
  return nullptr;
}

const OptionRule* find_letter(std::span<const OptionRule> table, char letter) {
  for (const auto& rule : table) {
    if (letter != 0 && rule.letter == letter) return &rule;
  }
  return nullptr;
}

std::string_view recorded_name(const OptionRule& rule) {
  return rule.canonical.empty() ? rule.name : rule.canonical;
}

class Scanner {
 public:
  Scanner(std::span<const Word> words, std::span<const OptionRule> table)
      : words_(words), table_(table) {}

  OptionScan run(std::size_t from) {
    scan_.next = from;
    while (scan_.next < words_.size() && !stop_) {
      const std::string_view word = words_[scan_.next].text;
      if (word.size() < 2 || word.front() != '-') break;
      if (word == "--") {
        ++scan_.next;
        break;
      }
      const std::size_t at = scan_.next++;
      if (word[1] == '-') {
        read_long(at, word.substr(2));
      } else {
        read_cluster(at, word.substr(1));
      }
    }
    return std::move(scan_);
  }

 private:
  void read_long(std::size_t at, std::string_view body) {
    const auto equals = body.find('=');
    const auto name = body.substr(0, equals);
    const OptionRule* rule = find_long(table_, name);
    if (rule == nullptr) note_unknown(at);
    OptionUse use{rule, rule != nullptr ? recorded_name(*rule) : name, {}, at};
    if (equals != std::string_view::npos) {
      use.value = body.substr(equals + 1);
    } else if (rule != nullptr && rule->takes_value) {
      take_next(at, use);
    }
    add(std::move(use));
  }

  void read_cluster(std::size_t at, std::string_view letters) {
    for (std::size_t i = 0; i < letters.size(); ++i) {
      const OptionRule* rule = find_letter(table_, letters[i]);
      if (rule == nullptr) {
        // Single-dash long options (-NoProfile, -XX:...) have no letters to go on with.
        note_unknown(at);
        add({nullptr, letters.substr(i), {}, at});
        return;
      }
      OptionUse use{rule, recorded_name(*rule), {}, at};
      if (!rule->takes_value) {
        // "-R=data": what stands behind "=" can only be its value.
        const bool has_value = i + 1 < letters.size() && letters[i + 1] == '=';
        if (has_value) use.value = letters.substr(i + 2);
        add(std::move(use));
        if (has_value) return;
        continue;
      }
      auto rest = letters.substr(i + 1);
      if (rest.starts_with('=')) rest.remove_prefix(1);
      if (rest.empty()) {
        take_next(at, use);
      } else {
        use.value = rest;
      }
      add(std::move(use));
      return;
    }
  }

  void take_next(std::size_t at, OptionUse& use) {
    if (scan_.next < words_.size()) {
      use.value = words_[scan_.next++].text;
    } else if (scan_.starved.empty()) {
      scan_.starved = words_[at].text;
    }
  }

  void add(OptionUse use) {
    const bool last = use.rule != nullptr &&
                      (use.rule->effect == Effect::kModule || use.rule->effect == Effect::kCall ||
                       use.rule->effect == Effect::kScript);
    scan_.uses.push_back(std::move(use));
    if (last) stop_ = true;
  }

  void note_unknown(std::size_t at) {
    if (scan_.unknown.empty()) scan_.unknown = words_[at].text;
  }

  std::span<const Word> words_;
  std::span<const OptionRule> table_;
  OptionScan scan_;
  bool stop_ = false;
};

}  // namespace

OptionScan scan_options(std::span<const Word> words, std::size_t from,
                        std::span<const OptionRule> table) {
  return Scanner(words, table).run(from);
}

}  // namespace mcpmx::mapping
