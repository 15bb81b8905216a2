"""The figures of one call: a table for people, a document for programs, and whether the bars hold."""
import platform

NANOSECONDS = {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}
BUSY = 2.0  # an absolute bar may be missed by this factor: the machine may be at other work


def readable(nanoseconds):
    for unit in ("ns", "us", "ms"):
        if nanoseconds < 1000 * NANOSECONDS[unit]:
            return f"{nanoseconds / NANOSECONDS[unit]:.2f} {unit}"
    return f"{nanoseconds / NANOSECONDS['s']:.2f} s"


class Report:
    def __init__(self):
        self.parts, self.processes, self.bars, self.notes = [], [], [], []

    def note(self, text):
        self.notes.append(text)

    def part(self, row):
        """A row of Google Benchmark: a time, or what it found of the growth with n."""
        kind = row.get("aggregate_name", "")
        figure = {"name": row["name"]}
        if kind == "BigO":
            figure["growth"] = row["big_o"]
        elif kind == "RMS":
            figure["misfit"] = row["rms"]
        else:
            figure["ns"] = row["cpu_time"] * NANOSECONDS[row["time_unit"]]
        self.parts.append(figure)

    def process(self, name, times):
        self.processes.append({"name": name, "runs": len(times.all), "median_ms": times.median,
                               "p95_ms": times.p95, "best_ms": times.best})

    def _bar(self, name, value, bar, shown, verdict):
        self.bars.append({"name": name, "value": value, "bar": bar, "shown": shown, "verdict": verdict})

    def ratio(self, name, value, bar):
        """No bar: a ratio that is only told."""
        verdict = "" if bar is None else "PASS" if value <= bar else "FAIL"
        wanted = "" if bar is None else f"at most {bar:.2f}"
        self._bar(name, value, bar, (f"{value:.2f}", wanted), verdict)

    def absolute(self, name, value, bar):
        verdict = "PASS" if value <= bar else "SLOW" if value <= BUSY * bar else "FAIL"
        self._bar(name, value, bar, (f"{value:.1f} ms", f"at most {bar:.0f} ms"), verdict)

    def count(self, name, value, bar, seen):
        verdict = "PASS" if seen and value <= bar else "FAIL"
        wanted = f"at most {bar}" if seen else "could not be seen"
        self._bar(name, value, bar, (str(value), wanted), verdict)

    def holds(self):
        return all(bar["verdict"] != "FAIL" for bar in self.bars)

    def document(self):
        bars = [{key: value for key, value in bar.items() if key != "shown"} for bar in self.bars]
        return {"schema": "mcpmx.bench/1", "machine": platform.machine(), "parts": self.parts,
                "processes": self.processes, "bars": bars, "notes": self.notes, "holds": self.holds()}

    def print(self):
        rows = []
        for part in self.parts:
            if "ns" in part:
                rows.append((part["name"], readable(part["ns"]), "", ""))
            elif "growth" in part:
                rows.append((part["name"].removesuffix("_BigO") + " grows with", part["growth"], "", ""))
            else:
                rows.append((part["name"].removesuffix("_RMS") + " off by", f"{part['misfit']:.0%}", "", ""))
        for one in self.processes:
            rows.append((one["name"], f"{one['median_ms']:.1f} ms", f"p95 {one['p95_ms']:.1f} ms",
                         f"{one['runs']} runs"))
        for bar in self.bars:
            rows.append((bar["name"], *bar["shown"], bar["verdict"]))
        widths = [max(len(row[column]) for row in rows) for column in range(4)]
        for name, figure, more, last in rows:
            print(f"{name:<{widths[0]}}  {figure:>{widths[1]}}  {more:<{widths[2]}}  {last}".rstrip())
        for note in self.notes:
            print("note:", note)
        print("bars:", "all hold" if self.holds() else "NOT all hold")
