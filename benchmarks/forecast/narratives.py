"""Acts and words between two states in the coded narratives of ICBe, in the order they are told.

A unit is a pair of states in a crisis, taken at the first threat, ultimatum or display of one
towards the other, before any force between them was told; the question is whether force followed.
The order of sentences stands in for time.

Data: Douglass et al. (2022), "Introducing the ICBe Dataset", arXiv:2202.07081. Non-commercial,
share-alike: the tables are the user's own copy, and only counts leave them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import duckdb

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


def _rows(pack: Path) -> list[tuple[object, ...]]:
    tables = [str(pack / "text" / f"icbe_events_{part}.parquet") for part in ("train", "dev")]
    return duckdb.sql(
        "select crisno, event_type, say_intent, interact_escalate, interact_deescalate, "
        "do_actor_a, do_actor_b, say_actor_a, say_actor_b "
        f"from read_parquet({tables}) where has_event order by crisno, sent_no, event_no"
    ).fetchall()


def _told(row: tuple[object, ...]) -> list[tuple[str, str, str]]:
    """What one event row tells: (sign, from, to)."""
    _, kinds, intents, armed, eased, do_a, do_b, say_a, say_b = (
        list(value) if isinstance(value, list) else value for value in row
    )
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


def _pairs(pack: Path) -> list[Pair]:
    pairs: dict[tuple[object, str, str], Pair] = {}
    for row in _rows(pack):
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


def narrative_effects(pack: Path) -> list[tuple[str, str, int, int, int, int]]:
    """Two-by-two counts: force told later, with and without a sign told before it."""
    pairs = _pairs(pack)
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


def narrative_counts(pack: Path) -> list[tuple[str, str, int, int, int]]:
    """Of the pairs that came to force, those where the side that had threatened struck home."""
    force = [pair for pair in _pairs(pack) if pair.force]
    home = sum(pair.home for pair in force)
    return [("icbe_force", "attack_on_home_territory", 0, home, len(force))]
