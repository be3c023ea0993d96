"""Which assumed number moves which outcome: rank correlations over the draws of one solve.

Every quantity with a range is one column of the solve's Latin hypercube, so one solve serves all
of them: Spearman's rank correlation with each outcome, and the mean outcome where the quantity
is low and where it is high. It ranks numbers by what they move on their own; what two numbers
move only together it does not see.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

from brinkwatch.crisis.draws import Draws
from brinkwatch.crisis.equilibrium import Equilibrium
from brinkwatch.crisis.ladder import Rules
from brinkwatch.crisis.payoffs import OUTCOMES
from brinkwatch.crisis.quantity import Array, Quantity
from brinkwatch.crisis.scenario import Scenario
from brinkwatch.crisis.solving import Progress, prepare, run
from brinkwatch.errors import InputError, NotSolvedError

HEADLINE = "unanswered"
"""The outcome that rows are sorted by; the attack rate may be held by calibration."""

Interval: TypeAlias = dict[str, float | None]

_ENOUGH = 64  # draws: a correlation of 0.25 is then told from none
_FEWEST = 12  # draws: four in each third
_SAME = 0.02  # relative; calibration meets the base rate to 0.01 log odds on either side
_Z95 = 1.959963984540054


def sensitivity(
    scenario: Scenario,
    *,
    draws: int | None = None,
    seed: int | None = None,
    on_progress: Progress | None = None,
) -> dict[str, Any]:
    """How each number with a range moves each outcome, strongest on `unanswered` first.

    Returns `{scenario, draws, seed, converged, held_by_calibration, rows: [{path, source, low,
    high, rank_correlation: {outcome: {r, lo, hi}}, thirds: {outcome: {low, high}}}]}`. Outcomes
    are the five ends and `attack`; `low` and `high` of a row are its range in the file (10th and
    90th percentile where it has three numbers), those of `thirds` the mean outcome in the lowest
    and highest third of its draws. `r` is None where the outcome is the same in all draws.

    Where `held_by_calibration`, each draw's attack rate is set to its base rate before the
    supported mechanisms are on, so that correlations with `attack` can be near 0 by construction
    and the operation cost, which takes up the intercept, moves nothing.

    Args:
        draws: `[solve]` draws, but at least 64, if None.
        seed: `[solve]` seed if None.

    Raises:
        InputError: no number has a range, or draws is below 12.
        NotSolvedError: fewer than 12 draws converged.
    """
    count = max(scenario.solve.draws, _ENOUGH) if draws is None else draws
    if count < _FEWEST:
        raise InputError(f"draws is {count}; correlations need at least {_FEWEST}.")
    varying = {path: q for path, q in scenario.quantities().items() if not q.fixed}
    if not varying:
        raise InputError(
            f"{scenario.id}: every number is fixed, so none can move an outcome; give one a range "
            "as [low, high]."
        )
    prepared = prepare(scenario, draws=count, seed=seed)
    solved = run(prepared, Rules.of(scenario), check_starts=False, on_progress=on_progress)
    converged = int(solved.converged.sum())
    if converged < _FEWEST:
        raise NotSolvedError(
            f"{scenario.id}: {converged} of {count} draws converged and correlations need "
            f"{_FEWEST}; lower solve.precision or ask for more draws."
        )
    ends = _ends(solved)
    rows = [_row(scenario, path, q, prepared.draws, solved, ends) for path, q in varying.items()]
    rows.sort(key=lambda row: -abs(row["rank_correlation"][HEADLINE]["r"] or 0.0))
    return {
        "scenario": scenario.id,
        "draws": count,
        "seed": prepared.draws.seed,
        "converged": {"n": converged, "share": converged / count},
        "held_by_calibration": scenario.calibration is not None,
        "rows": rows,
    }


def _ends(solved: Equilibrium) -> dict[str, Array]:
    """Probability of each outcome and of an attack, (converged draws,) each."""
    whole = solved.outcomes[solved.converged].sum(axis=1)
    ends = {name: np.asarray(whole[:, index]) for index, name in enumerate(OUTCOMES)}
    return ends | {"attack": solved.attack}


def _row(
    scenario: Scenario,
    path: str,
    quantity: Quantity,
    draws: Draws,
    solved: Equilibrium,
    ends: dict[str, Array],
) -> dict[str, Any]:
    values = np.asarray(draws[path][solved.converged])
    order, third = np.argsort(values, kind="stable"), len(values) // 3
    return {
        "path": path,
        "source": scenario.source(path),
        "low": quantity.root[0],
        "high": quantity.root[-1],
        "rank_correlation": {name: rank_correlation(values, end) for name, end in ends.items()},
        "thirds": {
            name: {
                "low": float(end[order[:third]].mean()),
                "high": float(end[order[-third:]].mean()),
            }
            for name, end in ends.items()
        },
    }


def rank_correlation(values: Array, outcome: Array) -> Interval:
    """Spearman's r of two (n,) arrays with an approximate 95 % interval, n at least 4.

    The interval is Fisher's z with the variance (1 + r^2 / 2) / (n - 3) that suits ranks (Bonett
    and Wright, 2000, Psychometrika 65(1)). All None where the outcome does not vary by more than
    calibration leaves open.
    """
    from scipy.stats import rankdata

    if np.ptp(outcome) <= _SAME * outcome.max():
        return {"r": None, "lo": None, "hi": None}
    r = float(np.corrcoef(rankdata(values), rankdata(outcome))[0, 1])
    z = np.arctanh(np.clip(r, -1 + 1e-12, 1 - 1e-12))
    half = _Z95 * np.sqrt((1 + r * r / 2) / (len(values) - 3))
    return {"r": r, "lo": float(np.tanh(z - half)), "hi": float(np.tanh(z + half))}
