#!/usr/bin/env python3
"""The hash by which docker compose knows its containers, held against what the real one says of the same file.
Not of env files, which `config --hash` of 2.26 takes otherwise than its containers: engine.comes_and_goes has them.

usage: config_hash_test.py PROBE COMPOSE
"""
import subprocess

from oracle import COMPOSE, Folder, need_compose, probe, run

# One service a row; each has an image as well. What they name is declared below.
BODIES = {
    "nothing": "",
    "words": "command: run 'a b' --x\nentrypoint: [sh, -c]",
    "cleared": "command: []\nentrypoint: ''",
    "escapes": "command: [\"<a>&'\\\"\\\\\", \"\\t\\n\\u2028\\u0001é\"]\nlabels: {b: '<', a: '&'}",
    "environment": "environment: {B: 1, A: x, HERE: , EMPTY: ''}",
    "limits": "mem_limit: 512m\nmemswap_limit: -1\nmem_reservation: 1.5gb\nshm_size: 64m\ncpus: 0.5\ncpu_shares: 3\npids_limit: 100",
    "cpus": "cpus: 2\ncpuset: 0,1\ncpu_period: 100000\ncpu_quota: 50000",
    "zeros": "mem_limit: 0\ncpus: 0\npids_limit: 0\nprivileged: false\nread_only: false\ntty: false\ninit: false\nrestart: ''",
    "switches": "init: true\nprivileged: true\nread_only: true\nstdin_open: true\ntty: true\noom_kill_disable: true\nattach: false",
    "ports": "ports: ['80', '8080:80', '127.0.0.1:53:53/udp', {target: 90, mode: host, name: web, published: 9000-9005}]",
    "mounts": "volumes: ['data:/d', './x:/x:ro', '/anon', {type: bind, source: ., target: /b, bind: {create_host_path: false, propagation: rshared}},"
              " {type: tmpfs, target: /t, tmpfs: {size: 1mb, mode: 0700}}, {type: volume, source: data, target: /e, volume: {nocopy: true, subpath: s}}]",
    "tmpfs": "tmpfs: [/run, '/tmp:size=64m']",
    "health": "healthcheck: {test: curl x, interval: 90s, timeout: 5s, retries: 3, start_period: 1m, start_interval: 2s}",
    "no_health": "healthcheck: {disable: true}",
    "networks": "networks: {n: {aliases: [q, p], priority: 5, ipv4_address: 10.9.0.5, mac_address: '02:42:ac:11:65:43'}, m: }",
    "host": "network_mode: host\npid: host\nipc: host\nuts: host\nuserns_mode: host\ncgroup: private",
    "names": "container_name: c\nhostname: h\ndomainname: d\nuser: '1000'\nworking_dir: /w\nplatform: linux/amd64\nruntime: runc",
    "hosts": "extra_hosts: ['z:1.2.3.4', 'host.docker.internal:host-gateway']\ndns: [1.1.1.1, 8.8.8.8]\ndns_search: a.example\ndns_opt: [use-vc]",
    "ulimits": "ulimits: {nofile: {soft: 1, hard: 2}, nproc: 5}",
    "security": "security_opt: ['no-new-privileges:true']\ncap_drop: [ALL]\ncap_add: [NET_ADMIN]\ngroup_add: [video, '100']",
    "stop": "stop_signal: SIGINT\nstop_grace_period: 90s",
    "no_grace": "stop_grace_period: 0s",
    "restart": "restart: unless-stopped\noom_score_adj: -5",
    "files": "secrets: [s, {source: t, target: /t, mode: 0440, uid: '5'}]\nconfigs: [c, {source: c, target: /c2, mode: 0400}]",
    "logging": "logging: {driver: json-file, options: {max-size: 1m, max-file: 3}}",
    "sysctls": "sysctls: [net.core.somaxconn=1024]\nstorage_opt: {size: 1G}\nannotations: {a: b}",
    "depends": "depends_on: {nothing: {condition: service_healthy, restart: true}, words: {condition: service_started, required: false}}",
    "depends_list": "depends_on: [nothing]",
    "profiles": "profiles: [b, a]",
    "pull": "pull_policy: always\nscale: 2",
    "deploy": "deploy: {replicas: 2, resources: {limits: {cpus: '0.5', memory: 10m, pids: 5}, reservations: {memory: 5m}}, labels: {x: y}}",
    "deploy_restart": "deploy: {restart_policy: {condition: on-failure, delay: 5s, max_attempts: 3, window: 120s}, placement: {constraints: [node.role==manager]}}",
    "gpu": "deploy: {resources: {reservations: {devices: [{driver: nvidia, count: all, capabilities: [gpu]}]}}}",
    "expose": "expose: [3000, '4000/udp']",
    "links": "links: [nothing, 'words:w']\nvolumes_from: [nothing:ro]",
    "shared": "network_mode: service:nothing\npid: service:nothing",
    "extension": "x-mine: {a: 1}",
}
DECLARED = """
networks: {n: {ipam: {config: [{subnet: 10.9.0.0/16}]}}, m: {}}
volumes: {data: {}}
secrets: {s: {file: ./s}, t: {environment: HERE}}
configs: {c: {file: ./c}}
"""


def compose_file():
    text = "name: hashes\nservices:\n"
    for name, body in BODIES.items():
        text += f"  {name}:\n    image: example/{name}:1\n" + "".join(f"    {line}\n" for line in body.splitlines())
    return text + DECLARED


def main():
    need_compose()
    version = subprocess.run([COMPOSE, "version", "--short"], capture_output=True, text=True, check=True).stdout.strip()
    with Folder() as folder:
        (folder / "compose.yaml").write_text(compose_file())
        for name in ("s", "c"):
            (folder / name).write_text(name)
        theirs = run([COMPOSE, "--profile", "a", "config", "--hash", "*"], folder)
        assert theirs.returncode == 0, theirs.stderr
        wanted = dict(line.split() for line in theirs.stdout.splitlines())
        ours = probe(folder, "hashes", version, "--profile", "a")
        assert set(wanted) == set(BODIES), set(BODIES) ^ set(wanted)
        wrong = [f"{name}: {ours.get(name)}, docker compose {version} has {hash}" for name, hash in wanted.items() if ours.get(name) != hash]
        assert not wrong, "\n".join(wrong)
    print(f"{len(BODIES)} services hash as docker compose {version} does")


if __name__ == "__main__":
    main()
