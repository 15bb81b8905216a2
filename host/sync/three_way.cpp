#include "sync/three_way.h"

#include <boost/json.hpp>

namespace mcpmx::sync {
namespace {

// Whether the two sides differ in a way that needs no strategy; then `resolution` is it.
bool resolves_itself(const FieldState& field, const Comparison& comparison,
                     Resolution& resolution) {
  const auto& [path, kind, base, profile, docker, is_secret] = field;
  if (profile == docker) {
    resolution = {profile == base ? Flow::kNone : Flow::kAgreed, profile, false, {}};
    return true;
  }
  if (comparison.overwritten.contains(field.path)) return false;
  if (!comparison.has_base) {
    // The union: what one side alone has goes to the other.
    if (profile && docker) return false;
    resolution = {
        profile ? Flow::kToDocker : Flow::kToProfile, profile ? profile : docker, false, {}};
    return true;
  }
  if (docker == base) {
    resolution = {Flow::kToDocker, profile, false, {}};
    return true;
  }
  if (profile == base) {
    resolution = {Flow::kToProfile, docker, false, {}};
    return true;
  }
  return false;
}

bool is_list_of_texts(const boost::json::value& value) {
  const auto* list = value.if_array();
  return list != nullptr &&
         std::all_of(list->begin(), list->end(), [](const auto& item) { return item.is_string(); });
}

// Whether an entry can have the value there (entry_fields.h).
bool fits(const FieldState& field, const boost::json::value& value) {
  switch (field.kind) {
    case FieldKind::kIdentity:
      if (field.path == "url") return value.is_string();
      return is_list_of_texts(value) && !value.get_array().empty();
    case FieldKind::kArguments:
      return is_list_of_texts(value);
    case FieldKind::kVariable:
      return value.is_string() || value.is_null();
    case FieldKind::kVersion:
    case FieldKind::kHeader:
      return value.is_string();
    case FieldKind::kPresence:
    case FieldKind::kOther:
      break;
  }
  return false;
}

Result<Resolution> decided(const Comparison& comparison, const FieldState& field,
                           Strategy& strategy) {
  if (comparison.for_person) return Resolution{Flow::kConflict, field.base, true, {}};
  MCPMX_TRY(decision,
            strategy.decide({comparison.server, field, comparison.fields, comparison.has_base,
                             comparison.profile_time, comparison.docker_time}));
  switch (decision.what) {
    case Decision::What::kProfile:
      return Resolution{Flow::kToDocker, field.profile, true, field.docker};
    case Decision::What::kDocker:
      return Resolution{Flow::kToProfile, field.docker, true, field.profile};
    case Decision::What::kManual:
      return Resolution{Flow::kConflict, field.base, true, {}};
    case Decision::What::kValue:
      break;
  }
  boost::system::error_code error;
  const auto value = boost::json::parse(decision.value, error);
  if (error || !fits(field, value)) {
    return failed("strategy \"" + std::string(strategy.id()) + "\" answered a value for " +
                      field.path + (error ? " that is no JSON" : " that no entry can have there"),
                  comparison.server, "choose another with --conflict NAME");
  }
  FieldValue canonical = boost::json::serialize(value);
  if (canonical == field.profile) return Resolution{Flow::kToDocker, canonical, true, field.docker};
  if (canonical == field.docker)
    return Resolution{Flow::kToProfile, canonical, true, field.profile};
  return Resolution{Flow::kToBoth, canonical, true, {}};
}

}  // namespace

Result<std::vector<Resolution>> resolve(const Comparison& comparison, Strategy& strategy) {
  std::vector<Resolution> result;
  result.reserve(comparison.fields.size());
  for (const FieldState& field : comparison.fields) {
    Resolution resolution;
    if (!resolves_itself(field, comparison, resolution)) {
      MCPMX_TRY(answer, decided(comparison, field, strategy));
      resolution = std::move(answer);
    }
    result.push_back(std::move(resolution));
  }
  return result;
}

}  // namespace mcpmx::sync
