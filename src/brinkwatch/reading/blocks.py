"""A page's markup as lines, each with what the elements around it say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from brinkwatch.reading.lines import Line, is_prose
from brinkwatch.reading.vocabulary import table

BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main menu nav ol p pre "
    "section summary table tbody td tfoot th thead tr ul".split()
)
SILENT = frozenset(
    "script style noscript template iframe svg select textarea input head title object audio "
    "video canvas math".split()
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
SPACE = re.compile(r"[ \t\r\n\f]+")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


class _Collector:
    """Text gathers here until a block border closes the line."""

    def __init__(self, believed: dict[Any, frozenset[str]]) -> None:
        self.lines: list[Line] = []
        self.pieces: list[str] = []
        self.parts: list[str] = []
        self.linked = 0
        self.believed = believed

    def add(self, text: str | None, *, linked: bool) -> None:
        if not text:
            return
        self.pieces.append(text)
        if linked:
            self.linked += len(text.strip())

    def part(self) -> None:
        """End an inline piece."""
        text = SPACE.sub(" ", "".join(self.pieces)).strip()
        if text:
            done = SPACE.sub(" ", " ".join(self.parts)).strip()
            fresh = text[len(done) :].strip() if text.startswith(done) else text
            if fresh:
                self.parts.append(fresh)

    def close(self, marks: frozenset[str], region: int) -> None:
        """End the line."""
        self.part()
        text = SPACE.sub(" ", "".join(self.pieces)).strip()
        if text:
            if self.linked >= 0.8 * len(text.replace(" ", "")) and not is_prose(text):
                marks |= {"link"}
            self.lines.append(Line(text, True, marks, tuple(self.parts), region))
        self.pieces, self.parts, self.linked = [], [], 0


def lines(root: Any) -> list[Line]:
    """The lines of a parsed page or fragment, in document order.

    Spaces are collapsed as a browser does, no-break spaces kept; `<br>` ends a line.
    """
    collector = _Collector(_believed(root))
    _walk(root, collector, frozenset(), 0, linked=False)
    collector.close(frozenset(), 0)
    return collector.lines


def _walk(node: Any, out: _Collector, marks: frozenset[str], region: int, *, linked: bool) -> None:
    tag = node.tag if isinstance(node.tag, str) else None
    if tag is None or tag in SILENT:
        return
    block = tag in BLOCKS
    if block:
        out.close(marks, region)
    inner = marks | out.believed.get(node, frozenset())
    region_in = _region(node, region) if block else region
    link = linked or tag == "a"
    if not block and tag != "a" and out.pieces:
        out.part()
    out.add(node.text, linked=link)
    for child in node:
        if child.tag == "br":
            out.close(inner, region_in)
        else:
            inline = isinstance(child.tag, str) and child.tag not in BLOCKS
            if inline and child.tag in {"span", "a", "b", "time", "strong", "em", "i", "label"}:
                out.part()
            _walk(child, out, inner, region_in, linked=link)
            if inline:
                out.part()
        out.add(child.tail, linked=link)
    if block:
        out.close(inner, region_in)
    elif inner != marks and _alone(node):
        out.close(inner, region_in)


def _alone(node: Any) -> bool:
    """Whether a marked inline element is a line of its own: nothing is printed beside it."""
    parent = node.getparent()
    if parent is None:
        return False
    beside = (parent.text or "") + "".join(child.tail or "" for child in parent)
    return not beside.strip()


def _region(node: Any, region: int) -> int:
    """A number for the block that paragraphs stand in side by side."""
    return region if node.tag in {"p", "li", *HEADINGS} else hash(node) & 0x7FFFFFFF


def _names(node: Any) -> Iterator[str]:
    for attribute in ("class", "id", "role", "itemprop"):
        for name in (node.get(attribute) or "").split():
            yield name.lower()
            yield from re.split(r"[-_:]+", CAMEL.sub("-", name).lower())


@cache
def _words() -> dict[str, frozenset[str]]:
    """Every mark with the class words that give it."""
    return {
        mark: frozenset(entry["words"])
        for mark, entry in table("markup").items()
        if "words" in entry
    }


@cache
def _tags() -> dict[str, frozenset[str]]:
    return {mark: frozenset(entry["tags"]) for mark, entry in table("markup").items() if "tags" in entry}


def _own_marks(node: Any) -> frozenset[str]:
    tag = node.tag
    if tag in {"html", "body", "main", "article"}:
        return frozenset()
    names = frozenset(_names(node))
    marks = {mark for mark, known in _words().items() if names & known}
    marks |= {mark for mark, known in _tags().items() if tag in known}
    if tag in HEADINGS or "headline" in names:
        marks.add("heading")
    if tag == "h1" or "headline" in names:
        marks.add("title")
    if tag == "li":
        marks.add("bullet")
    if tag in {"td", "th"} and not any(child.tag in BLOCKS for child in node):
        marks.add("cell")
    if tag == "header" and node.getparent() is not None and node.getparent().tag == "body":
        marks.add("noise")
    return frozenset(marks)


def _believed(root: Any) -> dict[Any, frozenset[str]]:
    """The marks of every element, without the noise marks of layout around the article."""
    share = table("markup")["layout"]["share"]
    total = _prose_length(root) or 1
    found = {}
    for node in root.iter():
        if not isinstance(node.tag, str):
            continue
        marks = _own_marks(node)
        if marks & {"noise", "byline", "label"} and _prose_length(node) > share * total:
            marks -= {"noise", "byline", "label", "caption"}
        if marks:
            found[node] = marks
    return found


def _prose_length(node: Any) -> int:
    """Characters of running text below an element."""
    if node.tag in SILENT:
        return 0
    return sum(
        len(text)
        for text in (" ".join(p.itertext()) for p in node.iter("p"))
        if len(text) > 120
    )
