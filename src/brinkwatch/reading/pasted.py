"""Text copied out of a page: paragraphs, hard-wrapped lines and header fields."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from brinkwatch.errors import UnreadableError
from brinkwatch.gazetteer.shadow import spaced
from brinkwatch.reading.article import extract
from brinkwatch.reading.clues import NOTHING, Article, Clues
from brinkwatch.reading.keys import clues_from
from brinkwatch.reading.lines import BREAK, Line, furniture, is_ornament
from brinkwatch.reading.places import Cut, in_text, placed
from brinkwatch.reading.vocabulary import bound

LONGEST_TEXT = bound("text")
ENDED = re.compile(r"[.!?:][\"'’”)]*$")
OPENED = re.compile(r"^([A-Za-z][\w-]{1,20}):\s*$")
ITEM = re.compile(r"^\s*-\s+(\S.*)$")
HEADER = re.compile(r"^([A-Za-z][A-Za-z ]{1,20}):[ \t]+(\S.*)$")


def parse(text: str, known: Clues = NOTHING) -> Article:
    """The article of a pasted text; lines are dropped and none is rewritten.

    UnreadableError when it is longer than any article.
    """
    return parse_cut(Cut(text, text), known)


def check(text: str) -> None:
    """UnreadableError when a text is longer than any article."""
    if len(text) > LONGEST_TEXT:
        raise UnreadableError(
            f"the text has {len(text):,} characters, at most {LONGEST_TEXT:,} are read; give one "
            "article a file"
        )


def parse_cut(cut: Cut, known: Clues = NOTHING) -> Article:
    """The article of a pasted text whose marks have been dropped already."""
    text = cut.text
    check(text)
    lines = BREAK.split(text)
    first, stated = _front_matter(lines)
    article = extract(to_lines(lines, first), stated.under(known))
    return placed(article, lambda lines: in_text(lines, cut))


def _front_matter(lines: Sequence[str]) -> tuple[int, Clues]:
    """Where the text starts below `---` front matter, or `Title:` and `Date:` lines at the very
    top, and what these state."""
    top = next((i for i, line in enumerate(lines) if line.strip()), len(lines))
    if top < len(lines) and lines[top].strip() == "---":
        end = next((i for i in range(top + 1, len(lines)) if lines[i].strip() == "---"), None)
        if end is not None:
            return end + 1, _fields(lines[top + 1 : end])
    end = top
    while end < len(lines) and HEADER.match(lines[end]):
        end += 1
    stated = _fields(lines[top:end])
    known = sum(value is not None for value in (stated.title, stated.published, stated.outlet))
    return (end, stated) if known >= 2 else (0, Clues())


def _fields(lines: Sequence[str]) -> Clues:
    """The fields of a header; a field without a value holds the list below it."""
    row: dict[str, str | list[str]] = {}
    items: list[str] = []
    for line in lines:
        if match := HEADER.match(line.strip()):
            row[match[1].strip().lower()] = _value(match[2])
        elif opened := OPENED.match(line):
            items = []
            row[opened[1].lower()] = items
        elif item := ITEM.match(line):
            items.append(_value(item[1]))
    return clues_from(row)


def _value(text: str) -> str:
    """A value without its quotation marks and the brackets of a link to a note: `"[[Name]]"`."""
    return text.strip().strip("\"'").removeprefix("[[").removesuffix("]]")


def to_lines(raw: Sequence[str], first: int = 0) -> list[Line]:
    """The printed lines from the number `first` on, a hard-wrapped paragraph as one."""
    seen = [spaced(line).strip() for line in raw]
    width = _wrap_width(seen[first:])
    paragraphs: list[tuple[list[str], bool, int]] = []
    gap = True
    for number in range(first, len(raw)):
        if not seen[number]:
            gap = True
            continue
        above = seen[number - 1] if paragraphs and not gap else None
        wraps = width and above and _continues(above, seen[number], width)
        if wraps and not _is_notice(seen[number : number + 2]):
            paragraphs[-1][0].append(raw[number].strip())
        else:
            paragraphs.append(([raw[number].strip()], gap, number))
        gap = False
    return [Line("\n".join(texts), gap, source=number) for texts, gap, number in paragraphs]


def _is_notice(lines: Sequence[str]) -> bool:
    """A line of furniture above a rule."""
    return len(lines) > 1 and is_ornament(lines[1]) and furniture(lines[0]) is not None


def _wrap_width(texts: Sequence[str]) -> int | None:
    """The column at which a text was wrapped by hand, or None when its paragraphs are whole."""
    longest = max((len(text) for text in texts), default=0)
    if not 40 <= longest <= 120:
        return None
    pairs = [(a, b) for a, b in pairwise(texts) if a and b]
    wrapped = sum(_continues(a, b, longest) and not ENDED.search(a) for a, b in pairs)
    return longest if wrapped and wrapped * 4 >= len(pairs) else None


def _continues(line: str, following: str, width: int) -> bool:
    """Whether the first word of the next line did not fit on this one; a rule is no word."""
    if is_ornament(following) or is_ornament(line):
        return False
    return len(line) + 1 + len(following.split()[0]) > width
