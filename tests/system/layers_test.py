#!/usr/bin/env python3
"""Folders are layers: every #include of host/, sdk/ and plugins/ goes down, never up or sideways.

usage: layers_test.py SOURCE_DIR
First it proves on trees made for the purpose that each rule can fail; then it reads the real tree.
"""
import pathlib
import re
import sys
import tempfile

# A floor and those below it; floors of one row are siblings and do not know each other.
ROWS = [["support"], ["document"], ["model"], ["mcpm", "compose", "mapping", "plugin"], ["sync", "deploy"], ["app"], ["cli"]]
RANK = {floor: rank for rank, row in enumerate(ROWS) for floor in row}

# A heavy library and the only places that may see it: a folder ends with "/".
HEAVY = {
    "boost/dll": ["host/plugin/library.cpp"],
    "simdjson": ["host/document/"],
    "yaml-cpp": ["host/document/"],
    "spdlog": ["host/cli/log.cpp"],
    "boost/program_options": ["host/cli/"],
}
# Those that no header may carry, wherever it is: whoever includes it would pay for them.
NEVER_IN_HEADERS = ("simdjson", "yaml-cpp", "boost/dll", "spdlog", "boost/json.hpp")

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)
SOURCES = {".h", ".hpp", ".cpp", ".c", ".cc", ".hxx", ".cxx", ".inc"}


def without_comments(text):
    """Comments blanked out, line by line, so that an example in one is no include."""
    return re.sub(r"/\*.*?\*/", lambda m: "\n" * m.group().count("\n"), text, flags=re.S)


def includes_of(path):
    text = without_comments(path.read_text(encoding="utf-8"))
    for match in INCLUDE.finditer(text):
        yield text.count("\n", 0, match.start()) + 1, match.group(2)


def allowed(places, name):
    return any(name.startswith(place) if place.endswith("/") else name == place for place in places)


def is_of(included, library):
    return included == library or included.startswith((library + "/", library + "."))


def judge(root, path, line, included):
    """Why the include is wrong, or None."""
    name = path.relative_to(root).as_posix()
    part, *rest = name.split("/")
    target = included.split("/")[0]
    if ".." in included.split("/"):
        # The headers of the SDK find each other so, and need no include path of their own.
        inside = (path.parent / included).resolve().is_relative_to((root / "sdk").resolve())
        return None if part == "sdk" and inside else "an include that climbs with .. hides its layer"
    for library, places in HEAVY.items():
        if is_of(included, library) and not allowed(places, name):
            return f"{library} belongs to {' and '.join(places)} alone"
    is_header = path.suffix in {".h", ".hpp", ".hxx"}
    if is_header and any(is_of(included, library) for library in NEVER_IN_HEADERS):
        return "a heavy header in a header: every file that includes it pays; declare instead"
    is_floor = (target in RANK and "/" in included) or (root / "host" / included).is_file()
    if part in ("sdk", "plugins"):
        # A folder of the SDK or a plugin may have a floor's name; the host's file is what counts.
        if target == "host" or (is_floor and (root / "host" / included).is_file()
                                and not (path.parent / included).is_file()):
            return f"{part}/ knows nothing of host/"
        if part == "sdk" and target == "plugins":
            return "sdk/ knows nothing of plugins/"
        return None
    if target in ("plugins", "host"):
        return f"host/ does not include {target}/"
    if (path.parent / included).is_file() and not (root / "host" / included).is_file():
        return 'a file of the host is included as "floor/file.h"'
    if not is_floor:
        return None  # the standard library, a package, the SDK
    own = rest[0] if len(rest) > 1 else None
    if own is None:  # main.cpp is above all floors, and speaks to the topmost alone
        return None if target == "cli" else "main.cpp includes cli/ alone"
    if own not in RANK:
        return f"host/{own} is on no floor; see docs/architecture.md"
    if target == own or RANK[target] < RANK[own]:
        return None
    if RANK[target] == RANK[own]:
        return f"{own} and {target} are siblings, and siblings do not know each other"
    return f"{target} is above {own}"


def findings_in(root):
    found, files, read = [], 0, 0
    for part in ("host", "sdk", "plugins"):
        for path in sorted((root / part).rglob("*")):
            if path.suffix not in SOURCES or not path.is_file():
                continue
            files += 1
            for line, included in includes_of(path):
                read += 1
                why = judge(root, path, line, included)
                if why:
                    found.append(f"{path.relative_to(root)}:{line}: includes {included}: {why}")
    return found, files, read


# file, its text, words of the finding (None: it must be accepted)
PROOFS = [
    ("host/support/a.h", '#include "document/node.h"\n', "is above support"),
    ("host/document/a.cpp", '#include "cli/style.h"\n', "is above document"),
    ("host/mcpm/a.cpp", '#include "compose/writer.h"\n', "siblings"),
    ("host/plugin/a.cpp", '#include "mapping/claims.h"\n', "siblings"),
    ("host/mapping/a.h", '  #  include "app/session.h"\n', "is above mapping"),
    ("host/app/a.cpp", '#include "cli/help.h"\n', "is above app"),
    ("host/app/a.cpp", '#include <cli/help.h>\n', "is above app"),
    ("host/app/a.cpp", '#include "../cli/help.h"\n', "climbs"),
    ("host/main.cpp", '#include "app/session.h"\n', "main.cpp includes cli/ alone"),
    ("host/attic/a.cpp", '#include "support/result.h"\n', "is on no floor"),
    ("host/cli/a.cpp", '#include "style.h"\n', "floor/file.h"),
    ("host/cli/a.cpp", '#include "plugins/github/github.h"\n', "does not include plugins/"),
    ("plugins/x/a.cpp", '#include "support/result.h"\n', "knows nothing of host/"),
    ("plugins/x/a.cpp", '#include "host/support/result.h"\n', "knows nothing of host/"),
    ("sdk/include/mcpmx/a.hpp", '#include "model/server.h"\n', "knows nothing of host/"),
    ("host/plugin/other.cpp", "#include <boost/dll/shared_library.hpp>\n", "boost/dll belongs to"),
    ("host/mcpm/a.cpp", "#include <simdjson.h>\n", "simdjson belongs to"),
    ("host/compose/a.cpp", "#include <yaml-cpp/yaml.h>\n", "yaml-cpp belongs to"),
    ("host/cli/program.cpp", "#include <spdlog/spdlog.h>\n", "spdlog belongs to"),
    ("host/app/a.cpp", "#include <boost/program_options.hpp>\n", "boost/program_options belongs to"),
    ("plugins/x/a.cpp", "#include <yaml-cpp/yaml.h>\n", "yaml-cpp belongs to"),
    ("host/document/a.h", "#include <simdjson.h>\n", "heavy header in a header"),
    ("host/model/a.h", "#include <boost/json.hpp>\n", "heavy header in a header"),
    ("sdk/include/mcpmx/ext/a.h", '#include "../../../../host/support/result.h"\n', "climbs"),
    ("sdk/include/mcpmx/ext/a.h", '#include "../abi.h"\n', None),
    ("host/model/a.h", "#include <boost/json/fwd.hpp>\n", None),
    ("host/model/a.cpp", "#include <boost/json.hpp>\n", None),
    ("host/plugin/library.cpp", "#include <boost/dll/shared_library.hpp>\n", None),
    ("host/cli/log.cpp", "#include <spdlog/spdlog.h>\n", None),
    ("host/cli/a.cpp", '#include "support/result.h"\n#include "cli/style.h"\n', None),
    ("host/app/a.cpp", '// see #include "cli/help.h"\n/*\n#include "cli/help.h"\n*/\n', None),
    ("plugins/x/a.cpp", '#include "own.h"\n#include <mcpmx/mapper.hpp>\n', None),
]
HOST_FILES = ["support/result.h", "document/node.h", "model/server.h", "compose/writer.h", "mapping/claims.h",
              "app/session.h", "cli/help.h", "cli/style.h"]


def prove_that_it_can_fail():
    for name, text, words in PROOFS:
        with tempfile.TemporaryDirectory(prefix="mcpmx-layers-") as folder:
            root = pathlib.Path(folder)
            for file in HOST_FILES:
                (root / "host" / file).parent.mkdir(parents=True, exist_ok=True)
                (root / "host" / file).write_text("#pragma once\n")
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
            found, _, _ = findings_in(root)
            if words is None:
                assert not found, f"{name} with {text!r} is right, and was refused: {found}"
            else:
                assert len(found) == 1 and words in found[0], f"{name} with {text!r}: {found}"


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    prove_that_it_can_fail()
    found, files, read = findings_in(root)
    assert files > 100 and read > 500, f"only {files} files with {read} includes below {root}"
    if found:
        print(*found, sep="\n")
        sys.exit(f"{len(found)} includes go the wrong way")
    print(f"{len(PROOFS)} proofs, {files} files, {read} includes: all go down")


main()
