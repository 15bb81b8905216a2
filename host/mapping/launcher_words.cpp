#include "mapping/launcher_words.h"

#include <algorithm>
#include <array>
#include <utility>

namespace mcpmx::mapping {
namespace {

bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

struct Statement {
  std::vector<Word> words;
};

// Reads the statements that `&&` and `;` separate. nullopt for everything that a single process
// could not stand for.
class PosixReader {
 public:
  PosixReader(std::string_view text, std::span<const Word> positional)
      : text_(text), positional_(positional) {}

  std::optional<std::vector<Statement>> read() {
    std::vector<Statement> statements(1);
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (is_blank(c) && c != '\n') {
        ++at_;
      } else if (c == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (c == ';' || c == '\n' || text_.substr(at_, 2) == "&&") {
        at_ += c == '&' ? 2 : 1;
        if (!statements.back().words.empty()) statements.emplace_back();
      } else if (is_redirection_of_stderr()) {
        if (!skip_redirection()) return std::nullopt;
      } else if (std::string_view("|&<>()").find(c) != std::string_view::npos ||
                 !read_word(statements.back().words)) {
        return std::nullopt;
      }
    }
    if (statements.back().words.empty()) statements.pop_back();
    return statements;
  }

 private:
  // stderr is not part of the protocol, so where it goes does not matter.
  bool is_redirection_of_stderr() const { return text_.substr(at_, 2) == "2>"; }

  bool skip_redirection() {
    at_ += 2;
    if (at_ < text_.size() && text_[at_] == '>') ++at_;
    if (text_.substr(at_, 2) == "&1") return false;  // would mix messages into the protocol
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    std::vector<Word> target;
    return at_ < text_.size() && read_word(target);
  }

  bool read_word(std::vector<Word>& into) {
    std::string word;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (is_blank(c) || std::string_view(";|&<>()").find(c) != std::string_view::npos) break;
      if (c == '`' || text_.substr(at_, 2) == "$(") return false;
      if (c == '\'') {
        const auto end = text_.find('\'', at_ + 1);
        if (end == std::string_view::npos) return false;
        word += text_.substr(at_ + 1, end - at_ - 1);
        at_ = end + 1;
      } else if (c == '"') {
        if (!read_double_quoted(word, into)) return false;
      } else if (c == '\\') {
        if (at_ + 1 >= text_.size()) return false;
        word += text_[at_ + 1];
        at_ += 2;
      } else if (!expand_positional(word, into)) {
        word += c;
        ++at_;
      }
    }
    if (!dropped_ || !word.empty()) into.push_back({std::move(word), Word::kNested});
    dropped_ = false;
    return true;
  }

  bool read_double_quoted(std::string& word, std::vector<Word>& into) {
    for (++at_; at_ < text_.size();) {
      const char c = text_[at_];
      if (c == '"') {
        ++at_;
        return true;
      }
      if (c == '`' || text_.substr(at_, 2) == "$(") return false;
      if (c == '\\' && at_ + 1 < text_.size() &&
          std::string_view("\"\\$`\n").find(text_[at_ + 1]) != std::string_view::npos) {
        if (text_[at_ + 1] != '\n') word += text_[at_ + 1];
        at_ += 2;
      } else if (!expand_positional(word, into)) {
        word += c;
        ++at_;
      }
    }
    return false;
  }

  // `"$0" "$@"`: the words stand behind the string and keep their index in the entry.
  bool expand_positional(const std::string& word, std::vector<Word>& into) {
    if (!word.empty() || text_[at_] != '$' || at_ + 1 >= text_.size()) return false;
    const char c = text_[at_ + 1];
    if (c == '0' && !positional_.empty()) {
      into.push_back(positional_.front());
    } else if (c == '@') {
      for (std::size_t i = 1; i < positional_.size(); ++i) into.push_back(positional_[i]);
    } else {
      return false;
    }
    dropped_ = true;
    at_ += 2;
    return true;
  }

  std::string_view text_;
  std::span<const Word> positional_;
  std::size_t at_ = 0;
  bool dropped_ = false;  // the current word was replaced by positional ones
};

}  // namespace

std::string program_name(std::string_view command) {
  while (!command.empty() && is_blank(command.back())) command.remove_suffix(1);
  if (const auto slash = command.find_last_of("/\\"); slash != std::string_view::npos) {
    command.remove_prefix(slash + 1);
  }
  std::string name(command);
  std::transform(name.begin(), name.end(), name.begin(), lower);
  constexpr std::array<std::string_view, 5> kSuffixes = {".exe", ".cmd", ".bat", ".ps1", ".com"};
  for (const auto suffix : kSuffixes) {
    if (name.size() > suffix.size() && name.ends_with(suffix)) {
      name.resize(name.size() - suffix.size());
      break;
    }
  }
  constexpr std::string_view kPython = "python";
  if (name.starts_with(kPython) && std::all_of(name.begin() + kPython.size(), name.end(),
                                               [](char c) { return is_digit(c) || c == '.'; })) {
    name.resize(kPython.size());
  }
  return name;
}

std::optional<std::vector<Word>> split_posix(std::string_view text,
                                             std::span<const Word> positional,
                                             std::string& directory) {
  auto statements = PosixReader(text, positional).read();
  if (!statements || statements->empty()) return std::nullopt;
  // Everything before the last statement must be preparation that a container does not need.
  std::vector<Word> assignments;
  for (std::size_t i = 0; i + 1 < statements->size(); ++i) {
    auto& words = (*statements)[i].words;
    const std::string& first = words.front().text;
    if (first == "cd" && words.size() == 2) {
      directory = words[1].text;
    } else if (first == "export" || is_assignment(first)) {
      for (std::size_t k = first == "export" ? 1 : 0; k < words.size(); ++k) {
        if (!is_assignment(words[k].text)) return std::nullopt;
        assignments.push_back(std::move(words[k]));
      }
    } else if (first != "source" && first != "." && first != "set" && first != "nvm") {
      return std::nullopt;
    }
  }
  auto words = std::move(statements->back().words);
  if (words.front().text == "exec") words.erase(words.begin());
  if (words.empty()) return std::nullopt;
  words.insert(words.begin(), std::make_move_iterator(assignments.begin()),
               std::make_move_iterator(assignments.end()));
  return words;
}

std::optional<std::vector<Word>> split_windows(std::string_view text) {
  std::vector<Word> words;
  std::string word;
  bool open = false;
  char quote = 0;
  for (const char c : text) {
    if (quote != 0) {
      if (c == quote) {
        quote = 0;
      } else {
        word += c;
      }
    } else if (c == '"' || c == '\'') {
      quote = c;
      open = true;
    } else if (is_blank(c)) {
      if (open) words.push_back({std::exchange(word, {}), Word::kNested});
      open = false;
    } else if (c == '|' || c == '<' || c == '>' || c == ';') {
      return std::nullopt;
    } else {
      word += c;
      open = true;
    }
  }
  if (quote != 0) return std::nullopt;
  if (open) words.push_back({std::move(word), Word::kNested});
  // PowerShell's call operator; anywhere else an ampersand makes a list.
  if (!words.empty() && words.front().text == "&") words.erase(words.begin());
  for (const auto& each : words) {
    if (each.text == "&" || each.text == "&&") return std::nullopt;
  }
  if (words.empty()) return std::nullopt;
  return words;
}

bool is_assignment(std::string_view word) {
  const auto equals = word.find('=');
  if (equals == std::string_view::npos || equals == 0 || !is_name_start(word.front())) return false;
  const auto name = word.substr(0, equals);
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return is_name_start(c) || is_digit(c); });
}

}  // namespace mcpmx::mapping
