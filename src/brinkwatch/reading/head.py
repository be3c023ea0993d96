"""The lines above the first paragraph: masthead, labels, title, byline, date and lead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from brinkwatch.reading import bylines, dates
from brinkwatch.reading.clues import NOTHING, Clues, same
from brinkwatch.reading.lines import (
    Line,
    furniture,
    is_date_line,
    is_foot,
    is_prose,
    is_sentence,
    words,
)
from brinkwatch.reading.nameplate import agency, nameplate, one_word
from brinkwatch.reading.stated import author, byline_of, dated
from brinkwatch.reading.titles import (
    choose,
    is_candidate,
    is_masthead,
    stems,
    told_by,
)

BULLETS = ("•", "●", "▪", "◦", "* ", "- ", "– ", "— ")
LONGEST_GAP = 20  # lines between a standfirst and the text; assumed


def cut(
    lines: Sequence[Line], known: Clues, below: Sequence[Line] = ()
) -> tuple[list[Line], list[Line], Clues]:
    """The text from its lead on, the lines of the head, and what these say; `below` is the foot.

    Nothing is cut where no paragraph starts.
    """
    start = _title_at(lines, known.title)
    first = next(
        (
            i
            for i in range(start, len(lines))
            if _starts_body(lines[i], known.title) and not _introduces(lines[i], lines[:i])
        ),
        None,
    )
    if first is None:
        return list(lines), [], NOTHING
    standfirst = {first} if _is_standfirst(lines, first, known) else set()
    if standfirst:
        first = _next_body(lines, first + 1, known)
    head = lines[:first]
    told = told_by([*lines[first:], *below])
    title_at = choose(head, known.title, told)
    learnt = _read_head(head, title_at)
    if title_at is not None:
        learnt = replace(learnt, title=_title(head[title_at].text))
    lead = _lead(head, title_at, learnt, lines[first], told) | standfirst
    text = [head[index] for index in sorted(lead)] + list(lines[first:])
    return text, [line for index, line in enumerate(head) if index not in lead], learnt


def _next_body(lines: Sequence[Line], start: int, known: Clues) -> int:
    """The index of the next paragraph, or the number of lines."""
    return next(
        (i for i in range(start, len(lines)) if _starts_body(lines[i], known.title)), len(lines)
    )


def _is_standfirst(lines: Sequence[Line], first: int, known: Clues) -> bool:
    """A paragraph under the title with the byline or the date below it, and the text after."""
    following = _next_body(lines, first + 1, known)
    between = lines[first + 1 : following]
    if following == len(lines) or len(between) > LONGEST_GAP:
        return False
    return any(
        byline_of(line) or (is_date_line(line.text) and dates.stamps(line.text)) for line in between
    )


def _title(text: str) -> str:
    return re.sub(r"^#+\s+|^[Tt]itle:\s+", "", text.strip())


def _title_at(lines: Sequence[Line], title: str | None) -> int:
    """Where the article's title stands when markup or a data file told it, else 0."""
    marked = [i for i, line in enumerate(lines) if line.is_a("title")]
    if marked:
        return marked[0]
    if title:
        return next((i for i, line in enumerate(lines[:60]) if same(line.text, title)), 0)
    return 0


def _starts_body(line: Line, title: str | None) -> bool:
    if line.is_a("noise") or line.is_a("bullet") or line.is_a("title"):
        return False
    if title and same(line.text, title):
        return False
    if furniture(line.text) or is_foot(line.text) or is_date_line(line.text):
        return False
    if bylines.byline(line.text) and words(line.text) < 20:
        return False
    return is_prose(line.text)


def _introduces(line: Line, above: Sequence[Line]) -> bool:
    """A sentence about the author whom a byline above it names."""
    named = bylines.surname(line.text) if bylines.is_bio(line.text) else ""
    return bool(named) and any(named in (byline_of(other) or "") for other in above)


def _read_head(head: Sequence[Line], title_at: int | None) -> Clues:
    """Outlet, byline and date as the lines of the head print them."""
    below = [] if title_at is None else head[title_at + 1 :]
    byline, affiliation = author(head, title_at, below)
    outlet = masthead = None
    if title_at is not None:
        outlet, masthead = nameplate(head[: title_at + 1])
        outlet = outlet or agency(below)
        masthead = masthead or one_word(below)
        if affiliation and not outlet and bylines.is_outlet(affiliation):
            masthead = masthead or affiliation
    return dated(head, below).under(
        Clues(byline=byline, affiliation=affiliation, outlet=outlet, masthead=masthead)
    )


def _lead(
    head: Sequence[Line],
    title_at: int | None,
    learnt: Clues,
    first: Line,
    told: frozenset[str],
) -> set[int]:
    """The lines under the title that belong to the text: a lead without a full stop, a heading."""
    start = 0 if title_at is None else title_at + 1
    lead = set()
    for index in range(start, len(head)):
        line = head[index]
        if _introduces(line, head):
            continue
        if (
            not is_candidate(line)
            or line.is_a("bullet")
            or line.is_a("label")
            or line.is_a("byline")
            or line.text.startswith(BULLETS)
        ):
            continue
        if bylines.is_name(line.text) and learnt.byline and learnt.byline in line.text:
            continue
        if bylines.is_name(line.text):
            continue
        heading = index == len(head) - 1 and ((line.gap and not first.gap) or line.is_a("heading"))
        count = words(line.text)
        lead_in = count >= 5 and (
            len(stems(line.text) & told) >= 2 or (index == start and not is_masthead(line.text))
        )
        if count >= 8 or is_sentence(line.text) or heading or lead_in:
            lead.add(index)
    return lead
