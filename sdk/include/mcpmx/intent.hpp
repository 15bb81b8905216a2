// Builders for the two documents a template emits: mcpmx.render/1 (Intent) and mcpmx.recover/1
// (Recovered).
//
// An intent is Compose JSON with places that only the host can fill; the functions of namespace
// place make them. sdk/schema/render.schema.json is the reference of both.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "json.hpp"

namespace mcpmx {

namespace place {

// ${NAME?...} in the file, `value` in .env. With an empty value the user is told that it is needed.
inline Json secret(std::string_view name, std::string_view value = {}) {
  Json result = Json::map({{"$secret", name}});
  if (!value.empty()) result["value"] = value;
  return result;
}
// A secret that the host makes up once and keeps in .env, where the user gives none.
inline Json generated_secret(std::string_view name) {
  return Json::map({{"$secret", name}, {"generate", true}});
}
// ${NAME:-fallback}: a setting that the user may override in .env.
inline Json variable(std::string_view name, std::string_view fallback) {
  return Json::map({{"$var", name}, {"default", fallback}});
}
// The server's own variable, with the host's rules for secrets, paths and localhost applied.
inline Json env(std::string_view name) { return Json::map({{"$env", name}}); }
// One argument of the server, or (inside a list) all from an index on; the same rules apply.
inline Json arg(int index) { return Json::map({{"$arg", index}}); }
inline Json args(int from = 0) { return Json::map({{"$args", from}}); }
// In `ports`: a port of 127.0.0.1 that is free, `target` if it can be had.
inline Json port(int target) { return Json::map({{"$port", target}}); }
// In `volumes`: a bind mount of a path of the user's machine.
inline Json path(std::string_view source, std::string_view target, bool write = false) {
  return Json::map({{"$path", source}, {"target", target}, {"write", write}});
}
// In `volumes`: a volume of the service's own, named <service>-<name>.
inline Json volume(std::string_view name, std::string_view target) {
  return Json::map({{"$volume", name}, {"target", target}});
}
// In `volumes`: a volume under exactly that name in the file.
inline Json named_volume(std::string_view name, std::string_view target) {
  return Json::map({{"$volume", name}, {"target", target}, {"exact", true}});
}
// How a container reaches a program of the user's machine: "localhost:27123".
inline Json host(std::string_view address) { return Json::map({{"$host", address}}); }
// The name of another service of the same server, by its key.
inline Json service(std::string_view key) { return Json::map({{"$service", key}}); }
// Texts and places, put together to one string.
inline Json join(std::initializer_list<Json> parts) {
  return Json::map({{"$join", Json::list(parts)}});
}

}  // namespace place

// One variable of the server, as far as the template knows better than the entry.
class Variable {
 public:
  explicit Variable(Json& rule) : rule_(&rule) {}
  Variable& secret(bool is = true) { return set("secret", is); }
  Variable& required() { return set("required", true); }
  Variable& fallback(std::string_view value) { return set("default", value); }
  Variable& host_url() { return set("host_url", true); }
  Variable& path(bool write = false) { return set("path", write ? "write" : "read"); }

 private:
  Variable& set(std::string_view key, Json value) {
    (*rule_)[key] = std::move(value);
    return *this;
  }
  Json* rule_;
};

// One service of the intent. References stay valid as long as the Intent and no service is added.
class IntentService {
 public:
  explicit IntentService(Json& service) : service_(&service) {}
  // Start from what the runners render for this entry; the keys set here replace or extend it.
  IntentService& from_runner() { return set("from", "runner"); }
  // The service that speaks MCP. Exactly one service of an intent is primary.
  IntentService& primary() { return set("primary", true); }
  // The service's name is <server>-<suffix>; without one it is <server>.
  IntentService& suffix(std::string_view text) { return set("suffix", text); }
  // It serves MCP over HTTP at this port and path, not over stdio.
  IntentService& http(int port, std::string_view path = "/mcp") {
    return set("http", Json::map({{"port", port}, {"path", path}}));
  }
  // Drop all capabilities and set limits: for images that were proven to run so.
  IntentService& hardened() { return set("hardening", "full"); }
  IntentService& set(std::string_view key, Json value) {
    (*service_)[key] = std::move(value);
    return *this;
  }
  // A Compose key: compose("image") = "postgres:16-alpine".
  Json& compose(std::string_view key) { return (*service_)["compose"][key]; }

 private:
  Json* service_;
};

// The document mcpmx.render/1.
class Intent {
 public:
  Intent() { root_["schema"] = "mcpmx.render/1"; }
  Variable variable(std::string_view name) {
    Json& rule = root_["env"][name];
    rule = Json::map();
    return Variable(rule);
  }
  // Positional path arguments and the values of path options are mounted; these say how.
  Intent& argument_paths(std::string_view access) { return set("paths", "arguments", access); }
  Intent& path_option(std::string_view option, bool write) {
    root_["paths"]["options"][option] = write ? "write" : "read";
    return *this;
  }
  Intent& secret_option(std::string_view option) {
    root_["secret_options"].push(option);
    return *this;
  }
  IntentService service(std::string_view key) {
    return IntentService(root_["services"].push(Json::map({{"key", key}})));
  }
  // A sentence for the user about what was decided and how to change it.
  Intent& note(std::string_view text) {
    root_["notes"].push(text);
    return *this;
  }
  // A decision made for the user: kept in x-mcpmx.services.<service> and handed in as choice() next
  // time.
  Intent& choice(std::string_view setting, std::string_view value) {
    return set("choices", setting, value);
  }
  // Kept in x-mcpmx and handed to recover. No secrets.
  Intent& memo(std::string_view text) {
    root_["memo"] = text;
    return *this;
  }
  std::string dump() const { return root_.dump(); }

 private:
  Intent& set(std::string_view outer, std::string_view key, Json value) {
    root_[outer][key] = std::move(value);
    return *this;
  }
  Json root_;
};

// The document mcpmx.recover/1: what the services stand for, in the words of a launch. The host
// makes the command line from it, in the entry's own spelling where there is one.
class Recovered {
 public:
  Recovered() { root_["schema"] = "mcpmx.recover/1"; }
  // kind: npm, pypi, git or docker; package without its version.
  Recovered& package(std::string_view kind, std::string_view package,
                     std::string_view version = {}) {
    root_["kind"] = kind;
    root_["package"] = package;
    if (!version.empty()) root_["version"] = version;
    return *this;
  }
  // The same from one text as package managers write it: "@scope/name@1.2", "name==1.2",
  // "image:tag".
  Recovered& package_spec(std::string_view kind, std::string_view spec) {
    root_["kind"] = kind;
    root_["spec"] = spec;
    return *this;
  }
  // The program of the package that is run, where it is not the package's own.
  Recovered& program(std::string_view name) {
    root_["entry"] = name;
    return *this;
  }
  Recovered& module(std::string_view name) {
    root_["module"] = name;
    return *this;
  }
  // An option of the launcher by its long name, without dashes.
  Recovered& option(std::string_view name, std::string_view value) {
    root_["options"].push(Json::list({name, value}));
    return *this;
  }
  Recovered& primary(std::string_view service_key) {
    root_["primary"] = service_key;
    return *this;
  }
  // The services are what the runners made of this entry: let them say what it is.
  Recovered& from_runner() {
    root_["from"] = "runner";
    return *this;
  }
  Recovered& arg(std::string_view value) {
    root_["args"].push(value);
    return *this;
  }
  Recovered& env(std::string_view name, std::string_view value) {
    root_["env"][name] = value;
    return *this;
  }
  std::string dump() const { return root_.dump(); }

 private:
  Json root_;
};

}  // namespace mcpmx
