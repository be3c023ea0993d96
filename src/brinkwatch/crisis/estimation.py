"""Precision and payoffs estimated from coded histories by maximum likelihood.

The likelihood of a history is that of its moves in the agent quantal response equilibrium, the
sides' types unknown (Signorino, 1999, American Political Science Review 93(2); with private types
Esarey, Mukherjee and Moore, 2008, Political Analysis 16(3)). Chance moves do not depend on what is
estimated and drop out. Estimates are of log numbers, so that all stay positive; standard errors
come from the curvature at the maximum, by the delta method.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np

from brinkwatch.crisis.calibrate import Calibrator, board
from brinkwatch.crisis.draws import Draws, central
from brinkwatch.crisis.histories import follow
from brinkwatch.crisis.ladder import Rules
from brinkwatch.crisis.payoffs import game
from brinkwatch.crisis.quantity import Array
from brinkwatch.crisis.scenario import Scenario, near
from brinkwatch.crisis.solvers import Solution, get
from brinkwatch.crisis.tree import Game, Owner, PublicTree
from brinkwatch.errors import InputError, NotSolvedError

Build: TypeAlias = Callable[[Array], Game]
"""The game at given values of what is estimated, (numbers,)."""

PRECISION = "precision"
"""The name that stands for both sides' precision, held equal."""

_SHIFTED = "payoff.challenger.operation_cost"
_CLOSE = 1e-7  # log odds from the base rate, so that the likelihood is smooth
_STEP = 1e-3  # of a log number, in finite differences
_TIGHT = 1e-9
_WIDEST = 3.0  # log units either way from the start
_FLAT = 0.01  # curvature: a standard error of ten log units
_LEAST = 1e-300  # a chance below it counts as it


@dataclass(frozen=True)
class Estimate:
    """Maximum likelihood estimates: value and standard error by name, and the log likelihood."""

    names: tuple[str, ...]
    value: Array
    error: Array
    log_likelihood: float
    histories: int


def fit(
    build: Build, names: Sequence[str], start: Array, tree: PublicTree, paths: Sequence[int]
) -> Estimate:
    """The estimates from histories given by the nodes at which they stop.

    Raises:
        NotSolvedError: the game at the estimate does not converge, or the likelihood has no
            maximum inside the range tried, so that the histories do not identify a number.
    """
    from scipy.optimize import minimize

    counts = Counter(paths)
    routes = {node: _moves(tree, node) for node in counts}

    def solved(logs: Array) -> Solution:
        return get("fast")(build(start * np.exp(logs)), tolerance=_TIGHT, iterations=500)

    def loss(logs: Array) -> float:
        edges = np.log(np.maximum(solved(logs).edge, _LEAST))
        return -float(sum(n * edges[list(routes[node])].sum() for node, n in counts.items()))

    bounds = [(-_WIDEST, _WIDEST)] * len(names)
    found = minimize(
        lambda logs: loss(logs) / len(paths),
        np.zeros(len(names)),
        method="L-BFGS-B",
        jac=lambda logs: _slopes(loss, logs) / len(paths),
        bounds=bounds,
    )
    if np.abs(found.x).max() > _WIDEST - 1e-6:
        name = names[int(np.abs(found.x).argmax())]
        raise NotSolvedError(
            f"the histories do not identify {name}: their likelihood rises to the end of the range "
            "tried; give more histories or hold it fixed."
        )
    if not solved(found.x).converged:
        raise NotSolvedError(
            "the game at the estimate did not converge; start nearer or estimate fewer numbers."
        )
    spread = _errors(loss, found.x, names)
    value = start * np.exp(found.x)
    return Estimate(tuple(names), value, value * spread, -loss(found.x), len(paths))


def _slopes(loss: Callable[[Array], float], at: Array) -> Array:
    """First derivatives by log numbers, from central differences."""
    steps = np.eye(len(at)) * _STEP
    return np.array([(loss(at + step) - loss(at - step)) / (2 * _STEP) for step in steps])


def _errors(loss: Callable[[Array], float], at: Array, names: Sequence[str]) -> Array:
    """Standard errors of log numbers, from central second differences."""
    n = len(at)
    steps = np.eye(n) * _STEP
    curve = np.empty((n, n))
    for i in range(n):
        for j in range(i, n):
            corners = [
                sign * loss(at + a * steps[i] + b * steps[j])
                for a, b, sign in ((1, 1, 1), (1, -1, -1), (-1, 1, -1), (-1, -1, 1))
            ]
            curve[i, j] = curve[j, i] = sum(corners) / (4 * _STEP**2)
    if np.linalg.eigvalsh(curve).min() <= _FLAT:
        raise NotSolvedError(
            f"the histories do not tell {', '.join(names)} apart; estimate fewer of them."
        )
    return np.asarray(np.sqrt(np.diag(np.linalg.inv(curve))))


def _moves(tree: PublicTree, node: int) -> tuple[int, ...]:
    """The nodes on the way to a node that a player's move leads to."""
    found = []
    while tree.parent[node] >= 0:
        if tree.owner[tree.parent[node]] in (Owner.CHALLENGER, Owner.DEFENDER):
            found.append(node)
        node = int(tree.parent[node])
    return tuple(found)


def estimate(
    scenario: Scenario, histories: Sequence[Sequence[str]], names: Sequence[str]
) -> dict[str, Any]:
    """Numbers of a scenario estimated from coded histories, all others at their medians.

    Args:
        histories: lists of moves in the words of `play`, silent ones left out.
        names: `precision`, or paths of positive numbers such as `payoff.challenger.audience_cost`.

    Returns `{scenario, histories, log_likelihood, intercept, estimates: [{path, value, error, lo,
    hi, start}]}` with `lo` and `hi` the 90 % interval of the log number. A scenario with a
    `[calibration]` meets its base rate at every value tried, so that the histories tell how a
    crisis of this rate goes, not how frequent it is; `intercept` is then the addition to the
    operation cost at the estimate, else 0.

    Raises:
        InputError: a name is no positive number of the scenario or is set by its calibration, or a
            history is not possible.
        NotSolvedError: the histories do not identify the numbers, or no operation cost meets the
            base rate.
    """
    if not histories or not names:
        raise InputError("give at least one history and at least one number to estimate.")
    on, draws = board(Rules.of(scenario)), central(scenario)
    start = np.array([_start(draws, name) for name in names])
    paths = []
    for number, moves in enumerate(histories, start=1):
        try:
            paths.append(follow(on.tree, moves)[-1] if moves else 0)
        except InputError as error:
            raise InputError(f"history {number}: {error}") from None

    if scenario.calibration and _SHIFTED in names:
        raise InputError(
            f"{_SHIFTED} is set by the calibration; estimate another number, or take [calibration] "
            "out of the file."
        )
    calibrator = (
        replace(Calibrator.of(scenario, "fast"), close=_CLOSE, tolerance=_TIGHT)
        if scenario.calibration
        else None
    )

    def intercept(changed: Draws) -> float:
        (shift,) = calibrator.intercepts(changed, [0]) if calibrator else [0.0]
        if shift is None:
            raise NotSolvedError(
                f"{scenario.id}: no operation cost meets the base rate at the values tried; "
                "estimate fewer numbers or take [calibration] out of the file."
            )
        return shift

    def build(values: Array) -> Game:
        changed = _with(draws, names, values)
        return game(scenario, on, changed, 0, intercept(changed))

    found = fit(build, names, start, on.tree, paths)
    half = 1.6448536269514722 * found.error / found.value
    rows = zip(names, found.value, found.error, half, start, strict=True)
    return {
        "scenario": scenario.id,
        "histories": found.histories,
        "log_likelihood": found.log_likelihood,
        "intercept": intercept(_with(draws, names, found.value)),
        "estimates": [
            {
                "path": name,
                "value": float(value),
                "error": float(error),
                "lo": float(value * np.exp(-h)),
                "hi": float(value * np.exp(h)),
                "start": float(first),
            }
            for name, value, error, h, first in rows
        ],
    }


def _start(draws: Draws, name: str) -> float:
    path = "solve.precision.defender" if name == PRECISION else name
    if path not in draws.values:
        known = [PRECISION, *draws.values]
        raise InputError(f"{name!r} is no number of the scenario; {near(name, known)}.")
    value = draws.one(path, 0)
    if value <= 0:
        raise InputError(f"{name} is {value:g}; only a number above zero can be estimated.")
    return value


def _with(draws: Draws, names: Sequence[str], values: Array) -> Draws:
    changed = dict(draws.values)
    for name, value in zip(names, values, strict=True):
        sides = ("challenger", "defender") if name == PRECISION else ()
        for path in [f"solve.precision.{side}" for side in sides] or [name]:
            changed[path] = np.array([value])
    return Draws(changed, draws.constants, 1, 0)
