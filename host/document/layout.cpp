#include "document/layout.h"

#include <algorithm>
#include <string>

#include "document/encoding.h"
#include "document/trivia.h"
#include "document/yaml_scan.h"

namespace mcpmx::document {
namespace {

// Walks text and tree together, token by token. Recursion is bounded by the reader's depth limit.
class Walker {
 public:
  Walker(const Document& document, std::vector<Place>& places)
      : document_(document), text_(document.text()), places_(places) {}

  // False where the gap law does not hold: fault() says where.
  bool walk() {
    at_ = document_.has_bom() ? 3 : 0;
    if (document_.syntax() == Syntax::kYaml) skip_prologue();
    if (!value(document_.root(), -1, false)) return false;
    trivia();
    if (document_.syntax() == Syntax::kYaml && is_document_mark("...")) {
      at_ += 3;
      trivia();
    }
    return at_ >= text_.size() || unexplained("nothing more");
  }

  std::size_t fault() const { return at_; }
  const std::string& expected() const { return expected_; }

 private:
  const Node& node(NodeId id) const { return document_.node(id); }
  char here() const { return at_ < text_.size() ? text_[at_] : '\n'; }
  static Offset offset(std::size_t at) { return static_cast<Offset>(at); }

  bool unexplained(std::string expected) {
    expected_ = std::move(expected);
    return false;
  }

  void trivia() { at_ = skip_trivia(text_, at_, document_.syntax()); }

  int column_of(std::size_t at) const {
    const std::size_t start =
        std::max<std::size_t>(line_start(text_, at), document_.has_bom() ? 3 : 0);
    return static_cast<int>(at - std::min(at, start));
  }

  bool is_document_mark(std::string_view mark) const {
    return column_of(at_) == 0 && text_.substr(at_).starts_with(mark) &&
           is_space(at_ + mark.size() < text_.size() ? text_[at_ + mark.size()] : '\n');
  }

  // Comments, %DIRECTIVES and `---`.
  void skip_prologue() {
    trivia();
    while (here() == '%' && column_of(at_) == 0) {
      at_ = line_end(text_, at_);
      trivia();
    }
    if (is_document_mark("---")) at_ += 3;
  }

  // `byte` behind trivia; its place goes to `mark`.
  bool punctuation(char byte, Offset& mark) {
    trivia();
    if (at_ >= text_.size() || text_[at_] != byte)
      return unexplained(std::string("'") + byte + "'");
    mark = offset(at_++);
    return true;
  }

  // `indent`: the column of the block collection around, -1 for none.
  bool value(NodeId id, int indent, bool in_flow) {
    Place& place = places_[id];
    const Node& it = node(id);
    if (it.next_sibling != kNoNode) places_[it.next_sibling].before = id;
    if (it.style == Style::kMissing) return missing(id);
    trivia();
    if (at_ != it.range.begin) return unexplained("a value");
    place.begin = it.range.begin;
    place.content = it.content;
    at_ = it.content;
    switch (it.kind) {
      case NodeKind::kList:
        return it.style == Style::kFlow ? flow_list(id, indent) : block_list(id);
      case NodeKind::kMap:
        if (it.style == Style::kFlow && here() == '{') return flow_map(id, indent);
        // `[a: 1]`: a map of one entry without brackets.
        return in_flow ? flow_pair(id, indent) : block_map(id);
      default:
        return leaf(id, indent);
    }
  }

  bool missing(NodeId id) {
    Place& place = places_[id];
    place.begin = place.content = place.end = offset(at_);
    if (document_.anchor(id).empty() && document_.tag(id).empty()) return true;
    trivia();
    if (at_ != node(id).range.begin) return unexplained("an anchor or a tag");
    place.begin = offset(at_);
    at_ = properties_end(text_, at_);
    place.content = place.end = offset(at_);
    return true;
  }

  bool leaf(NodeId id, int indent) {
    const Node& it = node(id);
    std::optional<std::size_t> end;
    if (it.style == Style::kLiteral || it.style == Style::kFolded) {
      end = find_block_scalar_end(text_, at_, indent);
    } else if (it.range.end != kUnknown) {
      end = it.range.end;
    } else {
      end = find_plain_end(text_, at_, document_.value(id));
    }
    if (!end || *end > text_.size()) return unexplained("the end of a value");
    at_ = *end;
    places_[id].end = offset(at_);
    return true;
  }

  bool block_list(NodeId id) {
    const int column = column_of(at_);
    for (NodeId child = node(id).first_child; child != kNoNode; child = node(child).next_sibling) {
      if (!punctuation('-', places_[child].mark)) return false;
      if (column_of(places_[child].mark) != column) return unexplained("an item's dash");
      if (!value(child, column, false)) return false;
    }
    places_[id].end = offset(at_);
    return true;
  }

  bool block_map(NodeId id) {
    const int column = column_of(at_);
    for (NodeId child = node(id).first_child; child != kNoNode; child = node(child).next_sibling) {
      trivia();
      if (column_of(at_) != column) return unexplained("a key");
      if (!entry(child, column, false)) return false;
    }
    places_[id].end = offset(at_);
    return true;
  }

  // A key and its value.
  bool entry(NodeId child, int column, bool in_flow) {
    const NodeId key = node(child).key;
    trivia();
    const bool is_missing = node(key).style == Style::kMissing;
    // `? key`; a plain key may begin with a question mark too, and then it stands right here.
    if (here() == '?' && (is_missing || node(key).range.begin != at_)) {
      places_[key].mark = offset(at_++);
    }
    if (!value(key, column, in_flow)) return false;
    const std::size_t behind_key = at_;
    trivia();
    if (here() == ':' && at_ < text_.size()) {
      places_[child].mark = offset(at_++);
    } else {
      at_ = behind_key;
      if (node(child).style != Style::kMissing) return unexplained("a colon");
    }
    return value(child, column, in_flow);
  }

  bool comma(NodeId child) {
    const std::size_t behind = at_;
    trivia();
    if (here() == ',') {
      places_[child].comma = offset(at_++);
    } else {
      at_ = behind;
      if (node(child).next_sibling != kNoNode) return unexplained("a comma");
    }
    return true;
  }

  bool flow_list(NodeId id, int indent) {
    Offset bracket = kUnknown;
    if (!punctuation('[', bracket)) return false;
    for (NodeId child = node(id).first_child; child != kNoNode; child = node(child).next_sibling) {
      if (!value(child, indent, true) || !comma(child)) return false;
    }
    return close(id, ']');
  }

  bool flow_map(NodeId id, int indent) {
    Offset bracket = kUnknown;
    if (!punctuation('{', bracket)) return false;
    for (NodeId child = node(id).first_child; child != kNoNode; child = node(child).next_sibling) {
      if (!entry(child, indent, true) || !comma(child)) return false;
    }
    return close(id, '}');
  }

  bool flow_pair(NodeId id, int indent) {
    const NodeId child = node(id).first_child;
    if (child == kNoNode || node(child).next_sibling != kNoNode) return unexplained("one key");
    if (!entry(child, indent, true)) return false;
    places_[id].end = offset(at_);
    return true;
  }

  bool close(NodeId id, char bracket) {
    Offset mark = kUnknown;
    if (!punctuation(bracket, mark)) return false;
    places_[id].end = offset(at_);
    return true;
  }

  const Document& document_;
  std::string_view text_;
  std::vector<Place>& places_;
  std::size_t at_ = 0;
  std::string expected_;
};

}  // namespace

Result<Layout> Layout::of(const Document& document) {
  Layout layout;
  layout.places_.resize(document.size());
  Walker walker(document, layout.places_);
  if (!walker.walk()) {
    return failed("this place cannot be told apart well enough to edit the file: " +
                      walker.expected() + " was expected",
                  place_of(document.text(), walker.fault(), document.file()),
                  "write this line in a plainer style; the file can be read, and is left as it is");
  }
  return layout;
}

}  // namespace mcpmx::document
