"""Which mechanisms of the game the records of a crisis support, and on which rung a deed stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from brinkwatch.ledger.signals import cue, shown, words
from brinkwatch.records import Action, CodedRecord, Commitment, Crisis, Event


@cache
def table(name: str) -> dict[str, Any]:
    """One of the stage's data files: `rungs`, `mechanisms` or `defaults`."""
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))


def supporters(
    records: Sequence[CodedRecord], crisis: Crisis
) -> dict[str, tuple[CodedRecord, ...]]:
    """The records that show each mechanism, in the order given; mechanisms without any left out."""
    found = {}
    for row in table("mechanisms")["mechanism"]:
        if "signal" in row:
            hits = shown(row["signal"], row["states"], records, crisis)
        else:
            hits = tuple(record for record in records if _speaks(record, row, crisis))
        if hits:
            found[row["key"]] = hits
    return found


def _speaks(record: CodedRecord, row: dict[str, Any], crisis: Crisis) -> bool:
    """Whether a record of the challenger holds a phrase of a mechanism."""
    if type(record).__name__.lower() not in row["records"]:
        return False
    if isinstance(record, Event) and record.status == "denied":
        return False
    by_challenger = bool(set(crisis.challenger) & set(_doers(record)))
    return by_challenger and cue(row["phrases"], words(record)) is not None


def way(record: CodedRecord) -> str | None:
    """The way of demonstrating that the words of a record name, or None."""
    for row in table("mechanisms")["way"]:
        if cue(row["phrases"], words(record)) is not None:
            return str(row["name"])
    return None


def _doers(record: CodedRecord) -> Sequence[str]:
    if isinstance(record, Commitment):
        return record.issuer
    return record.action.actor if isinstance(record, Event) else record.holder


def rung(action: Action | None) -> str | None:
    """The key of the rung an action stands on, or None where its words say nothing.

    A cue in the words or the means counts two, the PLOVER type one; equal scores go up the ladder.
    """
    if action is None:
        return None
    words = f"{action.text} {action.means or ''}".lower()
    best, chosen = 0, None
    for row in table("rungs")["rung"]:
        cue = any(re.search(rf"\b{re.escape(stem)}", words) for stem in row["cues"])
        score = 2 * cue + (action.type in row["types"])
        if score and score >= best:
            best, chosen = score, row["key"]
    return chosen


def rung_order() -> tuple[str, ...]:
    """The rungs from the least to the most provocative."""
    return tuple(row["key"] for row in table("rungs")["rung"])


def rung_name(key: str) -> str:
    """The reader's name of a rung."""
    return str(next(row["name"] for row in table("rungs")["rung"] if row["key"] == key))
