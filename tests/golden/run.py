#!/usr/bin/env python3
"""Golden tests: a profile of MCPM in, a Compose file, its .env and the report out.

usage: run.py [--update] [--compose DOCKER_COMPOSE] MCPMX [CASE...]

A case is a folder here: input/ (MCPM's folder; its one profile is "golden") and expected/. Every
credential in an input holds the word FAKE, so that one that is shown anywhere is found by it.
--update writes what the program says now into expected/; the rules below hold all the same.
"""
import argparse
import difflib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
FILES = ("docker-compose.yml", ".env", "report.txt")
PROFILE = "golden"


def run(args, home, cwd):
    env = {"HOME": str(home), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    return subprocess.run(args, cwd=cwd, env=env, capture_output=True, text=True, timeout=60)


def without_machine(text, home):
    """The home, the caller's ids and what follows from them are the machine's, not the case's."""
    text = text.replace(str(home), "/home/golden").replace(str(home.parent / "work"), "/srv/golden")
    text = text.replace(f'user: "{os.getuid()}:{os.getgid()}"', 'user: "$UID:$GID"')
    return re.sub(r"checksum: sha256:[0-9a-f]{64}", "checksum: $SHA256", text)


def without_made_up(env, given):
    """A password that was made up differs from run to run."""
    return re.sub(r"^(\w+)='([0-9A-Za-z+/=_-]{20,})'$",
                  lambda m: m[0] if m[2] in given else f"{m[1]}='$GENERATED'", env, flags=re.M)


def produce(mcpmx, case, home, work):
    shutil.copytree(case / "input", work / "mcpm")
    result = run([mcpmx, "--config-dir", "mcpm", "docker", "generate", PROFILE], home, work)
    report = result.stdout + result.stderr + (f"exit code {result.returncode}\n" if result.returncode else "")
    given = "".join(path.read_text() for path in sorted((case / "input").iterdir()))
    made = {"report.txt": without_machine(report, home)}
    for name in FILES[:2]:
        if (work / name).exists():
            made[name] = without_machine((work / name).read_text(), home)
    if ".env" in made:
        made[".env"] = without_made_up(made[".env"], given)
    return made


def broken_rules(made, mcpmx, compose, home, work):
    """What must hold for any case, whatever its expected files say."""
    for name in ("docker-compose.yml", "report.txt"):
        for line in made.get(name, "").splitlines():
            if "fake" in line.lower():
                yield f"{name} shows a credential: {line.strip()[:60]}"
    if ".env" in made and (mode := (work / ".env").stat().st_mode & 0o777) != 0o600:
        yield f".env has the mode {mode:o}"
    if "docker-compose.yml" not in made:
        return
    before = [(work / name).read_bytes() for name in FILES[:2] if (work / name).exists()]
    run([mcpmx, "--config-dir", "mcpm", "docker", "generate", PROFILE], home, work)
    if before != [(work / name).read_bytes() for name in FILES[:2] if (work / name).exists()]:
        yield "a second run changes the files"
    if compose:
        checked = run([compose, "-f", "docker-compose.yml", "config", "-q"], home, work)
        if checked.returncode != 0 or checked.stderr:
            yield f"docker compose says: {checked.stderr.strip()}"


def check(case, mcpmx, compose, update):
    with tempfile.TemporaryDirectory(prefix="mcpmx-golden-") as name:
        work, home = pathlib.Path(name) / "work", pathlib.Path(name) / "home"
        work.mkdir()
        home.mkdir()
        made = produce(mcpmx, case, home, work)
        faults = list(broken_rules(made, mcpmx, compose, home, work))
    expected = case / "expected"
    for file in FILES:
        path = expected / file
        want = path.read_text() if path.exists() else ""
        have = made.get(file, "")
        if update:
            expected.mkdir(exist_ok=True)
            path.write_text(have) if have else path.unlink(missing_ok=True)
        elif want != have:
            faults.append("".join(difflib.unified_diff(
                want.splitlines(True), have.splitlines(True), f"{case.name}/expected/{file}", "now")))
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--update", action="store_true", help="make what the program says now the expected files")
    parser.add_argument("--compose", default="", help="docker compose, to check each file with")
    parser.add_argument("mcpmx", type=os.path.abspath)
    parser.add_argument("cases", nargs="*")
    options = parser.parse_args()
    compose = options.compose if os.access(options.compose, os.X_OK) else ""
    cases = sorted(path.parent for path in HERE.glob("*/input"))
    known = {case.name for case in cases}
    if unknown := set(options.cases) - known:
        parser.error(f"no such case: {', '.join(sorted(unknown))}")
    failed = 0
    for case in cases:
        if options.cases and case.name not in options.cases:
            continue
        faults = check(case, options.mcpmx, os.path.abspath(compose) if compose else "", options.update)
        failed += bool(faults)
        for fault in faults:
            print(f"{case.name}: {fault}")
    print(f"{len(options.cases or cases)} cases, {failed} failed{'' if compose else ', docker compose not asked'}")
    if failed and not options.update:
        print("if the new output is right: tests/golden/run.py --update MCPMX, and read the diff")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
