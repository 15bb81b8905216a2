// Holds the reading of entries against a corpus of real ones: a figure a field, each with its bar.
// The corpus stands beside the checkout; where it does not, the test skips and says so.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "mapping/docker_options.h"
#include "mapping/launcher.h"
#include "mapping/value.h"

namespace mcpmx::mapping {
namespace {

namespace json = boost::json;

struct Row {
  std::string id;
  Server server;
  json::object expect;
};

std::vector<Pair> pairs(const json::value* value) {
  std::vector<Pair> list;
  if (value == nullptr || !value->is_object()) return list;
  for (const auto& [name, text] : value->get_object()) {
    list.push_back({std::string(name), std::string(text.as_string())});
  }
  return list;
}

std::vector<std::string> strings(const json::value& value) {
  std::vector<std::string> list;
  for (const auto& each : value.as_array()) list.emplace_back(each.as_string());
  return list;
}

Row read_row(const std::string& line) {
  const json::object object = json::parse(line).as_object();
  const auto& entry = object.at("server").as_object();
  Row row;
  row.id = object.at("id").as_string();
  row.expect = object.at("expect").as_object();
  row.server.name = entry.at("name").as_string();
  if (const auto* command = entry.if_contains("command")) row.server.command = command->as_string();
  if (const auto* url = entry.if_contains("url")) row.server.url = url->as_string();
  if (const auto* args = entry.if_contains("args")) row.server.args = strings(*args);
  row.server.env = pairs(entry.if_contains("env"));
  row.server.headers = pairs(entry.if_contains("headers"));
  return row;
}

std::vector<Row> read_corpus() {
  const char* folder = std::getenv("MCPMX_CORPUS");
  std::ifstream file(
      std::string(folder != nullptr ? folder : MCPMX_SOURCE_DIR "/../shared/corpus") +
      "/servers-open.jsonl");
  std::vector<Row> rows;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty()) rows.push_back(read_row(line));
  }
  return rows;
}

// Right and asserted, and what went wrong, per field.
class Tally {
 public:
  void count(const std::string& field, bool right, const std::string& id, const std::string& got) {
    auto& cell = cells_[field];
    ++cell.asserted;
    if (right) {
      ++cell.right;
    } else {
      cell.wrong.push_back(id + ": " + got);
    }
  }

  void report(const std::string& field, double bar) {
    const auto& cell = cells_[field];
    const double percent = cell.asserted == 0 ? 0 : 100.0 * cell.right / cell.asserted;
    std::printf("%-16s %5d / %5d  %6.2f %%  bar %5.1f %%\n", field.c_str(), cell.right,
                cell.asserted, percent, bar);
    for (const auto& line : cell.wrong) std::printf("    %s\n", line.c_str());
    EXPECT_GT(cell.asserted, 0) << field;
    EXPECT_GE(percent, bar) << field;
  }

 private:
  struct Cell {
    int right = 0;
    int asserted = 0;
    std::vector<std::string> wrong;
  };
  std::map<std::string, Cell> cells_;
};

std::string joined(const std::vector<std::string>& list) {
  std::string text = "[";
  for (const auto& each : list) text += (text.size() > 1 ? ", " : "") + each;
  return text + "]";
}

std::vector<std::string> sorted(std::vector<std::string> list) {
  std::sort(list.begin(), list.end());
  return list;
}

class Checker {
 public:
  Checker(const Row& row, Tally& tally) : row_(row), tally_(tally) {
    launch_ = parse_launch(row.server);
    values_ = analyse(row.server, launch_, Knowledge{}, "/home/dev");
  }

  void run() {
    text("kind", kind_name(launch_.kind));
    text("package", launch_.package);
    text("version", launch_.version);
    text("digest", launch_.digest);
    text("subdirectory", launch_.subdirectory);
    text("module", launch_.module);
    text("entry", launch_.entry);
    text("runtime", launch_.runtime);
    text("script", launch_.script);
    text("program", launch_.program);
    text("project_dir", launch_.project_dir);
    text("url", launch_.url);
    text("transport", launch_.transport);
    if (launch_.kind == Kind::kDocker) text("image", launch_.spec);
    list("server_args", launch_.server_args, false);
    list("extras", split(launch_.extras), true);
    list("env", names(values_.env), true);
    list("paths", values_.paths, true);
    list("arg_secrets", values_.arg_secrets, true);
    list("secret_headers", secret_headers(), true);
    docker();
    secrets();
  }

 private:
  const json::value* expected(const std::string& field) const {
    return row_.expect.if_contains(field);
  }

  void text(const std::string& field, std::string_view got) {
    const auto* want = expected(field);
    if (want == nullptr || !want->is_string()) return;
    tally_.count(field, std::string_view(want->get_string()) == got, row_.id,
                 "got '" + std::string(got) + "'");
  }

  void list(const std::string& field, std::vector<std::string> got, bool any_order) {
    const auto* want = expected(field);
    if (want == nullptr || !want->is_array()) return;
    auto wanted = strings(*want);
    if (any_order) {
      wanted = sorted(wanted);
      got = sorted(got);
    }
    tally_.count(field, wanted == got, row_.id, "got " + joined(got) + ", want " + joined(wanted));
  }

  void docker() {
    if (const auto* want = expected("mounts")) {
      json::array got;
      if (const auto mounts = docker_mounts(launch_)) {
        for (const auto& mount : *mounts) {
          got.push_back({{"type", mount_type_name(mount.type)},
                         {"source", mount.source},
                         {"target", mount.target},
                         {"read_only", mount.read_only}});
        }
      }
      tally_.count("mounts", json::value(got) == *want, row_.id, json::serialize(got));
    }
    if (const auto* want = expected("ports")) {
      std::vector<std::string> got;
      if (const auto ports = docker_ports(launch_)) {
        for (const auto& port : *ports) got.push_back(port.text);
      }
      tally_.count("ports", strings(*want) == got, row_.id, joined(got));
    }
    option("network", "network");
    option("env_file", "env-file");
    option("user", "user");
    option("entrypoint", "entrypoint");
  }

  void option(const std::string& field, std::string_view name) {
    if (expected(field) != nullptr) text(field, docker_option(launch_, name).value_or(""));
  }

  // Recall over all variables that must be called secret; precision over those that must not.
  void secrets() {
    const auto* want = expected("secrets");
    if (want == nullptr) return;
    const auto must = strings(*want);
    std::vector<std::string> may;
    if (const auto* maybe = expected("maybe_secrets")) may = strings(*maybe);
    const auto& got = values_.secrets;
    for (const auto& name : must) {
      tally_.count("secrets recall", has(got, name), row_.id, name + " is not called secret");
    }
    for (const auto& name : got) {
      tally_.count("secrets precise", has(must, name) || has(may, name), row_.id,
                   name + " is called secret");
    }
  }

  static bool has(const std::vector<std::string>& list, const std::string& item) {
    return std::find(list.begin(), list.end(), item) != list.end();
  }

  static std::vector<std::string> names(const std::vector<std::pair<std::string, Value>>& values) {
    std::vector<std::string> list;
    for (const auto& each : values) list.push_back(each.first);
    return list;
  }

  std::vector<std::string> secret_headers() const {
    std::vector<std::string> list;
    for (const auto& [name, value] : values_.headers) {
      const bool secret = std::any_of(value.begin(), value.end(), [](const Segment& segment) {
        return segment.kind == Segment::Kind::kSecret || segment.secret;
      });
      if (secret) list.push_back(name);
    }
    return list;
  }

  static std::vector<std::string> split(const std::string& extras) {
    std::vector<std::string> list;
    std::istringstream stream(extras);
    for (std::string each; std::getline(stream, each, ',');) list.push_back(each);
    return list;
  }

  const Row& row_;
  Tally& tally_;
  Launch launch_;
  EntryValues values_;
};

TEST(Corpus, EveryFieldIsAboveItsBar) {
  const auto rows = read_corpus();
  if (rows.empty()) GTEST_SKIP() << "the corpus is not beside the checkout; set MCPMX_CORPUS";
  Tally tally;
  for (const auto& row : rows) Checker(row, tally).run();
  for (const std::string field : {"kind", "package"}) tally.report(field, 97);
  for (const std::string field :
       {"version", "server_args", "env",        "paths",     "mounts",         "ports",
        "image",   "arg_secrets", "url",        "transport", "secret_headers", "entry",
        "module",  "extras",      "digest",     "network",   "env_file",       "runtime",
        "script",  "program",     "project_dir"}) {
    tally.report(field, 95);
  }
  tally.report("secrets recall", 99);
  tally.report("secrets precise", 97);
}

TEST(Corpus, TenThousandServersInATenthOfASecond) {
#ifndef NDEBUG
  GTEST_SKIP() << "figures of a build without optimisation mean nothing";
#endif
  const auto rows = read_corpus();
  if (rows.empty()) GTEST_SKIP() << "the corpus is not beside the checkout; set MCPMX_CORPUS";
  constexpr std::size_t kServers = 10000;
  const Knowledge nothing;
  double best = 1e9;  // of three: other programs share the machine
  std::size_t arguments = 0;
  for (int round = 0; round < 3; ++round) {
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < kServers; ++i) {
      const auto& server = rows[i % rows.size()].server;
      const auto launch = parse_launch(server);
      arguments += analyse(server, launch, nothing, "/home/dev").args.size();
    }
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    best = std::min(best, took.count());
  }
  std::printf("parse and analyse of %zu servers: %.1f ms\n", kServers, best);
  EXPECT_GT(arguments, 0U);
  // The bar is 100 ms; a machine that others use at the same time may take a few times as long.
  EXPECT_LT(best, 400);
}

}  // namespace
}  // namespace mcpmx::mapping
