#!/usr/bin/env python3
"""Holds every single edit of every document against another parser.

For each line of `sweep`: the new text, read by PyYAML or Python's json, is the old tree with this
edit and nothing else; every byte outside the edit's own range stands; comments that are not the
entry's stand. At most 5 % of the edits may be refused; they are listed by reason.

Usage: edits_test.py SWEEP FOLDER [EVERY]      (EVERY: look at each so many-th edit)
"""
import collections
import json
import multiprocessing
import os
import pathlib
import subprocess
import sys

try:
    import yaml  # noqa: F401
except ImportError:
    print("PyYAML is not on this machine")
    sys.exit(77)

import expected
import json_trees
import ranges
import yaml_trees

MOST_REFUSED = 0.05
MUTANT_EVERY = 20  # how often the test itself is tried out
BOM = "\ufeff"


def read(path, text, places=False):
    if path.suffix == ".yml":
        return yaml_trees.read(text, places)
    return json_trees.read(text, places, path.suffix == ".jsonc")


def check(path, doc, tree, bom, edit):
    """What is wrong with this edit; None if nothing is."""
    text = edit["text"]
    if text.startswith(BOM) != bom:
        return "the byte order mark"
    text = text[len(BOM):] if bom else text
    wanted = expected.edited(tree, edit)
    try:
        found = read(path, text)[0]
    except (yaml.YAMLError, ValueError) as error:
        return f"not valid any more: {error}"
    if not wanted == found:
        return "another tree"
    if edit["verb"] == "insert":
        text = doc.with_old_header(text)
    begin, end, kept = ranges.allowed(doc, edit)
    tail = doc.text[end:]
    if (not text.startswith(doc.text[:begin]) or not text.endswith(tail) or
            len(text) < begin + len(tail)):
        return f"bytes outside {begin}..{end}"
    changed = text[begin:len(text) - len(tail)]
    at = 0
    for _, comment in kept:
        at = changed.find(comment, at)
        if at < 0:
            return f"a comment went: {comment}"
        at += len(comment)
    is_last_of_all = len(edit["path"]) == 1 and len(doc.root.children) == 1
    if edit["verb"] == "remove" and not is_last_of_all and len(doc.comments_in(changed)) > len(kept):
        return "a comment of the entry stayed"
    if "\r\n" in doc.text and "\n" in text.replace("\r\n", ""):
        return "a line end of another kind"
    return None


def unseen_mutant(path, doc, tree, bom, edit):
    """A wrong result that check() takes for right; None as it should be."""
    mark = BOM if bom else ""
    text = edit["text"][len(mark):]
    mutants = []
    if not expected.edited(tree, edit) == tree:
        mutants.append(doc.text)
    begin, end, kept = ranges.allowed(doc, edit)
    if begin > 0:
        mutants.append((" " if path.suffix != ".yml" else "\n") + text)
    if end < len(doc.text):
        mutants.append(text + (" " if path.suffix != ".yml" else "#"))
    for _, comment in kept:
        if text.count(comment) == 1:
            mutants.append(text.replace(comment, ""))
    for mutant in mutants:
        if check(path, doc, tree, bom, dict(edit, text=mark + mutant)) is None:
            return mutant
    return None


def run(sweep, path, every):
    """(edits, {reason: [edit]}, [(edit, what is wrong)]) of one document."""
    raw = path.read_bytes().decode("utf-8")
    bom = raw.startswith(BOM)
    text = raw[len(BOM):] if bom else raw
    tree, place = read(path, text, places=True)
    doc = ranges.Text(text, place, path.suffix != ".yml")
    program = subprocess.Popen([sweep, "--every", every, str(path)], stdout=subprocess.PIPE)
    count, refused, wrong = 0, collections.Counter(), []
    for line in program.stdout:
        edit = json.loads(line)
        count += 1
        if "refused" in edit:
            refused[edit["refused"], edit["verb"]] += 1
            if os.environ.get("MCPMX_SHOW_REFUSED"):
                wrong.append((edit, "refused"))
            continue
        problem = check(path, doc, tree, bom, edit)
        if problem:
            wrong.append((edit, problem))
        elif count % MUTANT_EVERY == 0:
            mutant = unseen_mutant(path, doc, tree, bom, edit)
            if mutant is not None:
                wrong.append((dict(edit, text=mutant), "this test would not see it"))
    if program.wait() != 0:
        wrong.append(({"document": path.name}, f"sweep ended with {program.returncode}"))
    return count, refused, wrong


def main():
    sweep, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    every = sys.argv[3] if len(sys.argv) > 3 else "1"
    paths = [folder] if folder.is_file() else sorted(folder.iterdir())
    jobs = [(sweep, path, every) for path in paths]
    with multiprocessing.Pool() as pool:
        results = pool.starmap(run, jobs, chunksize=1)
    count = sum(result[0] for result in results)
    refused = sum((result[1] for result in results), collections.Counter())
    wrong = [item for result in results for item in result[2]]
    print(f"{len(paths)} documents, {count} edits, {sum(refused.values())} refused "
          f"({100 * sum(refused.values()) / max(count, 1):.2f} %), {len(wrong)} wrong")
    for (reason, verb), times in refused.most_common():
        print(f"  {times:6} {verb}: {reason}")
    for edit, problem in wrong[:int(os.environ.get("MCPMX_SHOW", "20"))]:
        result = edit.pop("text", "")
        print(f"\nWRONG ({problem}): {json.dumps(edit, ensure_ascii=False)}\n{result}")
    kinds = collections.Counter(problem.split(":")[0].split(" outside")[0] for _, problem in wrong)
    for kind, times in kinds.most_common():
        print(f"{times:6} wrong: {kind}")
    failed = bool(wrong) or count == 0 or sum(refused.values()) > MOST_REFUSED * count
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
