// How a document is written: what new text beside the old has to look like.
#include <array>
#include <boost/json.hpp>
#include <cstddef>

#include "document/edit_parts.h"
#include "document/trivia.h"

namespace mcpmx::document {
namespace {

constexpr std::size_t kMaxStep = 9;

// The most frequent of small numbers.
class Tally {
 public:
  void count(std::size_t number) {
    if (number < counts_.size()) ++counts_[number];
  }
  std::size_t most_frequent(std::size_t otherwise) const {
    std::size_t best = otherwise;
    std::size_t most = 0;
    for (std::size_t number = 0; number < counts_.size(); ++number) {
      if (counts_[number] > most) {
        most = counts_[number];
        best = number;
      }
    }
    return best;
  }

 private:
  std::array<std::size_t, kMaxStep + 1> counts_{};
};

struct Steps {
  Tally maps;
  Tally lists;

  // `id`: a block collection that is a map's value; how far right of its key it stands.
  void count(const Document& document, const Layout& layout, NodeId id) {
    const Node& node = document.node(id);
    const bool is_collection = node.kind == NodeKind::kMap || node.kind == NodeKind::kList;
    if (!is_collection || node.style != Style::kBlock || node.key == kNoNode) return;
    const std::size_t body = document.position(layout[id].content).column;
    const std::size_t key = document.position(layout[node.key].begin).column;
    if (body >= key) (node.kind == NodeKind::kList ? lists : maps).count(body - key);
  }
};

// The quotes that all strings of a collection have; kPlain where they differ, or there is none.
Style quotes_within(const Document& document, NodeId collection) {
  Style quotes = Style::kMissing;
  for (NodeId id = document.node(collection).first_child; id != kNoNode;
       id = document.node(id).next_sibling) {
    const Node& node = document.node(id);
    if (node.kind != NodeKind::kString) continue;
    if (quotes != Style::kMissing && quotes != node.style) return Style::kPlain;
    quotes = node.style;
  }
  const bool is_quoted = quotes == Style::kSingleQuoted || quotes == Style::kDoubleQuoted;
  return is_quoted ? quotes : Style::kPlain;
}

}  // namespace

Styles::Styles(const Document& document, const Layout& layout, const EditOptions& options)
    : document_(document), layout_(layout) {
  document_style_.list_style = options.list_style;
  if (document.syntax() == Syntax::kJson) {
    const NodeId child = document.node(document.root()).first_child;
    if (child == kNoNode) return;
    const NodeId key = document.node(child).key;
    const std::size_t begin = layout[key == kNoNode ? child : key].begin;
    const std::size_t line = line_start(document.text(), begin);
    is_of_lines_ = skip_blanks(document.text(), line) == begin;
    if (is_of_lines_ && line < begin) json_step_ = document.text().substr(line, begin - line);
    return;
  }
  Steps steps;
  for (NodeId id = 0; id < document.size(); ++id) steps.count(document, layout, id);
  document_style_.step = std::max<std::size_t>(steps.maps.most_frequent(2), 1);
  document_style_.list_step = steps.lists.most_frequent(document_style_.step);
}

const TextStyle& Styles::within(NodeId collection) {
  const auto [place, is_new] = within_.try_emplace(collection, document_style_);
  TextStyle& style = place->second;
  if (!is_new) return style;
  Steps steps;
  for (NodeId id = document_.node(collection).first_child; id != kNoNode;
       id = document_.node(id).next_sibling) {
    steps.count(document_, layout_, id);
  }
  style.step = std::max<std::size_t>(steps.maps.most_frequent(style.step), 1);
  style.list_step = steps.lists.most_frequent(style.list_step);
  style.quote = quotes_within(document_, collection);
  return style;
}

bool Styles::has_blank_lines_within(NodeId collection) {
  const auto [place, is_new] = blank_lines_.try_emplace(collection, false);
  if (!is_new) return place->second;
  NodeId last = document_.node(collection).first_child;
  if (last == kNoNode || document_.node(last).next_sibling == kNoNode) return false;
  while (document_.node(last).next_sibling != kNoNode) last = document_.node(last).next_sibling;
  const NodeId key = document_.node(last).key;
  const Place& entry = layout_[key == kNoNode ? last : key];
  // Its own comments stand between it and the blank line.
  const std::string_view text = document_.text();
  std::size_t line = line_start(text, entry.mark == kUnknown ? entry.begin : entry.mark);
  while (line > 0 && is_comment_line(text, line_start(text, line - 1))) {
    line = line_start(text, line - 1);
  }
  place->second = line > 0 && is_blank_line(text, line_start(text, line - 1));
  return place->second;
}

}  // namespace mcpmx::document
