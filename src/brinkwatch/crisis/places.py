"""On which line of a scenario file a table or key stands, for error messages.

The TOML reader keeps no positions, so they are found again in the text. A place that cannot be
found has the line of the nearest table around it, or none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

Place: TypeAlias = tuple[int | str, ...]
"""Keys and list indices from the root, such as ("red_line", 0, "level")."""

_HEADER = re.compile(r"[ \t]*(\[\[?)\s*([^\[\]]+?)\s*\]\]?[ \t]*(?:#.*)?$")
_KEY = re.compile(r"[ \t]*([\w.\"'-]+)[ \t]*=")


def line_of(text: str, place: Place) -> int | None:
    """The line, from 1, of a key or of the table nearest around it; None if there is none."""
    known = _lines(text.splitlines())
    for end in range(len(place), 0, -1):
        if place[:end] in known:
            start = known[place[:end]]
            return _inline(text.splitlines(), start, place[end:])
    return None


def _lines(lines: Sequence[str]) -> dict[Place, int]:
    """Lines of all table headers and of the keys that begin a line."""
    found: dict[Place, int] = {}
    table: Place = ()
    counts: dict[Place, int] = {}
    for number, line in enumerate(lines, start=1):
        if header := _HEADER.match(line):
            table = _indexed(_parts(header[2]), counts)
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault((*table, *_parts(key[1])), number)
    return found


def _parts(dotted: str) -> Place:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


def _indexed(path: Place, counts: dict[Place, int]) -> Place:
    """A header's path with the index of the list item it continues."""
    out: Place = ()
    for part in path[:-1]:
        out = (*out, part)
        if out in counts:
            out = (*out, counts[out])
    return (*out, path[-1])


def _inline(lines: Sequence[str], start: int, rest: Place) -> int:
    """The line of what is left of a place inside the value that begins on `start`."""
    line = start
    for part in rest:
        for number in range(line, len(lines) + 1):
            if number > start and (
                _HEADER.match(lines[number - 1]) or _KEY.match(lines[number - 1])
            ):
                break
            if isinstance(part, str) and re.search(rf"\b{re.escape(part)}\b", lines[number - 1]):
                line = number
                break
        if isinstance(part, int):
            line = _item(lines, line, start, part)
    return line


def _item(lines: Sequence[str], line: int, start: int, index: int) -> int:
    """The line on which the item of a list of tables in braces begins."""
    seen = -1
    for number in range(line, len(lines) + 1):
        text = lines[number - 1]
        if number > start and (_HEADER.match(text) or _KEY.match(text)):
            break
        seen += text.count("{")
        if seen >= index:
            return number
    return line
