"""Solve a scenario: draw its numbers, calibrate, solve each draw, check for other equilibria."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any, TypeAlias

import numpy as np

from brinkwatch.crisis.calibrate import Calibrator, board
from brinkwatch.crisis.draws import Draws, sample
from brinkwatch.crisis.equilibrium import Equilibrium, Pair
from brinkwatch.crisis.indicators import Indicator, indicators
from brinkwatch.crisis.ladder import Rules
from brinkwatch.crisis.payoffs import OUTCOMES, Board, confrontation_hazards, game, outcome_shares
from brinkwatch.crisis.quantity import Array
from brinkwatch.crisis.scenario import Scenario
from brinkwatch.crisis.solvers import Solution, Solver, SolverName, get
from brinkwatch.crisis.solvers.search import distinct
from brinkwatch.crisis.tree import Game
from brinkwatch.errors import InputError, NotSolvedError

Progress: TypeAlias = Callable[[int, int], None]

_FIGURES = (
    "value_c",
    "value_d",
    "residual",
    "regret",
    "reached",
    "nash_conv",
    "intercept",
    "attack",
)
MOST_DRAWS = 100_000  # the limit of `[solve] draws`
_BY_CONCEPT: dict[str, SolverName] = {"qre": "fast", "rational": "rational"}
_CHECKED = 8  # draws tried from several starts
_KEPT_BYTES = 128 * 2**20  # memory for policies


def solve(
    scenario: Scenario,
    *,
    draws: int | None = None,
    seed: int | None = None,
    solver: SolverName | None = None,
    on_progress: Progress | None = None,
) -> Equilibrium:
    """The equilibria of a scenario over draws of its numbers.

    Args:
        draws, seed: override `[solve]`.
        solver: `plain` for small trees; by `[solve] concept` if absent.
        on_progress: called with (draws done, draws in all).

    Raises:
        NotSolvedError: no draw converged.
    """
    prepared = prepare(scenario, draws=draws, seed=seed, solver=solver)
    return run(prepared, Rules.of(scenario), on_progress=on_progress)


@dataclass(frozen=True)
class Prepared:
    """Draws with their intercepts, shared by all policies that are compared."""

    scenario: Scenario
    draws: Draws
    solver_name: SolverName
    calibrator: Calibrator | None
    intercepts: dict[int, float | None] = field(default_factory=dict)

    def intercept(self, draw: int) -> float | None:
        """The draw's intercept (0 without calibration), found once."""
        if self.calibrator is None:
            return 0.0
        if draw not in self.intercepts:
            self.intercepts[draw] = self.calibrator.intercept(self.draws, draw)
        return self.intercepts[draw]


def prepare(
    scenario: Scenario,
    *,
    draws: int | None = None,
    seed: int | None = None,
    solver: SolverName | None = None,
) -> Prepared:
    """Draw the numbers of a scenario and set up its calibration."""
    name = solver or _BY_CONCEPT[scenario.solve.concept]
    solve_ = get(name)
    count = scenario.solve.draws if draws is None else draws
    drawn = sample(scenario, checked_draws(count), scenario.solve.seed if seed is None else seed)
    calibrator = Calibrator.of(scenario, solve_) if scenario.calibration else None
    return Prepared(scenario, drawn, name, calibrator)


def checked_draws(count: int) -> int:
    """The number of draws, or InputError when it is not one a scenario file could ask for."""
    if not 1 <= count <= MOST_DRAWS:
        raise InputError(f"draws is {count}; give a number from 1 to {MOST_DRAWS:,}.")
    return count


def run(
    prepared: Prepared,
    rules: Rules,
    *,
    policy: str = "free",
    check_starts: bool = True,
    on_progress: Progress | None = None,
) -> Equilibrium:
    """Solve every draw under the given rules."""
    scenario, draws = prepared.scenario, prepared.draws
    recorder = _Recorder(scenario, board(rules), draws, check_starts)
    solver = get(prepared.solver_name)
    for draw in range(draws.count):
        intercept = prepared.intercept(draw)
        if intercept is not None:
            drawn = game(scenario, recorder.board, draws, draw, intercept)
            solution = solver(drawn, tolerance=scenario.solve.tolerance)
            recorder.add(draw, drawn, solution, intercept, solver)
        if on_progress:
            on_progress(draw + 1, draws.count)
    return recorder.result(prepared.solver_name, policy)


class _Recorder:
    """Collects the figures of each draw into arrays."""

    def __init__(self, scenario: Scenario, on: Board, draws: Draws, check_starts: bool) -> None:
        self.scenario, self.board, self.draws = scenario, on, draws
        n, rounds = draws.count, scenario.rounds.count
        self.outcomes = np.full((n, rounds, len(OUTCOMES)), np.nan)
        self.numbers = {name: np.full(n, np.nan) for name in _FIGURES}
        self.iterations = np.zeros(n, dtype=np.int64)
        self.converged = np.zeros(n, dtype=bool)
        self.indicators: tuple[Indicator, ...] = indicators(on)
        self.seen = np.full((n, len(self.indicators), 2), np.nan)
        self.checked = _CHECKED if check_starts and scenario.solve.starts > 1 else 0
        self.several: list[int] = []
        types = scenario.challenger.types + scenario.defender.types
        self.room = max(1, _KEPT_BYTES // (4 * on.tree.nodes * types))
        self.kept: list[int] = []
        self.policies: dict[str, list[Any]] = {"challenger": [], "defender": []}

    def add(
        self, draw: int, drawn: Game, solution: Solution, intercept: float, solver: Solver
    ) -> None:
        reach = solution.reach(drawn)
        self.outcomes[draw] = self._by_round(draw, reach)
        self.converged[draw] = solution.converged
        self.iterations[draw] = solution.iterations
        for name, number in (
            ("value_c", drawn.prior[0] @ solution.value[0]),
            ("value_d", drawn.prior[1] @ solution.value[1]),
            ("residual", solution.residual),
            ("regret", solution.regret),
            ("reached", solution.regret_reached),
            ("nash_conv", solution.nash_conv),
            ("intercept", intercept),
            ("attack", reach[self.board.tree.ends][self.board.attack].sum()),
        ):
            self.numbers[name][draw] = number
        if not solution.converged:
            return
        for index, indicator in enumerate(self.indicators):
            self.seen[draw, index] = indicator.measure(self.board.tree, reach)
        if len(self.kept) < self.room:
            self.kept.append(draw)
            for side, policy in zip(self.policies, solution.policy, strict=True):
                self.policies[side].append(policy.astype(np.float32))
        if draw < self.checked:
            found = distinct(
                drawn,
                solver,
                solution,
                starts=self.scenario.solve.starts,
                seed=(self.draws.seed, draw),
                tolerance=self.scenario.solve.tolerance,
            )
            self.several.append(len(found))

    def _by_round(self, draw: int, reach: Array) -> Array:
        shares = outcome_shares(self.board, confrontation_hazards(self.board, self.draws, draw))
        mass = reach[self.board.tree.ends, None] * shares
        rounds = np.zeros(self.outcomes.shape[1:])
        np.add.at(rounds, self.board.round - 1, mass)
        return rounds

    def result(self, solver: str, policy: str) -> Equilibrium:
        if not self.converged.any():
            raise NotSolvedError(
                f"{self.scenario.id}: none of {self.draws.count} draws converged; lower "
                "solve.precision or widen solve.tolerance."
            )
        pairs = tuple(
            Pair(i.name, i.outcome, i.given, i.otherwise, self.seen[:, n, 0], self.seen[:, n, 1])
            for n, i in enumerate(self.indicators)
        )
        numbers = self.numbers
        return Equilibrium(
            scenario=self.scenario,
            tree=self.board.tree,
            outcomes=self.outcomes,
            attacks=numbers["attack"],
            value=(numbers["value_c"], numbers["value_d"]),
            residual=numbers["residual"],
            regret=numbers["regret"],
            regret_reached=numbers["reached"],
            nash_conv=numbers["nash_conv"],
            iterations=self.iterations,
            intercept=numbers["intercept"],
            converged=self.converged,
            several=np.array(self.several, dtype=np.int64),
            starts=self.scenario.solve.starts,
            kept=np.array(self.kept, dtype=np.int64),
            policies={side: np.stack(p) for side, p in self.policies.items()},
            indicators=pairs,
            solver=solver,
            seed=self.draws.seed,
            policy=policy,
            versions={name: version(name) for name in ("numpy", "numba", "scipy")},
        )
