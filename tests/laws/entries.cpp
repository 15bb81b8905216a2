#include "entries.h"

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <set>
#include <sstream>

#include "app/detect.h"
#include "mapping/reading.h"

namespace mcpmx::laws {
namespace {

namespace json = boost::json;

// One of each kind; they are there wherever the corpus is not.
constexpr const char* kBuiltIn = R"({
  "postgresql": {"command": "npx", "args": ["-y", "@modelcontextprotocol/server-postgres",
                 "postgresql://mcpuser:fake-pw@localhost:5432/mcpdb"], "env": {}},
  "github": {"command": "docker", "args": ["run", "-i", "--rm", "-e",
             "GITHUB_PERSONAL_ACCESS_TOKEN", "ghcr.io/github/github-mcp-server"],
             "env": {"GITHUB_PERSONAL_ACCESS_TOKEN": "fake-token"}},
  "obsidian": {"command": "uvx", "args": ["mcp-obsidian"], "env": {"OBSIDIAN_API_KEY": "fake-key",
               "OBSIDIAN_HOST": "127.0.0.1", "OBSIDIAN_PORT": "27124"}},
  "tagged": {"command": "docker", "args": ["run", "-i", "--rm", "-e", "MODE", "-p", "8080:80",
             "acme/tagged:1.2", "--fast"], "env": {"MODE": "slow"}},
  "pinned": {"command": "npx", "args": ["-y", "@acme/pinned@1.4.0", "--root", "/srv/data"],
             "env": {"PINNED_MODE": "one", "PINNED_LEVEL": "3"}},
  "plain": {"command": "uvx", "args": ["plain-mcp==0.3.1"], "env": {"PLAIN_API_KEY": "fake-plain"}},
  "far": {"url": "https://mcp.example.com/mcp", "headers": {"Authorization": "Bearer fake-far"}}
})";

void print(const json::value& value, std::size_t step, std::size_t depth, std::string& out) {
  const std::string inner(step * (depth + 1), ' ');
  const std::string outer(step * depth, ' ');
  const char* between = "\n";
  if (value.is_object() && !value.get_object().empty()) {
    out += "{";
    for (const auto& member : value.get_object()) {
      out += between + inner + json::serialize(json::string(member.key())) + ": ";
      print(member.value(), step, depth + 1, out);
      between = ",\n";
    }
    out += "\n" + outer + "}";
  } else if (value.is_array() && !value.get_array().empty()) {
    out += "[";
    for (const json::value& item : value.get_array()) {
      out += between + inner;
      print(item, step, depth + 1, out);
      between = ",\n";
    }
    out += "\n" + outer + "]";
  } else {
    out += json::serialize(value);
  }
}

// What of a name a service's name can say, about.
std::string folded(const std::string& name) {
  std::string result;
  for (const char c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0)
      result += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return result;
}

}  // namespace

Entries parse_entries(const std::string& text) {
  Entries entries;
  boost::system::error_code error;
  const json::value value = json::parse(text, error);
  if (error || !value.is_object()) return entries;
  for (const auto& member : value.get_object())
    entries.emplace_back(std::string(member.key()), member.value().as_object());
  return entries;
}

std::string entries_text(const Entries& entries, std::size_t step) {
  json::object all;
  for (const auto& [name, entry] : entries) all.emplace(name, entry);
  std::string out;
  print(all, step, 0, out);
  return out;
}

json::object* find_entry(Entries& entries, const std::string& name) {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const auto& each) { return each.first == name; });
  return found == entries.end() ? nullptr : &found->second;
}
const json::object* find_entry(const Entries& entries, const std::string& name) {
  return find_entry(const_cast<Entries&>(entries), name);
}

Server server_of(const std::string& name, const json::object& entry) {
  json::object whole = entry;
  whole["name"] = name;
  auto server = app::parse_server(json::serialize(whole), "laws");
  return server ? std::move(*server) : Server();
}

void set_launch(json::object& entry, const Server& server) {
  entry["command"] = server.command;
  json::array args;
  for (const std::string& arg : server.args) args.emplace_back(arg);
  entry["args"] = std::move(args);
  json::object env;
  for (const Pair& pair : server.env) env.emplace(pair.name, pair.value);
  entry["env"] = std::move(env);
}

Pool make_pool(const std::string& corpus, const mapping::Claims& claims, const std::string& home) {
  Entries all = parse_entries(kBuiltIn);
  const std::size_t built_in = all.size();
  for (const char* part : {"small", "medium", "large"}) {
    std::ifstream file(corpus + "/profiles/" + part + "/servers.json");
    std::ostringstream text;
    text << file.rdbuf();
    for (auto& each : parse_entries(text.str())) all.push_back(std::move(each));
  }
  Pool pool;
  Entries without;
  std::set<std::string> names;
  for (std::size_t i = 0; i < all.size(); ++i) {
    auto& [name, entry] = all[i];
    if (!names.insert(folded(name)).second) continue;
    const Server server = server_of(name, entry);
    const bool has_container = mapping::read_entry(server, claims, {}, home).intent.has_value();
    if (has_container && i >= built_in) ++pool.from_corpus;
    (has_container ? pool.entries : without).emplace_back(name, std::move(entry));
  }
  pool.with_container = pool.entries.size();
  for (auto& each : without) pool.entries.push_back(std::move(each));
  return pool;
}

}  // namespace mcpmx::laws
