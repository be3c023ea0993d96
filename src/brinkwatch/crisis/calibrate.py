"""The intercept on the challenger's operation cost that reproduces a base rate of attack.

A crisis game's absolute attack rate comes out of assumed payoffs, so it means nothing by itself.
Before anything that quotes support is switched on, each draw is therefore shifted until its
attack probability equals the rate of its reference class; what the supported mechanisms then add
are differences from history.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from brinkwatch.crisis.boards import Board
from brinkwatch.crisis.draws import Draws
from brinkwatch.crisis.ladder import Rules, State, expand
from brinkwatch.crisis.payoffs import confrontation_hazards, dearer, games
from brinkwatch.crisis.quantity import zero
from brinkwatch.crisis.scenario import Scenario
from brinkwatch.crisis.solvers import Asked, Job, SolverName, Start, answers
from brinkwatch.crisis.tables import Reserves, Window
from brinkwatch.crisis.tree import Game, Node, grow
from brinkwatch.errors import InputError

LARGEST = 300_000
"""Nodes above which a game is refused: it would fill the memory."""

_WIDEST = 64.0  # payoff units; far beyond any stake


def board(rules: Rules) -> Board:
    """The public tree of the rules with its end columns.

    Raises:
        InputError: the tree has more than 300,000 nodes.
    """
    grown = 0

    def counted(state: State) -> Node:
        nonlocal grown
        grown += 1
        if grown > LARGEST:
            raise InputError(
                f"the game has more than {LARGEST:,} public histories; give it fewer rounds, "
                "levels, reserves, moves or unannounced windows."
            )
        return expand(state, rules)

    return Board.of(grow(rules.root, counted))


def baseline(scenario: Scenario) -> Scenario:
    """The scenario as its reference class knows it: what rests on quotes is switched off.

    Red lines stand as declared, since the classes are of declared threats.
    """
    s = scenario
    moves = s.challenger.moves
    if moves.supports:
        moves = moves.model_copy(update={"brandish": False})
    if s.reserves.supports:
        kept = tuple(move for move in moves.allow if move != "regroup")
        moves = moves.model_copy(update={"allow": kept})
    signal, defence = s.defender.division_signal, s.confrontation.missile_defence
    changes = {
        "challenger": s.challenger.model_copy(update={"moves": moves}),
        "defender": s.defender.model_copy(
            update={"division_signal": None if signal and signal.supports else signal}
        ),
        "red_line": tuple(line.model_copy(update={"status": "active"}) for line in s.red_line),
        "window": Window() if s.window.supports else s.window,
        "reserves": Reserves() if s.reserves.supports else s.reserves,
        "confrontation": s.confrontation.model_copy(
            update={"missile_defence": None if defence and defence.supports else defence}
        ),
        "types": s.types.model_copy(update={"challenger_tilt": zero()})
        if s.types.supports
        else s.types,
    }
    return s.model_copy(update=changes)


@dataclass(frozen=True)
class Calibrator:
    """Finds each draw's intercept on one baseline board.

    close: log odds from the base rate that count as met. tolerance: that of each solve.
    """

    scenario: Scenario
    board: Board
    solver: SolverName
    close: float = 0.01
    tolerance: float = 1e-5

    @classmethod
    def of(cls, scenario: Scenario, solver: SolverName) -> Calibrator:
        """The calibrator of a scenario that has a `[calibration]`."""
        plain = baseline(scenario)
        return cls(plain, board(Rules.of(plain)), solver)

    def intercepts(self, draws: Draws, which: Sequence[int]) -> list[float | None]:
        """For each draw, what to add to the operation cost to meet the base rate.

        The attack rate falls in the cost; the root is bracketed, then found by the Illinois rule.
        None where no cost meets the rate.
        """
        drawn = games(self.scenario, self.board, draws, which)
        jobs = [self._search(draws, n, one) for n, one in zip(which, drawn, strict=True)]
        return list(answers(self.solver, jobs, drawn[0]))

    def _search(self, draws: Draws, draw: int, drawn: Game) -> Job[float | None]:
        rate = float(np.clip(draws.one("calibration.base_rate", draw), 1e-6, 1 - 1e-6))
        target = np.log(rate / (1 - rate))
        hazard = confrontation_hazards(self.board, draws, draw)
        start: Start = None
        root = _falling_root(self.close)
        cost = next(root)
        while True:
            dear = dearer(self.board, drawn, hazard, cost)
            solution = yield Asked(dear, tolerance=self.tolerance, start=start)
            start = solution.logits
            ends = solution.reach(dear)[self.board.tree.ends]
            attack = float(np.clip(ends[self.board.attack].sum(), 1e-12, 1 - 1e-12))
            try:
                cost = root.send(float(np.log(attack / (1 - attack)) - target))
            except StopIteration as found:
                return cast(float | None, found.value)


def _falling_root(close: float) -> Generator[float, float, float | None]:
    """The root of a falling function: bracketed from 0 outward, then by the Illinois rule.

    Yields where the function is wanted and is sent its value there.
    """
    low, f_low = 0.0, (yield 0.0)
    if abs(f_low) < close:
        return low
    step = 0.25 if f_low > 0 else -0.25
    high, f_high = low + step, (yield low + step)
    while f_low * f_high > 0:
        low, f_low = high, f_high
        step *= 2
        if abs(step) > _WIDEST:
            return None
        high, f_high = high + step, (yield high + step)
    for _ in range(40):
        middle = high - f_high * (high - low) / (f_high - f_low)
        f_middle = yield middle
        if abs(f_middle) < close:
            return float(middle)
        if f_middle * f_high < 0:
            low, f_low = high, f_high
        else:
            f_low *= 0.5
        high, f_high = middle, f_middle
    return None
