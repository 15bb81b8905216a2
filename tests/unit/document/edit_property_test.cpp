// Laws of editing over the documents of tests/documents: random batches of edits, one after the
// other, have the meaning that a model of plain values says; what came out can be edited on; a
// value that is set back is there again. Broken documents are refused or come out whole.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "document/edit.h"
#include "document/layout.h"
#include "document/reader.h"
#include "same_document.h"
#include "value_model.h"

namespace mcpmx::document {
namespace {

namespace json = boost::json;

struct Source {
  std::string name;
  std::string text;
};

const std::vector<Source>& sources() {
  static const std::vector<Source> kSources = [] {
    std::vector<Source> result;
    for (const char* folder : {"yaml", "json"}) {
      const std::filesystem::path path =
          std::filesystem::path(MCPMX_SOURCE_DIR) / "tests/documents" / folder;
      for (const auto& entry : std::filesystem::directory_iterator(path)) {
        std::ifstream file(entry.path(), std::ios::binary);
        result.push_back({entry.path().filename().string(),
                          std::string(std::istreambuf_iterator<char>(file), {})});
      }
    }
    std::sort(result.begin(), result.end(),
              [](const Source& a, const Source& b) { return a.name < b.name; });
    return result;
  }();
  return kSources;
}

Result<Document> read(const std::string& name, std::string text) {
  if (name.ends_with(".jsonc")) return read_jsonc(std::move(text), name);
  if (name.ends_with(".json")) return read_json(std::move(text), name);
  return read_yaml(std::move(text), name);
}

std::size_t below(std::size_t bound) { return *rc::gen::inRange<std::size_t>(0, bound); }

template <class Values>
const auto& one_of(const Values& values) {
  return values[below(values.size())];
}

json::value any_value() {
  static const std::vector<json::value> kValues = {
      nullptr,
      false,
      42,
      -0.5,
      "",
      "word",
      "on",
      "12:30",
      "x: y # z",
      "- a",
      "a\nb\n",
      "a\n\n  b",
      "\n lead\n",
      "tab\there \x7f",
      "'\"\\",
      "ü 名 😀",
      json::array(),
      json::object(),
      json::array({1, "two", json::array({3})}),
      json::object({{"k", "v"}, {"list", json::array({"a", json::object({{"b", 1}})})}}),
      json::object({{"last", "ends\nso\n"}}),
  };
  return one_of(kValues);
}

Edit any_edit(const Document& document) {
  NodeId id = static_cast<NodeId>(below(document.size()));
  if (document.node(id).is_key) ++id;
  const std::vector<std::string> names = {"new", "two words", "no", "a: b", "ключ", "#x", "12"};
  const Node& node = document.node(id);
  const bool grows =
      node.kind == NodeKind::kNull || node.kind == NodeKind::kMap || node.kind == NodeKind::kList;
  const std::size_t verb = below(4);
  if (verb == 0 && node.key != kNoNode) return RenameKey{id, one_of(names)};
  if (verb == 1 && node.parent != kNoNode) return Remove{id};
  if (verb == 2 || !grows) return SetValue{id, any_value()};
  Insert insert;
  insert.into = id;
  insert.key = one_of(names);
  insert.value = any_value();
  insert.as_item = below(2) == 0;
  if (node.first_child != kNoNode && below(2) == 0) insert.after = node.first_child;
  return insert;
}

std::vector<Edit> any_batch(const Document& document) {
  std::vector<Edit> edits;
  for (std::size_t count = 1 + below(4); count > 0; --count) edits.push_back(any_edit(document));
  return edits;
}

RC_GTEST_PROP(EditLaw, BatchesMeanWhatTheModelSays, ()) {
  const Source& source = one_of(sources());
  std::string text = source.text;
  for (int step = 0; step < 6; ++step) {
    const auto document = read(source.name, text);
    RC_ASSERT(document.has_value());
    const auto edits = any_batch(*document);
    const auto result = edited(*document, edits);
    RC_CLASSIFY(!result, "refused");
    if (!result) {
      RC_ASSERT(!result.error().message.empty());
      continue;
    }
    const auto after = read(source.name, std::string(result->text()));
    RC_ASSERT(after.has_value());
    RC_ASSERT(difference(*result, *after) == "");  // where only what changed was read again
    RC_ASSERT(Model(*document, edits).value(document->root()) == Model(*after).value(0));
    const auto layout = Layout::of(*after);
    if (!layout)
      RC_LOG() << layout.error().where << layout.error().message << "\n" << result->text();
    RC_ASSERT(layout.has_value());
    text = result->text();
  }
}

RC_GTEST_PROP(EditLaw, WhatIsSetBackIsThereAgain, ()) {
  const Source& source = one_of(sources());
  const auto document = read(source.name, source.text);
  RC_ASSERT(document.has_value());
  NodeId id = static_cast<NodeId>(below(document->size()));
  if (document->node(id).is_key) ++id;
  const Edit change = SetValue{id, any_value()};
  const auto changed = edit(*document, {&change, 1});
  RC_PRE(changed.has_value());
  const auto middle = read(source.name, *changed);
  RC_ASSERT(middle.has_value());
  // Nodes ahead of the changed one keep their numbers.
  const json::value old = Model(*document).value(id);
  RC_PRE(json::serialize(old).find("\"#") == std::string::npos);
  const Edit back = SetValue{id, old};
  const auto result = edit(*middle, {&back, 1});
  if (!result) RC_LOG() << result.error().where << result.error().message << "\n" << *changed;
  RC_ASSERT(result.has_value());
  const auto after = read(source.name, *result);
  RC_ASSERT(after.has_value());
  RC_ASSERT(Model(*after).value(0) == Model(*document).value(0));
}

std::string mutated(std::string text) {
  static const std::vector<std::string> kPieces = {
      "\n", "\r\n", "\t", " ",  "  ", ":",  ": ", "- ", "#",  " #", ",",     "[",   "]",  "{",
      "}",  "|",    ">",  "&a", "*a", "!t", "? ", "'",  "\"", "~",  "---\n", "...", "//", "/*"};
  for (std::size_t count = 1 + below(3); count > 0; --count) {
    const std::size_t at = below(text.size() + 1);
    switch (below(3)) {
      case 0:
        text.insert(at, one_of(kPieces));
        break;
      case 1:
        text.erase(at, 1 + below(6));
        break;
      default:
        text.insert(at, text.substr(below(text.size() + 1), below(40)));
    }
  }
  return text;
}

RC_GTEST_PROP(EditLaw, BrokenDocumentsAreRefusedOrComeOutWhole, ()) {
  const Source& source = one_of(sources());
  const auto document = read(source.name, mutated(source.text));
  RC_CLASSIFY(!document, "not read");
  if (!document) return;
  const auto edits = any_batch(*document);
  const auto result = edit(*document, edits);
  RC_CLASSIFY(!result, "refused");
  if (!result) return;
  const auto after = read(source.name, *result);
  RC_ASSERT(after.has_value());
  RC_ASSERT(Model(*document, edits).value(0) == Model(*after).value(0));
}

}  // namespace
}  // namespace mcpmx::document
