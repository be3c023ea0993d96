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
    regrets: bool = True,
) -> Solution:
    """The profile with its beliefs, values and certificates.

    `policy` is (nodes, types) for each side, the likelihood of a sign at the defender's signal
    nodes and 1 where somebody else moves. Where a history is impossible, beliefs stay as before.
    Without `regrets` those and NashConv are NaN, which saves time.
    """
    tree = game.tree
    inner = np.flatnonzero(tree.owner != Owner.END)
    shape = (inner, tree.owner, tree.first, tree.count)
    edge = game.chance.copy()
    belief = [np.tile(prior, (tree.nodes, 1)) for prior in game.prior]
    for side in _SIDES:
        walks.pass_beliefs(*shape, int(side), policy[side], belief[side], edge)
    reach = walks.reach(inner, tree.first, tree.count, edge)
    values, largest, reached, conv = [], 0.0, 0.0, 0.0
    for side in _SIDES:
        value = np.zeros((tree.nodes, len(game.prior[side])))
        value[tree.ends] = game.payoff[side]
        top = value.copy()
        walks.follow(*shape, int(side), policy[side], edge, value)
        values.append(value)
        if regrets:
            walks.best(*shape, int(side), policy[side], edge, top)
            gain, gained = walks.regrets(*shape, int(side), value, belief[side], reach)
            largest, reached = max(largest, gain), reached + gained
            conv += float(game.prior[side] @ (top[0] - value[0]))
    return Solution(
        policy=policy,
        belief=(belief[0], belief[1]),
        edge=edge,
        value=(values[0][0].copy(), values[1][0].copy()),
        logits=values[1] if logits is None else logits,
        residual=residual,
        regret=largest if regrets else np.nan,
        regret_reached=reached if regrets else np.nan,
        nash_conv=conv if regrets else np.nan,
        iterations=iterations,
        converged=converged,
    )
