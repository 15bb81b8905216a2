#include "plugin/bridge.h"

#include <cstddef>
#include <utility>

namespace mcpmx::plugin {
namespace {

constexpr std::size_t kDetectorMinimum =
    offsetof(mcpmx_detector, detect) + sizeof(mcpmx_detector::detect);
constexpr std::size_t kTemplateMinimum =
    offsetof(mcpmx_template, recover) + sizeof(mcpmx_template::recover);

// The numbers are the ABI's; that the enumerators stand in the same order is what the casts rely
// on.
std::int32_t number_of(Evidence evidence) {
  return static_cast<std::int32_t>(evidence) + MCPMX_EVIDENCE_OVERRIDE;
}
static_assert(static_cast<int>(Evidence::kOverride) + MCPMX_EVIDENCE_OVERRIDE ==
              MCPMX_EVIDENCE_OVERRIDE);
static_assert(static_cast<int>(Evidence::kPackage) + MCPMX_EVIDENCE_OVERRIDE ==
              MCPMX_EVIDENCE_PACKAGE);
static_assert(static_cast<int>(Evidence::kUrl) + MCPMX_EVIDENCE_OVERRIDE == MCPMX_EVIDENCE_URL);
static_assert(static_cast<int>(Evidence::kCommand) + MCPMX_EVIDENCE_OVERRIDE ==
              MCPMX_EVIDENCE_COMMAND);
static_assert(static_cast<int>(Evidence::kName) + MCPMX_EVIDENCE_OVERRIDE == MCPMX_EVIDENCE_NAME);
static_assert(static_cast<int>(Evidence::kFallback) + MCPMX_EVIDENCE_OVERRIDE ==
              MCPMX_EVIDENCE_FALLBACK);

std::string place_of(const Server& server) {
  return server.where.file.empty() ? server.name : server.where.text();
}

// The plugin's pointers into its input mean something to a person only beside the input's place.
void append(std::vector<Diagnostic>& findings, std::vector<Diagnostic>& more,
            const std::string& place) {
  for (Diagnostic& finding : more) {
    finding.where = finding.where.empty() ? place : place + " " + finding.where;
    findings.push_back(std::move(finding));
  }
}

// The sink's misuse outranks the status: an output that was cut is no output.
Outcome judged(Outcome outcome, const Sink& sink) {
  if (sink.fault().empty()) return outcome;
  return {MCPMX_INTERNAL, sink.fault()};
}

}  // namespace

PluginMapper::PluginMapper(Plugin& plugin, const Provision& provision)
    : plugin_(plugin),
      provision_(provision),
      has_detector_(plugin.manifest().find(MCPMX_EXT_DETECTOR, provision.id) != nullptr) {}

Error PluginMapper::broken(const std::string& what) const {
  return as_fault(failed("plugin \"" + plugin_.manifest().id + "\" " + what, plugin_.found().file,
                         without_plugin(plugin_.found().file)));
}

Result<const mcpmx_detector*> PluginMapper::detector() {
  MCPMX_TRY(table, plugin_.extension(MCPMX_EXT_DETECTOR));
  const auto* detector = static_cast<const mcpmx_detector*>(table);
  if (detector == nullptr) {
    return broken("promises " MCPMX_EXT_DETECTOR " in its manifest, but extension() answers null");
  }
  if (detector->struct_size < kDetectorMinimum || detector->detect == nullptr) {
    return broken("has a " MCPMX_EXT_DETECTOR " table that is too small or lacks a function");
  }
  return detector;
}

Result<const mcpmx_template*> PluginMapper::templates() {
  MCPMX_TRY(table, plugin_.extension(MCPMX_EXT_TEMPLATE));
  const auto* result = static_cast<const mcpmx_template*>(table);
  if (result == nullptr) {
    return broken("promises " MCPMX_EXT_TEMPLATE " in its manifest, but extension() answers null");
  }
  if (result->struct_size < kTemplateMinimum || result->render == nullptr ||
      result->recover == nullptr) {
    return broken("has a " MCPMX_EXT_TEMPLATE " table that is too small or lacks a function");
  }
  return result;
}

Result<Mapper::Answer> PluginMapper::detect(const MapperInput& input, const Match& proposed) {
  if (!has_detector_) return Answer{true, proposed};
  MCPMX_TRY(table, detector());
  const ServerView server(input);
  Sink sink;
  std::int32_t evidence = number_of(proposed.evidence);
  const Outcome outcome =
      judged(guarded([&] {
               return table->detect(view(provision_.id), server.raw(), &evidence, sink.raw());
             }),
             sink);
  if (outcome.status == MCPMX_NO_MATCH) return Answer{false, proposed};
  if (outcome.status != MCPMX_OK) {
    const std::string place = place_of(input.server);
    return error_of(outcome, sink.findings(),
                    {plugin_.manifest().id, plugin_.found().file, "detect", place});
  }
  if (evidence < number_of(proposed.evidence) || evidence > MCPMX_EVIDENCE_FALLBACK) {
    return broken("claims evidence " + std::to_string(evidence) + " where its hint stands for " +
                  std::to_string(number_of(proposed.evidence)) + ": it may only get weaker");
  }
  Answer answer{true, proposed};
  answer.match.evidence = static_cast<Evidence>(evidence - MCPMX_EVIDENCE_OVERRIDE);
  if (!sink.output().empty()) answer.match.reason = cleaned(sink.output());
  return answer;
}

Result<std::string> PluginMapper::render(const MapperInput& input,
                                         std::vector<Diagnostic>& findings) {
  MCPMX_TRY(table, templates());
  const ServerView server(input);
  Sink sink;
  const Outcome outcome = judged(
      guarded([&] { return table->render(view(provision_.id), server.raw(), sink.raw()); }), sink);
  const std::string place = place_of(input.server);
  if (outcome.status == MCPMX_NO_MATCH) {
    append(findings, sink.findings(), place);
    return broken("has no template \"" + provision_.id + "\" although its manifest says so");
  }
  if (outcome.status != MCPMX_OK) {
    Error error = error_of(outcome, sink.findings(),
                           {plugin_.manifest().id, plugin_.found().file, "render", place});
    append(findings, sink.findings(), place);
    return error;
  }
  append(findings, sink.findings(), place);
  if (sink.output().empty()) return broken("rendered nothing, but says that all is well");
  return std::move(sink.output());
}

Result<std::optional<std::string>> PluginMapper::recover(const RecoverInput& input,
                                                         std::vector<Diagnostic>& findings) {
  MCPMX_TRY(table, templates());
  const ServicesView services(input.services);
  Sink sink;
  const Outcome outcome =
      judged(guarded([&] {
               return table->recover(view(provision_.id), services.raw(), services.count(),
                                     view(input.memo), sink.raw());
             }),
             sink);
  const std::string place = input.services.empty() ? std::string() : input.services.front().name;
  std::optional<Error> error;
  if (outcome.status != MCPMX_OK && outcome.status != MCPMX_NO_MATCH) {
    error = error_of(outcome, sink.findings(),
                     {plugin_.manifest().id, plugin_.found().file, "recover", place});
  }
  append(findings, sink.findings(), place);
  if (error) return *std::move(error);
  if (outcome.status == MCPMX_NO_MATCH) return std::optional<std::string>();
  if (sink.output().empty()) return broken("recovered nothing, but says that all is well");
  return std::optional<std::string>(std::move(sink.output()));
}

}  // namespace mcpmx::plugin
