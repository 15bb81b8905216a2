// Adding and removing entries of block collections: whole lines come and go.
#include <algorithm>
#include <boost/json.hpp>

#include "document/edit_parts.h"
#include "document/trivia.h"

namespace mcpmx::document {
namespace {

bool is_blank_line(std::string_view text, std::size_t line) {
  return skip_blanks(text, line) >= line_end(text, line);
}

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
void remove_lines(const EditSite& site, NodeId child, const CollectionChange& change) {
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
  if (!is_first && !above_is_taken && blanks_above < begin && (is_last || blanks_below > end)) {
    begin = blanks_above;
  } else if (blanks_below > end && !is_last && (is_first || above_is_taken)) {
    end = blanks_below;
  }
  site.splices.remove(begin, end);
}

// The entry stands behind a dash (or `? `), which goes on to the next entry.
Result<void> remove_behind_dash(const EditSite& site, NodeId child) {
  const std::string_view text = site.text();
  const EntryLines lines = lines_of(site, child);
  const NodeId next = site.node(child).next_sibling;
  const EntryLines next_lines = lines_of(site, next);
  const bool is_own_line = next_lines.begin == line_start(text, next_lines.entry);
  const std::size_t between = next_line(text, lines.end);
  if (is_own_line && between == next_lines.begin) {
    site.splices.remove(lines.entry, next_lines.entry);
    return {};
  }
  // Comments stand between: the dash stays alone on its line, which means the same.
  std::size_t begin = lines.entry;
  while (begin > 0 && is_blank(text[begin - 1])) --begin;
  site.splices.remove(begin, lines.end);
  return {};
}

bool has_blank_line_before(const EditSite& site, NodeId child) {
  const EntryLines lines = lines_of(site, child);
  return lines.starts_line && lines.begin > 0 &&
         is_blank_line(site.text(), line_start(site.text(), lines.begin - 1));
}

// Whether entries of this collection are set apart by blank lines.
bool has_blank_lines_between(const EditSite& site, NodeId collection) {
  NodeId last = kNoNode;
  std::size_t count = 0;
  for (NodeId id = site.node(collection).first_child; id != kNoNode;
       id = site.node(id).next_sibling) {
    last = id;
    ++count;
  }
  return count > 1 && has_blank_line_before(site, last);
}

bool is_set_apart(const EditSite& site, NodeId collection, const boost::json::value& value) {
  const NodeId first = site.node(collection).first_child;
  if (first == kNoNode || site.node(first).next_sibling != kNoNode) {
    return has_blank_lines_between(site, collection);
  }
  // One entry says nothing: as at the document's top, if this is a whole section of lines.
  return value.is_object() && value.get_object().size() > 1 && collection != site.document.root() &&
         has_blank_lines_between(site, site.document.root());
}

void insert_lines(const EditSite& site, NodeId collection, const Insert& insert, NodeId after,
                  bool after_goes, const TextStyle& style) {
  const std::string_view text = site.text();
  const EntryLines lines = lines_of(site, after);
  const std::size_t column = site.column_of(lines.entry);
  const bool is_map = site.node(collection).kind == NodeKind::kMap;
  std::string added(column, ' ');
  added += is_map ? entry_text(insert.key, insert.value, column, style)
                  : item_text(insert.value, column, style);
  if (is_set_apart(site, collection, insert.value)) added.insert(0, "\n");
  const std::size_t at = next_line(text, lines.end);
  if (at > lines.end) {
    added += '\n';
  } else if (!after_goes) {
    added.insert(0, "\n");
  }
  site.splices.insert(at, with_line_breaks(site, lines.entry, std::move(added)));
}

}  // namespace

Result<void> change_block(const EditSite& site, const CollectionChange& change) {
  NodeId last = kNoNode;
  bool is_kept = false;
  for (NodeId id = site.node(change.collection).first_child; id != kNoNode;
       id = site.node(id).next_sibling) {
    last = id;
    is_kept = is_kept || !change.removes(id);
  }
  const NodeId first = site.node(change.collection).first_child;
  const bool behind_dash = !lines_of(site, first).starts_line;
  if (!is_kept && behind_dash) {
    // The line that a new entry would go on goes: all of it anew.
    if (site.node(change.collection).kind == NodeKind::kList) {
      boost::json::array items;
      for (const Insert* insert : change.inserted) items.push_back(insert->value);
      return set_value(site, change.collection, items);
    }
    boost::json::object entries;
    for (const Insert* insert : change.inserted) entries[insert->key] = insert->value;
    return set_value(site, change.collection, entries);
  }
  if (!is_kept && change.inserted.empty()) {
    const bool is_list = site.node(change.collection).kind == NodeKind::kList;
    if (is_list) return set_value(site, change.collection, boost::json::array());
    return set_value(site, change.collection, boost::json::object());
  }
  if (!change.inserted.empty()) {
    const TextStyle style = style_within(site, change.collection);
    for (const Insert* insert : change.inserted) {
      const NodeId after = insert->after == kNoNode ? last : insert->after;
      insert_lines(site, change.collection, *insert, after, change.removes(after), style);
    }
  }
  for (const NodeId child : change.removed) {
    if (lines_of(site, child).starts_line) {
      remove_lines(site, child, change);
    } else if (change.removes(site.node(child).next_sibling)) {
      return site.refusal(child, "two entries behind one dash cannot be removed at once",
                          "remove them one after the other");
    } else {
      MCPMX_CHECK(remove_behind_dash(site, child));
    }
  }
  return {};
}

}  // namespace mcpmx::document
