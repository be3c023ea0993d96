"""Tornado and Sobol: one number moved at a time, and the variance that each accounts for.

A tornado moves each number from its 10th to its 90th percentile with all others at their medians.
Sobol indices share out the variance of an outcome over all numbers at once: first order, what a
number explains alone; total, what it explains alone or with others (Sobol', 2001; Saltelli et al.,
2010, Computer Physics Communications 181(2)).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from brinkwatch.crisis.calibrate import Calibrator
from brinkwatch.crisis.draws import Draws, bounded, central
from brinkwatch.crisis.equilibrium import Equilibrium
from brinkwatch.crisis.ladder import Rules
from brinkwatch.crisis.payoffs import OUTCOMES
from brinkwatch.crisis.quantity import Array
from brinkwatch.crisis.scenario import Scenario
from brinkwatch.crisis.solving import Prepared, Progress, run
from brinkwatch.errors import InputError, NotSolvedError

NAMES = (*OUTCOMES, "attack")
_LOST = 0.1  # share of solves that may fail and be set to the mean
_SAME = 0.02  # relative range below which an outcome counts as constant, as calibration leaves it
_LOW, _HIGH = 0.1, 0.9


def tornado(scenario: Scenario, *, on_progress: Progress | None = None) -> dict[str, Any]:
    """Each outcome with one number at its 10th and 90th percentile, all others at the median.

    Returns `{scenario, solves, failed, middle: {outcome: p}, rows: [{path, source, low, high,
    outcomes: {outcome: {low, high}}}]}`, the widest swing of any outcome first; a solve that
    failed is None.

    Raises:
        InputError: no number has a range.
    """
    varying = _varying(scenario)
    ends = np.full((len(varying), 1 + 2 * len(varying)), 0.5)
    for row in range(len(varying)):
        ends[row, 1 + 2 * row], ends[row, 2 + 2 * row] = _LOW, _HIGH
    outcomes, failed = _solved(scenario, varying, ends, on_progress)
    rows = []
    for index, path in enumerate(varying):
        low, high = outcomes[:, 1 + 2 * index], outcomes[:, 2 + 2 * index]
        at = scenario.quantities()[path].at(np.array([_LOW, _HIGH]))
        pairs = {n: {"low": _or_none(a), "high": _or_none(b)}
                 for n, a, b in zip(NAMES, low, high, strict=True)}  # fmt: skip
        rows.append(
            {"path": path, "source": scenario.source(path), "low": float(at[0]),
             "high": float(at[1]), "outcomes": pairs}
        )  # fmt: skip
    swing = np.nan_to_num(np.abs(outcomes[:, 2::2] - outcomes[:, 1::2])).max(axis=0)
    order = np.argsort(-swing, kind="stable")
    return {
        "scenario": scenario.id,
        "solves": ends.shape[1],
        "failed": failed,
        "middle": {n: _or_none(x) for n, x in zip(NAMES, outcomes[:, 0], strict=True)},
        "rows": [rows[i] for i in order],
    }


def sobol(
    scenario: Scenario, *, n: int = 32, seed: int | None = None, on_progress: Progress | None = None
) -> dict[str, Any]:
    """First-order and total Sobol indices of every number with a range, by outcome.

    Takes n * (numbers + 2) solves; n is a power of two. Returns `{scenario, n, solves, failed,
    seed, variance: {outcome: v}, rows: [{path, source, first, total}]}`, where `first` and `total`
    hold an index by outcome, None where the outcome is the same in all solves; rows are sorted by
    the largest total index. Few solves make noisy indices, which may fall outside 0 to 1. A solve
    that failed counts with the mean.

    Raises:
        InputError: no number has a range, or n is no power of two from 2 up.
        NotSolvedError: more than a tenth of the solves failed.
    """
    from scipy.stats import qmc, sobol_indices

    if n < 2 or n & (n - 1):
        raise InputError(f"n is {n}; give a power of two from 2 up, such as 32.")
    varying = _varying(scenario)
    d, used = len(varying), scenario.solve.seed if seed is None else seed
    if used < 0:
        raise InputError(f"seed is {used}; give a whole number, 0 or more.")
    points = qmc.Sobol(2 * d, scramble=True, rng=used).random(n).T
    a, b = points[:d], points[d:]
    mixed = [np.where(np.arange(d)[:, None] == row, b, a) for row in range(d)]
    outcomes, failed = _solved(scenario, varying, np.hstack([a, b, *mixed]), on_progress)
    solves = n * (d + 2)
    if failed > _LOST * solves:
        raise NotSolvedError(
            f"{scenario.id}: {failed} of {solves} solves failed and indices bear a tenth; lower "
            "solve.precision."
        )
    outcomes = np.where(np.isnan(outcomes), np.nanmean(outcomes, axis=1)[:, None], outcomes)
    varies = np.ptp(outcomes, axis=1) > _SAME * np.abs(outcomes).max(axis=1)
    first = np.full((len(NAMES), d), np.nan)
    total = np.full((len(NAMES), d), np.nan)
    if varies.any():
        kept = outcomes[varies]
        found = sobol_indices(
            func={
                "f_A": kept[:, :n],
                "f_B": kept[:, n : 2 * n],
                "f_AB": kept[:, 2 * n :].reshape(len(kept), d, n).transpose(1, 0, 2),
            },
            n=n,
        )
        first[varies], total[varies] = found.first_order, found.total_order
    rows: list[dict[str, Any]] = [
        {"path": path, "source": scenario.source(path)}
        | {
            kind: {name: _or_none(x) for name, x in zip(NAMES, table[:, i], strict=True)}
            for kind, table in (("first", first), ("total", total))
        }
        for i, path in enumerate(varying)
    ]
    rows.sort(key=lambda row: -max((x or 0.0) for x in row["total"].values()))
    return {
        "scenario": scenario.id,
        "n": n,
        "solves": solves,
        "failed": failed,
        "seed": used,
        "variance": {
            x: float(v) for x, v in zip(NAMES, outcomes[:, : 2 * n].var(axis=1), strict=True)
        },
        "rows": rows,
    }


def _varying(scenario: Scenario) -> list[str]:
    varying = [path for path, quantity in scenario.quantities().items() if not quantity.fixed]
    if not varying:
        raise InputError(
            f"{scenario.id}: every number is fixed, so none can move an outcome; give one a range "
            "as [low, high]."
        )
    return varying


def _solved(
    scenario: Scenario, varying: list[str], points: Array, on_progress: Progress | None
) -> tuple[Array, int]:
    """Outcomes (names, solves) at points (numbers, solves) of the unit cube; NaN if failed."""
    count = points.shape[1]
    middle, quantities = central(scenario), scenario.quantities()
    values = {path: np.repeat(value, count) for path, value in middle.values.items()}
    for path, row in zip(varying, points, strict=True):
        values[path] = bounded(path, quantities[path], quantities[path].at(row))
    draws = Draws(values, middle.constants, count, scenario.solve.seed)
    calibrator = Calibrator.of(scenario, "fast") if scenario.calibration else None
    prepared = Prepared(scenario, draws, "fast", calibrator)
    solved = run(prepared, Rules.of(scenario), check_starts=False, on_progress=on_progress)
    return _outcomes(solved), int((~solved.converged).sum())


def _outcomes(solved: Equilibrium) -> Array:
    whole = np.vstack([solved.outcomes.sum(axis=1).T, solved.attacks])
    return np.asarray(np.where(solved.converged, whole, np.nan))


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
