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

// The quotes that all strings below a collection have; kPlain where they differ, or there is none.
Style quotes_within(const EditSite& site, NodeId collection) {
  Style quotes = Style::kMissing;
  for (NodeId id = site.node(collection).first_child; id != kNoNode;
       id = site.node(id).next_sibling) {
    const Node& node = site.node(id);
    if (node.kind != NodeKind::kString) continue;
    if (quotes != Style::kMissing && quotes != node.style) return Style::kPlain;
    quotes = node.style;
  }
  const bool is_quoted = quotes == Style::kSingleQuoted || quotes == Style::kDoubleQuoted;
  return is_quoted ? quotes : Style::kPlain;
}

}  // namespace

TextStyle style_of(const Document& document, const Layout& layout, const EditOptions& options) {
  Steps steps;
  for (NodeId id = 0; id < document.size(); ++id) steps.count(document, layout, id);
  TextStyle style;
  style.in_brackets = options.in_brackets;
  style.step = steps.maps.most_frequent(2);
  if (style.step == 0) style.step = 2;
  style.list_step = steps.lists.most_frequent(style.step);
  return style;
}

TextStyle style_within(const EditSite& site, NodeId collection) {
  TextStyle style = site.style;
  Steps steps;
  for (NodeId id = site.node(collection).first_child; id != kNoNode;
       id = site.node(id).next_sibling) {
    steps.count(site.document, site.layout, id);
  }
  const std::size_t step = steps.maps.most_frequent(style.step);
  if (step > 0) style.step = step;
  style.list_step = steps.lists.most_frequent(style.list_step);
  style.quote = quotes_within(site, collection);
  return style;
}

}  // namespace mcpmx::document
