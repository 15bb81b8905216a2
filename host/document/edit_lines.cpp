// Which lines are an entry's own. Comments: on its line, directly above at its column, and below
// where they are deeper. Set off by a blank line, or first in the file, they are nobody's and stay.
#include <algorithm>

#include "document/edit_parts.h"
#include "document/trivia.h"

namespace mcpmx::document {
namespace {

// The first line behind the one where the token before the entry ends: no comment above that is the
// entry's.
std::size_t first_line_of(const EditSite& site, NodeId child) {
  const NodeId before = site.layout[child].before;
  if (before != kNoNode) return next_line(site.text(), site.layout[before].end);
  const NodeId parent = site.node(child).parent;
  if (parent == site.document.root()) return 0;
  const Place& place = site.layout[parent];
  return next_line(site.text(), place.mark == kUnknown ? place.begin : place.mark);
}

}  // namespace

std::size_t first_byte(const EditSite& site, NodeId child) {
  const NodeId key = site.node(child).key;
  const Place& place = site.layout[key == kNoNode ? child : key];
  return place.mark == kUnknown ? place.begin : place.mark;
}

bool may_end_in_literal(const EditSite& site, std::size_t at, std::size_t column) {
  const std::string_view text = site.text();
  for (std::size_t line = next_line(text, at); line < text.size(); line = next_line(text, line)) {
    const bool is_deeper = skip_blanks(text, line) - line > column;
    if (!is_blank_line(text, line)) return !is_deeper || !is_comment_line(text, line);
    if (is_deeper) return false;
  }
  return true;
}

std::string with_line_breaks(const EditSite& site, std::size_t at, std::string text) {
  const std::string_view line_break = line_break_of(site.text(), at);
  if (line_break == "\n") return text;
  for (std::size_t i = 0; (i = text.find('\n', i)) != std::string::npos; i += line_break.size()) {
    text.replace(i, 1, line_break);
  }
  return text;
}

EntryLines lines_of(const EditSite& site, NodeId child) {
  const std::string_view text = site.text();
  EntryLines lines;
  lines.entry = first_byte(site, child);
  const std::size_t column = site.column_of(lines.entry);
  std::size_t start = line_start(text, lines.entry);
  lines.starts_line = line_content(text, start) == lines.entry;
  if (start == 0 && site.document.has_bom()) start = 3;
  lines.begin = lines.starts_line ? start : lines.entry;

  const std::size_t first_line = first_line_of(site, child);
  while (lines.starts_line && lines.begin > first_line) {
    const std::size_t above = line_start(text, lines.begin - 1);
    if (!is_comment_line(text, above)) break;
    if (site.column_of(line_content(text, above)) != column) break;
    lines.begin = above;
  }
  // A file's first comment speaks of the file.
  if (lines.begin == 0 && lines.starts_line) lines.begin = start;

  const bool is_last = site.node(child).next_sibling == kNoNode;
  lines.end = line_end(text, site.layout[child].end);
  bool after_blank = false;
  for (std::size_t line = next_line(text, lines.end); line < text.size();
       line = next_line(text, line)) {
    if (is_blank_line(text, line)) {
      after_blank = true;
      continue;
    }
    if (!is_comment_line(text, line)) break;
    const std::size_t comment_column = site.column_of(line_content(text, line));
    const bool is_deeper = comment_column > column;
    if (!is_deeper && (after_blank || !is_last || comment_column < column)) break;
    lines.end = line_end(text, line);
    after_blank = false;
  }
  return lines;
}

}  // namespace mcpmx::document
