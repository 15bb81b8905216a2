#include "app/doctor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>

#include "compose/index.h"

namespace mcpmx::app {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

struct FakeNetwork final : Network {
  std::string bridge;     // the address of docker0; empty: there is none
  std::string listening;  // the address on which port 27124 listens
  int engine = -ENOENT;

  int connect_unix(const std::string&) override { return engine; }
  int connect_tcp(const std::string& address, int port) override {
    return port == 27124 && address == listening ? 0 : -ECONNREFUSED;
  }
  std::string interface_address(const std::string& name) override {
    return name == "docker0" ? bridge : std::string();
  }
};

// A home with one server that reaches for a program of this machine, and the plugins of the build.
class Doctor : public testing::Test {
 protected:
  Doctor() {
    std::string name = std::filesystem::temp_directory_path() / "mcpmx-doctor-XXXXXX";
    home_ = ::mkdtemp(name.data());
    std::filesystem::create_directories(home_ + "/mcpm");
    put(R"({"vault": {"name": "vault", "command": "npx",
        "args": ["-y", "acme-vault", "--url", "http://localhost:27124"]}})");
  }
  ~Doctor() override { std::filesystem::remove_all(home_); }

  void put(const std::string& servers) const {
    std::ofstream(home_ + "/mcpm/servers.json") << servers;
  }

  std::vector<Checkup> about(const std::string& what) {
    Options options;
    options.config_dir = home_ + "/mcpm";
    Environment environment;
    environment.home = home_;
    environment.working_directory = home_;
    environment.executable = std::string(MCPMX_BINARY_DIR) + "/bin/mcpmx";
    PosixFilesystem filesystem;
    Session session(options, environment, filesystem);
    std::vector<Checkup> result;
    for (Checkup& checkup : examine(session, network_)) {
      if (checkup.what == what) result.push_back(std::move(checkup));
    }
    return result;
  }

  // A Compose file that the index knows, of the profile "work".
  void put_known_file(const std::string& settings) {
    const std::string path = home_ + "/docker-compose.yml";
    std::ofstream(path) << "services: {}\nx-mcpmx:\n  profile: work\n  services:\n" << settings;
    Environment environment;
    environment.home = home_;
    std::filesystem::create_directories(compose::index_folder(environment));
    std::ofstream(compose::index_entry_path(environment, path))
        << compose::index_entry_text({path, "mcp-work", {}, {}, {}});
  }

  FakeNetwork network_;
  std::string home_;
};

constexpr const char* kTwoOfOneName = R"({
    "the-vault": {"name": "the-vault", "command": "npx", "args": ["-y", "some-other"],
              "profile_tags": ["work"]},
    "the vault": {"name": "the vault", "command": "npx", "profile_tags": ["work"],
              "args": ["-y", "acme-vault", "--url", "http://localhost:27124"]}})";

TEST_F(Doctor, SkipsTheProbeWithoutABridge) {
  const auto found = about("programs of this machine");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].state, Checkup::State::kOk);
  EXPECT_THAT(found[0].found, HasSubstr("not asked whether containers reach 1 port"));
  EXPECT_THAT(found[0].found, HasSubstr("no bridge docker0"));
}

TEST_F(Doctor, WarnsOfAProgramThatHearsTheLoopbackAlone) {
  network_.bridge = "172.17.0.1";
  network_.listening = "127.0.0.1";
  const auto found = about("programs of this machine");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].state, Checkup::State::kWarning);
  EXPECT_THAT(found[0].found, HasSubstr("port 27124, for vault, listens on 127.0.0.1 alone"));
  EXPECT_THAT(found[0].remedy, HasSubstr("x-mcpmx.services.vault.network: host"));
}

TEST_F(Doctor, NamesTheServiceThatTheServerHasInItsFile) {
  put(kTwoOfOneName);
  put_known_file("    the-vault: {}\n");
  network_.bridge = "172.17.0.1";
  network_.listening = "127.0.0.1";
  const auto found = about("programs of this machine");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0].found, HasSubstr("for the vault"));
  EXPECT_THAT(found[0].remedy, HasSubstr("x-mcpmx.services.the-vault-2.network: host in " + home_ +
                                         "/docker-compose.yml"));
}

TEST_F(Doctor, IsContentWithAServiceOnTheHostsNetwork) {
  put(kTwoOfOneName);
  put_known_file("    the-vault-2: {network: host}\n");
  network_.bridge = "172.17.0.1";
  network_.listening = "127.0.0.1";
  const auto found = about("programs of this machine");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].state, Checkup::State::kOk);
  EXPECT_EQ(found[0].found, "no server reaches for one");
}

TEST_F(Doctor, NamesAKnownFileThatCannotBeRead) {
  put_known_file("  a: [\n");
  const auto found = about("Compose file");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].state, Checkup::State::kWarning);
  EXPECT_THAT(found[0].found, HasSubstr(home_ + "/docker-compose.yml:"));
}

TEST_F(Doctor, SaysOnceWhatIsWrongWithTheFolderAndWhere) {
  put("{\n  \"a\": 1,,\n}");
  auto found = about("MCPM's folder");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].state, Checkup::State::kBad);
  EXPECT_THAT(found[0].found, StartsWith(home_ + "/mcpm/servers.json:2:"));
  std::filesystem::remove_all(home_ + "/mcpm");
  found = about("MCPM's folder");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].found, home_ + "/mcpm does not exist");
}

TEST_F(Doctor, NamesTheMappingFileThatIsRefused) {
  const std::string folder = home_ + "/.local/share/mcpmx/mappings";
  std::filesystem::create_directories(folder);
  std::ofstream(folder + "/ours.yaml") << "id: ours\nnix: 1\n";
  const auto found = about("mappings");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0].found, StartsWith(folder + "/ours.yaml:"));
  EXPECT_EQ(found[0].remedy, "mcpmx mapping check " + folder + "/ours.yaml");
}

TEST_F(Doctor, IsContentWithOneThatListensOnTheBridge) {
  network_.bridge = network_.listening = "172.17.0.1";
  const auto found = about("programs of this machine");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].state, Checkup::State::kOk);
  EXPECT_THAT(found[0].found, HasSubstr("listens on 172.17.0.1"));
}

TEST_F(Doctor, DoesNotBlameAProgramThatIsNotRunning) {
  network_.bridge = "172.17.0.1";
  const auto found = about("programs of this machine");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].state, Checkup::State::kOk);
  EXPECT_THAT(found[0].found, HasSubstr("is not listening now"));
}

TEST_F(Doctor, AsksForNothingThatNoServerNeeds) {
  put("{}");
  network_.bridge = "172.17.0.1";
  const auto found = about("programs of this machine");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].found, "no server reaches for one");
}

TEST_F(Doctor, SaysWhyTheEngineDoesNotAnswer) {
  struct Row {
    int answer;
    Checkup::State state;
    const char* remedy;
  };
  for (const Row& row :
       {Row{0, Checkup::State::kOk, ""}, Row{-EACCES, Checkup::State::kWarning, "usermod"},
        Row{-ENOENT, Checkup::State::kWarning, "systemctl start docker"}}) {
    network_.engine = row.answer;
    const auto found = about("Docker Engine");
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].state, row.state) << row.answer;
    EXPECT_THAT(found[0].remedy, HasSubstr(row.remedy)) << row.answer;
  }
}

}  // namespace
}  // namespace mcpmx::app
