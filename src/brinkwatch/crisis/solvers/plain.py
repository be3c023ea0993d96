"""The readable solver: agent quantal response as it is written in the paper, one number at a time.

It walks the tree by recursion, keeps probabilities of types reaching each history instead of
beliefs, and damps both sides at once; nothing is shared with `fast` but the game. Use it on small
trees, to check `fast` and to read what is computed.
"""

from __future__ import annotations

import math

import numpy as np

from brinkwatch.crisis.quantity import Array
from brinkwatch.crisis.solvers.base import Solution, Start
from brinkwatch.crisis.tree import Game, Owner

_STEP = 0.3  # share of the way to the response taken in one iteration


def solve(
    game: Game, *, tolerance: float = 1e-6, iterations: int = 2000, start: Start = None
) -> Solution:
    """The agent quantal response equilibrium of a small game; as `fast.solve`."""
    walk = _Walk(game, start)
    residual, used = math.inf, 0
    while used < iterations and residual >= tolerance:
        used += 1
        residual = walk.improve()
    return walk.solution(residual, used, residual < tolerance)


class _Walk:
    """Policies of both sides, and one pass that improves them."""

    def __init__(self, game: Game, start: Start) -> None:
        self.game, self.tree = game, game.tree
        self.row = {int(node): i for i, node in enumerate(game.tree.ends)}
        self.policy = [np.ones((game.tree.nodes, len(prior))) for prior in game.prior]
        self.logits = [np.zeros((game.tree.nodes, len(prior))) for prior in game.prior]
        if start is not None:
            self.logits[1] = start.copy()
        for node in range(game.tree.nodes):
            side = self._side(node)
            if side is not None:
                self._respond(node, side, self.logits[side], self.policy[side])
            if game.tree.owner[node] == Owner.SIGNAL:
                for child in game.tree.children(node):
                    self.policy[1][child] = game.signal[child]

    def _side(self, node: int) -> int | None:
        owner = int(self.tree.owner[node])
        return owner if owner in (Owner.CHALLENGER, Owner.DEFENDER) else None

    def _respond(self, node: int, side: int, value: Array, policy: Array) -> None:
        """Softmax over the children of a node, for each type."""
        precision, children = self.game.precision[side], self.tree.children(node)
        for k in range(policy.shape[1]):
            top = max(value[c, k] for c in children)
            weight = [math.exp(precision * (value[c, k] - top)) for c in children]
            for c, w in zip(children, weight, strict=True):
                policy[c, k] = w / sum(weight)

    def _moves(self, node: int, side: int) -> bool:
        owner = self.tree.owner[node]
        return owner == side or (owner == Owner.SIGNAL and side == Owner.DEFENDER)

    def mass(self, side: int) -> Array:
        """(nodes, types): prior times the probability that the type plays to the node."""
        mass = np.tile(self.game.prior[side], (self.tree.nodes, 1))
        for node in range(self.tree.nodes):
            for child in self.tree.children(node):
                plays = self.policy[side][child] if self._moves(node, side) else 1.0
                mass[child] = mass[node] * plays
        return mass

    def edge(self) -> Array:
        """(nodes,) public probability of each node from its parent."""
        edge = self.game.chance.copy()
        masses = (self.mass(0), self.mass(1))
        for node in range(self.tree.nodes):
            for child in self.tree.children(node):
                for side in (0, 1):
                    if self._moves(node, side):
                        edge[child] = masses[side][child].sum() / masses[side][node].sum()
        return edge

    def values(self, side: int, edge: Array) -> Array:
        """(nodes, types): expected payoff of each type at each node, given beliefs."""
        value = np.zeros((self.tree.nodes, len(self.game.prior[side])))

        def visit(node: int) -> None:
            if node in self.row:
                value[node] = self.game.payoff[side][self.row[node]]
                return
            for child in self.tree.children(node):
                visit(child)
                own = self._moves(node, side)
                value[node] += value[child] * (self.policy[side][child] if own else edge[child])

        visit(0)
        return value

    def gain(self, side: int, edge: Array) -> float:
        """What a side could gain in all by a best response, before it knows its type."""
        prior, followed = self.game.prior[side], self.values(side, edge)[0]

        def top(node: int, kind: int) -> float:
            if node in self.row:
                return float(self.game.payoff[side][self.row[node], kind])
            below = [top(child, kind) for child in self.tree.children(node)]
            if self._side(node) == side:
                return max(below)
            own = self._moves(node, side)
            shares = [
                self.policy[side][c, kind] if own else edge[c] for c in self.tree.children(node)
            ]
            return sum(float(p) * v for p, v in zip(shares, below, strict=True))

        return sum(float(p) * (top(0, k) - float(followed[k])) for k, p in enumerate(prior))

    def improve(self) -> float:
        """Move all logits towards the response; the largest difference between the two."""
        edge, residual = self.edge(), 0.0
        values = [self.values(side, edge) for side in (0, 1)]
        for node in range(self.tree.nodes):
            side = self._side(node)
            if side is None:
                continue
            children = list(self.tree.children(node))
            response = self.policy[side].copy()
            self._respond(node, side, values[side], response)
            gap = np.abs(response[children] - self.policy[side][children]).max()
            residual = max(residual, float(gap))
            away = values[side][children] - values[side][node] - self.logits[side][children]
            self.logits[side][children] += _STEP * away
        for node in range(self.tree.nodes):
            side = self._side(node)
            if side is not None:
                self._respond(node, side, self.logits[side], self.policy[side])
        return residual

    def solution(self, residual: float, used: int, converged: bool) -> Solution:
        edge = self.edge()
        values = [self.values(side, edge) for side in (0, 1)]
        masses = [self.mass(side) for side in (0, 1)]
        beliefs = [mass / mass.sum(axis=1, keepdims=True) for mass in masses]
        largest, reached = 0.0, 0.0
        reach = np.ones(self.tree.nodes)
        for node in range(1, self.tree.nodes):
            reach[node] = reach[self.tree.parent[node]] * edge[node]
        for node in range(self.tree.nodes):
            side = self._side(node)
            if side is None:
                continue
            best = values[side][list(self.tree.children(node))].max(axis=0)
            gain = best - values[side][node]
            largest = max(largest, float(gain.max()))
            reached += float(reach[node] * beliefs[side][node] @ gain)
        return Solution(
            policy=(self.policy[0], self.policy[1]),
            belief=(beliefs[0], beliefs[1]),
            edge=edge,
            value=(values[0][0], values[1][0]),
            logits=self.logits[1],
            residual=residual,
            regret=largest,
            regret_reached=reached,
            nash_conv=sum(self.gain(side, edge) for side in (0, 1)),
            iterations=used,
            converged=converged,
        )
