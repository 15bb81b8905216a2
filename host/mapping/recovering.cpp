// From services to an entry, step by step: what they run (recover of the mapper), how people write
// that (command_line, docker_words), and whether it means the same (entry_candidate).
#include "mapping/recovering.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <utility>

#include "mapping/entry_candidate.h"
#include "mapping/launcher.h"
#include "mapping/launcher_spec.h"
#include "mapping/recovered_facts.h"
#include "mapping/trial_rendering.h"
#include "mapping/turned_back.h"

namespace mcpmx::mapping {
namespace {

namespace json = boost::json;

bool runs_a_package(const ServiceFacts& service) {
  return !service.command.empty() &&
         (service.command.front() == "npx" || service.command.front() == "uvx");
}

// "mcp" as a word of the image's name: mcp/fetch, ghcr.io/acme/acme-mcp-server.
bool is_called_mcp(std::string_view image) {
  Launch launch;
  if (!read_image(image, launch)) return false;
  std::string word;
  for (const char c : launch.package + "/") {
    if (c != '/' && c != '-' && c != '_' && c != '.') {
      word += c;
      continue;
    }
    if (word == "mcp") return true;
    word.clear();
  }
  return false;
}

// Servers that speak on stdin and stdout need an open one; a person's shell has a terminal as well.
bool listens_on_stdin(const ServiceFacts& service) {
  return service.keeps_stdin && !service.has_terminal;
}

bool looks_like_server(const ServiceFacts& service) {
  return runs_a_package(service) || is_called_mcp(service.image) || listens_on_stdin(service);
}

bool is_ours(const ServiceFacts& service) {
  return !service.server.empty() || !service.key.empty();
}

class Recovering {
 public:
  Recovering(const Claims& claims, const Surroundings& surroundings, const RecoverRequest& request,
             std::vector<Diagnostic>& findings);

  Result<std::optional<Recovered>> entry();

 private:
  struct Known {
    Mapper* mapper = nullptr;
    Evidence evidence = Evidence::kFallback;
  };
  RecoverInput::Service input_of(const TrialService& service);
  Result<std::optional<RecoveredFacts>> ask(Mapper& mapper);
  Result<Known> claimant(const RecoveredFacts& facts);
  Mapper* named() const;
  const TrialService& primary_of(const RecoveredFacts& facts) const;
  void note(const std::string& code, const std::string& message, const std::string& hint);

  const Claims& claims_;
  const RecoverRequest& request_;
  std::vector<Diagnostic>& findings_;
  TrialRendering rendering_;
  TurnedBack turned_back_;
  std::vector<TrialService> services_;  // the most likely primary first
  RecoverInput input_;
};

Recovering::Recovering(const Claims& claims, const Surroundings& surroundings,
                       const RecoverRequest& request, std::vector<Diagnostic>& findings)
    : claims_(claims), request_(request), findings_(findings), rendering_(claims, surroundings) {
  services_.reserve(request.services.size());
  for (const RecoverService& service : request.services) {
    TrialService& one = services_.emplace_back(TrialService{
        facts_of(service.name, service.key, service.body), service.body, service.volumes});
    // Where npx is the entrypoint, the command is only its arguments.
    ServiceFacts& facts = one.facts;
    if (facts.key.empty() && !facts.entrypoint.empty() &&
        (facts.entrypoint.front() == "npx" || facts.entrypoint.front() == "uvx")) {
      facts.entrypoint.insert(facts.entrypoint.end(), facts.command.begin(), facts.command.end());
      facts.command = std::move(facts.entrypoint);
      facts.entrypoint.clear();
    }
  }
  // Mappers take the first service that nobody generated for the server.
  std::stable_partition(services_.begin(), services_.end(), [](const TrialService& service) {
    return looks_like_server(service.facts);
  });
  // The renderer names siblings alone: in a service of ours another name is the entry's own word.
  const bool generated = !services_.empty() && !services_.front().facts.key.empty();
  for (const RecoverService& neighbour : request.neighbours) {
    if (!generated)
      turned_back_.add_neighbour(facts_of(neighbour.name, neighbour.key, neighbour.body));
  }
  for (std::size_t i = 1; i < services_.size(); ++i) turned_back_.add_sibling(services_[i].facts);
  const bool declares_host =
      std::any_of(services_.begin(), services_.end(), [](const TrialService& service) {
        return service.facts.key.empty() || service.facts.declares_host;
      });
  if (!declares_host) turned_back_.keep_host_name();
  input_.memo = request.memo;
  for (const TrialService& service : services_) input_.services.push_back(input_of(service));
}

RecoverInput::Service Recovering::input_of(const TrialService& service) {
  RecoverInput::Service input;
  input.name = service.facts.name;
  input.key = service.facts.key;
  input.image = service.facts.image;
  input.entrypoint = service.facts.entrypoint;
  input.command.reserve(service.facts.command.size());
  for (const std::string& word : service.facts.command)
    input.command.push_back(turned_back_.text(word, {}, TurnedBack::Form::kOnHost));
  for (const auto& [name, value] : service.facts.env)
    input.env.push_back(
        {name, turned_back_.text(value.value_or(std::string()), name, TurnedBack::Form::kOnHost)});
  input.raw = json::serialize(service.body);
  return input;
}

void Recovering::note(const std::string& code, const std::string& message,
                      const std::string& hint) {
  findings_.push_back({Severity::kWarning, code, message, request_.server, hint});
}

// What a mapper says the services run, with the runners' word where it starts from theirs.
Result<std::optional<RecoveredFacts>> Recovering::ask(Mapper& mapper) {
  MCPMX_TRY(text, mapper.recover(input_, findings_));
  if (!text) return std::optional<RecoveredFacts>();
  MCPMX_TRY(facts, parse_recovered(*text, mapper.id()));
  if (!facts.from_runner) return std::optional<RecoveredFacts>(std::move(facts));
  Mapper* runner = claims_.runner();
  if (runner == nullptr || runner == &mapper) {
    return as_fault(failed("the mapper \"" + std::string(mapper.id()) +
                               "\" starts from the runners, which are not loaded",
                           {}, "mcpmx plugin list"));
  }
  MCPMX_TRY(base, ask(*runner));
  if (!base && !facts.kind) return std::optional<RecoveredFacts>();
  return std::optional<RecoveredFacts>(
      laid_over(base ? *std::move(base) : RecoveredFacts(), std::move(facts)));
}

// Who would claim an entry of these facts.
Result<Recovering::Known> Recovering::claimant(const RecoveredFacts& facts) {
  Server server;
  server.name = request_.server;
  const auto lines = command_lines(facts, {}, {});
  if (lines.empty()) return Known();
  server.command = lines.front().command;
  server.args = lines.front().args;
  const Launch launch = parse_launch(server);
  MCPMX_TRY(claim, claims_.pick({server, launch, {}}, {}));
  return Known{claim.mapper, claim.match.evidence};
}

Mapper* Recovering::named() const {
  for (Mapper* mapper : claims_.mappers()) {
    if (mapper->id() == request_.mapping) return mapper;
  }
  return nullptr;
}

const TrialService& Recovering::primary_of(const RecoveredFacts& facts) const {
  for (const TrialService& service : services_) {
    if (facts.primary && service.facts.key == *facts.primary) return service;
  }
  return services_.front();
}

Result<std::optional<Recovered>> Recovering::entry() {
  if (services_.empty()) return std::optional<Recovered>();
  Mapper* runner = claims_.runner();
  if (runner == nullptr)
    return as_fault(failed("the runners, which know what services run, are not loaded", {},
                           "mcpmx plugin list"));
  MCPMX_TRY(generic, ask(*runner));
  Known known{named(), Evidence::kOverride};
  if (known.mapper == nullptr && !request_.mapping.empty()) {
    note("recover.no-mapping",
         "the mapping " + request_.mapping + " that generated its services is not there",
         "mcpmx mapping list");
  }
  if (known.mapper == nullptr) {
    known = {runner, Evidence::kFallback};
    if (generic) {
      MCPMX_TRY(claim, claimant(*generic));
      known = claim;
    }
  }
  const bool ours = std::any_of(services_.begin(), services_.end(),
                                [](const TrialService& each) { return is_ours(each.facts); });
  // A name says nothing of what runs: a database that is called like its server is none.
  const bool is_known = known.evidence <= Evidence::kCommand;
  const bool is_package = generic && generic->kind != Kind::kDocker;
  if (!ours && !is_known && !is_package && !looks_like_server(services_.front().facts))
    return std::optional<Recovered>();

  MCPMX_TRY(facts, ask(*known.mapper));
  if (!facts) facts = std::move(generic);
  if (!facts) return std::optional<Recovered>();
  const TrialService& primary = primary_of(*facts);
  const bool generated = !primary.facts.key.empty();
  EntryCandidates candidates(rendering_, turned_back_, primary, generated);
  Recovered recovered;
  MCPMX_TRY(entry, candidates.best(request_.server, *facts, recovered.exact));
  recovered.entry = std::move(entry);
  if (primary.facts.is_disabled) recovered.entry.enabled = false;
  recovered.primary = primary.facts.name;
  recovered.mapping = known.mapper->id();
  recovered.how = ours ? "label" : facts->kind == Kind::kDocker ? "image" : "command";
  for (const std::string& name : turned_back_.unreachable()) {
    note("recover.unreachable",
         "it reaches the service " + name +
             ", which publishes no port: outside of the project "
             "nothing answers there",
         "publish the port in the Compose file, or write an address that this machine reaches");
  }
  return std::optional<Recovered>(std::move(recovered));
}

}  // namespace

Result<std::optional<Recovered>> recover_entry(const Claims& claims,
                                               const Surroundings& surroundings,
                                               const RecoverRequest& request,
                                               std::vector<Diagnostic>& findings) {
  return Recovering(claims, surroundings, request, findings).entry();
}

}  // namespace mcpmx::mapping
