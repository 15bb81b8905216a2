// What text for people looks like: colours where they help and are wanted, aligned tables, clean
// control bytes.
//
// A colour never carries a meaning alone: there is a word or a symbol beside it.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace mcpmx::cli {

class Style {
 public:
  explicit Style(bool coloured) : coloured_(coloured) {}

  std::string bold(std::string_view text) const { return wrap("1", text); }
  std::string dim(std::string_view text) const { return wrap("2", text); }
  std::string red(std::string_view text) const { return wrap("31", text); }
  std::string green(std::string_view text) const { return wrap("32", text); }
  std::string yellow(std::string_view text) const { return wrap("33", text); }

 private:
  std::string wrap(std::string_view code, std::string_view text) const;
  bool coloured_;
};

// Control bytes as \n, \x1b, and marks of direction as \u202e: a name from a file must not move the
// cursor of whoever reads it, nor show as another name.
std::string printable(std::string_view text);

// How many columns a terminal needs for the text: two for wide characters, none for those that
// combine with the one before.
std::size_t columns_of(std::string_view text);

// Columns as wide as their widest cell, two blanks between; the last column is not padded.
class Table {
 public:
  explicit Table(std::vector<std::string> header) : header_(std::move(header)) {}
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  bool empty() const { return rows_.empty(); }
  void write(std::ostream& out, const Style& style) const;

 private:
  std::vector<std::string> header_;
  std::vector<std::vector<std::string>> rows_;
};

// Of the terminal that a descriptor is; 80 by 24 where it is none or does not say.
struct TerminalSize {
  std::size_t columns = 80;
  std::size_t rows = 24;
};
TerminalSize terminal_size(int descriptor);

// The width of the terminal that stdout is.
std::size_t terminal_columns();

// `text` in lines of at most `columns`, broken at blanks, each after the first behind
// `indent`.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t columns = 100);

}  // namespace mcpmx::cli
