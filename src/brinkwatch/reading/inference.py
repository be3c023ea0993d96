"""When an article without a date can have been published, from the facts it names.

Somebody in office, a weapon in use, an episode with known days: each bounds the date from below,
from above or from both sides, and the interval is where all of them hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brinkwatch.gazetteer import DatedFact

LONGEST_TEXT = 200_000  # characters of a text that are searched for dated facts
SHOWN = 4  # facts in a note


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
