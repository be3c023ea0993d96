"""Count the base rates and the likelihood ratios that brinkwatch ships, from a copy of the data.

    python benchmarks/forecast/count_base_rates.py DATA_PACK [--check]

DATA_PACK is a folder with mid/, icb/, text/, forecast/ and state/ tables (Correlates of War, ICB,
ICBe; fetch them from their authors). The counts are written to src/brinkwatch/forecast/counts.csv
and effects.csv; `--check` compares instead of writing. Counts leave the tables, rows do not.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import duckdb

from brinkwatch.forecast.history.episodes import (
    FORCE,
    HORIZONS,
    RUNGS,
    Count,
    Deed,
    Episode,
    counted,
    fighting_counts,
    find_episodes,
    read_deeds,
    signal_counts,
)
from brinkwatch.forecast.history.narratives import narrative_counts, narrative_effects

INCIDENTS = "mid/mid5_incident_participants_train.parquet"
LAST = date(1999, 12, 31)  # a year of sight for every episode
OUT = Path(__file__).parents[2] / "src" / "brinkwatch" / "forecast"
Effect = tuple[str, str, int, int, int, int]  # feature, rung, k with, n with, k without, n without


def nuclear_years(pack: Path) -> dict[int, tuple[int, int]]:
    """Years of possession by state number."""
    table = pack / "state" / "nuclear_states.csv"
    rows = duckdb.sql(f"select ccode, year_from, coalesce(year_to, 9999) from '{table}'").fetchall()
    return {int(code): (int(first), int(last)) for code, first, last in rows}


def quiet_counts(pack: Path, deeds: list[Deed]) -> list[Count]:
    """What came in the first days of a year between two states with a recent dispute and no force.

    Politically relevant pairs of 1994-1999 that had a dispute in the ten years before and no use of
    force in the 365 days before 1 January.
    """
    by_pair: dict[tuple[int, int], list[Deed]] = {}
    for deed in deeds:
        for one in deed.actors:
            for other in deed.targets:
                by_pair.setdefault((min(one, other), max(one, other)), []).append(deed)
    pairs = duckdb.sql(
        f"select ccode1, ccode2, year from '{pack / 'forecast/q3_train.parquet'}' "
        "where year between 1994 and 1999 and dy_mid10 > 0 order by all"
    ).fetchall()
    n = 0
    hits = dict.fromkeys(((rung, days) for rung in RUNGS for days in HORIZONS), 0)
    for one, other, year in pairs:
        mine = [
            ((deed.day - date(year, 1, 1)).days, deed.action)
            for deed in by_pair.get((min(one, other), max(one, other)), [])
        ]
        if any(-365 <= gap < 0 and action in FORCE for gap, action in mine):
            continue
        n += 1
        for rung, days in hits:
            hits[rung, days] += any(0 <= g < days and a in RUNGS[rung] for g, a in mine)
    return [("quiet_pair", rung, days, k, n) for (rung, days), k in hits.items()]


def attack_counts(episodes: list[Episode]) -> list[Count]:
    """Of the episodes that came to force, those where the opening side attacked or occupied."""
    force = [e for e in episodes if e.happened("limited_force", 365)]
    attacked = sum(e.happened("attack", 365) for e in force)
    return [("mid_attack", "attack_on_home_territory", 0, attacked, len(force))]


def dispute_counts(pack: Path) -> list[Count]:
    """War given force, over whole disputes and whole crises since 1946."""
    mid_n, mid_k = _row(
        f"select count(*), sum(y_war) from '{pack / 'forecast/q2b_train.parquet'}' "
        "where year >= 1946 and y_force = 1"
    )
    icb_n, icb_k = _row(
        f"select count(*), sum(y_war) from '{pack / 'forecast/q1_train.parquet'}' "
        "where year >= 1946 and in_benchmark and y_serious = 1"
    )
    return [("mid_force", "war", 0, mid_k, mid_n), ("icb_serious", "war", 0, icb_k, icb_n)]


def nuclear_counts(pack: Path) -> list[Count]:
    """Crises and disputes since 9 August 1945 with a nuclear-armed side, none of which saw use."""
    disputes = f"select count(*) from '{pack / 'forecast/q2b_train.parquet'}' where year >= 1946 "
    (crises,) = _row(
        f"select count(distinct crisno) from '{pack / 'icb/icb_actors_train.parquet'}' "
        "where trig_date > '1945-08-09' and nuclear >= 3"
    )
    (one,) = _row(disputes + "and dy_nuclear_n >= 1")
    (both,) = _row(disputes + "and dy_nuclear_n = 2")
    return [
        ("nuclear_crisis", "nuclear_use", 365, 0, crises),
        ("nuclear_dispute", "nuclear_use", 365, 0, one),
        ("nuclear_pair_dispute", "nuclear_use", 365, 0, both),
    ]


def test_counts() -> list[Count]:
    """State-years of possession with a nuclear test, by era and by a test in the ten years before.

    The treaty that bans all tests was opened for signature on 24 September 1996.
    """
    with (OUT / "nuclear_tests.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    years = {row["state"]: {int(y) for y in row["years"].split()} for row in rows}
    since = {row["state"]: int(row["armed_from"]) for row in rows}
    counts = []
    for era, first, last in (("before_ban", 1946, 1996), ("since_ban", 1997, 2024)):
        for kind in ("tester", "other"):
            cases = [
                year in years[state]
                for state in sorted(years)
                for year in range(max(first, since[state]), last + 1)
                if bool(years[state] & set(range(year - 10, year))) == (kind == "tester")
            ]
            counts.append((f"{kind}_{era}", "nuclear_test", 365, sum(cases), len(cases)))
    return counts


def _row(query: str) -> tuple[int, ...]:
    return tuple(int(value) for value in duckdb.sql(query).fetchall()[0])


def episode_effects(episodes: list[Episode]) -> list[Effect]:
    """Two-by-two counts at 365 days among episodes without earlier fighting."""
    splits = {
        "explicit_threat": lambda e: e.kind == "threat",
        "nuclear_side": lambda e: e.power != "neither",
        "display_before": lambda e: e.display_before,
        "counter_before": lambda e: e.counter_before,
    }
    effects = []
    for feature, has in splits.items():
        for rung in ("new_threat", "show_of_force", "limited_force"):
            if (feature, rung) == ("nuclear_side", "limited_force"):
                continue  # counted on more cases by `fatal_effect`
            with_it = [e for e in episodes if has(e)]
            without = [e for e in episodes if not has(e)]
            effects.append(
                (
                    feature, rung,
                    sum(e.happened(rung, 365) for e in with_it), len(with_it),
                    sum(e.happened(rung, 365) for e in without), len(without),
                )
            )  # fmt: skip
    return effects


def fatal_effect(pack: Path) -> list[Effect]:
    """Disputes since 1946 with a battle death, with and without a nuclear-armed originator."""
    rows = f"select count(*), sum(y_fatal) from '{pack / 'forecast/q2b_train.parquet'}' "
    known = "where year >= 1946 and y_fatal is not null and dy_nuclear_n "
    (n1, k1), (n0, k0) = _row(rows + known + ">= 1"), _row(rows + known + "= 0")
    return [("nuclear_side", "limited_force", k1, n1, k0, n0)]


def count(pack: Path) -> tuple[list[Count], list[Effect]]:
    """All counts and all two-by-two tables, in a fixed order."""
    deeds = read_deeds(pack / INCIDENTS)
    told = [pack / "text" / f"icbe_events_{part}.parquet" for part in ("train", "dev")]
    nuclear = nuclear_years(pack)
    episodes = find_episodes(deeds, nuclear, LAST)
    calm = [e for e in episodes if not e.fighting_before]
    counts = [
        *signal_counts(episodes),
        *counted("nuclear_side", [e for e in calm if e.power != "neither"]),
        *fighting_counts(episodes, deeds, nuclear, LAST),
        *quiet_counts(pack, deeds),
        *attack_counts(calm),
        *dispute_counts(pack),
        *nuclear_counts(pack),
        *test_counts(),
        *narrative_counts(told),
    ]
    return counts, [*episode_effects(calm), *fatal_effect(pack), *narrative_effects(told)]


def as_csv(header: str, rows: Iterable[tuple[object, ...]]) -> str:
    """The rows as CSV under a header line."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return out.getvalue()


def main() -> int:
    """Write the two files, or say whether they still agree with the data."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pack", type=Path)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    counts, effects = count(options.pack)
    files = {
        "counts.csv": as_csv("class,rung,days,k,n", counts),
        "effects.csv": as_csv("feature,rung,k1,n1,k0,n0", effects),
    }
    stale = [name for name, text in files.items() if not _same(OUT / name, text)]
    if options.check:
        print("counts differ: " + ", ".join(stale) if stale else "counts agree")
        return 1 if stale else 0
    for name, text in files.items():
        (OUT / name).write_text(text, encoding="utf-8")
    print(f"wrote {len(counts)} counts and {len(effects)} effects")
    return 0


def _same(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main())
