#include "document/reread.h"

#include <algorithm>
#include <span>
#include <utility>

#include "document/reader.h"
#include "document/trivia.h"
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
  for (std::size_t at = 0; at < text.size(); at = next_line(text, at)) {
    const std::string_view line = text.substr(at);
    if (line.starts_with("---") || line.starts_with("...") || line.starts_with('%')) return true;
  }
  return false;
}

// A line that begins with a tab: what may stand on it depends on what is above it.
bool has_tabbed_line(std::string_view text) {
  for (auto tab = text.find('\t'); tab != std::string_view::npos; tab = text.find('\t', tab + 1)) {
    const auto first = text.find_last_not_of(' ', tab == 0 ? 0 : tab - 1);
    if (tab == 0 || first == std::string_view::npos || text[first] == '\n') return true;
  }
  return false;
}

// A %TAG, behind which words may mean something else than alone.
bool has_directive(std::string_view ahead) {
  return ahead.starts_with('%') || ahead.find("\n%") != std::string_view::npos;
}

// Stands in for the entry that follows.
constexpr std::string_view kEntryBehind = "mcpmx: 0\n";

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
    const NodeId root = before_.root();
    const Lines all = {0, before_.text().size()};
    if (!can_be_divided(root) || ends_with_half_an_entry() || has_tabbed_line(text_) ||
        has_directive(before_.text().substr(0, before_.node(root).content)) ||
        !find(root, all, splices_, 1))
      return std::nullopt;
    return std::move(patches_);
  }

 private:
  // A word at the end of a text is a key to the parser, colon or not; ahead of other lines it is
  // none.
  bool ends_with_half_an_entry() const {
    const Node& last = before_.node(static_cast<NodeId>(before_.size() - 1));
    if (last.style != Style::kMissing || last.key == kNoNode) return false;
    const Offset key_end = before_.node(last.key).range.end;
    return key_end == kUnknown ||
           before_.text().substr(key_end).find(':') == std::string_view::npos;
  }

  // A map whose entries stand on lines of their own, and which no alias means.
  bool can_be_divided(NodeId map) const {
    const Node& node = before_.node(map);
    return node.kind == NodeKind::kMap && node.style == Style::kBlock &&
           node.properties == kUnknown && node.first_child != kNoNode;
  }

  // From 1, of the map's keys.
  static std::size_t column_of(const Document& document, NodeId map) {
    return document.position(document.node(map).content).column;
  }

  // Where the line of the entry's key begins; nothing where more than the key stands on it ("?
  // key").
  std::optional<std::size_t> line_of(NodeId child) const {
    const Node& key = before_.node(before_.node(child).key);
    const std::string_view text = before_.text();
    std::size_t begin = key.range.begin;
    while (begin > 0 && text[begin - 1] == ' ') --begin;
    if (begin > 0 && text[begin - 1] != '\n') return std::nullopt;
    const bool is_plain_entry = key.style != Style::kMissing &&
                                key.range.begin - begin + 1 == column_of(before_, key.parent);
    return is_plain_entry ? std::optional(begin) : std::nullopt;
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
    const bool is_last = patch.begin + size == text_.size();
    const bool is_whole_lines = is_last || now.ends_with('\n') || now.empty();
    if (!is_whole_lines || !stands_alone(patch) || has_document_marks(now)) return false;
    Limits limits = kYamlLimits;
    limits.depth -= std::min(limits.depth, depth - 1);
    // The parser reads the end of a text otherwise than the end of an entry.
    const std::size_t column = column_of(before_, map);
    std::string alone(now);
    if (!is_last) alone.append(column - 1, ' ').append(kEntryBehind);
    auto entries = read_yaml(std::move(alone), before_.file(), limits);
    if (!entries || entries->has_bom() ||
        !(is_last || has_entry_at(*entries, now.size() + column - 1)))
      return false;
    patch.entries = *std::move(entries);
    patch.count = static_cast<NodeId>(patch.entries.size() - (is_last ? 1 : 3));
    if (!fits(patch, now, column)) return false;
    if (may_belong_above(patch) && !begins_with_key(patch, now)) return false;
    patches_.push_back(std::move(patch));
    return true;
  }

  // Whether the last entry of the root begins there.
  static bool has_entry_at(const Document& entries, std::size_t at) {
    if (entries.size() < 3) return false;
    const Node& key = entries.node(static_cast<NodeId>(entries.size() - 2));
    return key.is_key && key.parent == entries.root() && key.range.begin == at;
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

  // Blank lines and what looks like a comment ahead of the first key may be a scalar's above it.
  bool may_belong_above(const Patch& patch) const {
    const Style above = before_.node(patch.first_node - 1).style;
    const bool is_patched = !patches_.empty() && patches_.back().behind_node == patch.first_node;
    return is_patched || above == Style::kLiteral || above == Style::kFolded;
  }

  static bool begins_with_key(const Patch& patch, std::string_view now) {
    if (patch.count == 0) return now.empty();
    return now.find_first_not_of(' ') == patch.entries.node(1).range.begin;
  }

  // The place of an item or a key that is missing is that of whatever comes next.
  static bool is_missing_item(const Document& document, NodeId id) {
    const Node& node = document.node(id);
    return node.style == Style::kMissing && node.key == kNoNode;
  }

  // Whether the new entries are what could stand in the map.
  static bool fits(const Patch& patch, std::string_view now, std::size_t column) {
    const Document& entries = patch.entries;
    const Node& root = entries.node(entries.root());
    if (root.has_merge || root.properties != kUnknown) return false;
    if (root.kind == NodeKind::kNull)  // nothing but blank lines and comments at the text's end
      return skip_trivia(now, 0, Syntax::kYaml) == now.size();
    if (root.kind != NodeKind::kMap || root.style != Style::kBlock) return false;
    for (NodeId id = 1; id <= patch.count; ++id) {
      const Node& node = entries.node(id);
      if (node.kind == NodeKind::kAlias || node.properties != kUnknown) return false;
      if (node.content > now.size() || node.range.begin >= now.size()) return false;
      if (node.is_key && node.style == Style::kMissing) return false;
      if (node.is_key && node.parent == entries.root() &&
          entries.position(node.range.begin).column != column)
        return false;  // "? key"
    }
    return column_of(entries, entries.root()) == column && !is_missing_item(entries, patch.count);
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
