#include "app/doctor.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <ostream>

#include "cli/command.h"

namespace mcpmx::cli {
namespace {

namespace json = boost::json;
using State = app::Checkup::State;

const char* state_name(State state) {
  return state == State::kOk ? "ok" : state == State::kWarning ? "warning" : "bad";
}

Result<int> run(Context& context) {
  PosixNetwork network;
  const auto checkups = app::examine(context.session, network);
  const bool healthy = std::none_of(checkups.begin(), checkups.end(),
                                    [](const app::Checkup& c) { return c.state == State::kBad; });
  if (context.format == Format::kJson) {
    json::array list;
    for (const app::Checkup& checkup : checkups) {
      list.push_back(json::object{{"state", state_name(checkup.state)},
                                  {"what", checkup.what},
                                  {"found", checkup.found},
                                  {"remedy", checkup.remedy}});
    }
    write_json(context, "doctor", {{"healthy", healthy}, {"checks", std::move(list)}});
    return healthy ? 0 : 1;
  }
  for (const app::Checkup& checkup : checkups) {
    const Style& style = context.style;
    const std::string mark = checkup.state == State::kOk        ? style.green("ok  ")
                             : checkup.state == State::kWarning ? style.yellow("warn")
                                                                : style.red("bad ");
    context.out << mark << "  " << checkup.what << ": " << printable(checkup.found) << '\n';
    if (!checkup.remedy.empty()) context.out << "      next: " << printable(checkup.remedy) << '\n';
  }
  return healthy ? 0 : 1;
}

}  // namespace

Command doctor_command() {
  return {"doctor",
          "",
          "say what is wrong on this machine, and what mends it",
          "Looks only: at MCPM's folder, plugins, mappings, the engine and docker compose. Each "
          "line that is not ok comes with the command that mends it. Where servers "
          "will reach for programs of this machine, it asks on Linux whether those listen on the "
          "address that containers come to. Exit code 1 if something is bad; warnings are about "
          "what only deploying needs.",
          "mcpmx doctor\nmcpmx doctor --format json",
          0,
          0,
          {},
          &run};
}

}  // namespace mcpmx::cli
