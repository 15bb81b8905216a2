// A folder of MCPM for one test, and short ways to look at what is read from it.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "mcpm/library.h"

namespace mcpmx::mcpm {

// A folder of its own, gone at the end.
class Folder {
 public:
  Folder() : path_(testing::TempDir() + "mcpmx-mcpm-XXXXXX") {
    if (::mkdtemp(path_.data()) == nullptr) ADD_FAILURE() << "no temporary folder";
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const std::string& path() const { return path_; }
  std::string file(const std::string& name) const { return path_ + "/" + name; }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(file(name), std::ios::binary) << text;
  }

 private:
  std::string path_;
};

inline Library loaded(const Folder& folder) {
  auto result = load(folder.path());
  if (result) return std::move(result).value();
  ADD_FAILURE() << result.error().where << ": " << result.error().message;
  return {};
}

inline Library loaded_servers(const std::string& text) {
  const Folder folder;
  folder.write("servers.json", text);
  return loaded(folder);
}

inline std::vector<std::string> codes(const Library& library) {
  std::vector<std::string> result;
  for (const Diagnostic& finding : library.findings) result.push_back(finding.code);
  return result;
}

inline std::vector<std::string> names(const std::vector<Server>& servers) {
  std::vector<std::string> result;
  for (const Server& server : servers) result.push_back(server.name);
  return result;
}

}  // namespace mcpmx::mcpm
