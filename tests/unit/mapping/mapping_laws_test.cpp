// Laws of the reading of entries, over command lines that nobody would write.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "mapping/docker_options.h"
#include "mapping/launcher.h"
#include "mapping/shell_line.h"
#include "mapping/value.h"

namespace mcpmx::mapping {
namespace {

// Words that launchers give a meaning to, so that random lines reach the deep ends of the readers.
const std::vector<std::string> kWords = {"npx",
                                         "-y",
                                         "-p",
                                         "--package",
                                         "uvx",
                                         "--from",
                                         "uv",
                                         "run",
                                         "tool",
                                         "--with",
                                         "docker",
                                         "container",
                                         "-e",
                                         "-v",
                                         "--mount",
                                         "-p80:80",
                                         "type=bind,src=/a,dst=/b",
                                         "img:1@sha256:0",
                                         "sh",
                                         "-c",
                                         "cmd",
                                         "/c",
                                         "env",
                                         "A=b",
                                         "python",
                                         "-m",
                                         "deno",
                                         "jsr:@a/b@1",
                                         "npm:x/y",
                                         "wsl.exe",
                                         "--",
                                         "powershell",
                                         "-Command",
                                         "&",
                                         "git+https://github.com/o/r@v#subdirectory=d",
                                         "@a/b@1",
                                         "p[x]>=1",
                                         "${A}",
                                         "${",
                                         "<your key>",
                                         "--api-key",
                                         "--token=abc",
                                         "postgres://u:pw@localhost:5432/db",
                                         "https://a/b?token=t",
                                         "/home/me/x",
                                         "~/y",
                                         "C:\\x",
                                         "\"$@\"",
                                         "exec \"$0\" \"$@\"",
                                         "cd /x && npx -y p",
                                         "{\"apiKey\":\"k\"}",
                                         "",
                                         " ",
                                         "-",
                                         "--=",
                                         "=",
                                         "@",
                                         "a@",
                                         "://",
                                         "$HOME",
                                         "-----BEGIN RSA PRIVATE KEY-----",
                                         "ghp_0123456789abcdef0123",
                                         "Bearer abcdefgh12",
                                         "\\\"",
                                         "'"};

rc::Gen<std::string> word() {
  return rc::gen::oneOf(
      rc::gen::elementOf(kWords), rc::gen::elementOf(kWords), rc::gen::string<std::string>(),
      rc::gen::map(rc::gen::pair(rc::gen::elementOf(kWords), rc::gen::elementOf(kWords)),
                   [](const auto& two) { return two.first + two.second; }));
}

Server any_server() {
  Server server;
  server.name = *rc::gen::string<std::string>();
  server.command = *word();
  server.args = *rc::gen::container<std::vector<std::string>>(word());
  const auto values = *rc::gen::container<std::vector<std::string>>(word());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const char* names[] = {"API_KEY", "X_HOST", "DB_PATH", "NOTE", "DATABASE_URL", "4X_TOKEN"};
    server.env.push_back({std::string(names[i % 6]) + std::to_string(i), values[i]});
  }
  return server;
}

std::string joined(const Value& value) {
  std::string text;
  for (const auto& segment : value) text += segment.text;
  return text;
}

bool is_legal(const std::string& name) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  return !name.empty() && letter(name[0]) && std::all_of(name.begin(), name.end(), [&](char c) {
    return letter(c) || (c >= '0' && c <= '9');
  });
}

std::vector<Value> all_values(const EntryValues& values) {
  auto all = values.args;
  for (const auto& each : values.env) all.push_back(each.second);
  return all;
}

// An empty home leaves "~" as it is, so that the pieces give back the whole.
RC_GTEST_PROP(ReadingLaws, PiecesMakeTheWhole, ()) {
  const auto server = any_server();
  const auto launch = parse_launch(server);
  const auto values = analyse(server, launch, {}, "");
  RC_ASSERT(values.args.size() == launch.server_args.size());
  for (std::size_t i = 0; i < values.args.size(); ++i) {
    RC_ASSERT(joined(values.args[i]) == launch.server_args[i]);
  }
  for (const auto& [name, value] : values.env) {
    for (const auto& pair : server.env) {
      const bool replaced = std::any_of(launch.env.begin(), launch.env.end(),
                                        [&](const Pair& own) { return own.name == pair.name; });
      if (pair.name == name && !replaced) RC_ASSERT(joined(value) == pair.value);
    }
  }
}

RC_GTEST_PROP(ReadingLaws, ASecretIsInNoText, ()) {
  const auto server = any_server();
  const auto values = analyse(server, parse_launch(server), {}, "/home/me");
  for (const auto& value : all_values(values)) {
    for (const auto& secret : value) {
      // One character is everywhere; a secret worth the name is longer.
      if (secret.kind != Segment::Kind::kSecret || secret.text.size() < 6) continue;
      for (const auto& other : value) {
        if (other.kind == Segment::Kind::kText) {
          RC_ASSERT(other.text.find(secret.text) == std::string::npos);
        }
      }
    }
  }
}

RC_GTEST_PROP(ReadingLaws, NamesAreLegalAndCarryOneSecretEach, ()) {
  const auto server = any_server();
  const auto values = analyse(server, parse_launch(server), {}, "/home/me");
  std::vector<Pair> seen;
  for (const auto& value : all_values(values)) {
    for (const auto& segment : value) {
      const bool named =
          segment.kind == Segment::Kind::kSecret || segment.kind == Segment::Kind::kMissing;
      RC_ASSERT(!named || is_legal(segment.name));
      if (segment.kind != Segment::Kind::kSecret) continue;
      for (const auto& other : seen) {
        RC_ASSERT(other.name != segment.name || other.value == segment.text);
      }
      seen.push_back({segment.name, segment.text});
    }
  }
}

RC_GTEST_PROP(ReadingLaws, ReadingTwiceIsReadingOnce, ()) {
  const auto server = any_server();
  const auto first = analyse(server, parse_launch(server), {}, "/h");
  const auto second = analyse(server, parse_launch(server), {}, "/h");
  RC_ASSERT(first.args == second.args);
  RC_ASSERT(first.env == second.env);
  RC_ASSERT(first.secrets == second.secrets);
}

RC_GTEST_PROP(ReadingLaws, ArgumentsStayInOrder, ()) {
  const auto server = any_server();
  const auto launch = parse_launch(server);
  RC_ASSERT(launch.server_args_at <= server.args.size());
  for (std::size_t i = launch.server_args_at; i < server.args.size(); ++i) {
    RC_ASSERT(launch.server_args[i - launch.server_args_at] == server.args[i]);
  }
}

RC_GTEST_PROP(ReadingLaws, MountsAndPortsNeverCrash, ()) {
  const auto text = *word();
  const auto mount = parse_volume(text);
  if (mount) RC_ASSERT(!mount->target.empty());
  const auto long_form = parse_mount(text);
  if (long_form) RC_ASSERT(!long_form->target.empty());
  const auto port = parse_port(text);
  if (port) RC_ASSERT(port->container.first > 0 && port->text == text);
}

// What a POSIX shell would read back, it reads back.
RC_GTEST_PROP(ReadingLaws, QuotedWordsSplitIntoThemselves, ()) {
  const auto words = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(
      rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab $\"`|&;<>()\\ #=\n")))));
  std::string line = "prog";
  for (const auto& each : words) line += " '" + each + "'";
  const auto split = split_posix(line, {}, {});
  RC_ASSERT(split.has_value());
  RC_ASSERT(split->words.size() == words.size() + 1);
  for (std::size_t i = 0; i < words.size(); ++i) RC_ASSERT(split->words[i + 1].text == words[i]);
}

}  // namespace
}  // namespace mcpmx::mapping
