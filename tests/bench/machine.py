"""Whole processes, each in a machine of its own: an empty home, a folder to work in, nothing else."""
import os
import pathlib
import statistics
import subprocess
import tempfile
import time


class Unmeasurable(Exception):
    """A command that does not do what is to be measured: a figure of it would mean nothing."""


class Times:
    """Wall time of the runs of one command, in milliseconds."""

    def __init__(self, milliseconds):
        self.all = sorted(milliseconds)

    @property
    def best(self):
        return self.all[0]

    @property
    def median(self):
        return statistics.median(self.all)

    @property
    def p95(self):
        # The nearest rank, so that it is a time that was seen.
        return self.all[max(0, -(-95 * len(self.all) // 100) - 1)]


class Machine:
    def __init__(self, scratch):
        self.scratch = scratch

    def folder(self, name):
        return pathlib.Path(tempfile.mkdtemp(prefix=name + "-", dir=self.scratch))

    def environment(self, home):
        return {"HOME": str(home), "PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}

    def run(self, words, cwd, home, **more):
        """The finished process and its wall time in milliseconds; it must succeed."""
        with open(self.scratch / "stdout", "wb") as out, open(self.scratch / "stderr", "wb") as err:
            started = time.perf_counter()
            code = subprocess.call([str(word) for word in words], cwd=cwd, stdin=subprocess.DEVNULL,
                                   stdout=out, stderr=err, env={**self.environment(home), **more})
            took = (time.perf_counter() - started) * 1000
        if code != 0:
            said = (self.scratch / "stderr").read_text(errors="replace").strip()
            raise Unmeasurable(f"{' '.join(map(str, words))} exits with {code}: {said[-400:]}")
        return took

    def measure(self, words, runs):
        return self.alternate([(words, self.folder("work"))], runs)[0]

    def alternate(self, commands, runs):
        """Times of several commands (words, folder), run in turn, so that a busy moment hits them alike.

        Folder None: every run in an empty folder with an empty home, as on the first call ever.
        """
        home = self.folder("home")
        times = [[] for _ in commands]
        for turn in range(runs + 1):
            for (words, folder), seen in zip(commands, times):
                fresh = folder is None
                place = self.folder("work") if fresh else folder
                took = self.run(words, place, self.folder("home") if fresh else home)
                if turn > 0:  # the first one reads the files into the page cache
                    seen.append(took)
        return [Times(seen) for seen in times]

    def write_once(self, words):
        """The folder in which `words` left what it writes."""
        place = self.folder("written")
        self.run(words, place, self.folder("home"))
        return place
