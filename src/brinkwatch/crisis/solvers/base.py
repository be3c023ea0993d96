"""What every solver takes and gives."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeAlias, TypeVar

import numpy as np

from brinkwatch.crisis.quantity import Array
from brinkwatch.crisis.tree import Game

Start: TypeAlias = Array | None
"""Logits of the defender to start from, (nodes, defender types), at the child each leads to."""


@dataclass(frozen=True)
class Solution:
    """An equilibrium of one game, with its certificates.

    policy: for challenger and defender, (nodes, types): the probability with which each type of
        the owner of a node's parent moves to the node; 1 where somebody else moves.
    belief: for challenger and defender, (nodes, types): what is publicly believed of the type.
    edge: (nodes,) probability of reaching the node from its parent; 1 at the root.
    value: for challenger and defender, (types,) expected payoff.
    logits: (nodes, defender types): a warm start for a nearby game.
    residual: largest difference between a policy and the logit response to it.
    regret: largest expected gain of any type at any node from one other move, given beliefs.
    regret_reached: the same gains, weighted by how likely node and type are, summed.
    nash_conv: what both sides together could gain by best responses; 0 in a Nash equilibrium.
        It says nothing of play off the path and never decides whether a crisis is solved.
    """

    policy: tuple[Array, Array]
    belief: tuple[Array, Array]
    edge: Array
    value: tuple[Array, Array]
    logits: Array
    residual: float
    regret: float
    regret_reached: float
    nash_conv: float
    iterations: int
    converged: bool

    def reach(self, game: Game) -> Array:
        """Probability of each public history, (nodes,)."""
        reach = np.ones(game.tree.nodes)
        for level in game.tree.levels[1:]:
            reach[level] = reach[game.tree.parent[level]] * self.edge[level]
        return reach


@dataclass(frozen=True)
class JointSolution:
    """A profile of a game whose deal or payoffs join the types.

    policy: for challenger and defender, (nodes, types), as in `Solution`.
    value: expected payoff of challenger and defender.
    nash_conv: what both sides together could gain by best responses.
    residual: largest difference between a policy and the logit response to it; NashConv where
        regret is minimised.
    """

    policy: tuple[Array, Array]
    value: tuple[float, float]
    nash_conv: float
    residual: float
    iterations: int


class Asked(NamedTuple):
    """A game to be solved, and how; without `iterations` up to the solver's own limit."""

    game: Game
    tolerance: float = 1e-6
    iterations: int | None = None
    start: Start = None


T = TypeVar("T")
Job: TypeAlias = Generator[Asked, Solution, T]
"""Work that asks for solutions one after another and comes to an answer."""


class Solver(Protocol):
    """What every solver is: a function from a game to a solution with its certificate."""

    def __call__(
        self,
        game: Game,
        *,
        tolerance: float = 1e-6,
        iterations: int = 2000,
        start: Start = None,
    ) -> Solution: ...
