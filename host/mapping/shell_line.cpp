#include "mapping/shell_line.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "mapping/posix_statements.h"

namespace mcpmx::mapping {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// A statement before the last one: preparation that can be carried over, or that a container does
// not need. False where it is anything else.
bool read_preparation(Words& words, ShellLine& line, Words& assignments) {
  const std::string& first = words.front().text;
  if (first == "cd" && words.size() <= 3) {
    // cmd's cd /d changes the drive too.
    if (words.size() == 3 && words[1].text != "/d" && words[1].text != "--") return false;
    line.directory = folder_from(line.directory, words.size() == 1 ? "~" : words.back().text);
    return true;
  }
  if (first == "export" || is_assignment(first)) {
    for (std::size_t k = first == "export" ? 1 : 0; k < words.size(); ++k) {
      if (!is_assignment(words[k].text)) return false;
      assignments.push_back(std::move(words[k]));
    }
    return true;
  }
  // set -e and its kind say what the shell does when something fails.
  if (first == "set" && words.size() > 1 && words[1].text.starts_with('-')) return true;
  if (first != "source" && first != "." && first != "nvm" && first != "fnm") return false;
  // The first words are what a person knows it by; the rest may hold a secret.
  line.left_out.push_back("'" + first + (words.size() > 1 ? " " + words[1].text : "") +
                          "' is left out: what it sets up on this machine is not in the container");
  return true;
}

// The last statement is the program; the assignments go in front of it.
std::optional<ShellLine> finish(std::vector<Words> statements, ShellLine line) {
  if (statements.empty()) return std::nullopt;
  Words assignments;
  for (std::size_t i = 0; i + 1 < statements.size(); ++i) {
    if (!read_preparation(statements[i], line, assignments)) return std::nullopt;
  }
  line.words = std::move(statements.back());
  if (line.words.front().text == "exec") line.words.erase(line.words.begin());
  if (line.words.empty()) return std::nullopt;
  line.words.insert(line.words.begin(), std::make_move_iterator(assignments.begin()),
                    std::make_move_iterator(assignments.end()));
  return line;
}

// set A=b of cmd.exe, $env:A='b' of PowerShell.
bool read_windows_statement(Words& words, bool last, Words& assignments) {
  if (words.front().text == "set" && words.size() > 1 && !last) {
    std::string text = words[1].text;
    for (std::size_t i = 2; i < words.size(); ++i) text += " " + words[i].text;
    if (!is_assignment(text)) return false;
    assignments.push_back({std::move(text), Word::kNested});
    words.clear();
    return true;
  }
  constexpr std::string_view kVariable = "$env:";
  if (words.front().text.starts_with(kVariable) && !last) {
    std::string text;
    for (const auto& word : words) text += word.text;
    text.erase(0, kVariable.size());
    if (!is_assignment(text)) return false;
    assignments.push_back({std::move(text), Word::kNested});
    words.clear();
    return true;
  }
  drop_words_of_cmd(words);
  return !words.empty();
}

}  // namespace

std::optional<ShellLine> split_posix(std::string_view text, std::span<const Word> positional,
                                     std::span<const Pair> variables) {
  ShellLine line;
  auto statements = read_posix(text, positional, variables, line.left_out);
  if (!statements) return std::nullopt;
  return finish(std::move(*statements), std::move(line));
}

void drop_words_of_cmd(std::vector<Word>& words) {
  if (!words.empty() && words.front().text == "call") words.erase(words.begin());
  if (words.empty() || words.front().text != "start") return;
  words.erase(words.begin());
  while (!words.empty() && words.front().text.starts_with('/')) words.erase(words.begin());
}

std::optional<ShellLine> split_windows(std::string_view text) {
  std::vector<Words> statements(1);
  std::string word;
  bool open = false;
  char quote = 0;
  const auto end_word = [&] {
    if (open) statements.back().push_back({std::exchange(word, {}), Word::kNested});
    open = false;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
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
      end_word();
    } else if (c == '&' && !open && statements.back().empty() && text.substr(i, 2) != "&&") {
      continue;  // PowerShell's call operator
    } else if (c == ';' || c == '&') {
      end_word();
      if (c == '&' && text.substr(i, 2) == "&&") ++i;
      if (!statements.back().empty()) statements.emplace_back();
    } else if (c == '|' || c == '<' || c == '>') {
      return std::nullopt;
    } else {
      word += c;
      open = true;
    }
  }
  if (quote != 0) return std::nullopt;
  end_word();
  if (statements.back().empty()) statements.pop_back();
  Words assignments;
  for (std::size_t i = 0; i < statements.size(); ++i) {
    if (!read_windows_statement(statements[i], i + 1 == statements.size(), assignments)) {
      return std::nullopt;
    }
  }
  std::erase_if(statements, [](const Words& words) { return words.empty(); });
  auto line = finish(std::move(statements), {});
  if (line) {
    line->words.insert(line->words.begin(), std::make_move_iterator(assignments.begin()),
                       std::make_move_iterator(assignments.end()));
  }
  return line;
}

}  // namespace mcpmx::mapping
