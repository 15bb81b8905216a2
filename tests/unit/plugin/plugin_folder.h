// A temporary place with folders for plugins, in which only the caller can write, and an
// Environment that looks nowhere else. Removed at the end of the test.
#pragma once

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "support/environment.h"

namespace mcpmx::plugin {

class PluginFolder {
 public:
  PluginFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "mcpmx-plugin-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) ADD_FAILURE() << "no temporary folder";
    path_ = std::filesystem::canonical(name).string();
  }
  PluginFolder(const PluginFolder&) = delete;
  PluginFolder& operator=(const PluginFolder&) = delete;
  ~PluginFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  // An absolute path; its folders are made.
  std::string path(std::string_view relative = {}) const {
    if (relative.empty()) return path_;
    const std::string result = path_ + "/" + std::string(relative);
    std::filesystem::create_directories(std::filesystem::path(result).parent_path());
    return result;
  }

  std::string write(std::string_view relative, std::string_view text) const {
    const std::string result = path(relative);
    std::ofstream(result, std::ios::binary) << text;
    return result;
  }

  static std::string fixture(std::string_view name) {
    return std::string(MCPMX_FIXTURES) + "/fixture_" + std::string(name) + ".so";
  }

  // A copy of tests/plugins' fixture_<name>.so that only its owner can write.
  std::string copy_fixture(std::string_view name, std::string_view relative) const {
    const std::string result = path(relative);
    // A new file, not new bytes in an old one: those would change the code of a loaded plugin.
    std::filesystem::remove(result);
    std::filesystem::copy_file(fixture(name), result);
    EXPECT_EQ(::chmod(result.c_str(), 0755), 0);
    return result;
  }

  Environment environment() const {
    Environment result;
    result.home = path_ + "/home";
    result.working_directory = path_;
    result.executable = path_ + "/bin/mcpmx";
    result.uid = ::getuid();
    result.gid = ::getgid();
    return result;
  }

  // `text` with this folder's path as "TMP", so that expected texts can be written down.
  std::string shortened(std::string text) const {
    for (std::size_t at = text.find(path_); at != std::string::npos; at = text.find(path_)) {
      text.replace(at, path_.size(), "TMP");
    }
    return text;
  }

 private:
  std::string path_;
};

inline std::string read_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace mcpmx::plugin
