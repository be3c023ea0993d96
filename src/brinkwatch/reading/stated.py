"""Who wrote an article and when, as the lines around its text state it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from brinkwatch.reading import bylines, dates
from brinkwatch.reading.clues import Clues
from brinkwatch.reading.lines import (
    Line,
    furniture,
    words,
)

LONGEST_DATE_LINE = 25  # words; assumed


def byline_of(line: Line) -> str | None:
    """Who wrote it, when the line is a byline by its words, or by its markup and a name."""
    plain = _without_buttons(line)
    texts = dict.fromkeys((*([plain] if plain != line.text else []), *printed(line), line.text))
    found = next((found for text in texts if (found := bylines.byline(text))), None)
    return found or (bylines.listed_names(line.text) if line.is_a("byline") else None)


def _without_buttons(line: Line) -> str:
    """The text of a line without those of its inline pieces that are buttons: `Follow`."""
    kept = [part for part in line.parts if furniture(part) is None]
    return line.text if len(kept) == len(line.parts) else " ".join(kept)


def printed(line: Line) -> tuple[str, ...]:
    """The texts of a line: its inline pieces when one of them is a date, else the whole."""
    dated = any(dates.stamps(part) and not dates.residue(part) for part in line.parts)
    return line.parts if len(line.parts) > 1 and dated else (line.text,)


def author(
    head: Sequence[Line], title_at: int | None, below: Sequence[Line]
) -> tuple[str | None, str | None]:
    """The byline of a head and what it says of the author; a role below a name is the latter's."""
    for index, line in enumerate(head):
        effect = furniture(line.text)
        offer = effect == "caption" or (effect == "line" and bylines.is_role(line.text))
        found = byline_of(line) if index != title_at and not offer else None
        if not found:
            continue
        above = head[index - 1].text if title_at is not None and index - 1 > title_at else ""
        if above and bylines.is_role(line.text) and bylines.is_name(above):
            return bylines.name_in(above), found
        under = head[index + 1].text if index + 1 < len(head) else ""
        if bylines.is_nobody(found) and index + 1 != title_at and bylines.is_name(under):
            return bylines.name_in(under), None
        return bylines.split_name(found)
    named = (
        bylines.name_in(text)
        for line in below
        if not furniture(line.text)
        for text in printed(line)
    )
    name = next(filter(None, named), None)
    return bylines.split_name(name) if name else (None, None)


def dated(head: Sequence[Line], below: Sequence[Line]) -> Clues:
    """The date of publication under the title, else anywhere in the head."""
    found = stated_date(below)
    if found.published and not dates.is_update(found.published_note or ""):
        return found
    other = stated_date(head)
    return other if other.published or not found.published else found


def stated_date(lines: Sequence[Line]) -> Clues:
    """The first publication date that the lines state, else the first date of a change."""
    found = [
        stamp
        for line in lines
        if furniture(line.text) != "caption" and words(line.text) <= LONGEST_DATE_LINE
        for text in printed(line)
        for stamp in dates.stamps(text)
    ]
    published = [stamp for stamp in found if not stamp.updated] or found
    if not published:
        return Clues(partial=_incomplete(lines))
    best = published[0]
    if best.other:
        agreeing = [s for s in published if not s.other and s.day in {best.day, best.other}]
        if not agreeing:
            return Clues(partial=best.words)
        best = replace(best, day=agreeing[0].day, other=None, why=agreeing[0].words)
    if best.clock is None:
        best = _with_clock(best, lines)
    note = f"{best.words}, its order of day and month by {best.why}" if best.why else best.words
    return Clues(published=best.iso(), published_note=note)


def _incomplete(lines: Sequence[Line]) -> str | None:
    """The first day without a year, or month without a day, in a field of its own."""
    fields = [
        field.strip()
        for line in lines
        if words(line.text) <= LONGEST_DATE_LINE and furniture(line.text) != "caption"
        for text in printed(line)
        for field in (*dates.FIELD_BREAK.split(text), *text.split(","))
    ]
    found = (field for field in fields if dates.day_month(field))
    return next(found, None) or next((field for field in fields if dates.month_year(field)), None)


def _with_clock(stamp: dates.Stamp, lines: Sequence[Line]) -> dates.Stamp:
    """The stamp with the time of day printed alone on the line below it."""
    for line, below in pairwise(lines):
        if stamp.words in line.text:
            hours, zone, (start, end) = dates.clock(below.text)
            if hours and not re.search(r"\w", below.text[:start] + below.text[end:]):
                return replace(stamp, clock=hours, zone=zone, words=f"{stamp.words} {below.text}")
    return stamp
