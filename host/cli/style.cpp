#include "cli/style.h"

#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include <algorithm>
#include <clocale>
#include <ostream>

#include "support/ascii.h"
#include "support/text.h"

namespace mcpmx::cli {

std::string Style::wrap(std::string_view code, std::string_view text) const {
  if (!coloured_ || text.empty()) return std::string(text);
  return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
}

namespace {

// What turns the direction of the text around it: a name could show as another one.
bool turns_text(char32_t c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  for (std::string_view rest = text; !rest.empty();) {
    const CodePoint point = first_code_point(rest);
    const auto c = static_cast<unsigned char>(rest.front());
    // C0, DEL and C1 steer terminals; so may bytes that are no UTF-8.
    const bool control = point.value < 0x20 || (point.value >= 0x7f && point.value < 0xa0);
    if (rest.front() == '\n' || rest.front() == '\t') {
      out += rest.front() == '\n' ? "\\n" : "\\t";
    } else if (!point.valid || control) {
      out += "\\x" + to_hex({reinterpret_cast<const char*>(&c), 1});
    } else if (turns_text(point.value)) {
      const char bytes[] = {static_cast<char>(point.value >> 8U),
                            static_cast<char>(point.value & 0xFFU)};
      out += "\\u" + to_hex({bytes, sizeof bytes});
    } else {
      out += rest.substr(0, point.size);
    }
    rest.remove_prefix(point.valid && !control ? point.size : 1);
  }
  return out;
}

std::size_t columns_of(std::string_view text) {
  // Nearly every text; the locale's tables are a file of 350 kB that is read for the others alone.
  if (is_ascii(text)) return text.size();
  // The table of widths is the C library's, and only a locale of UTF-8 has it; the process's own
  // may be any. Where there is none, a character is a column.
  static const locale_t kUtf8 = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  const locale_t before = kUtf8 == nullptr ? nullptr : ::uselocale(kUtf8);
  std::size_t columns = 0;
  for (std::string_view rest = text; !rest.empty();) {
    const CodePoint point = first_code_point(rest);
    const int width = kUtf8 == nullptr ? 1 : ::wcwidth(static_cast<wchar_t>(point.value));
    columns += width < 0 ? 1 : static_cast<std::size_t>(width);
    rest.remove_prefix(point.size);
  }
  if (before != nullptr) ::uselocale(before);
  return columns;
}

namespace {

// Of a cell that may have colours of ours: what a person wrote has no escape byte any more.
std::size_t cell_columns(std::string_view cell) {
  std::size_t columns = 0;
  for (std::size_t escape = cell.find('\x1b'); escape != std::string_view::npos;
       escape = cell.find('\x1b')) {
    columns += columns_of(cell.substr(0, escape));
    cell.remove_prefix(std::min(cell.find('m', escape), cell.size() - 1) + 1);
  }
  return columns + columns_of(cell);
}

}  // namespace

void Table::write(std::ostream& out, const Style& style) const {
  std::vector<std::size_t> widths;
  for (const std::string& cell : header_) widths.push_back(cell_columns(cell));
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size() && i < widths.size(); ++i) {
      widths[i] = std::max(widths[i], cell_columns(row[i]));
    }
  }
  const auto line = [&](const std::vector<std::string>& cells, bool is_header) {
    // No blanks behind the last cell that says something.
    std::size_t count = cells.size();
    while (count > 0 && cells[count - 1].empty()) --count;
    for (std::size_t i = 0; i < count; ++i) {
      out << (is_header ? style.bold(cells[i]) : cells[i]);
      if (i + 1 < count) out << std::string(widths[i] - cell_columns(cells[i]) + 2, ' ');
    }
    out << '\n';
  };
  line(header_, true);
  for (const auto& row : rows_) line(row, false);
}

TerminalSize terminal_size(int descriptor) {
  winsize size{};
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg): ioctl has no other form
  const bool is_known = ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  if (!is_known) return {};
  TerminalSize result{size.ws_col, TerminalSize().rows};
  if (size.ws_row > 0) result.rows = size.ws_row;
  return result;
}

std::size_t terminal_columns() { return terminal_size(STDOUT_FILENO).columns; }

std::string wrapped(std::string_view text, std::size_t indent, std::size_t columns) {
  std::string out;
  std::size_t column = indent;
  for (std::size_t start = 0; start < text.size();) {
    const auto end = std::min(text.find(' ', start), text.size());
    const std::string_view word = text.substr(start, end - start);
    const std::size_t width = columns_of(word);
    if (column > indent && column + 1 + width > columns) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += width;
    start = end + 1;
  }
  return out;
}

}  // namespace mcpmx::cli
