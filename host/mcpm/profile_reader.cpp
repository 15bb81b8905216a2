#include "mcpm/profile_reader.h"

#include <string>
#include <unordered_map>
#include <utility>

#include "mcpm/server_entry.h"

namespace mcpmx::mcpm {
namespace {

using document::Element;
using document::Entry;
using document::quoted_name;

Location location_of(const Element& element) {
  return {element.document()->file(), element.line()};
}

void report_profile(Findings& findings, const Entry& profile, const std::string& what) {
  findings.add(Severity::kWarning, "invalid-profile",
               "profile " + quoted_name(profile.name()) + ": " + what, profile.key.where(),
               "mend it, or make it anew with: mcpm profile create");
}

// MCPM's model: name, api_key, description. The key stands for the profile whatever its value is.
void read_metadata_entry(const Entry& profile, Profile& result, Findings& findings) {
  if (!profile.value.is_map()) {
    return report_profile(findings, profile, "its metadata must be an object");
  }
  bool has_name = false;
  for (const Entry& field : profile.value.entries()) {
    const auto text = field.value.as_string();
    if (field.name() == "name") {
      has_name = text.has_value();
      if (text && *text != profile.name()) {
        findings.add(Severity::kWarning, "name-mismatch",
                     "the profile " + quoted_name(profile.name()) + " calls itself " +
                         quoted_name(*text) + ": the key counts, by which MCPM knows it",
                     field.value.where(), "make the field name equal to the key");
      }
    } else if (field.name() == "description") {
      if (text) result.description = *text;
      if (!text && !field.value.is_null()) {
        report_profile(findings, profile, "the description must be a string or null");
      }
    } else if (field.name() == "api_key") {
      if (!text && !field.value.is_null()) {
        report_profile(findings, profile, "the api_key must be a string or null");
      }
    } else {
      findings.add(Severity::kInfo, "unknown-field",
                   "profile " + quoted_name(profile.name()) + " has the field " +
                       quoted_name(field.name()) +
                       ", which MCPM does not know and drops on its next save",
                   field.key.where());
    }
  }
  if (!has_name) report_profile(findings, profile, "its metadata has no name that is a string");
}

void leave_out(InvalidEntry invalid, const std::string& hint, Library& library,
               Findings& findings) {
  findings.add(Severity::kError, "invalid-entry",
               "server " + quoted_name(invalid.name) + " is left out: " + invalid.reason,
               invalid.where.text(), hint);
  library.invalid.push_back(std::move(invalid));
}

// An entry of v1 has no key: its field names it, else its number does.
std::string v1_name(const Element& entry, std::size_t number) {
  const auto name = entry.find("name").as_string();
  return name ? std::string(*name) : "#" + std::to_string(number);
}

}  // namespace

void read_servers(const Element& root, Library& library, Findings& findings) {
  for (const Entry& entry : root.entries()) {
    auto answer =
        read_entry(std::string(entry.name()), location_of(entry.key), entry.value, findings);
    if (answer.server) {
      library.servers.push_back(*std::move(answer.server));
    } else {
      leave_out(std::move(answer.invalid),
                "mend it: MCPM skips such an entry and deletes it on its next save", library,
                findings);
    }
  }
}

void read_metadata(const Element& root, Library& library, Findings& findings) {
  for (const Entry& entry : root.entries()) {
    Profile profile;
    profile.name = entry.name();
    profile.where = location_of(entry.key);
    read_metadata_entry(entry, profile, findings);
    library.profiles.push_back(std::move(profile));
  }
}

void join_tags(Library& library) {
  std::unordered_map<std::string, std::size_t> index_of;
  for (std::size_t i = 0; i < library.profiles.size(); ++i)
    index_of.emplace(library.profiles[i].name, i);
  for (std::size_t i = 0; i < library.servers.size(); ++i) {
    const Server& server = library.servers[i];
    for (const std::string& tag : server.profile_tags) {
      const auto [place, is_new] = index_of.emplace(tag, library.profiles.size());
      if (is_new) library.profiles.push_back({tag, "", {}, server.where});
      auto& members = library.profiles[place->second].servers;
      // A tag may stand twice in one entry.
      if (members.empty() || members.back() != i) members.push_back(i);
    }
  }
}

void read_v1_profiles(const Element& root, Library& library, Findings& findings) {
  for (const Entry& entry : root.entries()) {
    Profile profile;
    profile.name = entry.name();
    profile.where = location_of(entry.key);
    if (!entry.value.is_list()) {
      report_profile(findings, entry, "it must be a list of servers");
      library.profiles.push_back(std::move(profile));
      continue;
    }
    std::unordered_map<std::string, std::size_t> seen;
    std::size_t number = 0;
    for (const Element& item : entry.value.items()) {
      auto answer = read_entry(v1_name(item, ++number), location_of(item), item, findings);
      if (!answer.server) {
        answer.invalid.profile_tags = {profile.name};
        leave_out(std::move(answer.invalid),
                  "mend it: MCPM v1 reads no profile as long as one entry is wrong", library,
                  findings);
        continue;
      }
      Server server = *std::move(answer.server);
      server.profile_tags = {profile.name};
      const auto [place, is_new] = seen.emplace(server.name, library.servers.size());
      if (is_new) {
        profile.servers.push_back(library.servers.size());
        library.servers.push_back(std::move(server));
        continue;
      }
      // MCPM's router starts servers by name, and the last of a name stays.
      findings.add(Severity::kWarning, "duplicate-server",
                   "profile " + quoted_name(profile.name) + " has the server " +
                       quoted_name(server.name) + " twice, in lines " +
                       std::to_string(library.servers[place->second].where.line) + " and " +
                       std::to_string(server.where.line) + ": MCPM keeps the last",
                   server.where.text(), "remove or rename one of them");
      library.servers[place->second] = std::move(server);
    }
    library.profiles.push_back(std::move(profile));
  }
}

}  // namespace mcpmx::mcpm
