"""The certificate of any profile of a game: how far each type could do better, and where."""

from __future__ import annotations

import numpy as np

from brinkwatch.crisis.quantity import Array
from brinkwatch.crisis.solvers import kernel
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
    inner = np.flatnonzero(tree.owner != Owner.END)
    shape = (inner, tree.owner, tree.first, tree.count)
    edge = game.chance.copy()
    belief = [np.tile(prior, (tree.nodes, 1)) for prior in game.prior]
    for side in _SIDES:
        kernel.pass_beliefs(*shape, int(side), policy[side], belief[side], edge, True)
    reach = kernel.reach(inner, tree.first, tree.count, edge)
    values, gains, conv = [], [], 0.0
    for side in _SIDES:
        value = np.zeros((tree.nodes, len(game.prior[side])))
        value[tree.ends] = game.payoff[side]
        top = value.copy()
        kernel.follow(*shape, int(side), policy[side], edge, value)
        kernel.best(*shape, int(side), policy[side], edge, top)
        gains.append(kernel.regrets(*shape, int(side), value, belief[side], reach))
        conv += float(game.prior[side] @ (top[0] - value[0]))
        values.append(value)
    return Solution(
        policy=policy,
        belief=(belief[0], belief[1]),
        edge=edge,
        value=(values[0][0].copy(), values[1][0].copy()),
        logits=values[1] if logits is None else logits,
        residual=residual,
        regret=max(gain for gain, _ in gains),
        regret_reached=sum(reached for _, reached in gains),
        nash_conv=conv,
        iterations=iterations,
        converged=converged,
    )
