#include "document/yaml_fault.h"

#include "document/encoding.h"

namespace mcpmx::document {
namespace {

bool is_indented_by_tab(std::string_view text, std::size_t at) {
  const auto line_end = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  const std::size_t begin = line_end == std::string_view::npos ? 0 : line_end + 1;
  const auto first = text.find_first_not_of(" \t", begin);
  return text.substr(begin, first - begin).find('\t') != std::string_view::npos;
}

}  // namespace

Error yaml_fault(std::string_view message, std::string_view text, std::size_t at,
                 const std::string& file, bool is_unknown_token) {
  std::string hint =
      "look at this line and the one above it: keys of one map are indented alike, quotes and "
      "brackets are closed";
  if (is_unknown_token) {
    // yaml-cpp ends a plain scalar at ? within brackets, which YAML does not.
    hint = "put the value in quotes if it has a ? or begins with a special character";
  } else if (is_indented_by_tab(text, at)) {
    hint = "indent by spaces: this line begins with a tab";
  }
  return failed("this is not valid YAML: " + std::string(message), place_of(text, at, file),
                std::move(hint));
}

Error duplicate_fault(const Document& document) {
  const Duplicate& duplicate = document.duplicates().front();
  const Node& second = document.node(duplicate.second);
  return failed("the key " + quoted_name(document.name(duplicate.second)) +
                    " stands twice in one map, here and in line " +
                    std::to_string(document.line(duplicate.first)),
                place_of(document.text(), second.range.begin, document.file()),
                "remove or rename one of them");
}

}  // namespace mcpmx::document
