"""A page's markup as lines, each with what the elements around it say of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, Literal

from brinkwatch.reading.lines import Line, is_prose
from brinkwatch.reading.memory import remember
from brinkwatch.reading.vocabulary import table

BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog",
        "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2",
        "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "menu", "nav", "ol", "p",
        "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
SILENT = frozenset(
    {
        "script", "style", "noscript", "template", "iframe", "svg", "select", "textarea", "input",
        "title", "object", "audio", "video", "canvas", "math",
    }
)  # fmt: skip
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
RUNNING_TEXT = 60  # characters of a text node that is no label, menu or title; assumed
LINKED = 0.6  # share of a line inside links that makes it a link, not text; assumed
SHORTEST_OPENING = 4  # words before the first element that are a whole title; assumed
LONGEST_HEADING = 300  # characters; assumed, the longest titles of news pages have about 200
HOME = re.compile(r"\.?/|(?:https?:)?//[^/?#]+/?|/?(?:index|home)\.html?")
SPACE = re.compile(r"[ \t\r\n\f]+")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


class _Collector:
    """Text gathers here until a block border closes the line."""

    def __init__(self, believed: dict[Any, frozenset[str]], holders: set[Any]) -> None:
        self.lines: list[Line] = []
        self.pieces: list[str] = []
        self.parts: list[str] = []
        self.linked = 0
        self.begun = 0
        self.source: Any = None
        self.believed = believed
        self.holders = holders
        self.beside: dict[Any, bool] = {}
        self.regions = 0

    def region(self) -> int:
        """A fresh number for a block whose paragraphs stand side by side."""
        self.regions += 1
        return self.regions

    def add(self, text: str | None, node: Any, *, linked: bool) -> None:
        """Append words of an element to the open block."""
        if not text:
            return
        if self.source is None and not text.isspace():
            self.source = node
        self.pieces.append(text)
        if linked:
            self.linked += len(text.strip())

    def part(self) -> None:
        """End an inline piece."""
        if self.begun < len(self.pieces):
            text = SPACE.sub(" ", "".join(self.pieces[self.begun :])).strip()
            self.begun = len(self.pieces)
            if text:
                self.parts.append(text)

    def is_alone(self, node: Any) -> bool:
        """Whether a marked inline element is a line of its own: nothing is printed beside it."""
        parent = node.getparent()
        if parent is None:
            return False
        if parent not in self.beside:
            texts = (parent.text, *(child.tail for child in parent))
            self.beside[parent] = any((text or "").strip() for text in texts)
        return not self.beside[parent]

    def close(self, marks: frozenset[str], region: int) -> None:
        """End the line."""
        if not self.pieces:
            return
        whole = self.begun == 0
        self.part()
        printed = self.parts if whole else [SPACE.sub(" ", "".join(self.pieces)).strip()]
        text = "".join(printed)
        if text:
            if self.linked >= LINKED * len(text.replace(" ", "")) and not is_prose(text):
                marks |= {"link"}
            self.lines.append(Line(text, True, marks, tuple(self.parts), region, self.source))
        self.pieces, self.parts, self.linked, self.begun, self.source = [], [], 0, 0, None


def lines(root: Any) -> list[Line]:
    """The lines of a parsed page or fragment, in document order.

    Spaces are collapsed as a browser does, no-break spaces kept; `<br>` ends a line.
    """
    collector = _Collector(_believed(root), _holders(root))
    _walk(root, collector, frozenset(), 0, linked=False)
    collector.close(frozenset(), 0)
    return collector.lines


def _walk(node: Any, out: _Collector, marks: frozenset[str], region: int, *, linked: bool) -> None:
    tag = node.tag if isinstance(node.tag, str) else None
    if tag is None or tag in SILENT:
        return
    block = _is_block(tag)
    apart = not block and (("heading" in marks and _dates_a_line(node)) or node in out.holders)
    if block or apart:
        out.close(marks, region)
    inner = marks | out.believed.get(node, frozenset())
    if apart or (
        block and tag not in HEADINGS and "heading" in inner and _is_long(node.getparent())
    ):
        inner -= {"title", "heading"}
    region_in = out.region() if block and tag not in {"p", "li", *HEADINGS} else region
    link = linked or tag == "a"
    if not block and tag != "a" and out.pieces:
        out.part()
    out.add(node.text, node, linked=link)
    for child in node:
        if child.tag == "br":
            out.close(inner, region_in)
        else:
            inline = isinstance(child.tag, str) and not _is_block(child.tag)
            if inline and child.tag in {"span", "a", "b", "time", "strong", "em", "i", "label"}:
                out.part()
            outer = marks - {"title", "heading"} if apart and not inline else inner
            _walk(child, out, outer, region_in, linked=link)
            if inline:
                out.part()
        out.add(child.tail, node, linked=link)
    if block or apart or (inner != marks and out.is_alone(node)):
        out.close(inner, region_in)


def _is_block(tag: str) -> bool:
    """An element that starts a line; elements of a page's own (`amp-ad`) are taken for blocks."""
    return tag in BLOCKS or "-" in tag


def _holders(root: Any) -> set[Any]:
    """The elements around blocks; the end tag of an inline one among them is missing."""
    found: set[Any] = set()
    for block in root.iter(*BLOCKS):
        around = block.getparent()
        while around is not None and around not in found:
            found.add(around)
            around = around.getparent()
    return found


def _dates_a_line(node: Any) -> bool:
    """A byline or a date, by its class: inside a heading it is a line of its own."""
    return "byline" in _own_marks(node)


def _is_long(node: Any) -> bool:
    """More text than a heading has: its end tag is missing."""
    length = -1
    for text in node.itertext():
        length += len(text) + 1
        if length > LONGEST_HEADING:
            return True
    return False


def heading_text(node: Any) -> str:
    """The text of a heading; its first words or up to its first block when it was not closed."""
    pieces = [node.text or ""]
    long = _is_long(node)
    opened = long and len(pieces[0].split()) >= SHORTEST_OPENING
    for child in node:
        if opened or (long and (child.tag in BLOCKS or _dates_a_line(child))):
            break
        pieces += [" ".join(child.itertext()) if child.tag != "br" else " ", child.tail or ""]
    return " ".join("".join(pieces).split())


def _names(values: Iterable[str | None]) -> Iterator[str]:
    """The words of attributes: each name, and its parts between hyphens, colons and capitals."""
    for value in values:
        for name in (value or "").split():
            yield name.lower()
            yield from re.split(r"[-_:]+", CAMEL.sub("-", name).lower())


@cache
def _given(key: Literal["words", "tags"]) -> dict[str, frozenset[str]]:
    """Every class word, or every tag, with the marks that it gives."""
    found: dict[str, frozenset[str]] = {}
    for mark, entry in table("markup").items():
        for word in entry.get(key, ()):
            found[word] = found.get(word, frozenset()) | {mark}
    return found


@remember
def _marks_of(tag: str, *values: str | None) -> frozenset[str]:
    """The marks that a tag and the values of its attributes give, wherever the element stands."""
    names = frozenset(_names(values))
    marks = set(_given("tags").get(tag, ()))
    marks.update(*(_given("words")[name] for name in names & _given("words").keys()))
    if tag in HEADINGS or "headline" in names:
        marks.add("heading")
    if tag == "h1" or "headline" in names:
        marks.add("title")
    return frozenset(marks)


def is_home(link: Any) -> bool:
    """A link to the front page of a site."""
    return HOME.fullmatch((link.get("href") or "").strip()) is not None


def names_site(heading: Any) -> bool:
    """A heading whose words all lead to the front page: the name of a site, not of an article."""
    links = [link for link in heading.iter("a") if is_home(link)]
    words = "".join(heading.itertext()).split()
    return bool(links and words) and words == "".join(links[0].itertext()).split()


def _own_marks(node: Any) -> frozenset[str]:
    tag = node.tag
    if tag in {"html", "body", "main", "article"}:
        return frozenset()
    marks = _marks_of(tag, *map(node.get, ("class", "id", "role", "itemprop")))
    if tag == "li" and not any(child.tag in BLOCKS for child in node):
        marks |= {"bullet"}
    if tag == "a" and is_home(node):
        marks |= {"brand"}
    if tag == "h1" and names_site(node):
        marks -= {"title", "heading"}
    if tag in {"td", "th"} and not any(child.tag in BLOCKS for child in node):
        marks |= {"cell"}
    if tag == "header" and node.getparent() is not None and node.getparent().tag == "body":
        marks |= {"noise"}
    return marks


def _believed(root: Any) -> dict[Any, frozenset[str]]:
    """The marks of every element, without the noise marks of layout around the article."""
    share = table("markup")["layout"]["share"]
    elements = [node for node in root.iter() if isinstance(node.tag, str)]
    length = _running_text(elements)
    total = length[root] or 1
    found = {}
    for node in elements:
        marks = _own_marks(node)
        if marks & {"noise", "byline", "label"} and length[node] > share * total:
            marks -= {"noise", "byline", "label", "caption"}
        if marks:
            found[node] = marks
    return found


def _running_text(elements: Sequence[Any]) -> dict[Any, int]:
    """Characters of running text in and below each element, in one pass from the leaves up."""
    length = dict.fromkeys(elements, 0)
    for node in reversed(elements):
        if node.tag in SILENT:
            continue
        own = (node.text or "", *(child.tail or "" for child in node))
        length[node] += sum(len(text) for text in own if len(text) >= RUNNING_TEXT)
        parent = node.getparent()
        if parent is not None and parent in length:
            length[parent] += length[node]
    return length
