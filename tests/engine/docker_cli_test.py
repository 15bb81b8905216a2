#!/usr/bin/env python3
"""docker deploy, status, logs, stop, restart and down through docker-cli, on a real engine with the real docker compose.

usage: docker_cli_test.py MCPMX COMPOSE VERSION      exit 77: this machine cannot run an engine
"""
import json
import os
import signal
import subprocess
import sys
import time

from stand import main, run

SECRET = "tok-9f8e7d6c5b4a3210"
PROJECT = """name: work
services:
  web:
    image: mcpmx-test:1
    command: [busybox, httpd, -f, -p, "80", -h, /srv]
    ports: ["127.0.0.1:18080:80"]
    environment: {API_TOKEN: "${API_TOKEN?set it}", LEVEL: info}
    healthcheck: {test: [CMD, busybox, "true"], interval: 1s}
    configs: [{source: page, target: /srv/index.html}]
    stop_grace_period: 1s
    depends_on: [store]
  store:
    image: mcpmx-test:1
    command: [busybox, sh, -c, "echo to stdout; echo to stderr >&2; exec busybox cat"]
    stdin_open: true
    stop_grace_period: 1s
    volumes: ["data:/data"]
volumes: {data: {}}
configs: {page: {file: ./page}}
"""


def fresh(stand, text=PROJECT):
    stand.write(text)
    stand.write("it works\n", "page")
    stand.write(f"API_TOKEN={SECRET}\n", ".env")


def changes(plan):
    return sorted((step["action"], step["name"]) for step in plan if step["action"] != "keep")


def has_no_secret(done):
    assert SECRET not in done.stdout + done.stderr, "a secret is shown"


def a_dry_run_says_and_does_nothing(stand):
    fresh(stand)
    plan = stand.json("deploy", "--dry-run")["plan"]
    assert changes(plan) == [("create", "work-store-1"), ("create", "work-web-1"), ("create", "work_data"),
                             ("create", "work_default")], plan
    assert stand.containers() == {} and stand.names("network") == [] and stand.names("volume") == []


def a_project_comes_up_and_goes(stand):
    fresh(stand)
    done = stand.json("deploy", "--wait")
    rows = {row["service"]: row for row in done["containers"]}
    assert rows["web"]["state"] == "running" and rows["web"]["health"] == "healthy", rows
    assert rows["web"]["ports"] == [{"address": "127.0.0.1", "published": 18080, "target": 80, "protocol": "tcp"}], rows
    assert ("done", "start", "work-web-1") in [(e["kind"], e["action"], e["name"]) for e in done["events"]], done
    assert stand.within("wget", "-qO-", "http://127.0.0.1:18080/").stdout == "it works\n"
    has_no_secret(stand.mcpmx_run("--format", "json", "deploy"))
    before = {name: each["Id"] for name, each in stand.containers().items()}
    assert changes(stand.json("deploy")["plan"]) == []
    stand.docker("compose", "up", "-d")
    assert {name: each["Id"] for name, each in stand.containers().items()} == before
    stand.mcpmx_run("stop")
    assert {each["State"]["Status"] for each in stand.containers().values()} == {"exited"}
    assert [step[0] for step in changes(stand.json("deploy")["plan"])] == ["start", "start"]
    stand.mcpmx_run("restart", "-t", "1", "store")
    assert {name: each["Id"] for name, each in stand.containers().items()} == before
    stand.mcpmx_run("down")
    assert stand.containers() == {} and stand.names("network") == [] and stand.names("volume") == ["work_data"]
    stand.mcpmx_run("down", "--volumes")
    assert stand.names("volume") == []


EDITS = {
    "nothing": lambda text: text,
    "an environment value": lambda text: text.replace("LEVEL: info", "LEVEL: debug"),
    "a command": lambda text: text.replace("exec busybox cat", "exec busybox cat -"),
    "a port": lambda text: text.replace("18080", "18081"),
    "a comment": lambda text: text + "# seen\n",
    "a healthcheck": lambda text: text.replace("interval: 1s", "interval: 2s"),
    "an image": lambda text: text.replace("mcpmx-test:1", "mcpmx-test:2", 1),
    "a volume's place": lambda text: text.replace("data:/data", "data:/srv/data"),
    "a label": lambda text: text.replace("    stdin_open: true", "    stdin_open: true\n    labels: {a: b}"),
    "a network": lambda text: text.replace("    stdin_open: true", "    stdin_open: true\n    networks: [default, n]")
    + "networks: {n: {}}\n",
    "a service more": lambda text: text.replace("volumes: {data", "  more: {image: mcpmx-test:1, command: [busybox, sleep, '99']}\n"
                                                "volumes: {data"),
    "a grace period": lambda text: text.replace("stop_grace_period: 1s", "stop_grace_period: 0s"),
}


def a_plan_says_what_compose_then_does(stand):
    """Of each edit: the containers that the plan recreates and makes are those that are new afterwards."""
    stand.add_image("mcpmx-test:2", "other")
    for name, edit in EDITS.items():
        fresh(stand)
        stand.mcpmx_run("deploy")
        before = {each["Id"] for each in stand.containers().values()}
        fresh(stand, edit(PROJECT))
        done = stand.json("deploy")
        planned = {step["name"] for step in done["plan"] if step["resource"] == "container" and step["action"] != "keep"}
        new = {each for each, inspect in stand.containers().items() if inspect["Id"] not in before}
        assert planned == new, f"{name}: planned {planned}, new are {new}"
        reasons = [step["reason"] for step in done["plan"] if step["action"] == "recreate"]
        assert all(reasons), f"{name}: {reasons}"
        stand.docker("compose", "down", "--volumes", "--remove-orphans", "--timeout", "0")


def services_are_scaled(stand):
    fresh(stand)
    plan = stand.json("deploy", "--scale", "store=3")["plan"]
    assert ("create", "work-store-3") in changes(plan), plan
    assert len([name for name in stand.containers() if "store" in name]) == 3
    assert changes(stand.json("deploy", "store")["plan"]) == [("remove", "work-store-2"), ("remove", "work-store-3")]
    assert sorted(stand.containers()) == ["work-store-1", "work-web-1"]
    stand.mcpmx_run("deploy", "--scale", "store=x", code=2)


def our_orphans_go_and_others_stay(stand):
    ours = "  ours: {image: mcpmx-test:1, command: [busybox, sleep, '99'], stop_grace_period: 0s, labels: {mcpmx.server: O}}\n"
    fresh(stand, PROJECT.replace("volumes: {data", ours + ours.replace("ours", "other").replace(", labels: {mcpmx.server: O}", "")
                                 + "volumes: {data"))
    stand.mcpmx_run("deploy")
    assert len(stand.containers()) == 4
    fresh(stand)
    done = stand.mcpmx_run("deploy")
    assert "--remove-orphans removes it" in done.stderr, done.stderr
    assert sorted(stand.containers()) == ["work-other-1", "work-store-1", "work-web-1"]
    stand.mcpmx_run("deploy", "--remove-orphans")
    assert sorted(stand.containers()) == ["work-store-1", "work-web-1"]


def logs_are_shown(stand):
    fresh(stand)
    stand.mcpmx_run("deploy")
    done = stand.mcpmx_run("logs", "store")
    assert sorted(done.stdout.splitlines()) == ["store-1 | to stderr", "store-1 | to stdout"], done
    assert stand.mcpmx_run("logs", "--no-prefix", "--tail", "0", "store").stdout == ""
    lines = stand.json("logs", "store")["lines"]
    assert {(line["stream"], line["line"]) for line in lines} == {("stdout", "to stdout"), ("stderr", "to stderr")}, lines
    follow = subprocess.Popen([stand.mcpmx, "docker", "logs", "--follow"], cwd=stand.project, env=stand.environment,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert "to std" in follow.stdout.readline()
        follow.send_signal(signal.SIGINT)
        assert follow.wait(timeout=10) == 130
    finally:
        follow.kill()
        follow.communicate()


def a_sync_deploys(stand):
    """A profile's server, from its entry to its container: by --deploy, and by auto_deploy where something changed."""
    library = stand.folder / "mcpm"
    library.mkdir(exist_ok=True)

    def put(*words):
        (library / "servers.json").write_text(json.dumps({"cat": {
            "name": "cat", "command": "docker", "args": ["run", "-i", "--rm", "mcpmx-test:1", "busybox", "cat", *words],
            "env": {}, "profile_tags": ["work"]}}))

    def sync(*words, code=0):
        done = run(stand.mcpmx, "--config-dir", library, "docker", "sync", "work", *words, cwd=stand.folder / "synced", code=code,
                   env=stand.environment)
        return done.stdout

    (stand.folder / "synced").mkdir(exist_ok=True)
    put()
    assert "create container" in sync("--deploy") and "mcp-work-cat-1" in stand.containers()
    first = stand.containers()["mcp-work-cat-1"]["Id"]
    run(stand.mcpmx, "--config-dir", library, "profile", "set", "work", "auto_deploy=true", cwd=stand.folder / "synced",
        env=stand.environment)
    assert "In sync" in sync() and "container" not in sync()
    put("-")
    assert "Would deploy it then." in sync("--dry-run")
    assert "its command changed" in sync()
    assert stand.containers()["mcp-work-cat-1"]["Id"] != first
    put("-", "-")
    document = json.loads(run(stand.mcpmx, "--config-dir", library, "--format", "json", "docker", "sync", "work",
                              cwd=stand.folder / "synced", env=stand.environment).stdout)
    assert document["schema"] == "mcpmx.sync/1" and document["deploy"]["containers"][0]["state"] == "running", document
    put()
    document = json.loads(run(stand.mcpmx, "--config-dir", library, "--format", "json", "docker", "sync", "work", code=4,
                              cwd=stand.folder / "synced", env={**stand.environment, "DOCKER_HOST": "unix:///none"}).stdout)
    assert "Cannot connect" in document["deploy"]["error"]["message"], document
    run(stand.mcpmx, "--config-dir", library, "docker", "down", cwd=stand.folder / "synced", env=stand.environment)
    assert "mcp-work-cat-1" not in stand.containers()


def failures_are_told(stand):
    fresh(stand, PROJECT.replace("mcpmx-test:1", "no-such-image.invalid/x:1", 1))
    done = stand.mcpmx_run("deploy", code=1)
    assert "no-such-image.invalid" in done.stderr, done.stderr
    fresh(stand, PROJECT.replace('busybox, "true"', 'busybox, "false"').replace("interval: 1s", "interval: 1s, retries: 1"))
    done = stand.mcpmx_run("deploy", "--wait", code=1)
    assert "unhealthy" in done.stderr and "done: " in done.stderr, done.stderr
    has_no_secret(done)
    stand.docker("compose", "down", "--timeout", "0")
    fresh(stand)
    stand.docker("network", "create", "elsewhere")
    stand.docker("run", "-d", "--name", "taken", "--network", "elsewhere", "-p", "127.0.0.1:18080:80", "mcpmx-test:1", "busybox", "sleep", "99")
    done = stand.mcpmx_run("deploy", code=1)
    assert "port is already allocated" in done.stderr, done.stderr
    stand.docker("rm", "-f", "taken")
    stand.docker("network", "rm", "elsewhere")
    stand.write("name: work\nservices: {a: {image: x, networks: [n]}}\nnetworks: {n: {external: true}}\n")
    done = stand.mcpmx_run("deploy", code=1)
    assert "docker network create n" in done.stderr, done.stderr


def an_engine_that_is_not_there_is_exit_4(stand):
    fresh(stand)
    for host in ("unix:///no/such/docker.sock", "tcp://127.0.0.1:1"):
        for command in (("deploy",), ("deploy", "--dry-run"), ("down",), ("logs",), ("stop",)):
            done = subprocess.run(
                [stand.mcpmx, "docker", *command], cwd=stand.project, env={**stand.environment, "DOCKER_HOST": host},
                capture_output=True, text=True, check=False, timeout=60)
            assert done.returncode == 4 and done.stdout == "", (command, done)
            assert "error: " in done.stderr and host.split("//")[1] in done.stderr, done.stderr
    done = subprocess.run([stand.mcpmx, "docker", "deploy"], cwd=stand.project, capture_output=True, text=True, check=False,
                          env={**stand.environment, "PATH": "/nonexistent"}, timeout=60)
    assert done.returncode == 4 and '"docker" cannot be started' in done.stderr, done


def ctrl_c_ends_it_and_says_what_stands(stand):
    fresh(stand, PROJECT.replace('busybox, "true"', 'busybox, "false"').replace("interval: 1s", "interval: 60s"))
    deploy = subprocess.Popen([stand.mcpmx, "docker", "deploy", "--wait"], cwd=stand.project, env=stand.environment,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        for _ in range(300):
            if "work-web-1" in stand.containers() and stand.containers()["work-web-1"]["State"]["Running"]:
                break
            time.sleep(0.1)
        began = time.monotonic()
        deploy.send_signal(signal.SIGINT)
        _, errors = deploy.communicate(timeout=20)
        assert deploy.returncode == 130, (deploy.returncode, errors)
        assert time.monotonic() - began < 5, "it took long to end"
        assert "done: " in errors and "work-store-1 (started)" in errors, errors
    finally:
        deploy.kill()
        deploy.communicate()
    assert not [words for words in os.popen("ps -eo args") if " compose " in words and "work" in words]


if __name__ == "__main__":
    sys.exit(main(__doc__, [
        a_dry_run_says_and_does_nothing, a_project_comes_up_and_goes, a_plan_says_what_compose_then_does, services_are_scaled,
        our_orphans_go_and_others_stay, logs_are_shown, a_sync_deploys, failures_are_told, an_engine_that_is_not_there_is_exit_4,
        ctrl_c_ends_it_and_says_what_stands]))
