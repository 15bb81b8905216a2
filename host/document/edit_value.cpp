// Giving a node another value.
#include <boost/json.hpp>
#include <optional>

#include "document/edit_parts.h"
#include "document/scalar_text.h"
#include "document/trivia.h"
#include "document/yaml_scan.h"

namespace mcpmx::document {
namespace {

namespace json = boost::json;

bool is_collection(const json::value& value) {
  return (value.is_object() && !value.get_object().empty()) ||
         (value.is_array() && !value.get_array().empty());
}

bool is_block(const Node& node) {
  return (node.kind == NodeKind::kMap || node.kind == NodeKind::kList) &&
         node.style == Style::kBlock;
}

bool is_block_scalar(const Node& node) {
  return node.style == Style::kLiteral || node.style == Style::kFolded;
}

// The comment on the line of `|`, with the blanks before it.
std::string_view header_comment(const EditSite& site, NodeId id) {
  const std::size_t begin = site.layout[id].content;
  const std::string_view header = site.text().substr(begin, line_end(site.text(), begin) - begin);
  const auto blank = header.find_first_of(" \t");
  return blank == std::string_view::npos ? std::string_view() : header.substr(blank);
}

// The column that a body of lines below this key or dash begins in.
std::size_t body_column(const EditSite& site, NodeId id, bool is_list) {
  const Node& node = site.node(id);
  if (node.parent == kNoNode) return 0;
  const TextStyle& style = site.styles.within(node.parent);
  if (node.key == kNoNode) return site.column_of(site.layout[id].mark) + style.step;
  const std::size_t key = site.column_of(first_byte(site, id));
  return key + (is_list ? style.list_step : style.step);
}

// The quotes that a new string in the place of this node has.
Style quotes_for(const EditSite& site, NodeId id) {
  const Node& node = site.node(id);
  const bool is_quoted = node.style == Style::kSingleQuoted || node.style == Style::kDoubleQuoted;
  if (is_quoted || node.parent == kNoNode) return node.style;
  return node.kind == NodeKind::kString ? Style::kPlain : site.styles.within(node.parent).quote;
}

// New text in place of [begin, end). Where that is the document's end, and the value ends in a
// literal, it brings the line end that is part of the value.
void put(const EditSite& site, std::size_t begin, std::size_t end, std::string text,
         const json::value& value) {
  if (end == site.text().size() && needs_line_end(value)) text += '\n';
  site.splices.replace(begin, end, with_line_breaks(site, begin, std::move(text)));
}

// In place of what is written on the key's line, or nothing.
void put_on_line(const EditSite& site, NodeId id, const std::string& text) {
  const Place& place = site.layout[id];
  const bool is_missing = site.node(id).style == Style::kMissing;
  std::string comment;
  if (is_block_scalar(site.node(id))) comment = header_comment(site, id);
  std::string added = text + comment;
  if (is_missing && place.content > 0 && !is_space(site.text()[place.content - 1])) {
    added.insert(0, " ");
  }
  site.splices.replace(place.content, place.end, with_line_breaks(site, place.content, added));
}

Result<void> set_on_line(const EditSite& site, NodeId id, const std::string& text) {
  const Place& place = site.layout[id];
  const Node& node = site.node(id);
  if (!is_block(node)) {
    put_on_line(site, id, text);
    return {};
  }
  const std::size_t key_line = line_end(site.text(), place.mark == kUnknown ? 0 : place.mark);
  if (node.parent == kNoNode || place.content <= key_line) {
    site.splices.replace(place.content, place.end, text);
    return {};
  }
  // Lines below the key, or behind the dash, become one value on its line.
  std::size_t at = place.mark + std::size_t{1};
  std::size_t begin = key_line;
  if (place.begin != place.content) {
    at = properties_end(site.text(), place.begin);
    begin = line_end(site.text(), at);
  }
  site.splices.insert(at, " " + text);
  site.splices.remove(begin, lines_of(site, id).end);
  return {};
}

// Lines in place of lines.
void replace_lines(const EditSite& site, NodeId id, const json::value& value) {
  const Place& place = site.layout[id];
  const std::size_t line = line_start(site.text(), place.content);
  const std::size_t own = site.column_of(place.content);
  const NodeId key = site.node(id).key;
  const bool is_flush = key != kNoNode && own <= site.column_of(first_byte(site, id));
  const bool starts_line = skip_blanks(site.text(), line) == place.content;
  TextStyle style = site.styles.within(id);
  style.literals = may_end_in_literal(site, place.end, own);
  if (is_flush && value.is_object() && starts_line) {
    // A list may stand right below its key, and a map may not.
    const std::size_t column = body_column(site, id, false);
    put(site, line, place.end, std::string(column, ' ') + block_text(value, column, style), value);
    return;
  }
  put(site, place.content, place.end, block_text(value, own, style), value);
}

void set_lines(const EditSite& site, NodeId id, const json::value& value) {
  const Place& place = site.layout[id];
  const Node& node = site.node(id);
  const std::string_view text = site.text();
  if (is_block(node)) return replace_lines(site, id, value);
  const std::size_t column = body_column(site, id, value.is_array());
  TextStyle style = site.styles.of_document();
  style.literals = may_end_in_literal(site, place.end, column);
  if (node.parent == kNoNode) {
    std::string added = block_text(value, column, style) + "\n";
    if (place.content > 0 && !is_break(text[place.content - 1])) added.insert(0, "\n");
    site.splices.replace(place.content, place.end, with_line_breaks(site, place.content, added));
    return;
  }
  const bool has_properties = place.begin != place.content;
  if (line_end(text, place.mark) < place.content) {
    // The value stands on a line of its own already, perhaps behind an anchor or a tag.
    const bool follows = has_properties && line_start(text, place.content) <= place.begin;
    const std::size_t own = site.column_of(follows ? place.begin : place.content);
    std::size_t begin = place.content;
    while (follows && is_blank(text[begin - 1])) --begin;
    const std::string lead = follows ? "\n" + std::string(own, ' ') : "";
    return put(site, begin, place.end, lead + block_text(value, own, style), value);
  }
  const bool is_item = node.key == kNoNode;
  const std::size_t rest = skip_blanks(text, place.end);
  if (is_item && !has_properties && rest == line_end(text, place.end)) {
    // Behind a dash the first line follows on.
    const std::size_t behind = site.column_of(place.mark) + 2;
    return put(site, place.mark + std::size_t{1}, place.end, " " + block_text(value, behind, style),
               value);
  }
  // The rest of the key's line, perhaps a comment, stays on it.
  std::size_t begin = has_properties ? place.content : place.mark + 1;
  while (has_properties && begin > place.begin && is_blank(text[begin - 1])) --begin;
  std::size_t end = place.end;
  std::string comment = is_block_scalar(node) ? std::string(header_comment(site, id)) : "";
  if (is_item && comment.empty() && rest < line_end(text, end)) {
    // Go's YAML and libyaml take no tab behind a dash.
    comment = " ";
    end = rest;
  }
  site.splices.replace(begin, end, comment);
  const std::size_t at = line_end(text, place.end);
  put(site, at, at, "\n" + std::string(column, ' ') + block_text(value, column, style), value);
}

// A list that people write in brackets, in place of what is no list of lines; as a new entry's is.
std::optional<std::string> list_on_line(const EditSite& site, NodeId id, const json::value& value) {
  const Node& node = site.node(id);
  const auto* items = value.if_array();
  if (items == nullptr || node.key == kNoNode || is_block(node)) return std::nullopt;
  const bool is_alias = site.node(node.key).kind == NodeKind::kAlias;
  const NodeId key = is_alias ? site.node(node.key).target : node.key;
  const std::size_t column = site.column_of(site.layout[id].content) + 1;
  return text_in_brackets(site.document.value(key), *items, column, site.styles.of_document());
}

// `? key` without a colon: the value goes on a line of its own below it.
Result<void> set_below_key(const EditSite& site, NodeId id, const json::value& value) {
  const Place& key = site.layout[site.node(id).key];
  if (key.mark == kUnknown || site.node(id).style != Style::kMissing ||
      site.layout[id].begin != site.layout[id].end) {
    return site.refusal(id, "this key has no colon that a value could follow",
                        "write a colon behind the key");
  }
  const std::size_t column = site.column_of(key.mark);
  const std::string text =
      is_collection(value) ? block_text(value, column + 2, site.styles.within(site.node(id).parent))
                           : inline_text(value, Syntax::kYaml, quotes_for(site, id));
  const std::size_t at = line_end(site.text(), key.end);
  put(site, at, at, "\n" + std::string(column, ' ') + ": " + text, value);
  return {};
}

void set_json(const EditSite& site, NodeId id, const json::value& value) {
  const Place& place = site.layout[id];
  const std::string_view text = site.text();
  const std::size_t line = line_start(text, place.content);
  const std::string_view indent = text.substr(line, skip_blanks(text, line) - line);
  // Over lines where the document is written so, except within what stands on one line.
  const bool is_root = site.node(id).parent == kNoNode;
  const bool on_lines =
      is_root || (site.styles.is_of_lines() && line + indent.size() == first_byte(site, id));
  const std::string added = on_lines ? json_text(value, indent, site.styles.json_step())
                                     : inline_text(value, Syntax::kJson, Style::kDoubleQuoted);
  site.splices.replace(place.content, place.end, with_line_breaks(site, place.content, added));
}

}  // namespace

Result<void> set_value(const EditSite& site, NodeId id, const json::value& value) {
  const Place& place = site.layout[id];
  const Node& node = site.node(id);
  if (site.document.syntax() == Syntax::kJson) {
    set_json(site, id, value);
    return {};
  }
  const Style quotes = quotes_for(site, id);
  if (node.parent != kNoNode && site.is_inline(node.parent)) {
    std::string text = inline_text(value, Syntax::kYaml, quotes);
    // `{key}`: a key without colon.
    if (node.key != kNoNode && place.mark == kUnknown) text.insert(0, ": ");
    put_on_line(site, id, text);
    return {};
  }
  if (node.key != kNoNode && place.mark == kUnknown) return set_below_key(site, id, value);
  if (is_collection(value)) {
    if (const auto list = list_on_line(site, id, value)) return set_on_line(site, id, *list);
    const bool is_written_in_brackets = node.style == Style::kFlow && node.first_child != kNoNode;
    if (is_written_in_brackets) {
      put_on_line(site, id, inline_text(value, Syntax::kYaml, quotes));
    } else {
      set_lines(site, id, value);
    }
    return {};
  }
  if (value.is_structured()) return set_on_line(site, id, value.is_array() ? "[]" : "{}");
  const auto* text = value.if_string();
  if (text != nullptr && is_block_scalar(node)) {
    const std::size_t column = body_column(site, id, false);
    const auto block = literal_block({text->data(), text->size()}, column);
    if (block && may_end_in_literal(site, place.end, column - 1)) {
      std::string added = *block;
      added.insert(added.find('\n'), header_comment(site, id));
      put(site, place.content, place.end, std::move(added), value);
      return {};
    }
  }
  return set_on_line(site, id, scalar_text(value, quotes, Surroundings::kBlock));
}

}  // namespace mcpmx::document
