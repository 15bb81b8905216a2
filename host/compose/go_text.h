// Scalars as Go reads and prints them, which is what docker compose shows and hashes: numbers of
// YAML, durations, sizes in bytes, command lines. Pure; any thread. No function here puts the text
// into an error: their callers say where it stands.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mcpmx::compose {

struct GoNumber {
  bool is_integer = false;
  std::string text;  // as fmt prints it: 8 for 010, 1.5 for 1.50, 1e+06 for 1000000.0
};

// An unquoted scalar if go-yaml takes it for a finite number: also 0x1F, 0o17, 017, 0b11, 1_000.
std::optional<GoNumber> go_number(std::string_view text);

// strconv.ParseFloat; the text as fmt prints the number.
std::optional<std::string> go_float(std::string_view text);

// A duration such as 1m30s as Go prints it; units ns, us, ms, s, m, h, and the specification's d
// and w; fractions; plain 0.
std::optional<std::string> go_duration(std::string_view text);

// A size such as 512m or 1.5 GiB in bytes, in decimal; units are powers of 1024. -1 stays.
std::optional<std::string> byte_size(std::string_view text);

// Go's strconv.ParseBool is not meant: compose's own words true, yes, y, on and their opposites, in
// any case.
std::optional<bool> compose_bool(std::string_view text);

// A command line in words (mattn/go-shellwords): quotes, backslashes, $(..) kept as text, an
// unquoted ; & | < > ends it. nullopt: a quote or bracket is not closed.
std::optional<std::vector<std::string>> shell_words(std::string_view text);

}  // namespace mcpmx::compose
