#include "app/detect.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <iostream>
#include <iterator>

#include "cli/command.h"
#include "cli/detect_json.h"
#include "cli/json_parts.h"
#include "cli/outcome_text.h"

namespace mcpmx::cli {
namespace {

constexpr std::size_t kMaxInput = std::size_t{16} << 20;  // bytes of --server -

Result<std::string> read_stdin() {
  std::string text;
  for (char buffer[4096]; std::cin.read(buffer, sizeof buffer) || std::cin.gcount() > 0;) {
    text.append(buffer, static_cast<std::size_t>(std::cin.gcount()));
    if (text.size() > kMaxInput) {
      return failed("the entry on stdin is larger than 16 MiB", "-",
                    "give it the entry of one server alone");
    }
  }
  return text;
}

Result<std::vector<Server>> chosen_servers(Context& context, std::vector<Diagnostic>& findings) {
  const bool all = context.options.has("all");
  const bool one = context.options.has("server");
  if ((all ? 1 : 0) + (one ? 1 : 0) + context.arguments.size() != 1) {
    return Error{ErrorCode::kUsage,
                 "detect needs one of: a PROFILE, --all, --server",
                 {},
                 "mcpmx detect --help"};
  }
  if (one) {
    std::string json = context.options.text("server");
    if (json == "-") {
      MCPMX_TRY(text, read_stdin());
      json = std::move(text);
    }
    MCPMX_TRY(server, app::parse_server(json, "--server"));
    return std::vector<Server>{std::move(server)};
  }
  MCPMX_TRY(library, context.session.load_library());
  findings = library.findings;
  if (all) return library.servers;
  MCPMX_TRY(profile, mcpm::find_profile(library, context.arguments[0]));
  std::vector<Server> servers;
  for (const std::size_t index : profile->servers) servers.push_back(library.servers[index]);
  return servers;
}

void write_text(Context& context, const std::vector<app::Detected>& detected) {
  Table table({"SERVER", "IS", "PACKAGE", "MAPPING", "BY", "RUNS IN"});
  for (const app::Detected& one : detected) {
    const Launch& launch = one.reading.launch;
    const std::string what = !launch.package.empty() ? launch.package
                             : !launch.url.empty()   ? app::shown(one.reading.values.url)
                                                     : app::shown_command(one.server);
    // As docker generate has it: what runs the server, though it may know no more than its kind.
    const bool is_used =
        !one.outcome.services.empty() || one.outcome.match.evidence != Evidence::kFallback;
    const bool is_mapped = one.reading.claim.mapper != nullptr && is_used;
    table.add({shown_name(one.server), kind_name(launch.kind), printable(what),
               is_mapped ? one.outcome.mapping : "-", how(one),
               one.outcome.services.empty() ? "-" : printable(one.image)});
  }
  table.write(context.out, context.style);
  bool is_first = true;
  for (const app::Detected& one : detected) {
    if (!one.outcome.services.empty()) continue;
    if (is_first) context.out << '\n' << context.style.bold("Not in a container:") << '\n';
    is_first = false;
    context.out << "  " << printable(one.server.name) << ": " << printable(one.outcome.reason)
                << '\n';
    write_hint(context.out, context.style, one.outcome);
  }
}

Result<int> run(Context& context) {
  std::vector<Diagnostic> findings;
  MCPMX_TRY(servers, chosen_servers(context, findings));
  app::DetectRequest request;
  request.file = context.options.text("file");
  if (!context.arguments.empty()) request.profile = context.arguments[0];
  MCPMX_TRY(detection, app::detect(context.session, servers, request));
  const std::vector<app::Detected>& detected = detection.servers;
  findings.insert(findings.end(), detection.findings.begin(), detection.findings.end());
  if (context.format == Format::kJson) {
    boost::json::array list;
    for (const app::Detected& one : detected) list.push_back(detected_json(one));
    write_json(context, "detect",
               {{"servers", std::move(list)}, {"findings", findings_json(findings)}});
  } else {
    write_text(context, detected);
    if (!context.quiet) write_findings(std::cerr, Style(false), findings);
  }
  return 0;
}

}  // namespace

Command detect_command() {
  return {"detect",
          "[PROFILE]",
          "say what each server is, how that is known, and what would run it",
          "Looks at the command line of every entry as its launchers would (npx, uvx, docker run, "
          "...), and asks the "
          "mappings who knows the package. What x-mcpmx of the Compose file says otherwise is "
          "followed. Nothing is run, fetched or written.",
          "mcpmx detect work                    the servers of a profile\n"
          "mcpmx detect --all --format json     all of them, for a program\n"
          "mcpmx detect --server '{\"command\": \"uvx\", \"args\": [\"mcp-server-time\"]}'",
          0,
          1,
          {{"file,f", "FILE",
            "follow the settings in this Compose file, as docker generate does; of a PROFILE by "
            "default docker-compose.yml, if there is one"},
           {"all", "", "every server of MCPM, whatever its profile"},
           {"server", "JSON|-", "one entry in MCPM's form; - reads it from stdin"}},
          &run};
}

}  // namespace mcpmx::cli
