#!/usr/bin/env python3
"""What a run asks of the system, seen with strace: what it must not wait for, and what must reach the disk first.

usage: startup_test.py MCPMX [LIBRARY...]      LIBRARY: what the program was linked to beside libc and libm
Times are tests/bench's business, and need a quiet machine. This holds on any.
"""
import pathlib
import re
import shutil
import subprocess
import sys

from machine import Machine, server, skip

LIBRARIES = ("libc", "libm", *sys.argv[2:])
GENERATE = ("--quiet", "docker", "generate", "work")
RENAMED = r"^rename\w*\(.* = 0"


class Trace:
    """The system calls of a run, in the order in which they returned."""

    def __init__(self, machine, *args):
        log = machine.root / "strace.log"
        call = ["strace", "-f", "-y", "-o", str(log), "-e", "trace=openat,fsync,fdatasync,sync_file_range,renameat2,rename,connect"]
        done = subprocess.run([*call, machine.program, *args], cwd=machine.work, env=machine.environment(),
                              stdin=subprocess.DEVNULL, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        self.calls = []
        started = {}
        for line in log.read_text(errors="replace").splitlines():
            process, _, text = line.partition(" ")
            text = text.strip()
            if text.endswith("<unfinished ...>"):
                started[process] = text.removesuffix("<unfinished ...>")
            elif resumed := re.match(r"<\.\.\. \w+ resumed>(.*)", text):
                self.calls.append(started.pop(process) + resumed.group(1))
            else:
                self.calls.append(text)
        assert any("libc.so" in call for call in self.calls), "a trace without the C library saw nothing"

    def opened(self):
        paths = (re.match(r'openat\([^"]*"([^"]*)".* = \d', call) for call in self.calls)
        return [match.group(1) for match in paths if match]

    def positions(self, pattern):
        return [index for index, call in enumerate(self.calls) if re.search(pattern, call)]


def no_stranger_is_loaded(machine):
    for call in (("--version",), GENERATE):  # plugins must not bring in what the program does without
        loaded = [path for path in Trace(machine, *call).opened()
                  if re.search(r"\.so(\.\d+)*$", path) and "/mcpmx/plugins/" not in path]
        strangers = [path for path in loaded if pathlib.Path(path).name.split(".so")[0] not in LIBRARIES]
        assert not strangers, f"each library costs every start: {strangers}"


def nobody_is_asked(machine):
    trace = Trace(machine, *GENERATE)
    for path in trace.opened():
        assert "openssl" not in path, f"{path}: hashing needs no configuration"
    assert not trace.positions(r"^connect"), "no name service is needed where no group may write"


# A file that is lost with a power cut is made again; one that was cut off would look like a person's edit.
def new_files_are_whole_before_they_are_named(machine):
    trace = Trace(machine, *GENERATE)
    renames = trace.positions(RENAMED)
    whole = trace.positions(r"^sync_file_range\(.*\.tmp>.*SYNC_FILE_RANGE_WAIT_AFTER\)\s*= 0")
    assert len(whole) == 1, f"the Compose file once; .env is within one sector: {whole}"
    assert len(renames) >= 3 and max(whole) < min(renames), "a name that leads to bytes that may not be there"
    assert not trace.positions(r"^f(data)?sync"), "nothing old gave way, so there is nothing to wait longer for"


def contents_are_on_the_disk_before_they_replace_others(machine):
    Trace(machine, *GENERATE)
    machine.put_servers(server(args=["-y", "another"], env={"SOME_API_KEY": "sk-fedcba9876543210"}))
    trace = Trace(machine, *GENERATE)
    renames = trace.positions(RENAMED)
    files = trace.positions(r"^fsync\(.*(\.tmp|journal)>\s*\)\s*= 0")
    folders = [index for index in trace.positions(r"^fsync\(.*\)\s*= 0") if index not in files]
    flushed = "\n".join(trace.calls[index] for index in [*files, *folders])
    assert len(files) == 4, f"the Compose file, .env, the bindings and the journal, each once:\n{flushed}"
    assert len(folders) == 2, f"the folders of the three, each once:\n{flushed}"
    assert len(renames) >= 2 and max(files) < min(renames), "a name that leads to bytes that may not be there"
    assert max(renames) < min(folders), "a name that may not be there after a power cut"


def main():
    if not shutil.which("strace"):
        skip("strace is not installed")
    if subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode != 0:
        skip("strace may not trace here")
    for check in (no_stranger_is_loaded, nobody_is_asked, new_files_are_whole_before_they_are_named,
                  contents_are_on_the_disk_before_they_replace_others):
        with Machine(sys.argv[1]) as machine:
            machine.put_servers(server(env={"SOME_API_KEY": "sk-0123456789abcdef"}))
            check(machine)
            print(check.__name__.replace("_", " "))


if __name__ == "__main__":
    main()
