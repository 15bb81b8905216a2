#!/usr/bin/env python3
"""What the program says, as a person reads it: golden texts of help, lists, errors and JSON.

usage: cli_test.py MCPMX [--update]      --update rewrites the files in expected/
The program runs from a copy of its tree with mappings of its own, so that another bundled mapping
changes no text here. Paths, versions and what the machine has are written as <WORDS>.
"""
import difflib
import json
import os
import pathlib
import pty
import re
import select
import shutil
import subprocess
import sys

from machine import Machine, server

EXPECTED = pathlib.Path(__file__).resolve().parent / "expected"

MAPPING = """id: fetch
title: Fetch
detect:
  pypi: [mcp-server-fetch]
"""
BAD_MAPPING = "id: broken\ntitle: Broken\ndetect:\n  nmp: [x]\nservice:\n  compose:\n    healthcheck: {interval: 10}\n"

FULL_MAPPING = """id: wiki
title: Wiki
detect: {npm: ["@acme/wiki-mcp"]}
env:
  WIKI_LOGIN: {secret: true, required: true, description: "user:password"}
  WIKI_URL: {host_url: true, default: "http://localhost:8090"}
  WIKI_MODE: {secret: false}
paths: {arguments: read, options: {--pages: write}}
secret_options: [--token]
notes: ["it indexes its pages at the first start"]
service: {compose: {image: "node:22-slim"}}
kinds: {npm: {compose: {image: "node:22-alpine"}}}
"""

# file in expected/, arguments; a name that ends in .json gets --format json.
CASES = [
    ("help.txt", ["--help"]),
    ("help-nothing.txt", []),
    ("help-word.txt", ["help", "docker", "generate"]),
    ("help-docker.txt", ["docker", "--help"]),
    ("help-docker-generate.txt", ["docker", "generate", "--help"]),
    ("help-docker-sync.txt", ["docker", "sync", "--help"]),
    ("help-docker-diff.txt", ["docker", "diff", "--help"]),
    ("help-docker-status.txt", ["docker", "status", "--help"]),
    ("help-docker-deploy.txt", ["docker", "deploy", "--help"]),
    ("help-docker-logs.txt", ["docker", "logs", "--help"]),
    ("help-docker-stop.txt", ["docker", "stop", "--help"]),
    ("help-docker-restart.txt", ["docker", "restart", "--help"]),
    ("help-docker-down.txt", ["docker", "down", "--help"]),
    ("help-detect.txt", ["detect", "--help"]),
    ("help-profile.txt", ["profile", "--help"]),
    ("help-profile-list.txt", ["profile", "list", "--help"]),
    ("help-profile-show.txt", ["profile", "show", "--help"]),
    ("help-profile-set.txt", ["profile", "set", "--help"]),
    ("help-plugin.txt", ["plugin", "--help"]),
    ("help-plugin-list.txt", ["plugin", "list", "--help"]),
    ("help-plugin-info.txt", ["plugin", "info", "--help"]),
    ("help-mapping.txt", ["mapping", "--help"]),
    ("help-mapping-list.txt", ["mapping", "list", "--help"]),
    ("help-mapping-show.txt", ["mapping", "show", "--help"]),
    ("help-mapping-check.txt", ["mapping", "check", "--help"]),
    ("help-undo.txt", ["undo", "--help"]),
    ("help-doctor.txt", ["doctor", "--help"]),
    ("help-completion.txt", ["completion", "--help"]),
    ("version.txt", ["--version"]),
    ("profile-list.txt", ["profile", "list"]),
    ("profile-list.json", ["profile", "list"]),
    ("profile-show.txt", ["profile", "show", "work"]),
    ("profile-show.json", ["profile", "show", "work"]),
    ("profile-show-empty.txt", ["profile", "show", "empty"]),
    ("profile-show-bound.txt", ["profile", "show", "rest"]),
    ("profile-set.txt", ["profile", "set", "work", "compose_file=../deploy/work.yml", "auto_deploy=true"]),
    ("profile-set.json", ["profile", "set", "work", "conflict_resolution=merge"]),
    ("profile-set-default.txt", ["profile", "set", "rest", "compose_file="]),
    ("profile-set-same.txt", ["profile", "set", "rest", "compose_file=../deploy/rest.yml"]),
    ("profile-set-quiet.txt", ["-q", "profile", "set", "work", "auto_deploy=true"]),
    ("error-deploy-file.txt", ["docker", "deploy"]),
    ("error-deploy-file.json", ["docker", "deploy"]),
    ("error-deploy-option.txt", ["docker", "deploy", "--pull", "sometimes"]),
    ("error-deploy-wait.txt", ["docker", "deploy", "--timeout", "5"]),
    ("error-docker-up.txt", ["docker", "up"]),
    ("error-docker-ps.txt", ["docker", "ps"]),
    ("error-deploy-both.txt", ["docker", "deploy", "--no-recreate", "--force-recreate"]),
    ("error-deploy-timeout.txt", ["docker", "down", "--timeout", "soon"]),
    ("error-logs-json.json", ["docker", "logs", "--follow"]),
    ("error-setting.txt", ["profile", "set", "work", "compse_file=x.yml"]),
    ("error-setting-value.txt", ["profile", "set", "work", "auto_deploy=yes"]),
    ("error-setting-word.txt", ["profile", "set", "work", "auto_deploy"]),
    ("error-setting-strategy.txt", ["profile", "set", "work", "conflict_resolution=docker_win"]),
    ("error-setting-hash.txt", ["profile", "set", "work", "last_sync_hash=0"]),
    ("error-setting-taken.txt", ["profile", "set", "work", "compose_file=../deploy/./rest.yml"]),
    ("error-setting-profile.txt", ["profile", "set", "wrok", "auto_deploy=true"]),
    ("error-setting-none.txt", ["profile", "set", "work"]),
    ("detect.txt", ["detect", "work"]),
    ("detect.json", ["detect", "work"]),
    ("detect-rest.txt", ["detect", "rest"]),
    ("detect-rest.json", ["detect", "rest"]),
    ("detect-server.txt", ["detect", "--server", '{"command": "uvx", "args": ["mcp-server-fetch"]}']),
    ("plugin-list.txt", ["plugin", "list"]),
    ("plugin-list.json", ["plugin", "list"]),
    ("plugin-info.txt", ["plugin", "info", "github"]),
    ("plugin-info.json", ["plugin", "info", "github"]),
    ("mapping-list.txt", ["mapping", "list"]),
    ("mapping-list.json", ["mapping", "list"]),
    ("mapping-show.txt", ["mapping", "show", "fetch"]),
    ("mapping-show.json", ["mapping", "show", "fetch"]),
    ("mapping-show-content.txt", ["--mapping-dir", "ours", "mapping", "show", "wiki"]),
    ("mapping-show-content.json", ["--mapping-dir", "ours", "mapping", "show", "wiki"]),
    ("mapping-check-other.txt", ["mapping", "check", "../home/.config/mcpm/servers.json"]),
    ("mapping-check.txt", ["mapping", "check", "good.yaml", "bad.yaml"]),
    ("mapping-check.json", ["mapping", "check", "good.yaml", "bad.yaml"]),
    ("doctor.txt", ["doctor"]),
    ("doctor.json", ["doctor"]),
    ("generate.txt", ["docker", "generate", "work"]),
    ("generate.json", ["docker", "generate", "work"]),
    ("generate-quiet.txt", ["-q", "docker", "generate", "work"]),
    ("generate-nothing.txt", ["docker", "generate", "empty"]),
    ("generate-elsewhere.txt", ["docker", "generate", "work", "-f", "deploy/work.yml"]),
    ("generate-color.txt", ["--color", "always", "docker", "generate", "work"]),
    ("doctor-color.txt", ["--color", "always", "doctor"]),
    ("generate-waiting.txt", ["docker", "generate", "work"]),
    ("generate-waiting.json", ["docker", "generate", "work"]),
    ("sync-first.txt", ["docker", "sync", "work"]),
    ("sync-first.json", ["docker", "sync", "work"]),
    ("sync-again.txt", ["docker", "sync", "work"]),
    ("sync.txt", ["docker", "sync", "work"]),
    ("sync.json", ["docker", "sync", "work"]),
    ("sync-dry-run.txt", ["docker", "sync", "work", "--dry-run"]),
    ("sync-to-docker.txt", ["docker", "sync", "work", "--direction", "to-docker"]),
    ("sync-to-profile.txt", ["docker", "sync", "work", "--direction", "to-profile"]),
    ("sync-to-profile.json", ["docker", "sync", "work", "--direction", "to-profile"]),
    ("sync-quiet.txt", ["-q", "docker", "sync", "work"]),
    ("sync-color.txt", ["--color", "always", "docker", "sync", "work", "--conflict", "manual"]),
    ("sync-conflict.txt", ["docker", "sync", "work"]),
    ("sync-manual.txt", ["docker", "sync", "work", "--conflict", "manual"]),
    ("sync-manual.json", ["docker", "sync", "work", "--conflict", "manual"]),
    ("sync-docker-wins.txt", ["docker", "sync", "work", "--conflict=docker_wins"]),
    ("sync-shared.txt", ["docker", "sync", "work", "--shared"]),
    ("sync-foreign.txt", ["docker", "sync", "work"]),
    ("sync-foreign.json", ["docker", "sync", "work"]),
    ("sync-foreign-yes.txt", ["docker", "sync", "work", "--yes"]),
    ("diff.txt", ["docker", "diff", "work"]),
    ("diff.json", ["docker", "diff", "work"]),
    ("diff-exit-code.txt", ["docker", "diff", "work", "--exit-code"]),
    ("diff-first.txt", ["docker", "diff", "work"]),
    ("diff-same.txt", ["docker", "diff", "work", "--exit-code"]),
    ("diff-color.txt", ["--color", "always", "docker", "diff", "work"]),
    ("status.txt", ["docker", "status"]),
    ("status.json", ["docker", "status"]),
    ("status-same.txt", ["docker", "status"]),
    ("status-same.json", ["docker", "status"]),
    ("status-none.txt", ["docker", "status"]),
    ("status-foreign.txt", ["docker", "status"]),
    ("status-containers.txt", ["docker", "status"]),
    ("status-containers.json", ["docker", "status"]),
    ("deploy-dry-run.txt", ["docker", "deploy", "--dry-run"]),
    ("deploy-dry-run.json", ["docker", "deploy", "--dry-run"]),
    ("deploy-color.txt", ["--color", "always", "docker", "deploy", "--dry-run"]),
    ("error-deploy-engine.txt", ["docker", "deploy"]),
    ("error-deploy-engine.json", ["docker", "deploy"]),
    ("error-deploy-backend.txt", ["docker", "deploy", "--backend", "dokcer-cli"]),
    ("error-deploy-service.txt", ["docker", "deploy", "fethc"]),
    ("error-direction.txt", ["docker", "sync", "work", "--direction", "to-dokcer"]),
    ("error-conflict.txt", ["docker", "sync", "work", "--conflict", "docker_win"]),
    ("error-sync-profile.txt", ["docker", "sync", "wrok"]),
    ("error-sync-other.txt", ["docker", "sync", "rest", "-f", "docker-compose.yml"]),
    ("undo-dry-run.txt", ["undo", "--dry-run"]),
    ("undo.txt", ["undo"]),
    ("undo.json", ["undo"]),
    ("undo-again.txt", ["undo"]),
    ("undo-changed.txt", ["undo"]),
    ("undo-nothing.txt", ["undo"]),
    ("error.txt", ["docker", "generate", "wrok"]),
    ("error.json", ["docker", "generate", "wrok"]),
    ("error-mapping.txt", ["mapping", "show", "fecth"]),
    ("error-plugin.txt", ["plugin", "info", "githb"]),
    ("error-nothing.json", []),
    ("error-option.txt", ["--formt", "json"]),
    ("error-own-option.txt", ["docker", "generate", "work", "--stdot"]),
    ("error-odd-option.txt", ["doctor", "--frobnicate"]),
    ("error-argument.txt", ["docker", "generate", "work", "home"]),
    ("error-mapping-dir.txt", ["--mapping-dir", "nix", "docker", "generate", "work"]),
    ("error-usage.txt", ["docker", "genrate", "work"]),
    ("error-usage.json", ["docker", "genrate", "work"]),
]

GENERATE = ["docker", "generate", "work"]
COMPOSE, SERVERS = "work/docker-compose.yml", "home/.config/mcpm/servers.json"


def edit(path, *pairs):
    """Each first text once by the second."""
    def step(machine):
        file = machine.root / path
        text = file.read_text(encoding="utf-8")
        for old, new in pairs:
            assert old in text, f"{old!r} is not in {path}: {text}"
            text = text.replace(old, new, 1)
        file.write_text(text, encoding="utf-8")
    return step


def append(path, text):
    return lambda machine: machine.put(path, (machine.root / path).read_text(encoding="utf-8") + text)


def containers(machine):
    """What an engine has of two servers: one healthy or not, one of a service that is gone."""
    def one(service, state, **more):
        labels = {"project": "mcp-work", "service": service, "oneoff": "False", "container-number": "1", "version": "2.26.1",
                  "config-hash": "0"}
        return {"Id": f"id-of-{service}", "Name": f"/mcp-work-{service}-1", "RestartCount": 2,
                "State": {"Status": state, "ExitCode": 0, "StartedAt": "2199-01-01T00:00:00.5Z", **more},
                "Config": {"Image": "old:1", "Labels": {**{f"com.docker.compose.{key}": text for key, text in labels.items()},
                                                        "mcpmx.server": service}},
                "NetworkSettings": {"Ports": {"80/tcp": [{"HostIp": "127.0.0.1", "HostPort": "8080"},
                                                         {"HostIp": "::1", "HostPort": "8080"}], "90/udp": None}}}
    health = {"Health": {"Status": "unhealthy", "Log": [{"Output": "first"}, {"Output": "connection refused\n"}]}}
    machine.put("fake/answers/containers", [one("fetch", "running", **health), one("gone", "exited")])


def foreign(machine):
    machine.put(COMPOSE, "# the app's own\nservices:\n  postgres:\n    image: postgres:17  # pinned\n")


# Both sides, in different places; one entry is another profile's too.
EDITS = [
    edit(COMPOSE, ("UNITS: metric", "UNITS: imperial"), ("  weather:\n", "  weather:\n    tty: true  # mine\n"),
         ('"some-weather-mcp"', '"some-weather-mcp", "--slow"'), ("mcp-server-fetch", "mcp-server-fetch==2.0")),
    edit(SERVERS, ("sEcr3t-t0ken", "sEcr3t-r0tated"),
         ('"unused": {\n    "name": "unused",\n    "profile_tags": []',
          '"unused": {\n    "name": "unused",\n    "profile_tags": [\n      "work"\n    ]')),
    append(COMPOSE, "# a word at the end\n"),
]
SHARED = edit(SERVERS, ('"weather",\n    "profile_tags": [\n      "work"', '"weather",\n    "profile_tags": [\n      "work", "rest"'))
# The same place on both sides, and another on one.
CONFLICT = [
    edit(COMPOSE, ("UNITS: metric", "UNITS: imperial"), ("mcp-server-fetch", "mcp-server-fetch==2.0")),
    edit(SERVERS, ('"UNITS": "metric"', '"UNITS": "kelvin"')),
]
# What was done before, where a text is about that: a call, or a change of files.
BEFORE = {
    "undo-dry-run.txt": [GENERATE],
    "undo.txt": [GENERATE],
    "undo.json": [GENERATE],
    "undo-again.txt": [GENERATE, ["undo"]],
    "undo-changed.txt": [GENERATE, append(COMPOSE, "# mine\n")],
    "generate-waiting.txt": [GENERATE, *EDITS],
    "generate-waiting.json": [GENERATE, *EDITS],
    "sync-again.txt": [GENERATE],
    "sync.txt": [GENERATE, *EDITS],
    "sync.json": [GENERATE, *EDITS],
    "sync-dry-run.txt": [GENERATE, *EDITS],
    "sync-to-docker.txt": [GENERATE, *EDITS],
    "sync-to-profile.txt": [GENERATE, *EDITS],
    "sync-to-profile.json": [GENERATE, *EDITS],
    "sync-quiet.txt": [GENERATE, *EDITS],
    "sync-color.txt": [GENERATE, *CONFLICT],
    "sync-conflict.txt": [GENERATE, *CONFLICT],
    "sync-manual.txt": [GENERATE, *CONFLICT],
    "sync-manual.json": [GENERATE, *CONFLICT],
    "sync-docker-wins.txt": [GENERATE, *CONFLICT],
    "sync-shared.txt": [SHARED, GENERATE, *EDITS, ["docker", "sync", "work"]],
    "sync-foreign.txt": [foreign],
    "sync-foreign.json": [foreign],
    "sync-foreign-yes.txt": [foreign],
    "diff.txt": [GENERATE, *EDITS],
    "diff.json": [GENERATE, *EDITS],
    "diff-exit-code.txt": [GENERATE, *CONFLICT],
    "diff-same.txt": [GENERATE],
    "diff-color.txt": [GENERATE, *CONFLICT],
    "status.txt": [SHARED, GENERATE, *EDITS, *CONFLICT[1:]],
    "status.json": [SHARED, GENERATE, *EDITS, *CONFLICT[1:]],
    "status-same.txt": [GENERATE],
    "status-same.json": [GENERATE],
    "status-foreign.txt": [foreign],
    "status-containers.txt": [GENERATE, containers],
    "status-containers.json": [GENERATE, containers],
    "deploy-dry-run.txt": [GENERATE, containers],
    "deploy-dry-run.json": [GENERATE, containers],
    "deploy-color.txt": [GENERATE, containers],
    "error-deploy-engine.txt": [GENERATE],
    "error-deploy-engine.json": [GENERATE],
    "error-deploy-backend.txt": [GENERATE],
    "error-deploy-service.txt": [GENERATE],
    "error-conflict.txt": [GENERATE],
    "error-sync-other.txt": [GENERATE],
}


# A docker in PATH, so that texts are the same whether the machine has one or not: it answers with what a step of
# PREPARED made, or knows no engine.
FAKE_DOCKER = """#!/bin/sh
answers=$(dirname "$0")/answers
[ -d "$answers" ] || {
  echo 'Cannot connect to the Docker daemon at unix:///none. Is the docker daemon running?' >&2
  exit 1
}
case "$1" in
  compose) echo 2.26.1 ;;
  ps) echo one; echo two ;;
  inspect) cat "$answers/containers" ;;
  *) echo '[]'; echo "Error: No such $1" >&2; exit 1 ;;
esac
"""


def prepare(machine, program):
    """The program's own tree, copied: bin/, its plugins, and one mapping."""
    source, target = pathlib.Path(program).resolve().parent.parent, machine.root / "prefix"
    for plugin in source.glob("lib*/**/mcpmx/plugins/*.so"):
        place = target / plugin.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(plugin, place)
    (target / "bin").mkdir()
    machine.program = str(shutil.copy2(program, target / "bin"))
    machine.put("prefix/share/mcpmx/mappings/fetch.yaml", MAPPING)
    machine.put("work/good.yaml", MAPPING.replace("fetch", "ours"))
    machine.put("work/bad.yaml", BAD_MAPPING)
    machine.put("work/ours/wiki.yaml", FULL_MAPPING)
    machine.put("fake/docker", FAKE_DOCKER, 0o755)
    machine.put("home/.config/mcpm/profiles_metadata.json", {
        "work": {"name": "work", "api_key": None, "description": "what the day needs"},
        "empty": {"name": "empty", "api_key": None, "description": None}})
    machine.put("home/.config/mcpmx/profiles.json", {
        "rest": {"compose_file": str(machine.root / "deploy/rest.yml"), "auto_deploy": "yes", "last_sync_hash": "sha256:0"}})
    machine.put_servers(
        server("github", command="docker", args=["run", "-i", "--rm", "-e", "GITHUB_PERSONAL_ACCESS_TOKEN",
                                                 "ghcr.io/github/github-mcp-server"],
               env={"GITHUB_PERSONAL_ACCESS_TOKEN": "sEcr3t-t0ken"}),
        server("fetch", command="uvx", args=["mcp-server-fetch"]),
        server("weather", args=["-y", "some-weather-mcp"], env={"WEATHER_API_KEY": "${WEATHER_API_KEY}", "UNITS": "metric"}),
        server("docs", command=None, args=None, env=None, url="https://mcp.example.com/mcp", headers={}),
        server("broken", args="not a list"),
        server("unused", profile_tags=[]),
        server("tool", command="/opt/acme/tool", args=[], profile_tags=["rest"]),
        server("off", enabled=False, profile_tags=["rest"]),
        server("天気", profile_tags=["rest"]))


def normalised(text, machine):
    text = text.replace(str(machine.work), "<WORK>").replace(str(machine.root), "<ROOT>")
    # As long as it was, so that tables stay aligned.
    text = re.sub(r'(mcpmx |"version":"|[a-z0-9] +)(\d+\.\d+\.\d+)',
                  lambda match: match[1] + re.sub(r"\d", "N", match[2]), text)
    # What stands for a secret depends on the machine's key; one secret has one number.
    secrets = {}
    text = re.sub(r"<secret [0-9a-f]{6}>", lambda match: secrets.setdefault(match[0], f"<secret {len(secrets) + 1}>"), text)
    # What the machine has is none of the program's texts.
    text = re.sub(r"(ok  |warn)  Docker Engine: .*\n(      next: .*\n)?", "<ENGINE>\n", text)
    text = re.sub(r"(ok  |warn)  docker compose: .*\n(      next: .*\n)?", "<COMPOSE>\n", text)
    text = re.sub(r'\{"state":"[a-z]+","what":"(Docker Engine|docker compose)",[^}]*\}', r"<\1>", text)
    return re.sub(r"\x1b\[3[23]m(ok  |warn)\x1b\[0m  (Docker Engine|docker compose): .*\n(      next: .*\n)?",
                  r"<\2>\n", text)


def indented(text):
    """JSON, one member a line, in the order in which it came; the <WORDS> in lists are no JSON."""
    quoted = re.sub(r"<(Docker Engine|docker compose)>", r'"<\1>"', text)
    return json.dumps(json.loads(quoted), indent=2, ensure_ascii=False) + "\n"


def answer(program, name, args):
    with Machine(program) as machine:
        prepare(machine, program)
        as_json = name.endswith(".json")
        for step in BEFORE.get(name, ()):
            if callable(step):
                step(machine)
            else:
                done = machine.run(*step)
                assert done.code in (0, 3), f"{name}: {done}"
        fake = {"PATH": f"{machine.root}/fake:{os.environ['PATH']}"} if "status" in name or "deploy" in name else {}
        run = machine.run(*(["--format", "json"] if as_json else []), *args, env=fake)
        out, err = (normalised(stream.decode(), machine) for stream in (run.out, run.err))
        assert "sEcr3t" not in out + err, f"{name} shows a secret"
        if as_json:
            document = run.document()
            assert list(document)[0] == "schema" and re.fullmatch(r"mcpmx\.[a-z-]+/1", document["schema"]), document
            out = indented(out)
        if "color" not in name:
            assert "\x1b" not in out + err, f"{name} has colours without a terminal"
        wide = [line for line in (out + err).splitlines() if name.startswith("help") and len(line) > 100]
        assert not wide, f"{name} is too wide: {wide}"
        text = "$ mcpmx " + " ".join((["--format", "json"] if as_json else []) + args) + "\n"
        text += out.replace("\x1b", "\\e")
        if err:
            text += "--- stderr\n" + err.replace("\x1b", "\\e")
        return text + f"--- exit code {run.code}\n"


def on_terminal(machine, args, env):
    """stdout and stderr of a run on a terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen([machine.program, *args], cwd=machine.work, env=machine.environment(**env),
                          stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        seen = b""
        while select.select([ours], [], [], 20)[0]:
            try:
                chunk = os.read(ours, 65536)
            except OSError:  # the other end is closed: how Linux says end of file here
                break
            if not chunk:
                break
            seen += chunk
        process.wait(timeout=20)
    os.close(ours)
    return seen


def check_colours(program):
    rows = [
        # on a terminal, options, environment, coloured
        (True, [], {"TERM": "xterm"}, True),
        (True, [], {"TERM": "xterm", "NO_COLOR": "1"}, False),
        (True, [], {"TERM": "xterm", "NO_COLOR": ""}, True),
        (True, [], {"TERM": "dumb"}, False),
        (True, ["--color", "never"], {"TERM": "xterm"}, False),
        (True, ["--color", "always"], {"TERM": "xterm", "NO_COLOR": "1"}, True),
        (False, [], {"TERM": "xterm"}, False),
        (False, ["--color", "auto"], {"TERM": "xterm"}, False),
        (False, ["--color", "always"], {}, True),
        (False, ["--color=always"], {"TERM": "dumb"}, True),
    ]
    with Machine(program) as machine:
        prepare(machine, program)
        for terminal, options, env, wanted in rows:
            for args in (["profile", "list"], ["--help"], ["doctor"]):
                words = options + args
                seen = on_terminal(machine, words, env) if terminal else machine.run(*words, env=env).out
                assert (b"\x1b[" in seen) == wanted, f"terminal {terminal}, {words}, {env}: {seen!r}"
            words = options + ["profile", "show", "nix"]
            seen = on_terminal(machine, words, env) if terminal else machine.run(*words, env=env).err
            assert (b"\x1b[" in seen) == wanted, f"errors, terminal {terminal}, {words}, {env}: {seen!r}"
            seen = machine.run(*options, "--format", "json", "profile", "list", env=env)
            assert b"\x1b" not in seen.out, "colours in JSON"
    return len(rows)


def check_verbosity(program):
    with Machine(program) as machine:
        prepare(machine, program)
        quiet = machine.run("-q", "docker", "generate", "work")
        assert quiet.code == 0 and not quiet.out and not quiet.err, quiet
        for option in ("-v", "--log-level=debug", "--log-level=off"):
            loud = machine.run(option, "docker", "generate", "work")
            usual = machine.run("docker", "generate", "work")
            assert loud.code == 0 and loud.out == usual.out, f"a log goes to stderr: {loud}"
        wrong = machine.run("-q", "docker", "generate", "nix")
        assert wrong.code == 1 and b"error: " in wrong.err, f"-q hides no error: {wrong}"


def check_untrusted(program):
    """What makes a refused plugin a trusted one stands beside the refusal, whichever command tells of it."""
    with Machine(program) as machine:
        prepare(machine, program)
        plugin = next((machine.root / "prefix").glob("lib*/**/github.so"))
        ours = machine.put("home/.local/share/mcpmx/plugins/ours.so", plugin.read_bytes(), 0o666)
        for args in (["plugin", "list"], ["docker", "generate", "work"]):
            run = machine.run(*args)
            assert f"chmod o-w '{ours}'" in run.text, run


def main():
    program, update = sys.argv[1], "--update" in sys.argv
    wrong = 0
    for name, args in CASES:
        text, file = answer(program, name, args), EXPECTED / name
        if update:
            EXPECTED.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
            continue
        wanted = file.read_text(encoding="utf-8") if file.exists() else ""
        if text != wanted:
            wrong += 1
            print(*difflib.unified_diff(wanted.splitlines(), text.splitlines(), f"expected/{name}", "now", lineterm=""),
                  sep="\n")
    names = {name for name, _ in CASES}
    stale = sorted(file.name for file in EXPECTED.iterdir() if file.name not in names)
    assert not stale, f"no case has these files: {stale}"
    if wrong:
        sys.exit(f"{wrong} of {len(CASES)} texts changed; look at each, then: cli_test.py MCPMX --update")
    rows = check_colours(program)
    check_verbosity(program)
    check_untrusted(program)
    print(f"{len(CASES)} texts, {rows} rows of colours, quiet and verbose: all as expected")


main()
