#!/usr/bin/env python3
"""The lines of `mcpmx completion SHELL` do in the shell what they promise.

usage: completion_test.py MCPMX
bash is asked; zsh only reads its lines, because completing needs a terminal there; fish is asked.
A shell that is not installed is left out, and named.
"""
import pathlib
import shlex
import shutil
import subprocess
import sys

from machine import Machine, server, skip

# words behind mcpmx, as they are typed, the last still being typed; what is offered
ROWS = [
    (["docker", "gen"], ["generate"]),
    (["docker", "generate", "w"], ["work space"]),
    (["docker", "generate", ""], ["$(touch pwned)", "*", "work space"]),
    (["--config-dir", "../other", "docker", "generate", ""], ["elsewhere"]),
    (["plugin", "info", "git"], ["github"]),
    (["mapping", "show", "postg"], ["postgresql"]),
    (["--format", ""], ["text", "json"]),
    (["doctor", "--conf"], ["--config-dir"]),
    (["profile", "sh"], ["show"]),
    (["profile", "set", "w"], ["work space"]),
    (["profile", "set", "x", "auto"], ["auto_deploy=false", "auto_deploy=true"]),
    (["profile", "set", "x", "comp"], ["compose_file="]),
    (["docker", "s"], ["status", "stop", "sync"]),
    (["docker", "sync", "w"], ["work space"]),
    (["docker", "diff", "w"], ["work space"]),
    (["docker", "status", "--f"], ["--file", "--format"]),
    (["docker", "sync", "x", "--dir"], ["--direction"]),
    (["docker", "sync", "x", "--direction", "to-"], ["to-docker", "to-profile"]),
    (["docker", "sync", "x", "--conflict", "m"], ["manual", "merge"]),
    (["docker", "deploy", "d"], ["db"]),
    (["docker", "logs", "db", ""], ["db", "web"]),
    (["docker", "deploy", "--backend", ""], ["docker-cli"]),
    (["und"], ["undo"]),
]

# What only bash does: it parts words at the equals sign, and hands them over with their quotes.
BASH_ROWS = [
    (["--config-dir", "=", "../other", "docker", "generate", ""], ["elsewhere"]),
    (["--config-dir", "'../other'", "docker", "generate", "else"], ["elsewhere"]),
    (["docker", "generate", "work\\ s"], ["work space"]),
    (["docker", "generate", '"w'], []),
    (["completion", "bash", ""], []),
    (["profile", "set", "x", "conflict_resolution", "=", "m"], ["manual", "merge"]),
]

BASH = 'source <(mcpmx completion bash); COMP_WORDS=(mcpmx "$@"); COMP_CWORD=$#; _mcpmx; printf "%s\\n" "${COMPREPLY[@]}"'


def ask(shell, words, environment, folder):
    if shell == "bash":
        command = ["bash", "--norc", "-c", BASH, "bash", *words]
    else:
        command = ["fish", "--no-config", "-c",
                   f"mcpmx completion fish | source; complete -C 'mcpmx {' '.join(words)}'"]
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, timeout=60, check=True)
    words = [line.split("\t")[0] for line in done.stdout.splitlines() if line]
    # What comes to the command line must be one word there, and nothing that the shell acts upon.
    return [word for line in words for word in shlex.split(line)]


def main():
    shells = [shell for shell in ("bash", "zsh", "fish") if shutil.which(shell)]
    if "bash" not in shells:
        skip("there is no bash")
    with Machine(sys.argv[1]) as machine:
        machine.put_servers(server("one", profile_tags=["work space", "*", "$(touch pwned)"]))
        machine.put("other/servers.json", {"two": server("two", profile_tags=["elsewhere"])})
        machine.put("work/docker-compose.yml", "services: {db: {image: x}, web: {image: y}}\n")
        machine.put("work/a file", "what an unquoted * would become")
        folder = pathlib.Path(machine.program).parent
        environment = machine.environment()
        environment["PATH"] = f"{folder}:{environment['PATH']}"
        for shell in shells:
            if shell == "zsh":
                script = machine.run("completion", "zsh")
                subprocess.run(["zsh", "-f", "-n"], input=script.out, env=environment, check=True, timeout=60)
                continue
            for words, wanted in ROWS + (BASH_ROWS if shell == "bash" else []):
                found = ask(shell, words, environment, machine.work)
                assert sorted(found) == sorted(wanted), f"{shell}, {words}: {found}"
        assert not (machine.work / "pwned").exists(), "a profile's name was run"
        wrong = machine.run("completion", "tcsh")
        assert wrong.code == 2 and b"tcsh" in wrong.err and b"bash, zsh or fish" in wrong.err, wrong
    missing = {"bash", "zsh", "fish"} - set(shells)
    print(f"{len(ROWS)} rows, {', '.join(shells)}" + (f"; not here: {', '.join(sorted(missing))}" if missing else ""))


main()
