// Reads options as getopt and its relatives do, by a table that says which of them take a value.
//
// One reader for all launchers: `--name value`, `--name=value`, `-n value`, `-nvalue`, `-abc`,
// `--`. Tables are constexpr, one file (*_table.h) for each family of programs. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/launcher_words.h"

namespace mcpmx::mapping {

// What an option means to the reader of the line, beyond being recorded.
enum class Effect : unsigned char {
  kNone,
  kPackage,         // the package to fetch: npx -p, uvx --from, pipx run --spec
  kWith,            // a package beside the main one: uv run --with
  kCall,            // its value is a command line: npx -c, sh -c
  kModule,          // what follows is a Python module: python -m
  kCode,            // its value is a program text: node -e
  kScript,          // its value is a script: powershell -File
  kDirectory,       // the project's folder: uv --directory
  kSetVariable,     // docker -e
  kUnsetVariable,   // env -u
  kClearVariables,  // env -i
  kGone,            // how a launcher talks, asks or keeps its cache: a container has no use for it
};

struct OptionRule {
  std::string_view name;  // long name without dashes; the key in Launch::options
  char letter = 0;        // short name, 0 if there is none
  bool takes_value = false;
  Effect effect = Effect::kNone;
  std::string_view canonical = {};  // for aliases: the name to record
};

struct OptionUse {
  const OptionRule* rule = nullptr;  // nullptr: not in the table
  std::string_view name;             // canonical name, or as written where unknown
  std::string value;
  std::size_t word = 0;  // index of the option itself
};

struct OptionScan {
  std::vector<OptionUse> uses;
  std::size_t next = 0;      // index of the first word that is no option
  std::string_view unknown;  // the first option that the table does not know, as written
  std::string_view starved;  // an option at the end of the line whose value is missing
};

// Reads options from words[from] on, up to the first positional, behind `--`, or an option of
// Effect::kModule or kCall, whose tail is no option any more. Views lead into words and the table.
OptionScan scan_options(std::span<const Word> words, std::size_t from,
                        std::span<const OptionRule> table);

}  // namespace mcpmx::mapping
