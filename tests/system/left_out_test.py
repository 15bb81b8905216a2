#!/usr/bin/env python3
"""What Compose could not read, and what reaches where it may not, costs the one server its service.

usage: left_out_test.py MCPMX
Compose refuses a whole file for one value. So every row, an option of docker run or a mapping's
`compose`, leaves its own server out with a reason and a next step, and the other server in.
"""
import json
import sys

from machine import Machine, server

OPTIONS = [
    ("a limit of processes", "--pids-limit=abc"), ("processors", "--cpus=ab c"), ("a share", "--cpu-shares=x"),
    ("a period", "--cpu-period=1e5"), ("a quota", "--cpu-quota=$x"), ("memory", "--memory=lots"),
    ("shared memory", "--shm-size=-5"), ("swapping", "--memory-swappiness=101"), ("a score", "--oom-score-adj=2000"),
    ("a host without an address", "--add-host=x"), ("groups", "--cgroupns=x"), ("a device", "--device=a:b:c:d"),
    ("graphics", "--gpus=99999999999999999999"), ("an end", "--stop-timeout=99999999999999999999"),
    ("a label without a name", "--label="), ("an annotation without a name", "--annotation="),
    ("a sysctl without a name", "--sysctl="), ("variables of the machine", "--env-file=/etc/environment"),
    ("the project's secrets", "--env-file=WORK/.env"), ("a link to them", "--env-file=WORK/link.env"),
    ("the project's folder", "-vWORK:/x:ro"), ("a link to it", "-vWORK/../link:/x"),
    ("a folder that holds it", "--mount=type=bind,src=WORK/..,dst=/x,readonly"),
]
MAPPINGS = [
    ("an undeclared volume", 'volumes: ["name:/x"]'), ("an undeclared network", "networks: [x]"),
    ("an undeclared service", "depends_on: [x]"), ("an undeclared secret", "secrets: [x]"),
    ("an undeclared config", "configs: [x]"), ("no number", "cpus: .nan"),
    ("no time", 'healthcheck: {interval: "x"}'),
    ("a path in parts", 'volumes: [{$join: ["/e", "tc:/x"]}]'),
    ("a source in parts", 'volumes: [{type: bind, source: {$join: ["/e", "tc"]}, target: /x}]'),
    ("a path by a variable", 'volumes: [{$var: D, default: "/etc:/x"}]'),
    ("a device", 'devices: ["/dev/sda:/x"]'), ("a build", "build: {context: /etc}"),
    ("labels of a file", "label_file: /etc/passwd"), ("a credential", "credential_spec: {file: /etc/passwd}"),
    ("another file", "extends: {file: /etc/x.yml, service: a}"),
    ("watched files", "develop: {watch: [{path: /etc, action: sync, target: /x}]}"),
]


def check(program, entry, mapping=None):
    with Machine(program) as machine:
        (machine.work / "link.env").symlink_to(machine.work / ".env")
        (machine.root / "link").symlink_to(machine.work)
        entry["args"] = [arg.replace("WORK", str(machine.work)) for arg in entry["args"]]
        machine.put_servers(entry, server("good"))
        more = ()
        if mapping:
            machine.put("maps/bad.yaml", "id: bad\ntitle: Bad\ndetect:\n  npm: [bad-mcp]\n"
                        f"service:\n  compose:\n    {mapping}\n")
            more = ("--mapping-dir", str(machine.root / "maps"))
        done = machine.run("docker", "generate", "work", *more, "--format", "json")
        assert done.code == 0, str(done)
        bad, good = json.loads(done.out)["servers"]
        assert good["services"] == ["good"], str(done)
        assert not bad.get("services") and bad["reason"], str(done)
        assert bad.get("hint"), f"no next step:\n{done}"
        assert "\n  bad:" not in (machine.work / "docker-compose.yml").read_text(), str(done)


def main():
    rows = [(name, server("bad", command="docker", args=["run", "-i", option, "acme/x"]), None)
            for name, option in OPTIONS]
    rows.append(("the project's folder as an argument", server("bad", args=["-y", "p", "WORK"]), None))
    rows += [(name, server("bad", args=["-y", "bad-mcp"]), mapping) for name, mapping in MAPPINGS]
    failures = 0
    for name, entry, mapping in rows:
        try:
            check(sys.argv[1], entry, mapping)
        except (AssertionError, KeyError) as failure:
            failures += 1
            print(f"FAILED {name}: {str(failure)[:600]}")
    print(f"{len(rows)} rows, {failures} failed")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
