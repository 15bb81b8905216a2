#include "mapping/posix_statements.h"

#include <algorithm>
#include <utility>

#include "support/ascii.h"

namespace mcpmx::mapping {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool is_name_part(char c) { return is_alnum(c) || c == '_'; }

// Reads the statements that `&&` and `;` separate. nullopt for everything that a single process
// could not stand for.
class PosixReader {
 public:
  PosixReader(std::string_view text, std::span<const Word> positional,
              std::span<const Pair> variables, std::vector<std::string>& left_out)
      : text_(text), positional_(positional), variables_(variables), left_out_(left_out) {}

  std::optional<std::vector<Words>> read() {
    std::vector<Words> statements(1);
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (is_blank(c) && c != '\n') {
        ++at_;
      } else if (c == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (c == ';' || c == '\n' || text_.substr(at_, 2) == "&&") {
        at_ += c == '&' ? 2 : 1;
        if (!statements.back().empty()) statements.emplace_back();
      } else if (is_redirection_of_stderr()) {
        if (!skip_redirection()) return std::nullopt;
      } else if (std::string_view("|&<>()").find(c) != std::string_view::npos ||
                 !read_word(statements.back())) {
        return std::nullopt;
      }
    }
    if (statements.back().empty()) statements.pop_back();
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
    Words target;
    if (at_ >= text_.size() || !read_word(target)) return false;
    left_out_.emplace_back("what the shell line writes to its errors goes to the container's log");
    return true;
  }

  bool read_word(Words& into) {
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
      } else if (!expand_positional(word, into) && !expand_variable(word)) {
        word += c;
        ++at_;
      }
    }
    if (!dropped_ || !word.empty()) into.push_back({std::move(word), Word::kNested});
    dropped_ = false;
    return true;
  }

  bool read_double_quoted(std::string& word, Words& into) {
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
      } else if (!expand_positional(word, into) && !expand_variable(word)) {
        word += c;
        ++at_;
      }
    }
    return false;
  }

  // $NAME and ${NAME} of the entry's own variables. Any other stays as it is written: what it is
  // on this machine is not for us to know.
  bool expand_variable(std::string& word) {
    if (text_[at_] != '$') return false;
    const bool braced = text_.substr(at_ + 1, 1) == "{";
    const std::size_t from = at_ + (braced ? 2 : 1);
    std::size_t end = from;
    while (end < text_.size() && is_name_part(text_[end])) ++end;
    if (end == from || (braced && text_.substr(end, 1) != "}")) return false;
    const auto name = text_.substr(from, end - from);
    const Pair* found = find_pair(variables_, name);
    if (found == nullptr) return false;
    word += found->value;
    at_ = end + (braced ? 1 : 0);
    return true;
  }

  // `"$0" "$@"`: the words stand behind the string and keep their index in the entry.
  bool expand_positional(const std::string& word, Words& into) {
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
  std::span<const Pair> variables_;
  std::vector<std::string>& left_out_;
  std::size_t at_ = 0;
  bool dropped_ = false;  // the current word was replaced by positional ones
};

}  // namespace

std::optional<std::vector<Words>> read_posix(std::string_view text,
                                             std::span<const Word> positional,
                                             std::span<const Pair> variables,
                                             std::vector<std::string>& left_out) {
  return PosixReader(text, positional, variables, left_out).read();
}

}  // namespace mcpmx::mapping
