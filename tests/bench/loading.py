"""Which plugins a command loads, seen from outside the program.

With strace: the files that the dynamic linker maps as code (mmap with PROT_EXEC), so that a plugin
whose manifest is merely read from its file does not count. Without strace, or where tracing is not
allowed: the linker's own log of what it opens (LD_DEBUG=files).
"""
import os
import re
import shutil
import subprocess

from machine import Unmeasurable

PLUGIN = re.compile(r"/mcpmx/plugins/([^/<>\s]+\.so)\b")


class Loaded:
    def __init__(self, plugins, how):
        self.plugins, self.how = plugins, how


def by_strace(machine, words):
    log = machine.scratch / "strace.log"
    call = ["strace", "-f", "-y", "-e", "trace=openat,open,mmap", "-o", str(log), *map(str, words)]
    done = subprocess.run(call, cwd=machine.folder("work"), env=machine.environment(machine.folder("home")),
                          capture_output=True)
    if done.returncode != 0 or not log.exists():
        return None
    lines = log.read_text(errors="replace").splitlines()
    # The C library is mapped by every process: a trace without it saw nothing.
    if not any("PROT_EXEC" in line and "/libc.so" in line for line in lines):
        return None
    mapped = (PLUGIN.search(line) for line in lines if "mmap(" in line and "PROT_EXEC" in line)
    return Loaded({match.group(1) for match in mapped if match}, "strace (mmap with PROT_EXEC)")


def by_linker(machine, words):
    log = machine.scratch / "linker"
    machine.run(words, machine.folder("work"), machine.folder("home"), LD_DEBUG="files", LD_DEBUG_OUTPUT=str(log))
    logs = list(machine.scratch.glob("linker.*"))
    text = "".join(path.read_text(errors="replace") for path in logs)
    for path in logs:
        os.unlink(path)
    if "libc.so" not in text:
        raise Unmeasurable("neither strace nor LD_DEBUG=files shows what a process loads; install strace")
    # A plugin may be opened through its descriptor; "calling init" names what was loaded either way.
    found = {line.rsplit("calling init:", 1)[1].strip() for line in text.splitlines() if "calling init:" in line}
    return Loaded({name for name in found if PLUGIN.search(name) or "/proc/self/fd/" in name}, "LD_DEBUG=files")


def plugins_mapped(machine, words):
    return (shutil.which("strace") and by_strace(machine, words)) or by_linker(machine, words)
