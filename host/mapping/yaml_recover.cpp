#include "mapping/yaml_recover.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <map>
#include <optional>

#include "mapping/claims.h"
#include "mapping/launcher_spec.h"
#include "model/json_member.h"

namespace mcpmx::mapping {
namespace {

namespace json = boost::json;

// Without tag and digest: which version runs is the file's business.
std::string repository_of(std::string_view image) {
  Launch launch;
  return read_image(image, launch) ? comparable_image(launch.package) : std::string(image);
}

// What a mapping sets tells its services from a bare one of the same image. Values may have been
// edited since, and are spelt otherwise once Compose has read them.
bool has_what_it_sets(const json::object& compose, const RecoverInput::Service& service) {
  boost::system::error_code error;
  const json::value raw = json::parse(service.raw, error);
  const json::object* body = error ? nullptr : raw.if_object();
  for (const auto& [key, value] : compose) {
    if (key == "image" || key == "command") continue;
    if (key == "environment") {
      const json::object* variables = value.if_object();
      if (variables == nullptr) continue;
      for (const auto& [name, text] : *variables) {
        if (!text.is_null() && find_pair(service.env, name) == nullptr) return false;
      }
    } else if (body == nullptr || !body->contains(key)) {
      return false;
    }
  }
  return true;
}

// Words of a command that a mapping wrote, over those of a service.
class Pattern {
 public:
  explicit Pattern(const std::vector<std::string>& words) : words_(words) {}

  std::optional<std::vector<std::string>> match(const json::array& pattern) {
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      const json::object* place = pattern[i].if_object();
      if (place != nullptr && place->contains("$args")) {
        const std::size_t behind = pattern.size() - i - 1;
        if (words_.size() < at_ + behind) return std::nullopt;
        const auto first = static_cast<std::size_t>(place->at("$args").to_number<std::int64_t>());
        for (std::size_t n = first; at_ + behind < words_.size(); ++n) args_[n] = words_[at_++];
      } else if (!take(pattern[i], place)) {
        return std::nullopt;
      }
    }
    if (at_ != words_.size()) return std::nullopt;
    std::vector<std::string> result;
    for (auto& [index, word] : args_) {
      if (index != result.size()) return std::nullopt;  // one that the service does not show
      result.push_back(std::move(word));
    }
    return result;
  }

 private:
  bool take(const json::value& item, const json::object* place) {
    if (at_ == words_.size()) return false;
    const std::string& word = words_[at_++];
    if (place == nullptr) return item.is_string() && item.get_string() == word;
    if (const json::value* index = place->if_contains("$arg"))
      args_[static_cast<std::size_t>(index->to_number<std::int64_t>())] = word;
    return true;  // what else stands for a value of the entry may be anything
  }

  const std::vector<std::string>& words_;
  std::size_t at_ = 0;
  std::map<std::size_t, std::string> args_;
};

// The arguments of the server, if `service` is of the intended image, has what the mapping sets,
// and a command of its form.
std::optional<std::vector<std::string>> arguments_of(const json::object& intended,
                                                     const RecoverInput::Service& service) {
  const json::value* compose = intended.if_contains("compose");
  if (compose == nullptr || !compose->is_object()) return std::nullopt;
  const json::object& body = compose->get_object();
  const json::array* command = list_member(body, "command");
  const std::string image = text_member(body, "image");
  if (command == nullptr) return std::nullopt;
  if (!image.empty() && repository_of(image) != repository_of(service.image)) return std::nullopt;
  if (!has_what_it_sets(body, service)) return std::nullopt;
  return Pattern(service.command).match(*command);
}

// A repository as npx and uvx take it; every other name is the package's own.
std::string spec_of(Kind kind, const std::string& name) {
  return kind == Kind::kGit ? "git+https://" + name : name;
}

}  // namespace

const RecoverInput::Service* primary_service(const RecoverInput& input) {
  for (const RecoverInput::Service& service : input.services) {
    if (service.key == "mcp" || service.key.empty()) return &service;
  }
  return nullptr;
}

std::string recovered_of(const std::vector<OwnService>& kinds,
                         const RecoverInput::Service& service) {
  json::object found = {{"schema", "mcpmx.recover/1"}, {"from", "runner"}};
  // A line of npx or uvx says by itself which package it runs.
  const bool says_package = !service.command.empty() &&
                            (service.command.front() == "npx" || service.command.front() == "uvx");
  for (const OwnService& kind : kinds) {
    if (kind.kind == Kind::kBinary && says_package) continue;
    const auto args = arguments_of(kind.intended, service);
    if (!args) continue;
    found = {{"schema", "mcpmx.recover/1"},
             {"kind", kind_name(kind.kind)},
             {"spec", spec_of(kind.kind, kind.package)},
             {"primary", service.key},
             {"args", json::array(args->begin(), args->end())}};
    break;
  }
  return json::serialize(found);
}

}  // namespace mcpmx::mapping
