#include "compose/file_parts.h"

#include <algorithm>

namespace mcpmx::compose {
namespace {

constexpr std::size_t kServiceIndent = 2;

// The key that a line begins; empty where it begins none.
std::string_view key_of(std::string_view line, std::size_t indent) {
  if (line.size() <= indent || line.find_first_not_of(' ') != indent) return {};
  const std::string_view rest = line.substr(indent);
  if (rest.front() == '#') return {};
  std::string_view key = rest.substr(0, rest.find(':'));
  if (key.size() > 1 && key.front() == '"' && key.back() == '"')
    key = key.substr(1, key.size() - 2);
  while (key.ends_with('\n') || key.ends_with('\r')) key.remove_suffix(1);
  return key;
}

}  // namespace

std::map<std::string, std::string, std::less<>> parts_of(std::string_view text) {
  std::map<std::string, std::string, std::less<>> parts;
  std::string top;
  std::string* part = &parts[""];
  while (!text.empty()) {
    const std::string_view line = text.substr(0, std::min(text.find('\n'), text.size() - 1) + 1);
    text.remove_prefix(line.size());
    if (line.front() == '#') {
      part = &parts[""];
    } else if (const auto key = key_of(line, 0); !key.empty()) {
      top = key;
      part = &parts[top];
    } else if (const auto service = key_of(line, kServiceIndent);
               top == "services" && !service.empty()) {
      part = &parts[std::string(kServicePart).append(service)];
    }
    *part += line;
  }
  return parts;
}

}  // namespace mcpmx::compose
