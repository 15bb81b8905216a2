#include "compose/file_loader.h"

#include <algorithm>

#include "compose/canonical.h"
#include "compose/merge.h"
#include "document/reader.h"

namespace mcpmx::compose {

void apply_resets(Value& root, const std::vector<ResetPlace>& resets, Covered& covered) {
  for (const ResetPlace& reset : resets) {
    Value* parent = &root;
    for (std::size_t i = 0; parent != nullptr && i + 1 < reset.path.size(); ++i) {
      parent = parent->find(reset.path[i]);
    }
    if (parent == nullptr) continue;
    const Value* hidden = parent->find(reset.path.back());
    if (hidden == nullptr) continue;
    if (reset.keeps_value) covered.add(reset.origin, hidden->origin);
    parent->remove(reset.path.back());
  }
}

Error FileLoader::at(const Origin& origin, std::string message, std::string hint) const {
  return failed(std::move(message), project_.where(origin), std::move(hint));
}

Result<document::Document> FileLoader::document_of(const std::string& path) const {
  if (options_.documents != nullptr) {
    if (auto parsed = options_.documents->extract(path)) return std::move(parsed.mapped());
  }
  MCPMX_TRY(text, read_text(options_.texts, path));
  if (options_.json_texts && options_.texts.contains(path))
    return document::read_json(std::move(text), path);
  return document::read_yaml(std::move(text), path);
}

Result<std::uint32_t> FileLoader::open(const std::string& path, FileRole role) {
  if (const auto found = opened_.find(path); found != opened_.end()) return found->second;
  MCPMX_TRY(document, document_of(path));
  const document::Node& root = document.node(document.root());
  if (root.kind != document::NodeKind::kMap && root.kind != document::NodeKind::kNull) {
    return failed("the top level of a Compose file must be a mapping", path,
                  "begin with services:");
  }
  const auto index = static_cast<std::uint32_t>(project_.files.size());
  project_.files.push_back({path, role, std::move(document)});
  opened_.emplace(path, index);
  return index;
}

Result<Tree> FileLoader::read(std::uint32_t file, const FileSet& set) {
  const document::Document& document = project_.files[file].document;
  MCPMX_TRY(tree, read_tree(document, set.environment, {file, set.hold}, project_.findings));
  if (tree.root.is_null()) tree.root.kind = ValueKind::kMap;
  MCPMX_CHECK(canonicalise(tree.root, {document, set.directory, options_.home}, project_.findings,
                           project_.covered));
  return tree;
}

Result<Value> FileLoader::load(const FileSet& set) {
  const FileRole first = set.hold == Hold::kInclude ? FileRole::kIncluded : FileRole::kMain;
  const FileRole others = set.hold == Hold::kInclude ? FileRole::kIncluded : FileRole::kOverride;
  including_.push_back(set.paths.front());
  Value merged = empty_map({});
  for (const std::string& path : set.paths) {
    MCPMX_TRY(file, open(path, path == set.paths.front() ? first : others));
    MCPMX_TRY(tree, read(file, set));
    Context context{file, &set, std::move(tree)};
    MCPMX_CHECK(apply_extends(context));
    apply_resets(merged, context.tree.resets, project_.covered);
    MCPMX_CHECK(apply_includes(context));
    auto& resets = context.tree.resets;
    if (set.hold == Hold::kNone) {
      std::move(resets.begin(), resets.end(), std::back_inserter(project_.resets));
    }
    const Origin root = context.tree.root.origin;
    auto done = merge(merged, std::move(context.tree.root), &file_syntax(), {}, project_.covered);
    if (!done) return at(root, done.error().message, "give it the same form in both files");
  }
  including_.pop_back();
  return merged;
}

Result<void> FileLoader::apply_includes(Context& context) {
  Value* found = context.tree.root.find("include");
  if (found == nullptr) return {};
  const Value includes = std::move(*found);
  context.tree.root.remove("include");
  if (includes.is_null()) return {};
  if (!includes.is_list())
    return at(includes.origin, "include must be a list", "write - file.yaml");
  for (const Member& entry : includes.members) MCPMX_CHECK(include(entry.value, context));
  return {};
}

Result<void> FileLoader::include(const Value& entry, Context& context) {
  const CanonicalOptions outer{project_.files[context.file].document, context.set->directory,
                               options_.home};
  const auto paths_of = [&](std::string_view key) {
    std::vector<std::string> paths;
    const Value* value = entry.is_map() ? entry.find(key) : key == "path" ? &entry : nullptr;
    if (value == nullptr || value->is_map()) return paths;
    if (value->is_scalar() && !value->text.empty()) {
      paths.push_back(absolute_path(value->text, outer));
    }
    for (const Member& member : value->members) {
      if (member.value.text.empty()) continue;
      paths.push_back(absolute_path(member.value.text, outer));
    }
    return paths;
  };
  const auto parent_of = [](const std::string& path) { return path.substr(0, path.rfind('/')); };

  const std::vector<std::string> paths = paths_of("path");
  if (paths.empty()) return at(entry.origin, "include names no file", "write - file.yaml");
  if (std::find(including_.begin(), including_.end(), paths.front()) != including_.end()) {
    return at(entry.origin, "include cycle detected: " + paths.front() + " includes itself",
              "remove one of the includes");
  }
  const auto directories = paths_of("project_directory");
  const std::string directory =
      directories.empty() ? parent_of(paths.front()) : directories.front();
  auto env_files = paths_of("env_file");
  if (env_files.empty()) {
    MCPMX_TRY(usual, env_files_of({{}, {}, directory, directory, &options_.texts}));
    env_files = std::move(usual);
  }
  ProjectEnvironment& environment = environments_.emplace_back(context.set->environment);
  MCPMX_CHECK(environment.add_files(env_files, project_.findings, options_.texts));
  MCPMX_TRY(imported, load({paths, directory, environment, Hold::kInclude}));

  Value& target = context.tree.root;
  for (const char* kind : {"services", "volumes", "networks", "secrets", "configs"}) {
    Value* from = imported.find(kind);
    if (from == nullptr || !from->is_map()) continue;
    Value* to = target.find(kind);
    if (to == nullptr) to = &target.add(kind, empty_map({}));
    if (to->is_null()) to->kind = ValueKind::kMap;
    for (Member& member : from->members) {
      const Value* own = to->find(member.key);
      if (own == nullptr) {
        to->members.push_back(std::move(member));
      } else if (!same_content(*own, member.value)) {
        return at(own->origin,
                  std::string(kind) + "." + member.key + " conflicts with imported resource",
                  "rename one of them, or change the included one in an override file");
      }
    }
  }
  return {};
}

}  // namespace mcpmx::compose
