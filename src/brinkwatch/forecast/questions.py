"""The ladder of events that can be checked, and the question each asks of a crisis."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from brinkwatch.errors import InputError
from brinkwatch.ledger.sides import is_within
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
    directed: bool = False


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
        raise InputError(f"{as_of!r} is not a date; give the as-of date as YYYY-MM-DD.") from error


def called(code: str) -> str:
    """The name of an actor as it stands in a sentence: Russia, the United States."""
    from brinkwatch.gazetteer import name

    told = name(code)
    first, *more = told.split()
    wanted = more and first != "the" and more[-1] in table("questions.toml")["articles"]
    return f"the {told}" if wanted else told


def names(codes: Actors, day: str | None = None) -> str:
    """The reader's name of a side: Russia; NATO or Ukraine; Israel or its partners.

    As in the title of a crisis: the first stands for whoever is within it (as of `day`), and of
    three or more for all; `meaning` lists them.
    """
    if not codes:
        return "the other side"
    head, *others = codes
    apart = [code for code in others if not is_within(code, head, day)]
    if len(apart) == 1 and not is_within(head, apart[0], day):
        return f"{called(head)} or {called(apart[0])}"
    return f"{called(head)} or its partners" if apart else called(head)


def meaning(codes: Actors, day: str | None = None) -> str | None:
    """Who is meant where `names` does not list everybody; None where it does."""
    from brinkwatch.gazetteer import members

    inside = {code for other in codes for code in members(other, day) if code != other}
    told = [called(code) for code in codes if code == codes[0] or code not in inside]
    side, parts = names(codes, day), []
    if told and side != " or ".join(told):
        parts.append(f"“{side}” means {', '.join(told[:-1])} and {told[-1]}.")
    if any(members(code, day) for code in codes):
        parts.append("A member counts as its alliance.")
    return " ".join(parts) or None


@dataclass(frozen=True)
class Question:
    """A rung asked of one crisis: words, criterion and the day it can be settled."""

    rung: Rung
    text: str
    criterion: str
    resolves: str
    days: int


def ask(
    entry: Rung,
    days: int,
    as_of: str,
    one: Actors,
    other: Actors,
    *,
    armed: Actors = (),
    fought: Actors = (),
    condition: Literal["crossed", "not_crossed"] | None = None,
) -> Question:
    """The question whether the rung is reached within `days` of `as_of`.

    `armed` is the nuclear-armed state asked about; force with those `fought` already is no answer.
    With a `condition` it is asked only where that holds of a red line.
    """
    start = day_of(as_of)
    day = start.isoformat()
    sides = {"one": names(one, day), "other": names(other, day), "armed": names(armed or one, day)}
    given = table("questions.toml")["condition"]
    event = entry.event.format(**sides)
    told = [f"{entry.criterion.format(**sides)}"]
    told += [who for side in (one, other) if (who := meaning(side, day))]
    if fought and "limited_force" in (entry.key, entry.within):
        told.append(f"The fighting of {sides['one']} with {names(fought, day)} does not count.")
    text = f"{event[0].upper()}{event[1:]} within {days} days of {day}"
    criterion = f"{' '.join(dict.fromkeys(told))} By the word of: {entry.truth}."
    if condition:
        text += f", {given[condition].format(**sides)}"
        criterion += f" {given['criterion'].format(**sides)} By the word of: {given['truth']}."
    return Question(
        rung=entry,
        text=text,
        criterion=criterion,
        resolves=(start + timedelta(days=days)).isoformat(),
        days=days,
    )
