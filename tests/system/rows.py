"""A table of cases for mcpmx: what is prepared, what is called, what it must answer.

Each row runs twice, as text and with --format json, on a machine of its own each time, and every
row is held to the same laws: no crash, no file written or half-written on a failure, no secret
shown, an error block that says what, where and what next, and one JSON document or none at all.
"""
import dataclasses
import sys
import traceback
from typing import Callable

from machine import Machine, differences, server

SECRET = "sEcr3t-0f-the-t3st"  # put into input wherever a secret may stand
GENERATE = ("docker", "generate", "work")


def nothing(machine):
    """An MCPM folder with one good server that has a secret."""
    machine.put_servers(server(env={"SOME_API_KEY": SECRET}))


@dataclasses.dataclass
class Row:
    name: str
    prepare: Callable = nothing
    args: tuple = GENERATE
    code: int = 1
    words: tuple = ()        # all of them stand in what is printed
    never: tuple = ()        # none of them does
    check: Callable = None   # check(machine, run), for more
    run: dict = dataclasses.field(default_factory=dict)  # for Machine.run: env, cwd, ...
    error: bool = True       # exit code > 0 comes with one error block; doctor's 1 does not
    may_change: tuple = ()   # paths that a failure may leave behind
    json: bool = True


def error_of(row, run, as_json):
    """The words a person or a program gets, after checking their form."""
    if as_json:
        document = run.document()
        assert document["schema"].startswith("mcpmx.") and document["schema"].endswith("/1"), run
        if row.code and row.error:
            error = document["error"]
            assert error["code"] == row.code and error["message"], run
            return "\n".join([error["message"], error["where"], error["hint"]])
        assert "error" not in document, run
        return run.out.decode()
    if row.code and row.error:
        text = run.err.decode("utf-8")
        lines = text.splitlines()
        blocks = [line for line in lines if line.startswith("error: ")]
        assert len(blocks) == 1, f"one error block is wanted: {run}"
        assert not run.out, f"an error does not go to stdout: {run}"
        assert not any(line.endswith(".") for line in blocks), run
        return text
    return run.text


def check_row(program, row, as_json):
    with Machine(program) as machine:
        row.prepare(machine)
        before = machine.snapshot()
        run = machine.run(*(("--format", "json") if as_json else ()), *row.args, **row.run)
        after = machine.snapshot()
        assert run.code == row.code, f"exit code {row.code} is wanted: {run}"
        text = error_of(row, run, as_json)
        for word in row.words:
            assert word in text, f"{word!r} is not said: {run}"
        for word in (SECRET, *row.never):
            assert word not in run.text, f"{word!r} is shown: {run}"
        temporary = [name for name in after if name.endswith(".tmp")]
        assert not temporary, f"left behind: {temporary}"
        if row.code:
            changed = [name for name in differences(before, after) if name not in row.may_change]
            assert not changed, f"changed by a failure: {changed}: {run}"
        if row.check:
            row.check(machine, run)
        return run


def check_all(program, rows, show=False, parts=()):
    """Runs all rows, and parts that are no rows; says all that is wrong, not only the first, and exits 1."""
    names = [row.name for row in rows]
    assert len(set(names)) == len(names), "two rows of one name"
    wrong = 0
    for part in parts:
        try:
            part(program)
        except AssertionError as error:
            wrong += 1
            print(f"FAILED {part.__name__}: {error}\n", file=sys.stderr)
    for row in rows:
        for as_json in (False, True) if row.json else (False,):
            try:
                run = check_row(program, row, as_json)
                if show:
                    print(f"--- {row.name}\n{run.text[:1500]}")
            except AssertionError as error:
                wrong += 1
                print(f"FAILED {row.name} ({'json' if as_json else 'text'}): {error}\n", file=sys.stderr)
            except Exception:
                wrong += 1
                print(f"FAILED {row.name}: {traceback.format_exc()}", file=sys.stderr)
    if wrong:
        sys.exit(f"{wrong} checks of {len(rows)} rows and {len(parts)} parts failed")
    print(f"{len(rows)} rows, each as text and as JSON, and {len(parts)} parts: all as wanted")
