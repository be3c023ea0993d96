"""The compiled solver: agent quantal response on flat arrays, a vector over types at each node.

Beliefs about each side depend on that side's own moves only, so to one player the other's nodes
are chance nodes with the other's marginal probabilities. One iteration: the defender's marginals
forward, the challenger's exact logit response backward, the challenger's marginals forward, the
defender's logits moved part of the way to their response, backward. Only the defender's logits
are iterated on. The step shrinks when the residual grows and recovers slowly; a game that still
does not settle is approached from lower precision (a homotopy in lambda, Turocy, 2005, GEB 51(2)).
"""

from __future__ import annotations

import numpy as np
from numba import njit

from brinkwatch.crisis.solvers.base import Solution, Start
from brinkwatch.crisis.tree import Game, Owner

_CHALLENGER, _DEFENDER = int(Owner.CHALLENGER), int(Owner.DEFENDER)
_CHANCE, _SIGNAL = int(Owner.CHANCE), int(Owner.SIGNAL)
_TINY = 1e-300
_PATH = (0.3, 0.5, 0.7, 0.85, 1.0)  # shares of the precision passed through when a solve fails


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _softmax(value, first, count, precision, policy):
    """Set the children's policy to the logit response to their values, per type."""
    for k in range(value.shape[1]):
        top = value[first, k]
        for a in range(first + 1, first + count):
            top = max(top, value[a, k])
        total = 0.0
        for a in range(first, first + count):
            weight = np.exp(precision * (value[a, k] - top))
            policy[a, k] = weight
            total += weight
        for a in range(first, first + count):
            policy[a, k] /= total


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _pass_beliefs(inner, owner, first, count, mover, policy, belief, edge):
    """Forward: beliefs about `mover`'s type and the marginal probabilities of its moves."""
    types = belief.shape[1]
    for n in inner:
        for a in range(first[n], first[n] + count[n]):
            if owner[n] == mover or (owner[n] == _SIGNAL and mover == _DEFENDER):
                total = 0.0
                for k in range(types):
                    total += belief[n, k] * policy[a, k]
                edge[a] = total
                for k in range(types):
                    if total > _TINY:
                        belief[a, k] = belief[n, k] * policy[a, k] / total
                    else:
                        belief[a, k] = belief[n, k]
            else:
                for k in range(types):
                    belief[a, k] = belief[n, k]


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _average(value, n, first, count, edge):
    """The value of a node where somebody else moves."""
    for k in range(value.shape[1]):
        total = 0.0
        for a in range(first, first + count):
            total += edge[a] * value[a, k]
        value[n, k] = total


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _choose(value, n, first, count, policy):
    """The value of a node to the side that moves there."""
    for k in range(value.shape[1]):
        total = 0.0
        for a in range(first, first + count):
            total += policy[a, k] * value[a, k]
        value[n, k] = total


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _iterate(
    inner, owner, first, count, edge, policy_c, policy_d, belief_c, belief_d,
    value_c, value_d, lam_c, lam_d, logits, tolerance, limit,
):  # fmt: skip
    """Run the fixed point until the residual is below the tolerance; residual and iterations."""
    step, last, response = 0.5, np.inf, np.empty_like(policy_d)
    residual = np.inf
    for iteration in range(1, limit + 1):
        _pass_beliefs(inner, owner, first, count, _DEFENDER, policy_d, belief_d, edge)
        for n in inner[::-1]:
            if owner[n] == _CHALLENGER:
                _softmax(value_c, first[n], count[n], lam_c, policy_c)
                _choose(value_c, n, first[n], count[n], policy_c)
            else:
                _average(value_c, n, first[n], count[n], edge)
        _pass_beliefs(inner, owner, first, count, _CHALLENGER, policy_c, belief_c, edge)
        residual = 0.0
        for n in inner[::-1]:
            if owner[n] != _DEFENDER:
                _average(value_d, n, first[n], count[n], edge)
                continue
            _softmax(value_d, first[n], count[n], lam_d, response)
            _choose(value_d, n, first[n], count[n], policy_d)
            for a in range(first[n], first[n] + count[n]):
                for k in range(value_d.shape[1]):
                    residual = max(residual, abs(response[a, k] - policy_d[a, k]))
        if residual < tolerance:
            return residual, iteration
        step = max(0.01, 0.7 * step) if residual > last else min(0.9, 1.03 * step)
        last = residual
        for n in inner:
            if owner[n] == _DEFENDER:
                for a in range(first[n], first[n] + count[n]):
                    for k in range(value_d.shape[1]):
                        logits[a, k] += step * (value_d[a, k] - logits[a, k])
                _softmax(logits, first[n], count[n], lam_d, policy_d)
    return residual, limit


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _regrets(inner, owner, first, count, mover, value, policy, belief, reach):
    """Largest gain from one other move of one type, and all such gains weighted by reach."""
    largest, reached = 0.0, 0.0
    for n in inner:
        if owner[n] != mover:
            continue
        for k in range(value.shape[1]):
            best = value[first[n], k]
            for a in range(first[n] + 1, first[n] + count[n]):
                best = max(best, value[a, k])
            gain = best - value[n, k]
            largest = max(largest, gain)
            reached += reach[n] * belief[n, k] * gain
    return largest, reached


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _reach(inner, first, count, edge):
    reach = np.ones(len(edge))
    for n in inner:
        for a in range(first[n], first[n] + count[n]):
            reach[a] = reach[n] * edge[a]
    return reach


def solve(
    game: Game, *, tolerance: float = 1e-6, iterations: int = 2000, start: Start = None
) -> Solution:
    """The agent quantal response equilibrium of a game.

    `iterations` bounds each attempt; a failed one is repeated along rising precision.
    """
    work = _Workspace(game)
    residual, used = work.run(1.0, tolerance, iterations, start)
    if residual >= tolerance:
        used += work.climb(tolerance, iterations)
        residual, more = work.run(1.0, tolerance, iterations, work.logits)
        used += more
    return work.solution(residual, used, residual < tolerance)


class _Workspace:
    """The arrays of one solve."""

    def __init__(self, game: Game) -> None:
        tree, self.game = game.tree, game
        nodes, (types_c, types_d) = tree.nodes, (len(game.prior[0]), len(game.prior[1]))
        self.inner = np.flatnonzero(tree.owner != Owner.END)
        self.edge = game.chance.copy()
        self.policy_c = np.ones((nodes, types_c))
        self.policy_d = game.signal.copy()
        self.belief_c = np.tile(game.prior[0], (nodes, 1))
        self.belief_d = np.tile(game.prior[1], (nodes, 1))
        self.value_c = np.zeros((nodes, types_c))
        self.value_d = np.zeros((nodes, types_d))
        self.value_c[tree.ends], self.value_d[tree.ends] = game.payoff
        self.logits = np.zeros((nodes, types_d))
        self.moves = np.flatnonzero((tree.owner == Owner.DEFENDER) & (tree.count > 0))

    def run(self, share: float, tolerance: float, limit: int, start: Start) -> tuple[float, int]:
        """Iterate at a share of the precision, from the given logits."""
        tree, (lam_c, lam_d) = self.game.tree, self.game.precision
        self.logits = np.zeros_like(self.logits) if start is None else start.copy()
        for n in self.moves:
            _softmax(self.logits, tree.first[n], tree.count[n], share * lam_d, self.policy_d)
        residual, used = _iterate(
            self.inner, tree.owner, tree.first, tree.count, self.edge,
            self.policy_c, self.policy_d, self.belief_c, self.belief_d,
            self.value_c, self.value_d, share * lam_c, share * lam_d,
            self.logits, tolerance, limit,
        )  # fmt: skip
        return float(residual), int(used)

    def climb(self, tolerance: float, limit: int) -> int:
        """Warm logits for the full precision by rising to it; the iterations used."""
        used, start = 0, None
        for share in _PATH[:-1]:
            used += self.run(share, tolerance, limit, start)[1]
            start = self.logits
        return used

    def solution(self, residual: float, used: int, converged: bool) -> Solution:
        tree = self.game.tree
        reach = _reach(self.inner, tree.first, tree.count, self.edge)
        gains = [
            _regrets(self.inner, tree.owner, tree.first, tree.count, mover, v, p, b, reach)
            for mover, v, p, b in (
                (_CHALLENGER, self.value_c, self.policy_c, self.belief_c),
                (_DEFENDER, self.value_d, self.policy_d, self.belief_d),
            )
        ]
        return Solution(
            policy=(self.policy_c, self.policy_d),
            belief=(self.belief_c, self.belief_d),
            edge=self.edge,
            value=(self.value_c[0].copy(), self.value_d[0].copy()),
            logits=self.logits,
            residual=residual,
            regret=max(gain for gain, _ in gains),
            regret_reached=sum(reached for _, reached in gains),
            iterations=used,
            converged=converged,
        )
