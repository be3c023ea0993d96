"""Which person a name means: full names, surnames alone, titles, and the date of the text.

A surname that is also a common word or name counts only after the full name in the same text or
with a title that fits (marked `~` in data/leaders.csv). Where several people bear a surname, the
one named in full in the text wins, then the title, then the date.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from brinkwatch.gazetteer.tables import listed, rows, within
from brinkwatch.gazetteer.tokens import Token, fold

_COURTESY = frozenset({"Mr", "Mrs", "Ms", "Sir", "Dr", "Lord", "Dame", "Madame", "M", "Herr"})
_YOUNGEST = 10  # years before the first office in which a name already counts; assumed
_LONGEST = 40  # years after the last office; assumed
_TITLE_WORDS = 4


@dataclass(frozen=True)
class Holder:
    """A person in an office: one row of data/leaders.csv, as one of its names."""

    code: str
    person: str
    office: str
    since: str
    until: str
    full: bool
    weak: bool


@cache
def titles() -> dict[str, tuple[str, ...]]:
    """The words that stand before a name, by office, longest first, in lower case."""
    return {
        row["office"]: tuple(sorted((fold(t).lower() for t in listed(row["titles"])),
                                    key=lambda title: (-len(title), title)))
        for row in rows("offices")
    }  # fmt: skip


@cache
def sectors() -> dict[str, str]:
    """PLOVER's sector of each office."""
    return {row["office"]: row["kind"] for row in rows("offices")}


@cache
def office_of(words: str) -> str | None:
    """The office of one holder a state that words name; None for a bare "minister".

    "defence secretary" is the defence minister's.
    """
    named = fold(words).lower().strip()
    single = {row["office"] for row in rows("offices") if row["single"]}
    bearing = {office for office, called in titles().items() if named in called}
    found = {named} if named in single else bearing
    return found.pop() if len(found) == 1 and found <= single else None


def holder(code: str, office: str, date: str) -> str | None:
    """Who held the office for this state on an ISO date; None where not known, or not one alone.

    A state without that office has the one that does its work (`same_work` in data/offices.csv).
    """
    for name in (office, *same_work(office)):
        found = {
            listed(row["names"])[0] for row in rows("leaders")
            if (row["code"], row["office"]) == (code, name)
            and within(date, row["since"], row["until"])
        }  # fmt: skip
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def held(person: str, date: str | None) -> str | None:
    """The office that a person (the first of the names) held on an ISO date, or holds today."""
    found = [row for row in rows("leaders") if listed(row["names"])[0] == person]
    serving = [row for row in found if within(date, row["since"], row["until"])]
    return max(serving, key=lambda row: row["since"])["office"] if serving else None


@cache
def same_work(office: str) -> tuple[str, ...]:
    """The offices in which other states have the work of this one done."""
    return tuple(
        other for row in rows("offices") if row["office"] == office
        for other in listed(row["same_work"])
    )  # fmt: skip


def holders() -> list[tuple[str, Holder]]:
    """Every name a person is known by, with the office it stands for."""
    found: list[tuple[str, Holder]] = []
    for row in rows("leaders"):
        full = listed(row["names"])
        for name in dict.fromkeys(full + [name.replace("-", " ") for name in full]):
            found.append((name, _holder(row, full[0], full=True, weak=False)))
        for name in listed(row["alone"]):
            weak = name.startswith("~")
            found.append((name.lstrip("~"), _holder(row, full[0], full=False, weak=weak)))
    return found


def _holder(row: dict[str, str], person: str, *, full: bool, weak: bool) -> Holder:
    return Holder(row["code"], person, row["office"], row["since"], row["until"], full, weak)


def before(words: list[Token], at: int) -> str:
    """The words straight before token `at`, in lower case, full stops of abbreviations dropped."""
    forms = [token.form for token in words[max(0, at - _TITLE_WORDS - 1) : at]]
    return " ".join(form for form in forms if form != ".").lower().replace(" - ", "-")


def bears(holder: Holder, before_it: str) -> bool:
    """Whether one of the office's titles ends the words before the name."""
    return any(
        before_it == title or before_it.endswith(" " + title)
        for title in titles().get(holder.office, ())
    )


def titled(holder: Holder, words: list[Token], at: int) -> bool:
    """Whether a title of the office stands straight before token `at`."""
    return bears(holder, before(words, at))


def _year(date: str) -> int:
    return int(date[:4])


def _plausible(holder: Holder, date: str | None) -> bool:
    if date is None:
        return True
    last = _year(holder.until) if holder.until else 9999
    return _year(holder.since) - _YOUNGEST <= _year(date) <= last + _LONGEST


def _in_office(holder: Holder, date: str | None) -> bool:
    return date is not None and within(date, holder.since, holder.until)


def choose(
    candidates: list[Holder], date: str | None, words: list[Token], at: int, named: set[str]
) -> Holder | None:
    """The holder a name at token `at` means, or None when it is nobody's for certain.

    `named` holds the people whose full name stands in the text.
    """
    full = [holder for holder in candidates if holder.full]
    if full:
        return _latest(full, date)
    title = before(words, at)
    courtesy = (at > 0 and words[at - 1].form in _COURTESY) or (
        at > 1 and words[at - 1].form == "." and words[at - 2].form in _COURTESY
    )
    known = [holder for holder in candidates if holder.person in named]
    titled = [holder for holder in candidates if bears(holder, title)]
    pool = known or [holder for holder in titled or candidates if _plausible(holder, date)]
    if not known:
        pool = [
            holder for holder in pool
            if not holder.weak or holder in titled or (courtesy and _in_office(holder, date))
        ]  # fmt: skip
    if not pool:
        return None
    if len({holder.person for holder in pool}) > 1:
        pool = [holder for holder in pool if _in_office(holder, date)] or pool
    if len({holder.person for holder in pool}) > 1 < len({holder.code for holder in pool}):
        return None
    return _latest(pool, date)


def _latest(pool: list[Holder], date: str | None) -> Holder:
    serving = [holder for holder in pool if _in_office(holder, date)]
    return max(serving or pool, key=lambda holder: (holder.since, holder.office))
