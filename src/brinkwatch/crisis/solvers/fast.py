"""The compiled solver: agent quantal response on flat arrays, a vector over types at each node.

Beliefs about each side depend on that side's own moves only, so to one player the other's nodes
are chance nodes with the other's marginal probabilities. One iteration: the defender's marginals
forward, the challenger's exact logit response backward, the challenger's marginals forward, the
defender's logits moved part of the way to their response, backward. Only the defender's logits
are iterated on. Each node's step shrinks when its logits turn back and recovers slowly, a slow
mode is extrapolated, and a game that still does not settle is approached from lower precision (a
homotopy in lambda, Turocy, 2005, Games and Economic Behavior 51(2)).
"""

from __future__ import annotations

import numpy as np

from brinkwatch.crisis.quantity import Array
from brinkwatch.crisis.solvers import kernel
from brinkwatch.crisis.solvers.base import Solution, Start
from brinkwatch.crisis.solvers.certificate import certified
from brinkwatch.crisis.tree import Game, Owner

_PATH = (0.3, 0.5, 0.7, 0.85)  # shares of the precision passed through when a solve fails
_STEP = 0.5  # first step of every node
_CHUNK = 50  # iterations between extrapolations


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


def _extrapolate(trail: list[Array], logits: Array) -> bool:
    """Jump to where a single slow mode leads: logits_n + r / (1 - r) (logits_n - logits_n-1).

    Lyusternik's acceleration, with r the projected ratio of the last two differences; whether it
    was applied. Faster modes are gone by then, oscillating ones are damped by the steps.
    """
    before, after = trail[1] - trail[0], trail[2] - trail[1]
    scale = float((before * before).sum())
    ratio = float((before * after).sum()) / scale if scale else 0.0
    if not 0.3 < ratio < 0.999:
        return False
    logits += min(ratio / (1 - ratio), 100.0) * after
    return True


class _Workspace:
    """The arrays of one solve."""

    def __init__(self, game: Game) -> None:
        tree, self.game = game.tree, game
        nodes, (types_c, types_d) = tree.nodes, (len(game.prior[0]), len(game.prior[1]))
        inner = np.flatnonzero(tree.owner != Owner.END)
        self.shape = (inner, tree.owner, tree.first, tree.count)
        self.edge = game.chance.copy()
        self.policy_c = np.ones((nodes, types_c))
        self.policy_d = game.signal.copy()
        self.belief_c = np.tile(game.prior[0], (nodes, 1))
        self.belief_d = np.tile(game.prior[1], (nodes, 1))
        self.value_c = np.zeros((nodes, types_c))
        self.value_d = np.zeros((nodes, types_d))
        self.value_c[tree.ends], self.value_d[tree.ends] = game.payoff
        self.logits = np.zeros((nodes, types_d))
        self.moved = np.zeros((nodes, types_d))
        self.step = np.full(nodes, _STEP)

    def run(self, share: float, tolerance: float, limit: int, start: Start) -> tuple[float, int]:
        """Iterate at a share of the precision, from the given logits."""
        self.logits[:] = 0.0 if start is None else start
        self.moved[:], self.step[:] = 0.0, _STEP
        trail: list[Array] = []
        used, residual = 0, np.inf
        while used < limit and residual >= tolerance:
            residual, more = self._iterate(share, tolerance, min(_CHUNK, limit - used))
            used += more
            trail = [*trail[-2:], self.logits.copy()]
            if len(trail) == 3 and residual >= tolerance and _extrapolate(trail, self.logits):
                trail = []
        return residual, used

    def _iterate(self, share: float, tolerance: float, limit: int) -> tuple[float, int]:
        lam_c, lam_d = self.game.precision
        kernel.respond(*self.shape, share * lam_d, self.logits, self.policy_d)
        residual, used = kernel.fixed_point(
            *self.shape, self.edge,
            self.policy_c, self.policy_d, self.belief_c, self.belief_d,
            self.value_c, self.value_d, share * lam_c, share * lam_d,
            self.logits, self.moved, self.step, tolerance, limit,
        )  # fmt: skip
        return float(residual), int(used)

    def climb(self, tolerance: float, limit: int) -> int:
        """Warm logits for the full precision by rising to it; the iterations used."""
        used, start = 0, None
        for share in _PATH:
            used += self.run(share, tolerance, limit, start)[1]
            start = self.logits.copy()
        return used

    def solution(self, residual: float, used: int, converged: bool) -> Solution:
        return certified(
            self.game, (self.policy_c, self.policy_d), logits=self.logits,
            residual=residual, iterations=used, converged=converged,
        )  # fmt: skip
