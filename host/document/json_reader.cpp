// The only file that includes simdjson's reader of documents. One recursive pass over its on-demand
// values, leaf by leaf: simdjson checks only what is visited, so everything is. The positions that
// it gives were measured: design facts on documents, section 3.
#include <simdjson.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "document/builder.h"
#include "document/encoding.h"
#include "document/json_fault.h"
#include "document/jsonc.h"
#include "document/reader.h"
#include "document/scalar_kind.h"

namespace mcpmx::document {
namespace {

namespace ondemand = simdjson::ondemand;

constexpr std::string_view kBlanks = " \t\r\n";

const char* sentence(simdjson::error_code code) {
  switch (code) {
    case simdjson::STRING_ERROR:
      return "a string has an invalid escape";
    case simdjson::NUMBER_ERROR:
      return "this is not a number";
    case simdjson::T_ATOM_ERROR:
    case simdjson::F_ATOM_ERROR:
    case simdjson::N_ATOM_ERROR:
    case simdjson::INCORRECT_TYPE:
      return "a value was expected: a string in double quotes, a number, true, false, null, a list "
             "or "
             "an object";
    case simdjson::TAPE_ERROR:
      return "a comma, a colon, a key or a closing bracket was expected";
    case simdjson::EMPTY:
      return "the text is empty";
    case simdjson::INCOMPLETE_ARRAY_OR_OBJECT:
      return "the text ends too early";
    case simdjson::MEMALLOC:
      return "there is not enough memory";
    default:
      return "the text is malformed";
  }
}

class JsonReader {
 public:
  // Of the text, SIMDJSON_PADDING bytes behind its end may be read.
  JsonReader(std::string text, std::string file, bool has_bom, const Limits& limits)
      : builder_(std::move(text), std::move(file), Syntax::kJson, has_bom),
        start_(has_bom ? 3 : 0),
        limits_(limits) {
    look_at(builder_.document().text());
  }

  // Comments and trailing commas become blanks in a copy, so that all offsets are those of the
  // document's text.
  void allow_comments() {
    builder_.allow_comments();
    const std::string_view text = builder_.document().text();
    plain_.reserve(text.size() + simdjson::SIMDJSON_PADDING);
    plain_.append(text.substr(0, start_)).append(without_comments(text.substr(start_)));
    look_at(plain_);
  }

  Result<Document> read() {
    const std::string_view body = text_.substr(start_);
    simdjson::ondemand::parser parser;
    ondemand::document json;
    const auto code =
        parser.iterate(body.data(), body.size(), body.size() + simdjson::SIMDJSON_PADDING)
            .get(json);
    if (code != simdjson::SUCCESS) return fault_of(code, end_);
    json_ = &json;
    MCPMX_CHECK(read_value(json));
    const char* location = nullptr;
    if (json.current_location().get(location) != simdjson::OUT_OF_BOUNDS && !is_root_literal_) {
      return malformed("something follows after the end of the document", offset_of(location));
    }
    return builder_.finish();
  }

 private:
  void look_at(std::string_view text) {
    text_ = text;
    end_ = text.find_last_not_of(kBlanks) + 1;
  }

  std::size_t offset_of(const char* pointer) const {
    if (pointer == nullptr || pointer < text_.data()) return end_;
    return std::min(static_cast<std::size_t>(pointer - text_.data()), text_.size());
  }

  Error malformed(std::string why, std::size_t at) const {
    return failed("this is not valid JSON: " + std::move(why),
                  place_of(text_, at, builder_.document().file()),
                  "mend it at this place, or just before it");
  }

  // simdjson's errors about brackets and strings have no place, or that of their consequence.
  Error fault_of(simdjson::error_code code, std::size_t at) const {
    if (code == simdjson::EMPTY) return malformed(sentence(code), at);
    if (auto fault = find_json_fault(text_.substr(start_))) {
      // What is broken above comes first: a person mends a text from the top.
      const std::size_t fault_at = start_ + fault->at;
      if (fault_at <= at || code != simdjson::TAPE_ERROR) {
        return malformed(std::move(fault->message), fault_at);
      }
    }
    return malformed(sentence(code), at);
  }

  Error error_here(simdjson::error_code code) {
    const char* location = nullptr;
    const auto place = json_->current_location().get(location);
    return fault_of(code, place == simdjson::SUCCESS ? offset_of(location) : end_);
  }

  // After the loop over a collection the next token is current; the bracket is the last byte before
  // it.
  Offset end_of_collection() {
    const char* location = nullptr;
    if (json_->current_location().get(location) != simdjson::SUCCESS)
      return static_cast<Offset>(end_);
    const auto last = text_.find_last_not_of(kBlanks, offset_of(location) - 1);
    return static_cast<Offset>(last + 1);
  }

  // Value is ondemand::value, or ondemand::document for the root: two types with the same
  // questions.
  template <class Value>
  Result<void> read_value(Value& value) {
    std::string_view token;
    if (const auto code =
            simdjson::simdjson_result<std::string_view>(value.raw_json_token()).get(token)) {
      return error_here(code);
    }
    // The view runs to the next token.
    token = token.substr(0, token.find_last_not_of(kBlanks) + 1);
    if (token.empty()) return error_here(simdjson::EMPTY);
    Node node;
    node.content = static_cast<Offset>(offset_of(token.data()));
    node.range = {node.content, static_cast<Offset>(node.content + token.size())};
    switch (token.front()) {
      case '{':
        return read_object(value, node);
      case '[':
        return read_list(value, node);
      case '"':
        return read_string(value, node, token);
      default:
        return read_literal(node, token);
    }
  }

  template <class Value>
  Result<void> read_object(Value& value, Node node) {
    node.kind = NodeKind::kMap;
    node.style = Style::kFlow;
    if (builder_.depth() >= limits_.depth) return too_deep(node);
    ondemand::object object;
    if (const auto code = value.get_object().get(object)) return error_here(code);
    builder_.open(node);
    for (auto field_result : object) {
      ondemand::field field;
      if (const auto code = std::move(field_result).get(field)) return error_here(code);
      MCPMX_CHECK(read_key(field));
      MCPMX_CHECK(read_value(field.value()));
    }
    builder_.close(end_of_collection());
    return {};
  }

  template <class Value>
  Result<void> read_list(Value& value, Node node) {
    node.kind = NodeKind::kList;
    node.style = Style::kFlow;
    if (builder_.depth() >= limits_.depth) return too_deep(node);
    ondemand::array list;
    if (const auto code = value.get_array().get(list)) return error_here(code);
    builder_.open(node);
    for (auto item_result : list) {
      ondemand::value item;
      // get() takes rvalues alone. NOLINTNEXTLINE(performance-move-const-arg)
      if (const auto code = std::move(item_result).get(item)) return error_here(code);
      MCPMX_CHECK(read_value(item));
    }
    builder_.close(end_of_collection());
    return {};
  }

  Result<void> read_key(ondemand::field& field) {
    Node node;
    node.kind = NodeKind::kString;
    node.style = Style::kDoubleQuoted;
    const std::size_t open = offset_of(field.key().raw()) - 1;
    std::size_t close = open + 1;
    while (text_[close] != '"') close += text_[close] == '\\' ? 2 : 1;
    node.content = static_cast<Offset>(open);
    node.range = {node.content, static_cast<Offset>(close + 1)};
    const std::string_view written = text_.substr(open + 1, close - open - 1);
    std::string_view decoded;
    if (const auto code = field.unescaped_key().get(decoded)) {
      return malformed(sentence(code), open);
    }
    builder_.add(node, written.find('\\') == std::string_view::npos ? written : decoded);
    return {};
  }

  template <class Value>
  Result<void> read_string(Value& value, Node node, std::string_view token) {
    node.kind = NodeKind::kString;
    node.style = Style::kDoubleQuoted;
    std::string_view decoded;
    if (const auto code = value.get_string().get(decoded))
      return malformed(sentence(code), node.content);
    if (token.size() < 2 || token.back() != '"')
      return malformed(sentence(simdjson::TAPE_ERROR), node.range.end);
    builder_.add(node, decoded);
    return {};
  }

  // A number, true, false or null. Not through simdjson, which refuses numbers that are too large
  // for its types, and of which 3.0.1 looks at the wrong byte behind a null that is the whole
  // document. The value stays unread, and the surrounding loop steps over it.
  Result<void> read_literal(Node node, std::string_view token) {
    if (token == "true" || token == "false") {
      node.kind = NodeKind::kBool;
    } else if (token == "null") {
      node.kind = NodeKind::kNull;
    } else if (is_json_number(token)) {
      node.kind = NodeKind::kNumber;
    } else {
      const bool is_number = token.front() == '-' || (token.front() >= '0' && token.front() <= '9');
      return fault_of(is_number ? simdjson::NUMBER_ERROR : simdjson::INCORRECT_TYPE, node.content);
    }
    if (builder_.depth() == 0) {
      is_root_literal_ = true;
      if (node.range.end != end_) {
        return malformed("something follows after the end of the document",
                         text_.find_first_not_of(kBlanks, node.range.end));
      }
    }
    builder_.add(node, node.kind == NodeKind::kNull ? std::string_view() : token);
    return {};
  }

  Error too_deep(const Node& node) const {
    return malformed("it nests more than " + std::to_string(limits_.depth) + " levels deep",
                     node.content);
  }

  Builder builder_;
  std::string plain_;      // the text without its comments, if it may have any
  std::string_view text_;  // plain_, or the builder's, which stands still on the heap
  std::size_t start_;
  std::size_t end_ = 0;  // behind the last byte that is no blank
  Limits limits_;
  ondemand::document* json_ = nullptr;
  bool is_root_literal_ = false;
};

Result<Document> read(std::string text, std::string file, const Limits& limits,
                      bool may_have_comments) {
  try {
    MCPMX_TRY(has_bom, check_encoding(text, limits.bytes, file));
    // simdjson reads, and does not use, bytes behind the end.
    text.reserve(text.size() + simdjson::SIMDJSON_PADDING);
    JsonReader reader(std::move(text), file, has_bom, limits);
    if (may_have_comments) reader.allow_comments();
    return reader.read();
  } catch (const std::exception& error) {
    // simdjson reports by value here; what is left is the end of memory.
    return failed(std::string("the text cannot be read: ") + error.what(), std::move(file));
  }
}

}  // namespace

Result<Document> read_json(std::string text, std::string file, const Limits& limits) {
  return read(std::move(text), std::move(file), limits, false);
}

Result<Document> read_jsonc(std::string text, std::string file, const Limits& limits) {
  return read(std::move(text), std::move(file), limits, true);
}

}  // namespace mcpmx::document
