#include "document/trivia.h"

#include <algorithm>

namespace mcpmx::document {
namespace {

constexpr std::string_view kMark = "\xef\xbb\xbf";  // of byte order

}  // namespace

std::size_t skip_comment(std::string_view text, std::size_t at, Syntax syntax) {
  if (syntax == Syntax::kYaml) {
    const bool is_first = at == 0 || (at == kMark.size() && text.starts_with(kMark));
    const bool begins = at < text.size() && text[at] == '#' && (is_first || is_space(text[at - 1]));
    return begins ? line_end(text, at) : at;
  }
  if (text.substr(at).starts_with("//")) return line_end(text, at);
  if (!text.substr(at).starts_with("/*")) return at;
  const auto close = text.find("*/", at + 2);
  return close == std::string_view::npos ? at : close + 2;
}

std::vector<Range> comments_between(std::string_view text, std::size_t begin, std::size_t end,
                                    Syntax syntax) {
  std::vector<Range> comments;
  for (std::size_t at = begin; at < end;) {
    const std::size_t behind = skip_comment(text, at, syntax);
    if (behind > at) comments.push_back({static_cast<Offset>(at), static_cast<Offset>(behind)});
    at = std::max(behind, at + 1);
  }
  return comments;
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && is_blank(text[at])) ++at;
  return at;
}

std::size_t skip_trivia(std::string_view text, std::size_t at, Syntax syntax) {
  for (;;) {
    while (at < text.size() && is_space(text[at])) ++at;
    const std::size_t behind = skip_comment(text, at, syntax);
    if (behind == at) return at;
    at = behind;
  }
}

std::size_t line_start(std::string_view text, std::size_t at) {
  if (at == 0) return 0;
  const auto before = text.rfind('\n', at - 1);
  return before == std::string_view::npos ? 0 : before + 1;
}

std::size_t line_end(std::string_view text, std::size_t at) {
  const auto end = std::min(text.find('\n', at), text.size());
  return end > at && end < text.size() && text[end - 1] == '\r' ? end - 1 : end;
}

std::size_t next_line(std::string_view text, std::size_t at) {
  const auto end = text.find('\n', at);
  return end == std::string_view::npos ? text.size() : end + 1;
}

std::size_t line_content(std::string_view text, std::size_t line) {
  return skip_blanks(text, line == 0 && text.starts_with(kMark) ? kMark.size() : line);
}

bool is_blank_line(std::string_view text, std::size_t line) {
  return skip_blanks(text, line) >= line_end(text, line);
}

bool is_comment_line(std::string_view text, std::size_t line) {
  const std::size_t first = line_content(text, line);
  return first < text.size() && text[first] == '#';
}

std::string_view line_break_of(std::string_view text, std::size_t at) {
  auto end = text.find('\n', at);
  if (end == std::string_view::npos) end = text.rfind('\n');
  const bool is_crlf = end != std::string_view::npos && end > 0 && text[end - 1] == '\r';
  return is_crlf ? "\r\n" : "\n";
}

}  // namespace mcpmx::document
