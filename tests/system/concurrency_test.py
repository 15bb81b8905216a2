#!/usr/bin/env python3
"""Runs at once, a person who saves meanwhile, and runs that are ended: nobody loses anything.

usage: concurrency_test.py MCPMX
Chance decides where two meet, so each part has some rounds; what must hold, holds in every one.
"""
import fcntl
import hashlib
import os
import random
import shutil
import signal
import subprocess
import time

from machine import Machine, run_parts, server

SECRET = "sEcr3t-0f-the-t3st"
MANY = 200  # servers: long enough to be met in the middle


def start(machine, *args, folder=None):
    return subprocess.Popen([machine.program, "docker", "generate", *args], cwd=folder or machine.work,
                            env=machine.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE)


def finish(*runs):
    """What each wrote to stderr; all have to succeed."""
    said = [run.communicate(timeout=120)[1].decode() for run in runs]
    for run, text in zip(runs, said):
        assert run.returncode == 0, f"exit {run.returncode}: {text}"
    return said


def many_servers(machine, package="p"):
    machine.put_servers(*[server(f"s{i}", args=[package], env={"A_TOKEN": f"{SECRET}{i}"}) for i in range(MANY)])


def temps(machine):
    return [name for name in machine.snapshot() if name.endswith(".tmp")]


def two_files_share_one_env(program):
    for number in range(8):
        with Machine(program) as machine:
            machine.put_servers(server("a", profile_tags=["p1"], env={"A_TOKEN": SECRET + "a"}),
                                server("b", profile_tags=["p2"], env={"B_TOKEN": SECRET + "b"}))
            if number % 2:
                machine.put("work/.env", "MINE=1\n")
            finish(start(machine, "p1", "-f", "a.yml"), start(machine, "p2", "-f", "b.yml"))
            text = (machine.work / ".env").read_text()
            for word in ("A_TOKEN=", "B_TOKEN=", *(["MINE=1"] if number % 2 else [])):
                assert word in text, f"round {number}: {word} is lost from .env: {text}"


def neighbours_choose_differently(program):
    for number in range(3):
        with Machine(program) as machine:
            profiles = ["a b", "a-b", "c", "d"]  # two of them make one project name
            machine.put_servers(server("s", command="docker", args=["run", "-i", "-p", "8080:80", "some/image"],
                                       profile_tags=profiles))
            folders = [machine.root / f"w{i}" for i in range(len(profiles))]
            for folder in folders:
                folder.mkdir()
            finish(*[start(machine, profile, folder=folder) for profile, folder in zip(profiles, folders)])
            texts = [(folder / "docker-compose.yml").read_text().splitlines() for folder in folders]
            for what in ("name: ", "subnet: ", ":80"):
                chosen = [line.strip() for text in texts for line in text if what in line and "mcpmx." not in line]
                assert len(set(chosen)) == len(chosen) == len(folders), f"round {number}: {what}: {chosen}"


def a_persons_save_is_kept(program):
    """Whatever the moment: the edit is in the file, or in the copy."""
    met = 0
    with Machine(program) as machine:
        compose, env = machine.work / "docker-compose.yml", machine.work / ".env"
        for number in range(16):
            for path in machine.work.iterdir():
                if path.is_file():
                    path.unlink()
            many_servers(machine)
            finish(start(machine, "work"))
            many_servers(machine, "q")
            before = compose.read_bytes()
            run = start(machine, "work")
            time.sleep(0.002 * number)
            with compose.open("a", encoding="utf-8") as file:
                file.write("# my edit\n")
            with env.open("a", encoding="utf-8") as file:
                file.write("MINE=2\n")
            met += compose.read_bytes().startswith(before)
            said = run.communicate(timeout=120)[1].decode()
            assert run.returncode in (0, 3), said
            copies = [path.read_text() for path in machine.work.glob("*.mcpmx-bak*")]
            kept = [text for text in (compose.read_text(), *copies) if "# my edit" in text]
            assert kept, f"round {number}: the edit of the Compose file is lost: exit {run.returncode} {said}"
            assert "MINE=2" in env.read_text(), f"round {number}: the line in .env is lost: {said}"
            assert not temps(machine), temps(machine)
    assert met, "no round saved before the run wrote, so nothing was seen"


def ended_runs_leave_nothing(program):
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        with Machine(program) as machine:
            for i in range(12):
                many_servers(machine, f"p{i}")
                run = start(machine, "work")
                time.sleep(random.random() * 0.06)
                run.send_signal(number)
                run.communicate(timeout=120)
                # A shell calls an end by SIGINT exit code 130.
                assert run.returncode in (0, -number), f"{number}: exit {run.returncode}"
                assert not temps(machine), f"{number} left {temps(machine)}"


def killed_runs_are_cleaned_up_after(program):
    with Machine(program) as machine:
        machine.put_servers(server(env={"SOME_API_KEY": SECRET}))
        finish(start(machine, "work"))
        temp = ".mcpmx-0123456789abcdef.tmp"
        state = "home/.local/state/mcpmx/"
        ours = [f"{folder}{temp}" for folder in ("work/", "work/.mcpmx/", state, state + "files/")]
        others = ["work/.mcpmx-0123.tmp", "work/mine.tmp", f"work/{temp}.old", f"work/deeper/{temp}"]
        for path in ours + others:
            machine.put(path, SECRET, 0o600)
        (machine.work / ".mcpmx-fedcba9876543210.tmp").symlink_to("mine.tmp")
        finish(start(machine, "work"))
        found = machine.snapshot()
        assert not [path for path in ours if path in found], "stale temp files stay"
        gone = [path for path in [*others, "work/.mcpmx-fedcba9876543210.tmp"] if path not in found]
        assert not gone, f"not ours, and removed: {gone}"


def interrupted(machine, folder, swapped):
    """What a run leaves in a folder that is killed before its first swap, or behind it: two files and the journal."""
    lines = [f"lock {machine.root / folder}"]
    for number, name in enumerate(("a", "b")):
        temp = f".mcpmx-{number:016x}.tmp"
        old, new = f"old {name}", f"new {name}"
        is_new = swapped and number == 0
        machine.put(f"{folder}/{name}", new if is_new else old)
        machine.put(f"{folder}/{temp}", old if is_new else new)
        hashes = " ".join(hashlib.sha256(text.encode()).hexdigest() for text in (old, new))
        lines.append(f"file {hashes} {temp} {machine.root / folder / name}")
    text = "\n".join(["mcpmx.journal/1", *lines, ""])
    text += f"end {hashlib.sha256(text.encode()).hexdigest()}\n"
    return machine.put("home/.local/state/mcpmx/journal", text, 0o600)


def a_killed_run_is_finished_from_anywhere(program):
    for swapped, wanted, words in ((True, "new", "finished now"), (False, "old", "as they were before")):
        with Machine(program) as machine:
            machine.put_servers(server(env={"SOME_API_KEY": SECRET}))
            journal = interrupted(machine, "elsewhere", swapped)
            # Nobody finishes what another run may still be at.
            lock = os.open(machine.root / "elsewhere", os.O_RDONLY)
            fcntl.flock(lock, fcntl.LOCK_EX)
            run = start(machine, "work")
            time.sleep(0.3)
            assert run.poll() is None and journal.exists(), "it did not wait for the folder that the journal names"
            os.close(lock)
            out, err = run.communicate(timeout=60)
            assert run.returncode == 0 and words in out.decode() and "elsewhere/b" in out.decode(), (out, err)
            assert not journal.exists() and not temps(machine), temps(machine)
            for name in ("a", "b"):
                assert (machine.root / "elsewhere" / name).read_text() == f"{wanted} {name}"
            assert "interrupted" not in machine.run("docker", "generate", "work").text
    with Machine(program) as machine:
        machine.put_servers(server(env={"SOME_API_KEY": SECRET}))
        machine.put("work/docker-compose.yml", "services: {mine: {image: x}}\n")
        interrupted(machine, "elsewhere", True)
        done = machine.run("docker", "generate", "work")
        assert done.code == 3 and "finished now" in done.text, f"a run that fails tells of it too: {done}"
    with Machine(program) as machine:
        machine.put_servers(server(env={"SOME_API_KEY": SECRET}))
        interrupted(machine, "elsewhere", True)
        machine.put("elsewhere/b", "mine")
        done = machine.run("docker", "generate", "work")
        assert done.code == 0 and "left so: " in done.text, done
        assert (machine.root / "elsewhere/b").read_text() == "mine" and not temps(machine)
    with Machine(program) as machine:
        machine.put_servers(server(env={"SOME_API_KEY": SECRET}))
        interrupted(machine, "elsewhere", True)
        shutil.rmtree(machine.root / "elsewhere")
        done = machine.run("docker", "generate", "work")
        assert done.code == 0 and not (machine.root / "elsewhere").exists(), done


def a_held_folder_is_waited_for(program):
    with Machine(program) as machine:
        machine.put_servers(server(env={"SOME_API_KEY": SECRET}))
        lock = os.open(machine.work, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
        for args in (("docker", "generate", "work", "--stdout"), ("detect", "work")):
            done = machine.run(*args, timeout=5)
            assert done.code == 0, f"what writes nothing waits for nobody: {done}"
        run = start(machine, "work")
        try:
            run.wait(timeout=0.5)
            raise AssertionError("it did not wait")
        except subprocess.TimeoutExpired:
            pass
        os.close(lock)
        finish(run)
        lock = os.open(machine.work, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
        before = machine.snapshot()
        done = machine.run("docker", "generate", "work", timeout=60)
        os.close(lock)
        assert done.code == 1 and str(machine.work) in done.text and "another run" in done.text, done
        assert machine.snapshot() == before


PARTS = (two_files_share_one_env, neighbours_choose_differently, a_persons_save_is_kept, ended_runs_leave_nothing,
         killed_runs_are_cleaned_up_after, a_killed_run_is_finished_from_anywhere, a_held_folder_is_waited_for)

if __name__ == "__main__":
    run_parts(PARTS)
