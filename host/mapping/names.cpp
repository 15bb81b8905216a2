#include "mapping/names.h"

#include <charconv>

#include "support/ascii.h"

namespace mcpmx::mapping {
namespace {

constexpr std::size_t kMaxHostName = 63;

void trim(std::string& name, std::string_view ends) {
  while (!name.empty() && ends.find(name.back()) != std::string_view::npos) name.pop_back();
  const auto start = name.find_first_not_of(ends);
  name.erase(0, start == std::string::npos ? name.size() : start);
}

}  // namespace

std::string service_name(std::string_view server) {
  std::string name;
  for (const char c : server) {
    const bool legal = is_alnum(c) || c == '.' || c == '-' || c == '_';
    if (legal) {
      name += c;
    } else if (!name.ends_with('-')) {
      name += '-';
    }
  }
  trim(name, ".-_");
  if (name.size() > kMaxHostName) {
    name.resize(kMaxHostName);
    trim(name, ".-_");
  }
  return name.empty() ? "server" : name;
}

std::string project_name(std::string_view profile) {
  std::string name = "mcp-";
  for (const char c : profile) {
    if (is_upper(c)) {
      name += to_lower(c);
    } else if (is_lower(c) || is_digit(c) || c == '_' || c == '-') {
      name += c;
    } else if (!name.ends_with('-')) {
      name += '-';
    }
  }
  trim(name, "-_");
  return name;
}

std::string variable_prefix(std::string_view server) {
  const std::string legal = service_name(server);
  std::string name(is_digit(legal.front()) ? "MCP_" : "");
  for (const char c : legal) {
    if (is_lower(c)) {
      name += static_cast<char>(c - 'a' + 'A');
    } else {
      name += is_alnum(c) ? c : '_';
    }
  }
  return name;
}

std::string prefixed_name(std::string_view name, std::string_view server) {
  std::string prefix = variable_prefix(server) + "_";
  return name.starts_with(prefix) ? std::string(name) : prefix.append(name);
}

std::string numbered(const std::string& name, int number) {
  const std::string suffix = "-" + std::to_string(number);
  return name.substr(0, kMaxHostName - suffix.size()) + suffix;
}

bool is_form_of(const std::string& candidate, const std::string& name) {
  if (candidate == name) return true;
  const auto dash = candidate.rfind('-');
  if (dash == std::string::npos) return false;
  int number = 0;
  const char* end = candidate.data() + candidate.size();
  const auto read = std::from_chars(candidate.data() + dash + 1, end, number);
  return read.ec == std::errc() && read.ptr == end && number >= 2 &&
         candidate == numbered(name, number);
}

std::string NameSet::take(const std::string& name) {
  std::string candidate = name;
  int& number = next_.emplace(name, 2).first->second;
  for (; !taken_.insert(candidate).second; ++number) candidate = numbered(name, number);
  order_.push_back(candidate);
  return candidate;
}

void NameSet::roll_back(std::size_t mark) {
  // What is free again may be any number's: the searches start anew.
  if (order_.size() > mark) next_.clear();
  for (; order_.size() > mark; order_.pop_back()) taken_.erase(order_.back());
}

}  // namespace mcpmx::mapping
