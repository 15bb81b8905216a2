#!/usr/bin/env python3
"""The loader and mappings/schema.json agree on what a mapping is; every bundled mapping is one.

usage: mapping_schema_test.py MCPMX MAPPINGS
Without Python's jsonschema and yaml, the loader alone is asked.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

try:
    import jsonschema
    import yaml
except ImportError:
    jsonschema = None

MCPMX, MAPPINGS = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])

# name, text, is it a mapping?
ROWS = [
    ("only an id", "id: a", True),
    ("all keys", """
id: acme.tool_1-x
title: Acme
description: text
homepage: https://acme.example
priority: 5
x-owner: {team: ours}
detect:
  npm: ["@acme/tool"]
  pypi: [acme-tool]
  git: [github.com/acme/tool]
  images: [acme/tool]
  urls: [https://mcp.acme.example]
  commands: [acme-tool]
  names: [acme]
env:
  KEY: {secret: true, required: true, default: "x", host_url: false, path: none, description: text}
paths: {arguments: read, options: {--out: write, --in: read, --id: none}}
secret_options: [--key]
notes: [text]
service: {hardening: basic, cache: /root/.npm, http: {port: 8080, path: /mcp/v1}, compose: {init: true}}
kinds:
  npm: {compose: {image: "node:22-alpine"}}
  pypi: {from: runner}
  git: {suffix: tool}
  docker: {}
  remote: {}
  binary: {from: none, compose: {image: acme/tool, command: [{$args: 0}]}}
""", True),
    ("stays on the host", "{id: a, detect: {npm: [a]}, stays_on_host: it needs a screen}", True),
    ("no id", "title: a", False),
    ("not a map", "- id: a", False),
    ("id with a capital", "id: Acme", False),
    ("id that begins with a dash", 'id: "-a"', False),
    ("id of 65", "id: " + "a" * 65, False),
    ("id that is a number", "id: 7", False),
    ("title that is a number", "{id: a, title: 7}", False),
    ("homepage that is a list", "{id: a, homepage: []}", False),
    ("priority that is text", "{id: a, priority: high}", False),
    ("unknown key", "{id: a, dettect: {}}", False),
    ("unknown list under detect", "{id: a, detect: {cargo: [a]}}", False),
    ("a name instead of a list", "{id: a, detect: {npm: a}}", False),
    ("a number among names", "{id: a, detect: {npm: [1]}}", False),
    ("unknown key of a variable", "{id: a, env: {K: {secert: true}}}", False),
    ("secret that is text", '{id: a, env: {K: {secret: "yes"}}}', False),
    ("default that is a number", "{id: a, env: {K: {default: 5}}}", False),
    ("unknown access", "{id: a, paths: {arguments: rw}}", False),
    ("unknown key under paths", "{id: a, paths: {args: read}}", False),
    ("unknown access of an option", "{id: a, paths: {options: {--x: all}}}", False),
    ("secret option that is no list", "{id: a, secret_options: --key}", False),
    ("note that is no list", "{id: a, notes: text}", False),
    ("unknown kind", "{id: a, kinds: {cargo: {}}}", False),
    ("kind that is a list", "{id: a, kinds: {npm: []}}", False),
    ("unknown key of a service", "{id: a, service: {image: x}}", False),
    ("unknown start", "{id: a, service: {from: scratch}}", False),
    ("unknown hardening", "{id: a, service: {hardening: some}}", False),
    ("relative cache", "{id: a, service: {cache: root}}", False),
    ("http without a port", "{id: a, service: {http: {}}}", False),
    ("port out of range", "{id: a, service: {http: {port: 65536}}}", False),
    ("unknown key of http", "{id: a, service: {http: {port: 1, prot: 2}}}", False),
    ("http path with a quote", '{id: a, service: {http: {port: 1, path: "/a\'b"}}}', False),
    ("unknown key of Compose", "{id: a, service: {compose: {imgae: x}}}", False),
    ("one's own key of Compose", "{id: a, service: {compose: {x-mine: [1]}}}", True),
    ("not primary", "{id: a, service: {primary: false}}", False),
    ("suffix with a capital", "{id: a, service: {suffix: MCP}}", False),
    ("compose that is a list", "{id: a, kinds: {npm: {compose: []}}}", False),
    ("stays on the host, and has a service", "{id: a, stays_on_host: no, service: {hardening: full}}", False),
    ("stays on the host for no reason", '{id: a, stays_on_host: ""}', False),
    ("stays on the host, and has variables", "{id: a, stays_on_host: so, env: {}}", False),
]


def loader_says(files):
    """file -> is it a mapping, by mcpmx itself"""
    with tempfile.TemporaryDirectory() as home:
        env = {"HOME": home, "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        result = subprocess.run([MCPMX, "--format", "json", "mapping", "check", *map(str, files)],
                                env=env, capture_output=True, text=True, timeout=60)
    return {pathlib.Path(f["file"]): f["ok"] for f in json.loads(result.stdout)["files"]}


def main():
    schema = json.loads((MAPPINGS / "schema.json").read_text())
    faults = []

    def valid(text):
        return jsonschema.Draft202012Validator(schema).is_valid(yaml.safe_load(text))

    if jsonschema:
        jsonschema.Draft202012Validator.check_schema(schema)

    bundled = sorted(MAPPINGS.glob("*.yaml"))
    if len(bundled) < 10:
        faults.append(f"only {len(bundled)} mappings in {MAPPINGS}")
    for file, ok in loader_says(bundled).items():
        if not ok:
            faults.append(f"{file}: the loader refuses it")
        if jsonschema and not valid(file.read_text()):
            faults.append(f"{file}: the schema refuses it")
        if file.stem != (found := next(line[4:].strip() for line in file.read_text().splitlines() if line.startswith("id: "))):
            faults.append(f"{file}: its id is {found}")

    with tempfile.TemporaryDirectory() as folder:
        files = {}
        for number, (name, text, good) in enumerate(ROWS):
            file = pathlib.Path(folder) / f"{number}.yaml"
            file.write_text(text)
            files[file] = (name, text, good)
        for file, ok in loader_says(files).items():
            name, text, good = files[file]
            if ok != good:
                faults.append(f"{name}: the loader {'takes' if ok else 'refuses'} it")
            if jsonschema and valid(text) != good:
                faults.append(f"{name}: the schema {'refuses' if good else 'takes'} it")

    for fault in faults:
        print(fault)
    print(f"{len(bundled)} mappings, {len(ROWS)} rows, {len(faults)} faults"
          f"{'' if jsonschema else ' (without jsonschema: the loader alone)'}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
