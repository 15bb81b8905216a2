// A mapper that says what it was given, so that tests can see what crosses the boundary.
#include <mcpmx/mapper.hpp>
#include <stdexcept>

namespace {

using namespace mcpmx;

Json list_of(Texts texts) {
  Json list = Json::list();
  for (const std::string_view text : texts) list.push(text);
  return list;
}

Json list_of(Pairs pairs) {
  Json list = Json::list();
  for (const auto& [name, value] : pairs) list.push(Json::list({name, value}));
  return list;
}

struct Fixture {
  static constexpr std::string_view id = "fixture";

  static Status detect(const Server& server, Detection& detection) {
    if (server.name() == "decline") return Status::kNoMatch;
    if (server.name() == "throw") throw std::runtime_error("detect threw");
    if (server.name() == "stronger") detection.evidence = MCPMX_EVIDENCE_OVERRIDE;
    if (server.name() == "weaker") detection.evidence = MCPMX_EVIDENCE_NAME;
    if (server.name() == "reason") detection.reason = "because I \x1b[31msay so";
    return Status::kOk;
  }

  static Status render(const Server& server, Intent& intent, Reporter& report) {
    if (server.name() == "throw") throw std::runtime_error("render threw");
    if (server.name() == "throw-int") throw 7;
    if (server.name() == "unsupported") {
      report.warning("screen", "looks for a screen", "/env/DISPLAY");
      return report.unsupported("screen", "it needs a screen");
    }
    if (server.name() == "invalid") return Status::kInvalidInput;
    if (server.name() == "unavailable") return Status::kUnavailable;
    if (server.name() == "report") report.info("seen", "a note\nwith \x1b[2J and \xff", "/args/0");
    intent.service("mcp")
        .set("name", server.name())
        .set("command", server.command())
        .set("args", list_of(server.args()))
        .set("env", list_of(server.env()))
        .set("url", server.url())
        .set("headers", list_of(server.headers()))
        .set("raw", server.raw_json())
        .set("npm", server.is_npm())
        .set("remote", server.is_remote())
        .set("launcher", server.launcher())
        .set("package", server.package())
        .set("version", server.version())
        .set("spec", server.spec())
        .set("entry", server.entry())
        .set("module", server.module())
        .set("server_args", list_of(server.server_args()))
        .set("options", list_of(server.options()))
        .set("problem", server.problem())
        .set("transport", server.transport())
        .set("choice", server.choice("database").value_or("none"));
    return Status::kOk;
  }

  static Status recover(const ComposeServices& services, std::string_view memo, Recovered& entry) {
    if (services.empty()) return Status::kNoMatch;
    entry.package("npm", memo).primary(services[0].key());
    for (const ComposeService& service : services) {
      entry.arg(service.name());
      entry.arg(service.image());
      for (const std::string_view word : service.entrypoint()) entry.arg(word);
      for (const std::string_view word : service.command()) entry.arg(word);
      for (const auto& [name, value] : service.env()) entry.env(name, value);
      entry.arg(service.raw_json());
    }
    return Status::kOk;
  }
};

}  // namespace

MCPMX_MAPPERS(Fixture)
