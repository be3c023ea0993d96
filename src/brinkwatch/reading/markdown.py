"""Markdown pasted as text: its marks are taken off, its words stay as they are."""

from __future__ import annotations

import re

from brinkwatch.reading.places import Cut

HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(?=\S)", re.MULTILINE)
HEADING_END = re.compile(r"[ \t]+#+[ \t]*$", re.MULTILINE)
PICTURE = re.compile(r"!\[[^\[\]\n]{0,400}\]\([^()\n]{0,2000}\)")
LINK = re.compile(r"\[([^\[\]\n]{1,400})\](?:\([^()\n]{0,2000}\)|\[[^\[\]\n]{0,40}\])")
TARGET = re.compile(r"^ {0,3}\[[^\[\]\n]{1,40}\]:[ \t]+\S.*$", re.MULTILINE)
STRONG = re.compile(r"\*\*(?=\S)([^*\n]{1,1000}?)(?<=\S)\*\*|__(?=\S)([^_\n]{1,1000}?)(?<=\S)__")
EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]{1,1000}?)(?<=\S)\*(?![\w*])")
QUOTE_OR_ITEM = re.compile(r"^ {0,3}(?:>[ \t]?)+|^[ \t]{0,8}[-*+][ \t]+(?=\S)", re.MULTILINE)
RULE = re.compile(r"^ {0,3}(?:-{3,}|\*{3,}|_{3,})[ \t]*$", re.MULTILINE)


def is_markdown(text: str) -> bool:
    """Whether a text is marked up: two kinds of marks at least, as one alone can be print.

    >>> is_markdown("# Talks fail\\n\\nThe **minister** left.")
    True
    >>> is_markdown("# 1 in the charts\\n\\nThe song stays.")
    False
    """
    kinds = (HEADING, LINK, PICTURE, STRONG)
    return sum(mark.search(text) is not None for mark in kinds) >= 2


def plain(page: str) -> Cut:
    """The text without its marks; front matter, words and line breaks stand as they were.

    >>> plain("## What next\\n\\n> The [ministry](https://x.example) *will* **answer**.").text
    'What next\\n\\nThe ministry will answer.'
    """
    marks = [RULE, TARGET, HEADING_END, HEADING, QUOTE_OR_ITEM, PICTURE, LINK, STRONG, EMPHASIS]
    start = _front_matter(page)
    if not HEADING.search(page, start):
        marks.remove(HEADING_END)
    cut = Cut(page, page)
    for mark in marks:
        found = mark.finditer(cut.text, start)
        cut = cut.without(span for match in found for span in _marks(match))
    return cut


def _marks(match: re.Match[str]) -> list[tuple[int, int]]:
    """What is dropped of a match: all but the words that its group holds."""
    if match.lastindex is None:
        return [match.span()]
    start, end = match.span(match.lastindex)
    return [(match.start(), start), (end, match.end())]


def _front_matter(text: str) -> int:
    """Where the text after `---` front matter begins; 0 without any."""
    match = re.match(r"\s*---[ \t]*\n(?:.{0,2000}\n){0,200}?---[ \t]*(?:\n|$)", text)
    return match.end() if match else 0
