// New entries within brackets.
#include <boost/json.hpp>

#include "document/edit_brackets.h"
#include "document/scalar_text.h"
#include "document/trivia.h"

namespace mcpmx::document {
namespace {

namespace json = boost::json;

// `key: value`, or an item. On lines of its own its first line is indented by `indent`.
std::string entry_of(const EditSite& site, NodeId collection, const Insert& insert, bool on_lines,
                     std::string_view indent) {
  const bool is_json = site.document.syntax() == Syntax::kJson;
  const Style quote = is_json ? Style::kDoubleQuoted : site.styles.within(collection).quote;
  std::string value = is_json && on_lines
                          ? json_text(insert.value, indent, site.styles.json_step())
                          : inline_text(insert.value, site.document.syntax(), quote);
  if (site.node(collection).kind == NodeKind::kList) return value;
  const Surroundings around = is_json ? Surroundings::kJson : Surroundings::kBrackets;
  return scalar_text(json::string(insert.key), Style::kPlain, around) + ": " + value;
}

// A comma behind a child. Without a blank, `key:,` would be a scalar to some readers.
const char* comma_behind(const EditSite& site, NodeId child) {
  return site.node(child).style == Style::kMissing ? " ," : ",";
}

}  // namespace

void insert_in_brackets(const EditSite& site, NodeId collection,
                        std::span<const Insert* const> inserts, NodeId after, bool is_final) {
  const std::string_view text = site.text();
  const Place& place = site.layout[after];
  // A comma that goes with what stood behind it does not count.
  const bool has_comma =
      place.comma != kUnknown && (!is_final || site.node(after).next_sibling == kNoNode);
  const bool on_lines = has_own_lines(site, after);
  const std::size_t begin = first_byte(site, after);
  const std::size_t line = line_start(text, begin);
  const std::string indent(on_lines ? text.substr(line, begin - line) : "");
  const std::string lead = on_lines ? "\n" + indent : " ";
  std::string added;
  for (const Insert* insert : inserts) {
    const bool follows_comma = has_comma || (on_lines && added.empty());
    if (!follows_comma) added += added.empty() ? comma_behind(site, after) : ",";
    added += lead + entry_of(site, collection, *insert, on_lines, indent);
    if (has_comma) added += ',';
  }
  if (is_bare_pair(site, collection)) {
    site.splices.insert(site.layout[collection].content, "{");
    site.splices.insert(place.end, added + "}");
    return;
  }
  std::size_t at = has_comma ? end_with_comma(site, after) : std::size_t{place.end};
  if (on_lines) {
    if (!has_comma) site.splices.insert(at, comma_behind(site, after));
    // The comma goes together with the blanks and lines behind it, where no comment keeps them.
    const std::size_t end = end_with_comments(site, after);
    const bool loses_comma = place.comma != kUnknown && !has_comma;
    if (!loses_comma || has_comment(site, at, end)) at = end;
  }
  site.splices.insert(at, with_line_breaks(site, line, std::move(added)));
}

Result<void> fill_brackets(const EditSite& site, const CollectionChange& change) {
  const Place& place = site.layout[change.collection];
  const std::string_view text = site.text();
  const bool is_list = site.node(change.collection).kind == NodeKind::kList;
  const std::size_t bracket = place.end - std::size_t{1};
  const std::size_t line = line_start(text, bracket);
  if (!has_comment(site, place.content + std::size_t{1}, bracket)) {
    return set_value(site, change.collection, change.new_entries(is_list));
  }
  const bool on_lines = skip_blanks(text, line) == bracket;
  std::string indent(text.substr(line, bracket - line));
  const std::string outer = indent;
  if (on_lines) indent += site.styles.json_step();
  std::string added;
  for (const auto& [insert, after] : change.inserted) {
    if (!added.empty()) added += on_lines ? ",\n" + indent : ", ";
    added += entry_of(site, change.collection, *insert, on_lines, indent);
  }
  const std::size_t at = on_lines ? line : bracket;
  const bool is_apart = at > 0 && is_space(text[at - 1]);
  added = on_lines ? indent + added + "\n" : (is_apart ? "" : " ") + added + " ";
  site.splices.insert(at, with_line_breaks(site, line, std::move(added)));
  return {};
}

}  // namespace mcpmx::document
