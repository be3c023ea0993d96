"""Which mechanisms of the game the records of a crisis support, and on which rung a deed stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from brinkwatch.records import Action, CodedRecord, Commitment, Event


@cache
def table(name: str) -> dict[str, Any]:
    """One of the stage's data files: `rungs`, `mechanisms` or `defaults`."""
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))


@cache
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    words = (re.escape(p).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for p in phrases)
    return re.compile(rf"\b(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


def cued(key: str, text: str) -> bool:
    """Whether a text holds a phrase of a mechanism."""
    (row,) = (row for row in table("mechanisms")["mechanism"] if row["key"] == key)
    return _pattern(tuple(row["phrases"])).search(text) is not None


def supporters(
    records: Iterable[CodedRecord], challenger: frozenset[str]
) -> dict[str, tuple[CodedRecord, ...]]:
    """The records that show each mechanism, in the order given; mechanisms without any left out."""
    found: dict[str, list[CodedRecord]] = {}
    for record in records:
        for row in table("mechanisms")["mechanism"]:
            if type(record).__name__.lower() not in row["records"]:
                continue
            if row["by"] == "challenger" and not challenger & set(_doers(record)):
                continue
            if isinstance(record, Event) and record.status == "denied":
                continue
            if cued(row["key"], _words(record)):
                found.setdefault(row["key"], []).append(record)
    return {key: tuple(hits) for key, hits in found.items()}


def _words(record: CodedRecord) -> str:
    """The quote, and what is threatened where that stands in other words."""
    if isinstance(record, Commitment) and record.consequence:
        return f"{record.span.quote}\n{record.consequence.text} {record.consequence.means or ''}"
    return record.span.quote


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
