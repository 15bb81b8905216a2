#!/usr/bin/env python3
"""What MCPM's files say reaches the container unchanged, however much it looks like YAML or shell.

usage: quoting_test.py MCPMX DOCKER_COMPOSE
Each value goes through the real program and is read back by docker compose, an independent reader.
Exit 77: docker compose is not there (CTest: skipped).
"""
import json
import os
import subprocess
import sys

from machine import Machine, server, skip

# name, value. They stand as an argument, as a variable and as a server's name.
VALUES = [
    ("newline inside", "a\nb"), ("newline alone", "\n"), ("newline last", "a\n"), ("CRLF", "a\r\nb"),
    ("carriage return", "a\rb"), ("single quote", "a'b"), ("double quote", 'a"b'), ("both quotes", "'\"'"),
    ("colon blank", "a: b"), ("comment", "# x"), ("comment behind", "x # y"), ("flow map", "{a}"),
    ("flow list", "[a]"), ("alias", "*a"), ("anchor", "&a"), ("tag", "!a"), ("literal", "|"), ("folded", ">"),
    ("directive", "%a"), ("at", "@a"), ("backtick", "`a`"), ("tab first", "\ta"), ("tab inside", "a\tb"),
    ("emoji", "\U0001F600 é"), ("right to left", "\u202eabc"), ("Hebrew", "שלום"), ("long", "x" * 10_000),
    ("dollar", "a$b"), ("two dollars", "$$"), ("dollar last", "a$"), ("empty", ""), ("leading blanks", "  a"),
    ("trailing blank", "a "), ("yes", "yes"), ("null", "null"), ("octal", "012"), ("exponent", "1e3"),
    ("hexadecimal", "0x1f"), ("fraction", "1.50"), ("date", "2001-01-01"), ("sexagesimal", "12:30:45"),
    ("list item", "- a"), ("key sign", "? a"), ("dash", "-"), ("brace", "}"), ("comma", "a,b"),
    ("backslash", "\\"), ("backslash n", "\\n"), ("escape", "\x1b[31m"), ("delete", "\x7f"), ("bell", "\x07"),
    ("next line", "a\u0085b"), ("line separator", "a\u2028b"), ("byte order mark", "\ufeffa"), ("merge key", "<<"),
    ("equals", "a=b"), ("document start", "---"), ("document end", "..."), ("option", "--flag=1: 2"),
    ("command substitution", "$(id)"), ("shell", "a; id && b | c"), ("dots", ".."), ("slashes", "a//b"),
]

# Names of variables that Compose carries; what no program can be given is below.
VARIABLES = ["A B", "A:B", "A#", "é", "a.b", "- A", "A-B", "A'", "1A", "A\tB", "\U0001F600", " A", "null", "x" * 5_000]
IMPOSSIBLE_VARIABLES = ["A\0B", "A\nB", "A=B", ""]

# Nobody's key: such a value of a variable that is named like a secret switches something.
SWITCHES = {"yes", "null"}
# Stands for a key that is still to be filled in.
FILL_ME = {"..."}

PLACEHOLDERS = [("braces", "${X_GIVEN}"), ("default", "${X_GIVEN:-other}"), ("inside", "pre-${X_GIVEN}-post")]

MCPMX, COMPOSE = sys.argv[1], os.path.abspath(sys.argv[2]) if len(sys.argv) > 2 else ""
checks = [0]


def same(got, wanted, what):
    checks[0] += 1
    assert got == wanted, f"{what}: {str(got)[:300]!r} instead of {str(wanted)[:300]!r}"


def config(machine, **env):
    done = subprocess.run([COMPOSE, "-f", "docker-compose.yml", "config", "--format", "json"], cwd=machine.work,
                          env=machine.environment(**env), capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")[:2000]
    return json.loads(done.stdout)


def read_back(value):
    """`config` doubles the dollars of what it prints, so that its output can be read again."""
    if isinstance(value, dict):
        return {read_back(k): read_back(v) for k, v in value.items()}
    if isinstance(value, list):
        return [read_back(v) for v in value]
    return value.replace("$$", "$") if isinstance(value, str) else value


def generate(machine, profile="work"):
    done = machine.run("docker", "generate", "--format", "json", "--", profile)
    assert done.code == 0, str(done)
    return {outcome["name"]: outcome for outcome in done.document()["servers"]}


def arguments_and_variables():
    with Machine(MCPMX) as machine:
        machine.put_servers(*[server(f"s{i}", args=["-y", "some-mcp-server", "first", value, "last"], env={"VALUE": value})
                              for i, (_, value) in enumerate(VALUES)])
        generate(machine)
        services = read_back(config(machine)["services"])
        for i, (name, value) in enumerate(VALUES):
            same(services[f"s{i}"]["command"][-3:], ["first", value, "last"], f"argument, {name}")
            same(services[f"s{i}"]["environment"]["VALUE"], value, f"variable, {name}")


def secrets():
    """A secret goes by .env, whose grammar is another one."""
    with Machine(MCPMX) as machine:
        rows = [(i, name, value) for i, (name, value) in enumerate(VALUES) if value and value not in FILL_ME]
        machine.put_servers(*[server(f"s{i}", env={f"V{i}_API_KEY": value}) for i, _, value in rows])
        generate(machine)
        services = read_back(config(machine)["services"])
        text = (machine.work / "docker-compose.yml").read_text(encoding="utf-8")
        for i, name, value in rows:
            same(services[f"s{i}"]["environment"][f"V{i}_API_KEY"], value, f"secret, {name}")
            if value in SWITCHES:
                continue
            assert f"V{i}_API_KEY: ${{V{i}_API_KEY?" in text, f"secret, {name}: it does not stand in .env"


def server_names():
    with Machine(MCPMX) as machine:
        names = [value for _, value in VALUES] + ["../x", "a/b", "${X}", "$X"]
        machine.put_servers(*[server(name) for name in names])
        outcomes = generate(machine)
        services = read_back(config(machine)["services"])
        for name in names:
            (service,) = outcomes[name]["services"]
            same(services[service]["labels"]["mcpmx.server"], name, "server's name")
        same(len(services), len(names), "number of services")


def profile_names():
    for value in [value for _, value in VALUES if value] + ["../x", "a/b", "x\nservices: {}", "# y\n---\n", "${X}"]:
        with Machine(MCPMX) as machine:
            machine.put_servers(server(profile_tags=[value]))
            generate(machine, value)
            found = read_back(config(machine))
            same(found["x-mcpmx"]["profile"], value, "profile's name")
            same(list(found["services"]), ["one"], f"services of the profile {value!r}")


def variable_names():
    with Machine(MCPMX) as machine:
        machine.put_servers(*[server(f"s{i}", env={name: "v 1"}) for i, name in enumerate(VARIABLES)])
        generate(machine)
        services = read_back(config(machine)["services"])
        for i, name in enumerate(VARIABLES):
            same(services[f"s{i}"]["environment"], {name: "v 1"}, "variable's name")
    with Machine(MCPMX) as machine:
        machine.put_servers(server("good"),
                            *[server(f"s{i}", env={name: "v"}) for i, name in enumerate(IMPOSSIBLE_VARIABLES)])
        outcomes = generate(machine)
        same(list(config(machine)["services"]), ["good"], "services")
        for i, name in enumerate(IMPOSSIBLE_VARIABLES):
            assert "variable whose name" in outcomes[f"s{i}"]["reason"], f"{name!r}: {outcomes[f's{i}']}"
            checks[0] += 1


def nul_bytes():
    rows = [("a\0name", server("a\0name")), ("in-arg", server("in-arg", args=["-y", "p", "a\0b"])),
            ("in-env", server("in-env", env={"A": "a\0b"})), ("in-secret", server("in-secret", env={"A_TOKEN": "a\0b"})),
            ("in-package", server("in-package", args=["-y", "p\0q"])), ("in-command", server("in-command", command="np\0x"))]
    with Machine(MCPMX) as machine:
        machine.put_servers(server("good"), *[entry for _, entry in rows])
        outcomes = generate(machine)
        same(list(config(machine)["services"]), ["good"], "services")
        for name, _ in rows:
            outcome = outcomes[name]
            assert outcome["reason"] and not outcome["services"], f"{name!r}: {outcome}"
            checks[0] += 1
        assert b"\0" not in (machine.work / "docker-compose.yml").read_bytes()


def placeholders():
    """`${X}` of an entry is a hole to be filled in .env, never a default or the shell's business."""
    for name, value in PLACEHOLDERS:
        with Machine(MCPMX) as machine:
            machine.put_servers(server(args=["-y", "some-mcp-server", value]))
            outcomes = generate(machine)
            same(outcomes["one"]["needs"], ["X_GIVEN"], f"needs, {name}")
            config(machine)  # it loads before anything was filled in
            env = (machine.work / ".env").read_text()
            same(env.count("X_GIVEN="), 1, f".env, {name}")
            (machine.work / ".env").write_text("X_GIVEN='the value'\n")
            wanted = "pre-the value-post" if name == "inside" else "the value"
            same(read_back(config(machine)["services"]["one"]["command"])[-1], wanted, f"placeholder, {name}")


def text_for_people():
    """No control byte of a file reaches a terminal, and no table is torn by a line end."""
    with Machine(MCPMX) as machine:
        machine.put_servers(*[server(value, profile_tags=["work", value]) for _, value in VALUES])
        for args in (["docker", "generate", "work"], ["detect", "work"], ["profile", "list"], ["profile", "show", "work"]):
            done = machine.run(*args)
            assert done.code == 0, str(done)
            for byte in (b"\x1b", b"\r", b"\t", b"\x07", b"\x7f", "\u0085".encode()):
                assert byte not in done.out + done.err, f"{args} prints the byte {byte!r}"
                checks[0] += 1


if not os.access(COMPOSE, os.X_OK):
    skip("docker compose is not there; tests/compose/get brings it")
for part in (arguments_and_variables, secrets, server_names, profile_names, variable_names, nul_bytes, placeholders,
             text_for_people):
    part()
print(f"{checks[0]} checks: every value reads back as it was")
