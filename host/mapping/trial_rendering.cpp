#include "mapping/trial_rendering.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <map>
#include <utility>

#include "mapping/project_builder.h"
#include "mapping/reading.h"
#include "model/json_member.h"

namespace mcpmx::mapping {
namespace {

namespace json = boost::json;

using Values = std::map<std::string, std::string, std::less<>>;

// What the renderer writes for Compose to interpolate, and nothing more: $$, ${NAME?...} and
// ${NAME:-default}. A variable without a value stays as ${NAME}.
std::string put_in(std::string_view written, const Values& values) {
  std::string out;
  for (std::size_t i = 0; i < written.size(); ++i) {
    if (written[i] != '$' || i + 1 == written.size()) {
      out += written[i];
      continue;
    }
    const auto close = written[i + 1] == '{' ? written.find('}', i) : std::string_view::npos;
    if (close == std::string_view::npos) {
      out += '$';
      if (written[i + 1] == '$') ++i;
      continue;
    }
    const std::string_view inside = written.substr(i + 2, close - i - 2);
    const std::string_view name = inside.substr(0, inside.find_first_of("?:"));
    const auto fallback = inside.find(":-");
    const auto found = values.find(name);
    if (found != values.end() && !found->second.empty()) {
      out += found->second;
    } else if (fallback != std::string_view::npos) {
      out += inside.substr(fallback + 2);
    } else {
      out.append("${").append(name).append("}");
    }
    i = close;
  }
  return out;
}

void put_in(json::value& value, const Values& values) {
  if (json::string* text = value.if_string()) {
    *text = put_in(std::string_view(*text), values);
  } else if (json::array* list = value.if_array()) {
    for (json::value& item : *list) put_in(item, values);
  } else if (json::object* map = value.if_object()) {
    for (auto& member : *map) put_in(member.value(), values);
  }
}

// The key that the renderer noted for the service.
std::string key_of(const json::object& document, std::string_view service) {
  const json::value* section = &document.at("x-mcpmx").at("services");
  for (const std::string_view name : {service, std::string_view("generated")}) {
    section = section->is_object() ? section->get_object().if_contains(name) : nullptr;
    if (section == nullptr) return {};
  }
  return section->is_object() ? text_member(section->get_object(), "key") : std::string();
}

// ${NAME} of `text` is nothing.
std::string without_references(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto begin = text.find("${");
    const auto end = begin == std::string_view::npos ? begin : text.find('}', begin);
    if (end == std::string_view::npos) break;
    out += text.substr(0, begin);
    text.remove_prefix(end + 1);
  }
  return out.append(text);
}

}  // namespace

bool same_text(std::string_view rendered, std::string_view given) {
  return rendered == given || (rendered.find("${") != std::string_view::npos &&
                               without_references(rendered) == without_references(given));
}

bool same_value(const std::optional<std::string>* rendered,
                const std::optional<std::string>* given) {
  if (rendered == nullptr || given == nullptr) return rendered == given;
  if (!*rendered || !*given) return rendered->has_value() == given->has_value();
  return same_text(**rendered, **given);
}

bool fits_text(std::string_view rendered, std::string_view given) {
  while (true) {
    const auto begin = rendered.find("${");
    const auto end = begin == std::string_view::npos ? begin : rendered.find('}', begin);
    if (end == std::string_view::npos) return given.ends_with(rendered);
    // The text before the first reference is not looked for: it has to begin there.
    if (!given.starts_with(rendered.substr(0, begin))) return false;
    given.remove_prefix(begin);
    rendered.remove_prefix(end + 1);
    const std::string_view next = rendered.substr(0, rendered.find("${"));
    const auto found = next.empty() ? given.size() : given.find(next);
    if (found == std::string_view::npos) return false;
    if (rendered.size() == next.size()) return given.ends_with(next);
    given.remove_prefix(found);
  }
}

TrialRendering::TrialRendering(const Claims& claims, const Surroundings& surroundings)
    : claims_(claims) {
  surroundings_.home = surroundings.home;
  surroundings_.uid = surroundings.uid;
  surroundings_.gid = surroundings.gid;
  surroundings_.private_folders = surroundings.private_folders;
  surroundings_.env_file = surroundings.env_file;
  surroundings_.settings = surroundings.settings;
  surroundings_.owners = surroundings.owners;
  surroundings_.random_secret = [] { return std::string(); };
}

std::vector<TrialService> TrialRendering::of(const Server& server) const {
  const std::vector<const Server*> servers = {&server};
  ProjectBuilder builder("trial", servers, surroundings_);
  builder.add(server,
              read_entry(server, claims_, builder.settings_for(server), surroundings_.home));
  Project project = builder.finish();
  Values values;
  for (EnvLine& line : project.env) values.emplace(std::move(line.name), std::move(line.value));
  std::vector<TrialService> result;
  for (const std::string& name : project.outcomes.front().services) {
    json::value body = project.document.at("services").at(name);
    put_in(body, values);
    ServiceFacts facts = facts_of(name, key_of(project.document, name), body.get_object());
    result.push_back({std::move(facts), std::move(body.get_object()), {}});
  }
  return result;
}

}  // namespace mcpmx::mapping
