"""Dates and times as pages print them: `13 September 2024 18:42 GMT`, `APR 15, 2024`, `20.11.2024`.

Only what is printed is read. Relative days ("on Thursday") date nothing, a day without a year is
no date, and a numeric date that can be read in two ways (`03/04/2024`) keeps both readings.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from itertools import pairwise

from brinkwatch.reading.memory import remember
from brinkwatch.reading.vocabulary import any_of, table

FIELD_BREAK = re.compile(r"\s*(?:\t|[ \u00a0]{2,}|\s[|·•/]\s|\|)\s*")
"""What separates the fields of one printed line: bars, dots, runs of spaces."""


DIGIT = re.compile(r"\d")
LETTERS = re.compile(r"[^\W\d_]+")
DATED = re.compile(r"(?:19|20)\d\d|\d[./]\d{1,2}[./]\d\d")
"""What every full date holds: a year, or three numbers with the same sign between them."""


@dataclass(frozen=True)
class Stamp:
    """One printed date, with its time of day and zone where printed."""

    day: str
    clock: str | None
    zone: str
    words: str
    updated: bool = False
    other: str | None = None
    """The second reading of an ambiguous numeric date, ISO: month first."""
    why: str | None = None
    """What on the line decided between two readings."""

    def iso(self) -> str:
        """ISO date, or date-time to the minute with the printed zone's offset."""
        return f"{self.day}T{self.clock}{self.zone}" if self.clock else self.day


@cache
def _months() -> dict[str, int]:
    found: dict[str, int] = {}
    for names in table("calendar")["months"].values():
        for number, forms in enumerate(names, start=1):
            for form in forms.split():
                found.setdefault(form, number)
    return found


@cache
def _weekdays() -> dict[str, int]:
    """Weekday names in lower case, Monday 0; a name that stands for two days is left out."""
    found: dict[str, set[int]] = {}
    for names in table("calendar")["weekdays"].values():
        for number, forms in enumerate(names):
            for form in forms.split():
                found.setdefault(form, set()).add(number)
    return {form: min(numbers) for form, numbers in found.items() if len(numbers) == 1}


@cache
def _weekday() -> re.Pattern[str]:
    names = [form for days in table("calendar")["weekdays"].values() for form in days]
    known = (name for forms in names for name in forms.split())
    return re.compile(rf"\b(?:{any_of(known)})\b\.?", re.IGNORECASE)


def weekday(text: str) -> int | None:
    """The first weekday that a line names, Monday 0."""
    match = _weekday().search(text)
    return _weekdays().get(match[0].lower().rstrip(".")) if match else None


def _names_month(text: str) -> bool:
    """Whether a word of a text is the name of a month."""
    return not _months().keys().isdisjoint(LETTERS.findall(text.lower()))


def _forms(text: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of full dates that a text can hold, in order."""
    if not DATED.search(text):
        return ()
    named, numeric = _patterns()
    return named + numeric if _names_month(text) else numeric


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]]:
    """The patterns of full dates with the name of a month, and of those in numbers."""
    month = any_of(_months())
    day = r"(?P<d>[0-3]?\d)(?:st|nd|rd|th|er|[.ºª])?"
    year = r"(?P<y>(?:19|20)\d\d)(?=\b|[^\W\d_]|[012]?\d[:.][0-5]\d)"  # `2024Updated`, `20249:41`
    of = r"(?:de |del |of |d’|d')?"
    named = (
        rf"\b{day}[\s/-]+{of}(?P<mon>{month})\b\.?,?[\s/-]+(?:de |del )?{year}",
        rf"\b(?P<mon>{month})\b\.?\s+{day},?\s+{year}",
    )
    numeric = (
        rf"\b{year}[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})\b",
        r"(?P<y>(?:19|20)\d\d)[年년]\s?(?P<m>\d{1,2})[月월]\s?(?P<d>\d{1,2})[日일]",
        rf"\b(?P<a>\d{{1,2}})(?P<sep>[./-])\s?(?P<b>\d{{1,2}})(?P=sep)\s?{year}",
        r"(?<![\d./])(?P<a>\d{1,2})(?P<sep>[./])(?P<b>\d{1,2})(?P=sep)(?P<y>\d\d)(?![\d./]\d|\d)",
    )
    compiled = [re.compile(form, re.IGNORECASE) for form in (*named, *numeric)]
    return tuple(compiled[: len(named)]), tuple(compiled[len(named) :])


@cache
def _day_month() -> re.Pattern[str]:
    month = any_of(_months())
    return re.compile(
        rf"(?:(?P<d>[0-3]?\d)(?:st|nd|rd|th|er|\.)?\s+(?:de |of )?(?P<mon>{month})"
        rf"|(?<![^\W\d_])(?P<mon2>{month})\.?\s+(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?)\b",
        re.IGNORECASE,
    )


@cache
def _clock() -> re.Pattern[str]:
    calendar = table("calendar")
    zones = any_of([*calendar["zones"], *calendar["month_first"]["zones"]])
    return re.compile(
        r"\b(?:(?P<h>[01]?[0-9]|2[0-3])(?:[:.]|\s?[hH]\s?)(?P<min>[0-5][0-9])(?::[0-5][0-9])?"
        r"(?:\s*(?P<half>[ap])\.?m\b\.?)?|(?P<h12>1[0-2]|0?[1-9])\s*(?P<half12>[ap])\.?m\b\.?)"
        rf"(?:\s*\(?(?:(?P<offset>[+-][01][0-9]:?[0-5][0-9])"
        r"|(?:GMT|UTC)\s?(?P<hours>[+-][01]?[0-9])(?P<minutes>:[0-5][0-9])?(?![0-9])"
        rf"|(?P<zone>{zones})(?![^\W\d_])))?",
        re.IGNORECASE,
    )


def _iso(year: str, month: int, day: str) -> str | None:
    """The ISO day; years of two digits are 1969 to 2068, as POSIX reads them."""
    if len(year) == 2:
        year = f"{19 if int(year) >= 69 else 20}{year}"
    try:
        return date(int(year), month, int(day)).isoformat()
    except ValueError:
        return None


def _read(match: re.Match[str]) -> tuple[str | None, str | None]:
    """The ISO day of a match, and its other reading when the order of day and month is open."""
    found = match.groupdict()
    if found.get("mon"):
        return _iso(found["y"], _months()[found["mon"].lower()], found["d"]), None
    if found.get("m"):
        return _iso(found["y"], int(found["m"]), found["d"]), None
    day_first = _iso(found["y"], int(found["b"]), found["a"])
    month_first = _iso(found["y"], int(found["a"]), found["b"])
    if found["sep"] == "." or month_first is None:
        return day_first, None
    if day_first is None or day_first == month_first:
        return month_first, None
    return day_first, month_first


@remember
def clock(text: str) -> tuple[str | None, str, tuple[int, int]]:
    """The first time of day as HH:MM, its zone as an offset or "", and where it stands."""
    match = _clock().search(text) if DIGIT.search(text) else None
    if match is None:
        return None, "", (0, 0)
    found = match.groupdict()
    hour, half = int(found["h"] or found["h12"]), (found["half"] or found["half12"] or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    zone = found["offset"] or table("calendar")["zones"].get((found["zone"] or "").upper(), "")
    if found["hours"]:
        zone = f"{found['hours'][0]}{int(found['hours'][1:]):02d}{found['minutes'] or ':00'}"
    if len(zone) == 5 and ":" not in zone:
        zone = f"{zone[:3]}:{zone[3:]}"
    return f"{hour:02d}:{found['min'] or '00'}", zone, match.span()


@cache
def _update_words() -> re.Pattern[str]:
    words = any_of(table("calendar")["words"]["updated"])
    return re.compile(rf"(?<![^\W\d_])(?:{words})\b", re.IGNORECASE)


def is_update(words: str) -> bool:
    """Whether the words around a date say that it is the date of a later change."""
    return _update_words().match(words.strip()) is not None


def _pieces(line: str) -> list[str]:
    """The fields of a printed line, a later change in a field of its own."""
    pieces = []
    for field in FIELD_BREAK.split(line):
        cuts = [0, *(cut.start() for cut in _begins().finditer(field)), len(field)]
        pieces += [field[start:end] for start, end in pairwise(cuts)]
    return [piece for piece in pieces if piece.strip()]


@cache
def _begins() -> re.Pattern[str]:
    words = table("calendar")["words"]
    known = any_of(words["updated"] + words["opening"])
    return re.compile(rf"(?<![^\W\d_])(?:{known})\b", re.IGNORECASE)


def before(text: str) -> str:
    """A text up to the first full date in it, and the weekday before that."""
    found = [match.start() for pattern in _forms(text) if (match := pattern.search(text))]
    if not found:
        return text
    left = text[: min(found)].rstrip(" ,(")
    weekday = re.search(rf"(?:{_weekday().pattern})$", left, re.IGNORECASE)
    return left[: weekday.start()] if weekday else left


def is_stated(text: str) -> bool:
    """Whether a line begins as dates of publication or of a change do."""
    return _begins().match(text.lstrip(" (:|·•")) is not None


@cache
def _age() -> re.Pattern[str]:
    words = table("calendar")["words"]
    before, behind = (any_of(words[f"age_{side}"]) for side in ("before", "behind"))
    return re.compile(rf"\b(?:{before})\s+\d+\s*\w+|\b\d+\s*\w+\s+(?:{behind})\b", re.IGNORECASE)


def without_age(text: str) -> str:
    """A text up to an age that is printed in it: `Jane Doe  2 hours ago`."""
    match = _age().search(text) if DIGIT.search(text) else None
    return text[: match.start()] if match else text


def stamps(line: str) -> list[Stamp]:
    """Every full date printed in a line, with the time of day of its field or of the next."""
    return list(_stamps(line)) if DATED.search(line) else []


@remember
def _stamps(line: str) -> tuple[Stamp, ...]:
    found: list[Stamp] = []
    waiting: tuple[str | None, str] = (None, "")
    for piece in _pieces(line):
        hours, zone, (start, end) = clock(piece)
        if hours and not re.search(r"\w", piece[:start] + piece[end:]):
            if found and not found[-1].clock:
                found[-1] = replace(found[-1], clock=hours, zone=zone)
            else:
                waiting = hours, zone
            continue
        stamp = _stamp(piece)
        if stamp is not None:
            if stamp.clock is None and not found:
                stamp = replace(stamp, clock=waiting[0], zone=waiting[1])
            found.append(stamp)
    return tuple(found)


def _stamp(piece: str) -> Stamp | None:
    """The first date in a field of a line."""
    updated = is_update(piece)
    for pattern in _forms(piece):
        match = pattern.search(piece)
        day, other = _read(match) if match else (None, None)
        if match and day:
            rest = piece[: match.start()] + " " * len(match[0]) + piece[match.end() :]
            hours, zone, _ = clock(rest)
            stamp = Stamp(day, hours, zone, piece.strip(" ,;.·|"), updated, other)
            return _decided(stamp, rest) if other else stamp
    return None


@cache
def _month_first() -> re.Pattern[str]:
    return re.compile(rf"(?<=[\d.mM ])(?:{any_of(table('calendar')['month_first']['zones'])})\b")


def _decided(stamp: Stamp, rest: str) -> Stamp:
    """An ambiguous stamp, read as the weekday or the American zone beside it says."""
    named = weekday(rest)
    if named is not None and stamp.other:
        fits = [d for d in (stamp.day, stamp.other) if date.fromisoformat(d).weekday() == named]
        if len(fits) == 1:
            return replace(stamp, day=fits[0], other=None, why="the weekday beside it")
    if stamp.other and _month_first().search(rest):
        return replace(stamp, day=stamp.other, other=None, why="the American zone beside it")
    return stamp


def is_month_first(text: str) -> bool | None:
    """Whether the numeric dates of a text put the month first; None where none tells."""
    told = {
        int(match["b"]) > 12
        for match in _patterns()[1][2].finditer(text)
        if match["sep"] == "/" and (int(match["a"]) > 12) != (int(match["b"]) > 12)
    }
    return told.pop() if len(told) == 1 else None


@cache
def _fillers() -> re.Pattern[str]:
    words = table("calendar")["words"]
    known = any_of(words["updated"] + words["published"])
    return re.compile(rf"(?<![^\W\d_])(?:{known})\b", re.IGNORECASE)


@cache
def _openings() -> tuple[frozenset[str], frozenset[str]]:
    """The first words of the names of weekdays, and of what is said of a date."""
    calendar = table("calendar")
    days = (form for days in calendar["weekdays"].values() for form in days)
    weekdays = frozenset(LETTERS.findall(name)[0] for forms in days for name in forms.split())
    phrases = calendar["words"]["updated"] + calendar["words"]["published"]
    return weekdays, frozenset(LETTERS.findall(phrase)[0] for phrase in phrases)


@remember
def residue(line: str) -> str:
    """What a line says beside dates, times, weekdays and the words around them."""
    removed = [*_forms(line)]
    if DIGIT.search(line):
        removed += [_clock(), _day_month()] if _names_month(line) else [_clock()]
    printed = LETTERS.findall(line.lower())
    weekdays, fillers = _openings()
    removed += [] if weekdays.isdisjoint(printed) else [_weekday()]
    removed += [] if fillers.isdisjoint(printed) else [_fillers()]
    left = line
    for pattern in removed:
        left = pattern.sub(" ", left)
    return " ".join(re.sub(r"[^\w@.'’&-]+|(?<!\w)[.'’-]+|[.'’-]+(?!\w)", " ", left).split())


@cache
def _before_day() -> re.Pattern[str]:
    words = table("calendar")["words"]
    known = any_of(words["updated"] + words["published"] + words["relative"])
    return re.compile(rf"(?:{known})\b", re.IGNORECASE)


@remember
def day_month(text: str) -> tuple[int, int] | None:
    """Month and day of a line that is a day without a year (`16 March`), else None."""
    if not DIGIT.search(text) or not _names_month(text):
        return None
    bare = _weekday().sub("", text).strip(" ,.:")
    opening = _before_day().match(bare)
    match = _day_month().fullmatch(bare[opening.end() :].strip(" ,.:") if opening else bare)
    if match is None:
        return None
    month = _months()[(match["mon"] or match["mon2"]).lower()]
    return month, int(match["d"] or match["d2"])


@cache
def _month_year() -> re.Pattern[str]:
    month = any_of(_months())
    return re.compile(rf"(?P<mon>{month})\.?,?\s+(?:de |del )?(?P<y>(?:19|20)\d\d)", re.IGNORECASE)


def month_year(text: str) -> tuple[str, str] | None:
    """First and last ISO day of a line that is a month (`June 2024`), else None."""
    if not DIGIT.search(text) or not _names_month(text):
        return None
    bare = text.strip(" ,.:")
    opening = _before_day().match(bare)
    match = _month_year().fullmatch(bare[opening.end() :].strip(" ,.:") if opening else bare)
    if match is None:
        return None
    year, month = int(match["y"]), _months()[match["mon"].lower()]
    first = date(year, month, 1)
    return first.isoformat(), first.replace(day=monthrange(year, month)[1]).isoformat()


@cache
def _relative() -> re.Pattern[str]:
    known = any_of(table("calendar")["words"]["relative"])
    return re.compile(rf"^\W*(?:{known})\b|\b(?:{known})\W*$", re.IGNORECASE)


def is_relative(line: str) -> bool:
    """A short line that dates by the day of reading: `2 hours ago`, `yesterday, 18:40`."""
    return len(line) <= 40 and bool(DIGIT.search(line) and _relative().search(line))


def from_machine(text: str) -> str | None:
    """A date of metadata as ISO in its own zone: ISO, RFC 822, Unix time or one printed form.

    None when it is none of them.
    """
    text = text.strip()
    match = re.match(
        r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::\d\d(?:[.,]\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?",
        text,
        re.ASCII,
    )
    if match and _iso(match[1][:4], int(match[1][5:7]), match[1][8:]):
        zone = "+00:00" if match[3] == "Z" else (match[3] or "")
        zone = f"{zone[:3]}:{zone[3:]}" if len(zone) == 5 else zone
        return f"{match[1]}T{match[2]}{zone}" if match[2] else match[1]
    if re.fullmatch(r"\d{4}-\d\d(-\d\d)?", text[:10]):
        return None
    if re.fullmatch(r"1\d{9}(?:\d{3})?", text, re.ASCII):
        return datetime.fromtimestamp(int(text[:10]), UTC).isoformat(timespec="minutes")
    try:
        moment: datetime = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        printed = stamps(text)
        return printed[0].iso() if printed and not printed[0].other else None
    return moment.isoformat(timespec="minutes")
