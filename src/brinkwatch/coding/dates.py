"""Finds the days and months a text names and resolves them from the day it was published.

A weekday is the last one before or on that day (the next one where the clause looks ahead); a date
without a year is the one nearest to it. Where the text gives only a month, the month is all that
is kept; "last week" keeps its month when the whole week lies in one.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from brinkwatch.coding.parsing import Article, ancestors, children, shadow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Span, Token

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_COUNTED = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen"
)
_FEASTS = {
    "New Year's Eve": (12, 31), "New Year's Day": (1, 1), "Christmas Eve": (12, 24),
    "Christmas Day": (12, 25), "Boxing Day": (12, 26), "May Day": (5, 1),
}  # fmt: skip
_NUMBERS = {word: n for n, word in enumerate(_COUNTED.split(), start=1)} | {"a": 1, "an": 1}

_SHORT = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
_MONTH = rf"(?P<month>{'|'.join(name.capitalize() for name in _MONTHS)}|{_SHORT})"
_YEAR = r"(?:,?\s+(?P<year>(?:1[89]|20)\d\d))"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_COUNT = rf"(?P<count>(?i:\d{{1,2}}|an?|{_COUNTED.replace(' ', '|')}))"
_TO_DAY = r"(?:\s+(?:to|and|-)\s+[0-3]?\d(?:st|nd|rd|th)?)?"
_WITHIN = r"(?:[Ii]n|[Tt]his|[Ll]ast|[Ss]ince|[Ee]arly|[Ll]ate|mid|[Dd]uring)"
_WHICH = r"(?:[Ll]ast|[Nn]ext|[Tt]his)"
_TODAY = r"[Tt]oday|[Tt]onight|[Tt]his (?:morning|afternoon|evening)"


@dataclass(frozen=True)
class DateSpan:
    """A stretch of text that names a day or a month, and its ISO date."""

    start: int
    end: int
    iso: str


@cache
def _grammar() -> tuple[tuple[str, re.Pattern[str]], ...]:
    weekday = "|".join(day.capitalize() for day in _DAYS)
    rows = (
        ("iso", r"\b(?P<year>(?:1[89]|20)\d\d)-(?P<number>[01]\d)-(?P<day>[0-3]\d)\b"),
        ("dotted", r"\b(?P<day>[0-3]?\d)\.(?P<number>[01]?\d)\.(?P<year>(?:1[89]|20)\d\d)\b"),
        ("date", rf"\b{_DAY}{_TO_DAY}\s+(?:of\s+)?{_MONTH}{_YEAR}?(?!\w)"),
        ("date", rf"\b{_MONTH}\s+{_DAY}(?!\d|:){_YEAR}?(?!\w)"),
        ("ordinal", r"\b[Oo]n the (?P<day>[0-3]?\d)(?:st|nd|rd|th)\b"),
        ("ago", rf"\b{_COUNT}\s+(?P<unit>day|week|fortnight|month|year)s?\s+ago\b"),
        ("later", rf"\b{_COUNT}\s+(?P<unit>day)s?\s+(?P<way>later|afterwards|earlier|before)\b"),
        ("feast", rf"\b(?P<feast>{'|'.join(_FEASTS)})(?:,?\s+(?P<year>(?:1[89]|20)\d\d))?\b"),
        ("month", rf"\b{_WITHIN}[\s-]+(?:early |late )?{_MONTH}{_YEAR}?(?!\w)"),
        ("month", rf"\b{_MONTH}{_YEAR}\b"),
        ("year", r"\b[Ii]n (?P<year>(?:1[89]|20)\d\d)\b"),
        ("same", r"\b[Oo]n the same day\b"),
        ("weekday", rf"\b(?P<which>{_WHICH} )?(?P<weekday>{weekday})\b(?!\s+\d)"),
        ("relative", rf"\b(?P<word>[Yy]esterday|[Tt]omorrow|[Ll]ast night|{_TODAY})\b"),
        ("lastweek", r"\b[Ll]ast week\b"),
        ("thisweek", r"\b(?:[Ee]arlier (?:in the|this) week|[Tt]his week)\b"),
        ("lastmonth", r"\b[Ll]ast month\b"),
    )  # fmt: skip
    return tuple((name, re.compile(pattern)) for name, pattern in rows)


def dates_in(
    text: str, anchor: str | None, *, ahead: frozenset[int] = frozenset()
) -> list[DateSpan]:
    """The dates a text names, in order, none overlapping.

    `anchor` is the ISO day the text was published; without it only dates with a year resolve.
    `ahead` holds the offsets of weekdays that look forward.
    """
    day = dt.date.fromisoformat(anchor[:10]) if anchor and len(anchor) >= 10 else None
    plain = shadow(text)
    taken: list[tuple[int, int]] = []
    matches: list[tuple[int, str, re.Match[str]]] = []
    for name, pattern in _grammar():
        for match in pattern.finditer(plain):
            if all(match.end() <= start or match.start() >= end for start, end in taken):
                taken.append(match.span())
                matches.append((match.start(), name, match))
    out: list[DateSpan] = []
    last: str | None = None
    for start, name, match in sorted(matches, key=lambda row: row[0]):
        iso = _resolve(name, match, day, last, start in ahead)
        if iso:
            out.append(DateSpan(start, match.end(), iso))
            last = iso if len(iso) == 10 else last
    return out


def _resolve(
    name: str, match: re.Match[str], day: dt.date | None, last: str | None, ahead: bool
) -> str | None:
    part = match.groupdict()
    if name in {"iso", "dotted"}:
        return _date(int(part["year"]), int(part["number"]), int(part["day"]))
    if name in {"date", "month"}:
        return _month_day(part, day, ahead)
    if name == "year":
        return part["year"]
    if name == "feast" and (part["year"] or day):
        month, number = _FEASTS[part["feast"]]
        known = int(part["year"]) if part["year"] else None
        return _date(
            known or _nearest_year(month, number, day or dt.date.max, ahead), month, number
        )
    if name in {"later", "same"} and last:
        return _later(part, last) if name == "later" else last
    if day is None:
        return None
    if name == "ordinal":
        base = dt.date.fromisoformat(last) if last else day
        return _date(base.year, base.month, int(part["day"]))
    if name == "ago":
        return _ago(part, day)
    if name == "weekday":
        return _weekday(part, day, ahead).isoformat()
    if name == "relative":
        shift = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(part["word"].lower(), 0)
        return (day + dt.timedelta(shift)).isoformat()
    if name in {"lastweek", "thisweek"}:
        monday = day - dt.timedelta(day.weekday() + (7 if name == "lastweek" else 0))
        sunday = monday + dt.timedelta(6)
        return monday.isoformat()[:7] if monday.month == sunday.month else None
    if name == "lastmonth":
        return (day.replace(day=1) - dt.timedelta(1)).isoformat()[:7]
    return None


def _date(year: int, month: int, day: int) -> str | None:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def _month_day(part: dict[str, str], day: dt.date | None, ahead: bool) -> str | None:
    month = next(
        n for n, name in enumerate(_MONTHS, 1) if name.startswith(part["month"][:3].lower())
    )
    number = int(part["day"]) if part.get("day") else None
    if part.get("year"):
        year = int(part["year"])
    elif day is None:
        return None
    else:
        year = _nearest_year(month, number or 15, day, ahead)
    return f"{year:04d}-{month:02d}" if number is None else _date(year, month, number)


def _nearest_year(month: int, number: int, day: dt.date, ahead: bool) -> int:
    """The year that puts the date within nine months back or three ahead (ahead: the reverse)."""
    back = 90 if ahead else 275
    for year in (day.year, day.year - 1, day.year + 1):
        gap = (dt.date(year, month, min(number, 28)) - day).days
        if -back <= gap <= 365 - back:
            return year
    return day.year


def _later(part: dict[str, str], last: str) -> str:
    shift = _count(part) * (1 if part["way"] in {"later", "afterwards"} else -1)
    return (dt.date.fromisoformat(last) + dt.timedelta(shift)).isoformat()


def _ago(part: dict[str, str], day: dt.date) -> str:
    if part["unit"] in {"month", "year"}:
        months = day.year * 12 + day.month - 1
        months -= _count(part) * (12 if part["unit"] == "year" else 1)
        iso = f"{months // 12:04d}-{months % 12 + 1:02d}"
        return iso if part["unit"] == "month" else iso[:4]
    shift = _count(part) * {"week": 7, "fortnight": 14}.get(part["unit"], 1)
    iso = (day - dt.timedelta(shift)).isoformat()
    return iso if part["unit"] == "day" else iso[:7]


def _count(part: dict[str, str]) -> int:
    return _NUMBERS.get(part["count"].lower()) or int(part["count"])


def _weekday(part: dict[str, str], day: dt.date, ahead: bool) -> dt.date:
    target = _DAYS.index(part["weekday"].lower())
    which = (part["which"] or "").strip().lower()
    if which == "next" or ahead:
        return day + dt.timedelta((target - day.weekday()) % 7 or 7)
    back = (day.weekday() - target) % 7
    return day - dt.timedelta(7 if which == "last" and back == 0 else back)


# --- the date of an act -------------------------------------------------------------------------


def article_dates(article: Article) -> list[DateSpan]:
    """The dates of the whole article, weekdays read forward in clauses that look ahead."""
    if "dates" not in article.memo:
        ahead = frozenset(
            token.idx for token in article.doc
            if token.lower_ in _DAYS and any(_looks_ahead(up) for up in _verbs_above(token))
        )  # fmt: skip
        article.memo["dates"] = dates_in(
            article.document.text, article.document.first_day(), ahead=ahead
        )
    return article.memo["dates"]  # type: ignore[return-value]


def _verbs_above(token: Token) -> Iterator[Token]:
    for up in ancestors(token):
        if up.pos_ in {"VERB", "AUX"}:
            yield up
            return


def _looks_ahead(verb: Token) -> bool:
    if any(aux.lower_ in {"will", "'ll", "may", "might"} for aux in children(verb, "aux")):
        return True
    return verb.tag_ in {"VBP", "VBZ"} and verb.dep_ == "advcl"


def date_of(head: Token, article: Article) -> str | None:
    """The day, month or year of the act whose head this is, as its clause says.

    A date inside the clause counts first, then one that hangs on the verbs above it up to the
    first verb of speech with its own subject; a date of another clause never does.
    """
    spans = article_dates(article)
    if not spans:
        return None
    own = _within(head, spans)
    if own:
        return own
    token = head
    while token.head.i != token.i and (
        token.dep_ not in {"ccomp", "parataxis", "relcl"} or _same_scene(token)
    ):
        token = token.head
        if token.pos_ in {"VERB", "AUX"} and token.dep_ != "advcl":
            found = _within(token, spans)
            if found:
                return found
    return _opening(head.sent, spans) if token.dep_ == "ROOT" else None


def _opening(sentence: Span, spans: list[DateSpan]) -> str | None:
    """The date a sentence opens with: it sets the scene for its main clause."""
    words = [token for token in sentence if not token.is_space][:_OPENING_WORDS]
    starts = {token.idx for token in words}
    return next((span.iso for span in spans if span.start in starts), None)


_OPENING_WORDS = 3


def _same_scene(clause: Token) -> bool:
    """Whether the clause goes on in its scene: "travelled there on Monday, where he asked"."""
    return clause.dep_ == "relcl" and any(t.lower_ == "where" for t in children(clause, "advmod"))


_OTHER_CLAUSE = {"ccomp", "advcl", "relcl", "conj", "parataxis", "acl", "csubj"}


def _within(head: Token, spans: list[DateSpan]) -> str | None:
    """The date among the head's own modifiers, the nearest first."""
    inside: set[int] = set()
    noun = head.pos_ in {"NOUN", "PROPN"}
    stack = [
        c for c in head.children if c.dep_ not in _OTHER_CLAUSE or (noun and c.dep_ == "relcl")
    ]
    while stack:
        token = stack.pop()
        inside.add(token.idx)
        stack.extend(child for child in token.children if child.dep_ not in _OTHER_CLAUSE)
    found = [span for span in spans if any(span.start <= at < span.end for at in inside)]
    return min(found, key=lambda span: abs(span.start - head.idx)).iso if found else None
