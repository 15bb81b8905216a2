#!/usr/bin/env python3
"""The user's settings in x-mcpmx over several runs, and what a run leaves and names.

usage: settings_test.py MCPMX [--show]      --show prints what each row answers
"""
import sys

from machine import Machine, server, skip
from rows import GENERATE, SECRET, Row, check_all

try:
    import yaml
except ImportError:
    skip("PyYAML is not there")

COMPOSE = "work/docker-compose.yml"
POSTGRES = ["-y", "@modelcontextprotocol/server-postgres", "postgresql://app:pw@db.example.com:5432/shop"]


def compose(machine):
    return yaml.safe_load((machine.root / COMPOSE).read_text())


def sections(machine):
    """x-mcpmx.services, without our own notes."""
    found = compose(machine)["x-mcpmx"]["services"]
    return {name: {key: value for key, value in section.items() if key != "generated"}
            for name, section in found.items()}


def label(machine, service):
    return compose(machine)["services"][service]["labels"]["mcpmx.server"]


def set_lines(service, *lines):
    """Puts lines into the section of a service, first; makes the section where there is none."""
    def change(machine):
        path = machine.root / COMPOSE
        text = path.read_text()
        head, extension = text.split("x-mcpmx:\n", 1)
        extension = extension.replace("services: {}", "services:")
        if f"    {service}:\n" not in extension:
            extension = extension.replace("  services:\n", f"  services:\n    {service}:\n", 1)
        block = "".join(f"      {line}\n" for line in lines)
        extension = extension.replace(f"    {service}:\n", f"    {service}:\n{block}", 1)
        path.write_text(head + "x-mcpmx:\n" + extension)
    return change


def steps(*all_steps):
    """Steps on a machine: entries to be the profile's, a change of files, or the word "generate", which holds
    something back with a ! behind it."""
    def prepare(machine):
        for step in all_steps:
            if callable(step):
                step(machine)
            elif isinstance(step, list):
                machine.put_servers(*step)
            else:
                done = machine.run(*GENERATE, *step.split()[1:])
                assert done.code == (3 if step.endswith("!") else 0), str(done)
    return prepare


def holds(question, wanted):
    def check(machine, run):
        found = question(machine, run)
        assert found == wanted, f"{wanted} is wanted, found {found}: {run}"
    return check


def settings_are(**wanted):
    wanted = {name.replace("_", "-"): value for name, value in wanted.items()}
    return holds(lambda m, _: {n: s for n, s in sections(m).items() if s}, wanted)


def second_run_changes_nothing(check):
    def both(machine, run):
        check(machine, run)
        again = machine.run("--format", "json", *GENERATE)
        assert again.code == 0 and again.document()["state"] == "unchanged", again
        check(machine, run)
    return both


A_B, A_DASH_B = server("a b"), server("a-b", args=["-y", "other-server"])
ONE = server("one")
TWO = server("two", args=["-y", "second-server"])  # of the same content it would be "one", renamed
FORCE = (*GENERATE, "--force")

# Two servers whose names become one service name.
OWNER_ROWS = [
    Row("owner: settings stay with their server when another one comes first",
        steps([A_B], "generate", set_lines("a-b", "network: host"), "generate --force", [A_DASH_B, A_B]),
        code=0, check=second_run_changes_nothing(lambda m, r: (
            holds(lambda m, _: (label(m, "a-b"), label(m, "a-b-2")), ("a b", "a-b"))(m, r),
            holds(lambda m, _: "network_mode" in compose(m)["services"]["a-b-2"], False)(m, r),
            settings_are(a_b={"network": "host"})(m, r)))),
    Row("owner: settings of a server that left are not the next one's",
        steps([A_B], "generate", set_lines("a-b", "network: host"), "generate --force", [TWO], "generate", [A_DASH_B]),
        code=0, check=second_run_changes_nothing(lambda m, r: (
            holds(lambda m, _: label(m, "a-b-2"), "a-b")(m, r), settings_are(a_b={"network": "host"})(m, r)))),
    Row("owner: and it finds them again",
        steps([A_B], "generate", set_lines("a-b", "network: host"), "generate --force", [TWO], "generate",
              [A_DASH_B], "generate", [A_DASH_B, A_B]),
        code=0, check=second_run_changes_nothing(lambda m, r: (
            holds(lambda m, _: compose(m)["services"]["a-b"].get("network_mode"), "host")(m, r),
            holds(lambda m, _: label(m, "a-b"), "a b")(m, r)))),
    Row("owner: settings written before the first run are one server's",
        lambda m: (m.put_servers(A_B, A_DASH_B), m.put(COMPOSE, "x-mcpmx:\n  services:\n    a-b:\n      network: host\n")),
        FORCE, 0, check=second_run_changes_nothing(lambda m, r: (
            holds(lambda m, _: label(m, "a-b"), "a-b")(m, r),
            holds(lambda m, _: [s for s, b in compose(m)["services"].items() if "network_mode" in b], ["a-b"])(m, r)))),
]

KEPT = {"network": "host", "note": {"of": ["mine", 1, True, None]}}
KEPT_LINES = ("network: host", "note: {of: [mine, 1, true, null]}")
REMOTE = server("one", command=None, args=None, env=None, url="https://mcp.example.com/mcp", headers={})

# Services that are not in the file now.
KEPT_ROWS = [
    Row(f"kept: {name}", steps([ONE], "generate", set_lines("one", *KEPT_LINES), "generate --force", then), code=0,
        check=second_run_changes_nothing(settings_are(one=KEPT)))
    for name, then in [
        ("the server is there", [ONE]),
        ("it is disabled", [server(enabled=False)]),
        ("it left the profile", [TWO]),
        ("it became a remote one", [REMOTE]),
        ("its path is denied", [server(args=["-y", "@modelcontextprotocol/server-filesystem", "/etc"])]),
    ]] + [
    Row("kept: it has another name", steps([ONE], "generate", set_lines("one", *KEPT_LINES), "generate", [server("two")]),
        code=0, check=second_run_changes_nothing(lambda m, r: (
            settings_are(two=KEPT)(m, r),
            holds(lambda m, _: list(compose(m)["services"]), ["two"])(m, r),
            holds(lambda m, _: compose(m)["services"]["two"]["network_mode"], "host")(m, r)))),
    Row("kept: it has another name, and the new service its old one",
        steps([A_B], "generate", set_lines("a-b", *KEPT_LINES), "generate", [server("a-b")]), code=0,
        check=second_run_changes_nothing(lambda m, r: (
            settings_are(a_b=KEPT)(m, r), holds(lambda m, _: label(m, "a-b"), "a-b")(m, r),
            holds(lambda m, _: compose(m)["services"]["a-b"]["network_mode"], "host")(m, r)))),
    Row("kept: it came back", steps([ONE], "generate", set_lines("one", *KEPT_LINES), "generate --force",
                                    [TWO], "generate", [ONE]),
        code=0, check=second_run_changes_nothing(lambda m, r: (
            settings_are(one=KEPT)(m, r),
            holds(lambda m, _: compose(m)["services"]["one"]["network_mode"], "host")(m, r)))),
    Row("kept: a dollar sign does not grow",
        steps([ONE], "generate", set_lines("one", "note: a$$b"), "generate --force", "generate", [TWO], "generate",
              [ONE]), code=0, check=settings_are(one={"note": "a$$b"})),
    Row("kept: keys of x-mcpmx itself",
        steps([ONE], "generate",
              lambda m: (m.root / COMPOSE).write_text((m.root / COMPOSE).read_text() + "  note: {mine: 1}\n")), FORCE, 0,
        ("docker-compose.yml:", "x-mcpmx has no key"),
        check=second_run_changes_nothing(holds(lambda m, _: compose(m)["x-mcpmx"]["note"], {"mine": 1}))),
    Row("kept: what a mapping chose, beside what a person set",
        steps([server("pg", args=[*POSTGRES[:2], "${DATABASE_URL}"])], "generate",
              lambda m: (m.root / COMPOSE).write_text(
                  (m.root / COMPOSE).read_text().replace("database: managed", "database: external")),
              "generate --force"),
        code=0, check=settings_are(pg={"database": "external"})),
]


FETCH = server("fetch", command="uvx", args=["mcp-server-fetch"])
MEMORY = server("memory", args=["-y", "@modelcontextprotocol/server-memory"])
BROKEN = server("one", args="not a list")


def backups(machine, _):
    return [path.name for path in machine.work.glob("*.mcpmx-bak*")]


def keeps_one(machine, run):
    holds(lambda m, _: "one" in compose(m)["services"], True)(machine, run)


# What a run takes out of the file, and what it must not.
CHANGE_ROWS = [
    Row("settings alone need no --force", steps([ONE], "generate", set_lines("one", "network: host")), code=0,
        check=second_run_changes_nothing(lambda m, r: (
            holds(lambda m, _: compose(m)["services"]["one"]["network_mode"], "host")(m, r),
            holds(backups, [])(m, r)))),
    Row("a comment in the settings stays",
        steps([ONE], "generate", set_lines("one", "network: host  # why")), code=0, check=lambda m, r: (
            holds(lambda m, _: "network: host  # why\n" in (m.root / COMPOSE).read_text(), True)(m, r),
            holds(backups, [])(m, r))),
    Row("settings and a service",
        steps([ONE], "generate", set_lines("one", "network: host"),
              lambda m: (m.root / COMPOSE).write_text((m.root / COMPOSE).read_text().replace("    restart:", "    tty: true\n    restart:", 1))),
        code=0, check=second_run_changes_nothing(holds(lambda m, _: (
            compose(m)["services"]["one"]["network_mode"], compose(m)["services"]["one"]["tty"], backups(m, _)),
            ("host", True, [])))),
    Row("a server left", steps([ONE, FETCH], "generate", [FETCH]), code=0, words=("one",),
        check=lambda m, r: b"schema" in r.out or holds(lambda _, r: (
            "No longer in the file:\n  service one\n" in r.text, "up -d --remove-orphans" in r.text), (True, True))(m, r)),
    Row("a server left with its volume", steps([ONE, MEMORY], "generate", [ONE]), code=0,
        words=("memory-data",), check=holds(lambda m, _: "memory-data" in compose(m)["volumes"], True)),
    Row("all servers left", steps([ONE], "generate", [REMOTE]), code=0,
        check=lambda m, r: b"schema" in r.out or holds(lambda _, r: "docker compose down --remove-orphans" in r.text, True)(m, r)),
    Row("a server was disabled", steps([ONE, FETCH], "generate", [server(enabled=False), FETCH]), code=0,
        check=lambda m, r: b"schema" in r.out or holds(lambda _, r: "docker compose stop one\n" in r.text, True)(m, r)),
    Row("fault: an entry became unreadable", steps([ONE, FETCH], "generate", [BROKEN, FETCH]), code=3, error=False,
        words=("one", "its services stay as they are", "args must be a list"), check=keeps_one),
    Row("fault: an entry became unreadable, and another is new", steps([ONE], "generate", [BROKEN, FETCH], "generate!"),
        code=3, error=False, words=("its services stay as they are",),
        check=lambda m, r: (keeps_one(m, r), holds(lambda m, _: "fetch" in compose(m)["services"], True)(m, r))),
    Row("fault: an unknown mapping", steps([ONE], "generate", set_lines("one", "mapping: nix"), "generate!"), code=3,
        error=False,
        words=("its services stay as they are", "nix"),
        check=lambda m, r: (keeps_one(m, r), holds(lambda m, _: list(compose(m)["networks"]), ["mcp-network"])(m, r))),
    Row("fault: and --force", steps([ONE, FETCH], "generate", [BROKEN, FETCH]), FORCE, 0,
        check=holds(backups, ["docker-compose.yml.mcpmx-bak"])),
    Row("report: one sentence for servers of one case",
        lambda m: m.put_servers(REMOTE, server("two", command=None, args=None, env=None, url="https://x.example/mcp", headers={})),
        code=0, check=lambda m, r: b"schema" in r.out or holds(
            lambda _, r: "\n  one, two: it is reached by its URL" in "\n" + r.text, True)(m, r)),
    Row("report: warnings, then the file, then the folder to make",
        lambda m: m.put_servers(server(args=["-y", "@modelcontextprotocol/server-filesystem", "/srv/mcpmx gone"])), code=0,
        check=lambda m, r: b"schema" in r.out or holds(lambda _, r: (
            0 < r.out.find(b"warning: one: ") < r.out.find(b"Wrote ") < r.out.find(b"Next: mkdir -p '/srv/mcpmx gone', then docker"),
            r.err), (True, b""))(m, r)),
    Row("report: a project name that is taken",
        lambda m: (m.put_servers(ONE), m.run(*GENERATE, "-f", "other/compose.yml")), code=0,
        words=("the Compose project is called mcp-work-2", "other/compose.yml is mcp-work")),
]


def told(name, lines, *words, never=(), service="one", entry=ONE):
    return Row("told: " + name, steps([entry], "generate", set_lines(service, *lines)), FORCE, 0, words, never)


TOLD_ROWS = [
    told("a misspelt key", ["netwrk: host"], "docker-compose.yml:", "netwrk", "did you mean network?"),
    told("a key that is near nothing", ["replicas: 3"], "replicas", never=("did you mean",)),
    told("a key of the mapping's", ["databse: managed"], "the mapping postgresql does not name it",
         "did you mean database?", service="pg", entry=server("pg", args=POSTGRES)),
    told("a known key of the mapping's", ["database: external"], never=("does not know",), service="pg",
         entry=server("pg", args=POSTGRES)),
    told("a key of another mapping's", ["database: managed"], "does not know the setting"),
    told("a note of one's own", ["x-note: mine"], never=("x-note",)),
    Row("told: a service that was called otherwise by hand",
        steps([ONE], "generate", set_lines("one", "network: host"),
              lambda m: (m.root / COMPOSE).write_text((m.root / COMPOSE).read_text().replace("  one:\n", "  web:\n"))),
        FORCE, 0, ("has no service", "web", "x-mcpmx.services.one"),
        check=second_run_changes_nothing(settings_are(web={"network": "host"}))),
    Row("told: where a mapping's own setting stands",
        lambda m: m.put_servers(server("my db", args=[*POSTGRES[:2], "${DATABASE_URL}"])), code=0,
        words=("x-mcpmx.services.my-db.database",)),
    told("a wrong type", ["mapping: [fetch]"], "docker-compose.yml:", "it takes a text, and here is a list"),
    told("a section of nobody", ["network: host"], "no server of the profile has a service", "did you mean one?",
         service="oone"),
    Row("told: x-mcpmx that is no map", lambda m: (m.put_servers(ONE), m.put(COMPOSE, "x-mcpmx: mine\n")), FORCE,
        1, ("docker-compose.yml:1", "map")),
]

TOKEN = {"SOME_API_KEY": SECRET}
LEFT_ROWS = [
    Row("left in .env: of a server that is gone", steps([server(env=TOKEN), server("two")], "generate", [server("two")]),
        code=0, words=("SOME_API_KEY", ".env:1"),
        check=lambda m, _: holds(lambda m, _: SECRET in (m.work / ".env").read_text(), True)(m, _)),
    Row("left in .env: none", steps([server(env=TOKEN)], "generate"), code=0, never=(".env:1",)),
    Row("left in .env: a person's own line",
        steps([server("two")], lambda m: m.put("work/.env", "MINE=1\n", 0o600), "generate"), code=0, never=("MINE",)),
    Row("left in .env: until the line is gone",
        steps([server(env=TOKEN), server("two")], "generate", [server("two")], "generate",
              lambda m: m.put("work/.env", "", 0o600)), code=0, never=("SOME_API_KEY",)),
]


def overridden(machine):
    steps([ONE, server("fetch", command="uvx", args=["mcp-server-fetch"])], "generate",
          set_lines("one", "mapping: fetch"), "generate --force")(machine)


def detected(machine, *args):
    run = machine.run("--format", "json", "detect", *args)
    assert run.code == 0, str(run)
    return {one["name"]: (one["how"], one["mapping"]) for one in run.document()["servers"]}


OVERRIDE = {"one": ("override", "fetch"), "fetch": ("package", "fetch")}
PLAIN = {"one": ("package", None), "fetch": ("package", "fetch")}


def detect_follows(program):
    with Machine(program) as machine:
        overridden(machine)
        assert detected(machine, "work") == OVERRIDE, detected(machine, "work")
        (machine.work / "docker-compose.yml").rename(machine.work / "other.yml")
        assert detected(machine, "work") == PLAIN, "no Compose file, no settings"
        for args in (("work", "-f", "other.yml"), ("--all", "-f", "other.yml")):
            assert detected(machine, *args) == OVERRIDE, args
        (machine.work / "other.yml").rename(machine.work / "docker-compose.yml")
        assert detected(machine, "--all") == PLAIN, "a file is a profile's, and --all is of none"
        machine.put_servers(server(profile_tags=["play"]), server("two"))
        assert detected(machine, "play") == {"one": ("package", None)}, "the file is of another profile"
        before = machine.snapshot()
        missing = machine.run("detect", "work", "-f", "gone.yml")
        assert missing.code == 0 and b"no such Compose file" in missing.err, missing
        assert machine.snapshot() == before, "detect writes nothing"


DETECT_ROWS = [
    Row("detect: shows the override", overridden, ("detect", "work"), 0, ("override", "fetch")),
    Row("detect: a Compose file that does not parse", lambda m: (m.put_servers(ONE), m.put(COMPOSE, "a: [\n")),
        ("detect", "work"), 0, ("one", "no settings are read from the Compose file here", "docker-compose.yml:2")),
    Row("detect: a Compose file of a stranger's that Compose would refuse",
        lambda m: (m.put_servers(ONE), m.put(COMPOSE, "services:\n  a: {image: x}\n  a: {image: y}\n")),
        ("detect", "work"), 0, ("one", "no settings are read", "docker-compose.yml:3")),
    Row("detect: a Compose file that is named and does not parse",
        lambda m: (m.put_servers(ONE), m.put(COMPOSE, "a: [\n")), ("detect", "work", "-f", "docker-compose.yml"), 1,
        ("docker-compose.yml",)),
    Row("detect: of no profile it is nobody's business",
        lambda m: (m.put_servers(ONE), m.put(COMPOSE, "a: [\n")), ("detect", "--all"), 0),
    Row("detect: an unknown mapping", steps([ONE], "generate", set_lines("one", "mapping: nix")), ("detect", "work"), 0,
        ("nix",)),
]


def link_to(target):
    def prepare(machine):
        (machine.home / ".ssh").mkdir()
        (machine.home / "docs").mkdir()
        (machine.home / "link").symlink_to(machine.home / target)
        machine.put_servers(server(args=["-y", "@modelcontextprotocol/server-filesystem", str(machine.home / "link")]))
    return prepare


def keys_elsewhere(machine):
    """Credentials that live in a folder of another name, as people do who keep their dot files in git."""
    (machine.home / "dotfiles" / "ssh").mkdir(parents=True)
    (machine.home / ".ssh").symlink_to("dotfiles/ssh")
    machine.put_servers(server(args=["-y", "@modelcontextprotocol/server-filesystem", str(machine.home / "dotfiles")]))


LINK_ROWS = [
    Row("link: what a denied folder leads to", keys_elsewhere, code=0, words=("home/dotfiles, which holds",),
        check=holds(lambda m, _: compose(m)["services"], {})),
    Row("link: to a denied folder", link_to(".ssh"), code=0, words=("link, which leads to", "/home/.ssh", "allow: ["),
        check=holds(lambda m, _: compose(m)["services"], {})),
    Row("link: to any other", link_to("docs"), code=0,
        check=holds(lambda m, _: [v["source"].rsplit("/", 1)[1] for v in compose(m)["services"]["one"]["volumes"]
                                  if isinstance(v, dict)], ["link"])),
    Row("link: allowed by what it leads to",
        lambda m: (link_to(".ssh")(m), m.put(COMPOSE, f"x-mcpmx: {{services: {{one: {{allow: [{m.home}/.ssh]}}}}}}\n")),
        FORCE, 0, check=holds(lambda m, _: list(compose(m)["services"]), ["one"])),
]

ROWS = OWNER_ROWS + KEPT_ROWS + CHANGE_ROWS + TOLD_ROWS + LEFT_ROWS + DETECT_ROWS + LINK_ROWS

if __name__ == "__main__":
    check_all(sys.argv[1], ROWS, "--show" in sys.argv, (detect_follows,))
