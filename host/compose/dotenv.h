// Compose's `.env`: read with positions, edited by splicing. Every byte that an edit does not
// concern stays (comments, order, quotes, BOM, line ends). The grammar is compose-go's dotenv
// (docs: facts, compose section 4), whose habits are kept even where they surprise. A Dotenv owns
// its text; plain value, not shared between threads. It holds secrets: nothing here puts a value
// into an Error.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/server.h"
#include "support/result.h"
#include "support/text.h"

namespace mcpmx::compose {

// Bytes [begin, end) of the text.
struct ByteRange {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool operator==(const ByteRange&) const = default;
};

enum class DotenvQuote {
  kNone,    // NAME=value
  kSingle,  // NAME='value'
  kDouble,  // NAME="value"
  kAbsent,  // NAME alone: Compose takes it from its environment
};

struct DotenvEntry {
  std::string name;
  std::string value;          // decoded; text before interpolation where `interpolated`
  bool interpolated = false;  // refers to other variables ($NAME, ${NAME…})
  DotenvQuote quote = DotenvQuote::kNone;
  std::size_t line = 1;  // of the name
  ByteRange key;
  ByteRange raw;  // the value with its quotes; empty where there is none
  bool operator==(const DotenvEntry&) const = default;
};

class Dotenv {
 public:
  // `path` is for errors alone. Errors name path:line: a quote that never ends, a character that no
  // name may have, a blank in a name.
  static Result<Dotenv> parse(std::string text, std::string path);

  const std::vector<DotenvEntry>& entries() const { return entries_; }
  const std::string& text() const { return text_; }

  // The entry that Compose uses: the last of the name. Null if there is none. Valid until set().
  const DotenvEntry* find(std::string_view name) const;

  // Gives `name` the value: replaces the value of find(name) in place, or appends a line. Errors: a
  // name that Compose cannot interpolate, a value with NUL, and a text in which the edit would
  // change more than it may; then nothing is changed.
  Result<void> set(std::string_view name, std::string_view value);

  // The same for many names, each given once, in one pass and under one check: all or none.
  Result<void> set_all(const std::vector<Pair>& values);

 private:
  void set_entries(std::vector<DotenvEntry> entries);

  std::string text_;
  std::string path_;
  std::vector<DotenvEntry> entries_;
  std::map<std::string, std::size_t, std::less<>> last_;  // of a name, which Compose uses: index
};

// The value as it stands behind `NAME=`, read back exactly by docker compose: in single quotes, or
// in double quotes where it has line ends, single quotes or a backslash at its end. The value has
// no NUL.
std::string dotenv_quoted(std::string_view value);

}  // namespace mcpmx::compose
