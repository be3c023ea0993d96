"""Acts and words between two states in the coded narratives of ICBe, in the order they are told.

A unit is a pair of states in a crisis, taken at the first threat, ultimatum or display of one
towards the other, before any force between them was told; the question is whether force followed.
The order of sentences stands in for time.

Data: Douglass et al. (2022), "Introducing the ICBe Dataset", arXiv:2202.07081. Non-commercial,
share-alike: the tables are the user's own copy, and only counts leave them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from brinkwatch.forecast.history.episodes import NEVER, Count
from brinkwatch.forecast.history.tables import query

FORCE = frozenset({"attack", "battle_clash", "bombard", "invasion_occupation", "declaration_of_war",
                   "join_ongoing_war", "continuation_of_previous_fighting"})  # fmt: skip
HOME = frozenset({"bombard", "invasion_occupation"})
DISPLAY = frozenset({"deployment_to_area", "exercise", "fortify", "mobilization", "raise_in_alert",
                     "show_of_force", "border_violation", "weapons_test"})  # fmt: skip
EASING = frozenset({"promise", "offer_unconditional", "offer_conditional", "accept"})


@dataclass
class Pair:
    """What was told of one state towards another before force, and whether force followed."""

    opened: bool = False
    force: bool = False
    home: bool = False
    told: set[str] = field(default_factory=set)


def _rows(files: Sequence[Path], before: int) -> list[tuple[Any, ...]]:
    """The coded events in order, of crises all told of years before that one; copies count once."""
    rows = {row[:3]: row[3:] for file in files for row in query(_EVENTS, file)}
    late = {place[0] for place, row in rows.items() if (row[0] or 0) >= before}
    return [(place[0], *row[1:]) for place, row in sorted(rows.items()) if place[0] not in late]


_LISTS = (
    "event_type", "say_intent", "interact_escalate", "interact_deescalate", "do_actor_a",
    "do_actor_b", "say_actor_a", "say_actor_b",
)  # fmt: skip
_EVENTS = (
    "select crisno, sent_no, event_no, earliest_year, "
    + ", ".join(f"cast({column} as varchar[])" for column in _LISTS)
    + " from {table} where has_event"
)


def _told(row: tuple[Any, ...]) -> list[tuple[str, str, str]]:
    """What one event row tells: (sign, from, to)."""
    _, kinds, intents, armed, eased, do_a, do_b, say_a, say_b = row
    acted = [(a, b) for a in do_a or [] for b in do_b or [] if a != b]
    spoke = [(a, b) for a in say_a or [] for b in say_b or [] if a != b]
    signs: list[tuple[str, str, str]] = []
    if "action" in (kinds or []):
        leaves = set(armed or [])
        signs += [("home", a, b) for a, b in acted if leaves & HOME]
        signs += [("force", a, b) for a, b in acted if leaves & FORCE]
        signs += [("display", a, b) for a, b in acted if leaves & DISPLAY]
        signs += [("retreat", a, b) for a, b in acted if eased]
    said = set(intents or [])
    if said & {"threaten", "ultimatum"}:
        signs += [("threat", a, b) for a, b in spoke]
        if set(armed or []) & FORCE:
            signs += [("force_named", a, b) for a, b in spoke]
    if said & EASING:
        signs += [("easing", a, b) for a, b in spoke]
    return signs


def _pairs(files: Sequence[Path], before: int) -> list[Pair]:
    pairs: dict[tuple[Any, str, str], Pair] = {}
    for row in _rows(files, before):
        for sign, one, other in _told(row):
            mine = pairs.setdefault((row[0], one, other), Pair())
            theirs = pairs.setdefault((row[0], other, one), Pair())
            if sign == "force":
                mine.force = theirs.force = True
            elif sign == "home":
                mine.home = True
            elif not mine.force:
                mine.opened |= sign in {"threat", "display"}
                mine.told.add(sign)
    return [pair for pair in pairs.values() if pair.opened]


def narrative_effects(files: Sequence[Path]) -> list[tuple[str, str, int, int, int, int]]:
    """Two-by-two counts: force told later, with and without a sign told before it."""
    pairs = _pairs(files, NEVER)
    effects = []
    for feature, sign in (
        ("force_named", "force_named"),
        ("easing_words", "easing"),
        ("retreat", "retreat"),
    ):
        base = [p for p in pairs if "threat" in p.told] if feature == "force_named" else pairs
        yes = [p for p in base if sign in p.told]
        no = [p for p in base if sign not in p.told]
        effects.append(
            (
                feature, "limited_force",
                sum(p.force for p in yes), len(yes), sum(p.force for p in no), len(no),
            )
        )  # fmt: skip
    return effects


def narrative_counts(files: Sequence[Path], before: int = NEVER) -> list[Count]:
    """Of the pairs that came to force, those where the side that had threatened struck home."""
    force = [pair for pair in _pairs(files, before) if pair.force]
    home = sum(pair.home for pair in force)
    return [("icbe_force", "attack_on_home_territory", 0, home, len(force))]
