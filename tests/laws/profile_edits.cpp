// Edits of servers.json, as MCPM and people make them.
#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "compose/dotenv.h"
#include "compose_text.h"
#include "mapping/launcher.h"
#include "sync/entry_fields.h"
#include "world.h"

namespace mcpmx::laws {
namespace {

namespace json = boost::json;

constexpr std::array kKinds = {
    What::kEnvValue, What::kEnvValue, What::kEnvNew,  What::kEnvGone, What::kArgument,
    What::kArgument, What::kVersion,  What::kVersion, What::kSecret,  What::kSecret,
    What::kRename,   What::kRename,   What::kUntag,   What::kUntag,   What::kDelete,
    What::kAdd,      What::kDisable,
};

bool is_secret(const World& world, std::string_view value) {
  const auto env = compose::Dotenv::parse(world.env, ".env");
  if (!env || value.empty()) return false;
  return std::any_of(env->entries().begin(), env->entries().end(),
                     [&](const auto& line) { return line.value == value; });
}

// A variable of the entry that is a secret or is none; empty: it has none.
std::string variable_of(const World& world, const std::string& server, const json::object& entry,
                        bool secret, unsigned which) {
  std::vector<std::string> paths;
  for (const auto& [path, value] : sync::fields_of(server_of(server, entry))) {
    const json::value text = json::parse(value);
    if (path.starts_with("env/") && text.is_string() &&
        is_secret(world, text.get_string()) == secret)
      paths.push_back(path);
  }
  return paths.empty() ? std::string() : paths[which % paths.size()];
}

// nullopt: the entry has the field no more.
bool set_field(json::object& entry, const std::string& name, const std::string& path,
               const std::optional<json::value>& value) {
  const Server before = server_of(name, entry);
  sync::Fields fields = sync::fields_of(before);
  if (value) {
    fields[path] = json::serialize(*value);
  } else {
    fields.erase(path);
  }
  const Server after = sync::entry_of(fields, before);
  if (sync::same_definition(before, after)) return false;
  set_launch(entry, after);
  return true;
}

bool add_argument(const World& world, json::object& entry, const std::string& name,
                  const std::string& word, bool replace) {
  const sync::Fields fields = sync::fields_of(server_of(name, entry));
  const auto found = fields.find("args");
  if (found == fields.end()) return false;  // all its words are the launcher's
  json::array args = json::parse(found->second).as_array();
  // What stands in a secret's place is one.
  if (replace && !args.empty() && args.back().as_string().find("://") == std::string_view::npos &&
      !is_secret(world, args.back().as_string())) {
    args.back() = word;
  } else {
    args.emplace_back(word);
  }
  return set_field(entry, name, "args", args);
}

// In the launch of an entry, whatever says it.
bool edit_launch(World& world, json::object& entry, const Draw& draw, Edit& edit) {
  const int n = world.count();
  switch (edit.what) {
    case What::kEnvValue:
    case What::kSecret:
    case What::kEnvGone: {
      const bool secret = edit.what == What::kSecret;
      edit.field = variable_of(world, edit.server, entry, secret, draw.what);
      if (edit.field.empty() || !world.claim(edit.server, edit.field)) return false;
      edit.variable = edit.field.substr(4);
      if (edit.what == What::kEnvGone)
        return set_field(entry, edit.server, edit.field, std::nullopt);
      edit.token = secret ? "sk-law-p" + std::to_string(n) + "x9f3k2q8w7"
                          : "law-p" + std::to_string(n) + "x";
      return set_field(entry, edit.server, edit.field, json::value(edit.token));
    }
    case What::kEnvNew:
      edit.variable = "LAW_P" + std::to_string(n);
      edit.field = "env/" + edit.variable;
      edit.token = "law-p" + std::to_string(n) + "x";
      return world.claim(edit.server, edit.field) &&
             set_field(entry, edit.server, edit.field, json::value(edit.token));
    case What::kArgument:
      edit.field = "args";
      edit.token = "--law-p" + std::to_string(n) + "x";
      return world.claim(edit.server, edit.field) &&
             add_argument(world, entry, edit.server, edit.token, draw.what % 2 == 1);
    case What::kVersion:
      edit.field = "version";
      edit.token = "97.0." + std::to_string(n);
      return world.claim(edit.server, edit.field) &&
             set_field(entry, edit.server, edit.field, json::value(edit.token));
    default:
      return false;
  }
}

// False: it is not in the profile.
bool remove_tag(json::object& entry) {
  json::array tags;
  for (const json::value& tag : entry["profile_tags"].as_array()) {
    if (tag != kProfile) tags.push_back(tag);
  }
  const bool had = tags.size() < entry["profile_tags"].as_array().size();
  entry["profile_tags"] = std::move(tags);
  return had;
}

bool edit_presence(World& world, const Pool& pool, json::object* entry, const Draw& draw,
                   Edit& edit) {
  const std::string name = edit.server;
  edit.field = "*";
  if (edit.what == What::kAdd) {
    auto [fresh, body] = pool.entries[draw.what % pool.entries.size()];
    if (find_entry(world.servers, fresh) != nullptr || !world.claim(fresh, "*")) return false;
    body["name"] = fresh;
    body["profile_tags"] = json::array{kProfile};
    edit.server = fresh;
    world.servers.emplace_back(fresh, std::move(body));
    return true;
  }
  if (!world.claim(name, "*")) return false;
  switch (edit.what) {
    case What::kRename: {
      const std::string fresh = "law-p" + std::to_string(world.count()) + "x";
      for (auto& [key, body] : world.servers) {
        if (key != name) continue;
        key = fresh;
        body["name"] = fresh;
      }
      edit.token = fresh;
      return world.claim(fresh, "*");
    }
    case What::kUntag:
      remove_tag(*entry);
      // Sometimes the profile is left empty.
      for (auto& [other, body] : world.servers) {
        if (draw.what % 4 != 0) break;
        if (other == name || !world.claim(other, "*") || !remove_tag(body)) continue;
        Edit also = edit;
        also.server = other;
        also.is_shared = world.is_shared(other);
        world.edits.push_back(std::move(also));
      }
      return true;
    case What::kDelete:
      std::erase_if(world.servers, [&](const auto& each) { return each.first == name; });
      return true;
    case What::kDisable:
      (*entry)["enabled"] = false;
      return true;
    default:
      return false;
  }
}

}  // namespace

bool edit_profile(World& world, const Pool& pool, const Draw& draw) {
  if (world.servers.empty()) return false;
  auto& [name, entry] = world.servers[draw.where % world.servers.size()];
  const auto* tags = entry.if_contains("profile_tags");
  if (tags == nullptr || std::find(tags->as_array().begin(), tags->as_array().end(),
                                   json::value(kProfile)) == tags->as_array().end())
    return false;
  Edit edit;
  edit.what = kKinds[draw.kind % kKinds.size()];
  edit.server = name;
  edit.is_shared = world.is_shared(name);
  json::object changed = entry;
  switch (edit.what) {
    case What::kRename:
    case What::kUntag:
    case What::kDelete:
    case What::kAdd:
    case What::kDisable:
      if (!edit_presence(world, pool, &entry, draw, edit)) return false;
      break;
    default:
      if (!entry.contains("command") || !edit_launch(world, changed, draw, edit)) return false;
      entry = std::move(changed);
  }
  world.edits.push_back(std::move(edit));
  return true;
}

}  // namespace mcpmx::laws
