// A home of its own for a test, removed at its end, and the environment that points there.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "support/environment.h"

namespace mcpmx::compose {

class TemporaryHome : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern =
        (std::filesystem::canonical(std::filesystem::temp_directory_path()) / "mcpmx-test-XXXXXX")
            .string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    home_ = pattern;
    environment_.home = home_;
  }
  void TearDown() override { std::filesystem::remove_all(home_); }

  static void put(const std::string& path, const std::string& text) {
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary) << text;
  }
  static std::string get(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }

  std::string home_;
  Environment environment_;
};

}  // namespace mcpmx::compose
