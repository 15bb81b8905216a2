// Reads YAML back for tests: yaml-cpp in this process, PyYAML in a python3 of the machine.
#pragma once

#include <unistd.h>
#include <yaml-cpp/yaml.h>

#include <boost/json.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>

namespace mcpmx::compose::testing_yaml {

namespace json = boost::json;

// What yaml-cpp reads. A plain scalar that YAML takes for no string comes back as "!plain:TEXT", so
// that a string without needed quotes differs from itself.
inline json::value as_json(const YAML::Node& node) {
  switch (node.Type()) {
    case YAML::NodeType::Scalar: {
      if (node.Tag() == "!") return json::string(node.Scalar());
      bool truth = false;
      double number = 0;
      if (YAML::convert<bool>::decode(node, truth) || YAML::convert<double>::decode(node, number)) {
        return json::string("!plain:" + node.Scalar());
      }
      return json::string(node.Scalar());
    }
    case YAML::NodeType::Sequence: {
      json::array items;
      for (const auto& item : node) items.push_back(as_json(item));
      return items;
    }
    case YAML::NodeType::Map: {
      json::object entries;
      for (const auto& entry : node) {
        const json::value key = as_json(entry.first);
        entries.emplace(key.is_string() ? key.get_string() : json::string("!null"),
                        as_json(entry.second));
      }
      return entries;
    }
    default:
      return nullptr;
  }
}

inline json::value read_with_yaml_cpp(const std::string& text) {
  try {
    return as_json(YAML::Load(text));
  } catch (const std::exception& failure) {
    return json::string("!error: " + std::string(failure.what()));
  }
}

inline bool has_pyyaml() { return std::system("python3 -c 'import yaml' >/dev/null 2>&1") == 0; }

// Whole documents as PyYAML reads them, one JSON document a line; nullopt if python3 fails.
inline std::optional<std::vector<json::value>> read_with_pyyaml(
    const std::vector<std::string>& documents) {
  namespace fs = std::filesystem;
  const std::string stem =
      (fs::temp_directory_path() / "mcpmx-yaml-").string() + std::to_string(::getpid());
  json::array input;
  for (const auto& document : documents) input.emplace_back(document);
  std::ofstream(stem + ".json") << json::serialize(input);
  std::ofstream(stem + ".py") << R"(import json, sys, yaml
Loader = getattr(yaml, 'CSafeLoader', yaml.SafeLoader) if sys.argv[3] == 'c' else yaml.SafeLoader
for text in json.load(open(sys.argv[1], encoding='utf-8')):
    try:
        value = yaml.load(text, Loader)
        answer = json.dumps(value, default=lambda odd: '!odd:' + repr(odd))
    except Exception as failure:
        answer = json.dumps('!error: ' + str(failure))
    print(answer, file=open(sys.argv[2], 'a'))
)";
  std::vector<json::value> result;
  bool well = true;
  for (const char* loader : {"python", "c"}) {
    fs::remove(stem + ".out");
    const std::string command =
        "python3 " + stem + ".py " + stem + ".json " + stem + ".out " + loader;
    well = well && std::system(command.c_str()) == 0;
    std::ifstream lines(stem + ".out");
    for (std::string line; well && std::getline(lines, line);) result.push_back(json::parse(line));
  }
  for (const char* end : {".json", ".py", ".out"}) fs::remove(stem + end);
  if (!well || result.size() != documents.size() * 2) return std::nullopt;
  return result;
}

}  // namespace mcpmx::compose::testing_yaml
