"""The lines above the first paragraph: masthead, labels, title, byline, date and lead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from brinkwatch.reading import bylines, dates
from brinkwatch.reading.clues import NOTHING, Clues, same
from brinkwatch.reading.lines import (
    Line,
    bare,
    furniture,
    is_caps,
    is_date_line,
    is_foot,
    is_prose,
    is_section,
    is_sentence,
    labels,
    words,
)

LONGEST_TITLE = 32  # words; assumed, as the two below
LONGEST_MASTHEAD = 7  # words
LONGEST_DATE_LINE = 25  # words
LONGEST_GAP = 10  # lines between a standfirst and the text


def cut(lines: Sequence[Line], known: Clues) -> tuple[list[Line], list[Line], Clues]:
    """The text from its lead on, the lines of the head, and what these say.

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
    title_at = _choose_title(head, known.title)
    learnt = _read_head(head, title_at)
    if title_at is not None:
        learnt = replace(learnt, title=_title(head[title_at].text))
    lead = _lead(head, title_at, learnt, lines[first]) | standfirst
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
        _byline(line) or (is_date_line(line.text) and dates.stamps(line.text)) for line in between
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
    return bool(named) and any(named in (_byline(other) or "") for other in above)


def _is_candidate(line: Line) -> bool:
    """A line of the head that can be a title or a masthead."""
    text = line.text
    count = words(text)
    if not 1 <= count <= LONGEST_TITLE or len(text) > 250 or line.is_a("noise"):
        return False
    if furniture(text) or is_section(text) or is_date_line(text) or bare(text) in labels():
        return False
    if is_section(re.split(r"\s[|·]\s", text)[0]) and re.search(r"\s[|·]\s", text):
        return False
    if dates.stamps(text) and count <= 12 and dates.residue(text) != text and _date_field(text):
        return False
    return _byline(line) is None


def _date_field(text: str) -> bool:
    return any(
        dates.stamps(field) and words(dates.residue(field)) <= 1
        for field in dates.FIELD_BREAK.split(text)
    )


def _is_masthead(text: str) -> bool:
    """A short line of capitalised words, as the names of outlets are."""
    tokens = re.findall(r"[^\W\d_][\w’'.-]*", text)
    small = {
        "of",
        "the",
        "for",
        "and",
        "in",
        "on",
        "de",
        "la",
        "le",
        "du",
        "der",
        "die",
        "und",
        "y",
    }
    return (
        0 < len(tokens) <= LONGEST_MASTHEAD
        and not is_sentence(text)
        and all(token[0].isupper() or token in small for token in tokens)
    )


def _choose_title(head: Sequence[Line], known: str | None) -> int | None:
    """The line that is the title: marked, known, or the longest that is no masthead."""
    for index, line in enumerate(head):
        if line.is_a("title") or (known and same(line.text, known)):
            return index
    if known:
        return None
    candidates = [
        i for i, line in enumerate(head) if _is_candidate(line) and not is_prose(line.text)
    ]
    markdown = [i for i in candidates if head[i].text.startswith("# ")]
    if markdown:
        return markdown[0]
    for fewest in (5, 3):
        for index in candidates:
            if words(head[index].text) >= fewest and not _is_masthead(head[index].text):
                return index
    if not candidates:
        return None
    return max(candidates, key=lambda i: (words(head[i].text), -i))


def _read_head(head: Sequence[Line], title_at: int | None) -> Clues:
    """Outlet, byline and date as the lines of the head print them."""
    others = [line for index, line in enumerate(head) if index != title_at]
    below = [] if title_at is None else head[title_at + 1 :]
    signed = (_byline(line) for line in others if furniture(line.text) != "caption")
    named = (bylines.name_in(line.text) for line in below if not furniture(line.text))
    byline, affiliation = next(filter(None, signed), None) or next(filter(None, named), None), None
    if byline:
        byline, affiliation = bylines.split_name(byline)
    outlet = None
    if title_at is not None:
        outlet = _masthead(head[:title_at]) or _one_word(below)
    return stated_date(head).under(Clues(byline=byline, affiliation=affiliation, outlet=outlet))


def _one_word(below: Sequence[Line]) -> str | None:
    """A line of one capitalised word under the title: the agency it comes from."""
    for line in below:
        text = line.text.strip()
        if words(text) == 1 and text[0].isupper() and text.isalpha() and _is_candidate(line):
            return text
    return None


def _byline(line: Line) -> str | None:
    return next((found for text in _printed(line) if (found := bylines.byline(text))), None)


def _printed(line: Line) -> tuple[str, ...]:
    """The texts of a line: its inline pieces when one of them is a date, else the whole."""
    dated = any(dates.stamps(part) and not dates.residue(part) for part in line.parts)
    return line.parts if len(line.parts) > 1 and dated else (line.text,)


def _masthead(above: Sequence[Line]) -> str | None:
    """The first line above the title that names the outlet: a brand, capitals, a short line."""
    brands = [line.text for line in above if line.is_a("brand")]
    plain = [line.text for line in above if not line.is_a("noise") and not furniture(line.text)]
    names = [name for text in [*brands, *plain] for name in _names(text)]
    shouted = [name for line in above[:1] for name in _names(line.text)[:1] if is_caps(name)]
    short = [name for name in names if words(name) <= 5 and name[0].isupper()]
    return next((name for name in [*shouted, *filter(_is_masthead, names), *short]), None)


def _names(text: str) -> list[str]:
    """The fields of a line that can name an outlet."""
    fields = (field.strip(" |\u00a0") for field in re.split(r"\t|[ \u00a0]{2,}|\s[|·]\s", text))
    return [field for field in fields if re.search(r"[^\W\d_]", field) and not _is_meta(field)]


def _is_meta(text: str) -> bool:
    """A section, a label, a date or a byline."""
    dated = bool(dates.stamps(text)) or dates.day_month(text) is not None
    named = is_section(text) or bare(text) in labels() or bylines.byline(text) is not None
    return dated or named


def stated_date(lines: Sequence[Line]) -> Clues:
    """The first publication date that the lines state, else the first date of a change."""
    found = [
        stamp
        for line in lines
        if furniture(line.text) != "caption" and words(line.text) <= LONGEST_DATE_LINE
        for text in _printed(line)
        for stamp in dates.stamps(text)
    ]
    published = [stamp for stamp in found if not stamp.updated] or found
    if not published:
        return NOTHING
    best = published[0]
    if best.other:
        agreeing = [s for s in published if not s.other and s.day in {best.day, best.other}]
        if not agreeing:
            first, last = sorted((best.day, best.other))
            return Clues(ambiguous=(first, last), published_note=best.words)
        best = replace(best, day=agreeing[0].day, other=None)
    if best.clock is None:
        best = _with_clock(best, lines)
    return Clues(published=best.iso(), published_note=best.words)


def _with_clock(stamp: dates.Stamp, lines: Sequence[Line]) -> dates.Stamp:
    """The stamp with the time of day printed alone on the line below it."""
    for line, below in pairwise(lines):
        if stamp.words in line.text:
            hours, zone, (start, end) = dates.clock(below.text)
            if hours and not re.search(r"\w", below.text[:start] + below.text[end:]):
                return replace(stamp, clock=hours, zone=zone, words=f"{stamp.words} {below.text}")
    return stamp


def _lead(head: Sequence[Line], title_at: int | None, learnt: Clues, first: Line) -> set[int]:
    """The lines under the title that belong to the text: a lead without a full stop, a heading."""
    start = 0 if title_at is None else title_at + 1
    lead = set()
    for index in range(start, len(head)):
        line = head[index]
        if _introduces(line, head):
            continue
        if (
            not _is_candidate(line)
            or line.is_a("bullet")
            or line.is_a("label")
            or line.is_a("byline")
        ):
            continue
        if bylines.is_name(line.text) and learnt.byline and learnt.byline in line.text:
            continue
        heading = index == len(head) - 1 and (not first.gap or line.is_a("heading"))
        if words(line.text) >= 8 or is_sentence(line.text) or heading:
            lead.add(index)
    return lead
