"""JSON and JSON with comments as trees with places, in the form of yaml_trees.py.

Python's json module reads the values; the places are those of a list of tokens of its own.
"""
import json
import re

from yaml_trees import ANY, Place

_COMMENT = re.compile(r'"(?:\\.|[^"\\])*"|//[^\n]*|/\*.*?\*/', re.DOTALL)
_TRAILING = re.compile(r'("(?:\\.|[^"\\])*")|,(\s*[}\]])', re.DOTALL)
_TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)


def blanked(text):
    """The text with comments, and commas before a closing bracket, as blanks."""
    def blank(match):
        if match.group().startswith('"'):
            return match.group()
        return re.sub(r"[^\r\n]", " ", match.group())
    text = _COMMENT.sub(blank, text)
    return _TRAILING.sub(lambda m: m.group(1) or " " + m.group(2), text)


class _Number(str):
    """A number by its text."""


def read(text, places=False, comments=False):
    plain = blanked(text) if comments else text
    value = json.loads(plain, object_pairs_hook=lambda pairs: ("map", pairs),
                       parse_int=_Number, parse_float=_Number)
    if not places:
        return _tree(value), None
    tokens = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(plain)]
    return _tree(value), _place(tokens, 0)[0]


def _tree(value):
    if isinstance(value, tuple):
        return ("map", True, None, None, tuple((_tree(k), _tree(v)) for k, v in value[1]))
    if isinstance(value, list):
        return ("list", True, None, None, tuple(_tree(item) for item in value))
    if isinstance(value, _Number):
        return ("scalar", str(value), None, None, None)
    if isinstance(value, str):
        return ("scalar", value, '"', None, None)
    return ("scalar", {None: "null", True: "true", False: "false"}[value], None, None, None)


def _place(tokens, at):
    token, begin, end = tokens[at]
    place = Place(begin, end)
    at += 1
    if token not in "{[":
        return place, at
    place.is_flow = True
    while tokens[at][0] not in "}]":
        key = None
        if token == "{":
            key = Place(tokens[at][1], tokens[at][2])
            at += 2
        value, at = _place(tokens, at)
        place.children.append((key, value))
        if tokens[at][0] == ",":
            at += 1
    place.end = tokens[at][2]
    return place, at + 1


__all__ = ["ANY", "blanked", "read"]
