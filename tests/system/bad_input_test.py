#!/usr/bin/env python3
"""Files that are not what they should be: MCPM's, the Compose file that is there, mappings, .env.

usage: bad_input_test.py MCPMX [--show]      --show prints what each row answers
"""
import json
import sys

from machine import server
from rows import GENERATE, SECRET, Row, check_all, nothing

SERVERS = "home/.config/mcpm/servers.json"
METADATA = "home/.config/mcpm/profiles_metadata.json"
KEY = json.dumps(SECRET)


def servers(content):
    return lambda machine: machine.put(SERVERS, content)


def entry(**fields):
    """One good server and one with these fields, which MCPM cannot read."""
    bad = server("bad", env={"SOME_API_KEY": SECRET}) | fields
    return lambda machine: machine.put(SERVERS, {"good": server("good"), "bad": bad})


def beside(path, content):
    """A good profile, and this file."""
    def prepare(machine):
        nothing(machine)
        machine.put(path, content)
    return prepare


def mapping(content):
    return beside("maps/ours.yaml", content)


def entry_row(what, words, **fields):
    """The entry is reported with its place, the others are served."""
    def check(machine, _):
        text = (machine.work / "docker-compose.yml").read_text()
        assert "  good:" in text and "  bad:" not in text, text
    return Row("entry: " + what, entry(**fields), GENERATE, 0, ("bad", "servers.json:", *words), check=check)


def nested(opening, closing, depth):
    return opening * depth + closing * depth


def alias_bomb():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [" + ", ".join([f"*a{i - 1}"] * 10) + "]" for i in range(1, 12)]
    return "\n".join(lines) + "\n"


def sparse(path, size):
    def prepare(machine):
        nothing(machine)
        file = machine.put(path, b"{")
        with file.open("r+b") as stream:
            stream.truncate(size)
    return prepare


HALF = '{"one": {"name": "one", "profile_tags": ["work"], "env": {"A_TOKEN": ' + KEY + '}, "command": "np'
GOOD = json.dumps({"one": server(env={"A_TOKEN": SECRET})})

JSON_ROWS = [
    Row("servers: truncated", servers(HALF), words=("not valid JSON", "servers.json:1")),
    Row("servers: truncated between members", servers(GOOD[:-1]), words=("not valid JSON", "servers.json:1")),
    Row("servers: trailing comma", servers('{\n  "a": {"name": "a", "command": "x"},\n}'),
        words=("not valid JSON", "servers.json:")),
    Row("servers: comment", servers("{\n  // mine\n}"), words=("not valid JSON", "servers.json:2")),
    Row("servers: two documents", servers("{} {}"), words=("not valid JSON", "servers.json:1")),
    Row("servers: single quotes", servers("{'a': 1}"), words=("not valid JSON", "servers.json:1")),
    Row("servers: a list", servers("[]"), words=("servers.json:1", "list")),
    Row("servers: a string", servers('"x"'), words=("servers.json:1", "string")),
    Row("servers: a number", servers("12"), words=("servers.json:1", "number")),
    Row("servers: null", servers("null"), words=("servers.json:1", "null")),
    Row("servers: bare word", servers("nul"), words=("not valid JSON", "servers.json:1")),
    Row("servers: empty file", servers(""), words=("servers.json", "empty")),
    Row("servers: blanks alone", servers(" \n\n"), words=("servers.json", "empty")),
    Row("servers: NUL bytes", servers(b'{"a\0": {}}'), words=("NUL", "servers.json:1")),
    Row("servers: NUL bytes alone", servers(b"\0" * 100), words=("servers.json:1",)),
    Row("servers: invalid UTF-8", servers(b'{\n"a\xff\xfe": {}}'), words=("UTF-8", "servers.json:2")),
    Row("servers: UTF-16 with BOM", servers("{}".encode("utf-16")), words=("UTF-16", "servers.json")),
    Row("servers: UTF-16 without BOM", servers("{}".encode("utf-16-le")), words=("servers.json",)),
    Row("servers: UTF-32 with BOM", servers("{}".encode("utf-32")), words=("UTF-32", "servers.json")),
    Row("servers: raw control character", servers('{"a\n": {}}'), words=("not valid JSON", "servers.json:")),
    Row("servers: lone surrogate", servers('{"\\ud800": {}}'), words=("not valid JSON", "servers.json:1")),
    Row("servers: bad escape", servers('{"\\q": {}}'), words=("not valid JSON", "servers.json:1")),
    Row("servers: a binary", servers(b"\x7fELF\x02\x01\x01\0\0\0"), words=("servers.json:1",)),
    Row("servers: 100 MB", sparse(SERVERS, 100_000_000), words=("100000000", "limit", "servers.json")),
    Row("servers: 10,000 lists deep", servers('{"a": ' + nested("[", "]", 10_000) + "}"),
        words=("200", "servers.json:1")),
    Row("servers: 10,000 maps deep", servers(nested('{"a":', "}", 10_000)), words=("servers.json:1",)),
    Row("servers: 1,000,000 brackets, never closed", servers("[" * 1_000_000), words=("servers.json:1",)),
    Row("servers: with BOM is read", servers(b"\xef\xbb\xbf" + GOOD.encode()), code=0),
    Row("servers: duplicate keys are told", servers('{\n"one": ' + json.dumps(server()) + ',\n"one": '
                                                    + json.dumps(server()) + "}"),
        code=0, words=("one", "twice", "servers.json:3")),
    Row("profiles: truncated", beside(METADATA, '{"work": '), words=("not valid JSON", "profiles_metadata.json:1")),
    Row("profiles: a list", beside(METADATA, "[]"), words=("profiles_metadata.json:1", "list")),
    Row("profiles: a number in place of one", beside(METADATA, '{"work": 1}'), code=0,
        words=("profiles_metadata.json:1",)),
    Row("profiles: 10,000 deep", beside(METADATA, nested("[", "]", 10_000)), words=("profiles_metadata.json:1",)),
]

ENTRY_ROWS = [
    entry_row("no name", ("name",), name=None),
    entry_row("name is a number", ("name",), name=1),
    entry_row("command is a list", ("command",), command=["npx"]),
    entry_row("command is null", ("command",), command=None),
    entry_row("args is a string", ("args",), args="-y x"),
    entry_row("args is null", ("args",), args=None),
    entry_row("an argument is a number", ("args",), args=["-y", 1]),
    entry_row("an argument is a list", ("args",), args=["-y", ["x"]]),
    entry_row("env is a list", ("env",), env=["A=1"]),
    entry_row("env is null", ("env",), env=None),
    entry_row("a variable is a number", ("env",), env={"A": 1, "SOME_API_KEY": SECRET}),
    entry_row("a variable is null", ("env",), env={"A": None}),
    entry_row("a variable is a boolean", ("env",), env={"A": True}),
    entry_row("a variable is a map", ("env",), env={"A": {"b": SECRET}}),
]

TAG_ROWS = [
    Row("entry: not an object", servers({"good": server("good"), "bad": 1}), ("detect", "--all"), 0,
        ("bad", "servers.json:", "good")),
    Row("entry: profile_tags is a string", entry(profile_tags="work"), ("detect", "--all"), 0,
        ("bad", "profile_tags", "servers.json:")),
    Row("entry: profile_tags is null", entry(profile_tags=None), ("detect", "--all"), 0,
        ("bad", "profile_tags", "servers.json:")),
    Row("entry: a tag is a number", entry(profile_tags=["work", 1]), ("detect", "--all"), 0,
        ("bad", "profile_tags", "servers.json:")),
    Row("entry: url is a number", servers({"good": server("good"), "bad": {"name": "bad", "url": 1}}),
        ("detect", "--all"), 0, ("bad", "servers.json:")),
    Row("entry: headers is a list", servers({"good": server("good"),
                                             "bad": {"name": "bad", "url": "https://a/", "headers": [SECRET]}}),
        ("detect", "--all"), 0, ("bad", "headers", "servers.json:")),
    Row("entry: neither command nor url", servers({"good": server("good"), "bad": {"name": "bad"}}),
        ("detect", "--all"), 0, ("bad", "servers.json:")),
]

COMPOSE = "work/docker-compose.yml"
OLD_SECRET = "services:\n  a:\n    environment:\n      TOKEN: " + SECRET + "\n"
COMPOSE_ROWS = [
    Row("compose: unclosed quote", beside(COMPOSE, OLD_SECRET + '    image: "x\n'), words=("docker-compose.yml:",)),
    Row("compose: unclosed bracket", beside(COMPOSE, OLD_SECRET + "    image: [x\n"), words=("docker-compose.yml:",)),
    Row("compose: tab for indentation", beside(COMPOSE, "services:\n\ta:\n"), words=("docker-compose.yml:2",)),
    Row("compose: wrong indentation", beside(COMPOSE, "a:\n  b: 1\n c: 2\n"), words=("docker-compose.yml:",)),
    Row("compose: a list", beside(COMPOSE, "- a\n- b\n"), words=("docker-compose.yml:1", "list")),
    Row("compose: a word", beside(COMPOSE, "hello\n"), words=("docker-compose.yml:1",)),
    Row("compose: two documents", beside(COMPOSE, "a: 1\n---\nb: 2\n"), words=("docker-compose.yml:2",)),
    Row("compose: duplicate keys", beside(COMPOSE, "services:\n  a: {}\n  a: {}\n"),
        words=("docker-compose.yml:3", "\"a\"")),
    Row("compose: alias bomb", beside(COMPOSE, alias_bomb()), words=("alias", "docker-compose.yml:")),
    Row("compose: alias to itself", beside(COMPOSE, "a: &a [*a]\n"), words=("docker-compose.yml:1",)),
    Row("compose: unknown alias", beside(COMPOSE, "a: *b\n"), words=("docker-compose.yml:1",)),
    Row("compose: 10,000 deep, flow", beside(COMPOSE, "a: " + nested("[", "]", 10_000)),
        words=("docker-compose.yml:1", "deep")),
    Row("compose: 1,000 deep, block", beside(COMPOSE, "".join(" " * i + "a:\n" for i in range(1_000))),
        words=("docker-compose.yml:",)),
    Row("compose: NUL byte", beside(COMPOSE, b"a: b\0\n"), words=("NUL", "docker-compose.yml:1")),
    Row("compose: invalid UTF-8", beside(COMPOSE, b"a: b\n\xff: 1\n"), words=("UTF-8", "docker-compose.yml:2")),
    Row("compose: UTF-16", beside(COMPOSE, "a: 1\n".encode("utf-16")), words=("UTF-16", "docker-compose.yml")),
    Row("compose: 100 MB", sparse(COMPOSE, 100_000_000), words=("limit", "docker-compose.yml")),
    Row("compose: the hang of yaml-cpp", beside(COMPOSE, "{a: b},\n"), words=("docker-compose.yml:1",)),
    Row("compose: merge key without a map", beside(COMPOSE, "a:\n  <<: 1\n"), words=("docker-compose.yml:2",)),
    Row("compose: a foreign file", beside(COMPOSE, OLD_SECRET), code=3,
        words=("not written by mcpmx", "--force", "docker-compose.yml")),
    Row("compose: an empty file is foreign", beside(COMPOSE, ""), code=3, words=("not written by mcpmx",)),
    Row("compose: broken, and --force", beside(COMPOSE, OLD_SECRET + '    image: "x\n'), (*GENERATE, "--force"),
        words=("docker-compose.yml:",)),
]

BASE = "id: ours\ntitle: Ours\ndetect:\n  npm: [some-mcp-server]\n"


def map_row(what, text, words):
    """`mapping check` says where; a run that meets the file goes on without it and says so in the list."""
    return [Row("mapping check: " + what, mapping(text), ("mapping", "check", "../maps/ours.yaml"), 1, words, error=False),
            Row("mapping dir: " + what, mapping(text), ("--mapping-dir", "../maps", "mapping", "list"), 0,
                ("refused", *words))]


MAPPING_ROWS = sum([
    map_row("unclosed quote", 'id: "x\n', ("ours.yaml:",)),
    map_row("alias bomb", alias_bomb(), ("ours.yaml:", "alias")),
    map_row("10,000 deep", "a: " + nested("[", "]", 10_000), ("ours.yaml:1", "deep")),
    map_row("duplicate key", BASE + "id: b\n", ("ours.yaml:5",)),
    map_row("empty", "", ("ours.yaml",)),
    map_row("a list", "- id: x\n", ("ours.yaml:1",)),
    map_row("no id", "title: x\n", ("is missing", "ours.yaml:1:1")),
    map_row("id with a slash", "id: ../x\n", ("id", "ours.yaml:1")),
    map_row("id is a number", "id: 12\n", ("id", "ours.yaml:1")),
    map_row("unknown key", BASE + "servce: {}\n", ("servce", "ours.yaml:5:1")),
    map_row("detect is a list", "id: ours\ndetect: [x]\n", ("ours.yaml:2",)),
    map_row("unknown detect key", "id: ours\ndetect:\n  nmp: [x]\n", ("nmp", "ours.yaml:3:3")),
    map_row("a name is a number", "id: ours\ndetect:\n  npm: [1]\n", ("ours.yaml:3",)),
    map_row("service is a string", BASE + "service: x\n", ("ours.yaml:5",)),
    map_row("unknown kind", BASE + "kinds:\n  rpm: {}\n", ("rpm", "ours.yaml:6:3")),
    map_row("priority is a word", BASE + "priority: high\n", ("ours.yaml:5",)),
    map_row("intent: unknown key of a service", BASE + "service:\n  harden: full\n", ("harden", "ours.yaml:6:3")),
    map_row("intent: wrong hardening", BASE + "service:\n  hardening: some\n", ("hardening", "ours.yaml:6:14")),
    map_row("intent: port is a word", BASE + "service:\n  http: {port: x}\n", ("port", "ours.yaml:6:16")),
    map_row("intent: port too large", BASE + "service:\n  http: {port: 65536}\n", ("port", "ours.yaml:6:16")),
    map_row("intent: env is a list", BASE + "env: [A]\n", ("env", "ours.yaml:5:6")),
    map_row("intent: secret is a word", BASE + "env:\n  A: {secret: perhaps}\n", ("secret", "ours.yaml:6:15")),
    map_row("compose: unknown key", BASE + "service:\n  compose:\n    imgae: x\n", ("imgae", "ours.yaml:7:5")),
    map_row("compose: a place that does not belong", BASE + "service:\n  compose: {command: [{$port: 1}]}\n",
            ("$port", "ours.yaml:6:23")),
    map_row("NUL byte", "id: a\0\n", ("NUL", "ours.yaml:1")),
    map_row("invalid UTF-8", b"id: \xff\n", ("UTF-8", "ours.yaml:1")),
], [])

ENV = "work/.env"


def kept(path, text):
    def check(machine, _):
        found = (machine.root / path).read_text()
        assert found.startswith(text), f"{path} is now {found!r}"
    return check


def put_env_folder(machine):
    nothing(machine)
    (machine.work / ".env").mkdir()


ENV_ROWS = [
    Row(".env: unclosed quote", beside(ENV, "A=1\nB='" + SECRET + "\n"), words=(".env:2",)),
    Row(".env: unclosed double quote", beside(ENV, 'A="' + SECRET + "\n"), words=(".env:1",)),
    Row(".env: a line without =", beside(ENV, "A B " + SECRET + "\n"), words=(".env:1",)),
    Row(".env: no name", beside(ENV, "=" + SECRET + "\n"), words=(".env:1",)),
    Row(".env: NUL byte", beside(ENV, b"A=b\0c\n"), words=(".env:1",)),
    Row(".env: a folder", put_env_folder, words=(".env", "folder")),
    Row(".env: 100 MB", sparse(ENV, 100_000_000), words=(".env", "limit")),
    Row(".env: one of another's is kept", beside(ENV, "SOME_API_KEY=mine\n# end\n"), code=0,
        check=kept(ENV, "SOME_API_KEY=mine\n# end\n")),
    Row(".env: CRLF is kept", beside(ENV, "A=1\r\n"), code=0,
        check=lambda m, _: (m.work / ".env").read_bytes().startswith(b"A=1\r\n") or sys.exit("CRLF")),
]

ENTRY_JSON = ("detect", "--server")
SERVER_ROWS = [
    Row("--server: not JSON", args=(*ENTRY_JSON, "{npx"), words=("not valid JSON", "--server:1")),
    Row("--server: empty", args=(*ENTRY_JSON, ""), words=("--server",)),
    Row("--server: a list", args=(*ENTRY_JSON, "[]"), words=("--server:1", "list")),
    Row("--server: no command", args=(*ENTRY_JSON, "{}"), words=("--server:1", "command")),
    Row("--server: a name is not needed", args=(*ENTRY_JSON, '{"command": "uvx", "args": ["mcp-server-time"]}'), code=0,
        words=("mcp-server-time",)),
    Row("--server: wrong type", args=(*ENTRY_JSON, '{"command": "npx", "env": {"A_TOKEN": [' + KEY + "]}}"),
        words=("--server:1", "env")),
    Row("--server: 10,000 deep", args=(*ENTRY_JSON, nested("[", "]", 10_000)), words=("--server:1",)),
    Row("--server -: empty stdin", args=(*ENTRY_JSON, "-"), words=("--server",)),
    Row("--server -: NUL", args=(*ENTRY_JSON, "-"), run={"input": b"\0"}, words=("NUL",)),
    Row("--server -: 100 MB", args=(*ENTRY_JSON, "-"), run={"input": b" " * 100_000_000}, words=("16 MiB",)),
]

ROWS = JSON_ROWS + ENTRY_ROWS + TAG_ROWS + COMPOSE_ROWS + MAPPING_ROWS + ENV_ROWS + SERVER_ROWS

if __name__ == "__main__":
    check_all(sys.argv[1], ROWS, "--show" in sys.argv)
