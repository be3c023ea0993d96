"""The kept draws of an equilibrium as games in which beliefs and chances can be read off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np

from brinkwatch.crisis.boards import Board
from brinkwatch.crisis.calibrate import board
from brinkwatch.crisis.draws import sample
from brinkwatch.crisis.equilibrium import Equilibrium
from brinkwatch.crisis.ladder import Rules
from brinkwatch.crisis.payoffs import confrontation_hazards, game, outcome_shares
from brinkwatch.crisis.quantity import Array
from brinkwatch.crisis.scenario import Scenario
from brinkwatch.crisis.tree import Game, Integers
from brinkwatch.errors import InputError

Sides: TypeAlias = tuple[Array, Array]


@dataclass(frozen=True)
class Profile:
    """One draw and its solution.

    policy, belief: for challenger and defender, (nodes, types); a belief is after the move that
        leads to the node. edge: (nodes,) chance of the node from its parent. shares: (ends,
        outcomes) how each end turns out.
    """

    draw: int
    board: Board
    game: Game
    policy: Sides
    belief: Sides
    edge: Array
    shares: Array

    @cached_property
    def reach(self) -> Array:
        """Probability of each public history, (nodes,)."""
        tree, reach = self.board.tree, np.ones(self.board.tree.nodes)
        for level in tree.levels[1:]:
            reach[level] = reach[tree.parent[level]] * self.edge[level]
        return reach

    @cached_property
    def ending(self) -> Array:
        """(nodes, outcomes) probability of reaching a node and then each outcome."""
        tree = self.board.tree
        mass = np.zeros((tree.nodes, self.shares.shape[1]))
        mass[tree.ends] = self.reach[tree.ends, None] * self.shares
        for level in reversed(tree.levels[1:]):
            np.add.at(mass, tree.parent[level], mass[level])
        return mass

    def reached_by(self, side: int, nodes: Integers) -> Array:
        """(nodes asked for, types) chance of each node given the type of one side."""
        return np.asarray(
            self.belief[side][nodes] * self.reach[nodes, None] / self.game.prior[side]
        )


def profiles(scenario: Scenario, equilibrium: Equilibrium) -> Iterator[Profile]:
    """The kept draws of the free equilibrium, in order.

    Raises:
        InputError: the equilibrium is of another scenario or of a policy.
    """
    if equilibrium.scenario != scenario or equilibrium.policy != "free":
        raise InputError(
            f"{scenario.id}: the equilibrium is not this scenario's free one; solve it first."
        )
    on = board(Rules.of(scenario))
    draws = sample(scenario, equilibrium.draws, equilibrium.seed)
    for index, draw in enumerate(equilibrium.kept.tolist()):
        drawn = game(scenario, on, draws, draw, float(equilibrium.intercept[draw]))
        policy = (
            equilibrium.policies["challenger"][index].astype(np.float64),
            equilibrium.policies["defender"][index].astype(np.float64),
        )
        belief, edge = beliefs(drawn, policy)
        shares = outcome_shares(on, confrontation_hazards(on, draws, draw))
        yield Profile(draw, on, drawn, policy, belief, edge, shares)


def beliefs(drawn: Game, policy: Sides) -> tuple[Sides, Array]:
    """Bayes' rule down the tree: beliefs (nodes, types) of each side, and (nodes,) edges.

    `policy` holds 1 where somebody else moves and, for the defender, the likelihood of a signal.
    A move so rare that its chance is zero in the policy's numbers teaches nothing.
    """
    tree, edge = drawn.tree, drawn.chance.copy()
    made = []
    for prior, moves in zip(drawn.prior, policy, strict=True):
        belief = np.tile(prior, (tree.nodes, 1))
        for level in tree.levels[1:]:
            before = belief[tree.parent[level]]
            weight = before * moves[level]
            total = weight.sum(axis=1)
            edge[level] *= total
            belief[level] = np.divide(weight, total[:, None], out=before, where=total[:, None] > 0)
        made.append(belief)
    return (made[0], made[1]), edge
