// Edits of the Compose file and of .env, as people make them by hand.
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
    What::kEnvValue,      What::kEnvValue,      What::kEnvNew,        What::kEnvGone,
    What::kArgument,      What::kArgument,      What::kVersion,       What::kVersion,
    What::kSecret,        What::kPort,          What::kDockerOnly,    What::kDockerOnly,
    What::kMergeKey,      What::kOwnService,    What::kDeleteService, What::kDeleteService,
    What::kRenameService, What::kRenameService, What::kComment,
};

class DockerEditor {
 public:
  DockerEditor(World& world, const ServiceText& service, const Draw& draw, Edit& edit)
      : world_(world), service_(service), draw_(draw), edit_(edit), number_(world.count()) {
    token_ = "law-d" + std::to_string(number_) + "x";
    if (const auto* entry = find_entry(world.servers, service.server))
      entry_ = server_of(service.server, *entry);
  }

  bool make() {
    switch (edit_.what) {
      case What::kEnvValue:
      case What::kEnvGone:
        return change_variable();
      case What::kEnvNew:
        return add_variable();
      case What::kArgument:
        return add_argument();
      case What::kVersion:
        return draw_.what % 2 == 0 ? set_image() : set_version();
      case What::kPort:
        return set_port();
      case What::kDockerOnly:
        return set_own_field();
      case What::kMergeKey:
        return add_merge();
      case What::kOwnService:
        return add_service();
      case What::kDeleteService:
        return delete_service();
      case What::kRenameService:
        return rename_service();
      case What::kComment:
        return add_comment();
      case What::kSecret:
        return rotate();
      default:
        return false;
    }
  }

 private:
  Path place(const std::string& key) const { return {"services", service_.name, key}; }
  bool set(const Path& path, const json::value& value) {
    return set_at(world_.compose, path, value);
  }
  bool claim(const std::string& field) {
    edit_.field = field;
    return world_.claim(service_.server, field);
  }

  bool change_variable() {
    const auto environment = value_at(world_.compose, place("environment"));
    if (!environment || !environment->is_object()) return false;
    std::vector<std::pair<std::string, std::string>> plain;
    for (const auto& member : environment->get_object()) {
      if (member.value().is_string() && member.value().get_string().find('$') == json::string::npos)
        plain.emplace_back(member.key(), member.value().get_string());
    }
    if (plain.empty()) return false;
    const std::string& name = plain[draw_.what % plain.size()].first;
    const std::string& value = plain[draw_.what % plain.size()].second;
    if (!claim("env/" + name)) return false;
    edit_.variable = name;
    const sync::Fields fields = sync::fields_of(entry_);
    const auto field = fields.find("env/" + name);
    // A path that is mounted too stands in two places, and this is an edit of one of them.
    const auto volumes = value_at(world_.compose, place("volumes"));
    const bool is_mounted = value.find('/') != std::string::npos && volumes &&
                            json::serialize(*volumes).find(value) != std::string::npos;
    edit_.must_flow = field != fields.end() && !is_mounted &&
                      field->second == json::serialize(json::string(value));
    Path path = place("environment");
    path.push_back(name);
    if (edit_.what == What::kEnvGone) {
      // A mapping may need the variable, and then no entry stands for a service without it.
      edit_.must_flow = edit_.must_flow && is_from_runners(world_.compose, service_.name);
      return remove_at(world_.compose, path);
    }
    edit_.token = token_;
    return set(path, json::value(token_));
  }

  bool add_variable() {
    edit_.variable = "LAW_D" + std::to_string(number_);
    edit_.token = token_;
    if (!claim("env/" + edit_.variable)) return false;
    const auto environment = value_at(world_.compose, place("environment"));
    if (!environment)
      return set(place("environment"), json::object{{edit_.variable, json::value(token_)}});
    Path path = place("environment");
    path.push_back(edit_.variable);
    return environment->is_object() && set(path, json::value(token_));
  }

  bool add_argument() {
    edit_.token = "--" + token_;
    if (!claim("args")) return false;
    const auto command = value_at(world_.compose, place("command"));
    if (!command) return set(place("command"), json::array{json::value(edit_.token)});
    if (!command->is_array()) return false;
    json::array words = command->get_array();
    words.emplace_back(edit_.token);
    return set(place("command"), words);
  }

  bool set_image() {
    const auto image = value_at(world_.compose, place("image"));
    if (!image || !image->is_string()) return false;
    std::string text(image->get_string());
    if (text.find_first_of("$@") != std::string::npos) return false;
    const bool is_entrys =
        std::find(entry_.args.begin(), entry_.args.end(), text) != entry_.args.end();
    if (!claim("docker/image/" + service_.name) || (is_entrys && !claim("version"))) return false;
    const auto colon =
        text.find(':', text.find_last_of('/') == std::string::npos ? 0 : text.find_last_of('/'));
    edit_.token = token_;
    edit_.must_flow = is_entrys;
    return set(place("image"), json::value(text.substr(0, colon) + ":" + token_));
  }

  bool set_version() {
    const Launch launch = mapping::parse_launch(entry_);
    const bool npm = launch.kind == Kind::kNpm;
    if ((!npm && launch.kind != Kind::kPypi) || launch.spec.empty()) return false;
    const auto command = value_at(world_.compose, place("command"));
    if (!command || !command->is_array()) return false;
    json::array words = command->get_array();
    const auto word = std::find(words.begin(), words.end(), json::value(launch.spec));
    if (word == words.end() || !launch.spec.starts_with(launch.package)) return false;
    if (!claim("version")) return false;
    edit_.token = "96.0." + std::to_string(number_);
    // Of an entry that names its package twice the version is no field, or stands elsewhere.
    edit_.must_flow =
        std::count(word, words.end(), *word) == 1 && sync::fields_of(entry_).contains("version");
    *word = json::value(launch.package + (npm ? "@" : "==") + edit_.token);
    return set(place("command"), words);
  }

  bool set_port() {
    if (!claim("docker/ports/" + service_.name)) return false;
    const std::string port = std::to_string(15000 + number_);
    const auto ports = value_at(world_.compose, place("ports"));
    edit_.token = port;
    if (!ports) return set(place("ports"), json::array{json::value("127.0.0.1:" + port + ":80")});
    if (!ports->is_array() || ports->get_array().empty()) return false;
    json::array list = ports->get_array();
    if (!list[0].is_string()) return false;
    const std::string text(list[0].get_string());
    list[0] = "127.0.0.1:" + port + text.substr(text.find_last_of(':'));
    return set(place("ports"), list);
  }

  bool set_own_field() {
    const std::array<std::pair<const char*, json::value>, 6> fields = {
        {{"restart", "on-failure:7"},
         {"mem_limit", "3g"},
         {"hostname", json::value(token_)},
         {"stop_grace_period", "41s"},
         {"cpus", 2},
         {"labels", nullptr}}};
    const auto& [key, value] = fields[draw_.what % fields.size()];
    if (!claim(std::string("docker/") + key + service_.name)) return false;
    if (value.is_null()) {
      Path path = place("labels");
      path.emplace_back("law.label");
      edit_.token = token_;
      return set(path, json::value(token_));
    }
    if (value == json::value(token_)) edit_.token = token_;
    return set(place(key), value);
  }

  bool add_merge() {
    return claim("docker/stop_signal" + service_.name) &&
           add_merge_key(world_.compose, service_.name, token_, "stop_signal: SIGQUIT");
  }

  bool add_service() {
    edit_.server.clear();
    edit_.service = token_;
    edit_.token = token_;
    json::object service = {{"image", "nginx:1.25"},
                            {"environment", json::object{{"LAW", json::value(token_)}}}};
    // Beside the servers, on their network.
    const bool has_network = value_at(world_.compose, {"networks", "mcp-network"}).has_value();
    if (draw_.what % 2 == 0 && has_network) service["networks"] = json::array{"mcp-network"};
    return set({"services", token_}, service);
  }

  bool delete_service() {
    // Where all services are gone at once a person decides (tests/system/odd_state_test.py).
    const std::vector<ServiceText> all = services_in(world_.compose);
    const bool is_last = std::all_of(all.begin(), all.end(), [&](const ServiceText& each) {
      return each.server.empty() || each.server == service_.server;
    });
    if (is_last || !claim("*")) return false;
    bool any = false;
    for (const ServiceText& each : services_in(world_.compose)) {
      // Mostly all of a server's services; sometimes one of two.
      if (each.server != service_.server || (draw_.what % 4 == 0 && each.name != service_.name))
        continue;
      any = remove_at(world_.compose, {"services", each.name}) || any;
    }
    return any;
  }

  bool rename_service() {
    for (const ServiceText& each : services_in(world_.compose)) {
      // Others reach it by its name.
      if (each.name != service_.name && each.text.find(service_.name) != std::string::npos)
        return false;
    }
    if (!claim("docker/key" + service_.name)) return false;
    edit_.token = token_;
    return rename_at(world_.compose, {"services", service_.name}, token_);
  }

  bool add_comment() {
    edit_.server.clear();
    edit_.token = token_;
    const auto lines =
        static_cast<unsigned>(std::count(world_.compose.begin(), world_.compose.end(), '\n'));
    return add_line(world_.compose, draw_.what % (lines + 1),
                    std::string(std::size_t{draw_.where % 3} * 2, ' ') + "# " + token_);
  }

  bool rotate() {
    auto env = compose::Dotenv::parse(world_.env, ".env");
    if (!env || env->entries().empty()) return false;
    const auto& line = env->entries()[draw_.what % env->entries().size()];
    // An empty one waits for a value that the profile has not; filling it in rotates nothing.
    if (line.value.empty()) return false;
    const std::string name = line.name, before = line.value;
    edit_.variable = name;
    edit_.token = "sk-" + token_ + "7h2m9v4c";
    std::vector<Edit> edits;  // one for each server that it is for
    for (const ServiceText& each : services_in(world_.compose)) {
      if (each.text.find("${" + name + "?") == std::string::npos || each.server.empty()) continue;
      if (std::any_of(edits.begin(), edits.end(),
                      [&](const Edit& edit) { return edit.server == each.server; }))
        continue;
      edits.push_back(edit_);
      if (!rotate_for(each, before, edits.back())) return false;
    }
    if (!env->set(name, edit_.token)) return false;
    world_.env = env->text();
    edit_.server.clear();
    if (edits.empty()) return true;
    edit_ = std::move(edits.back());
    edits.pop_back();
    for (Edit& edit : edits) world_.edits.push_back(std::move(edit));
    return true;
  }

  // The fields of the server's entry that hold the secret.
  bool rotate_for(const ServiceText& service, const std::string& secret, Edit& edit) {
    edit.server = service.server;
    edit.service = service.name;
    edit.is_shared = world_.is_shared(service.server);
    const auto* entry = find_entry(world_.servers, service.server);
    if (entry == nullptr) return false;
    const std::string whole = json::serialize(json::string(secret));
    for (const auto& [path, value] : sync::fields_of(server_of(service.server, *entry))) {
      if (value.find(whole.substr(1, whole.size() - 2)) == std::string::npos) continue;
      if (!world_.claim(service.server, path)) return false;
      edit.must_flow = edit.field.empty() && value == whole;
      edit.field = path;
    }
    return !edit.field.empty() || !world_.is_careful;
  }

  World& world_;
  const ServiceText& service_;
  const Draw& draw_;
  Edit& edit_;
  int number_;
  std::string token_;
  Server entry_;  // of the service, as the profile says it now
};

}  // namespace

bool edit_docker(World& world, const Draw& draw) {
  std::vector<ServiceText> services = services_in(world.compose);
  std::erase_if(services, [](const ServiceText& service) { return service.server.empty(); });
  if (services.empty()) return false;
  const ServiceText& service = services[draw.where % services.size()];
  Edit edit;
  edit.on_docker = true;
  edit.what = kKinds[draw.kind % kKinds.size()];
  edit.server = service.server;
  edit.service = service.name;
  edit.is_shared = world.is_shared(service.server);
  if (!DockerEditor(world, service, draw, edit).make()) return false;
  world.edits.push_back(std::move(edit));
  return true;
}

// A plain variable or the version of an image, which stand on both sides in the same words.
bool edit_both(World& world, const Draw& draw) {
  World copy = world;
  copy.is_careful = true;
  Draw docker = draw;
  constexpr std::array kinds = {0u, 6u, 6u, 8u};  // of kKinds
  docker.kind = kinds[draw.kind % kinds.size()];
  if (!edit_docker(copy, docker)) return false;
  if (copy.edits.size() != world.edits.size() + 1) return false;  // a secret of several servers
  Edit edit = copy.edits.back();
  if (edit.is_shared || edit.server.empty() || !edit.must_flow) return false;
  json::object* entry = find_entry(copy.servers, edit.server);
  if (entry == nullptr) return false;
  edit.on_docker = false;
  const std::string number = std::to_string(world.count());
  Server server = server_of(edit.server, *entry);
  if (edit.field.starts_with("env/")) {
    edit.token =
        edit.what == What::kSecret ? "sk-law-p" + number + "x7h2m9v4c" : "law-p" + number + "x";
    sync::Fields fields = sync::fields_of(server);
    const std::string before = fields[edit.field];
    // Where the entry says it twice, .env may too, and then these are edits of two fields.
    const auto said = std::count_if(fields.begin(), fields.end(), [&](const auto& field) {
      return field.second.find(before.substr(1, before.size() - 2)) != std::string::npos;
    });
    if (edit.what == What::kSecret && said != 1) return false;
    fields[edit.field] = json::serialize(json::string(edit.token));
    server = sync::entry_of(fields, server);
  } else if (edit.field == "version") {
    const Launch launch = mapping::parse_launch(server);
    edit.token =
        copy.edits.back().token.starts_with("96.") ? "97.0." + number : "law-p" + number + "x";
    const char* joint = launch.kind == Kind::kDocker ? ":"
                        : launch.kind == Kind::kPypi ? "=="
                                                     : "@";
    const auto word = std::find(server.args.begin(), server.args.end(), launch.spec);
    if (word == server.args.end()) return false;
    *word = launch.package + joint + edit.token;
  } else {
    return false;
  }
  set_launch(*entry, server);
  copy.edits.push_back(std::move(edit));
  copy.is_careful = world.is_careful;
  world = std::move(copy);
  return true;
}

}  // namespace mcpmx::laws
