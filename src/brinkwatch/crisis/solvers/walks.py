# mypy: disable-error-code="untyped-decorator, no-untyped-def, no-untyped-call"
# numba compiles from the types it is given, so these functions carry none; shapes are below.
"""Compiled walks over the tree with one profile: beliefs, values, best responses and regrets.

Nodes are in breadth-first order; `inner` are the numbers of those where somebody moves. `policy`,
`value` and `belief` are (nodes, types), what leads to a node stands at the node; `edge` and
`reach` are (nodes,).
"""

from __future__ import annotations

import numpy as np

from brinkwatch.crisis.solvers.compiled import compiled
from brinkwatch.crisis.tree import Owner

_DEFENDER, _SIGNAL = int(Owner.DEFENDER), int(Owner.SIGNAL)
_TINY = 1e-300


@compiled
def pass_beliefs(inner, owner, first, count, mover, policy, belief, edge):
    """Forward: beliefs about `mover`'s type and the marginal probabilities of its moves."""
    types = belief.shape[1]
    for n in inner:
        for a in range(first[n], first[n] + count[n]):
            if owner[n] == mover or (owner[n] == _SIGNAL and mover == _DEFENDER):
                total = 0.0
                for k in range(types):
                    total += belief[n, k] * policy[a, k]
                edge[a] = total
                if total > _TINY:
                    share = 1.0 / total
                    for k in range(types):
                        belief[a, k] = belief[n, k] * policy[a, k] * share
                else:
                    for k in range(types):
                        belief[a, k] = belief[n, k]
            else:
                for k in range(types):
                    belief[a, k] = belief[n, k]


@compiled
def average(value, n, first, count, edge):
    """The value of a node where somebody else moves."""
    for k in range(value.shape[1]):
        value[n, k] = 0.0
    for a in range(first, first + count):
        share = edge[a]
        for k in range(value.shape[1]):
            value[n, k] += share * value[a, k]


@compiled
def choose(value, n, first, count, policy):
    """The value of a node to the side that moves there."""
    for k in range(value.shape[1]):
        value[n, k] = 0.0
    for a in range(first, first + count):
        for k in range(value.shape[1]):
            value[n, k] += policy[a, k] * value[a, k]


@compiled
def follow(inner, owner, first, count, mover, policy, edge, value):
    """Backward: the value of every node to `mover` if both sides follow the profile."""
    for n in inner[::-1]:
        if owner[n] == mover or (owner[n] == _SIGNAL and mover == _DEFENDER):
            choose(value, n, first[n], count[n], policy)
        else:
            average(value, n, first[n], count[n], edge)


@compiled
def best(inner, owner, first, count, mover, policy, edge, value):
    """Backward: the value of every node to `mover` if it plays a best response from there on."""
    for n in inner[::-1]:
        if owner[n] == mover:
            for k in range(value.shape[1]):
                top = -np.inf
                for a in range(first[n], first[n] + count[n]):
                    top = max(top, value[a, k])
                value[n, k] = top
        elif owner[n] == _SIGNAL and mover == _DEFENDER:
            choose(value, n, first[n], count[n], policy)
        else:
            average(value, n, first[n], count[n], edge)


@compiled
def regrets(inner, owner, first, count, mover, value, belief, reach):
    """Largest gain from one other move of one type, and all such gains weighted by reach."""
    largest, reached = 0.0, 0.0
    for n in inner:
        if owner[n] != mover:
            continue
        for k in range(value.shape[1]):
            best = -np.inf
            for a in range(first[n], first[n] + count[n]):
                best = max(best, value[a, k])
            gain = best - value[n, k]
            largest = max(largest, gain)
            reached += reach[n] * belief[n, k] * gain
    return largest, reached


@compiled
def reach(inner, first, count, edge):
    """Probability that play reaches each node, before types are known."""
    reach = np.ones(len(edge))
    for n in inner:
        for a in range(first[n], first[n] + count[n]):
            reach[a] = reach[n] * edge[a]
    return reach
