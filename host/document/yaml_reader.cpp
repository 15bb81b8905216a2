// The only file of documents that includes yaml-cpp. One pass of its events becomes the tree; no
// YAML::Node is built. Where the parser accepts what is no YAML, or says no more than where a node
// starts, yaml_scan.h looks into the text (measured: design facts on documents, sections 1 and 2).
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/node/node.h>  // unused: parser.h declares the class, which clang-tidy takes for our Node
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <streambuf>
#include <utility>

#include "document/alias_book.h"
#include "document/builder.h"
#include "document/encoding.h"
#include "document/reader.h"
#include "document/scalar_kind.h"
#include "document/yaml_fault.h"
#include "document/yaml_merge.h"
#include "document/yaml_scan.h"

namespace mcpmx::document {
namespace {

// A stream over memory: istringstream would copy the text.
class MemoryBuffer : public std::streambuf {
 public:
  explicit MemoryBuffer(std::string_view text) {
    // The get area's type is not const; nothing writes to it.
    char* begin = const_cast<char*>(text.data());
    setg(begin, begin, begin + text.size());
  }
};

constexpr std::string_view kCoreTag = "tag:yaml.org,2002:";

NodeKind kind_of_scalar(const std::string& tag, Style style, std::string_view value) {
  const bool is_core = tag.starts_with(kCoreTag);
  if (is_core && tag.ends_with(":str")) return NodeKind::kString;
  // !!int "1" is a number; a local tag (!reset) says nothing of the content's kind.
  if (style != Style::kPlain && style != Style::kMissing && !is_core) return NodeKind::kString;
  return kind_of_plain(value);
}

// Turns events into nodes. After the first error it takes no more: an exception through yaml-cpp
// would stop it as well, but would be one that we throw.
class YamlHandler : public YAML::EventHandler {
 public:
  YamlHandler(Builder& builder, std::size_t start, const Limits& limits)
      : builder_(builder), text_(builder.document().text()), start_(start), limits_(limits) {}

  std::optional<Error>& error() { return error_; }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ < 2) return;
    const std::size_t at = offset_of(mark);
    if (text_.substr(at).starts_with("---")) {
      fail("a second document begins here, and a file may have one", at, "split the file in two");
    } else {
      fail("this does not belong to the document, which has ended above", at,
           "check the indentation and the brackets above this line");
    }
  }
  void OnDocumentEnd() override {}

  void OnAnchor(const YAML::Mark& /*mark*/, const std::string& name) override {
    anchor_name_ = name;
  }

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (error_) return;
    Node node;
    const std::size_t at = offset_of(mark);
    const bool has_anchor = anchor != YAML::NullAnchor;
    const Content content = has_anchor ? skip_properties(text_, at) : Content{at, true};
    const std::size_t length =
        is_null_written_at(content.at) ? length_of_null(text_, content.at) : 0;
    std::string_view decoded;
    if (length > 0) {
      node.content = offset(content.at);
      node.range = {offset(at), offset(content.at + length)};
      // A key's name is its text, whatever a reader takes it for.
      if (builder_.expects_key()) decoded = text_.substr(content.at, length);
    } else {
      node.style = Style::kMissing;
      place_missing(node, has_anchor ? at : place_for_missing(at));
    }
    add_leaf(node, decoded, {}, anchor);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    if (error_) return;
    const std::size_t at = offset_of(mark);
    const Content content = skip_properties(text_, at);
    const bool has_tag = tag != "!" && tag != "?";
    Node node;
    node.range.begin = offset(at);
    node.content = offset(content.at);
    node.style = style_at(text_, content.at);
    if (tag == "?") node.style = Style::kPlain;
    // "key: !reset": behind the tag comes the next node, or nothing.
    const bool may_be_missing = value.empty() && has_tag;
    if (may_be_missing && (!content.same_line || node.style == Style::kPlain)) {
      node.style = Style::kMissing;
      place_missing(node, at);
    } else if (!find_scalar_end(node, value)) {
      fail("the quote that begins here is not closed", content.at,
           "close it on the line where it belongs");
      return;
    }
    node.kind = tag == "!" ? NodeKind::kString : kind_of_scalar(tag, node.style, value);
    add_leaf(node, value, has_tag ? tag : std::string(), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (error_) return;
    const std::size_t at = offset_of(mark);
    const AliasBook::Anchored* found = aliases_.find(anchor);
    if (found == nullptr) {
      fail("the alias stands inside the node that it names", at, "write the value out");
      return;
    }
    const AliasBook::Anchored target = *found;
    if (aliases_.followed() + target.visits > limits_.alias_visits) {
      fail("the aliases up to here stand for more than " + std::to_string(limits_.alias_visits) +
               " values",
           at, "such a file is an attack or a mistake: write the values out");
      return;
    }
    if (builder_.depth() + target.height > limits_.depth) return too_deep(at);
    Node node;
    node.kind = NodeKind::kAlias;
    node.target = target.node;
    node.content = offset(at);
    node.range = {node.content,
                  offset(std::min(text_.find_first_of(" \t\r\n,[]{}", at), text_.size()))};
    if (builder_.expects_key() && target.height > 0) return not_a_key(at);
    aliases_.follow(target);
    check_merge(builder_.add(node, {}));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    open(NodeKind::kList, mark, tag, anchor, style);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    open(NodeKind::kMap, mark, tag, anchor, style);
  }
  void OnMapEnd() override { close(); }

 private:
  static Offset offset(std::size_t at) { return static_cast<Offset>(at); }

  std::size_t offset_of(const YAML::Mark& mark) const {
    if (mark.pos < 0) return start_;
    return std::min(start_ + static_cast<std::size_t>(mark.pos), text_.size());
  }

  std::size_t column_of(std::size_t at) const {
    const auto line_end = at == 0 ? std::string_view::npos : text_.rfind('\n', at - 1);
    return line_end == std::string_view::npos ? at - std::min(at, start_) : at - line_end - 1;
  }

  void fail(std::string message, std::size_t at, std::string hint) {
    if (error_) return;
    error_ = failed(std::move(message), place_of(text_, at, builder_.document().file()),
                    std::move(hint));
  }
  void too_deep(std::size_t at) {
    fail("lists and maps nest more than " + std::to_string(limits_.depth) + " levels deep", at,
         "no Compose file needs that many: see whether the file is what it should be");
  }
  void not_a_key(std::size_t at) {
    fail("a key must be a word, not a list or a map", at,
         "put it in quotes if it is text; Compose files and mappings have no such keys");
  }

  // The mark of a missing null is that of the next token, which may be a key named "null". In block
  // style a null is written out only on its key's (or dash's) line, or deeper than it.
  bool is_null_written_at(std::size_t at) const {
    if (builder_.expects_key() || builder_.open_collection() == kNoNode) return true;
    const Document& document = builder_.document();
    const NodeId collection = builder_.open_collection();
    if (document.node(collection).style == Style::kFlow) return true;
    const NodeId key = builder_.pending_key();
    if (key == kNoNode) return column_of(at) > column_of(document.node(collection).content);
    const std::size_t key_at = document.node(key).range.begin;
    const bool same_line =
        text_.substr(key_at, at - std::min(at, key_at)).find('\n') == std::string_view::npos;
    // Deeper than the map, not than the key: `? key` stands right of its map, `: null` below it.
    return (at > key_at && same_line) ||
           column_of(at) > column_of(document.node(collection).content);
  }

  // Behind the key's colon, as near as the known ends allow; in a list the place of the next token.
  std::size_t place_for_missing(std::size_t at) const {
    const NodeId key = builder_.pending_key();
    if (key == kNoNode) return at;
    const Node& node = builder_.document().node(key);
    if (node.range.end == kUnknown) return node.range.begin;
    return std::min<std::size_t>(node.range.end, at);
  }

  void place_missing(Node& node, std::size_t at) const {
    const std::size_t end = std::min(text_.find_first_of(" \t\r\n,[]{}", at), text_.size());
    const bool has_property = at < text_.size() && (text_[at] == '&' || text_[at] == '!');
    node.range = {offset(at), offset(has_property ? end : at)};
    node.content = node.range.end;
  }

  // Ends of quoted scalars, and of plain ones on one line, whose value is their text. False: no
  // end.
  bool find_scalar_end(Node& node, const std::string& value) const {
    if (node.style == Style::kDoubleQuoted || node.style == Style::kSingleQuoted) {
      const auto end = find_quoted_end(text_, node.content);
      if (!end) return false;
      node.range.end = offset(*end);
    } else if (node.style == Style::kPlain && text_.substr(node.content).starts_with(value)) {
      node.range.end = offset(node.content + value.size());
    }
    return true;
  }

  void add_leaf(const Node& node, std::string_view decoded, std::string tag,
                YAML::anchor_t anchor) {
    const NodeId id = builder_.add(node, decoded);
    builder_.set_properties(id, std::exchange(anchor_name_, {}), std::move(tag));
    aliases_.leaf(id, anchor);
    check_merge(id);
  }

  void open(NodeKind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
            YAML::EmitterStyle::value style) {
    if (error_) return;
    const std::size_t at = offset_of(mark);
    if (builder_.expects_key()) return not_a_key(at);
    if (builder_.depth() >= limits_.depth) return too_deep(at);
    const bool has_tag = tag != "?" && tag != "!" && !tag.empty();
    // A block map without properties starts at its first key, whose own properties must stay.
    const bool has_properties = has_tag || anchor != YAML::NullAnchor;
    Node node;
    node.kind = kind;
    node.style = style == YAML::EmitterStyle::Flow ? Style::kFlow : Style::kBlock;
    node.range.begin = offset(at);
    node.content = offset(has_properties ? skip_properties(text_, at).at : at);
    const NodeId id = builder_.open(node);
    builder_.set_properties(id, std::exchange(anchor_name_, {}), has_tag ? tag : std::string());
    aliases_.open(anchor);
  }

  void close() {
    if (error_) return;
    const NodeId id = builder_.close(kUnknown);
    aliases_.close(id);
    check_merge(id);
  }

  // `id` is complete.
  void check_merge(NodeId id) {
    const Document& document = builder_.document();
    const Node& node = document.node(id);
    if (node.key == kNoNode || !is_merge_key(document, node.key)) return;
    builder_.mark_merge(node.parent);
    if (!can_be_merged(document, id)) {
      fail("the merge key << needs a map, or a list of maps", document.node(node.key).range.begin,
           "merge an alias of a map, as in: <<: *name");
    }
  }

  Builder& builder_;
  std::string_view text_;
  std::size_t start_;
  Limits limits_;
  std::optional<Error> error_;
  std::string anchor_name_;
  AliasBook aliases_;
  std::size_t documents_ = 0;
};

}  // namespace

Result<Document> read_yaml(std::string text, std::string file, const Limits& limits) {
  MCPMX_TRY(has_bom, check_encoding(text, limits.bytes, file));
  Builder builder(std::move(text), file, Syntax::kYaml, has_bom);
  // yaml-cpp swallows a byte order mark without counting it, so it does not get to see one.
  const std::size_t start = has_bom ? 3 : 0;
  const std::string_view body = builder.document().text().substr(start);
  YamlHandler handler(builder, start, limits);
  try {
    MemoryBuffer buffer(body);
    std::istream stream(&buffer);
    YAML::Parser parser(stream);
    // Twice and never in a loop: on "{a: b}," yaml-cpp finds one more document for ever.
    if (parser.HandleNextDocument(handler) && !handler.error()) parser.HandleNextDocument(handler);
  } catch (const YAML::Exception& error) {
    if (!handler.error()) {
      const std::size_t at =
          error.mark.is_null() ? start : start + static_cast<std::size_t>(error.mark.pos);
      return yaml_fault(error.msg, builder.document().text(), at, file,
                        error.msg == YAML::ErrorMsg::UNKNOWN_TOKEN);
    }
  } catch (const std::exception& error) {
    return failed(std::string("the text cannot be read: ") + error.what(), std::move(file));
  }
  if (handler.error()) return *std::move(handler.error());
  Document document = builder.finish();
  if (!document.duplicates().empty()) return duplicate_fault(document);
  return document;
}

}  // namespace mcpmx::document
