// A plugin that answers with less than its hint stands for, beside a mapping that is sure: from the
// manifest to the choice, with the fixture plugin of tests/plugins.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "app/detect.h"

namespace mcpmx::app {
namespace {

namespace fs = std::filesystem;

class DetectorEvidence : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "mcpmx-evidence-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    root_ = fs::canonical(pattern).string();
    fs::create_directories(root_ + "/plugins");
    fs::create_directories(root_ + "/mappings");
    fs::copy_file(MCPMX_FIXTURES "/fixture_good.so", root_ + "/plugins/fixture.so");
    ASSERT_EQ(::chmod((root_ + "/plugins/fixture.so").c_str(), 0755), 0);
    std::ofstream(root_ + "/mappings/sure.yaml")
        << "id: sure\ntitle: Sure\ndetect:\n  npm: [fixture]\n";
  }
  void TearDown() override { fs::remove_all(root_); }

  // The fixture's detector does what the server's name says. The plugin's folder goes before the
  // mapping's, so that only evidence can let the mapping win.
  Outcome outcome_of(const std::string& name, bool with_mapping) {
    Options options;
    options.plugin_dirs = {root_ + "/plugins"};
    Environment environment;
    environment.home = environment.working_directory = root_;
    environment.executable = root_ + "/bin/mcpmx";
    environment.uid = ::getuid();
    environment.gid = ::getgid();
    if (with_mapping) environment.variables["MCPMX_MAPPING_PATH"] = root_ + "/mappings";
    PosixFilesystem filesystem;
    Session session(options, environment, filesystem);
    const auto server = parse_server(
        R"({"name": ")" + name + R"(", "command": "npx", "args": ["fixture"]})", "test");
    if (!server) return {};
    auto detection = detect(session, {*server}, {});
    EXPECT_TRUE(detection) << detection.error().message;
    return detection ? detection->servers.front().outcome : Outcome();
  }

  std::string root_;
};

TEST_F(DetectorEvidence, RanksByWhatWasAnswered) {
  struct Row {
    const char* server;
    bool with_mapping;
    const char* mapping;
    Evidence evidence;
  };
  for (const Row& row : {Row{"usual", true, "fixture", Evidence::kPackage},
                         Row{"weaker", true, "sure", Evidence::kPackage},
                         Row{"weaker", false, "fixture", Evidence::kName}}) {
    const Outcome outcome = outcome_of(row.server, row.with_mapping);
    EXPECT_EQ(outcome.mapping, row.mapping) << row.server;
    EXPECT_EQ(outcome.match.evidence, row.evidence) << row.server;
  }
}

}  // namespace
}  // namespace mcpmx::app
