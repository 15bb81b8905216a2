#!/usr/bin/env python3
"""A token that tells by its format what it is stands in no output and in no Compose file.

usage: token_places_test.py MCPMX
Every row is a place where people, or those who prey on them, put one. All commands that show an
entry are asked, as text and as JSON.
"""
import sys

from machine import Machine, server

TOKEN = "ghp_aB3dE5gH7jK9mN1pQ3sT5vW7yZ2cF4hJ001"
ROWS = [
    ("behind a short option", server(args=["-y", "p", "-p" + TOKEN])),
    ("behind an option with a slash", server(args=["-y", "p", "/token:" + TOKEN])),
    ("behind a slash and an equals sign", server(args=["-y", "p", "/p=" + TOKEN])),
    ("a path of a secret's name", server(env={"A_TOKEN": "/srv/" + TOKEN})),
    ("a path", server(env={"A_DIR": "/srv/" + TOKEN})),
    ("behind an escape sequence", server(env={"A": "\x1b[31m" + TOKEN})),
    ("behind one, in an argument", server(args=["-y", "p", "\x1b[1;31m" + TOKEN])),
    ("a variable before the command", server(command=f"A_TOKEN={TOKEN} npx -y p", args=[])),
    ("a variable that says nothing", server(command=f"A={TOKEN} npx -y p", args=[])),
    ("the command itself", server(command=TOKEN, args=[])),
    ("a folder of the command", server(command=f"/srv/{TOKEN}/run", args=[])),
    ("a login in the command", server(command=f"https://me:{TOKEN}@example.org/mcp", args=[])),
]
COMMANDS = [("profile", "show", "work"), ("profile", "list"), ("detect", "work"),
            ("docker", "generate", "work"), ("doctor",)]


def check(program, entry, metadata=None):
    with Machine(program) as machine:
        machine.put_servers(entry)
        if metadata:
            machine.put("home/.config/mcpm/profiles_metadata.json", metadata)
        for command in COMMANDS:
            for more in ((), ("--format", "json")):
                done = machine.run(*command, *more)
                assert TOKEN not in done.text, str(done)
        for path in machine.work.glob("*.yml"):
            assert TOKEN not in path.read_text(), f"{path.name}:\n{path.read_text()}"


def main():
    rows = [(name, entry, None) for name, entry in ROWS]
    rows.append(("a description", server(), {"work": {"name": "work", "description": "key: " + TOKEN}}))
    failures = 0
    for name, *row in rows:
        try:
            check(sys.argv[1], *row)
        except AssertionError as failure:
            failures += 1
            print(f"FAILED {name}: {str(failure)[:500]}")
    print(f"{len(rows)} rows, {failures} failed")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
