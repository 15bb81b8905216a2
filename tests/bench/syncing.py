"""docker sync: without a change, and with one argument of one server changed in servers.json."""
import itertools
import json
import re
import shutil
import subprocess

from machine import Times, Unmeasurable
from profiles import CONFIG

# What changes a file or a folder. openat counts where it may: with O_CREAT, O_WRONLY or O_RDWR.
WRITING = "write,pwrite64,fsync,fdatasync,rename,renameat2,unlink,unlinkat,mkdir,ftruncate,fchmod,fchown,openat"
MAY_WRITE = re.compile(r"O_CREAT|O_WRONLY|O_RDWR")
TO_THE_TERMINAL = re.compile(r"write\([12]\b")


class Bound:
    """A copy of an MCPM folder whose profile has been synced with a Compose file once."""

    def __init__(self, machine, mcpmx, config, profile):
        self.machine, self.folder, self.home = machine, machine.folder("work"), machine.folder("home")
        self.config = self.folder / "mcpm"
        shutil.copytree(config, self.config)
        self.words = [mcpmx, CONFIG, self.config, "--quiet", "docker", "sync", profile]
        self.numbers = itertools.count()
        servers = json.loads((self.config / "servers.json").read_text())
        self.changed = next(name for name, server in servers.items()
                            if server.get("command") == "npx" and profile in server["profile_tags"])
        self.sync()

    def sync(self):
        return self.machine.run(self.words, self.folder, self.home)

    def change(self):
        path = self.config / "servers.json"
        servers = json.loads(path.read_text())
        arguments = servers[self.changed]["args"]
        servers[self.changed]["args"] = [*(word for word in arguments if not word.startswith("--bench-")),
                                         f"--bench-{next(self.numbers)}"]
        path.write_text(json.dumps(servers, indent=2))

    def without_change(self, runs):
        self.sync()
        return Times([self.sync() for _ in range(runs)])

    def with_one_change(self, runs):
        times = []
        for _ in range(runs):
            self.change()
            times.append(self.sync())
        if f"--bench-{next(self.numbers) - 1}" not in (self.folder / "docker-compose.yml").read_text():
            raise Unmeasurable("the changed argument did not come to the Compose file")
        return Times(times)

    def writing_calls(self):
        log = self.machine.scratch / "strace.log"
        call = ["strace", "-f", "-e", f"trace={WRITING}", "-o", str(log), *map(str, self.words)]
        done = subprocess.run(call, cwd=self.folder, env=self.machine.environment(self.home), capture_output=True)
        if done.returncode != 0:
            raise Unmeasurable(f"strace of a sync exits with {done.returncode}")
        lines = [line for line in log.read_text(errors="replace").splitlines() if "(" in line]
        return sum(1 for line in lines if not TO_THE_TERMINAL.search(line)
                   and ("openat(" not in line or MAY_WRITE.search(line)))


def measure(machine, mcpmx, chosen, runs, report):
    """`chosen`: (label, config folder, profile), by label."""
    large = Bound(machine, mcpmx, *chosen["large"])
    still, moved = large.without_change(runs), large.with_one_change(runs)
    report.process("mcpmx docker sync, no change, large", still)
    report.process("mcpmx docker sync, one change, large", moved)
    ten = Bound(machine, mcpmx, *chosen["10"])
    usual = ten.with_one_change(runs)
    report.process("mcpmx docker sync, one change, 10 servers", usual)
    grown = [Bound(machine, mcpmx, *chosen[label]).with_one_change(max(3, runs // 5)) for label in ("1,000", "10,000")]
    for label, times in zip(("1,000", "10,000"), grown):
        report.process(f"mcpmx docker sync, one change, {label}", times)
    report.absolute("sync without a change, 316 servers", still.median, 30)
    report.absolute("sync of one change, 316 servers", moved.median, 150)
    report.absolute("sync of one change, 10 servers", usual.median, 10)
    if shutil.which("strace"):
        quiet = large.writing_calls()
        large.change()
        report.count("system calls that write, sync without a change", quiet, 0, seen=large.writing_calls() > 0)
    else:
        report.note("no strace: what a sync without a change writes was not counted")
    return grown[1].best / grown[0].best
