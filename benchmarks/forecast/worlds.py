"""Simulated worlds with known hazards: are the intervals as wide as they say, and do signs help?

    python benchmarks/forecast/worlds.py [--worlds 200]

Each world has a constant hazard of force for every reference class and an effect for every sign,
known to the simulation alone. A past as large as the shipped one is drawn from it and counted; the
forecasts are then made by the product from those counts. What is true of a crisis is drawn as the
forecast takes it to be: its class, and whether the coder read each record rightly. The method is
simulation-based calibration (Talts et al. 2018, arXiv:1804.06788).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import numpy as np

from brinkwatch.forecast import base_rates, evidence, uncertainty, waterfall
from brinkwatch.forecast.questions import horizons, table
from brinkwatch.forecast.signs import Signs
from brinkwatch.records import Crisis

RUNG, SITUATION, DAY = "limited_force", "threat_or_display", "2000-01-01"
EFFECTS_DAYS = 365  # over which the two-by-two tables of signs are counted
CRISES = 4  # asked about in each world
LEVEL = 0.8
MAIN_90 = (0.02, 0.35)  # chance of force in 90 days, in the class a crisis is put in
QUIET_90 = (0.002, 0.03)  # and where its records were misread
SURE = (0.6, 1.0)  # how sure the coder is of a record


@dataclass(frozen=True)
class World:
    """Hazards a day by reference class, and log odds ratios by sign."""

    hazards: dict[str, float]
    effects: dict[str, float]

    def share(self, key: str, days: int) -> float:
        """The chance of force in a class within `days`."""
        return 1 - float(np.exp(-self.hazards[key] * days))


def draw_world(rng: np.random.Generator, *, informative: bool) -> World:
    """Hazards evenly spread on a log scale; effects as wide as `tau` says, or all of them none."""
    keys = {"threat_or_display", "quiet_pair", "explicit_threat", "nuclear_side"}
    chances = {
        key: np.exp(rng.uniform(*np.log(QUIET_90 if key == "quiet_pair" else MAIN_90)))
        for key in sorted(keys)
    }
    spread = table("evidence.toml")["tau"] * informative
    return World(
        hazards={key: -float(np.log1p(-chance)) / 90 for key, chance in chances.items()},
        effects={f.key: spread * rng.normal() for f in evidence.features()},
    )


def draw_past(world: World, rng: np.random.Generator) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """What counting that world's past gives: counts.csv and effects.csv at their shipped sizes."""
    counts: dict[Any, Any] = {}
    tables: dict[Any, Any] = {}
    for key, hazard in world.hazards.items():
        n = base_rates._counts()[key, RUNG, 90][1]
        first = rng.exponential(1 / hazard, n)
        counts |= {(key, RUNG, days): (int((first <= days).sum()), n) for days in horizons()}
    base = waterfall.logit(world.share(SITUATION, EFFECTS_DAYS))
    for (key, rung), (_, n1, _, n0) in evidence.tables().items():
        if rung == RUNG:
            held, effect = n1 / (n1 + n0), world.effects[key]
            p1 = waterfall.expit(base + (1 - held) * effect)
            p0 = waterfall.expit(base - held * effect)
            tables[key, rung] = (int(rng.binomial(n1, p1)), n1, int(rng.binomial(n0, p0)), n0)
    return counts, tables


@contextmanager
def counted(counts: dict[Any, Any], tables: dict[Any, Any]) -> Iterator[None]:
    """The product with that past instead of the shipped one."""
    own = {
        key: base_rates.OwnCount(k, n, "simulated", "worlds.py") for key, (k, n) in counts.items()
    }
    with base_rates.counting(own), patch.object(evidence, "tables", lambda: tables):
        yield
    uncertainty._odds.cache_clear()


def draw_crisis(rng: np.random.Generator, *, coded: bool) -> Signs:
    """A crisis with the signs of the shipped past; `coded`: read by a coder who may be wrong."""
    held = {key: n1 / (n1 + n0) for (key, rung), (_, n1, _, n0) in evidence.tables().items()
            if rung == RUNG}  # fmt: skip
    shown = [key for key in sorted(held) if key != "nuclear_side" and rng.random() < held[key]]
    records = {key: (key,) for key in shown}
    sure = {key: float(rng.uniform(*SURE)) if coded else 1.0 for key in ("opening", *shown)}
    crisis = Crisis(id="c", title="", challenger=("A",), defender=("B",), lines=(), records=(),
                    documents=(), first=None, last=None)  # fmt: skip
    return Signs(
        crisis=crisis, day=DAY, situation=SITUATION, reported=records, sure=sure,
        facts={"nuclear_side": bool(rng.random() < held["nuclear_side"])},
        opened_by=("opening",), opening="commitment",
    )  # fmt: skip


def truth(
    world: World, signs: Signs, fall: waterfall.Waterfall, days: int,
    rng: np.random.Generator, *, other_class: bool,
) -> float:  # fmt: skip
    """The chance of force that world holds for a crisis, as the forecast takes it to be."""
    choice = fall.choice
    key = choice.main[0 if rng.random() < choice.weights[0] else 1].of
    if other_class and rng.random() > base_rates.settings()["main_share"]:
        key = choice.others[rng.integers(len(choice.others))].of
    odds = waterfall.logit(world.share(key.key, days))
    held = {k: n1 / (n1 + n0) for (k, _), (_, n1, _, n0) in evidence.tables().items()}
    for shift in fall.shifts:
        right = rng.random() < shift.trust
        for sign, _, _ in shift.parts:
            there = signs.facts.get(sign, sign in signs.reported)
            if right and sign not in key.holds:
                odds += world.effects[sign] * (there - held[sign])
    return waterfall.expit(odds)


def score(forecast: float, chance: float) -> float:
    """The expected log score of a forecast where the true chance is known, in nats."""
    return -float(chance * np.log(forecast) + (1 - chance) * np.log1p(-forecast))


def run(
    worlds: int, seed: int, *, informative: bool, coded: bool = True, other_class: bool = True
) -> dict[str, Any]:
    """`{covered, gain, error}`: what share of true chances lies in the 80 % interval, and the gain.

    The gain is that of the evidence over the base rate in expected log score, in nats; `error` is
    its standard error over worlds.
    """
    vary = frozenset({"counts", "effects", *["coding"] * coded, *["classes"] * other_class})
    covered, gains = [], []
    for child in np.random.SeedSequence(seed).spawn(worlds):
        rng = np.random.default_rng(child)
        world = draw_world(rng, informative=informative)
        gained = []
        with counted(*draw_past(world, rng)):
            for _ in range(CRISES):
                signs = draw_crisis(rng, coded=coded)
                for days in horizons():
                    fall = waterfall.build(RUNG, days, signs)
                    chance = truth(world, signs, fall, days, rng, other_class=other_class)
                    tail = (1 - LEVEL) / 2
                    low, high = np.quantile(uncertainty.sample(fall, vary), (tail, 1 - tail))
                    covered.append(low <= chance <= high)
                    base = waterfall.before_evidence(fall.steps)
                    gained.append(score(base, chance) - score(fall.probability, chance))
        gains.append(np.mean(gained))
    error = float(np.std(gains, ddof=1) / np.sqrt(worlds))
    return {"covered": float(np.mean(covered)), "gain": float(np.mean(gains)), "error": error}


def main() -> None:
    """Print one line a kind of world."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    kinds = {
        "signs inform": {"informative": True},
        "signs inform, coder never errs": {"informative": True, "coded": False},
        "signs inform, coder never errs, class known": {
            "informative": True, "coded": False, "other_class": False
        },
        "signs are noise": {"informative": False},
        "signs are noise, coder never errs": {"informative": False, "coded": False},
        "signs are noise, coder never errs, class known": {
            "informative": False, "coded": False, "other_class": False
        },
    }  # fmt: skip
    print(f"{given.worlds} worlds a line, {CRISES} crises each at {len(horizons())} horizons")
    for name, kind in kinds.items():
        found = run(given.worlds, given.seed, **kind)
        print(
            f"{name}: 80 % intervals cover {found['covered']:.1%}; evidence gains "
            f"{found['gain']:+.4f} nats (standard error {found['error']:.4f})"
        )


if __name__ == "__main__":
    main()
