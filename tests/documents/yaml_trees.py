"""YAML as plain trees with places, by PyYAML's events: what edits_test.py holds the editor against.

A tree is made of tuples, equal where two documents mean and write the same:
  ("scalar", text, style, anchor, tag)   style None: plain
  ("alias", name)
  ("list", is_flow, anchor, tag, items)
  ("map", is_flow, anchor, tag, ((key, value), ...))
Merge keys are keys like others. Line ends within values count as "\\n".
"""
import yaml

Parser = getattr(yaml, "CLoader", yaml.Loader)


class Place:
    """Where a node stands in the text: [begin, end), children in order (None, or (key, value))."""

    def __init__(self, begin, end):
        self.begin, self.end = begin, end
        self.content = begin
        self.children = []
        self.is_flow = False


def read(text, places=False):
    """The tree of the one document in `text` (without byte order mark), and its Place."""
    events = list(yaml.parse(text, Loader=Parser))
    kinds = [type(event).__name__ for event in events]
    if kinds.count("DocumentStartEvent") == 0:
        return ("scalar", "", None, None, None), Place(len(text), len(text))
    if kinds.count("DocumentStartEvent") > 1:
        raise ValueError("two documents")
    iterator = iter(events)
    for event in iterator:
        if isinstance(event, yaml.DocumentStartEvent):
            break
    return _node(next(iterator), iterator, text, places)


def _node(event, events, text, places):
    place = Place(event.start_mark.index, event.end_mark.index) if places else None
    if isinstance(event, yaml.ScalarEvent):
        if places and event.style in ("|", ">"):
            _trim(place, text)
        plain = event.style in (None, "")
        tag = event.tag if not event.implicit[0] and event.tag else None
        if not plain and event.tag and not event.implicit[1]:
            tag = event.tag
        return ("scalar", event.value, None if plain else event.style, event.anchor, tag), place
    if isinstance(event, yaml.AliasEvent):
        return ("alias", event.anchor), place
    children, child_places = [], []
    is_map = isinstance(event, yaml.MappingStartEvent)
    for inner in events:
        if isinstance(inner, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            break
        child, child_place = _node(inner, events, text, places)
        if is_map:
            value, value_place = _node(next(events), events, text, places)
            children.append((child, value))
            child_places.append((child_place, value_place))
        else:
            children.append(child)
            child_places.append((None, child_place))
    if places:
        place.children, place.is_flow = child_places, bool(event.flow_style)
        if place.is_flow:
            place.end = inner.end_mark.index
        elif child_places:
            # A block collection's end mark is at the next token.
            place.end = max(p.end for p in child_places[-1] if p)
    flow = bool(event.flow_style)
    return ("map" if is_map else "list", flow, event.anchor, event.tag, tuple(children)), place


def _trim(place, text):
    """A block scalar ends with its last line of text; with `+` its blank lines count."""
    header = text[place.begin:].split("\n", 1)[0].split("#")[0]
    body = text[place.begin:place.end]
    if "+" not in header:
        body = body.rstrip(" \r\n")
    elif body.endswith("\n"):
        body = body[:-1]
    place.end = place.begin + len(body)


# What a plain scalar may stand for where no reader takes it for a string.
_NULLS = ("", "~", "null", "Null", "NULL")
_RESOLVER = yaml.resolver.Resolver()


class New:
    """A place in an expected tree that holds a new value, in whatever style."""

    def __init__(self, value, anchor=None, tag=None):
        self.value, self.anchor, self.tag = value, anchor, tag

    def __eq__(self, tree):
        return _properties(tree) == (self.anchor, self.tag) and _reads_as(tree, self.value)

    def __repr__(self):
        return f"New({self.value!r})"


class Anything:
    """Equal to all: the style of a collection that was empty, or is now."""

    def __eq__(self, _other):
        return True


ANY = Anything()


def _properties(tree):
    if tree[0] == "alias":
        return None, None
    return (tree[3], tree[4]) if tree[0] == "scalar" else (tree[2], tree[3])


def _reads_as(tree, value):
    if isinstance(value, dict):
        return (tree[0] == "map" and len(tree[4]) == len(value) and
                all(_reads_as(k, name) and _reads_as(v, inner)
                    for (k, v), (name, inner) in zip(tree[4], value.items())))
    if isinstance(value, list):
        return (tree[0] == "list" and len(tree[4]) == len(value) and
                all(_reads_as(item, inner) for item, inner in zip(tree[4], value)))
    if tree[0] != "scalar":
        return False
    text, is_plain = tree[1], tree[2] is None
    if isinstance(value, str):
        # Plain only where YAML 1.1 takes it for a string as well.
        return text == value and (not is_plain or _RESOLVER.resolve(
            yaml.ScalarNode, text, (True, False)) == "tag:yaml.org,2002:str")
    if not is_plain:
        return False
    if value is None:
        return text in _NULLS
    if isinstance(value, bool):
        return text == ("true" if value else "false")
    try:
        return float(text) == value
    except ValueError:
        return False
