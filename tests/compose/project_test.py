#!/usr/bin/env python3
"""Whole projects, read by our library and by docker compose: the same model, or a refusal by both.

usage: project_test.py COMPOSE_PROBE DOCKER_COMPOSE
The projects of projects.py, each about one feature, and what tests/golden expects us to write.
"""
import pathlib
import shutil

from oracle import COMPOSE, Folder, config, need_compose, probe
from projects import CASES, DIFFERING

GOLDEN = pathlib.Path(__file__).resolve().parent.parent / "golden"
RESOURCES = ("networks", "volumes", "secrets", "configs")
# Maps of a person's own keys, in which an empty value is a value.
FREE = {"environment", "labels", "args", "options", "driver_opts", "annotations", "sysctls", "storage_opt"}

# How `config` shows a model is no difference in what is read, and is taken off before the two are compared:
# - it leaves out what is empty, false or zero, and resources that no service uses; our model keeps them, for an edit
#   has to see them
# - it doubles the dollar signs, so that its output can be read again (docker/compose#8632)
# - it has read env_file and label_file into environment and labels and leaves them out; so do we, and keep them
# - path and rate of blkio_config have no JSON names in compose-go, so it shows Go's
# - it does not show x-* of services, which are in our model


def undoubled(value):
    if isinstance(value, dict):
        value = {{"Path": "path", "Rate": "rate"}.get(name, name): each for name, each in value.items()}
        return {undoubled(name): undoubled(each) for name, each in value.items()}
    if isinstance(value, list):
        return [undoubled(each) for each in value]
    return value.replace("$$", "$") if isinstance(value, str) else value


def plain(value, key=""):
    """Without what `config` leaves out."""
    if isinstance(value, dict):
        found = {name: plain(each, name) for name, each in value.items() if key in FREE or not name.startswith("x-")}
        return found if key in FREE else {name: each for name, each in found.items() if each not in (None, False, 0, "", [], {})}
    if isinstance(value, list):
        return sorted(map(str, value)) if key == "extra_hosts" else [plain(each) for each in value]
    return value


def unused(model, kind, name):
    for service in model["services"].values():
        users = service.get(kind) or []
        if kind == "networks" and name in users:
            return False
        if any(isinstance(user, dict) and user.get("source") == name for user in users):
            return False
        if kind == "secrets" and any(each.get("source") == name for each in (service.get("build") or {}).get("secrets") or []):
            return False
    return True


def differences(ours, theirs, path=""):
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in sorted(ours.keys() | theirs.keys()):
            yield from differences(ours.get(key), theirs.get(key), f"{path}.{key}" if path else key)
    elif ours != theirs:
        yield f"{path}: ours {ours!r}, theirs {theirs!r}"


def compared(read, theirs):
    model = read["model"]
    for name in read["disabled"]:
        del model["services"][name]
    found = []
    for kind in RESOURCES:
        for name in list(model.get(kind) or {}):
            if name not in (theirs.get(kind) or {}):
                if not unused(model, kind, name):
                    found.append(f"{kind}.{name}: used, and theirs does not have it")
                del model[kind][name]
    for service in model["services"].values():
        service.pop("env_file", None)
        service.pop("label_file", None)
    return found + list(differences(plain(model), plain(undoubled(theirs))))


def check(case, root):
    for name, text in case.files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    folder = root / case.folder
    read = probe(folder, "project", *case.options)
    theirs, error = config(folder, *case.options)
    if case.fails:
        if theirs is not None:
            return [f"docker compose accepts it; ours: {read.get('error')}"]
        if "error" not in read:
            return [f"accepted, and docker compose says: {error}"]
        return [] if case.fails in read["error"] else [f"the error says: {read['error']}"]
    if "error" in read:
        return [f"refused: {read['error']} ({read['where']}); docker compose: {error or 'accepts it'}"]
    if theirs is None:
        return [f"docker compose refuses it: {error}"]
    return compared(read, theirs)


def golden_cases():
    for expected in sorted(GOLDEN.glob("*/expected/docker-compose.yml")):
        with Folder() as root:
            for name in ("docker-compose.yml", ".env"):
                if (expected.parent / name).exists():
                    shutil.copy(expected.parent / name, root / name)
            # The caller's ids stand as words there.
            text = (root / "docker-compose.yml").read_text().replace("$UID:$GID", "1000:1000")
            (root / "docker-compose.yml").write_text(text.replace("$SHA256", "0" * 64))
            theirs, error = config(root)
            read = probe(root, "project")
            name = expected.parent.parent.name
            if theirs is None or "error" in read:
                yield name, [f"refused: ours {read.get('error')}, theirs {error}"]
            else:
                yield name, compared(read, theirs)


def main():
    need_compose()
    wrong, golden = 0, 0
    for case in CASES:
        with Folder() as root:
            for what in check(case, root):
                wrong += 1
                print(f"{case.name}: {what}")
    for case, reason in DIFFERING:
        with Folder() as root:
            if not check(case, root):
                wrong += 1
                print(f"{case.name}: no difference any more ({reason})")
    for name, found in golden_cases():
        golden += 1
        for what in found:
            wrong += 1
            print(f"golden {name}: {what}")
    assert golden > 30, f"only {golden} golden files were found"
    refused = sum(bool(case.fails) for case in CASES)
    print(f"{len(CASES) - refused} projects and {golden} golden files with equal models, {refused} refused by both; "
          f"{len(DIFFERING)} known differences, {wrong} unknown ({COMPOSE})")
    assert not wrong


main()
