#include "mapping/recovered_facts.h"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <utility>

#include "model/json_member.h"
#include "model/shape.h"

namespace mcpmx::mapping {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxDepth = 8;  // of the text; what stands where is checked afterwards

constexpr std::pair<std::string_view, Kind> kKinds[] = {{"npm", Kind::kNpm},
                                                        {"pypi", Kind::kPypi},
                                                        {"git", Kind::kGit},
                                                        {"docker", Kind::kDocker},
                                                        {"binary", Kind::kBinary}};

std::optional<Kind> kind_of(std::string_view name) {
  for (const auto& [known, kind] : kKinds) {
    if (known == name) return kind;
  }
  return std::nullopt;
}

bool is_schema(const json::value& value) { return value == "mcpmx.recover/1"; }
bool is_runner(const json::value& value) { return value == "runner"; }
bool is_kind(const json::value& value) { return kind_of(value.get_string()).has_value(); }
bool is_pair(const json::value& value) {
  const json::array& list = value.get_array();
  return list.size() == 2;
}

constexpr Shape kText = {.types = Shape::kText};
constexpr Shape kSchema = {
    .types = Shape::kText, .expected = "\"mcpmx.recover/1\"", .accepts = &is_schema};
constexpr Shape kFrom = {.types = Shape::kText, .expected = "\"runner\"", .accepts = &is_runner};
constexpr Shape kKind = {.types = Shape::kText,
                         .expected = "one of npm, pypi, git, docker, binary",
                         .accepts = &is_kind};
constexpr Shape kTexts = {.types = Shape::kList, .items = &kText};
constexpr Shape kPair = {
    .types = Shape::kList, .expected = "a name and a value", .items = &kText, .accepts = &is_pair};
constexpr Shape kPairs = {.types = Shape::kList, .items = &kPair};
constexpr Shape kVariables = {.types = Shape::kMap, .others = &kText};
constexpr Member kMembers[] = {
    {"schema", &kSchema, true}, {"from", &kFrom},    {"kind", &kKind},  {"package", &kText},
    {"version", &kText},        {"spec", &kText},    {"entry", &kText}, {"module", &kText},
    {"options", &kPairs},       {"primary", &kText}, {"args", &kTexts}, {"env", &kVariables},
};
constexpr Shape kDocument = {.types = Shape::kMap, .members = kMembers};

Error blame(std::string_view author, const std::string& pointer, const std::string& why) {
  return as_fault(
      failed("what mapper \"" + std::string(author) + "\" recovered is not valid: " + why, pointer,
             "this is a mistake in the mapper: report it to its author, or leave it out"));
}

// As the package managers of each kind write a version.
std::string spec_of(std::optional<Kind> kind, const std::string& package,
                    const std::string& version) {
  if (version.empty()) return package;
  if (kind == Kind::kDocker)
    return package + (version.starts_with("sha256:") ? "@" : ":") + version;
  if (kind != Kind::kPypi) return package + "@" + version;
  const bool has_operator = version.find_first_of("=<>!~@") == 0;
  return package + (has_operator ? "" : "==") + version;
}

}  // namespace

Result<RecoveredFacts> parse_recovered(std::string_view text, std::string_view author) {
  boost::system::error_code error;
  json::parse_options options;
  options.max_depth = kMaxDepth;
  const json::value document = json::parse({text.data(), text.size()}, error, {}, options);
  if (error) return blame(author, "", "it is no JSON: " + error.message());
  if (const auto faults = find_faults(document, kDocument, {}); !faults.empty())
    return blame(author, pointer_of(faults.front()), faults.front().message);
  const json::object& members = document.get_object();
  RecoveredFacts facts;
  facts.from_runner = members.contains("from");
  if (const json::value* kind = members.if_contains("kind"))
    facts.kind = kind_of(kind->get_string());
  facts.spec = text_member(members, "spec");
  if (facts.spec.empty())
    facts.spec =
        spec_of(facts.kind, text_member(members, "package"), text_member(members, "version"));
  facts.entry = text_member(members, "entry");
  facts.module = text_member(members, "module");
  if (members.contains("primary")) facts.primary = text_member(members, "primary");
  if (const json::array* list = list_member(members, "options")) {
    facts.options.emplace();
    for (const json::value& pair : *list) {
      facts.options->push_back({std::string(pair.get_array()[0].get_string()),
                                std::string(pair.get_array()[1].get_string())});
    }
  }
  if (const json::array* list = list_member(members, "args")) {
    facts.args.emplace();
    for (const json::value& arg : *list) facts.args->emplace_back(arg.get_string());
  }
  if (const json::value* env = members.if_contains("env")) {
    for (const auto& [name, value] : env->get_object())
      facts.env.push_back({std::string(name), std::string(value.get_string())});
  }
  if (!facts.from_runner && (!facts.kind || facts.spec.empty()))
    return blame(author, "", "it says neither \"from\": \"runner\" nor a kind and a package");
  return facts;
}

RecoveredFacts laid_over(RecoveredFacts runner, RecoveredFacts over) {
  // Another package is another command line: nothing of the runners' fits it but what is said.
  if (over.kind) {
    if (!over.primary) over.primary = std::move(runner.primary);
    over.from_runner = false;
    return over;
  }
  if (!over.spec.empty()) runner.spec = std::move(over.spec);
  if (!over.entry.empty()) runner.entry = std::move(over.entry);
  if (!over.module.empty()) runner.module = std::move(over.module);
  if (over.primary) runner.primary = std::move(over.primary);
  if (over.options) runner.options = std::move(over.options);
  if (over.args) runner.args = std::move(over.args);
  runner.env.insert(runner.env.end(), over.env.begin(), over.env.end());
  return runner;
}

}  // namespace mcpmx::mapping
