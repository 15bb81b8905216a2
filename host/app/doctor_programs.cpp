#include "app/doctor_programs.h"

#include <map>
#include <set>

#include "app/compose_target.h"
#include "app/detect.h"
#include "app/host_programs.h"
#include "compose/index.h"

namespace mcpmx::app {
namespace {

using State = Checkup::State;

constexpr const char* kWhat = "programs of this machine";

// What servers reach for, as one Compose file has it.
struct Wanted {
  HostProgram program;
  std::string file;  // empty: of no file that is known
};

class Gatherer {
 public:
  Gatherer(Session& session, const mcpm::Library& library) : session_(session), library_(library) {}

  // The profiles whose files are known as those files have them; what is left as a new file would.
  void gather() {
    std::vector<Diagnostic> ignored;  // of the index, which generate tells of
    for (const compose::KnownFile& file :
         compose::other_known_files(session_.environment(), {}, ignored)) {
      add_file(file.path);
    }
    std::vector<Server> others;
    for (std::size_t i = 0; i < library_.servers.size(); ++i) {
      if (!seen_.contains(i)) others.push_back(library_.servers[i]);
    }
    add(others, {});
  }

  const std::map<int, Wanted>& wanted() const { return wanted_; }
  std::vector<Checkup> take_problems() { return std::move(problems_); }

 private:
  void add_file(const std::string& path) {
    const auto load = [&]() -> Result<ComposeTarget> {
      MCPMX_TRY(place, locate_target(session_, path));
      return load_target(session_, place);
    };
    const auto target = load();
    if (!target) {
      problems_.push_back({State::kWarning, "Compose file",
                           (target.error().where.empty() ? path : target.error().where) + ": " +
                               target.error().message,
                           target.error().hint});
      return;
    }
    for (const mcpm::Profile& profile : library_.profiles) {
      if (profile.name != target->settings.profile) continue;
      std::vector<Server> servers;
      for (const std::size_t index : profile.servers) {
        servers.push_back(library_.servers[index]);
        seen_.insert(index);
      }
      add(servers, {path, profile.name});
    }
  }

  void add(const std::vector<Server>& servers, const DetectRequest& request) {
    const auto detected = detect(session_, servers, request);
    if (!detected) {
      problems_.push_back({State::kBad, kWhat, detected.error().message, detected.error().hint});
      return;
    }
    for (HostProgram& program : host_programs(detected->servers)) {
      const int port = program.port;
      wanted_.emplace(port, Wanted{std::move(program), request.file});
    }
  }

  Session& session_;
  const mcpm::Library& library_;
  std::map<int, Wanted> wanted_;  // by port
  std::set<std::size_t> seen_;    // servers of a known file
  std::vector<Checkup> problems_;
};

// What is not running now is no fault.
Checkup judged(const Wanted& wanted, const std::string& bridge, Network& network) {
  const HostProgram& program = wanted.program;
  const std::string found =
      "port " + std::to_string(program.port) + ", for " + program.server + ", ";
  switch (hearing_of(program, bridge, network)) {
    case Hearing::kHeard:
      return {State::kOk, kWhat, found + "listens on " + bridge, {}};
    case Hearing::kSilent:
      return {State::kOk, kWhat, found + "is not listening now", {}};
    case Hearing::kLoopbackOnly:
      break;
  }
  return {State::kWarning, kWhat,
          found + "listens on 127.0.0.1 alone, and containers come to " + bridge,
          "let the program listen on " + bridge + " too, or set x-mcpmx.services." +
              program.service + ".network: host in " +
              (wanted.file.empty() ? "the Compose file" : wanted.file)};
}

}  // namespace

std::string counted(std::size_t number, const std::string& what) {
  return std::to_string(number) + " " + what + (number == 1 ? "" : "s");
}

// A machine without Docker's bridge is no fault either: there the address is another one, or
// another machine's.
std::vector<Checkup> examine_host_programs(Session& session, Network& network) {
  const auto library = session.load_library();
  if (!library) return {};
  Gatherer gatherer(session, *library);
  gatherer.gather();
  std::vector<Checkup> checkups = gatherer.take_problems();
  const std::string bridge = network.interface_address("docker0");
  const std::size_t count = gatherer.wanted().size();
  if (count == 0 && checkups.empty()) {
    checkups.push_back({State::kOk, kWhat, "no server reaches for one", {}});
  } else if (count > 0 && bridge.empty()) {
    checkups.push_back({State::kOk,
                        kWhat,
                        "not asked whether containers reach " + counted(count, "port") +
                            ": there is no bridge docker0 here",
                        {}});
  } else {
    for (const auto& [port, wanted] : gatherer.wanted())
      checkups.push_back(judged(wanted, bridge, network));
  }
  return checkups;
}

}  // namespace mcpmx::app
