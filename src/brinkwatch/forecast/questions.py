"""The ladder of events that can be checked, and the question each asks of a crisis."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from brinkwatch.errors import InputError
from brinkwatch.records import Actors


def table(name: str) -> dict[str, Any]:
    """A TOML file of this folder."""
    return tomllib.loads((files(__package__) / name).read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Rung:
    """One event of the ladder: how it is asked, what resolves it, and whose word counts."""

    key: str
    order: int
    name: str
    event: str
    criterion: str
    truth: str
    within: str | None = None


@cache
def ladder() -> tuple[Rung, ...]:
    """The rungs, lowest first."""
    rungs = (Rung(**entry) for entry in table("questions.toml")["rung"])
    return tuple(sorted(rungs, key=lambda rung: rung.order))


def ladder_keys() -> tuple[str, ...]:
    """The keys of the rungs, lowest first."""
    return tuple(entry.key for entry in ladder())


def rung(key: str) -> Rung:
    """The rung of that key, or InputError with the keys there are."""
    for entry in ladder():
        if entry.key == key:
            return entry
    keys = ", ".join(ladder_keys())
    raise InputError(f"{key!r} is no rung of the ladder; expected one of {keys}.")


@cache
def horizons() -> tuple[int, ...]:
    """The horizons in days, shortest first."""
    return tuple(sorted(table("questions.toml")["horizons"]))


@cache
def headline_asked() -> tuple[str, int]:
    """Rung and horizon, in days, of the headline question."""
    wanted = table("questions.toml")["headline"]
    return wanted["rung"], wanted["days"]


def day_of(as_of: str) -> date:
    """The day of an as-of date or date-time, or InputError."""
    try:
        return date.fromisoformat(as_of[:10])
    except ValueError as error:
        raise InputError(
            f"{as_of!r} is not a date; give the as-of date as YYYY-MM-DD."
        ) from error


def names(codes: Actors) -> str:
    """The reader's name of a side: Russia; NATO and Ukraine."""
    from brinkwatch.gazetteer import name

    told = [name(code) for code in codes] or ["the other side"]
    return told[0] if len(told) == 1 else ", ".join(told[:-1]) + " and " + told[-1]


@dataclass(frozen=True)
class Question:
    """A rung asked of one crisis: words, criterion and the day it can be settled."""

    rung: Rung
    text: str
    criterion: str
    resolves: str
    days: int


def ask(
    entry: Rung, days: int, as_of: str, one: Actors, other: Actors, armed: Actors = ()
) -> Question:
    """The question whether the rung is reached within `days` of `as_of`."""
    start = day_of(as_of)
    sides = {"one": names(one), "other": names(other), "armed": names(armed or one)}
    event = entry.event.format(**sides)
    return Question(
        rung=entry,
        text=f"{event[0].upper()}{event[1:]} within {days} days of {start.isoformat()}",
        criterion=f"{entry.criterion.format(**sides)} By the word of: {entry.truth}.",
        resolves=(start + timedelta(days=days)).isoformat(),
        days=days,
    )
