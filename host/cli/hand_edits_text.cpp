#include "cli/hand_edits_text.h"

#include <map>
#include <ostream>
#include <string>

#include "cli/outcome_text.h"

namespace mcpmx::cli {
namespace {

// By the first word of their paths, in order: of "healthcheck/test" and "healthcheck/retries" the
// reader needs one.
using Edits = std::map<std::string, std::vector<std::string>>;

std::map<std::string, Edits> by_service(const std::vector<sync::ServerPlan>& plans,
                                        std::vector<std::string> sync::ServerPlan::*which) {
  std::map<std::string, Edits> services;
  for (const sync::ServerPlan& plan : plans) {
    if (plan.fate == sync::Fate::kRemoveService) continue;
    for (const std::string& edit : plan.*which) {
      const auto slash = edit.find('/');
      Edits& edits = services[edit.substr(0, slash)];
      if (slash == std::string::npos) continue;  // "web (deleted)"
      const std::string path = edit.substr(slash + 1);
      edits[path.substr(0, path.find('/'))].push_back(path);
    }
  }
  return services;
}

void write_edits(std::ostream& out, const std::string& title,
                 const std::map<std::string, Edits>& services) {
  if (services.empty()) return;
  out << title << '\n';
  for (const auto& [service, edits] : services) {
    std::string names;
    for (const auto& [key, paths] : edits)
      names.append(names.empty() ? ": " : ", ").append(paths.size() == 1 ? paths.front() : key);
    out << "  " << printable(service + names) << '\n';
  }
  out << '\n';
}

}  // namespace

void write_hand_edits(std::ostream& out, const Style& style,
                      const std::vector<sync::ServerPlan>& plans) {
  write_edits(out, style.bold("Edited in the Compose file, and the profile's written over it:"),
              by_service(plans, &sync::ServerPlan::overruled));
  write_edits(out, style.bold("Edited in the Compose file, kept as it is:"),
              by_service(plans, &sync::ServerPlan::hand_edits));
}

}  // namespace mcpmx::cli
