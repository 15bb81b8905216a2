#!/usr/bin/env python3
"""First runs that start at once in a new home agree on one key, and each knows its own file again.

usage: first_run_test.py MCPMX
A process writes a new key together with what it hashed with it. One that comes second must not
leave hashes of a key that nobody has: its own values of .env would count as a person's for ever.
"""
import subprocess
import sys

from machine import Machine, server

GENERATE = ("--quiet", "docker", "generate", "work")
ROUNDS, PROCESSES = 8, 4


def start_at_once(machine, folders):
    processes = [subprocess.Popen([machine.program, *GENERATE], cwd=folder, env=machine.environment(),
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                 for folder in folders]
    for process in processes:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, f"exit {process.returncode}\n{out.decode()}{err.decode()}"


def check_round(program):
    with Machine(program) as machine:
        machine.put_servers(server(env={"SOME_API_KEY": "sk-first-0123456789abcdef"}))
        folders = [machine.work / str(number) for number in range(PROCESSES)]
        for folder in folders:
            folder.mkdir()
        start_at_once(machine, folders)
        assert (machine.home / ".local/state/mcpmx/key").stat().st_size == 32
        machine.put_servers(server(env={"SOME_API_KEY": "sk-second-0123456789abcdef"}))
        for folder in folders:
            done = machine.run(*GENERATE, cwd=folder)
            assert done.code == 0, str(done)
            # Replaced, as the value was ours; one that looked like a person's would stay.
            assert "sk-second" in (folder / ".env").read_text(), f"{folder.name}: its own value is strange to it"
            left = sorted(path.name for path in folder.rglob("*") if path.name.endswith((".tmp", "-bak")))
            assert not left, f"{folder.name}: {left}"


def main():
    for number in range(ROUNDS):
        check_round(sys.argv[1])
        print(f"round {number + 1}: {PROCESSES} processes, one key")


if __name__ == "__main__":
    main()
