#include "document/reread.h"

#include <algorithm>
#include <span>
#include <utility>

#include "document/reader.h"
#include "document/yaml_merge.h"

namespace mcpmx::document {
namespace {

// Bytes of the text before, whole lines.
struct Lines {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// Where a line could be more than a part of an entry: a mark of documents, a directive.
bool has_document_marks(std::string_view text) {
  for (std::size_t at = 0; at < text.size();
       at = std::min(text.find('\n', at), text.size() - 1) + 1) {
    const std::string_view line = text.substr(at);
    if (line.starts_with("---") || line.starts_with("...") || line.starts_with('%')) return true;
  }
  return false;
}

class Rereading {
 public:
  Rereading(const Document& before, std::string_view text, const std::vector<Splice>& splices)
      : before_(before), text_(text), splices_(splices) {
    for (const Splice& splice : splices) {
      growth_.push_back(growth_.back() + static_cast<std::ptrdiff_t>(splice.text.size()) -
                        static_cast<std::ptrdiff_t>(splice.end - splice.begin));
    }
  }

  std::optional<std::vector<Patch>> patches() {
    const Lines all = {0, before_.text().size()};
    if (!can_be_divided(before_.root()) || !find(before_.root(), all, splices_, 1))
      return std::nullopt;
    return std::move(patches_);
  }

 private:
  // A map whose entries stand on lines of their own, and which no alias means.
  bool can_be_divided(NodeId map) const {
    const Node& node = before_.node(map);
    return node.kind == NodeKind::kMap && node.style == Style::kBlock &&
           node.properties == kUnknown && node.first_child != kNoNode;
  }

  // Where the line of the entry's key begins; nothing where more than the key stands on it.
  std::optional<std::size_t> line_of(NodeId child) const {
    const std::size_t at = before_.node(before_.node(child).key).range.begin;
    const std::string_view text = before_.text();
    std::size_t begin = at;
    while (begin > 0 && text[begin - 1] == ' ') --begin;
    if (begin > 0 && text[begin - 1] != '\n') return std::nullopt;
    return begin;
  }

  // The patches of the entries of a map that the splices touch; false: it cannot be divided so.
  bool find(NodeId map, Lines lines, std::span<const Splice> splices, std::size_t depth) {
    NodeId child = before_.node(map).first_child;
    const auto begin = line_of(child);
    if (!begin || splices.front().begin < *begin) return false;
    Lines here = {*begin, *begin};
    // Steps over the entry at `child`.
    const auto step = [&] {
      child = before_.node(child).next_sibling;
      const auto next = child == kNoNode ? std::optional(lines.end) : line_of(child);
      if (next) here.end = *next;
      return next.has_value();
    };
    while (!splices.empty()) {
      NodeId first = child;
      if (!step()) return false;
      const auto is_here = [&](const Splice& splice) {
        // What is inserted between two entries follows the upper one.
        return splice.begin < here.end || (splice.begin == here.end && splice.begin == splice.end);
      };
      std::size_t count = 0;
      while (count < splices.size() && is_here(splices[count])) {
        while (splices[count].end > here.end) {
          if (child == kNoNode || !step()) return false;
        }
        ++count;
      }
      if (count > 0 && !patch(map, first, child, here, splices.first(count), depth)) return false;
      splices = splices.subspan(count);
      here.begin = here.end;
      if (child == kNoNode) break;
    }
    return splices.empty();
  }

  // Of the entries from `first` up to `behind`, on these lines: what is within the one, or all.
  bool patch(NodeId map, NodeId first, NodeId behind, Lines lines, std::span<const Splice> splices,
             std::size_t depth) {
    if (before_.node(first).next_sibling == behind && can_be_divided(first)) {
      const std::size_t known = patches_.size();
      if (find(first, lines, splices, depth + 1)) return true;
      patches_.erase(patches_.begin() + static_cast<std::ptrdiff_t>(known), patches_.end());
    }
    return read(map, first, behind, lines, splices, depth);
  }

  bool read(NodeId map, NodeId first, NodeId behind, Lines lines, std::span<const Splice> splices,
            std::size_t depth) {
    Patch patch;
    patch.map = map;
    patch.first = first;
    patch.behind = behind;
    patch.first_node = before_.node(first).key;
    patch.behind_node = node_behind(map, behind);
    const auto index = static_cast<std::size_t>(splices.data() - splices_.data());
    const std::ptrdiff_t ahead = growth_[index];
    patch.growth = growth_[index + splices.size()] - ahead;
    patch.begin = lines.begin + static_cast<std::size_t>(ahead);
    const std::size_t size = lines.end - lines.begin + static_cast<std::size_t>(patch.growth);
    const std::string_view now = text_.substr(patch.begin, size);
    read_bytes_ += size;
    if (read_bytes_ > 2 * text_.size()) return false;  // a hostile text could be read at each depth
    if (!stands_alone(patch) || has_document_marks(now)) return false;
    Limits limits = kYamlLimits;
    limits.depth -= std::min(limits.depth, depth - 1);
    auto entries = read_yaml(std::string(now), before_.file(), limits);
    if (!entries || !fits(*entries, map)) return false;
    patch.entries = *std::move(entries);
    patches_.push_back(std::move(patch));
    return true;
  }

  // The first node behind the entries of `map` up to `behind`.
  NodeId node_behind(NodeId map, NodeId behind) const {
    for (NodeId id = map; behind == kNoNode && id != kNoNode; id = before_.node(id).parent)
      behind = before_.node(id).next_sibling;
    return behind == kNoNode ? static_cast<NodeId>(before_.size()) : before_.node(behind).key;
  }

  // Nothing in what goes is named elsewhere, and what is ahead of it knows where it stands.
  bool stands_alone(const Patch& patch) const {
    for (NodeId id = patch.first_node; id < patch.behind_node; ++id) {
      const Node& node = before_.node(id);
      if (node.kind == NodeKind::kAlias || !before_.anchor(id).empty()) return false;
      if (node.is_key && node.parent == patch.map && is_merge_key(before_, id)) return false;
    }
    return !is_missing_item(before_, patch.first_node - 1);
  }

  // A missing item's place is that of whatever comes next.
  static bool is_missing_item(const Document& document, NodeId id) {
    const Node& node = document.node(id);
    return node.style == Style::kMissing && node.key == kNoNode;
  }

  // Whether the new entries are what could stand in the map.
  bool fits(const Document& entries, NodeId map) const {
    const Node& root = entries.node(entries.root());
    if (root.kind == NodeKind::kNull) return root.style == Style::kMissing && entries.size() == 1;
    if (root.kind != NodeKind::kMap || root.style != Style::kBlock || root.has_merge) return false;
    for (NodeId id = 0; id < entries.size(); ++id) {
      if (entries.node(id).kind == NodeKind::kAlias || !entries.anchor(id).empty()) return false;
    }
    const auto last = static_cast<NodeId>(entries.size() - 1);
    const auto column = [](const Document& document, NodeId id) {
      const NodeId key = document.node(document.node(id).first_child).key;
      return document.position(document.node(key).range.begin).column;
    };
    return root.properties == kUnknown && !is_missing_item(entries, last) &&
           column(entries, entries.root()) == column(before_, map);
  }

  const Document& before_;
  std::string_view text_;
  const std::vector<Splice>& splices_;
  std::vector<std::ptrdiff_t> growth_ = {0};  // by all splices ahead of each
  std::vector<Patch> patches_;
  std::size_t read_bytes_ = 0;
};

}  // namespace

std::optional<Document> reread(const Document& before, std::string_view text,
                               const std::vector<Splice>& splices) {
  if (splices.empty() || before.has_bom() || text.size() > kYamlLimits.bytes) return std::nullopt;
  auto patches = Rereading(before, text, splices).patches();
  if (!patches) return std::nullopt;
  return graft(before, text, *std::move(patches));
}

}  // namespace mcpmx::document
