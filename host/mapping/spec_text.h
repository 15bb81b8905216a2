// The letters of names in package registries, and how a specification is cut. Private to
// launcher_spec.cpp and repository.cpp. Pure.
#pragma once

#include <algorithm>
#include <string_view>

#include "support/ascii.h"

namespace mcpmx::mapping::spec_text {

inline std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Letters of a name in any registry; placeholders may stand inside one.
inline bool is_name(std::string_view text) {
  return !text.empty() && is_alnum(text.front()) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return is_alnum(c) || c == '-' || c == '_' || c == '.' || c == '~';
         });
}

// Cuts `text` at the first of the separators and returns what stands before it.
inline std::string_view take_until(std::string_view& text, std::string_view separators) {
  const auto end = text.find_first_of(separators);
  const auto head = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end);
  return head;
}

}  // namespace mcpmx::mapping::spec_text
