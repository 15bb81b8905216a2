#include "cli/style.h"

#include <gtest/gtest.h>

#include <sstream>

namespace mcpmx::cli {
namespace {

TEST(Printable, LetsNoTextSteerTheTerminal) {
  const struct {
    const char* text;
    const char* shown;
  } rows[] = {
      {"plain", "plain"},
      {"Größe 服务", "Größe 服务"},
      {"a\x1b[31mb", "a\\x1b[31mb"},
      {"a\nb\tc", "a\\nb\\tc"},
      {"a\xC2\x9B"
       "b",
       "a\\xc2\\x9bb"},  // C1, which some terminals obey
      {"a\xFF"
       "b",
       "a\\xffb"},                              // no UTF-8
      {"exe\xE2\x80\xAEgpj", "exe\\u202egpj"},  // right-to-left override
      {"a\xE2\x81\xA6"
       "b\xE2\x80\x8F",
       "a\\u2066b\\u200f"},
  };
  for (const auto& [text, shown] : rows) EXPECT_EQ(printable(text), shown);
}

TEST(Table, ColoursTakeNoColumns) {
  const Style style(true);
  Table table({"", "STATE", "NAME"});
  table.add({style.green("+"), style.red("exited (1)"), "a"});
  table.add({style.green("~"), "running", "b"});
  std::ostringstream out;
  table.write(out, Style(false));
  EXPECT_EQ(out.str(),
            "   STATE       NAME\n"
            "\x1b[32m+\x1b[0m  \x1b[31mexited (1)\x1b[0m  a\n"
            "\x1b[32m~\x1b[0m  running     b\n");
}

}  // namespace
}  // namespace mcpmx::cli
