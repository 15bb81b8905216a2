// Prints what the library makes of Compose's files, as JSON, for the tests that hold it against
// docker compose.
//
//   compose_probe texts ENV_FILE           a JSON list of texts on stdin: each interpolated, or its
//   error compose_probe variables FILE... -- NAME...   what the env files set, null where unset
//   compose_probe project OPTION...        the model that the files resolve to
//   compose_probe hashes VERSION OPTION... of each service the hash of that docker compose
#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "compose/config_hash.h"
#include "compose/interpolation.h"
#include "compose/project_environment.h"
#include "compose/project_reader.h"
#include "compose/value_json.h"

namespace {

using mcpmx::Error;
namespace compose = mcpmx::compose;

boost::json::value error_value(const Error& error) {
  return {{"error", error.message}, {"where", error.where}};
}

int fail(const Error& error) {
  std::cout << boost::json::serialize(error_value(error)) << "\n";
  return 1;
}

int show_texts(const std::vector<std::string>& files) {
  std::vector<mcpmx::Diagnostic> findings;
  compose::ProjectEnvironment environment;
  if (const auto added = environment.add_files(files, findings); !added) return fail(added.error());
  const std::string input(std::istreambuf_iterator<char>(std::cin), {});
  boost::json::array results;
  const boost::json::value texts = boost::json::parse(input);
  for (const boost::json::value& text : texts.as_array()) {
    const auto result = compose::interpolate(text.as_string(), environment, {"text", ""});
    if (result) {
      results.emplace_back(result->text);
    } else {
      results.push_back(error_value(result.error()));
    }
  }
  std::cout << boost::json::serialize(results) << "\n";
  return 0;
}

int show_variables(const std::vector<std::string>& files, const std::vector<std::string>& names) {
  std::vector<mcpmx::Diagnostic> findings;
  compose::ProjectEnvironment environment;
  if (const auto added = environment.add_files(files, findings); !added) return fail(added.error());
  boost::json::object result;
  for (const std::string& name : names) {
    const auto value = environment.find(name);
    result[name] = value ? boost::json::value(*value) : nullptr;
  }
  std::cout << boost::json::serialize(result) << "\n";
  return 0;
}

compose::ComposeOptions options_of(const std::vector<std::string>& arguments) {
  compose::ComposeOptions options;
  options.working_directory = std::filesystem::current_path().string();
  const char* home = std::getenv("HOME");
  options.home = home == nullptr ? "" : home;
  for (std::size_t i = 0; i + 1 < arguments.size(); i += 2) {
    const std::string& value = arguments[i + 1];
    if (arguments[i] == "-f") options.files.push_back(value);
    if (arguments[i] == "--env-file") options.env_files.push_back(value);
    if (arguments[i] == "--profile") options.profiles.push_back(value);
    if (arguments[i] == "--project-directory") options.project_directory = value;
    if (arguments[i] == "-p") options.project_name = value;
  }
  return options;
}

int show_hashes(const std::string& version, const std::vector<std::string>& arguments) {
  const auto project = compose::read_project(options_of(arguments));
  if (!project) return fail(project.error());
  boost::json::object hashes;
  for (const compose::Member& service : project->root.find("services")->members) {
    const auto hash = compose::config_hash(service.value, compose::hash_form_of(version));
    hashes[service.key] = hash ? *hash : hash.error().message;
  }
  std::cout << boost::json::serialize(hashes) << "\n";
  return 0;
}

int show_project(const std::vector<std::string>& arguments) {
  const auto project = compose::read_project(options_of(arguments));
  if (!project) return fail(project.error());
  boost::json::array findings;
  for (const mcpmx::Diagnostic& finding : project->findings) findings.emplace_back(finding.message);
  std::cout << boost::json::object{{"model",
                                    compose::json_of(project->root, compose::EnvFileValues::kKept)},
                                   {"disabled", boost::json::value_from(project->disabled)},
                                   {"findings", std::move(findings)}}
            << "\n";
  return 0;
}

}  // namespace

int main(int count, char** given) {
  const std::vector<std::string> arguments(given + 1, given + count);
  if (!arguments.empty() && arguments[0] == "project") {
    return show_project({arguments.begin() + 1, arguments.end()});
  }
  if (arguments.size() > 1 && arguments[0] == "hashes")
    return show_hashes(arguments[1], {arguments.begin() + 2, arguments.end()});
  if (arguments.size() == 2 && arguments[0] == "texts") return show_texts({arguments[1]});
  // variables FILE... -- NAME...
  if (!arguments.empty() && arguments[0] == "variables") {
    std::vector<std::string> files;
    std::vector<std::string> names;
    bool are_names = false;
    for (std::size_t i = 1; i < arguments.size(); ++i) {
      if (arguments[i] == "--") {
        are_names = true;
      } else {
        (are_names ? names : files).push_back(arguments[i]);
      }
    }
    return show_variables(files, names);
  }
  std::cerr << "usage: compose_probe texts ENV_FILE | variables FILE... -- NAME...\n";
  return 2;
}
