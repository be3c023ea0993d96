"""When an article without a date can have been published, from the facts it names.

Somebody in office, a weapon in use, an episode with known days: each bounds the date from below,
from above or from both sides, and the interval is where all of them hold.
"""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_TEXT = 200_000  # characters of a text that are searched for dated facts
SHOWN = 4


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
    if since is None or until is None:
        side = "first" if since is None else "last"
        return Interval(None, f"the facts named give no {side} day: {_list(facts)}")
    if since > until:
        return Interval(None, f"the facts named do not hold at one time: {_list(facts)}")
    binding = [fact for fact in facts if since == fact.since or until == fact.until]
    return Interval((since, until), _list(binding + [fact for fact in facts if fact not in binding]))


def _list(facts: list[object]) -> str:
    """The facts in words, each once, the binding ones first."""
    notes = list(dict.fromkeys(_describe(fact) for fact in facts))
    more = len(notes) - SHOWN
    return "; ".join(notes[:SHOWN]) + (f"; and {more} more" if more > 0 else "")


def _describe(fact: object) -> str:
    words, since, until = (getattr(fact, name) for name in ("words", "since", "until"))
    if since and until:
        return f"{words}: {since} to {until}"
    return f"{words}: from {since}" if since else f"{words}: until {until}"
