#!/usr/bin/env python3
"""The walk of docs/write-a-backend.md: a backend built outside the repository from the installed SDK alone is found, planned
with and deployed with, on a real engine.

usage: write_a_backend_test.py MCPMX COMPOSE VERSION BUILD_FOLDER CMAKE CXX
"""
import json
import pathlib
import sys

from stand import main, run

SECRET = "tok-1a2b3c4d5e6f7a8b"
PROJECT = """name: walk
services:
  web:
    image: mcpmx-test:1
    command: [busybox, sh, -c, "test $$API_TOKEN = %s && exec busybox cat"]
    stdin_open: true
    environment: {API_TOKEN: "${API_TOKEN?}"}
  other:
    image: mcpmx-test:1
    command: [busybox, cat]
    stdin_open: true
""" % SECRET


def a_backend_of_ones_own(stand):
    build, cmake, cxx = sys.argv[4:7]
    prefix = stand.folder / "prefix"
    run(cmake, "--install", build, "--prefix", prefix)
    source = prefix / "share" / "mcpmx" / "template" / "backend"
    built = stand.folder / "docker-run"
    run(cmake, "-G", "Ninja", "-S", source, "-B", built, f"-DCMAKE_PREFIX_PATH={prefix}", f"-DCMAKE_CXX_COMPILER={cxx}")
    run(cmake, "--build", built)
    mcpmx = [prefix / "bin" / "mcpmx", "--plugin-dir", built]

    def call(*words, code=0):
        return run(*mcpmx, *words, cwd=stand.project, env=stand.environment, code=code)

    assert "mcpmx.backend/1" in call("plugin", "info", "docker-run").stdout
    stand.write(PROJECT)
    stand.write(f"API_TOKEN={SECRET}\n", ".env")
    chosen = ("--backend", "docker-run")
    plan = json.loads(call("--format", "json", "docker", "deploy", *chosen, "--dry-run").stdout)["plan"]
    assert [(step["action"], step["name"]) for step in plan] == [("create", "walk-web"), ("create", "walk-other")], plan
    assert stand.containers() == {}
    done = call("docker", "deploy", *chosen)
    assert "container walk-web: created" in done.stderr and SECRET not in done.stdout + done.stderr, done
    assert {name: each["State"]["Running"] for name, each in stand.containers().items()} == {"walk-web": True, "walk-other": True}
    assert "nothing to change" in call("docker", "deploy", *chosen).stdout
    call("docker", "down", *chosen, "other")
    assert sorted(stand.containers()) == ["walk-web"]
    call("docker", "down", *chosen)
    assert stand.containers() == {}
    assert "cannot show logs" in call("docker", "logs", *chosen, code=1).stderr
    # What its manifest does not name is refused before it is asked.
    stand.write(PROJECT + "    mem_limit: 64m\n")
    refused = call("docker", "deploy", *chosen, code=1)
    assert "the service other has mem_limit, which the backend docker-run does not handle" in refused.stderr, refused
    assert "compose.yaml:12" in refused.stderr, refused


def the_document_shows_the_code(stand):
    """What docs/write-a-backend.md shows of the template stands in it."""
    root = pathlib.Path(__file__).resolve().parents[2]
    code = (root / "sdk" / "template" / "backend" / "docker_run.cpp").read_text()
    text = (root / "docs" / "write-a-backend.md").read_text()
    shown = text[text.index("    Status plan("):]
    lines = []
    for line in shown.splitlines():
        if line and not line.startswith("    "):
            break
        lines.append(line[2:])
    assert "\n".join(lines).strip() in code, "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(__doc__, [a_backend_of_ones_own, the_document_shows_the_code]))
