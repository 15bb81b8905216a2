#include "compose/project_environment.h"

#include <array>
#include <filesystem>

#include "compose/dotenv.h"

namespace mcpmx::compose {

namespace {

using Variables = std::map<std::string, EnvVariable, std::less<>>;

// What a value of an env file sees, nearest first.
class Layers final : public VariableLookup {
 public:
  explicit Layers(std::vector<const Variables*> layers) : layers_(std::move(layers)) {}
  const EnvVariable* variable(std::string_view name) const {
    for (const Variables* layer : layers_) {
      if (const auto found = layer->find(name); found != layer->end()) return &found->second;
    }
    return nullptr;
  }
  std::optional<std::string_view> find(std::string_view name) const override {
    const EnvVariable* found = variable(name);
    if (found == nullptr) return std::nullopt;
    return found->value;
  }

 private:
  std::vector<const Variables*> layers_;
};

// Go's strconv.ParseBool.
std::optional<bool> parse_bool(std::string_view text) {
  for (const std::string_view word : {"1", "t", "T", "TRUE", "true", "True"}) {
    if (text == word) return true;
  }
  for (const std::string_view word : {"0", "f", "F", "FALSE", "false", "False"}) {
    if (text == word) return false;
  }
  return std::nullopt;
}

Result<Dotenv> read_env_file(const std::string& path, const FileTexts& texts) {
  MCPMX_TRY(text, read_text_if_present(texts, path));
  if (!text) {
    return failed("couldn't find env file: " + path, path,
                  "make the file, or correct where it is named");
  }
  return Dotenv::parse(*std::move(text), path);
}

// `others`: what the values see before the earlier lines of their own file, which is a surprise of
// compose-go that is kept.
Result<void> read_entries(const Dotenv& file, const std::string& path,
                          std::vector<const Variables*> others, Variables& own,
                          std::vector<Diagnostic>& findings) {
  const Layers outside(others);
  others.push_back(&own);
  const Layers all(std::move(others));
  for (const DotenvEntry& entry : file.entries()) {
    EnvVariable variable{entry.value, path, entry.line};
    if (entry.quote == DotenvQuote::kAbsent) {
      const EnvVariable* inherited = outside.variable(entry.name);
      if (inherited == nullptr) continue;
      variable = *inherited;
    } else if (entry.interpolated) {
      const TextPlace place{entry.name, path + ":" + std::to_string(entry.line)};
      MCPMX_TRY(interpolated, interpolate(entry.value, all, place));
      for (const std::string_view name : interpolated.unset) {
        findings.push_back({Severity::kWarning, kUnsetVariable, unset_warning(name), place.where,
                            "set it above this line, or write $$ for a dollar sign"});
      }
      variable.value = std::move(interpolated.text);
    }
    own.insert_or_assign(entry.name, std::move(variable));
  }
  return {};
}

}  // namespace

ProjectEnvironment::ProjectEnvironment(const VariableMap& process) {
  for (const auto& [name, value] : process) variables_.emplace(name, EnvVariable{value, {}, 0});
}

Result<void> ProjectEnvironment::add_files(std::span<const std::string> paths,
                                           std::vector<Diagnostic>& findings,
                                           const FileTexts& texts) {
  Variables group;
  for (const std::string& path : paths) {
    MCPMX_TRY(file, read_env_file(path, texts));
    Variables own;
    MCPMX_CHECK(read_entries(file, path, {&variables_, &group}, own, findings));
    own.merge(group);  // what is in `own` already stands
    group = std::move(own);
  }
  variables_.merge(group);
  return {};
}

Result<Variables> env_file_variables(std::span<const std::string> paths,
                                     const ProjectEnvironment& project,
                                     std::vector<Diagnostic>& findings, const FileTexts& texts) {
  Variables group;
  for (const std::string& path : paths) {
    MCPMX_TRY(file, read_env_file(path, texts));
    Variables own;
    MCPMX_CHECK(read_entries(file, path, {&group, &project.variables()}, own, findings));
    own.merge(group);
    group = std::move(own);
  }
  return group;
}

void ProjectEnvironment::set_default(std::string_view name, std::string_view value) {
  variables_.try_emplace(std::string(name), EnvVariable{std::string(value), {}, 0});
}

std::optional<std::string_view> ProjectEnvironment::find(std::string_view name) const {
  const EnvVariable* found = variable(name);
  if (found == nullptr) return std::nullopt;
  return found->value;
}

const EnvVariable* ProjectEnvironment::variable(std::string_view name) const {
  const auto found = variables_.find(name);
  return found == variables_.end() ? nullptr : &found->second;
}

std::string_view ProjectEnvironment::value_or_empty(std::string_view name) const {
  return find(name).value_or(std::string_view());
}

Result<std::vector<std::string>> env_files_of(const EnvFileChoice& choice) {
  const auto absolute = [&](std::string_view name) {
    return (std::filesystem::path(choice.working_directory) / name).lexically_normal().string();
  };
  std::vector<std::string> result;
  for (const std::string& name : choice.options) result.push_back(absolute(name));
  if (!result.empty()) return result;
  const auto listed = choice.process.find("COMPOSE_ENV_FILES");
  if (listed != choice.process.end() && !listed->second.empty()) {
    std::string_view rest = listed->second;
    while (true) {
      const auto comma = rest.find(',');
      result.push_back(absolute(rest.substr(0, comma)));
      if (comma == std::string_view::npos) return result;
      rest.remove_prefix(comma + 1);
    }
  }
  if (const auto off = choice.process.find("COMPOSE_DISABLE_ENV_FILE");
      off != choice.process.end()) {
    const std::optional<bool> is_off = parse_bool(off->second);
    if (!is_off) {
      return failed("COMPOSE_DISABLE_ENV_FILE is neither true nor false",
                    "COMPOSE_DISABLE_ENV_FILE", "set it to 1 or 0, or unset it");
    }
    if (*is_off) return result;
  }
  std::string usual = (std::filesystem::path(choice.folder) / ".env").lexically_normal().string();
  std::error_code ignored;
  const bool is_given = choice.texts != nullptr && choice.texts->contains(usual);
  if (is_given || (has_text({}, usual) && !std::filesystem::is_directory(usual, ignored))) {
    result.push_back(std::move(usual));
  }
  return result;
}

}  // namespace mcpmx::compose
