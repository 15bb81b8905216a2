#!/usr/bin/env python3
"""The health checks of HTTP servers say what is true: each is run here as the engine would run it.

usage: http_health_test.py MCPMX
What a machine lacks (node, curl, wget) is left out, and named.
"""
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
import time

from machine import Machine, server, skip

try:
    import yaml
except ImportError:
    skip("Python's yaml is not installed")

# What the server answers to GET /mcp, and whether that is a server that is up.
ANSWERS = [("200", True), ("405", True), ("500", False), ("a stream", True), ("nobody", False)]

# service, the command of its mapping, the programs that its image has (one at a time)
SERVICES = [
    ("by-npx", None, ["node"]),
    ("by-node", "[node, server.js]", ["node"]),
    ("by-python", "[python3, -m, server]", ["python3"]),
    ("by-itself", "[serve, {$args: 0}]", ["python3", "node", "curl", "wget"]),
]


class Handler(http.server.BaseHTTPRequestHandler):
    answer = ""

    def do_GET(self):  # noqa: N802, the name that http.server calls
        if self.path != "/mcp/v1":
            return self.send_error(500)
        code = int(self.answer) if self.answer.isdigit() else 200
        self.send_response(code)
        self.end_headers()
        deadline = time.monotonic() + 15
        while self.answer == "a stream" and time.monotonic() < deadline:
            try:
                self.wfile.write(b": ping\n\n")
                time.sleep(0.2)
            except OSError:
                return None
        return None

    def log_message(self, *_):
        pass


def services(program, port):
    """name -> the service that mcpmx writes for it"""
    with Machine(program) as machine:
        for name, command, _ in SERVICES:
            compose = f"  compose: {{command: {command}}}\n" if command else ""
            machine.put(f"maps/{name}.yaml", f"id: {name}\ndetect: {{npm: [{name}]}}\nservice:\n"
                                             f"  http: {{port: {port}, path: /mcp/v1}}\n{compose}")
        machine.put_servers(*[server(name, args=["-y", name]) for name, _, _ in SERVICES])
        run = machine.run("--mapping-dir", str(machine.root / "maps"), "docker", "generate", "work", "--stdout")
        assert run.code == 0, run
        return yaml.safe_load(run.out)["services"]


def only(folder, name):
    """A PATH with one of the programs, and what every image with a shell has."""
    found = os.path.realpath(sys.executable) if name == "python3" else shutil.which(name)
    if found is None or subprocess.run([found, "--version"], capture_output=True, check=False).returncode != 0:
        return None
    path = folder / name
    path.mkdir(exist_ok=True)
    for program, target in ((name, found), *((base, shutil.which(base)) for base in ("sh", "grep", "timeout"))):
        if not (path / program).exists():
            (path / program).symlink_to(target)
    return str(path)


def run_check(test, path):
    kind, *words = test
    args = ["sh", "-c", *words] if kind == "CMD-SHELL" else words
    done = subprocess.run(args, env={"PATH": path}, capture_output=True, timeout=20, check=False,
                          executable=shutil.which(args[0], path=path))
    return done.returncode == 0


def main():
    checks, missing, wrong = 0, set(), []
    listener = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    port = listener.server_address[1]
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    written = services(sys.argv[1], port)
    with Machine(sys.argv[1]) as machine:
        folder = machine.root / "programs"
        folder.mkdir()
        for answer, healthy in ANSWERS:
            if answer == "nobody":
                listener.shutdown()
                listener.server_close()
            Handler.answer = answer
            for name, _, programs in SERVICES:
                check = written[name]["healthcheck"]
                assert re.fullmatch(r"127\.0\.0\.1:\d+:" + str(port), written[name]["ports"][0]), written[name]
                assert "stdin_open" not in written[name], f"{name}: an HTTP server reads no stdin"
                for program in programs:
                    path = only(folder, program)
                    if path is None:
                        missing.add(program)
                        continue
                    checks += 1
                    begun = time.monotonic()
                    if run_check(check["test"], path) != healthy:
                        wrong.append(f"{name}, {program}, {answer}: {'un' if healthy else ''}healthy")
                    if time.monotonic() - begun > 5:
                        wrong.append(f"{name}, {program}, {answer}: longer than its timeout")
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"{checks} checks say what is true" + (f"; not here: {', '.join(sorted(missing))}" if missing else ""))


main()
