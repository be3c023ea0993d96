"""Solve a scenario: draw its numbers, calibrate, solve each draw, check for other equilibria."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from brinkwatch.crisis.calibrate import Calibrator, board
from brinkwatch.crisis.checkpoint import EVERY, Checkpoint
from brinkwatch.crisis.draws import Draws, sample
from brinkwatch.crisis.equilibrium import Equilibrium, Pair
from brinkwatch.crisis.files import dumps
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
_ARRAYS = ("outcomes", "iterations", "converged", "seen")
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
    keep: Path | None = None,
    on_progress: Progress | None = None,
) -> Equilibrium:
    """The equilibria of a scenario over draws of its numbers.

    Args:
        draws, seed: override `[solve]`.
        solver: `plain` for small trees; by `[solve] concept` if absent.
        keep: a file for the draws done; a solve that was interrupted goes on from it, to the same
            answer as one that was not.
        on_progress: called with (draws done, draws in all).

    Raises:
        InputError: `keep` holds another solve, or cannot be written.
        NotSolvedError: no draw converged.
    """
    prepared = prepare(scenario, draws=draws, seed=seed, solver=solver)
    checkpoint = (
        None
        if keep is None
        else Checkpoint.of(
            keep,
            dumps(scenario),
            prepared.draws.count,
            prepared.draws.seed,
            prepared.solver_name,
            _versions(),
        )
    )
    return run(prepared, Rules.of(scenario), checkpoint=checkpoint, on_progress=on_progress)


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
    checkpoint: Checkpoint | None = None,
    on_progress: Progress | None = None,
) -> Equilibrium:
    """Solve every draw under the given rules, those apart that the checkpoint keeps."""
    scenario, draws = prepared.scenario, prepared.draws
    recorder = _Recorder(scenario, board(rules), draws, check_starts)
    solver = get(prepared.solver_name)
    if checkpoint:
        checkpoint.load(recorder)
    try:
        for draw in range(recorder.done, draws.count):
            intercept = prepared.intercept(draw)
            if intercept is not None:
                drawn = game(scenario, recorder.board, draws, draw, intercept)
                solution = solver(drawn, tolerance=scenario.solve.tolerance)
                recorder.add(draw, drawn, solution, intercept, solver)
            recorder.done = draw + 1
            if checkpoint and recorder.done % EVERY == 0:
                checkpoint.save(recorder)
            if on_progress:
                on_progress(recorder.done, draws.count)
    finally:
        if checkpoint:
            checkpoint.save(recorder)
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
        self.done = 0

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The draws done, as arrays by name; `restore` takes them back."""
        kept = [draw for draw in self.kept if draw < self.done]  # a draw may be half added
        checked = int(self.converged[: min(self.done, self.checked)].sum())
        lists = {"several": self.several[:checked], "kept": kept}
        return {
            **{name: getattr(self, name) for name in _ARRAYS},
            **{f"number_{name}": values for name, values in self.numbers.items()},
            **{name: np.array(values, dtype=np.int64) for name, values in lists.items()},
            **{f"policy_{side}": np.array(p[: len(kept)]) for side, p in self.policies.items()},
        }

    def restore(self, arrays: dict[str, NDArray[Any]]) -> None:
        """Take the draws done from arrays."""
        for name in _ARRAYS:
            setattr(self, name, arrays[name])
        self.numbers = {name: arrays[f"number_{name}"] for name in self.numbers}
        self.several, self.kept = arrays["several"].tolist(), arrays["kept"].tolist()
        self.policies = {side: list(arrays[f"policy_{side}"]) for side in self.policies}

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
            versions=_versions(),
        )


def _versions() -> dict[str, str]:
    return {name: version(name) for name in ("numpy", "numba", "scipy")}
