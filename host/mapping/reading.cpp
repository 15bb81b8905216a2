#include "mapping/reading.h"

#include <algorithm>
#include <boost/json/value.hpp>

#include "mapping/launcher.h"
#include "mapping/path_rules.h"
#include "mapping/shared_secrets.h"

namespace mcpmx::mapping {
namespace {

const IntentService* primary_of(const Intent& intent) {
  const auto found = std::find_if(intent.services.begin(), intent.services.end(),
                                  [](const IntentService& service) { return service.primary; });
  return found == intent.services.end() ? nullptr : &*found;
}

bool is_from_runner(const Intent& intent) {
  return std::any_of(intent.services.begin(), intent.services.end(),
                     [](const IntentService& service) { return service.from_runner; });
}

Result<Intent> intent_of(Mapper& mapper, const MapperInput& input,
                         std::vector<Diagnostic>& findings) {
  MCPMX_TRY(text, mapper.render(input, findings));
  auto intent = parse_intent(text, mapper.id());
  if (!intent) return as_fault(std::move(intent).error());
  return intent;
}

// What a command line says beyond the server itself, and nobody keeps: said, not dropped.
void note_left_out(const Server& server, const Launch& launch, bool runner_made_it,
                   std::vector<Diagnostic>& findings) {
  const auto note = [&](const std::string& message) {
    findings.push_back({Severity::kWarning, "mapping.left-out", message, server.name, {}});
  };
  for (const std::string& sentence : launch.left_out) note(sentence);
  const bool is_package =
      launch.kind == Kind::kNpm || launch.kind == Kind::kPypi || launch.kind == Kind::kGit;
  if (runner_made_it || !is_package) return;
  std::vector<std::string> names;
  for (const Pair& option : launch.options) {
    if (std::find(names.begin(), names.end(), option.name) == names.end()) {
      names.push_back(option.name);
    }
  }
  constexpr const char* kWhy = " is not kept: the mapping has an image of its own for the server";
  for (const std::string& name : names)
    note("the option " + name + " of " + launch.launcher + kWhy);
  // "latest" asks for no version that one could miss.
  if (!launch.version.empty() && launch.version != "latest")
    note("the version " + launch.version + kWhy);
}

Result<Intent> render(const Claims& claims, Mapper& mapper, const MapperInput& input,
                      std::vector<Diagnostic>& findings) {
  MCPMX_TRY(intent, intent_of(mapper, input, findings));
  if (!is_from_runner(intent)) return intent;
  Mapper* runner = claims.runner();
  if (runner == nullptr || runner == &mapper) {
    return as_fault(failed("the mapper \"" + std::string(mapper.id()) +
                               "\" starts from the runners, which are not loaded",
                           {}, "mcpmx plugin list"));
  }
  MCPMX_TRY(base, intent_of(*runner, input, findings));
  start_from(intent, base);
  return intent;
}

// x-mcpmx.services.<service>.image: the user's image for what has none.
Intent intent_for_image(const std::string& image) {
  Intent intent;
  IntentService service;
  service.key = "mcp";
  service.primary = true;
  service.compose["image"] = image;
  service.compose["command"] = boost::json::array{boost::json::object{{"$args", 0}}};
  intent.services.push_back(std::move(service));
  return intent;
}

}  // namespace

std::string image_of(const Intent& intent) {
  const IntentService* primary = primary_of(intent);
  const boost::json::value* image =
      primary == nullptr ? nullptr : primary->compose.if_contains("image");
  return image != nullptr && image->is_string() ? std::string(image->get_string()) : std::string();
}

Reading read_entry(const Server& server, const Claims& claims, const ServiceSettings& settings,
                   const std::string& home) {
  Reading reading;
  reading.launch = parse_launch(server);
  for (Pair& option : reading.launch.options) {
    if (option.name == "directory") option.value = expand_home(option.value, home);
  }
  const MapperInput input{server, reading.launch, settings.choices};
  auto claim = claims.pick(input, settings.mapping);
  if (!claim) {
    reading.problem = as_fault(claim.error());
  } else {
    reading.claim = *claim;
    // A remote server and MCPM's own custom entries run nothing that could be put into a container.
    if (server.custom) {
      reading.problem =
          failed("it is a custom entry of MCPM's, which runs nothing itself", server.where.text());
    } else if (auto intent = render(claims, *reading.claim.mapper, input, reading.findings)) {
      const bool runner_made_it =
          reading.claim.mapper == claims.runner() || is_from_runner(*intent);
      reading.intent = std::move(*intent);
      note_left_out(server, reading.launch, runner_made_it, reading.findings);
    } else if (!settings.image.empty()) {
      reading.intent = intent_for_image(settings.image);
    } else {
      reading.problem = intent.error();
    }
  }
  reading.values = analyse(server, reading.launch,
                           reading.intent ? reading.intent->knowledge : Knowledge(), home);
  return reading;
}

std::vector<Reading> read_entries(
    const std::vector<const Server*>& servers, const Claims& claims,
    const std::function<const ServiceSettings&(const Server&)>& settings_for,
    const std::string& home) {
  std::vector<Reading> readings;
  readings.reserve(servers.size());
  for (const Server* server : servers) {
    readings.push_back(read_entry(*server, claims, settings_for(*server), home));
  }
  share_secrets(readings);
  return readings;
}

}  // namespace mcpmx::mapping
