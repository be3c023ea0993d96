"""Base rates counted again from the user's own copies of the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from brinkwatch.forecast.base_rates import OwnCount, OwnCounts, classes, count, jeffreys
from brinkwatch.forecast.history.episodes import (
    FIRST,
    NEVER,
    Count,
    fighting_counts,
    find_episodes,
    last_day,
    read_deeds,
    signal_counts,
)
from brinkwatch.forecast.history.narratives import narrative_counts
from brinkwatch.forecast.history.tables import find_tables, query

SINCE = 1946
IN_PARTS = frozenset({"icbe_events"})  # kinds whose files are counted together
NOT_SHIPPED = {
    "icb_serious_any": "crises with serious clashes, those begun inside a war included",
    "ucdp_interstate": "interstate armed conflicts, war from 1,000 battle deaths in a year",
}


def load(folder: Path) -> list[dict[str, Any]]:
    """The base rates that the tables of a folder give, each beside the shipped count.

    Rows are `{class, name, rung, days, k, n, share, interval, period, file, shipped}`: the share
    with its 95 % Jeffreys interval; days 0 is a share given the class alone; `shipped` is `{k, n}`
    or None.
    Raises InputError when the folder has no table that is known.
    """
    rows = []
    for (key, rung, days), own in _counted(folder, NEVER):
        ours = count(key, rung, days)
        rows.append(
            {
                "class": key, "name": NOT_SHIPPED.get(key) or classes()[key].name,
                "rung": rung, "days": days, "k": own.k, "n": own.n,
                "share": (own.k + 0.5) / (own.n + 1), "interval": list(jeffreys(own.k, own.n)),
                "period": own.period, "file": own.source,
                "shipped": {"k": ours.k, "n": ours.n} if ours else None,
            }
        )  # fmt: skip
    return rows


def own_counts(folder: Path, before: int = NEVER) -> OwnCounts:
    """The counts of a folder's tables for the classes that forecasts rest on, where n is not 0.

    Only what had run its course by the first day of the year `before` is counted.
    Raises InputError when the folder has no table that is known.
    """
    counts = _counted(folder, before)
    return {key: own for key, own in counts if own.n and key[0] in classes()}


def _counted(folder: Path, before: int) -> Iterator[tuple[tuple[str, str, int], OwnCount]]:
    for kind, files in find_tables(folder).items():
        period, counts = COUNTERS[kind](files, before)
        source = ", ".join(file.name for file in (files if kind in IN_PARTS else files[:1]))
        for key, rung, days, k, n in counts:
            yield (key, rung, days), OwnCount(k, n, period, source)


def _incidents(files: Sequence[Path], before: int) -> tuple[str, list[Count]]:
    deeds = read_deeds(files[0])
    last = min(last_day(deeds), date(before - 2, 12, 31))  # each is watched for a year
    episodes = find_episodes(deeds, {}, last)
    counts = [*signal_counts(episodes), *fighting_counts(episodes, deeds, {}, last)]
    return f"{FIRST.year}-{last.year}", counts


def _disputes(files: Sequence[Path], before: int) -> tuple[str, list[Count]]:
    return _share(
        files[0], ("mid_force", "war"),
        "select styear, hostlev = 5 from {table} "
        f"where styear >= {SINCE} and styear < {before} and hostlev >= 4",
    )  # fmt: skip


def _crises(files: Sequence[Path], before: int) -> tuple[str, list[Count]]:
    return _share(
        files[0], ("icb_serious_any", "war"),
        "select yrtrig, viol = 4 from {table} "
        f"where yrtrig >= {SINCE} and yrtrig < {before} and viol >= 3",
    )  # fmt: skip


def _conflicts(files: Sequence[Path], before: int) -> tuple[str, list[Count]]:
    return _share(
        files[0], ("ucdp_interstate", "war"),
        "select min(year), bool_or(intensity_level = 2) from {table} "
        "where cast(type_of_conflict as varchar) in ('2', 'interstate') "
        f"and year < {before} group by conflict_id",
    )  # fmt: skip


def _narratives(files: Sequence[Path], before: int) -> tuple[str, list[Count]]:
    # the middle year of each crisis: a single misdated event does not move the period
    middle = "select median(earliest_year) from {table} group by crisno"
    told = [row[0] for file in files for row in query(middle, file)]
    years = [int(year) for year in told if year is not None and year < before]
    period = f"{min(years)}-{max(years)}" if years else ""
    return period, narrative_counts(files, before)


def _share(file: Path, of: tuple[str, str], sql: str) -> tuple[str, list[Count]]:
    """The share of cases with an outcome; each row of the query is a year and the outcome."""
    rows = query(sql, file)
    period = f"{min(r[0] for r in rows)}-{max(r[0] for r in rows)}" if rows else ""
    return period, [(*of, 0, sum(bool(r[1]) for r in rows), len(rows))]


COUNTERS: dict[str, Callable[[Sequence[Path], int], tuple[str, list[Count]]]] = {
    "mid_incidents": _incidents, "mid_disputes": _disputes, "icb_crises": _crises,
    "icbe_events": _narratives, "ucdp_conflicts": _conflicts,
}  # fmt: skip
