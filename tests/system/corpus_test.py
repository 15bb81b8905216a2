#!/usr/bin/env python3
"""Detection on the corpus of real entries: a figure a field, through the program itself.

usage: corpus_test.py MCPMX CORPUS [--list]
Fails below the bars; --list shows every row that is wrong. Exit 77: no corpus (CTest: skipped).
"""
import collections
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile

MCPMX, CORPUS = sys.argv[1], pathlib.Path(sys.argv[2])
ROWS = CORPUS / "servers-open.jsonl"
BARS = {"kind": 97, "package": 97, "version": 95, "server_args": 95, "env": 95, "paths": 95, "mounts": 95,
        "ports": 95, "image": 95, "secrets": 99, "arg_secrets": 95, "url": 95, "transport": 95, "network": 95}

if not ROWS.is_file():
    print(f"skipped: {ROWS} is not there")
    sys.exit(77)


def detect(row, home):
    env = {"HOME": home, "PATH": os.environ["PATH"]}
    entry = json.dumps(row["server"])
    done = subprocess.run([MCPMX, "--format", "json", "detect", "--server", "-"], input=entry, env=env,
                          capture_output=True, text=True, timeout=60)
    if done.returncode not in (0, 1):
        return row, None, f"exit code {done.returncode}: {done.stderr.strip()[:200]}"
    document = json.loads(done.stdout)
    if "error" in document:
        return row, None, document["error"]["message"]
    return row, document["servers"][0], done.stdout + done.stderr


def real_secrets(row):
    """Values of the row that are secrets: those of variables that it calls so."""
    env = row["server"].get("env", {})
    return {env[name] for name in row["expect"].get("secrets", [])
            if len(env.get(name, "")) > 4 and "${" not in env[name]}


def compare(row, got, count, wrong):
    def judge(field, right, seen):
        count[field][1] += 1
        count[field][0] += bool(right)
        if not right:
            wrong[field].append(f"{row['id']}: expected {row['expect'].get(field)!r}, got {seen!r}")

    expect = row["expect"]
    for field in ("kind", "package", "version", "url", "transport", "network"):
        if field in expect:
            judge(field, got[field] == (expect[field] or None), got[field])
    for field in ("server_args", "ports", "mounts"):
        if field in expect:
            judge(field, got[field] == expect[field], got[field])
    for field in ("env", "paths"):
        if field in expect:
            judge(field, sorted(got[field]) == sorted(expect[field]), got[field])
    if "image" in expect and expect["kind"] == "docker":
        judge("image", got["image"] == expect["image"], got["image"])
    maybe = expect.get("maybe_secrets", [])
    for field in ("secrets", "arg_secrets"):
        for name in expect.get(field, []):
            judge(field, name in got["secrets"] + got["arg_secrets"], got[field])
    for name in got["secrets"]:
        if "secrets" in expect:
            judge("precision", name in expect["secrets"] + maybe + expect.get("arg_secrets", []), name)
    if got["image"] in expect.get("not_images", []):
        wrong["not_images"].append(f"{row['id']}: {got['image']}")
    if got["mapping"] is not None and got["mapping"] in expect.get("not_known", []):
        wrong["not_known"].append(f"{row['id']}: {got['mapping']}")
    if got["mapping"] is not None and "known_id" in expect and expect["known_id"] is None:
        wrong["not_known"].append(f"{row['id']}: {got['mapping']} claims what nobody knows")
    if "rfc_id" in expect:
        judge("rfc_id", got["mapping"] == expect["rfc_id"], got["mapping"])


rows = [json.loads(line) for line in ROWS.read_text().splitlines()]
count, wrong = collections.defaultdict(lambda: [0, 0]), collections.defaultdict(list)
with tempfile.TemporaryDirectory(prefix="mcpmx-corpus-") as home:
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for row, got, said in pool.map(lambda r: detect(r, home), rows):
            if got is None:
                wrong["crash"].append(f"{row['id']}: {said}")
                continue
            compare(row, got, count, wrong)
            for secret in real_secrets(row):
                if secret in said:
                    wrong["shown"].append(f"{row['id']}: a secret of {len(secret)} characters is in the output")

print(f"{len(rows)} rows\n{'field':<12} {'right':>6} {'of':>6} {'percent':>8} {'bar':>5}")
failed = [field for field in ("crash", "not_images", "not_known", "shown") if wrong[field]]
for field, (right, all_) in sorted(count.items()):
    percent = 100 * right / all_
    bar = BARS.get(field, 0)
    print(f"{field:<12} {right:>6} {all_:>6} {percent:>8.1f} {bar or '':>5}")
    if percent < bar:
        failed.append(field)
for field in ("crash", "not_images", "not_known", "shown"):
    print(f"{field:<12} {len(wrong[field])} rows, none allowed")
for field, lines in sorted(wrong.items()):
    for line in lines if "--list" in sys.argv or field in failed else []:
        print(f"  {field}: {line}")
assert all(count[field][1] > 0 for field in BARS), "a field was never asserted: is the corpus whole?"
print("below the bar: " + ", ".join(failed) if failed else "every bar is met")
sys.exit(1 if failed else 0)
