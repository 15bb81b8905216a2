"""docker compose as the measure: what it makes of files, and our own reading beside it."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

SKIPPED = 77
PROBE, COMPOSE = (os.path.abspath(path) for path in sys.argv[1:3])


def need_compose():
    if not os.access(COMPOSE, os.X_OK):
        print("skipped: docker compose is not there; tests/compose/get brings it")
        sys.exit(SKIPPED)


def run(args, cwd, text=""):
    """The machine's own variables reach neither side, but PATH and the sanitizers' options."""
    env = {name: value for name, value in os.environ.items() if name == "PATH" or name.endswith("SAN_OPTIONS")}
    done = subprocess.run(args, cwd=cwd, input=text, capture_output=True, text=True, timeout=120, check=False,
                          env={**env, "HOME": str(cwd), "LC_ALL": "C.UTF-8"})
    assert done.returncode >= 0, f"{args} ended by signal {-done.returncode}: {done.stderr}"
    return done


def config(folder, *options):
    """What `docker compose config` says: the model, or the message of its error."""
    done = run([COMPOSE, *options, "config", "--format", "json"], folder)
    if done.returncode:
        return None, done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "no message"
    return json.loads(done.stdout), None


def probe(folder, *args, given=None):
    """What our library says; a dict with "error" where it refuses."""
    done = run([PROBE, *args], folder, "" if given is None else json.dumps(given))
    assert done.returncode in (0, 1), f"{args}: {done.stderr}"
    return json.loads(done.stdout)


class Folder:
    def __enter__(self):
        self.held = tempfile.TemporaryDirectory(prefix="mcpmx-compose-")
        return pathlib.Path(self.held.name).resolve()

    def __exit__(self, *_):
        self.held.cleanup()
