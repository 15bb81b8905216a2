#include "compose/writer.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "compose/writable.h"
#include "document/value_text.h"
#include "support/text.h"

namespace mcpmx::compose {

namespace {

namespace json = boost::json;

// Argument lists, which people write like a JSON list, every string in quotes.
constexpr std::array<std::string_view, 3> kArgumentLists = {"command", "entrypoint", "test"};

// Lists of a few words, which people write in one line.
constexpr std::array<std::string_view, 8> kWordLists = {
    "cap_add", "cap_drop", "group_add", "networks", "profiles", "security_opt", "aliases", "dns"};

std::string_view view(const json::string_view& text) { return {text.data(), text.size()}; }

template <std::size_t Size>
bool contains(const std::array<std::string_view, Size>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void add_comment(std::string& out, std::string_view text) {
  if (text.empty()) return;
  if (text.ends_with('\n')) text.remove_suffix(1);
  out += '#';
  bool line_start = true;
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    if (point.value == '\n') {
      out += "\n#";
      line_start = true;
    } else {
      if (line_start) out += ' ';
      line_start = false;
      // A control character or an exotic line end would end the comment for some readers.
      const bool harmless = point.valid && point.value >= 0x20 &&
                            !(point.value >= 0x7F && point.value <= 0x9F) &&
                            point.value != 0x2028 && point.value != 0x2029 &&
                            point.value != 0xFEFF && (point.value & 0xFFFEU) != 0xFFFEU;
      out += harmless ? text.substr(0, point.size) : "?";
    }
    text.remove_prefix(point.size);
  }
  out += "\n\n";
}

// A blank line between sections and between services, as people set them apart.
void add_sections(std::string& out, const json::object& project, const document::TextStyle& style) {
  using document::entry_text;
  if (project.empty()) out += "{}\n";
  bool first = true;
  for (const auto& section : project) {
    if (!first) out += '\n';
    first = false;
    const auto* services = section.value().if_object();
    if (view(section.key()) != "services" || services == nullptr || services->empty()) {
      out += entry_text(view(section.key()), section.value(), 0, style) + '\n';
      continue;
    }
    out += "services:\n";
    bool first_service = true;
    for (const auto& service : *services) {
      if (!first_service) out += '\n';
      first_service = false;
      out += "  " + entry_text(view(service.key()), service.value(), 2, style) + '\n';
    }
  }
}

}  // namespace

document::ListStyle list_style(std::string_view key) {
  if (contains(kArgumentLists, key)) return document::ListStyle::kArguments;
  return contains(kWordLists, key) ? document::ListStyle::kWords : document::ListStyle::kLines;
}

Result<std::string> write_yaml(const boost::json::object& project, const WriteOptions& options) {
  MCPMX_CHECK(check_writable(project));
  document::TextStyle style;
  style.columns = options.columns;
  style.list_style = list_style;
  std::string text;
  add_comment(text, options.comment);
  add_sections(text, project, style);
  return text;
}

}  // namespace mcpmx::compose
