#!/usr/bin/env python3
"""Places that cannot be read or written, words that mean nothing, and files that are a person's.

usage: bad_place_test.py MCPMX [--show]      --show prints what each row answers
"""
import os
import pathlib
import resource
import signal
import stat
import subprocess
import sys
import tempfile

from machine import Machine, differences, server
from rows import GENERATE, SECRET, Row, check_all, nothing

COMPOSE = "work/docker-compose.yml"


def with_work(change):
    """The good profile, and `change` done to the working folder."""
    def prepare(machine):
        nothing(machine)
        change(machine.work)
    return prepare


def generated(then=None, *options):
    """A file that mcpmx wrote, and what happened to it since."""
    def prepare(machine):
        nothing(machine)
        done = machine.run(*GENERATE, *options)
        assert done.code == 0, str(done)
        if then:
            then(machine)
    return prepare


def append(path, text):
    def change(machine):
        with (machine.root / path).open("a", encoding="utf-8") as file:
            file.write(text)
    return change


def remove(path):
    return lambda machine: (machine.root / path).unlink()


RECORD = "work/.mcpmx/docker-compose.yml.json"
BASE = "work/.mcpmx/docker-compose.yml.base.json"


def in_service(machine):
    path = machine.root / COMPOSE
    path.write_text(path.read_text().replace("    restart:", "    tty: true\n    restart:", 1))
    assert "tty: true" in path.read_text()


def states(compose, env):
    """What is said of each of the two files."""
    def check(_, run):
        if b'"schema"' in run.out:
            document = run.document()
            assert (document["state"], document["env_state"]) == (compose, env), run
        else:
            said = {"unchanged": "Unchanged: ", "written": "Wrote "}
            both = "docker-compose.yml and " if compose == env else "docker-compose.yml\n" + said[env]
            assert said[compose] + both + ".env\n" in run.text, run
    return check


def edit_stays(text, then=lambda _: None):
    """The edit stands in the file still, and no copy was made."""
    def check(machine, run):
        assert text in (machine.root / COMPOSE).read_text(), f"{text!r} is lost: {run}"
        no_backup(machine, run)
        then(machine)
    return check


def one_more(machine):
    machine.put_servers(server(env={"SOME_API_KEY": SECRET}), server("two", args=["-y", "second-server"]))


def has_two(machine):
    assert "  two:\n" in (machine.root / COMPOSE).read_text()


def in_argument(machine):
    path = machine.root / COMPOSE
    path.write_text(path.read_text().replace('"some-mcp-server"', '"some-mcp-server@1.2"'))


def second_profile(machine):
    machine.put_servers(server(env={"SOME_API_KEY": SECRET}), server("two", profile_tags=["play"]))


def backup_is(text):
    def check(machine, _):
        backup = machine.work / "docker-compose.yml.mcpmx-bak"
        assert backup.read_text().endswith(text), backup.read_text()[-200:]
        assert backup.stat().st_mode & 0o077 == 0, "the copy may hold secrets: nobody else reads it"
        assert not (machine.work / "docker-compose.yml").read_text().endswith(text)
    return check


def no_backup(machine, _):
    assert not (machine.work / "docker-compose.yml.mcpmx-bak").exists(), "a copy of our own file"


MISSING = "home/.config/mcpm"
READ_ROWS = [
    Row("config dir: missing", args=("--config-dir", "/nonexistent/mcpm", *GENERATE), words=("/nonexistent/mcpm",)),
    Row("config dir: a file", lambda m: m.put("home/x", "x"), ("--config-dir", "../home/x", *GENERATE),
        words=("not a folder", "../home/x")),
    Row("config dir: empty", lambda m: None, words=("no servers.json", "mcpm")),
    Row("config dir: servers.json is a folder", lambda m: (m.mcpm / "servers.json").mkdir(),
        words=("servers.json", "folder")),
    Row("config dir: servers.json is a pipe", lambda m: os.mkfifo(m.mcpm / "servers.json"), words=("servers.json",)),
    Row("config dir: servers.json is a link to itself", lambda m: (m.mcpm / "servers.json").symlink_to("servers.json"),
        words=("servers.json",)),
    Row("config dir: servers.json is a link to nothing", lambda m: (m.mcpm / "servers.json").symlink_to("gone"),
        words=("servers.json", "nothing")),
    Row("config dir: servers.json is /dev/zero", lambda m: (m.mcpm / "servers.json").symlink_to("/dev/zero"),
        words=("servers.json",)),
    Row("HOME: unset", run={"env": {"HOME": None}}, args=("--config-dir", "/nonexistent", *GENERATE),
        words=("/nonexistent",)),
    Row("HOME: does not exist", run={"env": {"HOME": "/nonexistent/home"}}, words=("/nonexistent/home/.config/mcpm",)),
    Row("mapping dir: missing", args=("--mapping-dir", "/nonexistent/maps", *GENERATE),
        code=2, words=("/nonexistent/maps", "--mapping-dir")),
    Row("mapping dir: a file", lambda m: (nothing(m), m.put("x", "x")), ("--mapping-dir", "../x", *GENERATE),
        code=2, words=("../x", "--mapping-dir")),
    Row("plugin dir: missing", args=("--plugin-dir", "/nonexistent/plugins", *GENERATE), code=2,
        words=("/nonexistent/plugins",)),
    Row("plugin dir: a file", lambda m: (nothing(m), m.put("x", "x")), ("--plugin-dir", "../x", *GENERATE), 2,
        words=("../x",)),
    Row("plugin dir: not a plugin in it", lambda m: m.put("p/bad.so", b"\x7fELF" + b"\0" * 100),
        ("--plugin-dir", "../p", "plugin", "list"), 0, ("bad.so", "refused")),
    Row("mapping check: missing file", args=("mapping", "check", "gone.yaml"), words=("gone.yaml",), error=False),
    Row("mapping check: a folder", args=("mapping", "check", "."), words=("folder",), error=False),
]

# Made once for the machine, before anything is written; it holds no secret and serves the next run.
STATE = ("home/.local", "home/.local/state", "home/.local/state/mcpmx", "home/.local/state/mcpmx/key")

WRITE_ROWS = [
    Row("output: a folder is made", args=(*GENERATE, "-f", "new/x.yml"), code=0, words=("new/x.yml",),
        check=lambda m, _: (m.work / "new/x.yml").stat()),
    Row("output: below a file", with_work(lambda w: (w / "f").write_text("x")), (*GENERATE, "-f", "f/x.yml"),
        words=("f/x.yml",)),
    Row("output: a folder", with_work(lambda w: (w / "docker-compose.yml").mkdir()), words=("folder",)),
    Row("output: a pipe", with_work(lambda w: os.mkfifo(w / "docker-compose.yml")), words=("docker-compose.yml",)),
    Row("output: a link to itself", with_work(lambda w: (w / "docker-compose.yml").symlink_to("docker-compose.yml")),
        words=("docker-compose.yml", "link")),
    Row("output: a link to nothing", with_work(lambda w: (w / "docker-compose.yml").symlink_to("gone")),
        words=("docker-compose.yml", "link")),
    Row("output: /dev/full", args=(*GENERATE, "-f", "/dev/full"), words=("/dev/full",)),
    Row("output: /dev/null", args=(*GENERATE, "-f", "/dev/null"), words=("/dev/null",)),
    Row("output: in /proc", args=(*GENERATE, "-f", "/proc/mcpmx-test.yml"), words=("/proc",), may_change=STATE),
    Row("output: empty name", args=(*GENERATE, "-f", "")),
    Row("output: name too long", args=(*GENERATE, "-f", "x" * 300), words=("xxx",)),
    Row("output: .mcpmx is a file", with_work(lambda w: (w / ".mcpmx").write_text("x")),
        words=(".mcpmx", "move it away"), never=("mkdir",), may_change=STATE),
    Row("output: .env", args=(*GENERATE, "-f", ".env"), words=(".env", "another name")),
    Row("output: .env of a folder to be made", args=(*GENERATE, "-f", "new/.env"), words=("another name",)),
    Row("output: a link to .env", with_work(lambda w: (w / "x.yml").symlink_to(".env") or (w / ".env").write_text("")),
        (*GENERATE, "-f", "x.yml"), words=("x.yml", "another name")),
    Row("output: a folder's name", args=(*GENERATE, "-f", "a/"), words=("a/docker-compose.yml",)),
    Row("output: a folder's name that is there", with_work(lambda w: (w / "a").mkdir()), (*GENERATE, "-f", "a/"),
        words=("folder",)),
    Row("output: our .gitignore", args=(*GENERATE, "-f", ".mcpmx/.gitignore"), words=(".mcpmx", "another name")),
    Row("output: among our records", args=(*GENERATE, "-f", ".mcpmx/x.json"), words=(".mcpmx", "another name")),
    Row("output: through our folder and out", args=(*GENERATE, "-f", ".mcpmx/../x.yml"), code=0),
    Row("output: a temp file's name", args=(*GENERATE, "-f", ".mcpmx-0123456789abcdef.tmp"), words=("another name",)),
    Row("output: .env is a pipe", with_work(lambda w: os.mkfifo(w / ".env")), words=(".env",)),
    Row("output: state folder below a file", lambda m: (nothing(m), m.put("home/.local", "x")), words=(".local",)),
    Row("output: through a link", with_work(lambda w: ((w / "real.yml").write_text(""),
                                                       (w / "docker-compose.yml").symlink_to("real.yml"))),
        (*GENERATE, "--force"), 0,
        check=lambda m, _: (m.work / "docker-compose.yml").is_symlink() or sys.exit("the link is gone")),
    Row("output: odd name", args=(*GENERATE, "-f", "a b: #'\".yml"), code=0,
        check=lambda m, _: (m.work / "a b: #'\".yml").stat()),
]

PERSON_ROWS = [
    Row("edited", generated(append(COMPOSE, "# mine\n")), code=0,
        check=lambda m, r: (states("unchanged", "unchanged")(m, r), edit_stays("# mine\n")(m, r))),
    Row("edited, and a server more", generated(lambda m: (append(COMPOSE, "# mine\n")(m), in_service(m), one_more(m))),
        code=0, check=edit_stays("# mine\n", lambda m: (edit_stays("tty: true")(m, None), has_two(m)))),
    Row("edited what the profile says too", generated(in_argument), code=0, words=("version", "1.2"),
        check=edit_stays("@1.2", lambda m: "@1.2" in (m.mcpm / "servers.json").read_text() and sys.exit("it flowed"))),
    Row("edited, --stdout", generated(append(COMPOSE, "# mine\n")), (*GENERATE, "--stdout"), 0),
    Row("edited, --force", generated(append(COMPOSE, "# mine\n")), (*GENERATE, "--force"), 0,
        check=backup_is("# mine\n")),
    Row("edited within reach of --force twice",
        generated(lambda m: (append(COMPOSE, "# first\n")(m), m.run(*GENERATE, "--force"), append(COMPOSE, "# second\n")(m))),
        (*GENERATE, "--force"), 0, check=backup_is("# first\n")),
    Row("not edited, --force", generated(), (*GENERATE, "--force"), 0, check=no_backup),
    Row("a server less", generated(lambda m: m.put_servers(server("other"))), code=0, check=no_backup),
    Row("of another profile", generated(second_profile), ("docker", "generate", "play"), 3,
        ("\"work\"", "profile", "-f")),
    Row("of another profile, --force", generated(second_profile), ("docker", "generate", "play", "--force"), 0),
    Row("not ours", with_work(lambda w: (w / "docker-compose.yml").write_text("services: {}\n")), code=3,
        words=("not written by mcpmx",)),
    Row("record lost", generated(remove(RECORD)), code=0, check=lambda m, r: (
        (m.root / RECORD).stat(), states("unchanged", "unchanged")(m, r))),
    Row("record lost, and edited", generated(lambda m: (in_service(m), remove(RECORD)(m))), code=0,
        check=edit_stays("tty: true", lambda m: (m.root / RECORD).stat())),
    Row("record and base lost, and edited", generated(lambda m: (in_service(m), remove(RECORD)(m), remove(BASE)(m))),
        code=0, check=edit_stays("tty: true", lambda m: (m.root / BASE).stat())),
    Row("record broken", generated(append(RECORD, "}")), code=0, words=("docker-compose.yml",)),
    Row("record broken, and edited", generated(lambda m: (in_service(m), append(RECORD, "}")(m))), code=0,
        words=("docker-compose.yml.json",), check=edit_stays("tty: true")),
    Row("base broken, and edited", generated(lambda m: (in_service(m), append(BASE, "}")(m))), code=0,
        words=("docker-compose.yml.base.json", "nothing is deleted"), check=edit_stays("tty: true")),
    Row("record unreadable", generated(lambda m: (remove(RECORD)(m), (m.root / RECORD).mkdir())),
        words=("docker-compose.yml.json", "folder")),
    Row("base unreadable", generated(lambda m: (remove(BASE)(m), (m.root / BASE).mkdir())),
        words=("docker-compose.yml.base.json", "folder")),
    Row("gone from .env", generated(remove("work/.env")), code=0, check=states("unchanged", "written")),
    Row("another token", generated(lambda m: m.put_servers(server(env={"SOME_API_KEY": SECRET + "2"}))), code=0,
        check=states("unchanged", "written")),
    Row("output: -", args=(*GENERATE, "-f", "-"), code=2, words=("--stdout",)),
    Row("unknown profile", args=("docker", "generate", "wrk"), words=("there is no profile \"wrk\"", "did you mean", "work")),
    Row("unknown profile, nothing near", args=("docker", "generate", "zzzzzzzz"), words=("there is no profile", "work")),
    Row("unknown profile, control bytes", args=("docker", "generate", "a\x1b[31m\n"), words=("there is no profile",),
        never=("\x1b[31m",)),
    Row("unknown profile, empty", args=("docker", "generate", ""), words=("there is no profile",)),
    Row("unknown plugin", args=("plugin", "info", "nix"), words=("nix", "plugin list")),
    Row("unknown mapping", args=("mapping", "show", "nix"), words=("nix", "mapping list")),
]


def usage(name, *args, words=()):
    return Row("usage: " + name, args=args, code=2, words=words)


USAGE_ROWS = [
    usage("unknown command", "frobnicate", words=("frobnicate", "mcpmx --help")),
    usage("misspelt command", "docker", "genrate", "work", words=("did you mean", "docker generate")),
    usage("group alone", "docker", words=("docker", "--help")),
    usage("unknown option", *GENERATE, "--frce", words=("--frce", "did you mean: --force")),
    usage("abbreviated option", *GENERATE, "--for", words=("--for",)),
    usage("unknown global option", "--confg", "x", "doctor", words=("--confg",)),
    usage("option without its value", *GENERATE, "-f", words=("--file",)),
    usage("global option without its value", "doctor", "--config-dir", words=("--config-dir",)),
    usage("option twice", *GENERATE, "-f", "a", "-f", "b", words=("--file",)),
    usage("value for a switch", *GENERATE, "--force=yes", words=("--force",)),
    usage("argument missing", "docker", "generate", words=("PROFILE",)),
    usage("argument too many", *GENERATE, "more", words=("more",)),
    usage("argument too many for list", "profile", "list", "more", words=("more",)),
    usage("detect with nothing", "detect", words=("PROFILE", "--all", "--server")),
    usage("detect with two", "detect", "--all", "work", words=("one of",)),
    usage("log level", "--log-level", "loud", "doctor", words=("loud", "debug")),
    usage("colour", "--color", "pink", "doctor", words=("pink", "always")),
    Row("usage: format", args=("--format", "xml", "doctor"), code=2, words=("xml", "json"), json=False),
    Row("usage: format, empty", args=("--format=", "doctor"), code=2, words=("--format",), json=False),
    Row("usage: nothing at all", args=(), code=2, json=False, error=False, words=("Usage:", "docker generate")),
]

ROWS = READ_ROWS + WRITE_ROWS + PERSON_ROWS + USAGE_ROWS


# What follows needs more than a row: streams, two runs, a full disk.

def two_runs_change_nothing(program):
    with Machine(program) as machine:
        machine.put_servers(
            server(env={"SOME_API_KEY": SECRET}),
            server("db", args=["-y", "@modelcontextprotocol/server-postgres", "postgresql://mcpuser:pw@localhost/mcpdb"]))
        first = machine.run("--format", "json", *GENERATE)
        assert first.code == 0 and first.document()["state"] == "written", first
        before = machine.snapshot()
        second = machine.run("--format", "json", *GENERATE)
        assert second.code == 0 and second.document()["state"] == "unchanged", second
        assert second.document()["backup"] is None, second
        assert machine.snapshot() == before, f"the second run changed {differences(before, machine.snapshot())}"


def stdout_variants(program):
    for args in (("--help",), ("--version",), ("docker", "generate", "work", "--stdout"), ("detect", "--all"),
                 ("profile", "list"), ("plugin", "list"), ("mapping", "list"), ("doctor",)):
        for form in ((), ("--format", "json")):
            with Machine(program) as machine:
                nothing(machine)
                with open("/dev/full", "wb") as full:
                    done = machine.run(*form, *args, stdout=full, stderr=subprocess.PIPE)
                assert done.code == 1, f"stdout is full, and {args} says {done}"
                closed = machine.run(*args, preexec_fn=lambda: os.close(1), stdout=None, stderr=subprocess.PIPE)
                assert closed.code == 1, f"stdout is closed, and {args} says {closed}"


def reader_gone(program):
    """As in `mcpmx ... | head -1`: ended by SIGPIPE as any tool, or by exit code 1; files are whole."""
    with Machine(program) as machine:
        machine.put_servers(*[server(f"s{i}", env={"SOME_API_KEY": SECRET}) for i in range(300)])
        for args in (("docker", "generate", "work", "--stdout"), GENERATE):
            reading, writing = os.pipe()
            os.close(reading)
            done = subprocess.run([machine.program, *args], cwd=machine.work, env=machine.environment(),
                                  stdin=subprocess.DEVNULL, stdout=writing, stderr=subprocess.PIPE, check=False)
            os.close(writing)
            assert done.returncode in (1, -signal.SIGPIPE), done
            left = [name for name in machine.snapshot() if name.endswith(".tmp")]
            assert not left, left
        text = (machine.work / "docker-compose.yml").read_text()
        assert text.count("mcpmx.server:") == 300 and SECRET not in text
        assert machine.run("--format", "json", *GENERATE).document()["state"] == "unchanged"


def file_size_limit(program):
    """A limit on the size of files stands for a disk that is full in the middle of a write."""
    with Machine(program) as machine:
        machine.put_servers(*[server(f"s{i}", env={"SOME_API_KEY": SECRET}) for i in range(300)])
        before = machine.snapshot()
        for ignored in (True, False):
            def limit(ignored=ignored):
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN if ignored else signal.SIG_DFL)
                resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
            done = machine.run(*GENERATE, preexec_fn=limit, restore_signals=False)
            assert done.code == 1 and b"error: " in done.err, done
            changed = files_changed(before, machine.snapshot())
            assert not changed, f"SIGXFSZ {'ignored' if ignored else 'by default'}: {changed}"


def files_changed(before, after):
    """Folders may stay, empty; of files nothing may."""
    return [name for name in differences(before, after)
            if after.get(name, (0,))[0] != stat.S_IFDIR and name not in STATE]


def full_disk(program):
    """A real full disk: a file system of 64 KiB, where this machine lets us mount one."""
    with tempfile.TemporaryDirectory(prefix="mcpmx-full-") as name:
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "mcpmx-test", name], check=False,
                                 capture_output=True, text=True)
        if mounted.returncode:
            print(f"full disk: not tried, no right to mount ({mounted.stderr.strip()})")
            return
        try:
            with Machine(program) as machine:
                machine.put_servers(*[server(f"s{i}", env={"SOME_API_KEY": SECRET}) for i in range(300)])
                place = pathlib.Path(name)
                (place / "docker-compose.yml").write_text("services: {}\n")
                done = machine.run(*GENERATE, "--force", "-f", str(place / "docker-compose.yml"))
                assert done.code == 1 and b"No space left" in done.err, done
                assert (place / "docker-compose.yml").read_text() == "services: {}\n"
                files = [p.name for p in place.rglob("*") if p.is_file()]
                assert files == ["docker-compose.yml"], files
        finally:
            subprocess.run(["umount", name], check=True)


PARTS = (two_runs_change_nothing, stdout_variants, reader_gone, file_size_limit, full_disk)

if __name__ == "__main__":
    check_all(sys.argv[1], ROWS, "--show" in sys.argv, PARTS)
