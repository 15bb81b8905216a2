#include "plugin/registry.h"

#include <gmock/gmock.h>

#include <thread>

#include "plugin/plugins_lock.h"
#include "plugin_folder.h"

namespace mcpmx::plugin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A folder with plugins, a registry over it, and one entry to ask about.
class RegistryTest : public ::testing::Test {
 protected:
  // The plugin is loaded under a name of its own in each test.
  std::string add(std::string_view fixture) {
    return folder_.copy_fixture(fixture, "dir/plugin.so");
  }

  Registry& registry() {
    if (!registry_) {
      auto discovery = discover({{folder_.path("dir")}, false, false}, folder_.environment());
      EXPECT_TRUE(discovery) << discovery.error().message;
      const auto log = [this](LogLevel level, std::string_view id, std::string_view message) {
        const std::lock_guard lock(log_mutex_);
        log_.push_back(std::to_string(static_cast<int>(level)) + " " + std::string(id) + ": " +
                       std::string(message));
      };
      registry_ = std::make_unique<Registry>(std::move(*discovery),
                                             RegistryOptions{log, folder_.path("loading")});
    }
    return *registry_;
  }

  Mapper& mapper() {
    EXPECT_EQ(registry().mappers().size(), 1u);
    return *registry().mappers().front();
  }

  Result<std::string> render() { return mapper().render({server_, launch_, choices_}, findings_); }
  Result<Mapper::Answer> detect() {
    return mapper().detect({server_, launch_, choices_}, {Evidence::kCommand, "program fixture"});
  }

  std::string message(const Error& error) const { return folder_.shortened(error.message); }

  PluginFolder folder_;
  Server server_;
  Launch launch_;
  std::vector<Pair> choices_;
  std::vector<Diagnostic> findings_;
  std::mutex log_mutex_;
  std::vector<std::string> log_;
  std::unique_ptr<Registry> registry_;
};

TEST_F(RegistryTest, AnswersFromTheManifestWithoutLoading) {
  const std::string file = add("good");
  EXPECT_EQ(mapper().id(), "fixture");
  EXPECT_EQ(mapper().title(), "Fixture");
  EXPECT_EQ(mapper().origin(), file);
  EXPECT_THAT(mapper().hints().npm, ElementsAre("fixture"));
  EXPECT_EQ(mapper().precedence().rank, 0);
  EXPECT_EQ(mapper().precedence().priority, 7);
  EXPECT_FALSE(mapper().precedence().yaml);
  const auto plugins = registry().plugins();
  ASSERT_EQ(plugins.size(), 1u);
  EXPECT_EQ(plugins[0].id, "fixture");
  EXPECT_EQ(plugins[0].version, "1.2.3");
  EXPECT_EQ(plugins[0].licence, "MIT");
  EXPECT_EQ(plugins[0].homepage, "https://example.com/fixture");
  EXPECT_EQ(plugins[0].file, file);
  EXPECT_EQ(plugins[0].origin, Origin::kOption);
  EXPECT_FALSE(plugins[0].loaded);
  ASSERT_EQ(plugins[0].provides.size(), 3u);
  EXPECT_TRUE(plugins[0].provides[0].is_known);
  EXPECT_EQ(plugins[0].provides[2].extension, "com.acme.audit/1");
  EXPECT_FALSE(plugins[0].provides[2].is_known);
  EXPECT_TRUE(detect());
  EXPECT_TRUE(registry().plugins()[0].loaded);
}

TEST_F(RegistryTest, ShowsThePluginTheWholeEntry) {
  (void)add("good");
  server_.name = "n";
  server_.command = "npx";
  server_.args = {"-y", "pkg@1", ""};
  server_.env = {{"A", "1"}, {"B", std::string("x\0y", 3)}};
  server_.headers = {{"H", "v"}};
  server_.raw = R"({"command":"npx"})";
  launch_.kind = Kind::kNpm;
  launch_.launcher = "npx";
  launch_.package = "pkg";
  launch_.version = "1";
  launch_.spec = "pkg@1";
  launch_.entry = "bin";
  launch_.module = "pkg.server";
  launch_.server_args = {"serve"};
  launch_.options = {{"yes", ""}};
  launch_.problem = "none";
  launch_.transport = "sse";
  launch_.url = "https://behind.example";
  choices_ = {{"database", "managed"}};
  const auto intent = render();
  ASSERT_TRUE(intent) << intent.error().message;
  EXPECT_EQ(
      *intent,
      R"({"schema":"mcpmx.render/1","services":[{"key":"mcp","name":"n","command":"npx",)"
      R"("args":["-y","pkg@1",""],"env":[["A","1"],["B","x\u0000y"]],"url":"https://behind.example",)"
      R"("headers":[["H","v"]],"raw":"{\"command\":\"npx\"}","npm":true,"remote":false,"launcher":"npx",)"
      R"("package":"pkg","version":"1","spec":"pkg@1","entry":"bin","module":"pkg.server","server_args":["serve"],)"
      R"("options":[["yes",""]],"problem":"none","transport":"sse","choice":"managed"}]})");
  EXPECT_THAT(findings_, IsEmpty());
  server_.url = "https://own.example";
  launch_.kind = Kind::kRemote;
  const auto remote = render();
  ASSERT_TRUE(remote);
  EXPECT_THAT(*remote, HasSubstr(R"("url":"https://own.example")"));
  EXPECT_THAT(*remote, HasSubstr(R"("npm":false,"remote":true)"));
}

TEST_F(RegistryTest, DetectorsRefineTheProposal) {
  (void)add("good");
  const auto same = detect();
  ASSERT_TRUE(same);
  EXPECT_TRUE(same->claimed);
  EXPECT_EQ(same->match.evidence, Evidence::kCommand);
  EXPECT_EQ(same->match.reason, "program fixture");
  server_.name = "decline";
  EXPECT_FALSE(detect()->claimed);
  server_.name = "weaker";
  EXPECT_EQ(detect()->match.evidence, Evidence::kName);
  server_.name = "reason";
  EXPECT_EQ(detect()->match.reason, "because I  [31msay so");
  server_.name = "stronger";
  ASSERT_FALSE(detect());
  EXPECT_EQ(
      detect().error().message,
      "plugin \"fixture\" claims evidence 1 where its hint stands for 4: it may only get weaker");
  server_.name = "throw";
  ASSERT_FALSE(detect());
  EXPECT_EQ(detect().error().message, "plugin \"fixture\" failed in detect: detect threw");
}

TEST_F(RegistryTest, WithoutDetectorTheHintDecides) {
  (void)add("larger_entry");
  const auto answer = detect();
  ASSERT_TRUE(answer);
  EXPECT_TRUE(answer->claimed);
  EXPECT_EQ(answer->match.reason, "program fixture");
  EXPECT_FALSE(registry().plugins()[0].loaded) << "no code is needed for that";
}

TEST_F(RegistryTest, TurnsStatusesIntoErrors) {
  const std::string file = add("good");
  server_.where = {
      "servers.json",
      12,
  };
  const auto error_for = [&](const char* name) {
    server_.name = name;
    const auto intent = render();
    EXPECT_FALSE(intent) << name;
    return intent ? Error{} : intent.error();
  };
  const Error unsupported = error_for("unsupported");
  EXPECT_EQ(unsupported.message, "it needs a screen");
  EXPECT_EQ(unsupported.where, "servers.json:12");
  ASSERT_EQ(findings_.size(), 1u) << "the sentence itself is not said twice";
  EXPECT_EQ(findings_[0].severity, Severity::kWarning);
  EXPECT_EQ(findings_[0].code, "fixture.screen");
  EXPECT_EQ(findings_[0].message, "looks for a screen");
  EXPECT_EQ(findings_[0].where, "servers.json:12 /env/DISPLAY");

  EXPECT_EQ(error_for("invalid").message,
            "plugin \"fixture\" cannot use this entry, and does not say why");
  EXPECT_EQ(error_for("unavailable").code, ErrorCode::kUnavailable);
  const Error thrown = error_for("throw");
  EXPECT_EQ(thrown.message, "plugin \"fixture\" failed in render: render threw");
  EXPECT_EQ(thrown.where, file);
  EXPECT_THAT(thrown.hint, HasSubstr(".mapping: runners"));
  EXPECT_EQ(error_for("throw-int").message,
            "plugin \"fixture\" failed in render: an exception that is no std::exception");
}

TEST_F(RegistryTest, CleansWhatPluginsSay) {
  (void)add("good");
  server_.name = "report";
  ASSERT_TRUE(render());
  ASSERT_EQ(findings_.size(), 1u);
  EXPECT_EQ(findings_[0].severity, Severity::kInfo);
  EXPECT_EQ(findings_[0].message, "a note with  [2J and \xEF\xBF\xBD");
  EXPECT_EQ(findings_[0].where, "report /args/0");
}

TEST_F(RegistryTest, Recovers) {
  (void)add("good");
  RecoverInput input;
  EXPECT_EQ(registry().recover("fixture", input, findings_).value(), std::nullopt);
  input.memo = "memo";
  input.services = {{"s1", "db", "postgres", {"/ep"}, {"cmd", "x"}, {{"E", "v"}}, "{}"},
                    {"s2", {}, {}, {}, {}, {}, {}}};
  const auto entry = registry().recover("fixture", input, findings_);
  ASSERT_TRUE(entry) << entry.error().message;
  EXPECT_EQ(*entry, R"({"schema":"mcpmx.recover/1","kind":"npm","package":"memo","primary":"db",)"
                    R"("args":["s1","postgres","/ep","cmd","x","{}","s2","",""],"env":{"E":"v"}})");
  const auto unknown = registry().recover("other", input, findings_);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().message, "there is no usable template \"other\"");
}

TEST_F(RegistryTest, GivesExtensionsById) {
  (void)add("good");
  const auto table = registry().extension("fixture", MCPMX_EXT_TEMPLATE);
  ASSERT_TRUE(table);
  EXPECT_EQ(static_cast<const mcpmx_template*>(*table)->struct_size, sizeof(mcpmx_template));
  EXPECT_EQ(registry().extension("fixture", "mcpmx.sync/1").error().message,
            "plugin \"fixture\" does not provide mcpmx.sync/1");
  EXPECT_EQ(
      registry().extension("fixture", "com.acme.audit/1").error().message,
      "plugin \"fixture\" promises com.acme.audit/1 in its manifest, but extension() answers null");
  EXPECT_EQ(registry().extension("acme", MCPMX_EXT_TEMPLATE).error().message,
            "there is no usable plugin \"acme\"");
}

TEST_F(RegistryTest, LogsForPlugins) {
  (void)add("larger_entry");
  ASSERT_TRUE(render());
  EXPECT_THAT(log_, ElementsAre("1 fixture: fixture is ready"));
}

TEST_F(RegistryTest, LoadsOnceForManyThreads) {
  (void)add("larger_entry");
  std::vector<std::thread> threads;
  std::atomic<int> good = 0;
  Mapper& shared = mapper();
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 100; ++round) {
        std::vector<Diagnostic> findings;
        const auto intent = shared.render({server_, launch_, choices_}, findings);
        if (intent && *intent == "{}") ++good;
        (void)registry_->plugins();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good, 800);
  EXPECT_EQ(log_.size(), 1u) << "init() ran once";
  EXPECT_FALSE(take_interrupted_load(folder_.path("loading"))) << "nothing is being loaded";
  registry_.reset();
  EXPECT_FALSE(std::filesystem::exists(folder_.path("loading"))) << "the marker goes as well";
}

TEST_F(RegistryTest, LoadsTheFileThatWasExamined) {
  const std::string file = add("larger_entry");
  (void)registry();
  std::filesystem::rename(PluginFolder::fixture("status").empty() ? file : file,
                          folder_.path("moved.so"));
  std::filesystem::copy_file(PluginFolder::fixture("status"), file);  // swapped after the scan
  const auto intent = render();
  ASSERT_TRUE(intent) << intent.error().message;
  EXPECT_EQ(*intent, "{}");
}

TEST_F(RegistryTest, RefusesAFileThatChangedUnderItsLock) {
  const std::string file = add("larger_entry");
  {
    const auto found = discover({{folder_.path("dir")}, false, false}, folder_.environment());
    ASSERT_TRUE(found);
    const auto hash = file_sha256(found->plugins[0].descriptor.number(), file);
    ASSERT_TRUE(hash);
    (void)folder_.write("dir/plugins.lock",
                        R"({"schema":"mcpmx.lock/1","plugins":{"fixture":")" + *hash + "\"}}");
  }
  (void)registry();
  std::ofstream(file, std::ios::app) << "x";  // in place: the same inode
  const auto intent = render();
  ASSERT_FALSE(intent);
  EXPECT_EQ(intent.error().message,
            "plugin \"fixture\" changed after it was checked against plugins.lock");
}

// Plugins that keep a descriptor of the same number would get one another's code from glibc.
TEST_F(RegistryTest, TwoPluginsInTurnKeepTheirOwnCode) {
  (void)add("larger_entry");
  EXPECT_EQ(render().value(), "{}");
  registry_.reset();
  (void)add("emit_nothing");
  const auto intent = render();
  ASSERT_FALSE(intent) << "the first plugin's code ran";
  EXPECT_EQ(intent.error().message,
            "plugin \"fixture\" rendered nothing, but says that all is well");
}

struct Row {
  const char* fixture;
  const char* message;
};

class BadPluginTest : public RegistryTest, public ::testing::WithParamInterface<Row> {};

// A golden table: what the person reads. The same answer comes again, without a second load.
TEST_P(BadPluginTest, IsRefusedWithItsReason) {
  (void)add(GetParam().fixture);
  server_.name = "entry";
  const auto intent = render();
  ASSERT_FALSE(intent) << "got: " << *intent;
  EXPECT_EQ(message(intent.error()), GetParam().message);
  EXPECT_EQ(render().error().message, intent.error().message);
  EXPECT_THAT(folder_.shortened(intent.error().where),
              ::testing::AnyOf("TMP/dir/plugin.so", "entry"));
}

constexpr Row kRows[] = {
    {"small_entry", "plugin \"fixture\" has an entry of 24 bytes, it must have 32 or more"},
    {"newer_minor", "plugin \"fixture\" needs plugin interface 1.1, this mcpmx offers 1.0"},
    {"null_init", "plugin \"fixture\" has an entry without init()"},
    {"newer_major",
     "plugin \"fixture\" is built for a newer mcpmx: it exports mcpmx_entry_v2, this mcpmx reads "
     "mcpmx_entry_v1"},
    {"no_entry", "plugin \"fixture\" does not export mcpmx_entry_v1"},
    {"undefined_symbol",
     "plugin \"fixture\" cannot be loaded: TMP/dir/plugin.so: undefined symbol: "
     "mcpmx_test_function_that_nobody_defines"},
    {"init", "plugin \"fixture\" cannot start: no licence file was found"},
    {"init_throws", "plugin \"fixture\" failed in init(): it threw an exception: init threw"},
    {"null_extension",
     "plugin \"fixture\" promises mcpmx.template/1 in its manifest, but extension() answers null"},
    {"extension_throws",
     "plugin \"fixture\" failed in extension(): it threw an exception: mcpmx.template/1"},
    {"null_render",
     "plugin \"fixture\" has a mcpmx.template/1 table that is too small or lacks a function"},
    {"small_template",
     "plugin \"fixture\" has a mcpmx.template/1 table that is too small or lacks a function"},
    {"throw",
     "plugin \"fixture\" failed in render: it threw an exception: thrown across the boundary"},
    {"throw_int", "plugin \"fixture\" failed in render: it threw an exception"},
    {"status", "plugin \"fixture\" failed in render: it answered with the unknown status 4711"},
    {"emit_null", "plugin \"fixture\" failed in render: it emitted a null pointer"},
    {"emit_nothing", "plugin \"fixture\" rendered nothing, but says that all is well"},
    {"emit_too_much", "plugin \"fixture\" failed in render: it emitted more than 1048576 bytes"},
    {"reports", "the last word"},
    {"no_template", "plugin \"fixture\" has no template \"fixture\" although its manifest says so"},
};

INSTANTIATE_TEST_SUITE_P(Each, BadPluginTest, ::testing::ValuesIn(kRows),
                         [](const auto& row) { return std::string(row.param.fixture); });

TEST_F(RegistryTest, RemembersAFailedLoad) {
  (void)add("init");
  EXPECT_FALSE(render());
  const auto plugins = registry().plugins();
  ASSERT_TRUE(plugins[0].refused);
  EXPECT_EQ(plugins[0].refused->message,
            "plugin \"fixture\" cannot start: no licence file was found");
  EXPECT_EQ(plugins[0].refused->code, ErrorCode::kUnavailable);
  EXPECT_FALSE(plugins[0].loaded);
}

TEST_F(RegistryTest, APromisedDetectorMustBeThere) {
  (void)add("no_detector");
  const auto answer = detect();
  ASSERT_FALSE(answer);
  EXPECT_EQ(
      answer.error().message,
      "plugin \"fixture\" promises mcpmx.detector/1 in its manifest, but extension() answers null");
}

TEST_F(RegistryTest, AFloodOfReportsIsCut) {
  (void)add("reports");
  EXPECT_FALSE(render());
  EXPECT_EQ(findings_.size(), kFindingLimit - 1) << "the last error became the answer";
}

TEST_F(RegistryTest, ListsShadowedAndRefusedPlugins) {
  const std::string first = add("good");
  const std::string second = folder_.copy_fixture("good", "dir/second.so");
  const std::string third = folder_.copy_fixture("good", "dir/third.so");
  ASSERT_EQ(::chmod(third.c_str(), 0666), 0);
  const auto plugins = registry().plugins();
  ASSERT_EQ(plugins.size(), 3u);
  EXPECT_EQ(plugins[1].shadowed_by, first);
  EXPECT_FALSE(plugins[1].refused);
  ASSERT_TRUE(plugins[2].refused);
  EXPECT_EQ(plugins[2].refused->where, third);
  EXPECT_EQ(registry().mappers().size(), 1u);
}

}  // namespace
}  // namespace mcpmx::plugin
