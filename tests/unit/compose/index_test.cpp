#include "compose/index.h"

#include <sys/stat.h>

#include "project_folder.h"
#include "temporary_home.h"

namespace mcpmx::compose {
namespace {

class IndexTest : public TemporaryHome {
 protected:
  KnownFile file(const std::string& name) const {
    return {home_ + "/" + name, "mcp-" + name, {5432, 8080}, {"10.200.0.0/16"}, {"c-" + name}};
  }
  void add(const KnownFile& file, bool make_compose = true) {
    if (make_compose) put(file.path, "name: x\n");
    put(index_entry_path(environment_, file.path), index_entry_text(file));
  }
  std::vector<KnownFile> others(const std::string& except = "") {
    return other_known_files(environment_, except, findings_);
  }
  std::vector<Diagnostic> findings_;
};

TEST_F(IndexTest, NoFolderMeansNoFiles) {
  EXPECT_TRUE(others().empty());
  EXPECT_TRUE(findings_.empty());
}

TEST_F(IndexTest, ListsTheOthersSortedByPath) {
  for (const char* name : {"c", "a", "d", "b"}) add(file(name));
  EXPECT_EQ(others(file("b").path), (std::vector<KnownFile>{file("a"), file("c"), file("d")}));
  EXPECT_TRUE(findings_.empty());
}

TEST_F(IndexTest, AFileThatIsGoneIsLeftOut) {
  add(file("a"));
  add(file("gone"), false);
  EXPECT_EQ(others(), std::vector<KnownFile>{file("a")});
  EXPECT_TRUE(findings_.empty());
}

TEST_F(IndexTest, CorruptEntriesAreFindingsAndTheRestIsRead) {
  add(file("a"));
  const std::string folder = index_folder(environment_) + "/";
  put(folder + "1.json", "{");
  put(folder + "2.json", R"({"schema":"mcpmx.known-file/2","path":"/x"})");
  put(folder + "3.json",
      R"({"schema":"mcpmx.known-file/1","path":"x","ports":[],"subnets":[],"container_names":[]})");
  put(folder + "4.json",
      R"({"schema":"mcpmx.known-file/1","path":"/","ports":[0],"subnets":[],"container_names":[]})");
  put(folder + "5.json",
      R"({"schema":"mcpmx.known-file/1","path":"/","ports":[],"subnets":[1],"container_names":[]})");
  put(folder + "6.json", std::string(std::size_t{2} << 20, ' '));
  ASSERT_EQ(::mkfifo((folder + "7.json").c_str(), 0600), 0);
  put(folder + ".mcpmx-00.tmp", "{");
  put(folder + "notes.txt", "{");
  EXPECT_EQ(others(), std::vector<KnownFile>{file("a")});
  ASSERT_EQ(findings_.size(), 7U);
  for (std::size_t i = 0; i < findings_.size(); ++i) {
    EXPECT_EQ(findings_[i].code, "compose.index-unusable");
    EXPECT_EQ(findings_[i].where, folder + std::to_string(i + 1) + ".json");
  }
}

TEST_F(IndexTest, AnEntryIsReadableTextAtAStablePlace) {
  const KnownFile known = {"/p/c.yml", "p", {80}, {}, {"x"}};
  EXPECT_EQ(index_entry_text(known), R"({
  "schema": "mcpmx.known-file/1",
  "path": "/p/c.yml",
  "project": "p",
  "ports": [80],
  "subnets": [],
  "container_names": ["x"]
}
)");
  KnownFile of_a_profile = known;
  of_a_profile.library = "/home/me/.config/mcpm";
  EXPECT_NE(index_entry_text(of_a_profile).find("\"library\": \"/home/me/.config/mcpm\""),
            std::string::npos);
  // The hash is that of `printf /p/c.yml | sha256sum`.
  EXPECT_EQ(index_entry_path(environment_, "/p/c.yml"),
            home_ +
                "/.local/state/mcpmx/files/"
                "151801640109c026e4812d5a42dbfa03388f5a78c9e21fe605350291e1891ad4.json");
}

using KnownFileTest = ProjectReaderTest;

TEST_F(KnownFileTest, HasWhatTheFileTakesWhoeverWroteIt) {
  const auto model = read({{"docker-compose.yml", R"(name: mine
services:
  ours:
    image: x
    container_name: z-fixed
    ports: ["127.0.0.1:3100:3000", "9000-9002:9000-9002", "7000/udp"]
  app:
    image: y
    container_name: app
    ports: [{target: 80, published: "8080-8081"}, "${PORT}:81"]
  plain: {image: z}
networks:
  one: {ipam: {config: [{subnet: 10.9.0.0/16}, {subnet: 10.8.0.0/16}]}}
  two: {driver: bridge}
)"},
                           {".env", "PORT=4000\n"}});
  ASSERT_TRUE(model.has_value()) << model.error().message;
  EXPECT_EQ(known_file(*model, "/f"), (KnownFile{"/f",
                                                 "mine",
                                                 {3100, 4000, 8080, 8081, 9000, 9001, 9002},
                                                 {"10.8.0.0/16", "10.9.0.0/16"},
                                                 {"app", "z-fixed"}}));
}

}  // namespace
}  // namespace mcpmx::compose
