"""The certificate of any profile of a game: how far each type could do better, and where."""

from __future__ import annotations

import numpy as np

from brinkwatch.crisis.quantity import Array
from brinkwatch.crisis.solvers import walks
from brinkwatch.crisis.solvers.base import Solution
from brinkwatch.crisis.tree import Game, Owner

_SIDES = (Owner.CHALLENGER, Owner.DEFENDER)


def certified(
    game: Game,
    policy: tuple[Array, Array],
    *,
    residual: float,
    iterations: int,
    converged: bool,
    logits: Array | None = None,
) -> Solution:
    """The profile with its beliefs, values and certificates.

    `policy` is (nodes, types) for each side, the likelihood of a sign at the defender's signal
    nodes and 1 where somebody else moves. Where a history is impossible, beliefs stay as before.
    """
    tree = game.tree
    shape = (np.flatnonzero(tree.owner != Owner.END), tree.owner, tree.first, tree.count)
    edge, reach = game.chance.copy(), np.ones(tree.nodes)
    belief = (np.empty_like(policy[0]), np.empty_like(policy[1]))
    belief[0][0], belief[1][0] = game.prior
    walks.forward(*shape, *policy, *belief, edge, reach)
    values, largest, reached, conv = [], 0.0, 0.0, 0.0
    for side in _SIDES:
        value = np.empty_like(policy[side])
        value[tree.ends] = game.payoff[side]
        top = value.copy()
        gain, gained = walks.backward(
            *shape, int(side), policy[side], edge, belief[side], reach, value, top
        )
        values.append(value)
        largest, reached = max(largest, gain), reached + gained
        conv += float(game.prior[side] @ (top[0] - value[0]))
    return Solution(
        policy=policy,
        belief=belief,
        edge=edge,
        value=(values[0][0].copy(), values[1][0].copy()),
        logits=values[1] if logits is None else logits,
        residual=residual,
        regret=largest,
        regret_reached=reached,
        nash_conv=conv,
        iterations=iterations,
        converged=converged,
    )
