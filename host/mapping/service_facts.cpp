#include "mapping/service_facts.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <charconv>

#include "mapping/file_words.h"
#include "mapping/place_filler.h"
#include "mapping/shell_line.h"
#include "model/json_member.h"

namespace mcpmx::mapping {
namespace {

namespace json = boost::json;

// A list of words, or one text that Compose splits as a shell does.
std::vector<std::string> words_of(const json::object& body, std::string_view key) {
  std::vector<std::string> words;
  const json::value* value = body.if_contains(key);
  if (value == nullptr) return words;
  if (const json::array* list = value->if_array()) {
    words.reserve(list->size());
    for (const json::value& word : *list) words.push_back(scalar_text(word));
  } else if (value->is_string()) {
    const auto line = split_posix(std::string_view(value->get_string()), {}, {});
    if (!line) return {std::string(value->get_string())};
    for (const Word& word : line->words) words.push_back(word.text);
  }
  return words;
}

void read_environment(const json::object& body, ServiceFacts& facts) {
  const json::value* value = body.if_contains("environment");
  if (value == nullptr) return;
  if (const json::object* map = value->if_object()) {
    for (const auto& [name, text] : *map) {
      facts.env.emplace_back(
          std::string(name),
          text.is_null() ? std::nullopt : std::optional<std::string>(scalar_text(text)));
    }
  } else if (const json::array* list = value->if_array()) {
    for (const json::value& item : *list) {
      const std::string text = scalar_text(item);
      const auto equals = text.find('=');
      if (equals == std::string::npos) {
        facts.env.emplace_back(text, std::nullopt);
      } else {
        facts.env.emplace_back(text.substr(0, equals), text.substr(equals + 1));
      }
    }
  }
}

std::string octal(std::int64_t number) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, 8).ptr;
  return {digits.data(), end};
}

Mount mount_of(const json::object& body) {
  Mount mount;
  const std::string type = text_member(body, "type");
  mount.type = type == "bind"    ? Mount::Type::kBind
               : type == "tmpfs" ? Mount::Type::kTmpfs
                                 : Mount::Type::kVolume;
  mount.source = text_member(body, "source");
  mount.target = text_member(body, "target");
  mount.read_only = flag_member(body, "read_only");
  // The words of -v for what the long form says elsewhere.
  if (const json::value* bind = body.if_contains("bind"); bind != nullptr && bind->is_object()) {
    for (const char* key : {"propagation", "selinux"}) {
      if (std::string flag = text_member(bind->get_object(), key); !flag.empty())
        mount.flags.push_back(std::move(flag));
    }
  }
  if (const json::value* volume = body.if_contains("volume");
      volume != nullptr && volume->is_object() && flag_member(volume->get_object(), "nocopy")) {
    mount.flags.emplace_back("nocopy");
  }
  if (const json::value* tmpfs = body.if_contains("tmpfs");
      tmpfs != nullptr && tmpfs->is_object()) {
    const json::object& options = tmpfs->get_object();
    if (const json::value* size = options.if_contains("size"))
      mount.flags.push_back("tmpfs-size=" + scalar_text(*size));
    if (const json::value* mode = options.if_contains("mode"); mode != nullptr && mode->is_int64())
      mount.flags.push_back("tmpfs-mode=" + octal(mode->get_int64()));
  }
  return mount;
}

void read_mounts(const json::object& body, ServiceFacts& facts) {
  const json::array* list = list_member(body, "volumes");
  if (list == nullptr) return;
  for (const json::value& item : *list) {
    if (const json::object* map = item.if_object()) {
      facts.mounts.push_back(mount_of(*map));
    } else if (item.is_string()) {
      if (auto mount = parse_volume(item.get_string())) facts.mounts.push_back(std::move(*mount));
    }
  }
}

// "8000-8010:80" of the long form, in the words of -p.
std::string port_text(const json::object& body) {
  std::string text = text_member(body, "host_ip");
  if (text.find(':') != std::string::npos) text = "[" + text + "]";
  if (!text.empty()) text += ':';
  const json::value* published = body.if_contains("published");
  if (published != nullptr && !published->is_null())
    text.append(scalar_text(*published)) += ':';
  else if (!text.empty())
    text += ':';
  if (const json::value* target = body.if_contains("target")) text += scalar_text(*target);
  const std::string protocol = text_member(body, "protocol");
  if (!protocol.empty() && protocol != "tcp") text.append("/").append(protocol);
  return text;
}

void read_ports(const json::object& body, ServiceFacts& facts) {
  const json::array* list = list_member(body, "ports");
  if (list == nullptr) return;
  for (const json::value& item : *list) {
    const std::string text = item.is_object() ? port_text(item.get_object()) : scalar_text(item);
    if (auto port = parse_port(text)) facts.ports.push_back(std::move(*port));
  }
}

std::string label_of(const json::object& body, std::string_view name) {
  const json::value* labels = body.if_contains("labels");
  if (labels == nullptr) return {};
  if (const json::object* map = labels->if_object()) return text_member(*map, name);
  const std::string prefix = std::string(name) + "=";
  if (const json::array* list = labels->if_array()) {
    for (const json::value& item : *list) {
      const std::string text = scalar_text(item);
      if (text.starts_with(prefix)) return text.substr(prefix.size());
    }
  }
  return {};
}

}  // namespace

std::string scalar_text(const json::value& value) {
  if (const json::string* text = value.if_string()) return std::string(*text);
  if (value.is_null()) return {};
  if (!value.is_double()) return json::serialize(value);
  // As a person writes it: JSON's own writer says 5E-1.
  std::array<char, 32> digits{};
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), value.get_double()).ptr;
  return {digits.data(), end};
}

ServiceFacts facts_of(std::string name, std::string key, const json::object& body) {
  ServiceFacts facts;
  facts.name = std::move(name);
  facts.key = std::move(key);
  facts.image = text_member(body, "image");
  facts.entrypoint = words_of(body, "entrypoint");
  facts.command = words_of(body, "command");
  read_environment(body, facts);
  read_mounts(body, facts);
  read_ports(body, facts);
  facts.host_names = {facts.name};
  for (const char* key_of_name : {"container_name", "hostname"}) {
    if (std::string other = text_member(body, key_of_name); !other.empty())
      facts.host_names.push_back(std::move(other));
  }
  facts.server = label_of(body, kServerLabel);
  if (const json::array* hosts = list_member(body, "extra_hosts")) {
    facts.declares_host = std::any_of(hosts->begin(), hosts->end(), [](const json::value& each) {
      return scalar_text(each).starts_with(kHostGateway);
    });
  }
  facts.keeps_stdin = flag_member(body, "stdin_open");
  facts.has_terminal = flag_member(body, "tty");
  if (const json::array* profiles = list_member(body, "profiles")) {
    facts.is_disabled =
        std::any_of(profiles->begin(), profiles->end(),
                    [](const json::value& each) { return scalar_text(each) == kDisabledProfile; });
  }
  return facts;
}

const std::optional<std::string>* variable_of(const ServiceFacts& service, std::string_view name) {
  for (const auto& [variable, value] : service.env) {
    if (variable == name) return &value;
  }
  return nullptr;
}

}  // namespace mcpmx::mapping
