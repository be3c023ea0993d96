# mypy: disable-error-code="no-untyped-def"
# numba compiles from the types it is given, so these functions carry none; shapes are below.
"""Compiled walks over the tree with one profile: beliefs forward; values and regrets backward.

Nodes are in breadth-first order; `inner` are the numbers of those where somebody moves. Policies,
beliefs, `value` and `top` are (nodes, types), what leads to a node stands at the node; `edge` and
`reach` are (nodes,).
"""

from __future__ import annotations

import numpy as np

from brinkwatch.crisis.solvers.compiled import compiled
from brinkwatch.crisis.tree import Owner

_CHALLENGER, _DEFENDER = int(Owner.CHALLENGER), int(Owner.DEFENDER)
_SIGNAL = int(Owner.SIGNAL)
_TINY = 1e-300


@compiled
def _reveal(n, a, policy, belief):
    """Bayes' rule from node n to its child a; the marginal probability of the move."""
    total = 0.0
    for k in range(belief.shape[1]):
        total += belief[n, k] * policy[a, k]
    share = 1.0 / total if total > _TINY else 0.0
    for k in range(belief.shape[1]):
        belief[a, k] = belief[n, k] * policy[a, k] * share if share > 0.0 else belief[n, k]
    return total


@compiled
def forward(inner, owner, first, count, policy_c, policy_d, belief_c, belief_d, edge, reach):
    """Set beliefs about both sides, the chance of each move and that of each history."""
    for n in inner:
        for a in range(first[n], first[n] + count[n]):
            if owner[n] == _CHALLENGER:
                edge[a] = _reveal(n, a, policy_c, belief_c)
            else:
                for k in range(belief_c.shape[1]):
                    belief_c[a, k] = belief_c[n, k]
            if owner[n] == _DEFENDER or owner[n] == _SIGNAL:
                edge[a] = _reveal(n, a, policy_d, belief_d)
            else:
                for k in range(belief_d.shape[1]):
                    belief_d[a, k] = belief_d[n, k]
            reach[a] = reach[n] * edge[a]


@compiled
def backward(inner, owner, first, count, mover, policy, edge, belief, reach, value, top):
    """Set the value of every node to `mover`: under the profile, and by best responses (`top`).

    Returns the largest gain of one type from one other move, and all such gains weighted by how
    likely node and type are.
    """
    largest, reached = 0.0, 0.0
    for n in inner[::-1]:
        acts = owner[n] == mover
        knows = acts or (owner[n] == _SIGNAL and mover == _DEFENDER)
        for k in range(value.shape[1]):
            mean, mean_top, best, best_top = 0.0, 0.0, -np.inf, -np.inf
            for a in range(first[n], first[n] + count[n]):
                share = policy[a, k] if knows else edge[a]
                mean += share * value[a, k]
                mean_top += share * top[a, k]
                best, best_top = max(best, value[a, k]), max(best_top, top[a, k])
            value[n, k], top[n, k] = mean, mean_top
            if acts:
                top[n, k] = best_top
                largest = max(largest, best - mean)
                reached += reach[n] * belief[n, k] * (best - mean)
    return largest, reached
