// Makes every possible single edit of each document that it is given, and prints one line of JSON
// for each: the edit, and the text that came out or why it was refused. What it has to look like is
// the business of edits_test.py, which asks another parser.
//
// Usage: sweep [--every N] FILE...   (N: take every Nth edit only)
#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "../unit/document/same_document.h"
#include "document/edit.h"
#include "document/reader.h"

namespace {

namespace json = boost::json;
using namespace mcpmx::document;  // NOLINT(google-build-using-namespace)

const std::vector<json::value>& values_to_set() {
  static const std::vector<json::value> kValues = {
      nullptr,
      true,
      -7,
      1.5,
      "word",
      "two words",
      "yes",                       // quotes: YAML 1.1 takes it for a truth value
      "80:80",                     // quotes: a number to base 60
      "a: b # c",                  // quotes, everywhere
      "it's \"both\", [x]",        // quotes within brackets
      "",                          //
      "one\n  two # x\n\nthree\n"  // several lines
      "",
      " led by a blank\nand ended\n\n",
      json::array(),
      json::object(),
      json::array({"a", json::object({{"k", "v"}, {"l", json::array({1, 2})}}), json::array()}),
      json::object({{"k", "v"}, {"l", json::object({{"m", json::array({"x"})}})}, {"n", nullptr}}),
  };
  return kValues;
}

const std::vector<json::value>& values_to_insert() {
  static const std::vector<json::value> kValues = {
      "word", json::object({{"k", "v"}, {"l", json::array({"x", "a: b"})}}), "one\ntwo\n",
      json::array({"a"}), json::object()};
  return kValues;
}

mcpmx::Result<Document> read(const std::string& name, std::string text) {
  if (name.ends_with(".jsonc")) return read_jsonc(std::move(text), name);
  if (name.ends_with(".json")) return read_json(std::move(text), name);
  return read_yaml(std::move(text), name);
}

class Sweep {
 public:
  Sweep(std::string name, const Document& document, std::size_t every, std::size_t& count)
      : name_(std::move(name)), document_(document), every_(every), count_(count) {}

  void run() { visit(document_.root()); }

 private:
  void visit(NodeId id) {
    const Node& node = document_.node(id);
    for (const auto& value : values_to_set()) {
      make({{"verb", "set"}, {"value", value}}, SetValue{id, value});
    }
    if (node.key != kNoNode) {
      for (const char* name : {"renamed", "new: name", "no"}) {
        make({{"verb", "rename"}, {"name", name}}, RenameKey{id, name});
      }
    }
    if (node.parent != kNoNode) make({{"verb", "remove"}}, Remove{id});
    if (node.kind == NodeKind::kNull && !node.is_key) {
      insert_at_end(id, false);
      insert_at_end(id, true);
    }
    if (node.kind != NodeKind::kMap && node.kind != NodeKind::kList) return;
    insert_at_end(id, node.kind == NodeKind::kList);
    std::size_t index = 0;
    for (NodeId child = node.first_child; child != kNoNode;
         child = document_.node(child).next_sibling, ++index) {
      for (std::size_t i = 0; i < 2; ++i) {
        insert(id, child, index, node.kind == NodeKind::kList, values_to_insert()[i]);
      }
      path_.emplace_back(index);
      visit(child);
      path_.pop_back();
    }
  }

  void insert_at_end(NodeId into, bool as_item) {
    for (const auto& value : values_to_insert()) insert(into, kNoNode, 0, as_item, value);
  }

  void insert(NodeId into, NodeId after, std::size_t index, bool as_item,
              const json::value& value) {
    json::object edit = {{"verb", "insert"}, {"value", value}, {"item", as_item}};
    if (!as_item) edit["name"] = "new key";
    if (after != kNoNode) edit["after"] = index;
    Insert change;
    change.into = into;
    if (!as_item) change.key = "new key";
    change.value = value;
    change.after = after;
    change.as_item = as_item;
    make(std::move(edit), change);
  }

  void make(json::object line, const Edit& change) {
    if (count_++ % every_ != 0) return;
    line["document"] = name_;
    line["path"] = path_;
    // All users of an anchor are meant, so that the change below one can be seen.
    EditOptions options;
    options.shared = true;
    const auto after = edited(document_, {&change, 1}, options);
    if (after) {
      line["text"] = after->text();
      check_reading(*after);
    } else {
      line["refused"] = after.error().message;
      line["where"] = after.error().where;
    }
    std::cout << json::serialize(line) << '\n';
  }

  // What came out is what reading all of it gives, though only what changed was read again.
  void check_reading(const Document& after) const {
    const auto whole = read(name_, std::string(after.text()));
    const std::string why = whole ? difference(after, *whole) : whole.error().message;
    if (why.empty()) return;
    std::cerr << name_ << ": an edited document is read otherwise as a whole: " << why << '\n'
              << after.text() << '\n';
    std::exit(1);
  }

  std::string name_;
  const Document& document_;
  std::size_t every_;
  std::size_t& count_;
  json::array path_;
};

mcpmx::Result<Document> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), {});
  return read(path.substr(path.rfind('/') + 1), std::move(text));
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  std::ios::sync_with_stdio(false);
  std::size_t every = 1;
  std::size_t count = 0;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--every") {
      every = std::stoul(arguments[++i]);
      continue;
    }
    const auto document = read_file(arguments[i]);
    if (!document) {
      std::cerr << document.error().where << ": " << document.error().message << '\n';
      return EXIT_FAILURE;
    }
    Sweep(arguments[i].substr(arguments[i].rfind('/') + 1), *document, every, count).run();
  }
  return EXIT_SUCCESS;
}
