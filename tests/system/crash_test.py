#!/usr/bin/env python3
"""A run that is killed, or refused, at any system call loses nothing, and the next run makes all of it whole.

usage: crash_test.py MCPMX [SCENARIO]
A complete run under strace is counted first. Then each call that changes something has a run that is killed
(SIGKILL) as it enters the call: what stands on the disk between two such calls is the same at all calls in
between. Each call on a file of the machine, reads included, has runs in which it fails.

After each: every file is old or new; the next run says what it found, ends where an uninterrupted run does, and
leaves neither temp file nor journal. A scenario is a few lines: see SCENARIOS.
"""
import concurrent.futures
import dataclasses
import pathlib
import re
import shutil
import subprocess
import sys
import typing

from machine import Machine, server, skip

SECRET = "sEcr3t-0f-the-t3st"
STATE = "home/.local/state/mcpmx"
WORKERS = 2
CHANGING = ("openat", "write", "pwrite64", "fsync", "fdatasync", "sync_file_range", "rename", "renameat2", "unlink",
            "unlinkat", "rmdir", "mkdir", "flock", "fchmod", "fchown", "ftruncate", "symlink", "link", "close")
# What each call can answer; on a file or folder of the machine alone.
ERRORS = {"openat": ("EACCES", "EIO"), "creat": ("ENOSPC", "EROFS", "EACCES"), "write": ("ENOSPC", "EIO"),
          "fsync": ("EIO", "ENOSPC"), "sync_file_range": ("EIO", "ENOSPC", "ENOSYS"), "rename": ("EIO", "EROFS"),
          "renameat2": ("EIO", "EACCES", "EROFS", "ENOSPC"),
          "unlink": ("EIO", "EACCES"), "mkdir": ("ENOSPC", "EROFS"), "flock": ("EIO",), "fchmod": ("EIO",),
          "fchown": ("EROFS",), "close": ("EIO",), "read": ("EIO",), "newfstatat": ("EIO",),
          "fstat": ("EIO",), "getdents64": ("EIO",), "faccessat2": ("EROFS",), "readlink": ("EIO",),
          "ftruncate": ("EIO",), "rmdir": ("EIO",)}
# Nothing comes of it if these fail: which plugin is being loaded, and the hash of a sync, are noted where they can be.
BEST_EFFORT = re.compile(r"/mcpmx/loading\b|faccessat2 .*/\.config/mcpmx$")


def profile(machine, version):
    servers = [server("one", args=["-y", f"acme@{version}"], env={"ACME_API_KEY": f"{SECRET}-{version}"})]
    if version > 1:
        servers.append(server("two", args=["-y", "other"], env={"OTHER_TOKEN": SECRET}))
    machine.put_servers(*servers)


def succeed(machine, args):
    done = machine.run(*args)
    assert done.code == 0, done
    return done


GENERATE = ("docker", "generate", "work")


def nothing_there(machine):
    profile(machine, 1)


def an_older_one_there(machine):
    machine.put("work/.env", "MINE=1\n", 0o600)
    profile(machine, 1)
    succeed(machine, GENERATE)
    profile(machine, 2)


def two_runs_to_look_back_on(machine):
    an_older_one_there(machine)
    succeed(machine, GENERATE)


def one_run_to_look_back_on(machine):
    profile(machine, 1)
    succeed(machine, GENERATE)


SYNC = ("docker", "sync", "work")


def edit(machine, name, old, new):
    path = machine.root / name
    text = path.read_text()
    assert old in text, f"{old!r} is not in {name}: {text}"
    path.write_text(text.replace(old, new, 1))


def both_sides_edited(machine):
    """What flows to servers.json, to the Compose file and to .env, and what stays where it is."""
    an_older_one_there(machine)
    edit(machine, "work/docker-compose.yml", '"acme@1"', '"acme@1", "--fast"')
    edit(machine, "work/docker-compose.yml", "    restart:", "    tty: true  # mine\n    restart:")


def first_sync(machine):
    machine.put("work/docker-compose.yml", "# mine\nservices:\n  app: {image: app}\n")
    profile(machine, 2)


def one_sync_to_look_back_on(machine):
    both_sides_edited(machine)
    succeed(machine, SYNC)


@dataclasses.dataclass
class Scenario:
    setup: typing.Callable  # makes what the command finds; runs mcpmx as it likes
    command: tuple
    # True: a second run after a complete one changes nothing. False (undo): it would do something else.
    settles: bool = True


SCENARIOS = {
    "generate": Scenario(nothing_there, GENERATE),
    "generate-again": Scenario(an_older_one_there, GENERATE),
    "sync": Scenario(both_sides_edited, SYNC),
    "sync-first": Scenario(first_sync, (*SYNC, "--yes")),
    "undo": Scenario(two_runs_to_look_back_on, ("undo",), settles=False),
    "undo-sync": Scenario(one_sync_to_look_back_on, ("undo",), settles=False),
    "undo-first": Scenario(one_run_to_look_back_on, ("undo",), settles=False),
}


@dataclasses.dataclass(frozen=True, order=True)
class Case:
    call: str
    number: int  # the how manieth call of that name
    error: str   # "": killed
    path: str    # that the call is about; may be empty

    def __str__(self):
        return f"{self.call} {self.number} ({self.path}) {self.error or 'killed'}"


def strace(machine, command, options):
    done = subprocess.run(["strace", "-f", "-qq", *options, machine.program, *command],
                          cwd=machine.work, env=machine.environment(), stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=120, check=False)
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")


def cases_of(machine, command):
    """Every case of one command, by the calls of a run that nothing happens to."""
    log = pathlib.Path(str(machine.root) + ".strace")
    names = sorted({*CHANGING, *ERRORS} - {"creat"})
    code, said = strace(machine, command, ["-y", "-o", str(log), "-e", "trace=" + ",".join("?" + n for n in names)])
    assert code == 0, said
    main, counts, cases = None, {}, set()
    for line in log.read_text(errors="replace").splitlines():
        match = re.match(r"(\d+) +(\w+)\((.*)", line)
        if not match:
            continue
        main = main or match[1]
        # Threads flush in parallel; each counts its own calls, and the first stands for them all.
        thread = match[1] if match[1] != main else main
        call, rest = match[2], match[3]
        counts[thread, call] = counts.get((thread, call), 0) + 1
        found = re.search(re.escape(str(machine.root)) + r"[^\">]*", rest.replace(f"AT_FDCWD<{machine.work}>", ""))
        if not found:
            continue
        path, number = found[0][len(str(machine.root)) + 1:], counts[thread, call]
        is_creating = call == "openat" and "O_CREAT" in rest
        if call in CHANGING and (call != "openat" or is_creating):
            cases.add(Case(call, number, "", path))
        if not BEST_EFFORT.search(f"{call} {found[0]}") and "ENOENT" not in rest:
            cases.update(Case(call, number, error, path) for error in ERRORS.get("creat" if is_creating else call, ()))
    log.unlink()
    # One case for each call of each number, whichever thread it was.
    return sorted({(case.call, case.number, case.error): case for case in sorted(cases)}.values())


class Place:
    """One machine in which cases run one after the other, each from the same files: paths stand in some of them."""

    def __init__(self, program, scenario):
        self.machine, self.scenario = Machine(program), scenario
        self.saved = pathlib.Path(str(self.machine.root) + ".saved")
        self.log = pathlib.Path(str(self.machine.root) + ".strace")
        scenario.setup(self.machine)
        shutil.copytree(self.machine.root, self.saved, symlinks=True)
        self.old = self.contents()
        succeed(self.machine, scenario.command)
        self.new = self.contents()
        assert self.old != self.new
        self.reset()

    def reset(self):
        shutil.rmtree(self.machine.root)
        shutil.copytree(self.saved, self.machine.root, symlinks=True)

    def close(self):
        shutil.rmtree(self.saved, ignore_errors=True)
        self.log.unlink(missing_ok=True)
        self.machine.__exit__()

    def files(self):
        return {path.relative_to(self.machine.root).as_posix(): path.read_bytes()
                for path in sorted(self.machine.root.rglob("*")) if path.is_file()}

    def contents(self):
        """The bytes of all files that a run is about. A key is random, and so is what is hashed or sealed with it."""
        kept = {}
        for name, data in self.files().items():
            if name.endswith(".tmp") or name in (f"{STATE}/journal", f"{STATE}/loading", f"{STATE}/undo"):
                continue
            if name == f"{STATE}/key":
                data = b"a key" if len(data) == 32 else data
            kept[name] = re.sub(rb"hmac-sha256:[0-9a-f]{64}|mcpmxSecret[0-9a-f]+", b"a hash", data)
        return kept

    def leftovers(self):
        return [name for name in self.files() if name.endswith(".tmp") or name == f"{STATE}/journal"]

    def check_old_or_new(self, now):
        for name in now.keys() | self.old.keys() | self.new.keys():
            allowed = [self.old.get(name), self.new.get(name)]
            assert now.get(name) in allowed, f"{name} is neither old nor new: {now.get(name)}"

    def check_no_secret(self):
        for name, data in self.files().items():
            if name.startswith(STATE) and not name.endswith(".tmp"):
                assert SECRET.encode() not in data, f"a secret stands in {name}"

    def check_next_run(self):
        """What the next run says; it makes all whole."""
        said = ""
        if self.scenario.settles or self.contents() != self.new or self.leftovers():
            said = succeed(self.machine, self.scenario.command).text
        assert self.contents() == self.new, f"the next run does not end as one that nothing happens to: {self.diff()}"
        assert not self.leftovers(), f"left by the next run: {self.leftovers()}"
        if self.scenario.settles:
            before = self.machine.snapshot()
            succeed(self.machine, self.scenario.command)
            assert self.machine.snapshot() == before, "the run after the next writes again"
        succeed(self.machine, ("undo", "--dry-run"))
        return said

    def diff(self):
        now = self.contents()
        return sorted(name for name in now.keys() | self.new.keys() if now.get(name) != self.new.get(name))

    def kill(self, case):
        # strace 6.1 sends no signal under --seccomp-bpf, which is quicker.
        code, said = strace(self.machine, self.scenario.command,
                            ["-o", "/dev/null", "-e", f"trace={case.call}",
                             "-e", f"inject={case.call}:signal=KILL:when={case.number}"])
        assert code in (-9, 137), f"it was not killed: exit {code} {said}"
        now = self.contents()
        self.check_old_or_new(now)
        self.check_no_secret()
        journal = self.files().get(f"{STATE}/journal", b"")
        said = self.check_next_run()
        # A journal is whole once its last line is.
        if re.search(rb"\nend [0-9a-f]{64}\n$", journal):
            assert "interrupted" in said, f"nobody is told: {said}"
            return "finished" if "finished now" in said else "taken back"
        return "before" if now == self.old else "between" if now != self.new else "after"

    def refuse(self, case):
        code, said = strace(self.machine, self.scenario.command,
                            ["--seccomp-bpf", "-o", str(self.log), "-e", f"trace={case.call}",
                             "-e", f"inject={case.call}:error={case.error}:when={case.number}"])
        assert "INJECTED" in self.log.read_text(errors="replace"), "nothing failed"
        assert code in (0, 1, 3), f"exit {code}: {said}"
        now = self.contents()
        self.check_no_secret()
        if code == 0:
            assert now == self.new, f"exit 0, and not all is written: {self.diff()} {said}"
        else:
            assert now in (self.old, self.new), f"neither all old nor all new: {said}"
            assert "error: " in said and "next: " in said, f"no clear error: {said}"
            assert str(self.machine.root) in said or ".yml" in said or ".env" in said, f"no file is named: {said}"
        temps = [name for name in self.leftovers() if name.endswith(".tmp")]
        assert not temps or all(name in said for name in temps), f"left: {temps} {said}"
        self.check_next_run()
        return "went on" if code == 0 else "refused"

    def run(self, case):
        self.reset()
        return self.refuse(case) if case.error else self.kill(case)


def share(program, scenario, cases, number):
    """Every WORKERS-th case, in a machine of its own: outcomes, and what was wrong."""
    place, outcomes, wrong = Place(program, scenario), {}, []
    try:
        for case in cases[number::WORKERS]:
            try:
                outcome = place.run(case)
                outcomes[outcome] = outcomes.get(outcome, 0) + 1
            except AssertionError as error:
                wrong.append(f"{case}: {error}")
    finally:
        place.close()
    return outcomes, wrong


def run_scenario(program, name, scenario):
    place = Place(program, scenario)
    cases = cases_of(place.machine, scenario.command)
    place.close()
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        shares = list(pool.map(lambda number: share(program, scenario, cases, number), range(WORKERS)))
    outcomes = {}
    for seen, _ in shares:
        for outcome, count in seen.items():
            outcomes[outcome] = outcomes.get(outcome, 0) + count
    print(f"{name}: {len(cases)} cases: " + ", ".join(f"{count} {what}" for what, count in sorted(outcomes.items())))
    wrong = [text for _, texts in shares for text in texts]
    # A journal that no case meets, or errors that nothing comes of, would prove nothing.
    for outcome, least in (("finished", 5), ("taken back", 2), ("before", 10), ("refused", 10)):
        if not wrong and outcomes.get(outcome, 0) < least:
            wrong.append(f"only {outcomes.get(outcome, 0)} cases ended as '{outcome}'")
    return [f"{name}: {text}" for text in wrong]


def main():
    program, chosen = sys.argv[1], sys.argv[2:] or SCENARIOS
    try:
        done = subprocess.run(["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=getpid", "true"],
                              capture_output=True, check=False)
    except FileNotFoundError:
        skip("there is no strace")
    if done.returncode != 0:
        skip("strace may not trace here: " + done.stderr.decode(errors="replace").strip()[:200])
    wrong = []
    for name in chosen:
        wrong += run_scenario(program, name, SCENARIOS[name])
    for text in wrong[:20]:
        print("FAILED", text, file=sys.stderr)
    if wrong:
        sys.exit(f"{len(wrong)} wrong")


main()
