#include "mapping/launcher_words.h"

#include <algorithm>
#include <array>

#include "support/ascii.h"

namespace mcpmx::mapping {
namespace {

bool is_name_start(char c) { return is_letter(c) || c == '_'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

std::string command_name(std::string_view command) {
  while (!command.empty() && is_blank(command.back())) command.remove_suffix(1);
  if (const auto slash = command.find_last_of("/\\"); slash != std::string_view::npos) {
    command.remove_prefix(slash + 1);
  }
  std::string name = in_lower_case(command);
  constexpr std::array<std::string_view, 5> kSuffixes = {".exe", ".cmd", ".bat", ".ps1", ".com"};
  for (const auto suffix : kSuffixes) {
    if (name.size() > suffix.size() && name.ends_with(suffix)) {
      name.resize(name.size() - suffix.size());
      break;
    }
  }
  return name;
}

std::string program_name(std::string_view command) {
  std::string name = command_name(command);
  constexpr std::string_view kPython = "python";
  if (name.starts_with(kPython) && std::all_of(name.begin() + kPython.size(), name.end(),
                                               [](char c) { return is_digit(c) || c == '.'; })) {
    name.resize(kPython.size());
  }
  return name;
}

std::string folder_from(std::string_view base, std::string_view folder) {
  constexpr std::string_view kWhole = "/\\~$%<{";
  const bool is_drive = folder.size() > 1 && folder[1] == ':';
  if (base.empty() || folder.empty() || kWhole.find(folder.front()) != std::string_view::npos ||
      is_drive) {
    return std::string(folder);
  }
  return std::string(base) + "/" + std::string(folder);
}

bool is_assignment(std::string_view word) {
  const auto equals = word.find('=');
  if (equals == std::string_view::npos || equals == 0 || !is_name_start(word.front())) return false;
  const auto name = word.substr(0, equals);
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return is_name_start(c) || is_digit(c); });
}

}  // namespace mcpmx::mapping
