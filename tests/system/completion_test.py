#!/usr/bin/env python3
"""The lines of `mcpmx completion SHELL` do in the shell what they promise.

usage: completion_test.py MCPMX
bash is asked; zsh only reads its lines, because completing needs a terminal there; fish is asked.
A shell that is not installed is left out, and named.
"""
import pathlib
import shutil
import subprocess
import sys

from machine import Machine, server, skip

# words behind mcpmx, the last being typed; what is offered
ROWS = [
    (["docker", "gen"], ["generate"]),
    (["docker", "generate", "w"], ["work space"]),
    (["--format", ""], ["text", "json"]),
    (["doctor", "--conf"], ["--config-dir"]),
    (["profile", "sh"], ["show"]),
]

BASH = 'source <(mcpmx completion bash); COMP_WORDS=(mcpmx "$@"); COMP_CWORD=$#; _mcpmx; printf "%s\\n" "${COMPREPLY[@]}"'


def ask(shell, words, environment):
    if shell == "bash":
        command = ["bash", "--norc", "-c", BASH, "bash", *words]
    else:
        command = ["fish", "--no-config", "-c",
                   f"mcpmx completion fish | source; complete -C 'mcpmx {' '.join(words)}'"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=True)
    return [line.split("\t")[0].replace("\\ ", " ") for line in done.stdout.splitlines()]


def main():
    shells = [shell for shell in ("bash", "zsh", "fish") if shutil.which(shell)]
    if "bash" not in shells:
        skip("there is no bash")
    with Machine(sys.argv[1]) as machine:
        machine.put_servers(server("one", profile_tags=["work space"]))
        folder = pathlib.Path(machine.program).parent
        environment = machine.environment()
        environment["PATH"] = f"{folder}:{environment['PATH']}"
        for shell in shells:
            if shell == "zsh":
                script = machine.run("completion", "zsh")
                subprocess.run(["zsh", "-f", "-n"], input=script.out, env=environment, check=True, timeout=60)
                continue
            for words, wanted in ROWS:
                found = ask(shell, words, environment)
                assert sorted(found) == sorted(wanted), f"{shell}, {words}: {found}"
        wrong = machine.run("completion", "tcsh")
        assert wrong.code == 2 and b"tcsh" in wrong.err and b"bash, zsh or fish" in wrong.err, wrong
    missing = {"bash", "zsh", "fish"} - set(shells)
    print(f"{len(ROWS)} rows, {', '.join(shells)}" + (f"; not here: {', '.join(sorted(missing))}" if missing else ""))


main()
