// Names that Compose and the engine accept, made from names that people chose. Pure.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "support/text.h"

namespace mcpmx::mapping {

// "@jotform/mcp-server" -> "jotform-mcp-server": letters, digits, dot, dash and underscore, at most
// 63 of them (a service name is a host name on its network), starting with a letter or digit;
// "server" if nothing is left.
std::string service_name(std::string_view server);

// "mcp-<profile>" in Compose's form for project names: [a-z0-9][a-z0-9_-]*.
std::string project_name(std::string_view profile);

// "sandbox-mcp" -> "SANDBOX_MCP": a prefix for variable names; starts with a letter.
std::string variable_prefix(std::string_view server);

// "API_KEY" of "sandbox-mcp" -> "SANDBOX_MCP_API_KEY"; a name that begins so already stays.
std::string prefixed_name(std::string_view name, std::string_view server);

// "a" and 2 -> "a-2", cut to what a service name may have.
std::string numbered(const std::string& name, int number);

// `candidate` is `name` or name with a number behind it, as NameSet gives them.
bool is_form_of(const std::string& candidate, const std::string& name);

// Gives each name once: the second "a" becomes "a-2".
class NameSet {
 public:
  std::string take(const std::string& name);

  // Takes back what was given since mark().
  std::size_t mark() const { return order_.size(); }
  void roll_back(std::size_t mark);

 private:
  std::set<std::string> taken_;
  std::vector<std::string> order_;
  std::map<std::string, int> next_;  // of a base: the first number that may be free
};

}  // namespace mcpmx::mapping
