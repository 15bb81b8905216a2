#!/usr/bin/env python3
"""`mcpmx undo`: what the last command wrote is as if it had never run.

usage: undo_test.py MCPMX
"""
import json
import os
import shutil

from machine import Machine, run_parts, server

SECRET = "sEcr3t-0f-the-t3st"


def profile(machine, version, *others):
    """Two versions of a profile that differ in the Compose file and in .env."""
    servers = [server("one", args=["-y", f"acme@{version}"], env={"ACME_API_KEY": f"{SECRET}{version}"})]
    if version > 1:
        servers.append(server("two", args=["-y", "other"], env={"OTHER_TOKEN": SECRET}))
    machine.put_servers(*servers, *others)


def contents(machine):
    """Bytes and modes of all files, but for what undo itself keeps."""
    kept = ("home/.local/state/mcpmx/undo", "home/.local/state/mcpmx/key", "home/.config/")
    return {path: (what[1], what[2]) for path, what in machine.snapshot().items()
            if len(what) > 2 and not path.startswith(kept)}


def succeed(machine, *args):
    done = machine.run(*args)
    assert done.code == 0, done
    assert SECRET not in done.text, done
    return done


def generate(machine, *args):
    return succeed(machine, "docker", "generate", "work", *args)


def a_change_goes_and_comes(program):
    with Machine(program) as machine:
        profile(machine, 1)
        generate(machine)
        first = contents(machine)
        profile(machine, 2)
        generate(machine)
        second = contents(machine)
        assert first != second
        assert "docker-compose.yml" in succeed(machine, "undo", "--dry-run").text
        assert contents(machine) == second, "--dry-run wrote"
        succeed(machine, "undo")
        assert contents(machine) == first
        succeed(machine, "undo")
        assert contents(machine) == second, "undo of the undo"
        succeed(machine, "undo")
        generate(machine)
        assert contents(machine) == second, "the next run does what the first did"


def a_first_run_leaves_nothing(program):
    with Machine(program) as machine:
        profile(machine, 1)
        before = contents(machine)
        generate(machine)
        after = contents(machine)
        succeed(machine, "undo")
        assert contents(machine) == before
        assert not list(machine.work.iterdir()), "an empty folder stays"
        generate(machine)
        assert contents(machine) == after


def a_run_that_changes_nothing_is_not_the_last(program):
    with Machine(program) as machine:
        profile(machine, 1)
        generate(machine)
        first = contents(machine)
        profile(machine, 2)
        generate(machine)
        generate(machine)
        succeed(machine, "undo")
        assert contents(machine) == first


def a_changed_file_stops_all_of_it(program):
    for name, change in (("docker-compose.yml", "append"), (".env", "append"), (".env", "remove"),
                         ("docker-compose.yml", "remove"), (".mcpmx/docker-compose.yml.json", "append")):
        with Machine(program) as machine:
            profile(machine, 1)
            generate(machine)
            profile(machine, 2)
            generate(machine)
            path = machine.work / name
            if change == "append":
                path.write_text(path.read_text() + "\n")
            else:
                path.unlink()
            before = machine.snapshot()
            for args in (["undo"], ["undo", "--dry-run"]):
                done = machine.run(*args)
                assert done.code == 3 and str(path) in done.text, done
            assert machine.snapshot() == before, f"{name}: something was written"


def what_was_forced_comes_back(program):
    with Machine(program) as machine:
        profile(machine, 1)
        compose = machine.put("work/docker-compose.yml", "services: {}  # mine, caf\xe9\r\n".encode("latin-1"), 0o640)
        assert machine.run("docker", "generate", "work").code != 0
        theirs = "services: {}  # mine\r\n"
        machine.put("work/docker-compose.yml", theirs, 0o640)
        machine.put("work/.env", "MINE=1", 0o644)
        generate(machine, "--force")
        assert compose.read_text() != theirs
        succeed(machine, "undo")
        assert compose.read_bytes() == theirs.encode() and compose.stat().st_mode & 0o777 == 0o640
        assert (machine.work / ".env").read_bytes() == b"MINE=1"
        assert (machine.work / "docker-compose.yml.mcpmx-bak").read_bytes() == theirs.encode(), "the copy stays"


def links_and_other_folders(program):
    with Machine(program) as machine:
        profile(machine, 1)
        real = machine.root / "real"
        machine.put("real/env", "MINE=1\n")
        (machine.work / ".env").symlink_to(real / "env")
        (machine.work / "deploy").mkdir()
        generate(machine, "-f", "deploy/a.yml")
        generate(machine)
        assert "ACME" in (real / "env").read_text() and (machine.work / ".env").is_symlink()
        elsewhere = machine.root / "elsewhere"
        elsewhere.mkdir()
        done = machine.run("undo", cwd=elsewhere)
        assert done.code == 0, done
        assert not (machine.work / "docker-compose.yml").exists() and (machine.work / "deploy/a.yml").exists()
        assert (real / "env").read_text() == "MINE=1\n" and (machine.work / ".env").is_symlink()


def no_secret_is_readable(program):
    with Machine(program) as machine:
        profile(machine, 1)
        generate(machine)
        profile(machine, 2)
        generate(machine)
        note = machine.home / ".local/state/mcpmx/undo"
        assert note.stat().st_mode & 0o777 == 0o600
        for _ in range(2):
            data = note.read_bytes()
            assert data.startswith(b"mcpmx.undo/1\n") and SECRET.encode() not in data and b"docker" not in data
            succeed(machine, "undo")


def a_broken_note_is_told(program):
    with Machine(program) as machine:
        profile(machine, 1)
        generate(machine)
        note = machine.home / ".local/state/mcpmx/undo"
        data = note.read_bytes()
        for wrong in (data[:-1], data[:40], b"", os.urandom(200), data + b"x"):
            note.write_bytes(wrong)
            before = machine.snapshot()
            done = machine.run("undo")
            assert done.code == 1 and str(note) in done.text, done
            assert machine.snapshot() == before
        note.write_bytes(data)
        shutil.move(machine.home / ".local/state/mcpmx/key", machine.root / "key")
        assert machine.run("undo").code == 1
        profile(machine, 2)
        # A note that cannot be read is no reason not to work.
        succeed(machine, "docker", "generate", "work", "--force")
        succeed(machine, "undo")


def notes_of_ours_do_not_stop_it(program):
    with Machine(program) as machine:
        profile(machine, 1)
        generate(machine)
        before = machine.snapshot()["work/docker-compose.yml"][:3]
        profile(machine, 2)
        succeed(machine, "docker", "sync", "work")
        profile(machine, 2, server("elsewhere", profile_tags=["play"]))
        done = succeed(machine, "docker", "sync", "work")  # notes that it looked at another servers.json
        assert "In sync: nothing to write." in done.text, done
        succeed(machine, "undo")
        assert machine.snapshot()["work/docker-compose.yml"][:3] == before
        done = succeed(machine, "docker", "sync", "work", "--conflict", "profile_wins")
        assert "Wrote docker-compose.yml" in done.text, done


def a_folder_of_mcpm_that_was_named_from_elsewhere(program):
    """--config-dir may be relative; the folder in which undo runs has a copy of it."""
    with Machine(program) as machine:
        for folder in ("here", "there"):
            machine.put(f"{folder}/mcpm/servers.json", json.dumps({"one": server("one", args=["-y", "acme@1"])}))
        here, there = machine.root / "here", machine.root / "there"
        options = ("--config-dir", "mcpm", "docker", "sync", "work")
        assert machine.run(*options, "--create", cwd=here).code == 0
        compose = here / "docker-compose.yml"
        compose.write_text(compose.read_text().replace("acme@1", "acme@2"))
        assert machine.run(*options, cwd=here).code == 0
        assert "acme@2" in (here / "mcpm/servers.json").read_text()
        (there / "mcpm/servers.json").write_bytes((here / "mcpm/servers.json").read_bytes())
        assert machine.run("undo", cwd=there).code == 0
        assert "acme@1" in (here / "mcpm/servers.json").read_text()
        assert "acme@2" in (there / "mcpm/servers.json").read_text()


PARTS = (a_change_goes_and_comes, a_first_run_leaves_nothing, a_run_that_changes_nothing_is_not_the_last,
         a_changed_file_stops_all_of_it, what_was_forced_comes_back, links_and_other_folders, no_secret_is_readable,
         a_broken_note_is_told, a_folder_of_mcpm_that_was_named_from_elsewhere, notes_of_ours_do_not_stop_it)

if __name__ == "__main__":
    run_parts(PARTS)
