"""Episodes of coercion counted out of the incident tables of the Militarized Interstate Disputes.

An episode opens on the first day in a dispute on which one side threatens force against the other
or displays it, and asks what happened between the two sides in the days after. Sides, not pairs of
states, are counted, so that a coalition of nineteen does not make nineteen cases.

Data: Palmer, McManus, D'Orazio, Kenwick, Karstens, Bloch, Dietrich, Kahn, Ritter and Soules (2021),
"The MID5 Dataset, 2011-2014", Conflict Management and Peace Science 39(4); incidents of disputes
from 1993 on. The tables are the user's own copy; no row of them is kept here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

Years = Mapping[int, tuple[int, int]]
HORIZONS = (30, 90, 365)
THREAT = frozenset(range(1, 7))
DISPLAY = frozenset(range(7, 13))
FORCE = frozenset({14, 16, 17, 18, 19, 20, 21})  # occupation, attack, clash, war; no mere seizure
WAR = frozenset({20, 21})
ATTACK = frozenset({14, 16})  # occupation or attack, done to the other side; a clash is mutual
FIRST = date(1993, 1, 1)  # incidents are coded from here on
RUNGS = {"new_threat": THREAT, "show_of_force": DISPLAY, "limited_force": FORCE, "war": WAR}
NEVER = 9999  # a year after all others
OLD = 90  # days after which a threat or display without force is no longer fresh
Count = tuple[str, str, int, int, int]  # class, rung, days, k, n


@dataclass(frozen=True)
class Deed:
    """One militarized act of some states towards others on a day."""

    dispute: int
    side: int
    day: date
    action: int
    actors: frozenset[int]
    targets: frozenset[int]


@dataclass(frozen=True)
class Episode:
    """A first threat or display, what went before it, and when each rung followed, in days."""

    kind: str
    deed: Deed
    fighting_before: bool
    display_before: bool
    counter_before: bool
    power: str
    after: dict[str, tuple[int, ...]]

    def happened(self, rung: str, days: int, start: int = 0) -> bool:
        """Whether the rung was reached in the `days` days after day `start`."""
        return any(start < when <= start + days for when in self.after[rung])


def read_deeds(table: Path) -> list[Deed]:
    """All acts with a known month, in the order of their days; an unknown day is the 15th.

    `table` holds incident participants (MIDIP), as Parquet or CSV; -9 and null are unknown.
    """
    from brinkwatch.forecast.history.tables import query

    rows = query(
        "select dispnum, incidnum, ccode, nullif(stday, -9), stmon, styear, sidea, action "
        "from {table} where styear > 0 and stmon > 0 order by incidnum, ccode",
        table,
    )
    incidents: dict[int, list[tuple[Any, ...]]] = {}
    for row in rows:
        incidents.setdefault(row[1], []).append(row)
    deeds = []
    for people in incidents.values():
        for side in (0, 1):
            acting = [row for row in people if row[6] == side and (row[7] or 0) > 0]
            facing = frozenset(row[2] for row in people if row[6] != side)
            if acting and facing:
                dispute, _, _, day, month, year, _, _ = acting[0]
                deeds.append(
                    Deed(
                        dispute, side, date(year, month, day or 15),
                        max(row[7] for row in acting),
                        frozenset(row[2] for row in acting), facing,
                    )
                )  # fmt: skip
    return sorted(deeds, key=lambda deed: (deed.day, deed.dispute, deed.side, deed.action))


def last_day(deeds: list[Deed]) -> date:
    """The last day of the year before the last one in which a dispute begins.

    An episode that opens by then is watched for a year at least.
    """
    begun: dict[int, int] = {}
    for deed in deeds:
        begun.setdefault(deed.dispute, deed.day.year)
    return date(max(begun.values()) - 1, 12, 31)


def _armed(states: frozenset[int], year: int, years: Years) -> bool:
    return any(s in years and years[s][0] <= year <= years[s][1] for s in states)


def _towards(deed: Deed, one: frozenset[int], other: frozenset[int]) -> bool:
    return bool(deed.actors & one) and bool(deed.targets & other)


def find_episodes(deeds: list[Deed], nuclear: Years, last: date) -> list[Episode]:
    """Every first threat and first display of a side in a dispute up to a day, with what followed.

    `nuclear` has the years of possession by state number.
    """
    seen: set[tuple[int, int, str]] = set()
    episodes = []
    for deed in deeds:
        kind = "threat" if deed.action in THREAT else "display" if deed.action in DISPLAY else None
        if kind is None or (deed.dispute, deed.side, kind) in seen:
            continue
        seen.add((deed.dispute, deed.side, kind))
        if FIRST <= deed.day <= last:
            episodes.append(_episode(kind, deed, deeds, nuclear))
    return episodes


def find_force(deeds: list[Deed], nuclear: Years, last: date, nth: int) -> list[Episode]:
    """The nth day with force in each dispute that had so many, with what followed."""
    by_dispute: dict[int, list[Deed]] = {}
    for deed in deeds:
        if deed.action in FORCE:
            by_dispute.setdefault(deed.dispute, []).append(deed)
    chosen = []
    for mine in by_dispute.values():
        days = sorted({deed.day for deed in mine})
        if len(days) >= nth and FIRST <= days[nth - 1] <= last:
            chosen.append(next(deed for deed in mine if deed.day == days[nth - 1]))
    return [_episode("force", deed, deeds, nuclear) for deed in chosen]


def _episode(kind: str, deed: Deed, deeds: list[Deed], nuclear: Years) -> Episode:
    one, other = deed.actors, deed.targets
    gaps = [
        (d, (d.day - deed.day).days)
        for d in deeds
        if _towards(d, one, other) or _towards(d, other, one)
    ]

    def when(actions: frozenset[int], ours: bool) -> tuple[int, ...]:
        return tuple(
            gap for d, gap in gaps
            if gap > 0 and d.action in actions and (not ours or _towards(d, one, other))
        )  # fmt: skip

    past = [(d, gap) for d, gap in gaps if -365 <= gap <= 0 and d is not deed]
    issuer, target = _armed(one, deed.day.year, nuclear), _armed(other, deed.day.year, nuclear)
    power = {(True, True): "both", (True, False): "issuer", (False, True): "target"}
    return Episode(
        kind=kind, deed=deed,
        fighting_before=any(d.action in FORCE for d, _ in past),
        display_before=any(d.action in DISPLAY and _towards(d, one, other) for d, _ in past),
        counter_before=any(
            d.action in DISPLAY | THREAT and _towards(d, other, one) for d, _ in past
        ),
        power=power.get((issuer, target), "neither"),
        after={
            "new_threat": when(THREAT, ours=True),
            "show_of_force": when(DISPLAY, ours=True),
            "limited_force": when(FORCE, ours=False),
            "war": when(WAR, ours=False),
            "attack": when(ATTACK, ours=True),
        },
    )  # fmt: skip


def counted(name: str, episodes: list[Episode], start: int = 0) -> list[Count]:
    """How often each rung followed within each horizon, counted from `start` days on."""
    return [
        (name, rung, days, sum(e.happened(rung, days, start) for e in episodes), len(episodes))
        for rung in RUNGS
        for days in HORIZONS
    ]


def signal_counts(episodes: list[Episode]) -> list[Count]:
    """The classes of first threats and displays between sides not fighting already."""
    calm = [e for e in episodes if not e.fighting_before]
    quiet = [e for e in calm if not e.happened("limited_force", OLD)]
    return [
        *counted("threat_or_display", calm),
        *counted("old_signal", quiet, start=OLD),
        *counted("explicit_threat", [e for e in calm if e.kind == "threat"]),
    ]


def fighting_counts(
    episodes: list[Episode], deeds: list[Deed], nuclear: Years, last: date
) -> list[Count]:
    """The classes of sides that fight already: signals amid fighting, first and fifth day of it."""
    return [
        *counted("already_fighting", [e for e in episodes if e.fighting_before]),
        *counted("used_force", find_force(deeds, nuclear, last, nth=1)),
        *counted("repeated_force", find_force(deeds, nuclear, last, nth=5)),
    ]
