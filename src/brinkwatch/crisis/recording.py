"""One draw solved and recorded: the work on it, and the arrays that its figures go into."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from brinkwatch.crisis.boards import Board
from brinkwatch.crisis.draws import Draws
from brinkwatch.crisis.equilibrium import Equilibrium, Pair
from brinkwatch.crisis.indicators import Indicator, indicators
from brinkwatch.crisis.payoffs import (
    OUTCOMES,
    confrontation_hazards,
    dearer,
    outcome_shares,
)
from brinkwatch.crisis.quantity import Array
from brinkwatch.crisis.scenario import Scenario
from brinkwatch.crisis.solvers import Asked, Job
from brinkwatch.crisis.solvers.search import distinct
from brinkwatch.crisis.tree import Game
from brinkwatch.errors import NotSolvedError

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
_CHECKED = 8  # draws tried from several starts
_KEPT_BYTES = 128 * 2**20  # memory for policies
_BLOCK, _BLOCK_BYTES = 256, 128 * 2**20  # draws whose games are built together, and their memory


class Found(NamedTuple):
    """What is recorded of one draw; policies and further equilibria only where it converged."""

    outcomes: Array
    numbers: dict[str, float]
    iterations: int
    converged: bool
    seen: Array
    policies: tuple[NDArray[np.float32], ...]
    several: int | None


class Recorder:
    """Collects the figures of each draw into arrays."""

    def __init__(self, scenario: Scenario, on: Board, draws: Draws, check_starts: bool) -> None:
        self.scenario, self.board, self.draws = scenario, on, draws
        n, rounds = draws.count, scenario.rounds.count
        self.outcomes = np.full((n, rounds, len(OUTCOMES)), np.nan)
        self.numbers = {name: np.full(n, np.nan) for name in _FIGURES}
        self.iterations = np.zeros(n, dtype=np.int64)
        self.converged = np.zeros(n, dtype=bool)
        self.indicators: tuple[Indicator, ...] = indicators(on)
        self.ends_of_round = [np.flatnonzero(on.round == n + 1) for n in range(rounds)]
        self.seen = np.full((n, len(self.indicators), 2), np.nan)
        self.checked = _CHECKED if check_starts and scenario.solve.starts > 1 else 0
        self.several: list[int] = []
        types = scenario.challenger.types + scenario.defender.types
        self.room = max(1, _KEPT_BYTES // (4 * on.tree.nodes * types))
        self.block = min(_BLOCK, max(1, _BLOCK_BYTES // (8 * on.tree.nodes * types)))
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

    def work(self, draw: int, drawn: Game, intercept: float | None) -> Job[Found | None]:
        """The work on one draw; it comes to None where there is no intercept."""
        if intercept is None:
            return None
        hazard = confrontation_hazards(self.board, self.draws, draw)
        drawn = dearer(self.board, drawn, hazard, intercept)
        tolerance = self.scenario.solve.tolerance
        solution = yield Asked(drawn, tolerance=tolerance)
        reach, several = solution.reach(drawn), None
        if solution.converged and draw < self.checked:
            known = yield from distinct(
                drawn,
                solution,
                starts=self.scenario.solve.starts,
                seed=(self.draws.seed, draw),
                tolerance=tolerance,
            )
            several = len(known)
        numbers = {
            "value_c": float(drawn.prior[0] @ solution.value[0]),
            "value_d": float(drawn.prior[1] @ solution.value[1]),
            "residual": solution.residual,
            "regret": solution.regret,
            "reached": solution.regret_reached,
            "nash_conv": solution.nash_conv,
            "intercept": intercept,
            "attack": float(reach[self.board.tree.ends][self.board.attack].sum()),
        }
        return Found(
            self._by_round(hazard, reach),
            numbers,
            solution.iterations,
            solution.converged,
            np.array([i.measure(reach) for i in self.indicators]),
            tuple(policy.astype(np.float32) for policy in solution.policy),
            several,
        )

    def add(self, draw: int, found: Found | None) -> None:
        """Record one draw."""
        if found is None:
            return
        self.outcomes[draw], self.iterations[draw] = found.outcomes, found.iterations
        self.converged[draw] = found.converged
        for name, number in found.numbers.items():
            self.numbers[name][draw] = number
        if not found.converged:
            return
        if self.indicators:
            self.seen[draw] = found.seen
        if len(self.kept) < self.room:
            self.kept.append(draw)
            for side, policy in zip(self.policies, found.policies, strict=True):
                self.policies[side].append(policy)
        if found.several is not None:
            self.several.append(found.several)

    def _by_round(self, hazard: Array, reach: Array) -> Array:
        mass = reach[self.board.tree.ends, None] * outcome_shares(self.board, hazard)
        return np.array([mass[ends].sum(axis=0) for ends in self.ends_of_round])

    def result(self, solver: str, policy: str) -> Equilibrium:
        """The equilibrium over the draws that converged; NotSolvedError when none did."""
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
            versions=versions(),
        )


def versions() -> dict[str, str]:
    """Of the libraries whose rounding an answer may follow."""
    return {name: version(name) for name in ("numpy", "numba", "scipy")}
