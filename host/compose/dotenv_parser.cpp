#include "compose/dotenv_parser.h"

#include <algorithm>

#include "compose/dotenv_value.h"
#include "support/text.h"

namespace mcpmx::compose {

namespace {

// Go's unicode.IsSpace.
bool is_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || c == ' ' || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

// compose-go's own isSpace: blanks within a line.
bool is_blank(char32_t c) {
  return c == '\t' || c == '\v' || c == '\f' || c == '\r' || c == ' ' || c == 0x85 || c == 0xA0;
}

// Names hold letters and digits of any script (Go's unicode.IsLetter and IsNumber). Beyond ASCII
// every valid character that is no blank is let through: it is kept either way, and such a name is
// never ours.
bool may_be_in_name(const CodePoint& point) {
  const char32_t c = point.value;
  if (!point.valid) return false;
  if (c >= 0x80) return true;
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         c == '.' || c == '-' || c == '[' || c == ']';
}

class Parser {
 public:
  Parser(std::string_view text, std::string_view path) : text_(text), path_(path) {}

  Result<std::vector<DotenvEntry>> run() {
    if (const auto nul = text_.find('\0'); nul != std::string_view::npos) {
      line_of(nul);
      return broken(std::string(path_) + " has a NUL byte, which no variable can hold",
                    "remove the byte: docker compose refuses the file");
    }
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    while (skip_to_statement()) {
      DotenvEntry entry;
      MCPMX_CHECK(read_name(entry));
      MCPMX_CHECK(read_value(entry));
      entries_.push_back(std::move(entry));
    }
    return std::move(entries_);
  }

 private:
  std::string_view rest() const { return text_.substr(at_); }

  template <class Predicate>
  void skip_while(Predicate predicate) {
    while (at_ < text_.size()) {
      const CodePoint point = first_code_point(rest());
      if (!predicate(point.value)) return;
      at_ += point.size;
    }
  }

  bool skip_to_statement() {
    while (true) {
      skip_while(is_space);
      if (at_ == text_.size()) return false;
      if (text_[at_] != '#') return true;
      at_ = std::min(text_.find('\n', at_), text_.size());
    }
  }

  std::size_t line_of(std::size_t offset) {
    // Offsets only grow, so the whole file is counted once.
    const auto begin = text_.begin();
    line_ +=
        static_cast<std::size_t>(std::count(begin + static_cast<std::ptrdiff_t>(counted_to_),
                                            begin + static_cast<std::ptrdiff_t>(offset), '\n'));
    counted_to_ = offset;
    return line_;
  }

  Error broken(const std::string& what, const std::string& hint) {
    return failed(what, std::string(path_) + ":" + std::to_string(line_), hint);
  }

  Result<void> read_name(DotenvEntry& entry) {
    entry.line = line_of(at_);
    skip_export();
    const std::size_t begin = at_;
    std::size_t end = begin;  // behind the last character that is not blank
    while (at_ < text_.size()) {
      const CodePoint point = first_code_point(rest());
      if (point.value == '=' || point.value == ':' || point.value == '\n') break;
      at_ += point.size;
      if (is_blank(point.value)) continue;
      if (!may_be_in_name(point)) {
        return broken("a name in " + std::string(path_) + " has a character that names cannot have",
                      "write NAME=value, and values with line ends in quotes");
      }
      end = at_;
    }
    entry.key = {begin, end};
    entry.name = text_.substr(begin, end - begin);
    if (entry.name.empty()) {
      return broken("a line in " + std::string(path_) + " has a value without a name",
                    "write NAME=value, or remove the line: docker compose refuses it");
    }
    if (entry.name.find(' ') != std::string::npos) {
      return broken("a name in " + std::string(path_) + " has a blank in it",
                    "write NAME=value, and comments behind #");
    }
    return {};
  }

  void skip_export() {
    constexpr std::string_view kExport = "export";
    if (!rest().starts_with(kExport) || at_ + kExport.size() == text_.size()) return;
    constexpr std::string_view kBlanks = "\t\n\f\r ";
    if (kBlanks.find(text_[at_ + kExport.size()]) == std::string_view::npos) return;
    at_ += kExport.size();
    skip_while(is_blank);
  }

  Result<void> read_value(DotenvEntry& entry) {
    if (at_ == text_.size() || text_[at_] == '\n') {
      entry.quote = DotenvQuote::kAbsent;
      entry.raw = {entry.key.end, entry.key.end};
      return {};
    }
    ++at_;  // the separator
    const std::size_t behind_separator = at_;
    skip_while(is_blank);
    if (at_ < text_.size() && (text_[at_] == '\'' || text_[at_] == '"')) return read_quoted(entry);

    std::size_t end = std::min(text_.find('\n', at_), text_.size());
    std::string_view value = text_.substr(at_, end - at_);
    value = value.substr(0, value.find(" #"));
    value = value.substr(0, trimmed_size(value));
    entry.raw = {at_, at_ + value.size()};
    // Not behind the blanks, which may hold the CR of a line end.
    if (value.empty()) entry.raw = {behind_separator, behind_separator};
    finish_value(entry, value);
    at_ = end;
    return {};
  }

  static std::size_t trimmed_size(std::string_view value) {
    std::size_t size = 0;
    for (std::size_t i = 0; i < value.size();) {
      const CodePoint point = first_code_point(value.substr(i));
      i += point.size;
      if (!point.valid || !is_space(point.value)) size = i;
    }
    return size;
  }

  Result<void> read_quoted(DotenvEntry& entry) {
    const std::size_t begin = at_;
    const char quote = text_[at_];
    entry.quote = quote == '"' ? DotenvQuote::kDouble : DotenvQuote::kSingle;
    std::string value;
    for (++at_; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == quote) break;
      if (c == '\\' && at_ + 1 < text_.size()) {
        // A backslash protects the quote, and goes; before anything else it stays, and so does what
        // it precedes, another backslash too.
        ++at_;
        if (text_[at_] != quote) value += '\\';
        value += text_[at_];
        continue;
      }
      value += c;
    }
    if (at_ >= text_.size()) {
      return broken("the quote of " + entry.name + " in " + std::string(path_) + " never ends",
                    "add the missing quote");
    }
    ++at_;
    entry.raw = {begin, at_};
    if (quote == '"') {
      finish_value(entry, expand_escapes(value));
    } else {
      entry.value = std::move(value);
    }
    return {};
  }

  std::string_view text_;
  std::string_view path_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t counted_to_ = 0;
  std::vector<DotenvEntry> entries_;
};

}  // namespace

Result<std::vector<DotenvEntry>> parse_dotenv(std::string_view text, std::string_view path) {
  return Parser(text, path).run();
}

}  // namespace mcpmx::compose
