"""Dated lists of other headlines: day headers, times, labels and titles, item by item.

A list prints a day once and a time before each title, with a label between them now and then:

    2025, Sunday / 16 March / 20:47 / Exclusive / Title / 20:33 / Title ...

Items whose text runs on as prose are the entries of a live blog, which is the article itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from brinkwatch.reading import dates
from brinkwatch.reading.lines import Line, bare, furniture, is_prose, labels, words
from brinkwatch.records import Headline

LONGEST_TITLE = 40  # words; a longer line is running text, not a headline
LABELLED = re.compile(r"([^\W\d_]+)\s+(?=[«“\"„]|[^\W\d_a-zß-öø-ÿа-яіїєґё])")
"""A word before a title that begins with a capital: a label, if it is one."""
LONGEST_STAMP = 12  # words of a line that a date is printed on; assumed
LONGEST_DATE = 60  # characters of a time or a day with its zone and weekday; assumed
TIMED = re.compile(r"\W*(\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?)?)\s+[-–—|]?\s*(\S.*)", re.IGNORECASE)
DATED = re.compile(r"\W*(.{6,30}?\d{4}(?:,? \d{1,2}[:.]\d\d)?)\s*[-–—|:]\s+(\S.*)")
YEAR = re.compile(r"^((?:19|20)\d\d)\b,?\s*\w*$")


@dataclass
class _Item:
    """A stamp and the lines that follow it."""

    start: int
    time: str | None
    texts: list[tuple[int, str]]
    ended: bool = False
    """A blank line stands below its texts, and more of the page after it."""


@dataclass(frozen=True)
class _Clock:
    """The day a list stands at, as it goes down the page."""

    year: int | None = None
    day: str | None = None
    partial: tuple[int, int] | None = None
    """Month and day of the header just read, to which the next line may give the year."""

    def at(self, hours: str | None) -> str | None:
        """The headline time of a clock reading on a day."""
        if hours is None:
            return self.day
        return f"{self.day}T{hours}" if self.day else hours

    def alone(self) -> _Clock:
        """The clock without a header that waits for its year."""
        return self if self.partial is None else replace(self, partial=None)


def _pieces(line: Line) -> list[str]:
    """A line as the one to three printed pieces of a list item."""
    if len(line.parts) > 1 and any(_is_time(part) or _is_day(part) for part in line.parts):
        printed = [part for part in line.parts if re.search(r"\w", part)]
        return sorted(printed, key=lambda part: not (_is_time(part) or _is_day(part)))
    if _is_time(line.text):
        return [line.text]
    match = TIMED.match(line.text)
    if match and _is_time(match[1]) and not is_prose(match[2]):
        return [match[1], match[2]]
    stamped = DATED.match(line.text)
    if stamped and _is_day(stamped[1]) and not is_prose(stamped[2]):
        return [stamped[1], stamped[2]]
    return [line.text]


def _is_time(text: str) -> bool:
    if len(text) > LONGEST_DATE:
        return False
    hours, _, (start, end) = dates.clock(text)
    return hours is not None and not re.search(r"\w", text[:start] + text[end:])


def _is_day(text: str) -> bool:
    return len(text) <= LONGEST_DATE and bool(dates.stamps(text)) and not dates.residue(text)


def _advance(clock: _Clock, text: str) -> tuple[_Clock, bool]:
    """The clock after a day header, and whether the text is one."""
    year = YEAR.match(text.strip(" ,.")) if len(text) < 30 else None
    if year:
        return _Clock(int(year[1]), _day(int(year[1]), clock.partial)), True
    if _is_day(text):
        return _Clock(clock.year, dates.stamps(text)[0].day), True
    partial = dates.day_month(text) if len(text) < 40 else None
    if partial:
        return _Clock(clock.year, _day(clock.year, partial), partial), True
    return clock.alone(), False


def _day(year: int | None, partial: tuple[int, int] | None) -> str | None:
    """The ISO day of a year and a month and day, where both are known."""
    return f"{year}-{partial[0]:02d}-{partial[1]:02d}" if year and partial else None


def _items(lines: Sequence[Line]) -> list[_Item]:
    """Every stamp of the page with what follows it up to the next."""
    items: list[_Item] = []
    clock = only = _Clock(_only_year(lines))
    current: _Item | None = None
    for index, line in enumerate(lines):
        if line.gap and current is not None and _is_set_together(current, lines):
            current.ended = True
        if not dates.DIGIT.search(line.text):  # it stamps nothing
            clock = only if is_prose(line.text) else clock.alone()
            if current is not None and not current.ended:
                current.texts.append((index, line.text.strip()))
            continue
        for piece in _pieces(line):
            if _is_time(piece):
                clock = clock.alone()
                current = _Item(index, clock.at(dates.clock(piece)[0]), [])
                items.append(current)
                continue
            if is_prose(piece):
                clock = only
            clock, is_day = _advance(clock, piece)
            if is_day:
                stamp = dates.stamps(piece)
                whole = stamp[0].iso()[:16] if stamp else None
                current = _Item(index, whole, []) if whole else None
                items += [current] if current else []
            elif current is not None and not current.ended:
                current.texts.append((index, piece.strip()))
    return items


def _only_year(lines: Sequence[Line]) -> int | None:
    """The year of all full dates that stand on lines of their own, if it is one."""
    years = {
        stamp.day[:4]
        for line in lines
        if words(line.text) <= LONGEST_STAMP
        for stamp in dates.stamps(line.text)
    }
    return int(years.pop()) if len(years) == 1 else None


def _is_set_together(item: _Item, lines: Sequence[Line]) -> bool:
    """An item whose texts follow its stamp without a blank line: such a line ends it."""
    return bool(item.texts) and item.texts[0][0] > item.start and not lines[item.texts[0][0]].gap


def _headline(item: _Item, *, last: bool) -> tuple[Headline, int] | None:
    """The headline of an item and the index of its last line; None for a live blog's entry."""
    texts = [text for text in item.texts if text[1]]
    if last:
        texts = texts[:2]
    if not texts or len(texts) > 2:
        return None
    label = None
    if len(texts) == 2:
        first, second = texts[0][1], texts[1][1]
        if bare(first) in labels() or (words(first) <= 3 < words(second) and not last):
            label, texts = first, texts[1:]
        elif not last:
            return None
    index, title = texts[0]
    opening = LABELLED.match(title) if label is None else None
    if opening and labels().get(bare(opening[1])) == "headline":
        label, title = opening[1], title[opening.end() :]
    if (
        words(title) > LONGEST_TITLE
        or words(title) < 2
        or furniture(title) in {"tail", "author", "caption"}
    ):
        return None
    if len(title) > 160 and is_prose(title):
        return None
    return Headline(time=item.time, label=label, title=title.strip("•·* \u00a0\t")), index


def _is_header(item: _Item) -> bool:
    return item.time is not None and "T" not in item.time and "-" in item.time and not item.texts


def split(lines: Sequence[Line]) -> tuple[list[Line], tuple[Headline, ...], tuple[Line, ...]]:
    """The lines without their dated lists, the lists' headlines in page order, and the line that
    each title stands in.

    A list in which every title stands above its own date is read from below.
    """
    items = _items(lines)
    used, found = _collect(items)
    if items and not items[-1].texts:
        upward = _items(lines[::-1])
        if all(item.time and "-" in item.time for item in upward):
            turned, read = _collect(upward)
            if len(read) > len(found):
                used = {len(lines) - 1 - index for index in turned}
                found = [(headline, len(lines) - 1 - index) for headline, index in read[::-1]]
    rest = [line for index, line in enumerate(lines) if index not in used]
    return rest, tuple(h for h, _ in found), tuple(lines[index] for _, index in found)


def _collect(items: Sequence[_Item]) -> tuple[set[int], list[tuple[Headline, int]]]:
    """The indices of list lines, and the headlines of all runs that are lists with theirs."""
    used: set[int] = set()
    found: dict[tuple[str | None, str], tuple[Headline, int]] = {}
    run: list[tuple[int, int, Headline]] = []

    def close() -> None:
        timed = sum(headline.time is not None and ":" in headline.time for *_, headline in run)
        if timed >= 2 or len(run) >= 3:
            for start, end, headline in run:
                used.update(range(start, end + 1))
                found[(headline.time, headline.title)] = (headline, end)
        run.clear()

    for position, item in enumerate(items):
        if _is_header(item):
            continue
        ends = position + 1 == len(items) or item.ended
        read = _headline(item, last=ends)
        if not run and _is_entry(item):
            read = None
        if read is None:
            if run and item.time and not _is_blog(item):
                read, ends = _headline(item, last=True), True
            else:
                close()
        if read is not None:
            run.append((item.start, read[1], read[0]))
            if ends:
                close()
    close()
    return used, list(found.values())


def _is_entry(item: _Item) -> bool:
    """A heading and a paragraph under it, as in a live blog; a label is no heading."""
    texts = [text for _, text in item.texts[:2]]
    return len(texts) == 2 and is_prose(texts[1]) and bare(texts[0]) not in labels()


def _is_blog(item: _Item) -> bool:
    """The text under the stamp runs on as prose at once."""
    return any(len(text) > 160 and is_prose(text) for _, text in item.texts[:2])
