#include "document/edit_brackets.h"

#include <boost/json.hpp>

#include "document/trivia.h"

namespace mcpmx::document {
namespace {

// The children from `first` to `last` go, and something else stays: `next` behind them, or a
// sibling ahead.
void remove_run(const EditSite& site, NodeId first, NodeId last) {
  const std::string_view text = site.text();
  const NodeId before = site.layout[first].before;
  const NodeId next = site.node(last).next_sibling;
  const std::size_t begin = first_byte(site, first);
  const std::size_t end = end_with_comments(site, last);
  // What was last may have no comma behind it, and then the new last one gets none.
  const bool takes_comma = next == kNoNode && site.layout[last].comma == kUnknown;
  const std::size_t comma = takes_comma ? site.layout[before].comma : kUnknown;
  if (starts_line(site, first) && end == line_end(text, end) &&
      (next == kNoNode || starts_line(site, next))) {
    site.splices.remove(line_start(text, begin_with_comments(site, first)), next_line(text, end));
    if (takes_comma) site.splices.remove(comma, comma + 1);
    return;
  }
  const std::size_t behind_before = before == kNoNode ? begin : end_with_comma(site, before);
  if (next == kNoNode) {
    if (has_comment(site, behind_before, begin)) {
      site.splices.remove(begin, end);
      if (takes_comma) site.splices.remove(comma, comma + 1);
    } else {
      site.splices.remove(takes_comma ? comma : behind_before, end);
    }
  } else if (has_comment(site, end, first_byte(site, next))) {
    site.splices.remove(begin, skip_blanks(text, end));
  } else if (before != kNoNode && starts_line(site, next) &&
             !has_comment(site, behind_before, begin)) {
    site.splices.remove(behind_before, end);
  } else {
    site.splices.remove(begin, first_byte(site, next));
  }
}

// All children go. Comments that are nobody's keep the brackets apart.
Result<void> remove_all(const EditSite& site, const CollectionChange& change) {
  const std::string_view text = site.text();
  const NodeId first = change.removed.front();
  const NodeId last = change.removed.back();
  const Place& place = site.layout[change.collection];
  const std::size_t begin = begin_with_comments(site, first);
  const std::size_t end = end_with_comments(site, last);
  const std::size_t bracket = place.end - std::size_t{1};
  if (is_bare_pair(site, change.collection) ||
      (!has_comment(site, place.content + std::size_t{1}, begin) &&
       !has_comment(site, end, bracket))) {
    const bool is_list = site.node(change.collection).kind == NodeKind::kList;
    return set_value(site, change.collection, change.new_entries(is_list));
  }
  const bool has_lines = starts_line(site, first) && end == line_end(text, end);
  site.splices.remove(has_lines ? line_start(text, begin) : begin,
                      has_lines ? next_line(text, end) : end);
  return {};
}

}  // namespace

std::size_t end_with_comma(const EditSite& site, NodeId child) {
  const Place& place = site.layout[child];
  return place.comma == kUnknown ? place.end : place.comma + std::size_t{1};
}

std::size_t end_with_comments(const EditSite& site, NodeId child) {
  const std::string_view text = site.text();
  const std::size_t behind = end_with_comma(site, child);
  const std::size_t line = line_end(text, behind);
  for (std::size_t at = behind;;) {
    at = skip_blanks(text, at);
    if (at >= line) return line;
    const std::size_t comment = skip_comment(text, at, site.document.syntax());
    if (comment == at || comment > line) return behind;
    at = comment;
  }
}

std::size_t begin_with_comments(const EditSite& site, NodeId child) {
  const std::string_view text = site.text();
  std::size_t begin = first_byte(site, child);
  if (!starts_line(site, child)) return begin;
  const NodeId before = site.layout[child].before;
  const std::size_t bound = before == kNoNode
                                ? site.layout[site.node(child).parent].content + std::size_t{1}
                                : end_with_comments(site, before);
  const auto comments = comments_between(text, bound, begin, site.document.syntax());
  for (auto comment = comments.rbegin(); comment != comments.rend(); ++comment) {
    const std::size_t line = line_start(text, comment->begin);
    const bool is_above = next_line(text, comment->end) == line_start(text, begin);
    if (!is_above || line < bound || skip_blanks(text, line) != comment->begin) break;
    begin = comment->begin;
  }
  return begin;
}

bool starts_line(const EditSite& site, NodeId child) {
  const std::size_t at = first_byte(site, child);
  return skip_blanks(site.text(), line_start(site.text(), at)) == at;
}

bool has_own_lines(const EditSite& site, NodeId child) {
  const std::size_t end = end_with_comments(site, child);
  return starts_line(site, child) && end == line_end(site.text(), end);
}

bool has_comment(const EditSite& site, std::size_t begin, std::size_t end) {
  return begin < end && !comments_between(site.text(), begin, end, site.document.syntax()).empty();
}

bool is_bare_pair(const EditSite& site, NodeId collection) {
  const std::size_t at = site.layout[collection].content;
  return site.node(collection).kind == NodeKind::kMap && at < site.text().size() &&
         site.text()[at] != '{';
}

Result<void> change_brackets(const EditSite& site, const CollectionChange& change) {
  std::vector<NodeId> children;
  for (NodeId id = site.node(change.collection).first_child; id != kNoNode;
       id = site.node(id).next_sibling) {
    children.push_back(id);
  }
  const bool is_kept = change.last_kept != kNoNode;
  if (!is_kept && change.inserted.empty()) return remove_all(site, change);
  if (!is_kept) {
    const bool is_list = site.node(change.collection).kind == NodeKind::kList;
    return set_value(site, change.collection, change.new_entries(is_list));
  }
  for (std::size_t i = 0; i < children.size(); ++i) {
    if (!change.removes(children[i])) continue;
    const std::size_t first = i;
    while (i + 1 < children.size() && change.removes(children[i + 1])) ++i;
    remove_run(site, children[first], children[i]);
  }
  for (std::size_t i = 0; i < change.inserted.size();) {
    const NodeId after = change.inserted[i].after;
    if (after == kNoNode) {
      return site.refusal(children.front(), "a new entry cannot follow the first one, which goes",
                          "make the changes one after the other");
    }
    std::vector<const Insert*> together;
    for (; i < change.inserted.size() && change.inserted[i].after == after; ++i) {
      together.push_back(change.inserted[i].insert);
    }
    insert_in_brackets(site, change.collection, together, after, after == change.last_kept);
  }
  return {};
}

}  // namespace mcpmx::document
