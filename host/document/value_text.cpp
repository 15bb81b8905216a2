#include "document/value_text.h"

#include <algorithm>
#include <boost/json.hpp>
#include <optional>

#include "document/scalar_text.h"
#include "support/text.h"

namespace mcpmx::document {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxDepth = 64;       // Compose files have about 8; readers stop at 500
constexpr std::size_t kMaxKeyBytes = 1000;  // YAML asks for `? key` beyond 1024

std::string_view view(const json::string& text) { return {text.data(), text.size()}; }
std::string_view view(json::string_view text) { return {text.data(), text.size()}; }

Result<void> check_text(std::string_view text, const std::string& pointer) {
  if (text.find('\0') != std::string_view::npos) {
    return failed("a value has a NUL character, which no document can carry", pointer,
                  "remove the NUL character");
  }
  if (!is_utf8(text)) return failed("a value is not UTF-8", pointer, "write it in UTF-8");
  return {};
}

Result<void> check(const json::value& value, const std::string& pointer, std::size_t depth) {
  if (depth > kMaxDepth) {
    return failed("a value nests deeper than " + std::to_string(kMaxDepth) + " levels", pointer);
  }
  if (const auto* text = value.if_string()) return check_text(view(*text), pointer);
  if (const auto* list = value.if_array()) {
    for (std::size_t i = 0; i < list->size(); ++i) {
      MCPMX_CHECK(check((*list)[i], pointer + "/" + std::to_string(i), depth + 1));
    }
  }
  if (const auto* map = value.if_object()) {
    for (const auto& entry : *map) {
      MCPMX_CHECK(check_text(view(entry.key()), pointer));
      MCPMX_CHECK(check(entry.value(), pointer_to(pointer, view(entry.key())), depth + 1));
    }
  }
  return {};
}

bool is_collection(const json::value& value) {
  return (value.is_object() && !value.get_object().empty()) ||
         (value.is_array() && !value.get_array().empty());
}

std::string key_text(std::string_view key, Syntax syntax, Style quote) {
  const auto around = syntax == Syntax::kJson ? Surroundings::kJson : Surroundings::kBrackets;
  return scalar_text(json::string(key), quote, around);
}

bool is_word(std::string_view text) {
  return may_be_plain(text) && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '_' || c == '-' || c == '.' || c == '/';
         });
}

}  // namespace

Result<void> check_value(const json::value& value) { return check(value, "", 0); }

std::string inline_text(const json::value& value, Syntax syntax, Style quote) {
  const bool is_json = syntax == Syntax::kJson;
  std::string result;
  if (const auto* map = value.if_object()) {
    for (const auto& entry : *map) {
      if (!result.empty()) result += ", ";
      result += key_text(view(entry.key()), syntax, Style::kPlain) + ": " +
                inline_text(entry.value(), syntax, quote);
    }
    return "{" + result + "}";
  }
  if (const auto* list = value.if_array()) {
    for (const auto& item : *list) {
      if (!result.empty()) result += ", ";
      result += inline_text(item, syntax, quote);
    }
    return "[" + result + "]";
  }
  return scalar_text(value, quote, is_json ? Surroundings::kJson : Surroundings::kBrackets);
}

std::optional<std::string> text_in_brackets(std::string_view key, const json::array& items,
                                            std::size_t column, const TextStyle& style) {
  const ListStyle list = style.list_style == nullptr ? ListStyle::kLines : style.list_style(key);
  if (list == ListStyle::kLines) return std::nullopt;
  std::string result = "[";
  for (const auto& item : items) {
    if (item.is_structured()) return std::nullopt;
    if (result.size() > 1) result += ", ";
    if (const auto* text = item.if_string()) {
      if (view(*text).find('\n') != std::string_view::npos) return std::nullopt;
      const bool is_plain = list == ListStyle::kWords && is_word(view(*text));
      result += is_plain ? std::string(view(*text)) : double_quoted(view(*text));
    } else {
      result += scalar_text(item, Style::kPlain, Surroundings::kBrackets);
    }
    if (column + result.size() > style.columns * 4) return std::nullopt;  // hopeless, even if wide
  }
  result += ']';
  if (column + code_point_count(result) > style.columns) return std::nullopt;
  return result;
}

std::string entry_text(std::string_view key, const json::value& value, std::size_t column,
                       const TextStyle& style) {
  std::string result = block_scalar(key);
  if (result.size() > kMaxKeyBytes) {
    result = "? " + result + "\n" + std::string(column, ' ');
  }
  result += ':';
  if (value.is_null()) return result;
  if (const auto* items = value.if_array(); items != nullptr && !items->empty()) {
    const auto text = text_in_brackets(key, *items, column + code_point_count(result) + 1, style);
    if (text) return result + " " + *text;
  }
  if (is_collection(value)) {
    const std::size_t body = column + (value.is_array() ? style.list_step : style.step);
    return result + "\n" + std::string(body, ' ') + block_text(value, body, style);
  }
  result += ' ';
  if (const auto* text = value.if_string(); text != nullptr && style.literals) {
    if (const auto block = literal_block(view(*text), column + style.step)) return result + *block;
  }
  if (value.is_structured()) return result + inline_text(value, Syntax::kYaml, style.quote);
  return result + scalar_text(value, style.quote, Surroundings::kBlock);
}

std::string item_text(const json::value& value, std::size_t column, const TextStyle& style) {
  if (is_collection(value)) return "- " + block_text(value, column + 2, style);
  if (const auto* text = value.if_string(); text != nullptr && style.literals) {
    if (const auto block = literal_block(view(*text), column + 2)) return "- " + *block;
  }
  if (value.is_structured()) return "- " + inline_text(value, Syntax::kYaml, style.quote);
  return "- " + scalar_text(value, style.quote, Surroundings::kBlock);
}

std::string block_text(const json::value& value, std::size_t column, const TextStyle& style) {
  std::string result;
  const auto begin_line = [&] {
    if (!result.empty()) result += "\n" + std::string(column, ' ');
  };
  if (const auto* map = value.if_object()) {
    for (const auto& entry : *map) {
      begin_line();
      result += entry_text(view(entry.key()), entry.value(), column, style);
    }
  } else {
    for (const auto& item : value.as_array()) {
      begin_line();
      result += item_text(item, column, style);
    }
  }
  return result;
}

bool needs_line_end(const json::value& value) {
  if (const auto* map = value.if_object()) {
    return !map->empty() && needs_line_end((map->end() - 1)->value());
  }
  if (const auto* list = value.if_array()) return !list->empty() && needs_line_end(list->back());
  const auto* text = value.if_string();
  return text != nullptr && view(*text).ends_with('\n') && literal_block(view(*text), 1);
}

std::string json_text(const json::value& value, std::string_view indent, std::string_view step) {
  if (!is_collection(value)) return inline_text(value, Syntax::kJson, Style::kDoubleQuoted);
  const std::string inner = std::string(indent) + std::string(step);
  std::string result;
  const auto begin_line = [&] { result += (result.empty() ? "\n" : ",\n") + inner; };
  if (const auto* map = value.if_object()) {
    for (const auto& entry : *map) {
      begin_line();
      result += json_string(view(entry.key())) + ": " + json_text(entry.value(), inner, step);
    }
    return "{" + result + "\n" + std::string(indent) + "}";
  }
  for (const auto& item : value.get_array()) {
    begin_line();
    result += json_text(item, inner, step);
  }
  return "[" + result + "\n" + std::string(indent) + "]";
}

}  // namespace mcpmx::document
