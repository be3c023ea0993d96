"""Where the kept lines of a page stand in it: by code point in a text, by element in markup."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from brinkwatch.reading.lines import BREAK, Line
from brinkwatch.records import Place

MOST_STEPS = 40  # of a path; assumed: an article's paragraphs stand less deep


@dataclass(frozen=True)
class Cut:
    """A text made by dropping characters of a page.

    `runs`: where each run of kept characters starts, in the text and in the page, in order.
    """

    text: str
    page: str
    runs: Sequence[tuple[int, int]] = ((0, 0),)

    def without(self, dropped: Iterable[tuple[int, int]]) -> Cut:
        """The text without half-open ranges of it, which are in order and apart.

        >>> Cut("a *b* c", "a *b* c").without([(2, 3), (4, 5)])
        Cut(text='a b c', page='a *b* c', runs=[(0, 0), (2, 3), (3, 5)])
        """
        pieces: list[str] = []
        left: list[tuple[int, int]] = []
        length = 0
        edges = [0, *(edge for span in dropped for edge in span), len(self.text)]
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            if start < end:
                pieces.append(self.text[start:end])
                left += ((length + at - start, there) for at, there in self.between(start, end))
                length += end - start
        return Cut("".join(pieces), self.page, left)

    def between(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The runs of a stretch of the text; the first begins where the stretch does."""
        number = bisect_right(self.runs, start, key=itemgetter(0)) - 1
        at, there = self.runs[number]
        yield start, there + start - at
        last = bisect_left(self.runs, end, key=itemgetter(0))
        yield from self.runs[number + 1 : last]


def in_text(kept: Sequence[Line], cut: Cut) -> tuple[Place, ...]:
    """The places of kept lines of a text; their `source` is the number of their first line."""
    whole = cut.text is cut.page
    starts = _line_starts(cut.text)
    breaks = [] if whole else _line_starts(cut.page)
    places: list[Place] = []
    length = 0
    for line in kept:
        for number, printed in enumerate(line.text.split("\n"), line.source):
            found = cut.text.index(printed, starts[number])
            if whole:
                places.append(Place(length, number + 1, found))
            else:
                places += (
                    Place(length + at - found, bisect_right(breaks, there), there)
                    for at, there in cut.between(found, found + len(printed))
                )
            length += len(printed) + 1
        length += 1
    return tuple(places)


def _line_starts(text: str) -> list[int]:
    return [0, *(found.end() for found in BREAK.finditer(text))]


def in_markup(kept: Sequence[Line], blocks: frozenset[str]) -> tuple[Place, ...]:
    """The places of kept lines in a parsed page; their `source` is the element of their first
    words, and their place the block around it, in which the whole line stands."""
    places: list[Place] = []
    around: dict[Any, Any] = {}
    numbers: dict[Any, int] = {}
    length = 0
    for line in kept:
        block = _block(line.source, blocks, around)
        places.append(Place(length, block.sourceline, _path(block, numbers)))
        length += len(line.text) + 2
    return tuple(places)


def _block(node: Any, blocks: frozenset[str], around: dict[Any, Any]) -> Any:
    """The innermost block that an element is or stands in, else the root."""
    inside = []
    while node not in around and node.tag not in blocks and node.getparent() is not None:
        inside.append(node)
        node = node.getparent()
    block = around.get(node, node)
    around.update(dict.fromkeys(inside, block))
    return block


def _path(node: Any, numbers: dict[Any, int]) -> str:
    """The XPath of an element, each step with its number among the siblings of its name.

    Only the last steps of a long one. The children of an element are numbered once, so that time
    grows with the page.
    """
    steps: list[str] = []
    while (parent := node.getparent()) is not None and len(steps) < MOST_STEPS:
        if node not in numbers:
            counts: Counter[Any] = Counter()
            for sibling in parent:
                counts[sibling.tag] += 1
                numbers[sibling] = counts[sibling.tag]
        steps.append(f"{node.tag}[{numbers[node]}]")
        node = parent
    top = f"/{node.tag}/" if parent is None else "//"
    return (top + "/".join(reversed(steps))).rstrip("/")
