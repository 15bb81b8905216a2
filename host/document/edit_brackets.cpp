// Adding and removing what stands within brackets: YAML's flow collections, and all of JSON.
#include <boost/json.hpp>

#include "document/edit_parts.h"
#include "document/scalar_text.h"
#include "document/trivia.h"

namespace mcpmx::document {
namespace {

namespace json = boost::json;

bool starts_line(const EditSite& site, NodeId child) {
  const std::size_t at = first_byte(site, child);
  return skip_blanks(site.text(), line_start(site.text(), at)) == at;
}

std::size_t end_with_comma(const EditSite& site, NodeId child) {
  const Place& place = site.layout[child];
  return place.comma == kUnknown ? place.end : place.comma + 1;
}

// Behind the comment that follows on the same line, if the line ends there; else `at`.
std::size_t end_with_comment(const EditSite& site, std::size_t at) {
  const std::string_view text = site.text();
  const std::size_t end = line_end(text, at);
  const std::size_t rest = skip_blanks(text, at);
  const bool is_comment = rest < end && (text[rest] == '#' || text[rest] == '/');
  return rest >= end || is_comment ? end : at;
}

// The lines of comments directly above an entry that has its own line.
std::size_t with_comments_above(const EditSite& site, NodeId child, std::size_t line) {
  const std::string_view text = site.text();
  const NodeId before = site.layout[child].before;
  const std::size_t bound = before == kNoNode
                                ? std::size_t{site.layout[site.node(child).parent].content}
                                : end_with_comma(site, before);
  while (line > 0) {
    const std::size_t above = line_start(text, line - 1);
    const std::size_t first = skip_blanks(text, above);
    if (above <= bound || first >= text.size() || (text[first] != '#' && text[first] != '/')) break;
    line = above;
  }
  return line;
}

// The children from `first` to `last` go; `next` is the kept one behind, `before` the one ahead.
void remove_run(const EditSite& site, NodeId first, NodeId last) {
  const std::string_view text = site.text();
  const NodeId before = site.layout[first].before;
  const NodeId next = site.node(last).next_sibling;
  const std::size_t behind = end_with_comma(site, last);
  const std::size_t behind_comment = end_with_comment(site, behind);
  const bool has_own_lines = starts_line(site, first) && behind_comment == line_end(text, behind) &&
                             (next == kNoNode || starts_line(site, next));
  const bool is_last = next == kNoNode && site.layout[last].comma == kUnknown;
  if (has_own_lines) {
    const std::size_t line = line_start(text, first_byte(site, first));
    site.splices.remove(with_comments_above(site, first, line), next_line(text, behind_comment));
    if (is_last) site.splices.remove(site.layout[before].comma, site.layout[before].comma + 1);
  } else if (next != kNoNode) {
    site.splices.remove(first_byte(site, first), first_byte(site, next));
  } else if (is_last) {
    site.splices.remove(site.layout[before].comma, behind);
  } else {
    site.splices.remove(site.layout[before].comma + 1, behind);
  }
}

// New entries behind one child.
class Insertion {
 public:
  Insertion(const EditSite& site, NodeId collection)
      : site_(site),
        collection_(collection),
        is_json_(site.document.syntax() == Syntax::kJson),
        quote_(is_json_ ? Style::kDoubleQuoted : style_within(site, collection).quote) {}

  // `is_final`: nothing that stays stands behind `after`.
  void insert(const std::vector<const Insert*>& inserts, NodeId after, bool is_final) {
    const Place& place = site_.layout[after];
    const std::string_view text = site_.text();
    const bool has_comma =
        place.comma != kUnknown && (!is_final || site_.node(after).next_sibling == kNoNode);
    const bool on_lines = starts_line(site_, after);
    const std::size_t column = site_.column_of(first_byte(site_, after));
    const std::string before = on_lines ? "\n" + std::string(column, ' ') : " ";
    std::string added;
    for (const Insert* insert : inserts) {
      if (!has_comma) {
        if (!added.empty() || !on_lines) added += ',';
        added += before + entry(*insert, on_lines, column);
      } else {
        added += before + entry(*insert, on_lines, column) + ",";
      }
    }
    std::size_t at = end_with_comma(site_, after);
    if (!has_comma) at = place.end;
    if (on_lines) {
      if (!has_comma) site_.splices.insert(at, ",");
      at = end_with_comment(site_, has_comma ? at : end_with_comma(site_, after));
      if (!has_comma && at == end_with_comma(site_, after)) at = place.end;
    }
    site_.splices.insert(at, with_line_breaks(site_, line_start(text, at), std::move(added)));
  }

 private:
  std::string entry(const Insert& insert, bool on_lines, std::size_t column) const {
    const Syntax syntax = site_.document.syntax();
    std::string value;
    if (is_json_ && on_lines) {
      const NodeId parent = site_.node(collection_).parent;
      const std::size_t line = line_start(site_.text(), site_.layout[collection_].content);
      const std::size_t outer = skip_blanks(site_.text(), line) - line;
      const std::size_t step = column > outer ? column - outer : 2;
      static_cast<void>(parent);
      value = json_text(insert.value, column, step);
    } else {
      value = inline_text(insert.value, syntax, quote_);
    }
    if (site_.node(collection_).kind != NodeKind::kMap) return value;
    const Surroundings around = is_json_ ? Surroundings::kJson : Surroundings::kBrackets;
    return scalar_text(json::string(insert.key), Style::kPlain, around) + ": " + value;
  }

  const EditSite& site_;
  NodeId collection_;
  bool is_json_;
  Style quote_;
};

json::value collected(const EditSite& site, const CollectionChange& change) {
  if (site.node(change.collection).kind == NodeKind::kMap) {
    json::object entries;
    for (const Insert* insert : change.inserted) entries[insert->key] = insert->value;
    return entries;
  }
  json::array items;
  for (const Insert* insert : change.inserted) items.push_back(insert->value);
  return items;
}

}  // namespace

Result<void> change_brackets(const EditSite& site, const CollectionChange& change) {
  std::vector<NodeId> children;
  NodeId last_kept = kNoNode;
  for (NodeId id = site.node(change.collection).first_child; id != kNoNode;
       id = site.node(id).next_sibling) {
    children.push_back(id);
    if (!change.removes(id)) last_kept = id;
  }
  if (last_kept == kNoNode) return set_value(site, change.collection, collected(site, change));

  for (std::size_t i = 0; i < children.size(); ++i) {
    if (!change.removes(children[i])) continue;
    std::size_t end = i;
    while (end + 1 < children.size() && change.removes(children[end + 1])) ++end;
    remove_run(site, children[i], children[end]);
    i = end;
  }

  Insertion insertion(site, change.collection);
  for (std::size_t i = 0; i < change.inserted.size();) {
    NodeId after = change.inserted[i]->after;
    if (after == kNoNode) after = last_kept;
    std::vector<const Insert*> together;
    while (i < change.inserted.size() &&
           (change.inserted[i]->after == after ||
            (change.inserted[i]->after == kNoNode && after == last_kept))) {
      together.push_back(change.inserted[i++]);
    }
    if (change.removes(after)) {
      return site.refusal(after, "a new entry cannot follow one that goes", "");
    }
    insertion.insert(together, after, after == last_kept);
  }
  return {};
}

}  // namespace mcpmx::document
