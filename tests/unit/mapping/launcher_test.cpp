#include "mapping/launcher.h"

#include <gtest/gtest.h>

#include <ostream>

namespace mcpmx::mapping {
namespace {

using Words = std::vector<std::string>;

Server entry(const Words& words) {
  Server server;
  server.name = "neutral";
  server.command = words.empty() ? "" : words.front();
  server.args.assign(words.begin() + (words.empty() ? 0 : 1), words.end());
  return server;
}

struct Row {
  const char* name;
  Words line;
  Kind kind;
  const char* package;  // of a binary: the script, else the program
  const char* version = "";
  Words server_args = {};
};

void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }

std::string row_name(const testing::TestParamInfo<Row>& info) { return info.param.name; }

class LauncherRow : public testing::TestWithParam<Row> {};

TEST_P(LauncherRow, IsRead) {
  const auto& row = GetParam();
  const auto launch = parse_launch(entry(row.line));
  EXPECT_STREQ(kind_name(launch.kind), kind_name(row.kind));
  if (row.kind == Kind::kBinary) {
    EXPECT_EQ(launch.script.empty() ? launch.program : launch.script, row.package);
  } else {
    EXPECT_EQ(launch.package, row.package);
  }
  EXPECT_EQ(launch.version, row.version);
  EXPECT_EQ(launch.server_args, row.server_args);
}

const std::string kNode = "C:\\Program Files\\nodejs\\";

INSTANTIATE_TEST_SUITE_P(
    Npm, LauncherRow,
    testing::Values(
        Row{"npx", {"npx", "pkg"}, Kind::kNpm, "pkg"},
        Row{"npx_yes", {"npx", "-y", "@s/pkg@1.2.3", "a"}, Kind::kNpm, "@s/pkg", "1.2.3", {"a"}},
        Row{"npx_range",
            {"npx", "--yes", "pkg@^2", "--stdio"},
            Kind::kNpm,
            "pkg",
            "^2",
            {"--stdio"}},
        Row{"npx_unknown_flag", {"npx", "--brand-new", "pkg"}, Kind::kNpm, "pkg"},
        Row{"npx_package", {"npx", "-y", "-p", "sdk", "bin", "x"}, Kind::kNpm, "sdk", "", {"x"}},
        Row{"npx_package_equals", {"npx", "--package=sdk@2", "--", "bin"}, Kind::kNpm, "sdk", "2"},
        Row{"npx_two_packages",
            {"npx", "-p", "node@22", "-p", "@s/srv", "srv"},
            Kind::kNpm,
            "@s/srv"},
        Row{"npx_call",
            {"npx", "-y", "-p", "sdk", "-c", "bin --a 'b c'"},
            Kind::kNpm,
            "sdk",
            "",
            {"--a", "b c"}},
        Row{"npx_workspace_value", {"npx", "-w", "web", "pkg"}, Kind::kNpm, "pkg"},
        Row{"npx_after_dashes",
            {"npx", "--", "pkg", "--", "x"},
            Kind::kNpm,
            "pkg",
            "",
            {"--", "x"}},
        Row{"npx_alias", {"npx", "other@npm:@s/real@1"}, Kind::kNpm, "@s/real", "1"},
        Row{"npx_dotted", {"npx", "lingo.dev", "mcp"}, Kind::kNpm, "lingo.dev", "", {"mcp"}},
        Row{"npx_path", {"npx", "./cli.js", "x"}, Kind::kBinary, "./cli.js", "", {"x"}},
        Row{"npx_tarball", {"npx", "-y", "https://pkg.pr.new/a@1"}, Kind::kNpm, ""},
        Row{"npm_exec",
            {"npm", "exec", "--yes", "--", "pkg@1", "x"},
            Kind::kNpm,
            "pkg",
            "1",
            {"x"}},
        Row{"npm_x", {"npm", "x", "pkg"}, Kind::kNpm, "pkg"},
        Row{"npm_exec_dashes_behind",
            {"npm", "exec", "pkg", "--", "--a", "b"},
            Kind::kNpm,
            "pkg",
            "",
            {"--a", "b"}},
        Row{"pnpm_jsr", {"pnpm", "dlx", "jsr:@s/p@1", "x"}, Kind::kNpm, "@s/p", "1", {"x"}},
        Row{"npm_option_before", {"npm", "--prefix", "/p", "exec", "pkg"}, Kind::kNpm, "pkg"},
        Row{"bunx", {"bunx", "--bun", "@s/p@latest"}, Kind::kNpm, "@s/p", "latest"},
        Row{"bun_x", {"bun", "x", "p", "y"}, Kind::kNpm, "p", "", {"y"}},
        Row{"bun_cwd_x", {"bun", "--cwd", "/p", "x", "p"}, Kind::kNpm, "p"},
        Row{"pnpm_dlx", {"pnpm", "dlx", "p@1"}, Kind::kNpm, "p", "1"},
        Row{"pnpm_package_dlx", {"pnpm", "--package=q", "dlx", "p"}, Kind::kNpm, "q"},
        Row{"pnpm_silent", {"pnpm", "--silent", "dlx", "p"}, Kind::kNpm, "p"},
        Row{"pnpx", {"pnpx", "p"}, Kind::kNpm, "p"},
        Row{"yarn_dlx", {"yarn", "dlx", "-q", "p", "a"}, Kind::kNpm, "p", "", {"a"}},
        Row{"deno_npm", {"deno", "run", "-A", "npm:p@1.0.0", "x"}, Kind::kNpm, "p", "1.0.0", {"x"}},
        Row{"deno_scoped_bin", {"deno", "run", "npm:@s/p@1/bin"}, Kind::kNpm, "@s/p", "1"},
        Row{"deno_jsr",
            {"deno", "run", "-N", "-R=node_modules", "--node-modules-dir=auto", "jsr:@s/p",
             "stdio"},
            Kind::kNpm,
            "@s/p",
            "",
            {"stdio"}},
        Row{"npx_deno_jsr",
            {"npx", "-y", "deno", "run", "-A", "jsr:@o/p@${VERSION}", "--u", "v"},
            Kind::kNpm,
            "@o/p",
            "${VERSION}",
            {"--u", "v"}},
        Row{"npx_cross_env", {"npx", "cross-env", "A=b", "npx", "-y", "p"}, Kind::kNpm, "p"},
        Row{"npx_of_npx", {"npx", "-y", "npx", "-y", "p"}, Kind::kNpm, "p"},
        Row{"windows_npx", {kNode + "npx.cmd", "-y", "p"}, Kind::kNpm, "p"},
        Row{"upper_case_exe", {"C:\\TOOLS\\BUNX.EXE", "p"}, Kind::kNpm, "p"},
        Row{"absolute_npx", {"/usr/local/bin/npx", "p"}, Kind::kNpm, "p"},
        Row{"line_as_command", {"npx -y p@1 --a"}, Kind::kNpm, "p", "1", {"--a"}}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Git, LauncherRow,
    testing::Values(
        Row{"https", {"npx", "-y", "https://github.com/o/r"}, Kind::kGit, "github.com/o/r"},
        Row{"https_git",
            {"npx", "https://github.com/o/r.git", "a"},
            Kind::kGit,
            "github.com/o/r",
            "",
            {"a"}},
        Row{"https_slash", {"npx", "https://github.com/o/r/"}, Kind::kGit, "github.com/o/r"},
        Row{"https_hash", {"npx", "https://github.com/o/r#v2"}, Kind::kGit, "github.com/o/r", "v2"},
        Row{"https_tree",
            {"npx", "https://github.com/o/r/tree/dev/sub"},
            Kind::kGit,
            "github.com/o/r",
            "dev"},
        Row{"shortcut", {"bunx", "github:o/r#semver:^1"}, Kind::kGit, "github.com/o/r", "^1"},
        Row{"gitlab_shortcut", {"npx", "gitlab:o/r"}, Kind::kGit, "gitlab.com/o/r"},
        Row{"shorthand", {"npx", "-y", "o/r#main"}, Kind::kGit, "github.com/o/r", "main"},
        Row{"ssh",
            {"npx", "git+ssh://git@github.com/o/r.git#x"},
            Kind::kGit,
            "github.com/o/r",
            "x"},
        Row{"scp", {"npx", "git@github.com:o/r.git"}, Kind::kGit, "github.com/o/r"},
        Row{"own_forge",
            {"npx", "https://git.example.org/o/r.git"},
            Kind::kGit,
            "git.example.org/o/r"},
        Row{"gitlab_group",
            {"uvx", "--from", "git+https://gitlab.com/g/s/r", "x"},
            Kind::kGit,
            "gitlab.com/g/s/r"},
        Row{"uvx_ref",
            {"uvx", "--from", "git+https://github.com/o/r@prod", "x"},
            Kind::kGit,
            "github.com/o/r",
            "prod"},
        Row{"uvx_direct", {"uvx", "git+https://github.com/o/r"}, Kind::kGit, "github.com/o/r"},
        Row{"uvx_http",
            {"uvx", "--from", "git+http://github.com/o/r", "x", "a"},
            Kind::kGit,
            "github.com/o/r",
            "",
            {"a"}},
        Row{"uvx_subdirectory",
            {"uvx", "--from", "git+https://github.com/o/r.git@main#subdirectory=d/e", "x"},
            Kind::kGit,
            "github.com/o/r",
            "main"},
        Row{"pep_508_url",
            {"uvx", "--from", "p @ git+https://github.com/o/r@1", "p"},
            Kind::kGit,
            "github.com/o/r",
            "1"},
        Row{"user_in_url",
            {"uvx", "git+https://tok@github.com/o/r@v1"},
            Kind::kGit,
            "github.com/o/r",
            "v1"},
        Row{"login_in_url",
            {"uvx", "--from", "git+https://me:tok@github.com/o/r@v1", "x"},
            Kind::kGit,
            "github.com/o/r",
            "v1"},
        Row{"port",
            {"npx", "git+ssh://git@git.example.org:2222/o/r.git"},
            Kind::kGit,
            "git.example.org/o/r"},
        Row{"owner_behind_colon",
            {"npx", "git+ssh://git@github.com:o/r.git"},
            Kind::kGit,
            "github.com/o/r"},
        Row{"gist",
            {"npx", "gist:11081aaa281#v1"},
            Kind::kGit,
            "gist.github.com/11081aaa281",
            "v1"},
        Row{"local_repository", {"npx", "git+file:///srv/r"}, Kind::kBinary, "git+file:///srv/r"},
        Row{"pipx_spec",
            {"pipx", "run", "--spec", "git+https://github.com/o/r", "x"},
            Kind::kGit,
            "github.com/o/r"}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Pypi, LauncherRow,
    testing::Values(
        Row{"uvx", {"uvx", "My_Server", "a"}, Kind::kPypi, "my-server", "", {"a"}},
        Row{"uvx_at", {"uvx", "p@0.9.1"}, Kind::kPypi, "p", "0.9.1"},
        Row{"uvx_equal", {"uvx", "p==1.2"}, Kind::kPypi, "p", "1.2"},
        Row{"uvx_from_range",
            {"uvx", "--refresh", "--from", "p[cli]>=0.5", "p"},
            Kind::kPypi,
            "p",
            ">=0.5"},
        Row{"uvx_from_at",
            {"uvx", "--from", "p@latest", "--python", "3.12", "bin", "a"},
            Kind::kPypi,
            "p",
            "latest",
            {"a"}},
        Row{"uvx_values",
            {"uvx", "--python", "3.12", "--with", "httpx", "-p3.11", "p"},
            Kind::kPypi,
            "p"},
        Row{"uvx_no_cache", {"uvx", "-n", "p"}, Kind::kPypi, "p"},
        Row{"uvx_index",
            {"uvx", "--index-url=https://x/simple", "--prerelease", "allow", "p"},
            Kind::kPypi,
            "p"},
        Row{"uvx_run", {"uvx", "run", "p"}, Kind::kPypi, "run", "", {"p"}},
        Row{"uv_tool_run", {"uv", "tool", "run", "p", "-v"}, Kind::kPypi, "p", "", {"-v"}},
        Row{"uv_quiet_tool_run", {"uv", "-q", "tool", "run", "p"}, Kind::kPypi, "p"},
        Row{"uv_run_with",
            {"uv", "run", "--with", "p", "--python", "3.13", "p", "a"},
            Kind::kPypi,
            "p",
            "",
            {"a"}},
        Row{"uv_run_with_extra",
            {"uv", "run", "--with", "mcp[cli]", "mcp", "run", "/s.py"},
            Kind::kPypi,
            "mcp",
            "",
            {"run", "/s.py"}},
        Row{"uv_run_with_python_module",
            {"uv", "run", "--with", "pkg-a", "python", "-m", "mod_b", "x"},
            Kind::kPypi,
            "pkg-a",
            "",
            {"x"}},
        Row{"uv_run_with_one",
            {"uv", "run", "--with", "pkg-a==1", "serve-a"},
            Kind::kPypi,
            "pkg-a",
            "1"},
        Row{"pipx", {"pipx", "run", "p==1"}, Kind::kPypi, "p", "1"},
        Row{"pipx_spec", {"pipx", "run", "--spec", "p", "bin", "x"}, Kind::kPypi, "p", "", {"x"}},
        Row{"python_m", {"python", "-m", "my_mod", "--a"}, Kind::kPypi, "my-mod", "", {"--a"}},
        Row{"python_um", {"python3", "-u", "-m", "my_mod.sub"}, Kind::kPypi, "my-mod"},
        Row{"python_glued", {"python3.12", "-mmy_mod", "x"}, Kind::kPypi, "my-mod", "", {"x"}},
        Row{"py_windows", {"py.exe", "-m", "my_mod"}, Kind::kPypi, "my-mod"},
        Row{"python_m_uv", {"python", "-m", "uv", "tool", "run", "p"}, Kind::kPypi, "p"},
        Row{"python_m_pipx",
            {"python", "-m", "pipx", "run", "p", "a"},
            Kind::kPypi,
            "p",
            "",
            {"a"}},
        Row{"env_marker", {"uvx", "p==1; python_version>'3'"}, Kind::kPypi, "p", "1"}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Docker, LauncherRow,
    testing::Values(
        Row{"plain",
            {"docker", "run", "-i", "--rm", "mcp/x", "-t", "y"},
            Kind::kDocker,
            "mcp/x",
            "",
            {"-t", "y"}},
        Row{"tag", {"docker", "run", "a:1"}, Kind::kDocker, "a", "1"},
        Row{"registry_port",
            {"docker", "run", "r.io:5000/a/b:2"},
            Kind::kDocker,
            "r.io:5000/a/b",
            "2"},
        Row{"port_no_tag",
            {"docker", "run", "localhost:5000/a"},
            Kind::kDocker,
            "localhost:5000/a"},
        Row{"hub", {"docker", "run", "docker.io/library/redis:7"}, Kind::kDocker, "redis", "7"},
        Row{"digest", {"docker", "run", "a@sha256:00"}, Kind::kDocker, "a"},
        Row{"cluster", {"docker", "run", "-it", "a"}, Kind::kDocker, "a"},
        Row{"cluster_value", {"docker", "run", "-ie", "A=b", "img"}, Kind::kDocker, "img"},
        Row{"glued", {"docker", "run", "-eA=b", "-v/a:/b", "-p80:80", "img"}, Kind::kDocker, "img"},
        Row{"bool_value",
            {"docker", "run", "--rm=true", "--init=false", "img"},
            Kind::kDocker,
            "img"},
        Row{"values",
            {"docker", "run", "--name", "n", "--cpus", "1", "--gpus", "all", "--add-host", "a:b",
             "img"},
            Kind::kDocker,
            "img"},
        Row{"container_run", {"docker", "container", "run", "img"}, Kind::kDocker, "img"},
        Row{"context", {"docker", "--context", "far", "run", "img"}, Kind::kDocker, "img"},
        Row{"podman",
            {"podman", "run", "--replace", "--tz", "local", "img", "x"},
            Kind::kDocker,
            "img",
            "",
            {"x"}},
        Row{"nerdctl", {"/usr/bin/nerdctl", "run", "--", "img"}, Kind::kDocker, "img"},
        Row{"sudo", {"sudo", "-E", "-u", "me", "docker", "run", "img"}, Kind::kDocker, "img"},
        Row{"tag_variable", {"docker", "run", "img:${TAG:-1}"}, Kind::kDocker, "img", "${TAG:-1}"}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Wrapped, LauncherRow,
    testing::Values(
        Row{"cmd", {"cmd", "/c", "npx", "-y", "p"}, Kind::kNpm, "p"},
        Row{"cmd_string",
            {"cmd.exe", "/d", "/s", "/C", "npx -y p \"a b\""},
            Kind::kNpm,
            "p",
            "",
            {"a b"}},
        Row{"cmd_backslash",
            {"cmd", "/c", "npx p C:\\dir\\f"},
            Kind::kNpm,
            "p",
            "",
            {"C:\\dir\\f"}},
        Row{"powershell", {"powershell", "-NoProfile", "-Command", "npx -y p"}, Kind::kNpm, "p"},
        Row{"powershell_words", {"pwsh.exe", "-c", "uvx", "p"}, Kind::kPypi, "p"},
        Row{"powershell_policy",
            {"powershell.exe", "-ExecutionPolicy", "Bypass", "-Command", "& 'npx.cmd' p"},
            Kind::kNpm,
            "p"},
        Row{"powershell_file",
            {"powershell", "-File", "C:\\s.ps1", "x"},
            Kind::kBinary,
            "C:\\s.ps1",
            "",
            {"x"}},
        Row{"sh",
            {"sh", "-c", "npx -y p@1 'a b' \"c\" d\\ e"},
            Kind::kNpm,
            "p",
            "1",
            {"a b", "c", "d e"}},
        Row{"bash_login", {"/bin/bash", "-lc", "exec uvx p"}, Kind::kPypi, "p"},
        Row{"zsh_flags", {"zsh", "-i", "-c", "bunx p"}, Kind::kNpm, "p"},
        Row{"sh_cd", {"sh", "-c", "cd /srv/x && npx p"}, Kind::kNpm, "p"},
        Row{"sh_source",
            {"bash", "-c", "source ~/.nvm/nvm.sh && nvm use 20 && npx p"},
            Kind::kNpm,
            "p"},
        Row{"sh_assignment", {"sh", "-c", "A=b npx p"}, Kind::kNpm, "p"},
        Row{"sh_export", {"sh", "-c", "export A=b; exec npx p"}, Kind::kNpm, "p"},
        Row{"sh_stderr", {"sh", "-c", "npx p 2>/dev/null"}, Kind::kNpm, "p"},
        Row{"sh_positional",
            {"sh", "-c", "exec \"$0\" \"$@\"", "npx", "p", "a"},
            Kind::kNpm,
            "p",
            "",
            {"a"}},
        Row{"sh_pipe",
            {"sh", "-c", "npx p | tee log"},
            Kind::kBinary,
            "sh",
            "",
            {"-c", "npx p | tee log"}},
        Row{"sh_two",
            {"sh", "-c", "npm i && npx p"},
            Kind::kBinary,
            "sh",
            "",
            {"-c", "npm i && npx p"}},
        Row{"sh_subst",
            {"sh", "-c", "npx p $(pwd)"},
            Kind::kBinary,
            "sh",
            "",
            {"-c", "npx p $(pwd)"}},
        Row{"sh_unclosed", {"sh", "-c", "npx 'p"}, Kind::kBinary, "sh", "", {"-c", "npx 'p"}},
        Row{"sh_script", {"bash", "./run.sh", "a"}, Kind::kBinary, "./run.sh", "", {"a"}},
        Row{"env", {"env", "A=b", "C=d", "npx", "-y", "p"}, Kind::kNpm, "p"},
        Row{"env_unset", {"/usr/bin/env", "-u", "X", "-i", "uvx", "p"}, Kind::kPypi, "p"},
        Row{"env_split", {"env", "-S", "A=b npx p"}, Kind::kNpm, "p"},
        Row{"wsl",
            {"wsl.exe", "uv", "tool", "run", "--from", "w@latest", "--python", "3.12", "w_mcp"},
            Kind::kPypi,
            "w",
            "latest"},
        Row{"wsl_distribution", {"wsl", "-d", "Ubuntu", "-e", "npx", "p"}, Kind::kNpm, "p"},
        Row{"wsl_dashes", {"wsl.exe", "--", "bash", "-c", "npx p"}, Kind::kNpm, "p"},
        Row{"op_run", {"op", "run", "--env-file=.env", "--", "npx", "-y", "p"}, Kind::kNpm, "p"},
        Row{"mise", {"mise", "exec", "node@22", "--", "npx", "p"}, Kind::kNpm, "p"},
        Row{"dotenv", {"npx", "dotenv-cli", "-e", ".env", "--", "npx", "p"}, Kind::kNpm, "p"},
        Row{"nohup_nice", {"nohup", "nice", "-n", "5", "npx", "p"}, Kind::kNpm, "p"}),
    row_name);

INSTANTIATE_TEST_SUITE_P(
    Binary, LauncherRow,
    testing::Values(
        Row{"bare", {"prog", "run", "x"}, Kind::kBinary, "prog", "", {"run", "x"}},
        Row{"absolute", {"/opt/x/prog"}, Kind::kBinary, "/opt/x/prog"},
        Row{"node", {"node", "/a/b.js", "--x"}, Kind::kBinary, "/a/b.js", "", {"--x"}},
        Row{"node_flags",
            {"node", "--max-old-space-size=4096", "-r", "dotenv/config", "b.js"},
            Kind::kBinary,
            "b.js"},
        Row{"python_script",
            {"python3", "-u", "/a/s.py", "y"},
            Kind::kBinary,
            "/a/s.py",
            "",
            {"y"}},
        Row{"python_local_module", {"python", "-m", "src.server"}, Kind::kBinary, ""},
        Row{"bun_run", {"bun", "run", "/a/i.ts"}, Kind::kBinary, "/a/i.ts"},
        Row{"npx_tsx", {"npx", "tsx", "/a/i.ts", "z"}, Kind::kBinary, "/a/i.ts", "", {"z"}},
        Row{"deno_url",
            {"deno", "run", "-A", "https://deno.land/x/a/mod.ts"},
            Kind::kBinary,
            "https://deno.land/x/a/mod.ts"},
        Row{"uv_run_script", {"uv", "run", "server.py"}, Kind::kBinary, "server.py"},
        Row{"uv_directory",
            {"uv", "--directory", "/p", "run", "src/s.py", "a"},
            Kind::kBinary,
            "src/s.py",
            "",
            {"a"}},
        Row{"uv_project_program",
            {"uv", "run", "--directory", "/p", "serena", "--f", "/g"},
            Kind::kBinary,
            "serena",
            "",
            {"--f", "/g"}},
        Row{"uv_with_script",
            {"uv", "run", "--with", "httpx", "/a/s.py"},
            Kind::kBinary,
            "/a/s.py"},
        Row{"uv_run_python", {"uv", "run", "python", "/a/s.py"}, Kind::kBinary, "/a/s.py"},
        Row{"uvx_local", {"uvx", "--from", "/p", "prog"}, Kind::kBinary, "prog"},
        Row{"bin_folder",
            {"./node_modules/.bin/srv", "a"},
            Kind::kBinary,
            "./node_modules/.bin/srv",
            "",
            {"a"}},
        Row{"docker_exec",
            {"docker", "exec", "-i", "c", "srv"},
            Kind::kBinary,
            "docker",
            "",
            {"exec", "-i", "c", "srv"}},
        Row{"pip_install",
            {"pip", "install", "opik"},
            Kind::kBinary,
            "pip",
            "",
            {"install", "opik"}}),
    row_name);

// Found by a property: the search for options of PowerShell once changed words that are none.
TEST(Launcher, KeepsTheCaseOfAProgramsArguments) {
  EXPECT_EQ(parse_launch(entry({"pwsh", "-NoSuchTHING"})).server_args, (Words{"-NoSuchTHING"}));
  EXPECT_EQ(parse_launch(entry({"pwsh", "-"})).program, "-");
}

TEST(Launcher, FillsTheFieldsOfAPackage) {
  auto launch = parse_launch(
      entry({"uvx", "--from", "git+https://github.com/o/r.git@main#subdirectory=d/e", "x"}));
  EXPECT_EQ(launch.subdirectory, "d/e");
  EXPECT_EQ(launch.entry, "x");
  EXPECT_EQ(launch.launcher, "uvx");
  launch = parse_launch(entry({"uvx", "--from", "p[cli, z]>=0.5", "bin"}));
  EXPECT_EQ(launch.extras, "cli,z");
  EXPECT_EQ(launch.spec, "p[cli, z]>=0.5");
  launch = parse_launch(entry({"cmd", "/c", "deno", "run", "-A", "jsr:@s/p@1"}));
  EXPECT_EQ(launch.spec, "jsr:@s/p@1");
  EXPECT_EQ(launch.launcher, "deno");
}

TEST(Launcher, FillsTheFieldsOfAProject) {
  auto launch = parse_launch(entry({"uv", "--directory", "/p", "run", "python", "-m", "srv"}));
  EXPECT_EQ(launch.kind, Kind::kBinary);
  EXPECT_EQ(launch.project_dir, "/p");
  EXPECT_EQ(launch.runtime, "uv");
  EXPECT_EQ(launch.module, "srv");
  launch = parse_launch(entry({"sh", "-c", "cd /srv/x && node i.js"}));
  EXPECT_EQ(launch.project_dir, "/srv/x");
  EXPECT_EQ(launch.runtime, "node");
  launch = parse_launch(entry({"npm", "--prefix", "/p", "run", "start", "--", "-v"}));
  EXPECT_EQ(launch.runtime, "npm");
  EXPECT_EQ(launch.project_dir, "/p");
  EXPECT_EQ(launch.entry, "start");
  EXPECT_EQ(launch.server_args, (Words{"-v"}));
}

TEST(Launcher, SaysWhereTheServersArgumentsBegin) {
  EXPECT_EQ(parse_launch(entry({"npx", "-y", "p", "a"})).server_args_at, 2U);
  EXPECT_EQ(parse_launch(entry({"cmd", "/c", "npx", "p", "a"})).server_args_at, 3U);
  EXPECT_EQ(parse_launch(entry({"npx", "-y", "p"})).server_args_at, 2U);
  EXPECT_EQ(parse_launch(entry({"sh", "-c", "npx p a"})).server_args_at, 2U);  // nested: the end
}

TEST(Launcher, RecordsDockerOptionsByLongName) {
  const auto launch =
      parse_launch(entry({"docker", "run", "-it", "--rm", "-v", "a:/b", "--net=host", "-u1000",
                          "-e", "A=b=c", "-e", "NAME", "img"}));
  EXPECT_EQ(launch.options, (std::vector<Pair>{{"interactive", ""},
                                               {"tty", ""},
                                               {"rm", ""},
                                               {"volume", "a:/b"},
                                               {"network", "host"},
                                               {"user", "1000"}}));
  EXPECT_EQ(launch.env, (std::vector<Pair>{{"A", "b=c"}}));
  EXPECT_EQ(launch.env_names, (Words{"NAME"}));
}

TEST(Launcher, NeverTakesASecretForAName) {
  auto server = entry({"docker", "run", "-e", "ghp_0123456789abcdef0123456789abcdef0123", "-e",
                       "${TOKEN}", "-e", "plainvalue", "-e", "${F}=/x", "img"});
  server.env = {{"TOKEN", "plainvalue"}};
  const auto launch = parse_launch(server);
  EXPECT_EQ(launch.env_names, (Words{"TOKEN"}));
  EXPECT_EQ(launch.env, (std::vector<Pair>{{"F", "/x"}}));
}

TEST(Launcher, TellsWhatReadsAsNoVariablesName) {
  const struct {
    const char* word;
    bool is_name;
  } rows[] = {
      {"TOKEN", true},          {"GH_TOKEN_2", true},          {"http_proxy", true},
      {"X1", true},             {"npm_config_registry", true}, {"OAUTH2_CLIENT_ID", true},
      {"qX7fT29LmWv4Kd", false}, {"a1b2c3d4e5f60718", false},   {"p/4Zk+", false},
      {"AB12CD34EF56GH78", false},
  };
  for (const auto& [word, is_name] : rows) {
    const auto launch = parse_launch(entry({"docker", "run", "-e", word, "img"}));
    EXPECT_EQ(launch.env_names, is_name ? Words{word} : Words{}) << word;
    EXPECT_EQ(launch.left_out.size(), is_name ? 0U : 1U) << word;
    for (const std::string& sentence : launch.left_out) {
      EXPECT_EQ(sentence.find(word), std::string::npos) << word;
    }
  }
}

TEST(Launcher, BridgesCarryTheirUrl) {
  EXPECT_EQ(parse_launch(entry({"npx", "mcp-remote@latest", "https://a.b/sse"})).url,
            "https://a.b/sse");
  EXPECT_EQ(parse_launch(entry({"uvx", "mcp-proxy", "--x=https://a.b/c"})).url, "https://a.b/c");
  EXPECT_EQ(parse_launch(entry({"npx", "supergateway", "--sse", "https://a/s"})).url,
            "https://a/s");
  EXPECT_EQ(parse_launch(entry({"npx", "goalstory", "https://a.b/c"})).url, "");
}

TEST(Launcher, ReadsTheTransportOfAUrl) {
  Server server;
  server.url = "https://a.b/sse/?k=v";
  EXPECT_EQ(parse_launch(server).transport, "sse");
  server.url = "https://a.b/mcp";
  const auto launch = parse_launch(server);
  EXPECT_EQ(launch.transport, "streamable-http");
  EXPECT_EQ(launch.kind, Kind::kRemote);
}

struct ProblemRow {
  const char* name;
  Words line;
  const char* says;  // a part of the problem; "" means none
};

TEST(Launcher, SaysWhyALineCannotRun) {
  const ProblemRow rows[] = {
      {"fine", {"npx", "p", "start"}, ""},
      {"fine docker", {"docker", "run", "-i", "img"}, ""},
      {"unknown docker flag", {"docker", "run", "--frobnicate=9", "img"}, "'--frobnicate'"},
      {"unknown docker letter", {"docker", "run", "-iz", "img"}, "'-iz'"},
      {"no image", {"docker", "run", "-i", "--rm"}, "names no image"},
      {"value missing", {"docker", "run", "-v"}, "'-v' has no value"},
      {"file as program", {"uvx", "--from", "p", "src/server.py"}, "'src/server.py'"},
      {"uvx run", {"uvx", "run", "p"}, "called run"},
      {"installer", {"pip", "install", "x"}, "installs"},
      {"one shot", {"npx", "p", "install"}, "'install'"},
      {"version", {"uvx", "p", "--version"}, "'--version'"},
      {"no package", {"npx", "-y"}, "no package"},
      {"nothing", {}, "neither a command nor a URL"},
      {"only assignments", {"env", "A=b"}, "before it names a program"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    const auto problem = parse_launch(entry(row.line)).problem;
    if (*row.says == '\0') {
      EXPECT_EQ(problem, "");
    } else {
      EXPECT_NE(problem.find(row.says), std::string::npos) << problem;
    }
  }
}

}  // namespace
}  // namespace mcpmx::mapping
