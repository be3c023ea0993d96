"""Base rates counted again from the user's own copies of the tables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from brinkwatch.forecast.base_rates import classes, count, jeffreys
from brinkwatch.forecast.history.episodes import (
    FIRST,
    Count,
    fighting_counts,
    find_episodes,
    last_day,
    read_deeds,
    signal_counts,
)
from brinkwatch.forecast.history.tables import find_tables, query

SINCE = 1946
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
    for kind, file in find_tables(folder).items():
        period, counts = COUNTERS[kind](file)
        for key, rung, days, k, n in counts:
            ours = count(key, rung, days)
            rows.append(
                {
                    "class": key, "name": NOT_SHIPPED.get(key) or classes()[key].name,
                    "rung": rung, "days": days, "k": k, "n": n,
                    "share": (k + 0.5) / (n + 1), "interval": list(jeffreys(k, n)),
                    "period": period, "file": file.name,
                    "shipped": {"k": ours.k, "n": ours.n} if ours else None,
                }
            )  # fmt: skip
    return rows


def _incidents(file: Path) -> tuple[str, list[Count]]:
    deeds = read_deeds(file)
    last = last_day(deeds)
    episodes = find_episodes(deeds, {}, last)
    counts = [*signal_counts(episodes), *fighting_counts(episodes, deeds, {}, last)]
    return f"{FIRST.year}-{last.year}", counts


def _disputes(file: Path) -> tuple[str, list[Count]]:
    return _share(
        file, ("mid_force", "war"),
        f"select styear, hostlev = 5 from {{table}} where styear >= {SINCE} and hostlev >= 4",
    )  # fmt: skip


def _crises(file: Path) -> tuple[str, list[Count]]:
    return _share(
        file, ("icb_serious_any", "war"),
        f"select yrtrig, viol = 4 from {{table}} where yrtrig >= {SINCE} and viol >= 3",
    )  # fmt: skip


def _conflicts(file: Path) -> tuple[str, list[Count]]:
    return _share(
        file, ("ucdp_interstate", "war"),
        "select min(year), bool_or(intensity_level = 2) from {table} "
        "where cast(type_of_conflict as varchar) in ('2', 'interstate') group by conflict_id",
    )  # fmt: skip


def _share(file: Path, of: tuple[str, str], sql: str) -> tuple[str, list[Count]]:
    """The share of cases with an outcome; each row of the query is a year and the outcome."""
    rows = query(sql, file)
    period = f"{min(r[0] for r in rows)}-{max(r[0] for r in rows)}" if rows else ""
    return period, [(*of, 0, sum(bool(r[1]) for r in rows), len(rows))]


COUNTERS: dict[str, Callable[[Path], tuple[str, list[Count]]]] = {
    "mid_incidents": _incidents, "mid_disputes": _disputes,
    "icb_crises": _crises, "ucdp_conflicts": _conflicts,
}  # fmt: skip
