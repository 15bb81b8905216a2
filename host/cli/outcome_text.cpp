#include "cli/outcome_text.h"

#include <algorithm>
#include <ostream>
#include <string_view>

#include "cli/json_parts.h"

namespace mcpmx::cli {
namespace {

namespace json = boost::json;

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + text;
  return out;
}

// Sentences on servers, each once with all the servers that it is true of; in the order in which
// they came. A sentence that names its server's service in the path of a setting is the same for
// all.
class Sentences {
 public:
  void add(const std::string& server, const std::string& sentence, const std::string& hint) {
    const std::string shape = general(sentence) + '\n' + general(hint);
    const auto same = std::find_if(groups_.begin(), groups_.end(),
                                   [&](const Group& group) { return group.shape == shape; });
    if (same != groups_.end()) {
      same->servers.push_back(printable(server));
    } else {
      groups_.push_back({shape, {printable(server)}, sentence, hint});
    }
  }

  bool empty() const { return groups_.empty(); }

  void write(std::ostream& out, const Style& style) const {
    for (const Group& group : groups_) {
      const bool is_one = group.servers.size() == 1;
      const std::string names = wrapped(joined(group.servers) + ":", 2, terminal_columns());
      // Behind names that take several lines nobody finds the sentence.
      const char* gap = names.find('\n') == std::string::npos ? " " : "\n    ";
      out << "  " << names << gap << printable(is_one ? group.sentence : general(group.sentence))
          << '\n';
      const std::string hint = is_one ? group.hint : general(group.hint);
      if (!hint.empty()) out << "    " << style.dim(printable(hint)) << '\n';
    }
  }

 private:
  struct Group {
    std::string shape;
    std::vector<std::string> servers;
    std::string sentence;
    std::string hint;
  };

  // x-mcpmx.services.NAME.setting, whatever the name.
  static std::string general(std::string text) {
    constexpr std::string_view kSection = "x-mcpmx.services.";
    const auto name = text.find(kSection);
    if (name == std::string::npos) return text;
    const auto begin = name + kSection.size();
    const auto end = text.find_first_of(". ", begin);
    if (end != std::string::npos) text.replace(begin, end - begin, "<service>");
    return text;
  }

  std::vector<Group> groups_;
};

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

void write_unused(std::ostream& out, const Style& style,
                  const std::vector<app::UnusedVariable>& unused, const std::string& env) {
  if (unused.empty()) return;
  out << style.bold("Still in " + printable(env) + ", and no service needs it:") << '\n';
  for (const app::UnusedVariable& variable : unused)
    out << "  " << variable.name << "  (" << printable(variable.where) << ")\n";
  out << '\n';
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

bool needs_values(const std::vector<Outcome>& outcomes) {
  return std::any_of(outcomes.begin(), outcomes.end(),
                     [](const Outcome& outcome) { return !outcome.needs.empty(); });
}

void write_needs(std::ostream& out, const Style& style, const std::vector<Outcome>& outcomes,
                 const std::string& env) {
  out << style.bold("Needs a value in " + printable(env) + " before it works:") << '\n';
  for (const Outcome& outcome : outcomes) {
    for (const std::string& variable : outcome.needs)
      out << "  " << style.yellow(variable) << "  (" << printable(outcome.server) << ")\n";
  }
}

json::array needs_json(const std::vector<Outcome>& outcomes) {
  json::array needs;
  for (const Outcome& outcome : outcomes) {
    for (const std::string& variable : outcome.needs)
      needs.push_back(json::object{{"server", outcome.server}, {"variable", variable}});
  }
  return needs;
}

bool write_faults(std::ostream& out, const Style& style, const std::vector<Outcome>& outcomes,
                  const std::set<std::string>& told) {
  Sentences faults;
  for (const Outcome& outcome : outcomes) {
    const bool is_refused = outcome.services.empty() && !outcome.hint.empty();
    if ((outcome.fault || is_refused) && !told.contains(outcome.server))
      faults.add(outcome.server, outcome.reason, outcome.hint);
  }
  if (faults.empty()) return false;
  out << style.bold("Not in a container:") << '\n';
  faults.write(out, style);
  return true;
}

void write_outcomes(std::ostream& out, const Style& style, const std::vector<Outcome>& outcomes,
                    const OutcomeText& more) {
  Table table({"SERVER", "MAPPING", "SERVICE"});
  Sentences absent;
  Sentences notes;
  std::vector<Diagnostic> findings;
  for (const Outcome& outcome : outcomes) {
    if (outcome.services.empty()) {
      absent.add(outcome.server, outcome.reason, outcome.hint);
    } else {
      table.add({printable(outcome.server), outcome.mapping, joined(outcome.services)});
    }
    for (const std::string& note : outcome.notes) notes.add(outcome.server, note, {});
    for (Diagnostic finding : outcome.findings) {
      if (finding.where.empty()) finding.where = outcome.server;
      findings.push_back(std::move(finding));
    }
  }
  if (!table.empty()) table.write(out, style);
  if (!absent.empty()) {
    out << (table.empty() ? "" : "\n") << style.bold("Not in a container:") << '\n';
    absent.write(out, style);
  }
  if (needs_values(outcomes)) {
    out << '\n';
    write_needs(out, style, outcomes, more.env);
  }
  if (!notes.empty() || !more.notes.empty()) {
    out << '\n' << style.bold("Good to know:") << '\n';
    for (const std::string& note : more.notes) out << "  " << printable(note) << '\n';
    notes.write(out, style);
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
