#!/usr/bin/env python3
"""Every profile of the corpus, from MCPM's folder to a file that docker compose accepts.

usage: profiles_test.py MCPMX CORPUS [DOCKER_COMPOSE]
Exit 77: the corpus or docker compose is not there (CTest: skipped).
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

MCPMX, CORPUS = sys.argv[1], pathlib.Path(sys.argv[2])
COMPOSE = sys.argv[3] if len(sys.argv) > 3 else ""


def skip(why):
    print("skipped:", why)
    sys.exit(77)


def run(args, home, cwd, **more):
    env = {"HOME": str(home), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    return subprocess.run(args, cwd=cwd, env=env, capture_output=True, text=True, timeout=60, **more)


def secrets_of(servers):
    """Values that are secrets by any reading: those of variables named so, if they are real values."""
    found = set()
    for server in servers.values():
        for name, value in server.get("env", {}).items():
            hidden = name.upper().endswith(("TOKEN", "SECRET", "PASSWORD", "API_KEY", "ACCESS_KEY"))
            if hidden and len(value) > 5 and "${" not in value:
                found.add(value)
    return found


def generate(folder, profile, work):
    """Generates in a machine of its own; returns (report, Compose text, .env text, .env mode)."""
    home = work / "home"
    home.mkdir(parents=True)
    result = run([MCPMX, "--config-dir", str(folder), "--format", "json", "docker", "generate", profile], home, work)
    assert result.returncode == 0, result.stdout + result.stderr
    env = work / ".env"
    return (json.loads(result.stdout), (work / "docker-compose.yml").read_text(),
            env.read_text() if env.exists() else "", env.stat().st_mode & 0o777 if env.exists() else 0o600,
            result.stdout + result.stderr)


def check_profile(folder, profile, tags):
    servers = json.loads((folder / "servers.json").read_text())
    members = {n: s for n, s in servers.items() if profile in s.get("profile_tags", [])}
    with tempfile.TemporaryDirectory(prefix="mcpmx-profiles-") as name:
        work = pathlib.Path(name)
        report, text, env, mode, printed = generate(folder, profile, work / "a")
        again = generate(folder, profile, work / "b")
        assert again[1] == text, f"{profile}: two runs differ in the Compose file"
        # A password that was made up is the one thing that may differ.
        names = [line.split("=")[0] for line in env.splitlines()]
        assert names == [line.split("=")[0] for line in again[2].splitlines()], f"{profile}: two runs differ in .env"
        assert mode == 0o600, f"{profile}: .env has mode {mode:o}"

        outcomes = {o["name"]: o for o in report["servers"]}
        assert set(outcomes) == set(members), f"{profile}: {set(outcomes) ^ set(members)}"
        for outcome in outcomes.values():
            has_reason = bool(outcome["reason"]) and " " in outcome["reason"]
            assert bool(outcome["services"]) != has_reason, f"{profile}: {outcome}"
        for secret in secrets_of(members):
            assert secret not in text and secret not in printed, f"{profile}: a secret was shown, of length {len(secret)}: {secret[:6]}... {printed.find(secret)} {text.find(secret)} {text[text.find(secret)-200:text.find(secret)+60]}"

        compose = run([COMPOSE, "-f", "docker-compose.yml", "config", "-q"], work, work / "a")
        assert compose.returncode == 0, f"{profile}: docker compose says {compose.stderr}"
        compose = run([COMPOSE, "-f", "docker-compose.yml", "config", "--format", "json"], work, work / "a")
        config = json.loads(compose.stdout)
        services = {s for o in outcomes.values() for s in o["services"]}
        assert set(config.get("services", {})) == services, f"{profile}: {set(config.get('services', {})) ^ services}"
        for service, body in config.get("services", {}).items():
            assert body["labels"]["mcpmx.server"] in members, f"{profile}: label of {service}"
        run_counts[0] += len(services)
        run_counts[1] += sum(1 for o in outcomes.values() if o["reason"])
    tags.append(profile)


if not CORPUS.is_dir():
    skip(f"{CORPUS} is not there")
if not COMPOSE or not os.access(COMPOSE, os.X_OK):
    skip("docker compose is not there; tests/compose/get brings it")

run_counts = [0, 0]
done = []
for size in ("small", "medium", "large"):
    folder = CORPUS / "profiles" / size
    names = set(json.loads((folder / "profiles_metadata.json").read_text()))
    for server in json.loads((folder / "servers.json").read_text()).values():
        names.update(server.get("profile_tags", []))
    for name in sorted(names):
        check_profile(folder, name, done)
print(f"{len(done)} profiles, {run_counts[0]} services, {run_counts[1]} entries with a sentence why not")
assert len(done) >= 17, done
