// Applies the rules to an entry: which string stands where, under which name, and what that
// decides.
#include <algorithm>
#include <utility>

#include "mapping/docker_options.h"
#include "mapping/launcher_words.h"
#include "mapping/path_rules.h"
#include "mapping/secret_rules.h"
#include "mapping/value.h"
#include "mapping/value_reader.h"

namespace mcpmx::mapping {
namespace {

constexpr auto npos = std::string_view::npos;

void add_once(std::vector<std::string>& list, std::string_view item) {
  if (std::find(list.begin(), list.end(), item) == list.end()) list.emplace_back(item);
}

// Cheap questions that spare most values the look at their name.
bool may_hold_path(std::string_view text) { return text.find_first_of("/\\~$%") != npos; }

bool may_hold_host(std::string_view text) {
  return text.find("127.") != npos || text.find("::1") != npos || text.find("ocal") != npos ||
         text.find("OCAL") != npos || text.find("0.0.0.0") != npos;
}

class Analysis {
 public:
  Analysis(const Server& server, const Launch& launch, const Knowledge& knowledge,
           const std::string& home)
      : server_(server),
        launch_(launch),
        knowledge_(knowledge),
        reader_(server.name, home),
        container_(launch.kind == Kind::kDocker) {}

  EntryValues run() {
    // Variables come first, so that a secret of an argument never takes a variable's own name; the
    // lists keep the order of the entry all the same.
    read_env();
    reader_.set_variables(stated_variables());
    const auto env_paths = std::exchange(out_.paths, {});
    read_launcher_paths();
    read_args();
    for (const auto& path : env_paths) add_once(out_.paths, path);
    read_headers();
    return std::move(out_);
  }

 private:
  // Variables to which the entry gives a value. Nobody between MCPM and the server expands
  // ${NAME} in an argument; a server that does (mcp-remote) finds them in its environment.
  std::vector<std::string> stated_variables() const {
    std::vector<std::string> names;
    for (const auto& [name, value] : out_.env) {
      const bool has_value = std::any_of(value.begin(), value.end(), [](const Segment& segment) {
        return segment.kind != Segment::Kind::kMissing;
      });
      if (has_value) names.push_back(name);
    }
    return names;
  }

  // --- The launcher's own paths ---

  void read_launcher_paths() {
    if (container_) {
      read_mounts();
      return;
    }
    for (const auto* path : {&launch_.project_dir, &launch_.script, &launch_.program}) {
      if (is_host_path(*path)) add_once(out_.paths, *path);
    }
    for (const auto& option : launch_.options) {
      const bool file = option.name == "with-editable" || option.name == "with-requirements";
      if (file && is_host_path(option.value)) add_once(out_.paths, option.value);
    }
  }

  // A mount that cannot be read is the renderer's error; here it has no path to tell.
  void read_mounts() {
    for (const auto& option : launch_.options) {
      if (option.name != "volume" && option.name != "mount") continue;
      const auto mount =
          option.name == "volume" ? parse_volume(option.value) : parse_mount(option.value);
      if (!mount || mount->type != Mount::Type::kBind || has_gap(mount->source)) continue;
      add_once(out_.paths, mount->source);
    }
  }

  // ${NAME} in a path: what it is, is not known yet.
  static bool has_gap(std::string_view path) {
    for (std::size_t i = path.find_first_of("$<"); i != npos; i = path.find_first_of("$<", i + 1)) {
      if (placeholder_at(path, i)) return true;
    }
    return false;
  }

  // --- Arguments ---

  void read_args() {
    std::string_view option;  // the option whose value the next argument may be
    for (std::size_t i = 0; i < launch_.server_args.size(); ++i) {
      const std::string_view arg = launch_.server_args[i];
      Value value;
      const bool is_option = arg.size() > 1 && arg.front() == '-' && !is_number(arg);
      // Behind --token even a text with an equals sign is the token.
      if (is_option || (is_assignment(arg) && !is_secret_name(option))) {
        const auto equals = arg.find('=');
        if (is_option) option = equals == npos ? arg : std::string_view();
        if (equals == npos) {
          value = read_bare_option(arg);
        } else {
          value.push_back(text(arg.substr(0, equals + 1)));
          append(value, read_arg(arg.substr(equals + 1), arg.substr(0, equals)));
        }
        if (!is_option) option = {};
      } else {
        value = read_arg(arg, option);
        option = {};
      }
      note_arg(i);
      out_.args.push_back(std::move(value));
    }
    if (!launch_.url.empty()) {
      out_.url = reader_.read(launch_.url, Place{});
      reader_.take_found();
    }
  }

  static bool is_number(std::string_view arg) {
    return arg.size() > 1 && std::all_of(arg.begin() + 1, arg.end(),
                                         [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
  }

  static Segment text(std::string_view part) {
    return {Segment::Kind::kText, std::string(part), {}, false, false};
  }

  static void append(Value& value, Value more) {
    for (auto& segment : more) {
      if (segment.kind == Segment::Kind::kText && !value.empty() &&
          value.back().kind == Segment::Kind::kText) {
        value.back().text += segment.text;
      } else {
        value.push_back(std::move(segment));
      }
    }
  }

  // "--verbose" is text; a token glued to an option ("-ksk-...") is not.
  Value read_bare_option(std::string_view arg) {
    if (arg.starts_with("-----BEGIN") || find_secret(arg)) {
      return reader_.read(arg, Place{{}, false, false, false, false, false, false});
    }
    return {text(arg)};
  }

  Value read_arg(std::string_view arg, std::string_view name) {
    if (name == "-H" || name.ends_with("header") || name.ends_with("Header")) {
      return read_header_arg(arg);
    }
    Place place;
    place.name = name;
    while (place.name.starts_with('-')) place.name.remove_prefix(1);
    const auto& secrets = knowledge_.secret_options;
    place.secret = is_secret_name(place.name) ||
                   std::find(secrets.begin(), secrets.end(), name) != secrets.end();
    place.paths = !container_;
    place.hosts = !container_;
    place.write = may_hold_path(arg) && path_access(name) == Access::kWrite;
    place.bare_host = may_hold_host(arg) && names_host(place.name) && !is_bind_option(place.name);
    // An environment that is handed on: -e API_KEY=x, --env API_KEY=x.
    if ((name == "-e" || name == "--env") && is_assignment(arg)) {
      const auto equals = arg.find('=');
      Value value{text(arg.substr(0, equals + 1))};
      append(value, read_arg(arg.substr(equals + 1), arg.substr(0, equals)));
      return value;
    }
    return reader_.read(arg, place);
  }

  Access path_access(std::string_view name) const {
    if (const auto known = knowledge_.path_options.find(std::string(name));
        known != knowledge_.path_options.end()) {
      return known->second;
    }
    if (!name.empty() && name_says_written(name)) return Access::kWrite;
    return knowledge_.argument_paths;
  }

  // "--host localhost" of a server that itself listens on HTTP is where it binds.
  bool is_bind_option(std::string_view name) const {
    if (name_words(name).size() != 1) return names_own_address(name);
    bool http = false;
    for (const auto& arg : launch_.server_args) {
      http = http || arg == "sse" || arg == "http" || arg == "streamable-http" ||
             arg.ends_with("=sse") || arg.ends_with("=http") || arg.ends_with("=streamable-http");
    }
    return http;
  }

  // "Authorization: Bearer x", also without the blank, which some clients cannot pass on.
  Value read_header_arg(std::string_view arg) {
    const auto colon = arg.find(':');
    if (colon == npos) return reader_.read(arg, Place{});
    auto from = colon + 1;
    while (from < arg.size() && arg[from] == ' ') ++from;
    Value value{text(arg.substr(0, from))};
    append(value, reader_.read(arg.substr(from), header_place(arg.substr(0, colon))));
    return value;
  }

  static Place header_place(std::string_view name) {
    Place place;
    place.name = name;
    place.secret = is_secret_name(name);
    place.paths = false;
    return place;
  }

  void note_arg(std::size_t index) {
    auto found = reader_.take_found();
    for (const auto& path : found.paths) add_once(out_.paths, path);
    for (const auto& secret : found.secrets) {
      add_once(out_.arg_secrets, secret);
      out_.findings.push_back(
          {Severity::kWarning, "mapping.secret-argument",
           "argument " + std::to_string(index + 1) +
               " of the server holds a secret, which every user of the machine can read in the "
               "process list",
           server_.name, "give it as an environment variable if the server reads one"});
    }
  }

  // --- Environment ---

  // The command line stands over the entry's own map, as for the shell; -e NAME takes from the map.
  void read_env() {
    for (const auto& pair : launch_.env) {
      const auto* own = find(server_.env, pair.name);
      // -e NAME=${NAME}: the entry says what it is.
      const bool refers = own != nullptr && pair.value == "${" + pair.name + "}";
      read_variable(pair.name, refers ? own->value : pair.value, true);
    }
    for (const auto& name : launch_.env_names) {
      const auto* own = find(server_.env, name);
      read_variable(name, own != nullptr ? own->value : std::string(), own != nullptr);
    }
    for (const auto& pair : server_.env) read_variable(pair.name, pair.value, true);
    for (const auto& [name, rule] : knowledge_.env) {
      if (rule.fallback || rule.required) read_variable(name, {}, false);
    }
  }

  static const Pair* find(const std::vector<Pair>& pairs, std::string_view name) {
    for (const auto& pair : pairs) {
      if (pair.name == name) return &pair;
    }
    return nullptr;
  }

  bool has_variable(std::string_view name) const {
    return std::any_of(out_.env.begin(), out_.env.end(),
                       [&](const auto& pair) { return pair.first == name; });
  }

  // `stated`: the entry gives a value, if an empty one.
  void read_variable(const std::string& name, const std::string& value, bool stated) {
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
    for (const auto& path : found.paths) add_once(out_.paths, path);
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
    const bool hidden = (secret && !only_path && !is_plain_path(value)) || !found.secrets.empty();
    if (hidden) add_once(out_.secrets, name);
    if (is_unfilled(read) && (rule != nullptr ? required : stated || secret)) {
      add_once(out_.required_env, name);
    }
    out_.env.emplace_back(name, std::move(read));
  }

  // A path in a container: no secret, and nothing to mount.
  bool is_plain_path(const std::string& value) const {
    return container_ && value.size() > 1 && value.front() == '/' &&
           value.find_first_of("+=") == std::string::npos;
  }

  static bool is_unfilled(const Value& value) {
    return std::any_of(value.begin(), value.end(), [](const Segment& segment) {
      return segment.kind == Segment::Kind::kMissing;
    });
  }

  bool reported(std::string_view name) const {
    return std::any_of(out_.findings.begin(), out_.findings.end(), [&](const Diagnostic& finding) {
      return finding.code == "mapping.host-variable" && finding.message.starts_with(name) &&
             finding.message.substr(name.size(), 1) == " ";
    });
  }

  // --- Headers of a remote entry ---

  void read_headers() {
    for (const auto& header : server_.headers) {
      out_.headers.emplace_back(header.name, reader_.read(header.value, header_place(header.name)));
      for (const auto& name : reader_.take_found().secrets) add_once(out_.secrets, name);
    }
  }

  const Server& server_;
  const Launch& launch_;
  const Knowledge& knowledge_;
  ValueReader reader_;
  bool container_;
  EntryValues out_;
};

}  // namespace

EntryValues analyse(const Server& server, const Launch& launch, const Knowledge& knowledge,
                    const std::string& home) {
  return Analysis(server, launch, knowledge, home).run();
}

}  // namespace mcpmx::mapping
