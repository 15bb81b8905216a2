#!/usr/bin/env python3
"""A value in .env reaches the server for which it was filled in, whatever becomes of the profile.

usage: env_owner_test.py MCPMX
Every row: a profile, what a person writes into .env after the first run, and the profile of the next
runs. Two servers ask for a variable of one name; neither may ever get the other's value.
"""
import re
import sys

from machine import Machine, server

GENERATE = ("--quiet", "docker", "generate", "work")
UNKNOWN = "YOUR_API_KEY"


def entry(name, key=UNKNOWN, package="some-mcp-server"):
    return server(name, args=["-y", package], env={"API_KEY": key})


BOTH = [entry("aaa"), entry("bbb")]
FILLED = {"aaa": "keyOfAAA", "bbb": "keyOfBBB"}
# name, profile at first, what is filled in by server, profile then, what each server has in the end
ROWS = [
    ("one is added before", [entry("bbb")], {"bbb": "keyOfBBB"}, BOTH, {"aaa": "", "bbb": "keyOfBBB"}),
    ("the first leaves", BOTH, FILLED, [entry("bbb")], {"bbb": "keyOfBBB"}),
    ("the order is turned", BOTH, FILLED, BOTH[::-1], FILLED),
    ("the first leaves, the second has a value", [entry("aaa"), entry("bbb", "realOfBBB1")],
     {"aaa": "keyOfAAA"}, [entry("bbb", "realOfBBB1")], {"bbb": "realOfBBB1"}),
    ("the first leaves, the second's value too", [entry("aaa"), entry("bbb", "realOfBBB1")],
     {"aaa": "keyOfAAA"}, [entry("bbb")], {"bbb": "realOfBBB1"}),
    ("another takes its place", [entry("aaa")], {"aaa": "keyOfAAA"}, [entry("zzz", package="zzz-server")], {"zzz": ""}),
    ("another that it stood beside takes its place", [entry("aaa"), entry("zzz")], {"aaa": "keyOfAAA"}, [entry("zzz")],
     {"zzz": ""}),
    ("it has another name now", [entry("aaa")], {"aaa": "keyOfAAA"}, [entry("zzz")], {"zzz": "keyOfAAA"}),
    ("an edited value, one with a value is added before", [entry("bbb", "realOfBBB1")], {"bbb": "keyOfBBB"},
     [entry("aaa", "realOfAAA1"), entry("bbb", "realOfBBB1")], {"aaa": "realOfAAA1", "bbb": "keyOfBBB"}),
    ("an edited value, one with the old value is added before", [entry("bbb", "realOfBBB1")],
     {"bbb": "keyOfBBB"}, [entry("aaa", "realOfBBB1"), entry("bbb", "realOfBBB1")],
     {"aaa": "realOfBBB1", "bbb": "keyOfBBB"}),
    ("one value of two, edited", [entry("aaa", "realOfBoth1"), entry("bbb", "realOfBoth1")],
     {"aaa": "keyOfBoth"}, [entry("bbb", "realOfBoth1"), entry("aaa", "realOfBoth1")],
     {"aaa": "keyOfBoth", "bbb": "keyOfBoth"}),
    ("a value of the profile, asked for by one that has none", [entry("aaa", "realOfAAA1")], {},
     [entry("evil"), entry("aaa", "realOfAAA1")], {"evil": "", "aaa": "realOfAAA1"}),
]


def generate(machine):
    done = machine.run(*GENERATE)
    assert done.code == 0, str(done)


def variables(machine):
    """The variable that API_KEY of each server comes from."""
    text = (machine.work / "docker-compose.yml").read_text()
    found = {}
    service = ""
    for line in text.splitlines():
        if head := re.fullmatch(r"  (\w+):", line):
            service = head.group(1)
        if value := re.fullmatch(r" +API_KEY: \"?\$\{(\w+)[^}]*\}\"?", line):
            found[service] = value.group(1)
    return found


def lines(machine):
    pairs = [line.split("=", 1) for line in (machine.work / ".env").read_text().splitlines()
             if "=" in line and not line.startswith("#")]
    return {name: value.strip("'\"") for name, value in pairs}


def fill_in(machine, values):
    names, now = variables(machine), lines(machine)
    for name, value in values.items():
        now[names[name]] = value
    machine.put("work/.env", "".join(f"{name}={value}\n" for name, value in now.items()), 0o600)


def check(program, first, filled, then, expected):
    with Machine(program) as machine:
        machine.put_servers(*first)
        generate(machine)
        fill_in(machine, filled)
        machine.put_servers(*then)
        seen = []
        # What one run makes of a gone server's value, the next must not make otherwise.
        for _ in range(3):
            generate(machine)
            names, values = variables(machine), lines(machine)
            got = {name: values[variable] for name, variable in names.items()}
            assert got == expected, f"{got}\n  expected {expected}"
            seen.append((machine.work / "docker-compose.yml").read_bytes() + (machine.work / ".env").read_bytes())
        assert len(set(seen)) == 1, "later runs write other bytes"
        for value in filled.values():
            assert value in (machine.work / ".env").read_text(), f"{value} is lost"


def main():
    failures = 0
    for name, *row in ROWS:
        try:
            check(sys.argv[1], *row)
        except (AssertionError, KeyError) as failure:
            failures += 1
            print(f"FAILED {name}: {failure!r}")
    print(f"{len(ROWS)} rows, {failures} failed")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
