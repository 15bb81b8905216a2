#include "cli/outcome_text.h"

#include <ostream>

#include "cli/json_parts.h"

namespace mcpmx::cli {
namespace {

namespace json = boost::json;

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + text;
  return out;
}

}  // namespace

const char* evidence_name(Evidence evidence) {
  switch (evidence) {
    case Evidence::kOverride:
      return "override";
    case Evidence::kPackage:
      return "package";
    case Evidence::kUrl:
      return "url";
    case Evidence::kCommand:
      return "command";
    case Evidence::kName:
      return "name";
    case Evidence::kFallback:
      return "kind";
  }
  return "none";
}

void write_findings(std::ostream& out, const Style& style,
                    const std::vector<Diagnostic>& findings) {
  for (const Diagnostic& finding : findings) {
    const std::string label = std::string(severity_name(finding.severity)) + ":";
    out << (finding.severity == Severity::kInfo ? style.dim(label) : style.yellow(label)) << ' ';
    if (!finding.where.empty()) out << printable(finding.where) << ": ";
    out << printable(finding.message);
    if (!finding.hint.empty()) out << "; " << printable(finding.hint);
    out << '\n';
  }
}

std::string shown_name(const Server& server) {
  return printable(server.name) + (server.enabled == false ? " (disabled)" : "");
}

void write_hint(std::ostream& out, const Style& style, const Outcome& outcome) {
  if (!outcome.hint.empty()) out << "    " << style.dim(printable(outcome.hint)) << '\n';
}

void write_outcomes(std::ostream& out, const Style& style, const std::vector<Outcome>& outcomes) {
  Table table({"SERVER", "MAPPING", "SERVICE"});
  for (const Outcome& outcome : outcomes) {
    if (outcome.services.empty()) continue;
    table.add({printable(outcome.server), outcome.mapping, joined(outcome.services)});
  }
  if (!table.empty()) table.write(out, style);

  bool is_first = true;
  for (const Outcome& outcome : outcomes) {
    if (!outcome.services.empty()) continue;
    if (is_first) out << (table.empty() ? "" : "\n") << style.bold("Not in a container:") << '\n';
    is_first = false;
    out << "  " << printable(outcome.server) << ": " << printable(outcome.reason) << '\n';
    write_hint(out, style, outcome);
  }
  is_first = true;
  for (const Outcome& outcome : outcomes) {
    for (const std::string& variable : outcome.needs) {
      if (is_first) out << '\n' << style.bold("Needs a value in .env before it works:") << '\n';
      is_first = false;
      out << "  " << style.yellow(variable) << "  (" << printable(outcome.server) << ")\n";
    }
  }
  is_first = true;
  for (const Outcome& outcome : outcomes) {
    for (const std::string& note : outcome.notes) {
      if (is_first) out << '\n' << style.bold("Good to know:") << '\n';
      is_first = false;
      out << "  " << printable(outcome.server) << ": " << printable(note) << '\n';
    }
  }
  std::vector<Diagnostic> findings;
  for (const Outcome& outcome : outcomes) {
    for (Diagnostic finding : outcome.findings) {
      if (finding.where.empty()) finding.where = outcome.server;
      findings.push_back(std::move(finding));
    }
  }
  if (!findings.empty()) out << '\n';
  write_findings(out, style, findings);
}

json::array outcomes_json(const std::vector<Outcome>& outcomes) {
  json::array list;
  for (const Outcome& outcome : outcomes) {
    json::object one = {{"name", outcome.server},
                        {"mapping", text_or_null(outcome.mapping)},
                        {"services", texts_json(outcome.services)},
                        {"reason", text_or_null(outcome.reason)},
                        {"hint", outcome.hint},
                        {"needs", texts_json(outcome.needs)},
                        {"notes", texts_json(outcome.notes)},
                        {"findings", findings_json(outcome.findings)}};
    list.push_back(std::move(one));
  }
  return list;
}

}  // namespace mcpmx::cli
