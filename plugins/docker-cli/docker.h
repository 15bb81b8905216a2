// Calls of the docker program: its words, its JSON, its errors. Any thread.
#pragma once

#include <functional>
#include <mcpmx/backend.hpp>
#include <mcpmx/process.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace docker_cli {

using Words = std::vector<std::string>;

// `docker WORDS...` to its end, in `folder`.
mcpmx::ProcessEnd run_docker(Words words, const std::string& folder);

// kOk, or why it did not succeed, reported with docker's own words. `what`: "list containers".
mcpmx::Status checked(const mcpmx::ProcessEnd& end, const std::string& what,
                      mcpmx::BackendSink& sink);

// The whole lines of a text that comes in parts.
class Lines {
 public:
  void add(std::string_view bytes, const std::function<void(std::string_view)>& each);
  // What is left without a line end.
  void finish(const std::function<void(std::string_view)>& each);

 private:
  std::string open_;
};

// What docker says without the lines that only repeat how to call it.
std::string without_usage(std::string_view errors);

}  // namespace docker_cli
