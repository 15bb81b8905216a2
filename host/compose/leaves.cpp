#include "compose/leaves.h"

#include <algorithm>
#include <boost/json.hpp>
#include <unordered_map>
#include <unordered_set>

#include "compose/merge.h"

namespace mcpmx::compose {

namespace {

void add_json(std::string& out, const Value& value);

void add_text(std::string& out, std::string_view text) { out += boost::json::serialize(text); }

void add_map(std::string& out, const Value& map) {
  std::vector<const Member*> members;
  members.reserve(map.members.size());
  for (const Member& member : map.members) members.push_back(&member);
  std::sort(members.begin(), members.end(),
            [](const Member* a, const Member* b) { return a->key < b->key; });
  out += '{';
  for (const Member* member : members) {
    if (out.back() != '{') out += ',';
    add_text(out, member->key);
    out += ':';
    add_json(out, member->value);
  }
  out += '}';
}

void add_json(std::string& out, const Value& value) {
  switch (value.kind) {
    case ValueKind::kNull:
      out += "null";
      return;
    case ValueKind::kBool:
    case ValueKind::kInteger:
    case ValueKind::kFloat:
      out += value.text;
      return;
    case ValueKind::kString:
      add_text(out, value.text);
      return;
    case ValueKind::kMap:
      add_map(out, value);
      return;
    case ValueKind::kList: {
      out += '[';
      for (std::size_t i = 0; i < value.members.size(); ++i) {
        if (i > 0) out += ',';
        add_json(out, value.members[i].value);
      }
      out += ']';
    }
  }
}

void add_key(std::string& path, std::string_view key) {
  if (!path.empty()) path += '/';
  for (std::size_t i = 0; i < key.size(); ++i) {
    if (key[i] == '~') {
      path += "~0";
    } else if (key[i] == '/') {
      path += "~1";
    } else if (key[i] == '[' && i == 0) {
      path += "~2";
    } else {
      path += key[i];
    }
  }
}

std::string unescaped(std::string_view part) {
  std::string key;
  key.reserve(part.size());
  for (std::size_t i = 0; i < part.size(); ++i) {
    const bool is_escape =
        part[i] == '~' && i + 1 < part.size() && part[i + 1] >= '0' && part[i + 1] <= '2';
    key += is_escape ? "~/["[part[++i] - '0'] : part[i];
  }
  return key;
}

std::string port_name(const Value& port) {
  const Value* target = port.find("target");
  const Value* protocol = port.find("protocol");
  std::string name = target == nullptr ? "" : target->text;
  name += '/';
  name += protocol == nullptr || protocol->text.empty() ? "tcp" : protocol->text;
  return name;
}

std::string name_of(const Value& entry, const Syntax& syntax) {
  if (syntax.shape == Shape::kPorts) return port_name(entry);
  return syntax.unique == Unique::kNo ? entry.text : identity_of(entry, syntax.unique);
}

class LeafWalk {
 public:
  std::vector<Leaf> run(const Value& value, const Syntax& syntax) {
    visit(value, syntax);
    return std::move(leaves_);
  }

 private:
  void visit(const Value& value, const Syntax& syntax) {
    if (value.members.empty()) return add(value);
    const std::size_t size = path_.size();
    if (value.is_map()) {
      for (const Member& member : value.members) {
        add_key(path_, member.key);
        visit(member.value, syntax_below(syntax, member.key));
        path_.resize(size);
      }
      return;
    }
    const std::vector<std::string> names = entry_names(value, syntax);
    if (names.empty()) return add(value);
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (!path_.empty()) path_ += '/';
      path_ += names[i];
      add(value.members[i].value);
      path_.resize(size);
    }
  }

  void add(const Value& value) { leaves_.push_back({path_, canonical_json(value), &value}); }

  std::string path_;
  std::vector<Leaf> leaves_;
};

}  // namespace

std::vector<Leaf> leaves_of(const Value& value, const Syntax& syntax) {
  return LeafWalk().run(value, syntax);
}

std::vector<std::string> split_path(std::string_view path) {
  std::vector<std::string> keys;
  while (!path.empty()) {
    if (path.front() == '[') {
      keys.emplace_back(path);
      break;
    }
    const auto slash = path.find('/');
    keys.push_back(unescaped(path.substr(0, slash)));
    if (slash == std::string_view::npos) break;
    path.remove_prefix(slash + 1);
    if (path.empty()) keys.emplace_back();
  }
  return keys;
}

bool has_named_entries(const Syntax& syntax) {
  switch (syntax.shape) {
    case Shape::kStrings:
    case Shape::kHosts:
    case Shape::kPorts:
      return true;
    case Shape::kMounts:
    case Shape::kDevices:
    case Shape::kEnvFiles:
    case Shape::kListOf:
      return syntax.unique != Unique::kNo;
    default:
      return false;
  }
}

std::vector<std::string> entry_names(const Value& list, const Syntax& syntax) {
  std::vector<std::string> names;
  if (!list.is_list() || !has_named_entries(syntax)) return names;
  names.reserve(list.members.size());
  std::unordered_set<std::string> used;
  std::unordered_map<std::string, std::size_t> counts;
  for (const Member& entry : list.members) {
    const std::string own = name_of(entry.value, syntax);
    std::string name = own;
    while (!used.insert(name).second) {
      name = own;
      name.append("#").append(std::to_string(++counts.try_emplace(own, 1).first->second));
    }
    names.push_back("[" + name + "]");
  }
  return names;
}

const Syntax& syntax_below(const Syntax& syntax, std::string_view key) {
  static constexpr Syntax kUnknown = {};
  const Syntax* below = syntax.fields.empty() ? syntax.element : field_of(syntax, key);
  return below == nullptr ? kUnknown : *below;
}

std::string canonical_json(const Value& value) {
  std::string text;
  add_json(text, value);
  return text;
}

}  // namespace mcpmx::compose
