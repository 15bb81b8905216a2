#include "mapping/variables.h"

#include <algorithm>
#include <iterator>

#include "mapping/names.h"
#include "support/ascii.h"

namespace mcpmx::mapping {

bool Variables::is_free_for(const std::string& name, const Use& use) const {
  if (const auto taken = uses_.find(name); taken != uses_.end()) {
    const Use& other = taken->second;
    if (other.setting != use.setting) return false;
    // Empty values are two unknowns, not one: filling in one server's key must not hand it to
    // another.
    return other.asked == use.asked && (!use.asked.empty() || other.server == use.server);
  }
  const auto present = surroundings_->variables.find(name);
  if (present == surroundings_->variables.end() || present->second.ours) return true;
  // A setting in .env is there to be taken: that is how people override it.
  return use.setting || present->second.value == use.asked;
}

std::string Variables::take(const std::string& server, const std::string& wanted,
                            const std::string& value, bool generate) {
  Use use{server, value, value, false, false};
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
  if (!is_free_for(name, use)) {
    const std::string base = name.starts_with(variable_prefix(server) + "_")
                                 ? name
                                 : variable_prefix(server) + "_" + name;
    name = base;
    for (int number = 2; !is_free_for(name, use); ++number)
      name = base + "_" + std::to_string(number);
  }
  if (uses_.contains(name)) return name;

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
  if (uses_.emplace(name, use).second) order_.push_back(name);
  return name;
}

std::string Variables::take_setting(const std::string& server, const std::string& wanted,
                                    const std::string& fallback) {
  const Use use{server, fallback, fallback, true, false};
  std::string name = wanted;
  for (int number = 1; !is_free_for(name, use); ++number) {
    name =
        variable_prefix(server) + "_" + wanted + (number == 1 ? "" : "_" + std::to_string(number));
  }
  if (uses_.emplace(name, use).second) order_.push_back(name);
  return name;
}

bool Variables::is_missing(const std::string& name) const {
  const auto use = uses_.find(name);
  return use != uses_.end() && !use->second.setting && use->second.value.empty();
}

void Variables::roll_back(const Mark& mark) {
  for (; order_.size() > mark.names; order_.pop_back()) uses_.erase(order_.back());
  findings_.resize(mark.findings);
}

std::set<std::string, std::less<>> Variables::names() const {
  return {order_.begin(), order_.end()};
}

std::vector<EnvLine> Variables::lines() const {
  std::vector<EnvLine> lines;
  for (const std::string& name : order_) {
    const Use& use = uses_.at(name);
    if (!use.setting) lines.push_back({name, use.value, use.keep});
  }
  return lines;
}

}  // namespace mcpmx::mapping
