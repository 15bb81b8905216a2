"""Which bytes an edit may touch, found from another parser's places.

A range is generous about blanks and blank lines; comments within it that are nobody's who goes have
to stand in the result as well, which edits_test.py checks. The rules are those of
docs/architecture.md, "Documents are edited, never rewritten".
"""
import re

_YAML_COMMENT = re.compile(r"#[^\r\n]*")
_JSON_COMMENT = re.compile(r"//[^\r\n]*|/\*.*?\*/", re.DOTALL)


class Text:
    """A document's text with the questions that ranges ask. Offsets are characters."""

    def __init__(self, text, root, is_json):
        self.text, self.root, self.is_json = text, root, is_json
        marker = re.search(r"^---(?=\s)", text, re.MULTILINE)
        is_before = marker and root is not None and marker.end() <= root.begin
        self.start = marker.end() if is_before and not is_json else 0

    def place(self, path):
        """(key place or None, value place, end of what precedes it, parent, next)"""
        parent, key, place, before, following = None, None, self.root, self.start, None
        for index in path:
            if parent is not None and not place.is_flow:
                before = self.mark(parent, key, place, before)
            parent = place
            if index:
                before = self.end(parent, index - 1)
            elif not parent.is_flow:
                before = self.behind_properties(parent, before)
            elif parent.is_flow and self.text[parent.begin] in "[{&!":
                before = self.opening(parent) + 1
            key, place = parent.children[index]
            following = index + 1 if index + 1 < len(parent.children) else None
        return key, place, before, parent, following

    def mark(self, parent, key, place, before):
        """Behind the colon or dash of a value; what the value may begin at."""
        if key is not None:
            at = self.skip(max(key.end, key.begin))
            return at + 1 if self.text[at:at + 1] == ":" else key.end
        return place.begin if parent.is_flow else self.skip(before) + 1

    def behind_properties(self, place, before):
        """Behind the anchor and tag of a block collection, which are on the way to its first child."""
        key, value = place.children[0]
        while place.begin < (key or value).begin and before < (key or value).begin:
            at = self.skip(before)
            if self.text[at] not in "&!":
                break
            before = next(i for i in range(at, len(self.text)) if self.text[i].isspace())
        return before

    def opening(self, place):
        return next(i for i in range(place.begin, len(self.text)) if self.text[i] in "[{")

    def end(self, parent, index):
        """Where a child ends: for a missing null behind its colon or dash."""
        key, value = parent.children[index]
        if value.end > value.begin:
            return value.end
        if key is not None:
            at = self.skip(max(key.end, key.begin))
            return at + 1 if self.text[at:at + 1] == ":" else key.end
        before = self.end(parent, index - 1) if index else parent.begin
        return self.skip(before) + 1

    def skip(self, at):
        """Behind blanks, line ends and comments."""
        text = self.text
        while at < len(text):
            if text[at].isspace():
                at += 1
            elif (text[at] == "#" and not self.is_json and (at == 0 or text[at - 1].isspace())) or (
                    self.is_json and text.startswith("//", at)):
                at = self.line_end(at)
            elif self.is_json and text.startswith("/*", at):
                at = text.index("*/", at) + 2
            else:
                break
        return at

    def line_start(self, at):
        return self.text.rfind("\n", 0, at) + 1

    def line_end(self, at):
        end = self.text.find("\n", at)
        end = len(self.text) if end < 0 else end
        return end - 1 if end > at and self.text[end - 1] == "\r" else end

    def column(self, at):
        return at - self.line_start(at)

    def comments(self, begin, end):
        """What looks like comments in [begin, end), as (place, text)."""
        pattern = _JSON_COMMENT if self.is_json else _YAML_COMMENT
        return [(m.start(), m.group()) for m in pattern.finditer(self.text, begin, end)
                if self.is_json or m.start() == 0 or self.text[m.start() - 1].isspace()]

    def comments_in(self, changed):
        return Text(changed, None, self.is_json).comments(0, len(changed))

    def with_old_header(self, text):
        """Undoes the one change elsewhere: a block scalar that ends the text without a line end is
        stripped (`|-`) when something follows it."""
        leaf = self.root
        while leaf.children:
            leaf = leaf.children[-1][1]
        header = re.match(r"[|>]\d?", self.text[leaf.begin:])
        if self.text.endswith("\n") or not header:
            return text
        at = leaf.begin + header.end()
        return text[:at] + text[at + 1:] if text[at:at + 1] == "-" != self.text[at] else text

    def is_comment_line(self, line):
        rest = self.text[line:self.line_end(line)].strip()
        return rest.startswith(("//", "/*") if self.is_json else "#")

    def is_blank_line(self, line):
        return not self.text[line:self.line_end(line)].strip()

    def own_begin(self, entry, before):
        """The start of an entry and the comments that stand directly above it at its column."""
        line = self.line_start(entry)
        if self.text[line:entry].strip():
            return entry
        if self.is_json:
            return self.own_json_begin(entry, before)
        begin = line
        while begin > 0:
            above = self.line_start(begin - 1)
            if above < self.line_end(before) or not self.is_comment_line(above):
                break
            first = above + len(self.text[above:]) - len(self.text[above:].lstrip(" \t"))
            if self.column(first) != self.column(entry):
                break
            begin = above
        return begin if begin > 0 else line  # the file's first comment is the file's

    def own_json_begin(self, entry, before):
        for place, comment in reversed(self.comments(before, entry)):
            between = self.text[place + len(comment):entry]
            if between.count("\n") != 1 or between.strip() or \
                    self.text[self.line_start(place):place].strip():
                break
            entry = place
        return self.line_start(entry)

    def own_end(self, end, column, is_last):
        """The end of an entry's lines: comments on its line, and below it where deeper."""
        own = self.line_end(end)
        line = self.text.find("\n", own) + 1
        after_blank = False
        while 0 < line < len(self.text):
            if self.is_blank_line(line):
                after_blank = True
            elif not self.is_comment_line(line):
                break
            else:
                depth = len(self.text[line:]) - len(self.text[line:].lstrip(" \t"))
                if depth < column or (depth == column and (after_blank or not is_last)):
                    break
                own, after_blank = self.line_end(line), False
            line = self.text.find("\n", line) + 1
        return own


def allowed(doc, edit):
    """(begin, end, kept): the range that may change, and the comments in it that must not go."""
    path = edit["path"]
    if edit["verb"] == "insert":
        return _for_insert(doc, edit)
    key, place, before, parent, following = doc.place(path)
    if edit["verb"] == "rename":
        return key.begin, max(key.end, key.begin + 1), []
    if parent is None:
        return place.begin, place.end if place.is_flow else len(doc.text), []
    end = doc.end(parent, path[-1])
    if edit["verb"] == "set":
        return _for_set(doc, key, place, before, parent, following, end)
    return _for_remove(doc, key, place, before, parent, following, end)


def _entry(doc, before, parent):
    """The first character of an entry: its key, `?`, dash or value."""
    at = doc.skip(before)
    while parent.is_flow and doc.text[at:at + 1] == ",":
        at = doc.skip(at + 1)
    return at


def _for_set(doc, key, place, before, parent, following, end):
    if doc.is_json:
        return place.begin, place.end, []
    mark = doc.mark(parent, key, place, before)
    mark = min(mark, place.begin) if place.end > place.begin else mark
    is_block = place.children and not place.is_flow
    limit = max(doc.line_end(end), end)
    if is_block and not parent.is_flow:
        entry = _entry(doc, before, parent)
        limit = doc.own_end(end, doc.column(entry), following is None)
    # On the line of the colon or dash, comments stay; and those behind a value of one line.
    kept = [c for c in doc.comments(mark, limit)
            if not (mark <= c[0] < end) or
            (is_block and c[0] < doc.line_end(mark) and place.children
             and _first(place) > doc.line_end(mark))]
    if is_block:
        kept = [c for c in kept if c[0] < end]
    elif place.begin < end:
        kept = [c for c in kept if c[0] >= end]
    return mark, limit, kept


def _first(place):
    while place.children and not place.is_flow:
        key, value = place.children[0]
        place = key or value
    return place.begin


def _for_remove(doc, key, place, before, parent, following, end):
    entry = _entry(doc, before, parent)
    own = doc.own_begin(entry, before)
    if parent.is_flow:
        behind = doc.skip(end)
        if doc.text[behind:behind + 1] == ",":
            behind += 1
        else:
            behind = end
        # Comments that end the line are the entry's; those ahead of another are the other one's.
        line = doc.line_end(behind)
        last = line if doc.skip(behind) > line or line == len(doc.text) else behind
        limit = max(doc.skip(last), last)
        kept = [c for c in doc.comments(before, limit) if not own <= c[0] < last]
        return before, limit, kept
    own_limit = doc.own_end(end, doc.column(entry), following is None)
    begin, limit = own, own_limit
    while begin > 0 and doc.text[begin - 1] in " \t\r\n":
        begin -= 1
    while limit < len(doc.text) and doc.text[limit] in " \t\r\n":
        limit += 1
    begin = min(begin, before) if len(parent.children) == 1 else begin  # `{}` behind the colon
    kept = [c for c in doc.comments(begin, limit) if not own <= c[0] < own_limit]
    return begin, limit, kept


def _for_insert(doc, edit):
    key, place, before, parent, following = doc.place(edit["path"])
    if not place.children:  # a null, or empty
        if parent is None:
            limit = place.end if place.is_flow else len(doc.text)
            return place.begin, limit, doc.comments(place.begin, limit)
        begin, limit, kept = _for_set(doc, key, place, before, parent, following,
                                      doc.end(parent, edit["path"][-1]))
        inner = doc.comments(place.begin + 1, place.end) if place.end > place.begin + 2 else []
        return begin, limit, [c for c in inner if c not in kept] + kept
    index = edit.get("after", len(place.children) - 1)
    end = doc.end(place, index)
    if place.is_flow:
        if not doc.is_json and doc.text[doc.skip(place.begin)] not in "[{&!":
            return place.begin, place.end, []  # `[key: value]` gets braces
        limit = doc.skip(end)
        if doc.text[limit:limit + 1] == ",":
            limit = doc.skip(limit + 1)
        return end, limit, doc.comments(end, limit)
    begin = doc.line_end(end)
    limit = doc.skip(end)
    if index + 1 < len(place.children) or limit < len(doc.text):
        limit = doc.own_begin(limit, end)
    limit = max(begin, limit)
    return begin, limit, doc.comments(begin, limit)
