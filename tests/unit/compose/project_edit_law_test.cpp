// The law of edit_project(), over the documents of tests/documents and projects of several files:
// read again, the edited texts give a model whose leaves differ from before exactly where changes
// were made; what was held is as it was; and made again, the changes are no edit.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "compose/leaves.h"
#include "compose/project_edit.h"
#include "compose/project_reader.h"

namespace mcpmx::compose {
namespace {

namespace json = boost::json;

struct Source {
  std::string name;
  FileTexts texts;
};

std::vector<Source> several_files() {
  const std::string override_of =
      "services:\n  web:\n    image: y\n    environment: [B=3, C=4, B=5]\n    ports: ['81:80']\n"
      "    command: [b]\n    volumes: ['./o:/data', './p:/data']\n  job: {tty: true}\n"
      "networks: {n: {internal: true}}\n";
  return {
      {"override",
       {{"/p/compose.yaml",
         "name: p\nservices:\n  web:\n    image: x\n    environment:\n      A: 1\n      B: 2\n"
         "    ports: ['80:80', '53:53/udp']\n    command: a b\n    volumes:\n      - ./m:/data\n"
         "    depends_on: [job]\n    networks: [n]\n  job:\n    image: z\n"
         "networks: {n: , m: }\n"},
        {"/p/compose.override.yaml", override_of}}},
      {"include",
       {{"/p/compose.yaml", "include: [i/i.yaml]\nservices:\n  a:\n    image: x\n"},
        {"/p/compose.override.yaml",
         "services:\n  i:\n    environment: {A: 1}\n    image: z\nvolumes: {w: }\n"},
        {"/p/i/i.yaml",
         "services:\n  i: {image: y, environment: {B: 2}}\n  j: {image: z}\nvolumes: {v: }\n"}}},
      {"extends",
       {{"/p/compose.yaml",
         "services:\n  base:\n    image: x\n    environment: {A: 1, B: 2}\n    cap_add: [A]\n"
         "  one:\n    extends: base\n    environment: {B: 3, C: 4}\n    cap_add: [B]\n"
         "  two:\n    extends: {file: e.yaml, service: e}\n    user: me\n"},
        {"/p/e.yaml", "services:\n  e: {image: y, user: you, labels: [a=b]}\n"}}},
      {"reset",
       {{"/p/compose.yaml",
         "services:\n  a:\n    image: x\n    ports: ['80:80']\n    dns: [d]\n    labels: {l: m}\n"
         "    environment: {A: 1}\n"},
        {"/p/compose.override.yaml",
         "services:\n  a:\n    ports: !reset []\n    dns: !override [e, f]\n"
         "    environment: !override\n      B: 2\n"}}},
      {"short_forms",
       {{"/p/compose.yaml",
         "services:\n  a:\n    build: ./app\n    dns: 1.1.1.1\n    tmpfs: /run\n"
         "    env_file: a.env\n    extra_hosts: {h: 1.2.3.4, i: 5.6.7.8}\n    secrets: [s]\n"
         "    devices: ['/dev/a:/dev/b']\n    depends_on: [b]\n    ports: ['80-81:80-81', 90]\n"
         "    ulimits: {nofile: 5}\n    healthcheck: {test: exit 0, interval: 90s}\n  b:\n"
         "    image: x\n    labels:\n      - a=b\n      - c\n    entrypoint: run it\n"
         "secrets: {s: {file: ./s}}\n"}}},
  };
}

// What some of the documents ask for.
FileTexts named_by_documents() {
  return {{"/p/.env", "ADMIN_TOKEN=t\n"},
          {"/.env", ""},
          {"/p/common.yml", "services: {base: {image: x, environment: {A: 1}, tty: true}}\n"},
          {"/common/compose.yaml", "services: {shared: {image: x}}\n"},
          {"/p/base.yml", "services: {part: {image: x}}\n"},
          {"/p/base.override.yml", "services: {part: {user: me}}\n"}};
}

const std::vector<Source>& sources() {
  static const std::vector<Source> kSources = [] {
    std::vector<Source> result = several_files();
    const auto folder = std::filesystem::path(MCPMX_SOURCE_DIR) / "tests/documents/yaml";
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      std::ifstream file(entry.path(), std::ios::binary);
      FileTexts texts = named_by_documents();
      texts["/p/compose.yaml"] = std::string(std::istreambuf_iterator<char>(file), {});
      result.push_back({entry.path().filename().string(), std::move(texts)});
    }
    std::sort(result.begin(), result.end(),
              [](const Source& a, const Source& b) { return a.name < b.name; });
    return result;
  }();
  return kSources;
}

Result<ProjectModel> read(const FileTexts& texts) {
  return read_project({.working_directory = "/p", .read_env_files = false, .texts = texts});
}

std::size_t below(std::size_t bound) { return *rc::gen::inRange<std::size_t>(0, bound); }

template <class Values>
const auto& one_of(const Values& values) {
  return values[below(values.size())];
}

// A change, and what the leaf of its path is to say then; nothing: it is not there, or it is not
// known what.
struct Wanted {
  Change change;
  std::optional<std::string> leaf;
};

std::string quoted(std::string_view text) { return json::serialize(text); }

Wanted setting(std::vector<std::string> path, json::value value, std::string leaf) {
  return {{std::move(path), std::move(value), {}}, std::move(leaf)};
}

Wanted with_text(std::vector<std::string> path) {
  static const std::vector<std::pair<const char*, const char*>> kTexts = {
      {"plain", "plain"},
      {"two words", "two words"},
      {"a: b # c", "a: b # c"},
      {"$$5", "$5"},
      {"${NONE:-or}", "or"},
      {"", ""},
      {"yes", "yes"},
      {"1.50", "1.50"},
      {"'q\"", "'q\""},
      {"two\nlines", "two\nlines"},
      {"ü=ü", "ü=ü"}};
  const auto& [text, read_as] = one_of(kTexts);
  return setting(std::move(path), text, quoted(read_as));
}

Wanted with_words(std::vector<std::string> path) {
  json::array words;
  for (std::size_t count = below(5); count > 0; --count) {
    words.push_back(json::string(one_of(std::vector<const char*>{"run", "-y", "a b", "", "#"})));
  }
  const std::string leaf = json::serialize(words);
  return setting(std::move(path), std::move(words), leaf);
}

std::optional<Wanted> anew(const Leaf& leaf) {
  const std::vector<std::string> path = split_path(leaf.path);
  const Syntax* syntax = &file_syntax();
  const bool is_entry = path.back().starts_with('[') && !leaf.path.ends_with("~2]");
  for (std::size_t i = 0; i + (is_entry ? 1 : 0) < path.size(); ++i) {
    if (is_entry && i + 1 == path.size()) break;
    if (i + 1 == path.size() && (syntax->shape == Shape::kMapping ||
                                 (syntax->shape == Shape::kLabels && syntax->element == nullptr))) {
      return with_text(path);
    }
    syntax = &syntax_below(*syntax, path[i]);
  }
  if (is_entry) {
    if (syntax->shape != Shape::kPorts || path.back().find('#') != std::string::npos) return {};
    const std::string port = path.back().substr(1, path.back().size() - 2);
    const auto slash = port.find('/');
    return setting(path, json::string("7777:" + port),
                   "{\"mode\":\"ingress\",\"protocol\":\"" + port.substr(slash + 1) +
                       "\",\"published\":\"7777\",\"target\":" + port.substr(0, slash) + "}");
  }
  switch (syntax->shape) {
    case Shape::kString:
      return with_text(path);
    case Shape::kBool:
      return setting(path, leaf.value != "true", leaf.value == "true" ? "false" : "true");
    case Shape::kInteger:
      return setting(path, 7, "7");
    case Shape::kDuration:
      return setting(path, "75s", "\"1m15s\"");
    case Shape::kBytes:
      return setting(path, "64m", "\"67108864\"");
    case Shape::kWords:
      return with_words(path);
    case Shape::kAny:
      if (path[0].starts_with("x-")) return with_text(path);
      return {};
    default:
      return {};
  }
}

// Something below a service that is new there, perhaps; or a new section.
Wanted added(const std::string& service) {
  const std::vector<std::string> at = {"services", service};
  const auto below_service = [&](std::initializer_list<const char*> keys) {
    std::vector<std::string> path = at;
    for (const char* key : keys) path.emplace_back(key);
    return path;
  };
  switch (below(9)) {
    case 0:
      return with_text(below_service({"environment", "NEW"}));
    case 1:
      return with_text(below_service({"labels", "new/label"}));
    case 2:
      return setting(below_service({"ports", "[7/udp]"}), "7:7/udp",
                     R"({"mode":"ingress","protocol":"udp","published":"7","target":7})");
    case 3:
      return setting(below_service({"cap_add", "[NEW]"}), "NEW", "\"NEW\"");
    case 4:
      return with_words(below_service({"command"}));
    case 5:
      return setting(below_service({"deploy", "resources", "limits", "memory"}), "1k", "\"1024\"");
    case 6:
      return setting(below_service({"networks", "new"}), nullptr, "null");
    case 7:
      return setting(below_service({"depends_on", "new", "condition"}), "service_healthy",
                     "\"service_healthy\"");
    default:
      return setting({"networks", "new", "internal"}, true, "true");
  }
}

std::optional<Wanted> any_change(const ProjectModel& project, const std::vector<Leaf>& leaves) {
  const Leaf& leaf = one_of(leaves);
  const bool stands = leaf.at->origin.editing != Editing::kNowhere;
  const Value* services = project.root.find("services");
  const std::size_t verb = below(10);
  if (verb < 3 && stands) return anew(leaf);
  // Entries behind one that goes are counted anew; a file without services may be empty.
  const auto is_counted = [&] {
    const std::string next = leaf.path.substr(0, leaf.path.size() - 1) + "#2]";
    return leaf.path.find('#') != std::string::npos ||
           std::any_of(leaves.begin(), leaves.end(),
                       [&](const Leaf& other) { return other.path == next; });
  };
  if (verb < 6 && stands && leaf.path != "services" && !is_counted()) {
    return Wanted{{split_path(leaf.path), {}, {}}, {}};
  }
  if (services == nullptr || services->members.empty()) return {};
  const std::string& service = one_of(services->members).key;
  if (verb == 6) return Wanted{{{"services", service}, {}, {}}, {}};
  if (verb == 7) {
    return Wanted{
        {{"services", "fresh"}, json::value{{"image", "new"}, {"command", json::array{"run"}}}, {}},
        {}};
  }
  if (verb == 8) {
    const Value* variables = project.root.at({"services", service, "environment"});
    if (variables == nullptr || variables->members.empty()) return {};
    const Member& variable = one_of(variables->members);
    return Wanted{{{"services", service, "environment", variable.key}, {}, "RENAMED"},
                  canonical_json(variable.value)};
  }
  return added(service);
}

bool is_prefix(const std::vector<std::string>& prefix, const std::vector<std::string>& path) {
  return prefix.size() <= path.size() && std::equal(prefix.begin(), prefix.end(), path.begin());
}

std::vector<std::string> new_path(const Change& change) {
  std::vector<std::string> path = change.path;
  if (change.new_name) path.back() = *change.new_name;
  return path;
}

std::vector<Wanted> any_batch(const ProjectModel& project, const std::vector<Leaf>& leaves) {
  std::vector<Wanted> batch;
  // What one service inherits is another's to change: one change at a time tells them apart.
  const bool inherits = std::any_of(leaves.begin(), leaves.end(), [](const Leaf& leaf) {
    return leaf.at->origin.hold == Hold::kExtends;
  });
  for (std::size_t count = inherits ? 1 : 1 + below(6); count > 0; --count) {
    auto wanted = any_change(project, leaves);
    if (!wanted) continue;
    const bool is_apart = std::none_of(batch.begin(), batch.end(), [&](const Wanted& other) {
      return is_prefix(other.change.path, wanted->change.path) ||
             is_prefix(wanted->change.path, other.change.path) ||
             new_path(other.change) == wanted->change.path ||
             new_path(wanted->change) == other.change.path ||
             (wanted->change.new_name && other.change.new_name);
    });
    if (is_apart) batch.push_back(*std::move(wanted));
  }
  return batch;
}

struct Shown {
  std::string value;
  const Value* at = nullptr;
};

std::map<std::string, Shown> by_path(const std::vector<Leaf>& leaves) {
  std::map<std::string, Shown> result;
  for (const Leaf& leaf : leaves) result[leaf.path] = {leaf.value, leaf.at};
  return result;
}

std::string escaped(const std::vector<std::string>& path) {
  // Through a value of that shape: its only leaf has the path.
  Value value = string_value("", {});
  for (auto key = path.rbegin(); key != path.rend(); ++key) {
    Value map = empty_map({});
    map.add(*key, std::move(value));
    value = std::move(map);
  }
  return leaves_of(value, Syntax{}).front().path;
}

// Whether a leaf may come or go by these changes: it is one's own, stands below it, or says that
// there is nothing where one has, or had, its place.
bool is_explained(const std::string& path, const Shown& shown, const std::vector<Change>& made) {
  if (shown.at->origin.editing == Editing::kNowhere) return true;  // Compose's own
  if (shown.at->origin.hold == Hold::kExtends) return true;        // another service's
  if (path.find('#') != std::string::npos) return true;            // counted with what a base says
  const std::vector<std::string> keys = split_path(path);
  const bool is_empty = shown.value == "{}" || shown.value == "[]" || shown.value == "null";
  return std::any_of(made.begin(), made.end(), [&](const Change& change) {
    if (is_prefix(change.path, keys) || (is_empty && is_prefix(keys, change.path))) return true;
    return new_path(change) == keys;
  });
}

void check(const Source& source, const FileTexts& texts, const FileTexts& after_texts,
           const std::vector<Wanted>& batch, const ProjectEdit& edited) {
  const auto before = read(texts);
  const auto after = read(after_texts);
  const auto describe = [&] {
    std::string text = source.name + "\n";
    for (std::size_t i = 0; i < batch.size(); ++i) {
      for (const std::string& key : batch[i].change.path) text += "/" + key;
      if (batch[i].change.value) text += " = " + json::serialize(*batch[i].change.value);
      if (batch[i].change.new_name) text += " renamed " + *batch[i].change.new_name;
      text += "\n";
    }
    for (const HeldChange& held : edited.held) {
      text += "held " + std::to_string(held.change) + " " + held.where + " " + held.reason + "\n";
    }
    for (const auto& [path, file] : texts) text += "--- " + path + "\n" + file;
    for (const auto& [path, file] : after_texts) text += "+++ " + path + "\n" + file;
    return text;
  };
  if (!after) {
    RC_LOG() << describe() << after.error().message << " " << after.error().where;
    RC_FAIL("the edited files cannot be read");
  }
  std::set<std::size_t> held;
  for (const HeldChange& change : edited.held) held.insert(change.change);
  std::vector<Change> made;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (!held.contains(i)) made.push_back(batch[i].change);
  }
  const auto old_leaves = by_path(leaves_of(before->root, file_syntax()));
  const auto new_leaves = by_path(leaves_of(after->root, file_syntax()));
  for (const auto& [path, shown] : old_leaves) {
    const auto now = new_leaves.find(path);
    if (now != new_leaves.end() && now->second.value == shown.value) continue;
    if (is_explained(path, shown, made)) continue;
    if (now != new_leaves.end() && is_explained(path, now->second, made)) continue;
    RC_LOG() << describe() << "was: " << path << " " << shown.value;
    RC_FAIL("a leaf went that no change concerns");
  }
  for (const auto& [path, shown] : new_leaves) {
    if (old_leaves.contains(path) || is_explained(path, shown, made)) continue;
    RC_LOG() << describe() << "is: " << path << " " << shown.value;
    RC_FAIL("a leaf came that no change concerns");
  }
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (held.contains(i)) continue;
    const std::vector<std::string> keys = new_path(batch[i].change);
    const bool goes = !batch[i].change.value && !batch[i].change.new_name;
    std::string path = escaped(keys);
    if (keys.back().starts_with('['))
      path.replace(path.rfind('/'), std::string::npos, "/" + keys.back());
    const auto now = new_leaves.find(path);
    const bool stands =
        now != new_leaves.end() && now->second.at->origin.editing != Editing::kNowhere &&
        now->second.at->origin.hold != Hold::kExtends;  // a base has it by another change
    if (goes && stands && now->second.value != "{}") {
      RC_LOG() << describe() << path;
      RC_FAIL("a leaf is still there");
    }
    if (batch[i].leaf && (now == new_leaves.end() || now->second.value != *batch[i].leaf)) {
      RC_LOG() << describe() << path << " wanted " << *batch[i].leaf << " found "
               << (now == new_leaves.end() ? "nothing" : now->second.value);
      RC_FAIL("a leaf says something else");
    }
  }
  std::erase_if(made, [](const Change& change) { return change.new_name.has_value(); });
  const auto again = edit_project(*after, made);
  if (!again || !again->files.empty()) {
    RC_LOG() << describe();
    if (again) RC_LOG() << "again:\n" << again->files.front().document.text();
    RC_FAIL("made again, the changes are edits");
  }
}

RC_GTEST_PROP(ProjectEditLaw, LeavesDifferWhereTheyWereChanged, ()) {
  const Source& source = one_of(sources());
  FileTexts texts = source.texts;
  for (int step = 0; step < 8; ++step) {
    const auto project = read(texts);
    RC_PRE(project.has_value());
    const auto leaves = leaves_of(project->root, file_syntax());
    const auto batch = any_batch(*project, leaves);
    std::vector<Change> changes;
    for (const Wanted& wanted : batch) changes.push_back(wanted.change);
    const auto edited = edit_project(*project, changes);
    RC_ASSERT(edited.has_value());
    FileTexts after = texts;
    for (const FileEdit& file : edited->files)
      after[project->files[file.file].path] = std::string(file.document.text());
    check(source, texts, after, batch, *edited);
    RC_CLASSIFY(!edited->held.empty(), "something is held");
    RC_CLASSIFY(!edited->files.empty(), "something is edited");
    texts = std::move(after);
  }
}

TEST(ProjectEditLaw, HoldsOverMostDocuments) {
  std::size_t readable = 0;
  for (const Source& source : sources()) readable += read(source.texts) ? 1 : 0;
  EXPECT_GE(readable, 60U) << "of " << sources().size();
}

}  // namespace
}  // namespace mcpmx::compose
