// Applies the rules to an entry: which string stands where, under which name, and what that
// decides. Here its variables, headers and the launcher's own paths.
#include "mapping/analysis.h"

#include <algorithm>
#include <utility>

#include "mapping/docker_options.h"
#include "mapping/launcher_words.h"
#include "mapping/path_rules.h"
#include "mapping/secret_rules.h"
#include "mapping/value_scan.h"

namespace mcpmx::mapping {
namespace {

// ${NAME} in a path: what it is, is not known yet.
bool has_gap(std::string_view path) {
  for (std::size_t i = path.find_first_of("$<"); i != std::string_view::npos;
       i = path.find_first_of("$<", i + 1)) {
    if (placeholder_at(path, i)) return true;
  }
  return false;
}

bool is_unfilled(const Value& value) {
  return std::any_of(value.begin(), value.end(), [](const Segment& segment) {
    return segment.kind == Segment::Kind::kMissing;
  });
}

}  // namespace

bool may_hold_path(std::string_view text) {
  return text.find_first_of("/\\~$%") != std::string_view::npos;
}

EntryValues Analysis::run() {
  // Variables come first, so that a secret of an argument never takes a variable's own name; the
  // lists keep the order of the entry all the same.
  read_env();
  reader_.begin_arguments(stated_variables());
  const auto env_paths = std::exchange(out_.paths, {});
  read_launcher_paths();
  read_args();
  for (const auto& path : env_paths) append_once(out_.paths, path);
  read_headers();
  return std::move(out_);
}

// Variables to which the entry gives a value. Nobody between MCPM and the server expands
// ${NAME} in an argument; a server that does (mcp-remote) finds them in its environment.
std::vector<std::string> Analysis::stated_variables() const {
  std::vector<std::string> names;
  for (const auto& [name, value] : out_.env) {
    const bool has_value = std::any_of(value.begin(), value.end(), [](const Segment& segment) {
      return segment.kind != Segment::Kind::kMissing;
    });
    if (has_value) names.push_back(name);
  }
  return names;
}

void Analysis::read_launcher_paths() {
  if (container_) {
    read_mounts();
    return;
  }
  for (const auto* path : {&launch_.project_dir, &launch_.script, &launch_.program}) {
    if (is_host_path(*path) && !find_secret(*path)) append_once(out_.paths, *path);
  }
  for (const auto& option : launch_.options) {
    const bool file = option.name == "with-editable" || option.name == "with-requirements";
    if (file && is_host_path(option.value) && !find_secret(option.value))
      append_once(out_.paths, option.value);
  }
}

// A mount that cannot be read is the renderer's error; here it has no path to tell.
void Analysis::read_mounts() {
  for (const auto& option : launch_.options) {
    if (option.name != "volume" && option.name != "mount") continue;
    const auto mount =
        option.name == "volume" ? parse_volume(option.value) : parse_mount(option.value);
    if (!mount || mount->type != Mount::Type::kBind || has_gap(mount->source)) continue;
    append_once(out_.paths, mount->source);
  }
}

// The command line stands over the entry's own map, as for the shell; -e NAME takes from the map.
void Analysis::read_env() {
  for (const auto& pair : launch_.env) {
    const auto* own = find_pair(server_.env, pair.name);
    // -e NAME=${NAME}: the entry says what it is.
    const bool refers = own != nullptr && pair.value == "${" + pair.name + "}";
    if (own != nullptr && !refers && own->value != pair.value) {
      out_.findings.push_back({Severity::kWarning, "mapping.left-out",
                               "the variable " + pair.name +
                                   " of env is not kept: the command line gives it another value",
                               server_.name, "change it there, or remove it from one of the two"});
    }
    read_variable(pair.name, refers ? own->value : pair.value, true);
  }
  for (const auto& name : launch_.env_names) {
    const auto* own = find_pair(server_.env, name);
    read_variable(name, own != nullptr ? own->value : std::string(), own != nullptr);
  }
  for (const auto& pair : server_.env) {
    const auto& unset = launch_.unset_env;  // env -u NAME
    const bool passes = std::find(unset.begin(), unset.end(), pair.name) == unset.end();
    if (passes) read_variable(pair.name, pair.value, true);
  }
  for (const auto& [name, rule] : knowledge_.env) {
    if (rule.fallback || rule.required) read_variable(name, {}, false);
  }
}

bool Analysis::has_variable(std::string_view name) const {
  return std::any_of(out_.env.begin(), out_.env.end(),
                     [&](const auto& pair) { return pair.first == name; });
}

// `stated`: the entry gives a value, if an empty one.
void Analysis::read_variable(const std::string& name, const std::string& value, bool stated) {
  if (has_variable(name)) return;
  const auto known = knowledge_.env.find(name);
  const VariableRule* rule = known == knowledge_.env.end() ? nullptr : &known->second;
  if (rule == nullptr && !container_ && is_host_program_variable(name, value)) {
    if (!reported(name)) {
      out_.findings.push_back(
          {Severity::kInfo,
           "mapping.host-variable",
           name + " describes programs of this machine and is not given to the container",
           server_.name,
           {}});
    }
    return;
  }
  const bool secret = rule != nullptr && rule->secret ? *rule->secret : is_secret_name(name);
  Place place;
  place.name = name;
  place.variable = true;
  place.secret = secret;
  place.headers = name.ends_with("HEADERS");
  place.paths = !container_ || (rule != nullptr && rule->path != Access::kNone);
  if (rule != nullptr && rule->path != Access::kNone) {
    place.write = rule->path == Access::kWrite;
  } else {
    place.write = may_hold_path(value) && name_says_written(name);
  }
  place.hosts = !container_ || (rule != nullptr && rule->host_url);
  // A fallback may name this machine where the value does not.
  place.bare_host =
      (rule != nullptr && rule->host_url) ||
      ((rule != nullptr || may_hold_host(value)) && names_host(name) && !names_own_address(name));
  Value read = reader_.read(value, place);
  auto found = reader_.take_found();
  for (const auto& path : found.paths) append_once(out_.paths, path);
  if ((read.empty() || is_unfilled(read)) && rule != nullptr && rule->fallback) {
    // The mapping's own path is one of the container, usually on a volume.
    Place inside = place;
    inside.paths = false;
    read = reader_.read(*rule->fallback, inside);
    reader_.take_found();
  }
  const bool required = rule != nullptr && rule->required;
  if (read.empty() && (secret || required || !stated)) {
    read.push_back(reader_.missing(value, name, secret));
    reader_.take_found();
  }
  // A credential's path is no secret, whatever the variable is called.
  const bool only_path = !read.empty() && read.front().kind == Segment::Kind::kPath;
  const bool hidden = (secret && !only_path && !is_plain_path(value) && !is_switch(name, value)) ||
                      !found.secrets.empty();
  if (hidden) append_once(out_.secrets, name);
  if (is_unfilled(read) && (rule != nullptr ? required : stated || secret)) {
    append_once(out_.required_env, name);
  }
  out_.env.emplace_back(name, std::move(read));
}

// A path in a container: no secret, and nothing to mount.
bool Analysis::is_plain_path(const std::string& value) const {
  return container_ && value.size() > 1 && value.front() == '/' &&
         value.find_first_of("+=") == std::string::npos;
}

bool Analysis::reported(std::string_view name) const {
  return std::any_of(out_.findings.begin(), out_.findings.end(), [&](const Diagnostic& finding) {
    return finding.code == "mapping.host-variable" && finding.message.starts_with(name) &&
           finding.message.substr(name.size(), 1) == " ";
  });
}

void Analysis::read_headers() {
  for (const auto& header : server_.headers) {
    out_.headers.emplace_back(header.name,
                              reader_.read(header.value, header_place(header.name, header.value)));
    for (const auto& name : reader_.take_found().secrets) append_once(out_.secrets, name);
  }
}

Place Analysis::header_place(std::string_view name, std::string_view value) {
  Place place;
  place.name = name;
  place.secret = is_secret_header(name, value);
  place.paths = false;
  return place;
}

EntryValues analyse(const Server& server, const Launch& launch, const Knowledge& knowledge,
                    const std::string& home) {
  return Analysis(server, launch, knowledge, home).run();
}

}  // namespace mcpmx::mapping
