# mypy: disable-error-code="untyped-decorator, no-untyped-def, no-untyped-call"
# numba compiles from the types it is given, so these functions carry none; shapes are below.
"""The compiled inner loops of `fast`.

Nodes are in breadth-first order; `inner` are the numbers of those where somebody moves. `policy`,
`value`, `belief`, `logits` and `moved` are (nodes, types), what leads to a node stands at the
node; `edge`, `reach` and `step` are (nodes,).
"""

from __future__ import annotations

import numpy as np
from numba import njit

from brinkwatch.crisis.tree import Owner

_CHALLENGER, _DEFENDER, _SIGNAL = int(Owner.CHALLENGER), int(Owner.DEFENDER), int(Owner.SIGNAL)
_TINY = 1e-300


@njit(cache=True, nogil=True)
def softmax(value, first, count, precision, policy):
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


@njit(cache=True, nogil=True)
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
                for k in range(types):
                    if total > _TINY:
                        belief[a, k] = belief[n, k] * policy[a, k] / total
                    else:
                        belief[a, k] = belief[n, k]
            else:
                for k in range(types):
                    belief[a, k] = belief[n, k]


@njit(cache=True, nogil=True)
def average(value, n, first, count, edge):
    """The value of a node where somebody else moves."""
    for k in range(value.shape[1]):
        total = 0.0
        for a in range(first, first + count):
            total += edge[a] * value[a, k]
        value[n, k] = total


@njit(cache=True, nogil=True)
def choose(value, n, first, count, policy):
    """The value of a node to the side that moves there."""
    for k in range(value.shape[1]):
        total = 0.0
        for a in range(first, first + count):
            total += policy[a, k] * value[a, k]
        value[n, k] = total


@njit(cache=True, nogil=True)
def damp(n, first, count, value, logits, moved, step):
    """Move a node's logits towards the response; turn back more carefully than going on."""
    same = 0.0
    for a in range(first, first + count):
        for k in range(value.shape[1]):
            same += (value[a, k] - value[n, k] - logits[a, k]) * moved[a, k]
    step[n] = max(1e-4, 0.7 * step[n]) if same < 0 else min(0.9, 1.02 * step[n])
    for a in range(first, first + count):
        for k in range(value.shape[1]):
            gap = value[a, k] - value[n, k] - logits[a, k]
            moved[a, k] = gap
            logits[a, k] += step[n] * gap


@njit(cache=True, nogil=True)
def fixed_point(
    inner, owner, first, count, edge, policy_c, policy_d, belief_c, belief_d,
    value_c, value_d, lam_c, lam_d, logits, moved, step, tolerance, limit,
):  # fmt: skip
    """Run the fixed point until the residual is below the tolerance; residual and iterations."""
    response, residual = np.empty_like(policy_d), np.inf
    for iteration in range(1, limit + 1):
        pass_beliefs(inner, owner, first, count, _DEFENDER, policy_d, belief_d, edge)
        for n in inner[::-1]:
            if owner[n] == _CHALLENGER:
                softmax(value_c, first[n], count[n], lam_c, policy_c)
                choose(value_c, n, first[n], count[n], policy_c)
            else:
                average(value_c, n, first[n], count[n], edge)
        pass_beliefs(inner, owner, first, count, _CHALLENGER, policy_c, belief_c, edge)
        residual = 0.0
        for n in inner[::-1]:
            if owner[n] == _SIGNAL:  # the defender knows its own type's likelihood of each sign
                choose(value_d, n, first[n], count[n], policy_d)
                continue
            if owner[n] != _DEFENDER:
                average(value_d, n, first[n], count[n], edge)
                continue
            softmax(value_d, first[n], count[n], lam_d, response)
            choose(value_d, n, first[n], count[n], policy_d)
            for a in range(first[n], first[n] + count[n]):
                for k in range(value_d.shape[1]):
                    residual = max(residual, abs(response[a, k] - policy_d[a, k]))
        if residual < tolerance:
            return residual, iteration
        for n in inner:
            if owner[n] == _DEFENDER:
                damp(n, first[n], count[n], value_d, logits, moved, step)
                softmax(logits, first[n], count[n], lam_d, policy_d)
    return residual, limit


@njit(cache=True, nogil=True)
def respond(inner, owner, first, count, precision, logits, policy):
    """Set the defender's policy from its logits."""
    for n in inner:
        if owner[n] == _DEFENDER:
            softmax(logits, first[n], count[n], precision, policy)


@njit(cache=True, nogil=True)
def follow(inner, owner, first, count, mover, policy, edge, value):
    """Backward: the value of every node to `mover` if both sides follow the profile."""
    for n in inner[::-1]:
        if owner[n] == mover or (owner[n] == _SIGNAL and mover == _DEFENDER):
            choose(value, n, first[n], count[n], policy)
        else:
            average(value, n, first[n], count[n], edge)


@njit(cache=True, nogil=True)
def best(inner, owner, first, count, mover, policy, edge, value):
    """Backward: the value of every node to `mover` if it plays a best response from there on."""
    for n in inner[::-1]:
        if owner[n] == mover:
            for k in range(value.shape[1]):
                top = value[first[n], k]
                for a in range(first[n] + 1, first[n] + count[n]):
                    top = max(top, value[a, k])
                value[n, k] = top
        elif owner[n] == _SIGNAL and mover == _DEFENDER:
            choose(value, n, first[n], count[n], policy)
        else:
            average(value, n, first[n], count[n], edge)


@njit(cache=True, nogil=True)
def regrets(inner, owner, first, count, mover, value, belief, reach):
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


@njit(cache=True, nogil=True)
def reach(inner, first, count, edge):
    """Probability that play reaches each node, before types are known."""
    reach = np.ones(len(edge))
    for n in inner:
        for a in range(first[n], first[n] + count[n]):
            reach[a] = reach[n] * edge[a]
    return reach
