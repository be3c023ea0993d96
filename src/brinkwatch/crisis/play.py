"""Take a side in the crisis against its equilibrium: a pure engine, one move at a time.

The numbers of the scenario stand at their medians. The other side's type is drawn from its prior
and plays its equilibrium policy; after each move the engine says what an observer now believes.
Chance depends on the seed and the history alone, so a move taken back and made again meets the
same answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from brinkwatch.crisis.boards import Board
from brinkwatch.crisis.calibrate import Calibrator, board
from brinkwatch.crisis.draws import Draws, central
from brinkwatch.crisis.ladder import Rules, State
from brinkwatch.crisis.payoffs import OUTCOMES, confrontation_hazards, game, outcome_shares
from brinkwatch.crisis.quantity import Array
from brinkwatch.crisis.scenario import Scenario
from brinkwatch.crisis.simulation import MOVERS, Move
from brinkwatch.crisis.solvers import Solution, get
from brinkwatch.crisis.tree import Game, Owner
from brinkwatch.errors import InputError, NotSolvedError

Side: TypeAlias = Literal["challenger", "defender"]
SIDES: tuple[Side, Side] = ("challenger", "defender")

PLAIN = {
    "hold": "hold: leave the commitment where it is",
    "step": "step: raise it by one level",
    "leap": "leap: raise it by several levels at once",
    "back": "back down: lower it by one level",
    "attack": "attack",
    "refrain": "refrain from attacking",
    "wait": "wait",
    "regroup": "regroup: build up free reserves",
    "threaten": "threaten: declare a red line at the next level",
    "pretext": "manufacture a pretext",
    "demonstrate": "demonstrate: answer below an attack",
    "weapon": "show a new weapon",
    "doctrine": "change the doctrine",
    "third_party": "hit a third party",
    "strike": "strike in the theatre",
    "probe": "probe the territory of a member",
    "plain": "without a nuclear threat",
    "brandish": "with a nuclear threat",
    "absorb": "absorb: leave the attack unanswered",
    "match": "match: answer in kind",
    "overmatch": "overmatch: answer with more",
    "desist": "desist",
    "escalate": "escalate",
}
"""What each move means, for a reader."""


@dataclass(frozen=True)
class Position:
    """Where a play stands: a public history, and who is to move (None at the end).

    seen: the moves since the player's last choice. beliefs: of either side's type, (types,) from
    most to least resolved, as an observer of all public moves holds them.
    """

    node: int
    round: int
    level: str
    mover: Side | None
    choices: tuple[str, ...]
    seen: tuple[Move, ...]
    beliefs: dict[Side, tuple[float, ...]]
    outcome: str | None = None
    payoff: dict[Side, float] | None = None


class Table:
    """A solved game with a player on one side and the equilibrium on the other."""

    def __init__(self, scenario: Scenario, side: Side, *, seed: int) -> None:
        if side not in SIDES:
            raise InputError(f"no side is called {side!r}; choose challenger or defender.")
        if seed < 0:
            raise InputError(f"seed is {seed}; give a whole number, 0 or more.")
        self.scenario, self.side, self.seed = scenario, side, seed
        self._board: Board = board(Rules.of(scenario))
        self._draws: Draws = central(scenario)
        self._game, self._solution = _solved(scenario, self._board, self._draws)
        deal = np.random.default_rng([seed, SIDES.index(side)])
        self.types: dict[Side, int] = {
            name: int(deal.choice(len(prior), p=prior))
            for name, prior in zip(SIDES, self._game.prior, strict=True)
        }
        """Both sides' types, 0 the most resolved; a player sees their own only."""

    def start(self) -> Position:
        """The opening position, after any move that the player does not make."""
        return self._advance(0, [])

    def choose(self, position: Position, choice: str) -> Position:
        """The position at the player's next choice, or at the end.

        Raises:
            InputError: the choice is none of the position's.
        """
        if choice not in position.choices:
            legal = ", ".join(position.choices) or "none: the play has ended"
            raise InputError(f"{choice!r} is no move here; choose one of: {legal}.")
        tree = self._game.tree
        node = next(n for n in tree.children(position.node) if tree.label(n) == choice)
        return self._advance(node, [Move(position.round, self.side, choice)])

    def advice(self, position: Position) -> dict[str, float]:
        """How often the player's type makes each move in equilibrium."""
        side, tree = SIDES.index(self.side), self._game.tree
        return {
            tree.label(child): float(self._solution.policy[side][child, self.types[self.side]])
            for child in (tree.children(position.node) if position.mover else ())
        }

    def _advance(self, node: int, seen: list[Move]) -> Position:
        tree = self._game.tree
        while tree.owner[node] != Owner.END:
            owner = Owner(int(tree.owner[node]))
            if MOVERS[owner] == self.side:
                break
            step = self._sample(node, owner)
            seen.append(Move(tree.states[node].round, MOVERS[owner], tree.label(step)))
            node = step
        return self._position(node, seen)

    def _sample(self, node: int, owner: Owner) -> int:
        children = list(self._game.tree.children(node))
        if owner == Owner.CHANCE:
            chances = self._game.chance[children]
        elif owner == Owner.SIGNAL:
            chances = self._game.signal[children, self.types["defender"]]
        else:
            kind = self.types[SIDES[owner]]
            chances = self._solution.policy[owner][children, kind]
        return int(self._random(node).choice(children, p=chances / chances.sum()))

    def _random(self, node: int) -> np.random.Generator:
        """Chance at a node, the same however often play comes there."""
        return np.random.default_rng([self.seed, SIDES.index(self.side), node])

    def _position(self, node: int, seen: list[Move]) -> Position:
        tree = self._game.tree
        state: State = tree.states[node]
        ended = tree.owner[node] == Owner.END
        beliefs: dict[Side, tuple[float, ...]] = {
            side: tuple(float(x) for x in self._believed(index, node))
            for index, side in enumerate(SIDES)
        }
        levels = ("none", *self.scenario.ladder.levels)
        return Position(
            node,
            state.round,
            levels[state.level],
            None if ended else self.side,
            tuple(tree.label(child) for child in tree.children(node)),
            tuple(seen),
            beliefs,
            self._outcome(node) if ended else None,
            self._payoff(node) if ended else None,
        )

    def _believed(self, side: int, node: int) -> Array:
        """Beliefs at a node; an end has no move of its own to learn from, so Bayes once more."""
        tree, solution = self._game.tree, self._solution
        if tree.owner[node] != Owner.END or tree.parent[node] < 0:
            return np.asarray(solution.belief[side][node])
        above = int(tree.parent[node])
        weight = solution.belief[side][above] * (
            solution.policy[side][node] if tree.owner[above] == side else 1.0
        )
        return np.asarray(weight / weight.sum())

    def _outcome(self, node: int) -> str:
        shares = outcome_shares(self._board, confrontation_hazards(self._board, self._draws, 0))
        end = int(np.searchsorted(self._game.tree.ends, node))
        return OUTCOMES[int(self._random(node).choice(len(OUTCOMES), p=shares[end]))]

    def _payoff(self, node: int) -> dict[Side, float]:
        """Expected payoffs of the two types at an end."""
        end = int(np.searchsorted(self._game.tree.ends, node))
        return {
            side: float(self._game.payoff[index][end, self.types[side]])
            for index, side in enumerate(SIDES)
        }


def _solved(scenario: Scenario, on: Board, draws: Draws) -> tuple[Game, Solution]:
    solver = get("fast")
    intercept: float | None = 0.0
    if scenario.calibration:
        (intercept,) = Calibrator.of(scenario, "fast").intercepts(draws, [0])
    drawn = game(scenario, on, draws, 0, intercept or 0.0)
    solution = solver(drawn, tolerance=scenario.solve.tolerance)
    if intercept is None or not solution.converged:
        raise NotSolvedError(
            f"{scenario.id}: the game at the medians of its numbers did not converge; lower "
            "solve.precision."
        )
    return drawn, solution
