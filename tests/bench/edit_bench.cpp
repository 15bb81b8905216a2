// Editing in place: what a layout, one edit with its law, and many edits at once cost.
#include <benchmark/benchmark.h>

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "document/edit.h"
#include "document/layout.h"
#include "document/reader.h"

namespace mcpmx::bench {
namespace {

namespace json = boost::json;
using document::Document;
using document::NodeId;

// A Compose file of about 300 bytes a service.
std::string compose_file(std::size_t services) {
  std::string text = "# all of them\nservices:\n";
  for (std::size_t i = 0; i < services; ++i) {
    const std::string name = "server-" + std::to_string(i);
    text += "  " + name + ":\n    image: ghcr.io/example/" + name +
            ":1.2.3  # pinned\n    restart: unless-stopped\n    environment:\n      TOKEN: ${" +
            "TOKEN_" + std::to_string(i) +
            "}\n      MODE: \"on\"\n    ports:\n      - \"127.0.0.1:" + std::to_string(8000 + i) +
            ":8000\"\n    labels: {mcpmx.server: " + name +
            "}\n    command: [\"--port\", \"8000\"]\n\n";
  }
  return text;
}

constexpr std::size_t kServicesOf100KB = 340;

Document read_compose(std::size_t services) {
  return document::read_yaml(compose_file(services), "compose.yaml").value();
}

Document read_servers(std::size_t servers) {
  json::object file;
  for (std::size_t i = 0; i < servers; ++i) {
    file["server-" + std::to_string(i)] = {{"command", "npx"}, {"args", {"-y", "package"}}};
  }
  return document::read_json(document::json_text(file, "", "  "), "servers.json").value();
}

// A third of a collection's children is set, a third is removed, and as many are added.
std::vector<document::Edit> many_edits(const Document& document, NodeId collection) {
  std::vector<document::Edit> edits;
  std::size_t i = 0;
  for (NodeId id = document.node(collection).first_child; id != document::kNoNode;
       id = document.node(id).next_sibling, ++i) {
    if (i % 3 == 0)
      edits.emplace_back(document::SetValue{id, {{"image", "alpine"}, {"tty", true}}});
    if (i % 3 == 1) edits.emplace_back(document::Remove{id});
    document::Insert insert;
    insert.into = collection;
    insert.key = "new-" + std::to_string(i);
    insert.value = "value";
    if (i % 2 == 0) insert.after = id;
    if (i % 3 == 2) edits.emplace_back(insert);
  }
  return edits;
}

void read_compose_100kb(benchmark::State& state) {
  const std::string text = compose_file(kServicesOf100KB);
  for (auto _ : state) benchmark::DoNotOptimize(document::read_yaml(text, "compose.yaml"));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(read_compose_100kb);

void layout_of_100kb(benchmark::State& state) {
  const Document document = read_compose(kServicesOf100KB);
  for (auto _ : state) benchmark::DoNotOptimize(document::Layout::of(document));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(document.text().size()));
}
BENCHMARK(layout_of_100kb);

// Layout, splice, second parse and law.
void edit_one_value_of_100kb(benchmark::State& state) {
  const Document document = read_compose(kServicesOf100KB);
  const NodeId services = document.node(document.root()).first_child;
  const NodeId image = document.node(document.node(services).first_child).first_child;
  const document::Edit edit = document::SetValue{image, "alpine:3.20"};
  for (auto _ : state) {
    const auto text = document::edit(document, {&edit, 1});
    if (!text) return state.SkipWithError(text.error().message.c_str());
  }
}
BENCHMARK(edit_one_value_of_100kb);

void edit_many(benchmark::State& state, const Document& document, NodeId collection) {
  const auto edits = many_edits(document, collection);
  for (auto _ : state) {
    const auto text = document::edit(document, edits);
    if (!text) return state.SkipWithError(text.error().message.c_str());
  }
  state.SetComplexityN(state.range(0));
}

void edit_many_services(benchmark::State& state) {
  const Document document = read_compose(static_cast<std::size_t>(state.range(0)));
  edit_many(state, document, document.node(document.root()).first_child);
}
BENCHMARK(edit_many_services)->Arg(100)->Arg(1000)->Arg(10000)->Complexity();

void edit_many_servers(benchmark::State& state) {
  const Document document = read_servers(static_cast<std::size_t>(state.range(0)));
  edit_many(state, document, document.root());
}
BENCHMARK(edit_many_servers)->Arg(100)->Arg(1000)->Arg(10000)->Complexity();

}  // namespace
}  // namespace mcpmx::bench
