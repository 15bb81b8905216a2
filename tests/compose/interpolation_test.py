#!/usr/bin/env python3
"""Generated texts and .env files, read by our library and by docker compose: the same values, the same refusals.

usage: interpolation_test.py COMPOSE_PROBE DOCKER_COMPOSE
The generator has a fixed seed. Texts that both accept stand in one file, so that one call of docker compose judges
hundreds; each that we refuse is put to it alone.
"""
import json
import random

from oracle import COMPOSE, Folder, config, need_compose, probe

SEED = 20261124
REFUSALS = 40  # as many refused texts and files are put to docker compose one by one

VARIABLES = {"SET": "value", "EMPTY": "", "_u1": "under score", "lower": "l", "DOLLAR": "a$$b ${SET}", "QUOTE": "it's"}

# What differs, and why we keep it so. (text, what docker compose 2.26 says, the reason)
DIFFERENCES = [
    ("${SET:-${NOPE:?no}}", "error",
     "a word that is not used is not evaluated: compose-spec 12-interpolation.md, '${VAR:-default} -> value of VAR if "
     "set and non-empty'; compose-go evaluates every word first"),
    ("${SET:-${}}", "error", "the same, for a mistake in an unused word"),
    ("$\u017f", "", "Go folds the long s into s and takes it for a name; the specification's names are ASCII"),
]


def is_used(name, op):
    """Whether the word behind this operator is what the reference becomes."""
    is_set, is_full = name in VARIABLES, bool(VARIABLES.get(name))
    return {":-": not is_full, "-": not is_set, ":+": is_full, "+": is_set}.get(op, False)


def words(random_, depth, used=True):
    """A piece of a text: mostly grammar, some of it broken. What is not used is whole: the known differences."""
    name = random_.choice(["SET", "EMPTY", "NOPE", "_u1", "lower", "DOLLAR", "QUOTE", "Set", "x9"])
    if depth > 3:
        return random_.choice(["w", " ", "$SET", "${lower}"])
    kind = random_.random()
    if kind < 0.34:
        op = random_.choice([":-", "-", ":+", "+", ":-", "-"] + [":?", "?"] * (used and random_.random() < 0.3))
        inner = "".join(words(random_, depth + 1, used and is_used(name, op)) for _ in range(random_.randint(0, 3)))
        return "${" + name + op + inner + "}"
    if kind < 0.44:
        return "${" + name + "}"
    if kind < 0.54:
        return "$" + name
    if kind < 0.62:
        return random_.choice(["$$", "$$$", "$ ", "$1", "$-", "$.", "^a$b"])
    if kind < 0.72 and used:
        return random_.choice(["{", "}", "{}", "{\"a\": 1}", "}}", "{{x}}", "{$SET}", "\n" if depth == 0 else " ", "$"])
    if kind < 0.74 and used:
        return random_.choice(["${", "${}", "${ x}", "${x!}", "${1}", "${x:}", "${x;y}", "${x"])
    return random_.choice(["a", "b c", "-", ":", "?", "=", "/", "#", " ", "\u00fc", "\"", "'", "\\", "!", "0.5"])


def texts_of(random_, count):
    made = []
    while len(made) < count:
        text = "".join(words(random_, 0) for _ in range(random_.randint(1, 5)))
        if text not in made:
            made.append(text)
    return made


def dotenv_value(random_, broken):
    body = "".join(random_.choice(["a", "B1", " ", "#", " #", "$SET", "${K0001}", "${NOPE:-d}", "${NOPE}", "$$", "$", "\\n",
                                   "\\t", "\\\\", "\\$", "\\\"", "'", "=", ":", "\u00fc", "\\0101", "\\q", ",", "-"] + ["{}", "${", "${x?}"] * (broken and random_.random() < 0.1))
                   for _ in range(random_.randint(0, 5)))
    kind = random_.random()
    if kind < 0.4:
        return body.replace("'", "").replace("\"", "")
    if kind < 0.7:
        return "\"" + body.replace("\\\"", "").replace("\"", "\\\"") + random_.choice(["", "", "\nline"]) + "\""
    return "'" + body.replace("'", "\\'") + "'" + random_.choice(["", " # c"])


def dotenv_line(random_, name, broken):
    before = random_.choice(["", "", "", "export ", " ", "# comment\n", "\n"])
    if random_.random() < 0.05:
        return f"{before}{name}\n"
    return f"{before}{name}{random_.choice(['=', '=', '=', ' = ', ': '])}{dotenv_value(random_, broken)}\n"


def compose_file(environment):
    return json.dumps({"services": {"a": {"image": "x", "environment": environment}}}, ensure_ascii=True)


def asked(folder, texts):
    """docker compose's value of each text, None where it refuses; halves what it refuses until one is left."""
    (folder / "compose.json").write_text(compose_file({f"V{i:04}": text for i, text in enumerate(texts)}))
    model, error = config(folder, "-f", "compose.json", "--env-file", "given.env")
    if model:
        # `config` doubles the dollar signs, so that its output can be read again.
        values = model["services"]["a"]["environment"]
        return [values[f"V{i:04}"].replace("$$", "$") for i in range(len(texts))]
    if len(texts) == 1:
        return [None]
    half = len(texts) // 2
    return asked(folder, texts[:half]) + asked(folder, texts[half:])


def check_texts(random_):
    texts = texts_of(random_, 700)
    found = []
    with Folder() as folder:
        (folder / "given.env").write_text("".join(f"{name}='{value}'\n" if "'" not in value else f'{name}="{value}"\n'
                                                  for name, value in VARIABLES.items()))
        ours = probe(folder, "texts", "given.env", given=texts)
        good = [i for i, value in enumerate(ours) if isinstance(value, str)]
        bad = [i for i, value in enumerate(ours) if not isinstance(value, str)]
        for i, theirs in zip(good, asked(folder, [texts[i] for i in good])):
            if theirs != ours[i]:
                found.append((texts[i], ours[i], theirs))
        refused = bad[:REFUSALS]
        for i in refused:
            theirs = asked(folder, [texts[i]])[0]
            if theirs is not None:
                found.append((texts[i], ours[i], theirs))
        for text, theirs, _ in DIFFERENCES:
            told = asked(folder, [text])[0]
            assert (told if told is not None else "error") == theirs, f"no difference any more: {text!r}: {told!r}"
            assert probe(folder, "texts", "given.env", given=[text])[0] != theirs, f"no difference: {text!r}"
    return len(good), len(refused), found


def check_dotenv(random_):
    """One file of hundreds of lines, then small files in groups of up to three."""
    values, files, refused, found = 0, 0, 0, []
    with Folder() as folder:
        groups = [[300]] + [[random_.randint(1, 9) for _ in range(random_.randint(1, 3))] for _ in range(60)]
        for sizes in groups:
            names = [f"K{i:04}" for i in range(max(sizes) + 2)]
            paths = []
            for i, size in enumerate(sizes):
                path = folder / f"{i}.env"
                # The first line has what others refer to; a file may set a name twice.
                is_small = size < 99
                lines = ["SET=v\n"] * (i == 0)
                for name in names[:size]:
                    lines.append(dotenv_line(random_, random_.choice([name, *names[:3]]) if is_small else name, is_small))
                path.write_text(random_.choice(["", "", "\ufeff"]) + "".join(lines))
                paths.append(path.name)
            ours = probe(folder, "variables", *paths, "--", *names)
            (folder / "compose.json").write_text(compose_file({name: None for name in names}))
            model, error = config(folder, "-f", "compose.json", *[word for path in paths for word in ("--env-file", path)])
            files += len(paths)
            shown = [(folder / path).read_text() for path in paths]
            if "error" in ours:
                refused += 1
                if model:
                    found.append((shown, ours, "accepted"))
                continue
            if not model:
                found.append((shown, "accepted", error))
                continue
            theirs = model["services"]["a"]["environment"]
            for name in names:
                value = theirs[name].replace("$$", "$") if theirs.get(name) is not None else None
                values += 1
                if value != ours[name]:
                    found.append((shown if len(sizes) > 1 or sizes[0] < 99 else name, ours[name], value))
    return values, files, refused, found


def main():
    need_compose()
    random_ = random.Random(SEED)
    texts, refused, differing = check_texts(random_)
    values, files, files_refused, differing_values = check_dotenv(random_)
    for what, ours, theirs in differing + differing_values:
        print(f"differs: {what!r}\n  ours:   {ours!r}\n  theirs: {theirs!r}")
    print(f"{texts} texts with equal values, {refused} refused by both; {values} values of {files} env files, "
          f"{files_refused} groups refused by both; {len(DIFFERENCES)} known differences, "
          f"{len(differing) + len(differing_values)} unknown ({COMPOSE})")
    assert texts + refused >= 500 and values >= 500, "too few inputs to mean anything"
    assert not differing and not differing_values


main()
