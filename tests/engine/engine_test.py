#!/usr/bin/env python3
"""The engine that tests get: it runs what docker compose asks of it, beside whatever engine the machine has, and
leaves nothing behind.

usage: engine_test.py COMPOSE VERSION [PROBE]      exit 77: this machine cannot run one; the reason is on stderr
PROBE is tests/compose's: the hashes that it says must be the labels of docker compose's containers.
"""
import io
import json
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ENGINES = HERE.parents[1] / "build" / "engine"
PROJECT = """name: engine-test
services:
  web:
    image: busybox:test
    command: [busybox, httpd, -f, -p, "80", -h, /srv]
    ports: ["127.0.0.1:18080:80"]
    configs: [{source: page, target: /srv/index.html}]
  idle:
    image: busybox:test
    command: [busybox, cat]
    stdin_open: true
    depends_on: [web]
    env_file: [a.env]
    environment: {B: two}
    volumes: ["data:/data", "./page:/page:ro"]
volumes: {data: {}}
configs:
  page: {file: ./page}
"""


def run(*words, code=0, **more):
    done = subprocess.run([str(word) for word in words], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, **more)
    assert code is None or done.returncode == code, f"{words}: exit {done.returncode}\n{done.stdout}{done.stderr}"
    return done


def of_the_machine(tree):
    """What an engine in the host's own namespaces would change: firewall, routes, interfaces, mounts; and processes."""
    tools = {**os.environ, "LD_LIBRARY_PATH": f"{tree}/usr/lib/x86_64-linux-gnu",
             "XTABLES_LIBDIR": f"{tree}/usr/lib/x86_64-linux-gnu/xtables"}
    rules = run(f"{tree}/usr/sbin/iptables", "-S", env=tools, code=None)
    interfaces = [line.split(":")[0].strip() for line in pathlib.Path("/proc/net/dev").read_text().splitlines()]
    mounts = [line for line in pathlib.Path("/proc/mounts").read_text().splitlines() if str(ENGINES) in line]
    return rules.stdout, pathlib.Path("/proc/net/route").read_text(), interfaces, mounts


def processes():
    found = []
    for file in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = file.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue  # it ended
        if f"{ENGINES}/run-" in words:
            found.append(words)
    return found


def image(tree):
    """A tar of busybox alone, for docker import."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as tar:
        tar.add(f"{tree}/bin/busybox", "bin/busybox")
    return content.getvalue()


def works(host, tree, compose, version, probe):
    environment = {**os.environ, "DOCKER_HOST": host}
    docker = f"{tree}/usr/bin/docker"
    subprocess.run([docker, "import", "-", "busybox:test"], input=image(tree), env=environment, capture_output=True, check=True)
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "compose.yaml").write_text(PROJECT)
        pathlib.Path(folder, "page").write_text("it works\n")
        pathlib.Path(folder, "a.env").write_text("FROM_A=1\n")
        run(compose, "up", "-d", cwd=folder, env=environment)
        pid = (ENGINES / f"run-{version}" / "pid").read_text().strip()
        fetch = ("nsenter", f"--net=/proc/{pid}/ns/net", f"{tree}/bin/busybox", "wget", "-qO-", "http://127.0.0.1:18080/")
        for _ in range(50):
            if (answer := run(*fetch, code=None)).returncode == 0:
                break
            time.sleep(0.1)
        assert answer.stdout == "it works\n", answer
        names = run(docker, "ps", "--format", "{{.Names}} {{.Label \"com.docker.compose.project\"}}", env=environment).stdout.split("\n")
        assert sorted(filter(None, names)) == ["engine-test-idle-1 engine-test", "engine-test-web-1 engine-test"], names
        if probe:
            hashes = json.loads(run(probe, "hashes", run(compose, "version", "--short").stdout.strip(), cwd=folder).stdout)
            for service, hash in hashes.items():
                label = run(docker, "inspect", f"engine-test-{service}-1", "--format",
                            '{{index .Config.Labels "com.docker.compose.config-hash"}}', env=environment).stdout.strip()
                assert label == hash, f"{service}: docker compose says {label}, we {hash}"
        run(compose, "down", "--volumes", "--timeout", "1", cwd=folder, env=environment)
    assert run(docker, "ps", "-aq", env=environment).stdout == ""


def main():
    compose, version = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
    probe = pathlib.Path(sys.argv[3]).resolve() if sys.argv[3:] else None
    if not os.access(compose, os.X_OK):
        print(f"no docker compose at {compose} (tests/compose/get)", file=sys.stderr)
        return 77
    tree = run(HERE / "get", "20.10", code=None)
    if tree.returncode != 0:
        print(tree.stderr, file=sys.stderr)
        return tree.returncode
    tree = tree.stdout.strip()
    before = of_the_machine(tree)
    up = run(HERE / "up", version, code=None)
    if up.returncode != 0:
        print(up.stderr, file=sys.stderr)
        return up.returncode
    try:
        assert run(HERE / "up", version).stdout == up.stdout, "a second call finds it running"
        works(up.stdout.strip(), tree, compose, version, probe)
    finally:
        run(HERE / "down", version)
    assert not processes(), processes()
    assert not (ENGINES / f"run-{version}").exists()
    assert of_the_machine(tree) == before, (before, of_the_machine(tree))
    print(f"Docker Engine {version} came, worked and went")
    return 0


if __name__ == "__main__":
    sys.exit(main())
