#!/usr/bin/env python3
"""Every npm command of the generated file really is an MCP server: it answers `initialize`.

usage: npm_test.py MCPMX CORPUS DOCKER_COMPOSE CACHE
The commands run on this machine instead of in their container, with an open stdin, as `npx` fetches
them from the npm registry into CACHE.
Exit 77: npx, the registry, the corpus or docker compose is not there (CTest: skipped).
"""
import json
import os
import pathlib
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

from machine import Machine, skip

PATIENCE = 120  # seconds; the first call downloads the package
INITIALIZE = {"jsonrpc": "2.0", "id": 1, "method": "initialize",
              "params": {"protocolVersion": "2025-03-26", "capabilities": {},
                         "clientInfo": {"name": "mcpmx-test", "version": "1"}}}


def is_answer(message):
    return message.get("id") == 1 and "serverInfo" in message.get("result", {})


def start(command, env, folder, log):
    return subprocess.Popen(command, cwd=folder, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            stderr=log, start_new_session=True)


def stop(process):
    """npx starts node, which starts a shell, which starts the server: the group is what ends."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
            process.wait(timeout=5)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            pass
    for stream in (process.stdin, process.stdout):
        stream.close()


def ask_stdio(process):
    """Newline-delimited JSON-RPC; whatever else the server prints is passed over."""
    process.stdin.write(json.dumps(INITIALIZE).encode() + b"\n")
    process.stdin.flush()
    seen, end = b"", time.monotonic() + PATIENCE
    while time.monotonic() < end:
        ready, _, _ = select.select([process.stdout], [], [], 1)
        if not ready:
            continue
        chunk = os.read(process.stdout.fileno(), 65536)
        if not chunk:
            raise AssertionError(f"it ended with {process.wait(timeout=5)} before it answered; stdout: {seen[-500:]!r}")
        seen += chunk
        for line in seen.split(b"\n")[:-1]:
            try:
                message = json.loads(line)
            except ValueError:
                continue
            if isinstance(message, dict) and is_answer(message):
                return message["result"]["serverInfo"]
    raise AssertionError(f"no answer within {PATIENCE} s; stdout: {seen[-500:]!r}")


def ask_http(process, port):
    url = f"http://127.0.0.1:{port}/mcp"
    request = urllib.request.Request(url, json.dumps(INITIALIZE).encode(), method="POST", headers={
        "Content-Type": "application/json", "Accept": "application/json, text/event-stream"})
    end, why = time.monotonic() + PATIENCE, "never tried"
    while time.monotonic() < end:
        if process.poll() is not None:
            raise AssertionError(f"it ended with {process.returncode} before it answered")
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                # Either the JSON document or an event stream that carries it.
                for line in answer.read().decode().splitlines():
                    line = line.removeprefix("data:").strip()
                    if line.startswith("{") and is_answer(json.loads(line)):
                        return json.loads(line)["result"]["serverInfo"]
            why = "an answer without serverInfo"
        except (urllib.error.URLError, ConnectionError, TimeoutError) as error:
            why = str(error)
        time.sleep(0.5)
    raise AssertionError(f"no answer at {url} within {PATIENCE} s: {why}")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def npm_services(program, corpus, compose):
    """name -> (command, environment), as docker compose resolves the generated file."""
    with Machine(program) as machine:
        done = machine.run("--config-dir", str(corpus / "profiles" / "small"), "docker", "generate", "production")
        assert done.code == 0, str(done)
        config = subprocess.run([compose, "-f", "docker-compose.yml", "config", "--format", "json"], cwd=machine.work,
                                env=machine.environment(), capture_output=True, check=True, timeout=60)
        services = json.loads(config.stdout)["services"]
    undouble = lambda text: text.replace("$$", "$")  # `config` doubles the dollars of what it prints
    return {name: ([undouble(word) for word in body["command"]],
                   {key: undouble(value or "") for key, value in body.get("environment", {}).items()})
            for name, body in services.items() if (body.get("command") or [""])[0] == "npx"}


def newer_node(cache, env):
    """The PATH with a Node that today's servers run on: Debian 12 has 18, the image of our runners 22."""
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    if version.startswith("v") and int(version[1:].split(".")[0]) >= 20:
        return env["PATH"]
    folder = cache / "node-22"
    done = subprocess.run(["npm", "install", "--no-save", "--prefix", str(folder), "node@22"], env=env,
                          capture_output=True, text=True, check=False, timeout=300)
    if done.returncode:
        skip(f"Node is {version.strip() or 'missing'}, and a newer one cannot be fetched: {done.stderr.strip()[-200:]}")
    return f"{folder / 'node_modules/node/bin'}:{env['PATH']}"


def main():
    program, corpus = sys.argv[1], pathlib.Path(os.environ.get("MCPMX_CORPUS") or sys.argv[2]).resolve()
    compose, cache = os.path.abspath(sys.argv[3]), pathlib.Path(sys.argv[4]).resolve()
    if not corpus.is_dir():
        skip(f"the corpus is not at {corpus}")
    if not os.access(compose, os.X_OK):
        skip("docker compose is not there; tests/compose/get brings it")
    if not shutil.which("npx") or not shutil.which("npm"):
        skip("npx is not installed")
    cache.mkdir(parents=True, exist_ok=True)
    env = {name: value for name, value in os.environ.items() if not name.endswith("SAN_OPTIONS")}
    env |= {"npm_config_cache": str(cache), "npm_config_update_notifier": "false"}
    env["PATH"] = newer_node(cache, env)

    services = npm_services(program, corpus, compose)
    assert {"postgresql-mcp", "context7"} <= set(services), services
    for name, (command, variables) in services.items():
        package = command[command.index("-y") + 1]
        try:
            probe = subprocess.run(["npm", "view", package, "version"], env=env, capture_output=True, text=True,
                                   check=False, timeout=60)
        except subprocess.TimeoutExpired:
            skip("the npm registry does not answer within 60 s")
        if probe.returncode:
            assert "E404" not in probe.stderr, f"{name}: the registry has no package {package}"
            skip(f"the npm registry cannot be reached: {probe.stderr.strip().splitlines()[0]}")
        port = None
        if "--port" in command:
            port = free_port()
            command[command.index("--port") + 1] = str(port)
        began = time.monotonic()
        log = (cache / f"{name}.log").open("w+b")
        process = start(command, env | variables, cache, log)
        try:
            info = ask_http(process, port) if port else ask_stdio(process)
        except AssertionError as error:
            log.seek(0)
            raise AssertionError(f"{name}: {error}\n{log.read()[-2000:].decode('utf-8', 'replace')}") from None
        finally:
            stop(process)
            log.close()
        print(f"{name}: {package} is {info['name']} {info.get('version', '')}, "
              f"{'HTTP' if port else 'stdio'}, {time.monotonic() - began:.1f} s")


main()
