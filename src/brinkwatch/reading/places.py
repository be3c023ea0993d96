"""Where the kept lines of a page stand in it: by code point in a text, by element in markup."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any, TypeAlias

from brinkwatch.reading.clues import Article
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


Find: TypeAlias = Callable[[Sequence[Line]], list[tuple[Place, ...]]]
"""Finds the places of lines in their page, `start` counted from the beginning of each line."""


def placed(article: Article, find: Find) -> Article:
    """The article with the places of its lines and of its headlines."""
    found = find([*article.kept, *article.listed])
    places: list[Place] = []
    length = 0
    for line, own in zip(article.kept, found, strict=False):
        places += (Place(length + start, number, at) for start, number, at in own)
        length += len(line.text) + 2
    return replace(article, places=tuple(places), listed_places=tuple(found[len(article.kept) :]))


def in_text(lines: Sequence[Line], cut: Cut) -> list[tuple[Place, ...]]:
    """The places of lines of a text; their `source` is the number of their first printed line."""
    starts = _line_starts(cut.text)
    breaks = starts if cut.text is cut.page else _line_starts(cut.page)
    return [tuple(_runs(line, cut, starts, breaks)) for line in lines]


def _runs(line: Line, cut: Cut, starts: list[int], breaks: list[int]) -> Iterator[Place]:
    length = 0
    for number, printed in enumerate(line.text.split("\n"), line.source):
        found = cut.text.index(printed, starts[number])
        if cut.text is cut.page:
            yield Place(length, bisect_right(breaks, found), found)
        else:
            for at, there in cut.between(found, found + len(printed)):
                yield Place(length + at - found, bisect_right(breaks, there), there)
        length += len(printed) + 1


def _line_starts(text: str) -> list[int]:
    return [0, *(found.end() for found in BREAK.finditer(text))]


def in_markup(lines: Sequence[Line], blocks: frozenset[str]) -> list[tuple[Place, ...]]:
    """The places of lines of a parsed page; their `source` is the element of their first words,
    and their place the block around it, in which the whole line stands."""
    around: dict[Any, Any] = {}
    numbers: dict[Any, int] = {}
    found = (_block(line.source, blocks, around) for line in lines)
    return [(Place(0, block.sourceline, _path(block, numbers)),) for block in found]


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
