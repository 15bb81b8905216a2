// Adding and removing entries of block collections: whole lines come and go.
#include <algorithm>
#include <boost/json.hpp>

#include "document/edit_parts.h"
#include "document/trivia.h"
#include "document/yaml_scan.h"

namespace mcpmx::document {
namespace {

// The start of the blank lines that end at `line`, which is a line's start.
std::size_t blank_lines_above(std::string_view text, std::size_t line) {
  while (line > 0) {
    const std::size_t above = line_start(text, line - 1);
    if (!is_blank_line(text, above)) break;
    line = above;
  }
  return line;
}

std::size_t blank_lines_below(std::string_view text, std::size_t line) {
  while (line < text.size() && is_blank_line(text, line)) line = next_line(text, line);
  return line;
}

// Siblings with a blank line between them get no second one, nor none, when one goes.
void remove_lines(const EditSite& site, NodeId child, const CollectionChange& change, bool all_go) {
  const std::string_view text = site.text();
  const EntryLines lines = lines_of(site, child);
  std::size_t begin = lines.begin;
  std::size_t end = next_line(text, lines.end);
  const std::size_t blanks_above = blank_lines_above(text, begin);
  const std::size_t blanks_below = blank_lines_below(text, end);
  const bool is_last = site.node(child).next_sibling == kNoNode;
  const NodeId before = site.layout[child].before;
  const bool is_first = before == kNoNode;
  // The lines between belong to a sibling that goes as well.
  const bool above_is_taken = !is_first && change.removes(before);
  if ((!is_first || all_go) && !above_is_taken && blanks_above < begin &&
      (is_last || blanks_below > end)) {
    begin = blanks_above;
  } else if (blanks_below > end && !is_last && (is_first || above_is_taken)) {
    end = blanks_below;
  }
  site.splices.remove(begin, end);
}

// The run of entries from `first` on that go together.
NodeId last_of_run(const EditSite& site, NodeId first, const CollectionChange& change) {
  NodeId last = first;
  while (site.node(last).next_sibling != kNoNode && change.removes(site.node(last).next_sibling)) {
    last = site.node(last).next_sibling;
  }
  return last;
}

// `first` stands behind a dash (or `? `), which goes on to the next entry that stays. Returns the
// last entry that is removed by this.
NodeId remove_behind_dash(const EditSite& site, NodeId first, const CollectionChange& change) {
  const std::string_view text = site.text();
  const NodeId last = last_of_run(site, first, change);
  const NodeId kept = site.node(last).next_sibling;
  const EntryLines lines = lines_of(site, first);
  std::size_t end = lines.end;
  bool is_gapless = true;  // no comments of others stand between
  for (NodeId id = first; id != kept; id = site.node(id).next_sibling) {
    const std::size_t behind = next_line(text, lines_of(site, id).end);
    is_gapless = is_gapless && lines_of(site, site.node(id).next_sibling).begin == behind;
  }
  const std::size_t next = first_byte(site, kept);
  if (is_gapless && lines_of(site, kept).begin == line_start(text, next)) {
    site.splices.remove(lines.entry, next);
    return last;
  }
  // The dash stays alone on its line, which means the same.
  std::size_t begin = lines.entry;
  while (begin > 0 && is_blank(text[begin - 1])) --begin;
  site.splices.remove(begin, end);
  return first;
}

bool is_set_apart(const EditSite& site, NodeId collection, const boost::json::value& value) {
  const NodeId first = site.node(collection).first_child;
  if (site.node(first).next_sibling != kNoNode) {
    return site.styles.has_blank_lines_within(collection);
  }
  // One entry says nothing: as at the document's top, if this is a whole section of lines.
  const NodeId root = site.document.root();
  return value.is_object() && value.get_object().size() > 1 && collection != root &&
         site.styles.has_blank_lines_within(root);
}

// Where the text ends without a line end, a block scalar that ends it has none in its value either,
// and is about to get one: `|-` keeps the value.
void strip_last_line_end(const EditSite& site, NodeId after) {
  NodeId last = after;
  while (site.node(last).first_child != kNoNode) {
    last = site.node(last).first_child;
    while (site.node(last).next_sibling != kNoNode) last = site.node(last).next_sibling;
  }
  const Node& leaf = site.node(last);
  const bool is_block = leaf.style == Style::kLiteral || leaf.style == Style::kFolded;
  if (!is_block || site.layout[last].end != site.text().size()) return;
  std::size_t at = leaf.content + std::size_t{1};
  const std::string_view text = site.text();
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  if (at < text.size() && text[at] == '-') return;
  site.splices.replace(at, at + (at < text.size() && text[at] == '+' ? 1 : 0), "-");
}

void insert_lines(const EditSite& site, NodeId collection, const Insert& insert, NodeId after,
                  bool is_first, bool is_final) {
  const std::string_view text = site.text();
  const EntryLines lines = lines_of(site, after);
  const std::size_t column = site.column_of(lines.entry);
  const std::size_t at = next_line(text, lines.end);
  TextStyle style = site.styles.within(collection);
  style.literals = may_end_in_literal(site, lines.end, column);
  std::string added(column, ' ');
  added += site.node(collection).kind == NodeKind::kMap
               ? entry_text(insert.key, insert.value, column, style)
               : item_text(insert.value, column, style);
  if (is_set_apart(site, collection, insert.value)) added.insert(0, "\n");
  if (at > lines.end) {
    added += '\n';
  } else {
    added.insert(0, "\n");
    if (is_first) strip_last_line_end(site, after);
    if (is_final && needs_line_end(insert.value)) added += '\n';
  }
  site.splices.insert(at, with_line_breaks(site, lines.entry, std::move(added)));
}

// No entry stays: `{}` or `[]` goes where the key or dash is, and the entries' own lines go.
Result<void> empty_out(const EditSite& site, const CollectionChange& change) {
  const bool is_list = site.node(change.collection).kind == NodeKind::kList;
  const char* nothing = is_list ? "[]" : "{}";
  const Place& place = site.layout[change.collection];
  if (place.mark == kUnknown) {
    return set_value(site, change.collection, change.new_entries(is_list));
  }
  const bool has_properties = place.begin != place.content;
  const std::size_t at =
      has_properties ? properties_end(site.text(), place.begin) : std::size_t{place.mark} + 1;
  site.splices.insert(at, std::string(" ") + nothing);
  for (const NodeId child : change.removed) remove_lines(site, child, change, true);
  return {};
}

}  // namespace

Result<void> change_block(const EditSite& site, const CollectionChange& change) {
  const NodeId first = site.node(change.collection).first_child;
  const bool is_kept = change.last_kept != kNoNode;
  const bool behind_dash = !lines_of(site, first).starts_line;
  if (!is_kept && (behind_dash || !change.inserted.empty())) {
    // No line stays that a new entry could follow: all of it anew.
    const bool is_list = site.node(change.collection).kind == NodeKind::kList;
    return set_value(site, change.collection, change.new_entries(is_list));
  }
  if (!is_kept) return empty_out(site, change);
  NodeId after_before = kNoNode;
  for (const NewEntry& entry : change.inserted) {
    if (entry.after == kNoNode) {
      return site.refusal(first, "a new entry cannot follow the first one, which goes",
                          "make the changes one after the other");
    }
    insert_lines(site, change.collection, *entry.insert, entry.after, entry.after != after_before,
                 &entry == &change.inserted.back());
    after_before = entry.after;
  }
  NodeId gone = kNoNode;  // all up to this are removed already
  for (const NodeId child : change.removed) {
    if (gone != kNoNode && child <= gone) continue;
    if (lines_of(site, child).starts_line) {
      remove_lines(site, child, change, false);
    } else {
      gone = remove_behind_dash(site, child, change);
    }
  }
  return {};
}

}  // namespace mcpmx::document
