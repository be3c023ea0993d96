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


@njit(cache=True, nogil=True, error_model="numpy")
def softmax(value, first, count, precision, policy):
    """Set the children's policy to the logit response to their values, per type."""
    for k in range(value.shape[1]):
        top = -np.inf
        for a in range(first, first + count):
            top = max(top, value[a, k])
        total = 0.0
        for a in range(first, first + count):
            below = value[a, k] - top
            weight = np.exp(precision * below) if below < 0.0 else 1.0
            policy[a, k] = weight
            total += weight
        share = 1.0 / total
        for a in range(first, first + count):
            policy[a, k] *= share


@njit(cache=True, nogil=True, error_model="numpy")
def pass_beliefs(inner, owner, first, count, mover, policy, belief, edge, ends):
    """Forward: beliefs about `mover`'s type and the marginal probabilities of its moves.

    Beliefs at ends matter to no move, so they are set only where `ends` is true.
    """
    types = belief.shape[1]
    for n in inner:
        for a in range(first[n], first[n] + count[n]):
            if owner[n] == mover or (owner[n] == _SIGNAL and mover == _DEFENDER):
                total = 0.0
                for k in range(types):
                    total += belief[n, k] * policy[a, k]
                edge[a] = total
                if count[a] == 0 and not ends:
                    continue
                if total > _TINY:
                    share = 1.0 / total
                    for k in range(types):
                        belief[a, k] = belief[n, k] * policy[a, k] * share
                else:
                    for k in range(types):
                        belief[a, k] = belief[n, k]
            elif count[a] > 0 or ends:
                for k in range(types):
                    belief[a, k] = belief[n, k]


@njit(cache=True, nogil=True, error_model="numpy")
def average(value, n, first, count, edge):
    """The value of a node where somebody else moves."""
    for k in range(value.shape[1]):
        value[n, k] = 0.0
    for a in range(first, first + count):
        share = edge[a]
        for k in range(value.shape[1]):
            value[n, k] += share * value[a, k]


@njit(cache=True, nogil=True, error_model="numpy")
def choose(value, n, first, count, policy):
    """The value of a node to the side that moves there."""
    for k in range(value.shape[1]):
        value[n, k] = 0.0
    for a in range(first, first + count):
        for k in range(value.shape[1]):
            value[n, k] += policy[a, k] * value[a, k]


@njit(cache=True, nogil=True, error_model="numpy")
def away(first, count, value, logits, precision, policy):
    """A bound on how far a node's policy is from the logit response to its values.

    If the logits' errors span r in units of precision, each odds ratio is right up to a factor
    exp(r), so a probability p is off by at most min(p, 1 - p) (exp(r) - 1).
    """
    largest = 0.0
    for k in range(value.shape[1]):
        low, high, close = np.inf, -np.inf, 0.0
        for a in range(first, first + count):
            gap = value[a, k] - logits[a, k]
            low, high = min(low, gap), max(high, gap)
            close = max(close, min(policy[a, k], 1.0 - policy[a, k]))
        span = precision * (high - low)
        off = span * (1.0 + span) if span < 1.0 else np.expm1(min(span, 700.0))
        largest = max(largest, min(1.0, close * off))
    return largest


@njit(cache=True, nogil=True, error_model="numpy")
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


@njit(cache=True, nogil=True, error_model="numpy")
def fixed_point(
    inner, owner, first, count, edge, policy_c, policy_d, belief_c, belief_d,
    value_c, value_d, lam_c, lam_d, logits, moved, step, tolerance, limit,
):  # fmt: skip
    """Run the fixed point until the residual is below the tolerance; residual and iterations."""
    residual = np.inf
    for iteration in range(1, limit + 1):
        pass_beliefs(inner, owner, first, count, _DEFENDER, policy_d, belief_d, edge, False)
        for n in inner[::-1]:
            if owner[n] == _CHALLENGER:
                softmax(value_c, first[n], count[n], lam_c, policy_c)
                choose(value_c, n, first[n], count[n], policy_c)
            else:
                average(value_c, n, first[n], count[n], edge)
        pass_beliefs(inner, owner, first, count, _CHALLENGER, policy_c, belief_c, edge, False)
        residual = 0.0
        for n in inner[::-1]:
            if owner[n] == _SIGNAL:  # the defender knows its own type's likelihood of each sign
                choose(value_d, n, first[n], count[n], policy_d)
                continue
            if owner[n] != _DEFENDER:
                average(value_d, n, first[n], count[n], edge)
                continue
            choose(value_d, n, first[n], count[n], policy_d)
            residual = max(residual, away(first[n], count[n], value_d, logits, lam_d, policy_d))
        if residual < tolerance:
            return residual, iteration
        for n in inner:
            if owner[n] == _DEFENDER:
                damp(n, first[n], count[n], value_d, logits, moved, step)
                softmax(logits, first[n], count[n], lam_d, policy_d)
    return residual, limit


@njit(cache=True, nogil=True, error_model="numpy")
def respond(inner, owner, first, count, precision, logits, policy):
    """Set the defender's policy from its logits."""
    for n in inner:
        if owner[n] == _DEFENDER:
            softmax(logits, first[n], count[n], precision, policy)


@njit(cache=True, nogil=True, error_model="numpy")
def follow(inner, owner, first, count, mover, policy, edge, value):
    """Backward: the value of every node to `mover` if both sides follow the profile."""
    for n in inner[::-1]:
        if owner[n] == mover or (owner[n] == _SIGNAL and mover == _DEFENDER):
            choose(value, n, first[n], count[n], policy)
        else:
            average(value, n, first[n], count[n], edge)


@njit(cache=True, nogil=True, error_model="numpy")
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


@njit(cache=True, nogil=True, error_model="numpy")
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


@njit(cache=True, nogil=True, error_model="numpy")
def reach(inner, first, count, edge):
    """Probability that play reaches each node, before types are known."""
    reach = np.ones(len(edge))
    for n in inner:
        for a in range(first[n], first[n] + count[n]):
            reach[a] = reach[n] * edge[a]
    return reach
