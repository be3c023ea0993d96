"""When an article without a date can have been published, from the facts it names.

Somebody in office, a weapon in use, an episode with known days: each bounds the date from below,
from above or from both sides, and the interval is where all of them hold. A printed date that is
not complete (`16 June`, `03/04/2024`) is completed from what else the page prints.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from brinkwatch.reading import dates, language
from brinkwatch.reading.clues import Clues
from brinkwatch.reading.vocabulary import bound

if TYPE_CHECKING:
    from brinkwatch.gazetteer import DatedFact

LONGEST_TEXT = bound("facts")
SHOWN = 4  # facts in a note


COPYRIGHT = re.compile(r"(?:©|\([cC]\)|[Cc]opyright).{0,40}?\b((?:19|20)\d\d)\b(?!\s?[-–])")


@dataclass(frozen=True)
class Interval:
    """First and last possible day, ISO, and the facts they rest on; no days when they disagree."""

    days: tuple[str, str] | None
    note: str


def infer(text: str) -> Interval | None:
    """The interval in which every dated fact of the text holds.

    None when the text names no dated fact. Without days, but with a note, when the facts leave
    one side open or contradict each other.
    """
    from brinkwatch.gazetteer import dated_facts

    facts = list(dated_facts(text[:LONGEST_TEXT]))
    if not facts:
        return None
    since = max((fact.since for fact in facts if fact.since), default=None)
    until = min((fact.until for fact in facts if fact.until), default=None)
    binding = [fact for fact in facts if fact.since == since or fact.until == until]
    if since is None or until is None:
        side = "first" if since is None else "last"
        return Interval(None, f"the facts named give no {side} day: {_in_words(facts)}")
    if since > until:
        return Interval(None, f"the facts named hold at no one time: {_in_words(binding)}")
    return Interval((since, until), _in_words(binding + [f for f in facts if f not in binding]))


def _in_words(facts: Sequence[DatedFact]) -> str:
    """The facts with their days, each once."""
    notes = list(dict.fromkeys(_describe(fact) for fact in facts))
    more = len(notes) - SHOWN
    return "; ".join(notes[:SHOWN]) + (f"; and {more} more" if more > 0 else "")


def _describe(fact: DatedFact) -> str:
    if fact.since and fact.until:
        return f"{fact.words}: {fact.since} to {fact.until}"
    return f"{fact.words}: from {fact.since}" if fact.since else f"{fact.words}: until {fact.until}"


def complete(clues: Clues, text: str, page: Sequence[str]) -> Clues:
    """The clues with their partial date completed as far as the page allows, and on what basis.

    `page`: the other lines of the page. A date in two readings is settled by the order of the
    page's other numeric dates, by the language, or by the facts of the text; a day without a year
    by the page's latest date, its copyright year, or the facts. What stays open is an interval.
    """
    words = clues.partial or ""
    whole = replace(clues, partial=None)
    facts = infer("\n\n".join(filter(None, (clues.title, text))))
    stamp = next(iter(dates.stamps(words)), None)
    if stamp is not None and stamp.other:
        return _in_order(whole, stamp, text, page, facts)
    month = dates.month_year(words)
    if month:
        return replace(whole, between=month, published_note=f"{words}: only a month is printed")
    return _in_a_year(whole, words, page, facts)


def _in_order(
    clues: Clues, stamp: dates.Stamp, text: str, page: Sequence[str], facts: Interval | None
) -> Clues:
    """A date of two readings, by whatever tells its order of day and month."""
    month_first = dates.is_month_first("\n".join(page))
    why = "the other dates of the page"
    if month_first is None and language.detect(text) not in {"en", None}:
        month_first, why = False, "the language"
    if month_first is None and facts and facts.days:
        fits = [facts.days[0] <= day <= facts.days[1] for day in (stamp.day, stamp.other or "")]
        if fits.count(True) == 1:
            month_first, why = fits[1], facts.note
    if month_first is None:
        first, last = sorted((stamp.day, stamp.other or stamp.day))
        note = f"{stamp.words}: day and month can be read in either order"
        return replace(clues, between=(first, last), published_note=note)
    day = stamp.other if month_first and stamp.other else stamp.day
    note = f"{stamp.words}, its order of day and month by {why}"
    return replace(clues, published=replace(stamp, day=day).iso(), published_note=note)


def _in_a_year(clues: Clues, words: str, page: Sequence[str], facts: Interval | None) -> Clues:
    """A day without a year, in the years that its weekday, the page and the facts allow."""
    printed = dates.day_month(words)
    if printed is None:
        return clues
    stated = [stamp.day for line in page for stamp in dates.stamps(line) if not stamp.other]
    years = [int(year) for line in page if len(line) < 400 for year in COPYRIGHT.findall(line)]
    weekday = dates.weekday(words)
    if stated:
        latest = max(stated)
        year_before = f"{int(latest[:4]) - 1}{latest[4:]}"
        days = _days(printed, weekday, (year_before, latest))[-1:]
        why = f"the page's latest date, {latest}"
    elif years:
        days = _days(printed, weekday, (f"{max(years)}-01-01", f"{max(years)}-12-31"))
        why = f"the page's copyright of {max(years)}"
    else:
        days = _days(printed, weekday, facts.days) if facts and facts.days else []
        why = facts.note if facts else ""
    if not days:
        return clues
    note = f"{words}, without a year; {why}"
    return replace(clues, between=(days[0], days[-1]), published_note=note)


def _days(printed: tuple[int, int], weekday: int | None, within: tuple[str, str]) -> list[str]:
    """The ISO days of an interval that fall on a month and day, and on a weekday if one is told."""
    found = []
    for year in range(int(within[0][:4]), int(within[1][:4]) + 1):
        try:
            day = date(year, *printed)
        except ValueError:
            continue
        fits = within[0] <= day.isoformat() <= within[1]
        if fits and (weekday is None or day.weekday() == weekday):
            found.append(day.isoformat())
    return found
