"""A machine of its own for one run of mcpmx: a home, MCPM's folder and a working folder, all empty.

Nothing of the real machine reaches the program but PATH and the sanitizers' options, so that a test
means the same everywhere and leaves nothing behind.
"""
import hashlib
import json
import os
import pathlib
import shutil
import stat
import subprocess
import sys
import tempfile

SKIPPED = 77
# Words that no run may ever print: a report of a sanitizer or of the C++ runtime.
CRASH_WORDS = ("AddressSanitizer", "LeakSanitizer", "UndefinedBehaviorSanitizer", "runtime error:",
               "terminate called", "internal:", "Assertion", "unchecked result")


def skip(why):
    print("skipped:", why)
    sys.exit(SKIPPED)


def server(name="one", **fields):
    """An entry as MCPM writes it; a field that is None is left out."""
    entry = {"name": name, "profile_tags": ["work"], "command": "npx", "args": ["-y", "some-mcp-server"], "env": {}}
    entry.update(fields)
    return {key: value for key, value in entry.items() if value is not None}


class Run:
    def __init__(self, args, code, out, err):
        self.args, self.code, self.out, self.err = args, code, out, err

    def __str__(self):
        def show(data):
            text = data.decode("utf-8", "replace")
            return text if len(text) < 3000 else text[:1500] + "\n[...]\n" + text[-1500:]
        return f"{' '.join(map(repr, self.args))}\nexit {self.code}\nstdout: {show(self.out)}\nstderr: {show(self.err)}"

    @property
    def text(self):
        return (self.out + self.err).decode("utf-8", "replace")

    def document(self):
        """The one JSON document on stdout; two, or a line beside it, are a failure."""
        try:
            return json.loads(self.out.decode("utf-8"))
        except ValueError as error:
            raise AssertionError(f"stdout is not exactly one JSON document ({error}):\n{self}") from None


class Machine:
    def __init__(self, program):
        self.program = str(pathlib.Path(program).resolve())
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="mcpmx-system-")).resolve()
        self.home, self.work = self.root / "home", self.root / "work"
        self.mcpm = self.home / ".config" / "mcpm"
        for folder in (self.mcpm, self.work):
            folder.mkdir(parents=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.root, ignore_errors=True)

    def put(self, path, content, mode=0o644):
        """Writes a file below the machine's root: "work/.env"; text as UTF-8, dicts as JSON."""
        path = self.root / path
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, (dict, list)):
            content = json.dumps(content, indent=2, ensure_ascii=False)
        path.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
        path.chmod(mode)
        return path

    def put_servers(self, *servers):
        """servers.json of these entries, all in the profile "work" unless they say otherwise."""
        return self.put("home/.config/mcpm/servers.json", {entry["name"]: entry for entry in servers})

    def environment(self, **more):
        env = {"HOME": str(self.home), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        env |= {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
        env |= more
        return {name: value for name, value in env.items() if value is not None}

    def run(self, *args, env=None, timeout=120, **more):
        """Runs mcpmx; stdin is empty. Fails on a signal or a sanitizer's report, whatever the case is."""
        more.setdefault("stdin", subprocess.DEVNULL)
        if "input" in more:
            del more["stdin"]
        if "stdout" not in more and "stderr" not in more:
            more["capture_output"] = True
        done = subprocess.run([self.program, *args], cwd=more.pop("cwd", self.work), timeout=timeout,
                              env=self.environment(**(env or {})), check=False, **more)
        result = Run(args, done.returncode, done.stdout or b"", done.stderr or b"")
        assert result.code >= 0, f"ended by signal {-result.code}:\n{result}"
        for words in CRASH_WORDS:
            assert words not in result.text, f"{words!r} was printed:\n{result}"
        return result

    def snapshot(self):
        """Every path below the root with what it is; equal before and after where nothing was written."""
        found = {}
        for path in sorted(self.root.rglob("*")):
            status = path.lstat()
            what = (stat.S_IFMT(status.st_mode), stat.S_IMODE(status.st_mode))
            if stat.S_ISREG(status.st_mode):
                # A sparse file of 100 MB is not worth reading to see that nobody wrote to it.
                content = path.read_bytes() if status.st_size < 1 << 24 else str(status.st_size).encode()
                what += (hashlib.sha256(content).hexdigest(), status.st_mtime_ns)
            elif stat.S_ISLNK(status.st_mode):
                what += (os.readlink(path),)
            found[path.relative_to(self.root).as_posix()] = what
        return found


def differences(before, after):
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def run_parts(parts, arguments_of=lambda part: (sys.argv[1],)):
    """Calls each part, says its name, and ends the test: 1 if one of them failed."""
    wrong = 0
    for part in parts:
        try:
            part(*arguments_of(part))
            print(part.__name__.replace("_", " "))
        except AssertionError as error:
            wrong += 1
            print(f"FAILED {part.__name__}: {error}", file=sys.stderr)
    sys.exit(1 if wrong else 0)
