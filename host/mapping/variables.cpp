#include "mapping/variables.h"

#include <algorithm>
#include <iterator>

#include "mapping/names.h"
#include "support/ascii.h"

namespace mcpmx::mapping {

bool Variables::is_free_for(const std::string& name, const Use& use) const {
  if (const auto taken = uses_.find(name); taken != uses_.end()) {
    const Use& other = taken->second;
    if (other.setting != use.setting || other.asked != use.asked) return false;
    // Empty values are two unknowns, not one: filling in one server's key must not hand it to
    // another.
    if (use.asked.empty() && other.servers.front() != use.servers.front()) return false;
  }
  const auto present = surroundings_->variables.find(name);
  if (present == surroundings_->variables.end()) return true;
  const PresentVariable& there = present->second;
  // A setting in .env is there to be taken: that is how people override it.
  if (!there.ours) return use.setting || there.value == use.asked;
  if (there.owners.contains(use.servers.front())) return !is_wanted_as_it_is(there, use);
  if (there.owners.empty()) return true;
  // Another server's. What a person made of it is that server's alone.
  return !use.setting && there.unchanged && !use.asked.empty() && there.value == use.asked;
}

bool Variables::is_wanted_as_it_is(const PresentVariable& there, const Use& use) const {
  if (use.asked.empty() || there.value == use.asked) return false;
  const bool is_anothers =
      std::any_of(there.elsewhere.begin(), there.elsewhere.end(),
                  [&](const std::string& server) { return server != use.servers.front(); });
  if (is_anothers) return true;
  if (there.owners.size() < 2) return false;
  const auto wanting = expected_.find(there.value);
  return wanting != expected_.end() &&
         std::any_of(wanting->second.begin(), wanting->second.end(), [&](const auto& server) {
           return server != use.servers.front() && there.owners.contains(server);
         });
}

bool Variables::is_owned(const std::string& name, const std::string& server) const {
  const auto present = surroundings_->variables.find(name);
  return present != surroundings_->variables.end() && present->second.ours &&
         present->second.owners.contains(server);
}

std::string Variables::name_for(const std::string& wanted, const Use& use) const {
  const std::string& server = use.servers.front();
  const std::string longer = prefixed_name(wanted, server);
  const auto form = [&](int number) {
    if (number == 0) return wanted;
    return number == 1 ? longer : longer + "_" + std::to_string(number);
  };
  // The one that this server has already comes first: a person may have filled it in.
  for (int number = 0;; ++number) {
    std::string name = form(number);
    if (is_owned(name, server) && is_free_for(name, use)) return name;
    if (number > 0 && !uses_.contains(name) && !surroundings_->variables.contains(name)) break;
  }
  int number = 0;
  while (!is_free_for(form(number), use)) ++number;
  return form(number);
}

void Variables::note(const std::string& name, const Use& use) {
  const std::string& server = use.servers.front();
  const auto [found, is_new] = uses_.emplace(name, use);
  std::vector<std::string>& servers = found->second.servers;
  if (!is_new) {
    if (std::find(servers.begin(), servers.end(), server) != servers.end()) return;
    servers.push_back(server);
  }
  taken_.push_back({name, server});
}

void Variables::expect(const std::string& server, const std::string& value) {
  if (!value.empty()) expected_[value].insert(server);
}

std::string Variables::take(const std::string& server, const std::string& wanted,
                            const std::string& value, bool generate) {
  Use use{{server}, value, value, false, false};
  // A name in lower case is a placeholder's ("password"), and says too little in a file for all
  // servers.
  // Compose takes a name that the shell has from there: the host's PATH is no value for a server.
  constexpr std::string_view kOfShells[] = {"PATH",     "HOME",   "USER",   "SHELL",
                                            "PWD",      "LANG",   "TERM",   "LOGNAME",
                                            "HOSTNAME", "TMPDIR", "EDITOR", "DISPLAY"};
  const bool of_shells =
      std::find(std::begin(kOfShells), std::end(kOfShells), wanted) != std::end(kOfShells);
  const bool speaks = !of_shells && is_variable_name(wanted) &&
                      std::none_of(wanted.begin(), wanted.end(), is_lower);
  std::string name = speaks ? wanted : variable_prefix(server) + "_" + variable_prefix(wanted);
  if (wanted.empty()) name = variable_prefix(server) + "_VALUE";
  name = name_for(name, use);
  if (uses_.contains(name)) {
    note(name, use);
    return name;
  }

  const auto present = surroundings_->variables.find(name);
  if (present != surroundings_->variables.end()) {
    const PresentVariable& there = present->second;
    const bool edited = there.ours && !there.unchanged;
    if (!there.value.empty() && (use.value.empty() || edited || !there.ours)) {
      // A person's value, or one that we made up earlier: it stands.
      if (edited && !use.value.empty() && there.value != use.value) {
        findings_.push_back(
            {Severity::kWarning, "env.edited",
             "the value of " + name + " in .env was edited and stands; the profile has another",
             server, "put the same value into the profile, or remove the line from .env"});
      }
      use.value = there.value;
      use.keep = true;
    }
  }
  if (use.value.empty() && generate) use.value = surroundings_->random_secret();
  note(name, use);
  return name;
}

std::string Variables::take_setting(const std::string& server, const std::string& wanted,
                                    const std::string& fallback) {
  const Use use{{server}, fallback, fallback, true, false};
  std::string name = wanted;
  for (int number = 1; !is_free_for(name, use); ++number) {
    name =
        variable_prefix(server) + "_" + wanted + (number == 1 ? "" : "_" + std::to_string(number));
  }
  note(name, use);
  return name;
}

bool Variables::is_missing(const std::string& name) const {
  const auto use = uses_.find(name);
  return use != uses_.end() && !use->second.setting && use->second.value.empty();
}

void Variables::roll_back(const Mark& mark) {
  for (; taken_.size() > mark.names; taken_.pop_back()) {
    const auto use = uses_.find(taken_.back().name);
    use->second.servers.pop_back();
    if (use->second.servers.empty()) uses_.erase(use);
  }
  findings_.resize(mark.findings);
}

std::set<std::string, std::less<>> Variables::names() const {
  std::set<std::string, std::less<>> names;
  for (const auto& [name, use] : uses_) names.insert(name);
  return names;
}

std::vector<EnvLine> Variables::lines() const {
  std::vector<EnvLine> lines;
  for (const Taken& taken : taken_) {
    const Use& use = uses_.at(taken.name);
    if (use.setting || use.servers.front() != taken.server) continue;
    lines.push_back({taken.name, use.value, use.keep, use.servers});
  }
  return lines;
}

}  // namespace mcpmx::mapping
