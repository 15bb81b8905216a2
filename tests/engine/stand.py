"""A stand for tests that deploy: one of tests/engine's engines, a docker with its compose plugin, an image that needs no
registry, a project folder, and mcpmx."""
import contextlib
import io
import json
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ENGINES = HERE.parents[1] / "build" / "engine"
IMAGE = "mcpmx-test:1"


class Skip(Exception):
    """This machine cannot run an engine; says why."""


def run(*words, code=0, **more):
    done = subprocess.run([str(word) for word in words], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          check=False, timeout=300, **more)
    assert code is None or done.returncode == code, f"{words}: exit {done.returncode}\n{done.stdout}{done.stderr}"
    return done


def helper(name, version):
    done = run(HERE / name, version, code=None)
    if done.returncode == 77:
        raise Skip(done.stderr.strip())
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


class Stand:
    """One engine with one project. Everything of it goes at the end."""

    def __init__(self, mcpmx, compose, version, folder):
        self.mcpmx, self.version, self.folder = mcpmx, version, folder
        self.tree = helper("get", "20.10")
        self.host = helper("up", version)
        plugins = folder / "docker" / "cli-plugins"
        plugins.mkdir(parents=True)
        (plugins / "docker-compose").symlink_to(compose)
        self.project = folder / "project"
        self.project.mkdir()
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("COMPOSE_", "DOCKER_"))},
            "PATH": f"{self.tree}/usr/bin:{os.environ['PATH']}", "HOME": str(folder), "DOCKER_HOST": self.host,
            "DOCKER_CONFIG": str(folder / "docker"), "XDG_STATE_HOME": str(folder / "state"),
            "XDG_CONFIG_HOME": str(folder / "config"), "NO_COLOR": "1"}
        self.add_image(IMAGE)

    def add_image(self, name, *extra):
        """busybox alone; `extra` are files that make it another image."""
        content = io.BytesIO()
        with tarfile.open(fileobj=content, mode="w") as tar:
            tar.add(f"{self.tree}/bin/busybox", "bin/busybox")
            for file in extra:
                tar.addfile(tarfile.TarInfo(file))
        subprocess.run(["docker", "import", "-", name], input=content.getvalue(), env=self.environment, capture_output=True,
                       check=True)

    def write(self, text, name="compose.yaml"):
        (self.project / name).write_text(text)

    def mcpmx_run(self, *words, code=0, **more):
        return run(self.mcpmx, "docker", *words, code=code, cwd=self.project, env=self.environment, **more)

    def json(self, *words):
        return json.loads(self.mcpmx_run("--format", "json", *words).stdout)

    def docker(self, *words, code=0):
        return run("docker", *words, code=code, cwd=self.project, env=self.environment).stdout

    def containers(self):
        """name -> what inspect says, of all on the engine."""
        ids = self.docker("ps", "-aq").split()
        found = json.loads(self.docker("inspect", *ids)) if ids else []
        return {each["Name"].lstrip("/"): each for each in found}

    def names(self, kind):
        """Networks or volumes that somebody made."""
        lines = self.docker(kind, "ls", "--format", "{{.Name}}").split()
        return sorted(set(lines) - {"bridge", "host", "none"})

    def within(self, *words, code=0):
        """A program of busybox in the engine's network, where its ports are."""
        pid = (ENGINES / f"run-{self.version}" / "pid").read_text().strip()
        return run("nsenter", f"--net=/proc/{pid}/ns/net", f"{self.tree}/bin/busybox", *words, code=code)


@contextlib.contextmanager
def stand(mcpmx, compose, version):
    with tempfile.TemporaryDirectory() as folder:
        try:
            yield Stand(pathlib.Path(mcpmx).resolve(), pathlib.Path(compose).resolve(), version, pathlib.Path(folder))
        finally:
            run(HERE / "down", version)


def main(usage, tests):
    """Runs each test, named by its function, on one stand: MCPMX COMPOSE VERSION are first on the command line."""
    if len(sys.argv) < 4:
        print(usage, file=sys.stderr)
        return 2
    if not os.access(sys.argv[2], os.X_OK):
        print(f"no docker compose at {sys.argv[2]} (tests/compose/get)", file=sys.stderr)
        return 77
    failed = 0
    try:
        with stand(*sys.argv[1:4]) as made:
            for test in tests:
                name = test.__name__.replace("_", " ")
                try:
                    test(made)
                    print(name, flush=True)
                except AssertionError as error:
                    failed += 1
                    print(f"FAILED: {name}: {error}", flush=True)
                made.docker("compose", "down", "--volumes", "--remove-orphans", "--timeout", "0", code=None)
    except Skip as why:
        print(why, file=sys.stderr)
        return 77
    print(f"{len(tests) - failed} of {len(tests)} hold")
    return 1 if failed else 0
