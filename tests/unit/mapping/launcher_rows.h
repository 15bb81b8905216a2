// What the tests of command lines share: a line as an entry, and rows that say what is read of it.
// The rows stand in several files; launcher_test.cpp has the one test that they are for.
#pragma once

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "mapping/launcher.h"

namespace mcpmx::mapping {

using Words = std::vector<std::string>;

inline Server entry(const Words& words) {
  Server server;
  server.name = "neutral";
  server.command = words.empty() ? "" : words.front();
  server.args.assign(words.begin() + (words.empty() ? 0 : 1), words.end());
  return server;
}

struct LauncherLineRow {
  const char* name;
  Words line;
  Kind kind;
  const char* package;  // of a binary: the script, else the program
  const char* version = "";
  Words server_args = {};
};

inline void PrintTo(const LauncherLineRow& row, std::ostream* out) { *out << row.name; }

inline std::string row_name(const testing::TestParamInfo<LauncherLineRow>& info) {
  return info.param.name;
}

class LauncherRow : public testing::TestWithParam<LauncherLineRow> {};

}  // namespace mcpmx::mapping
