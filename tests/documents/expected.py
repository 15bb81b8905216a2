"""What an edit means: the tree that has to come out of it. Trees as in yaml_trees.py."""
from yaml_trees import ANY, New


def edited(tree, edit):
    """The tree after the edit, with New and ANY where the style is the editor's to choose."""
    if edit["verb"] in ("remove", "rename"):
        return _at(tree, edit["path"][:-1], lambda parent: _changed_child(parent, edit))
    if edit["verb"] == "set":
        return _at(tree, edit["path"], lambda old: _set(old, edit["value"]))
    return _at(tree, edit["path"], lambda into: _inserted(into, edit))


def _at(tree, path, change):
    if not path:
        return change(tree)
    children = list(tree[4])
    child = children[path[0]]
    if tree[0] == "map":
        children[path[0]] = (child[0], _at(child[1], path[1:], change))
    else:
        children[path[0]] = _at(child, path[1:], change)
    return tree[:4] + (tuple(children),)


def _set(old, value):
    if old[0] == "alias":
        return New(value)
    return New(value, *(old[3:5] if old[0] == "scalar" else old[2:4]))


def _changed_child(parent, edit):
    index = edit["path"][-1]
    children = list(parent[4])
    if edit["verb"] == "rename":
        key, value = children[index]
        anchor, tag = key[3:5] if key[0] == "scalar" else (None, None)
        children[index] = (New(edit["name"], anchor, tag), value)
    else:
        del children[index]
    return (parent[0], parent[1] if children else ANY) + parent[2:4] + (tuple(children),)


def _inserted(into, edit):
    value = New(edit["value"])
    new = value if edit["item"] else (New(edit["name"]), value)
    if into[0] == "scalar":  # a null
        return ("list" if edit["item"] else "map", ANY) + into[3:5] + ((new,),)
    children = list(into[4])
    children.insert(edit["after"] + 1 if "after" in edit else len(children), new)
    return (into[0], into[1] if into[4] else ANY) + into[2:4] + (tuple(children),)
