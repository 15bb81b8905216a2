#include "compose/writer.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <cmath>
#include <optional>

#include "compose/writable.h"
#include "document/scalar_text.h"
#include "support/text.h"

namespace mcpmx::compose {

namespace {

namespace json = boost::json;
using document::block_scalar;
using document::double_quoted;
using document::literal_block;
using document::may_be_plain;

constexpr std::size_t kMaxKeyBytes = 1000;  // YAML asks for `? key` beyond 1024

// Argument lists, which people write like a JSON list, every string in quotes.
constexpr std::array<std::string_view, 3> kArgumentLists = {"command", "entrypoint", "test"};

// Lists of a few words, which people write in one line.
constexpr std::array<std::string_view, 8> kWordLists = {
    "cap_add", "cap_drop", "group_add", "networks", "profiles", "security_opt", "aliases", "dns"};

std::string_view view(const json::string& text) { return {text.data(), text.size()}; }
std::string_view view(const json::string_view& text) { return {text.data(), text.size()}; }

std::string number_text(double number) {
  if (std::isnan(number)) return ".nan";
  if (std::isinf(number)) return number < 0 ? "-.inf" : ".inf";
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
  std::string text(buffer.data(), end);
  // YAML 1.1 knows a float by its point alone: `1e+30` would be a string.
  if (text.find('.') == std::string::npos) {
    const auto exponent = text.find('e');
    text.insert(exponent == std::string::npos ? text.size() : exponent, ".0");
  }
  return text;
}

// Null, truth values and numbers; empty for the rest.
std::optional<std::string> literal(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null:
      return "null";
    case json::kind::bool_:
      return value.get_bool() ? "true" : "false";
    case json::kind::int64:
      return std::to_string(value.get_int64());
    case json::kind::uint64:
      return std::to_string(value.get_uint64());
    case json::kind::double_:
      return number_text(value.get_double());
    default:
      return std::nullopt;
  }
}

template <std::size_t Size>
bool contains(const std::array<std::string_view, Size>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_word(std::string_view text) {
  return may_be_plain(text) && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '_' || c == '-' || c == '.' || c == '/';
         });
}

class Emitter {
 public:
  explicit Emitter(std::size_t columns) : columns_(columns) {}

  void comment(std::string_view text);
  void top_level(const json::object& project);
  std::string take() { return std::move(out_); }

 private:
  // `inline_first`: the first entry follows a `- ` on the same line.
  void map(const json::object& entries, std::size_t indent, bool inline_first);
  void list(const json::array& items, std::size_t indent, bool inline_first);
  // Begins where the key belongs: the caller has padded the line.
  void entry(std::string_view key, const json::value& value, std::size_t indent);
  void item(const json::value& value, std::size_t indent);
  void scalar(const json::value& value, std::size_t indent);
  std::optional<std::string> flow(std::string_view key, const json::array& items,
                                  std::size_t column) const;
  void pad(std::size_t indent) { out_.append(indent, ' '); }

  std::size_t columns_;
  std::string out_;
};

void Emitter::comment(std::string_view text) {
  if (text.empty()) return;
  if (text.ends_with('\n')) text.remove_suffix(1);
  out_ += '#';
  bool line_start = true;
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    if (point.value == '\n') {
      out_ += "\n#";
      line_start = true;
    } else {
      if (line_start) out_ += ' ';
      line_start = false;
      // A control character or an exotic line end would end the comment for some readers.
      const bool harmless = point.valid && point.value >= 0x20 &&
                            !(point.value >= 0x7F && point.value <= 0x9F) &&
                            point.value != 0x2028 && point.value != 0x2029 &&
                            point.value != 0xFEFF && (point.value & 0xFFFEU) != 0xFFFEU;
      out_ += harmless ? text.substr(0, point.size) : "?";
    }
    text.remove_prefix(point.size);
  }
  out_ += "\n\n";
}

void Emitter::top_level(const json::object& project) {
  if (project.empty()) out_ += "{}\n";
  bool first = true;
  for (const auto& section : project) {
    if (!first) out_ += '\n';
    first = false;
    const auto* services = section.value().if_object();
    if (view(section.key()) != "services" || services == nullptr || services->empty()) {
      entry(view(section.key()), section.value(), 0);
      continue;
    }
    out_ += "services:\n";
    bool first_service = true;
    for (const auto& service : *services) {
      if (!first_service) out_ += '\n';
      first_service = false;
      pad(2);
      entry(view(service.key()), service.value(), 2);
    }
  }
}

void Emitter::map(const json::object& entries, std::size_t indent, bool inline_first) {
  for (const auto& each : entries) {
    if (!inline_first) pad(indent);
    inline_first = false;
    entry(view(each.key()), each.value(), indent);
  }
}

void Emitter::list(const json::array& items, std::size_t indent, bool inline_first) {
  for (const auto& each : items) {
    if (!inline_first) pad(indent);
    inline_first = false;
    out_ += "- ";
    item(each, indent + 2);
  }
}

void Emitter::entry(std::string_view key, const json::value& value, std::size_t indent) {
  const std::string key_text = block_scalar(key);
  if (key_text.size() > kMaxKeyBytes) {
    out_ += "? " + key_text + "\n";
    pad(indent);
  } else {
    out_ += key_text;
  }
  out_ += ':';
  if (value.is_null()) {
    out_ += '\n';
    return;
  }
  if (const auto* entries = value.if_object(); entries != nullptr && !entries->empty()) {
    out_ += '\n';
    map(*entries, indent + 2, false);
    return;
  }
  if (const auto* items = value.if_array(); items != nullptr && !items->empty()) {
    const std::size_t column = indent + code_point_count(key_text) + 2;
    if (const auto text = flow(key, *items, column)) {
      out_ += ' ' + *text + '\n';
    } else {
      out_ += '\n';
      list(*items, indent + 2, false);
    }
    return;
  }
  out_ += ' ';
  scalar(value, indent + 2);
}

void Emitter::item(const json::value& value, std::size_t indent) {
  if (const auto* entries = value.if_object(); entries != nullptr && !entries->empty()) {
    map(*entries, indent, true);
  } else if (const auto* items = value.if_array(); items != nullptr && !items->empty()) {
    list(*items, indent, true);
  } else {
    scalar(value, indent);
  }
}

void Emitter::scalar(const json::value& value, std::size_t indent) {
  if (const auto* text = value.if_string()) {
    const auto block = literal_block(view(*text), indent);
    out_ += block ? *block : block_scalar(view(*text));
  } else if (value.is_object()) {
    out_ += "{}";
  } else if (value.is_array()) {
    out_ += "[]";
  } else {
    out_ += *literal(value);
  }
  out_ += '\n';
}

std::optional<std::string> Emitter::flow(std::string_view key, const json::array& items,
                                         std::size_t column) const {
  const bool arguments = contains(kArgumentLists, key);
  if (!arguments && !contains(kWordLists, key)) return std::nullopt;
  std::string result = "[";
  for (const auto& each : items) {
    if (result.size() > 1) result += ", ";
    if (const auto* text = each.if_string()) {
      // A line end inside a one-line list is hard to read: rather a block list with a literal
      // block.
      if (view(*text).find('\n') != std::string_view::npos) return std::nullopt;
      result += !arguments && is_word(view(*text)) ? std::string(view(*text))
                                                   : double_quoted(view(*text));
    } else if (auto plain = literal(each)) {
      result += *plain;
    } else {
      return std::nullopt;
    }
    if (column + result.size() > columns_ * 4) return std::nullopt;  // hopeless, even in wide UTF-8
  }
  result += ']';
  if (column + code_point_count(result) > columns_) return std::nullopt;
  return result;
}

}  // namespace

Result<std::string> write_yaml(const boost::json::object& project, const WriteOptions& options) {
  MCPMX_CHECK(check_writable(project));
  Emitter emitter(options.columns);
  emitter.comment(options.comment);
  emitter.top_level(project);
  return emitter.take();
}

}  // namespace mcpmx::compose
