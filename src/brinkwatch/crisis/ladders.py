"""The ladder of a drafted game: its levels, and the lines on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from brinkwatch.crisis.mechanisms import rung, rung_name, rung_order
from brinkwatch.crisis.tables import LineStatus
from brinkwatch.records import CodedRecord, Crisis, Event, Life, RedLine

STATUS: Mapping[Life, LineStatus] = {
    "declared": "active", "reiterated": "active", "tested": "active",
    "crossed": "spent", "enforced": "spent", "not_enforced": "spent",
    "answered_otherwise": "spent", "withdrawn": "none", "lapsed": "none",
}  # fmt: skip
"""What a line's life is in the game."""

DEEDS = ("actual", "ongoing")
_LEVELS = 3
_FORBIDS = ("deterrent_threat", "compellent_threat", "ultimatum")
_REFUSAL, _UNSAID, _FURTHER = "refusal of the demand", "the step the line forbids", "a further step"


def own_lines(crisis: Crisis, lines: Iterable[RedLine]) -> list[RedLine]:
    """The lines of the crisis that its challenger has drawn."""
    own = set(crisis.challenger)
    return [line for line in lines if own & set(line.issuer) and line.kind in _FORBIDS]


def deeds(crisis: Crisis, records: Iterable[CodedRecord]) -> list[Event]:
    """What the defender's side and its client have done, in the order given."""
    side = set(crisis.defender) | set(crisis.client)
    return [
        r for r in records
        if isinstance(r, Event) and r.status in DEEDS and side & set(r.action.actor)
        and set(r.action.recipient) & (set(crisis.challenger) | side)
    ]  # fmt: skip


def level(line: RedLine) -> str:
    """The level of the ladder at which a line stands."""
    if line.trigger_polarity == "unless_done":
        return _REFUSAL
    key = rung(line.trigger)
    return rung_name(key) if key else _UNSAID


def levels(lines: Iterable[RedLine], done: Iterable[Event]) -> list[str]:
    """The levels from low to high: those that lines forbid first, then those of deeds."""
    order = [_REFUSAL, *(rung_name(key) for key in rung_order()), _UNSAID]
    forbidden = {level(line) for line in lines}
    found = sorted(forbidden, key=order.index)[-_LEVELS:]
    for name in sorted(_names(done) - forbidden, key=order.index):
        if len(found) < _LEVELS - 1:
            found = sorted([*found, name], key=order.index)
    return found if len(found) > 1 else [*found, _FURTHER]


def reached(names: Sequence[str], done: Iterable[Event]) -> int:
    """How many of the levels the deeds have reached."""
    found = _names(done)
    return max((i + 1 for i, name in enumerate(names) if name in found), default=0)


def start(names: Sequence[str], done: Iterable[Event], active: Iterable[RedLine]) -> int:
    """The level at which the game begins: what is reached, below every line in force."""
    ahead = [names.index(level(line)) for line in active if level(line) in names]
    return min([reached(names, done), len(names) - 1, *ahead])


def _names(done: Iterable[Event]) -> set[str]:
    return {rung_name(key) for event in done if (key := rung(event.action))}
