#include "cli/completion_words.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace mcpmx::cli {
namespace {

using Words = std::vector<std::string>;

struct Row {
  const char* what;
  Words typed;  // behind "mcpmx"
  Words found;
};

TEST(Completion, KnowsWhatMayComeNext) {
  const Row rows[] = {
      {"first word", {"do"}, {"docker", "doctor"}},
      {"second word",
       {"docker", ""},
       {"generate", "sync", "diff", "deploy", "status", "logs", "stop", "restart", "down"}},
      {"second word, begun", {"mapping", "s"}, {"show"}},
      {"behind a global option", {"--config-dir", "d", "plu"}, {"plugin"}},
      {"behind one that takes no value", {"-q", "plu"}, {"plugin"}},
      {"no such command", {"dokcer", ""}, {}},
      {"a profile", {"docker", "generate", ""}, {"work", "home"}},
      {"a profile, begun", {"profile", "show", "w"}, {"work"}},
      {"one profile is enough", {"docker", "generate", "work", ""}, {}},
      {"a file is the shell's business", {"mapping", "check", ""}, {}},
      {"an option of the command", {"docker", "generate", "--st"}, {"--stdout"}},
      {"a global option behind the command", {"doctor", "--form"}, {"--format"}},
      {"an option of another command", {"doctor", "--st"}, {}},
      {"a value", {"--format", ""}, {"text", "json"}},
      {"a value, begun", {"doctor", "--format", "j"}, {"json"}},
      {"a value in one word", {"--format=j"}, {"--format=json"}},
      {"a value as bash parts it", {"--format", "=", "j"}, {"json"}},
      {"just behind the equals sign", {"--format", "="}, {"text", "json"}},
      {"a folder is the shell's business", {"--config-dir", ""}, {}},
      {"a value that is no word", {"detect", "--server", ""}, {}},
      {"a word of the arguments", {"completion", "z"}, {"zsh"}},
      {"one word is enough", {"completion", "bash", ""}, {}},
      {"a mapping", {"mapping", "show", "g"}, {"github"}},
      {"a plugin", {"plugin", "info", ""}, {"runners"}},
      {"a service", {"docker", "deploy", "d"}, {"db"}},
      {"a second service", {"docker", "logs", "db", ""}, {"db", "web"}},
      {"a backend", {"docker", "down", "--backend", ""}, {"docker-cli"}},
      {"a pull policy", {"docker", "deploy", "--pull", "m"}, {"missing"}},
      {"a profile to set", {"profile", "set", "w"}, {"work"}},
      {"a setting",
       {"profile", "set", "work", ""},
       {"compose_file=", "auto_deploy=true", "auto_deploy=false", "conflict_resolution=manual",
        "conflict_resolution=merge"}},
      {"a setting, begun", {"profile", "set", "work", "comp"}, {"compose_file="}},
      {"a setting in one word", {"profile", "set", "work", "auto_deploy=t"}, {"auto_deploy=true"}},
      {"a setting as bash parts it", {"profile", "set", "w", "auto_deploy", "=", "f"}, {"false"}},
      {"just behind its equals sign",
       {"profile", "set", "w", "conflict_resolution", "="},
       {"manual", "merge"}},
      {"a second setting",
       {"profile", "set", "w", "auto_deploy", "=", "true", "c"},
       {"compose_file=", "conflict_resolution=manual", "conflict_resolution=merge"}},
      {"a path is the shell's business", {"profile", "set", "w", "compose_file=d"}, {}},
      {"a path as bash parts it", {"profile", "set", "w", "compose_file", "=", "d"}, {}},
  };
  for (const Row& row : rows) {
    const auto names = [](Named named) {
      return named == Named::kProfile    ? Words{"work", "home"}
             : named == Named::kMapping  ? Words{"fetch", "github"}
             : named == Named::kStrategy ? Words{"manual", "merge"}
             : named == Named::kBackend  ? Words{"docker-cli"}
             : named == Named::kService  ? Words{"db", "web"}
                                         : Words{"runners"};
    };
    EXPECT_EQ(complete(row.typed, names), row.found) << row.what;
  }
}

TEST(Completion, OfNothingIsEveryCommandOnce) {
  const auto none = [](Named) { return Words(); };
  const Words all = complete({}, none);
  EXPECT_EQ(all, complete({""}, none));
  EXPECT_EQ(std::count(all.begin(), all.end(), "profile"), 1);
  EXPECT_EQ(std::count(all.begin(), all.end(), "doctor"), 1);
}

TEST(Completion, ReadsTheProfilesOnlyWhereOneMayStand) {
  const auto never = [](Named) -> Words {
    ADD_FAILURE() << "asked for profiles";
    return {};
  };
  complete({"doctor", ""}, never);
  complete({"docker", "generate", "-"}, never);
  complete({"prof"}, never);
}

TEST(Completion, PutsTogetherWhatBashParted) {
  EXPECT_EQ(words_before({"--config-dir", "=", "d", "profile", "show", "w"}),
            (Words{"--config-dir=d", "profile", "show"}));
  EXPECT_EQ(words_before({"--format", "=", "j"}), (Words{"--format", "="})) << "still being typed";
  EXPECT_EQ(words_before({}), Words());
}

}  // namespace
}  // namespace mcpmx::cli
