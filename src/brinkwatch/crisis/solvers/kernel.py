# mypy: disable-error-code="untyped-decorator, no-untyped-def, no-untyped-call"
# numba compiles from the types it is given, so these functions carry none; shapes are below.
"""The compiled fixed point of `fast`, for `WIDTH` games on one tree at once.

Tables of numbers have shape (nodes, types, WIDTH); those with one number a game have one column.
What leads to a node stands at the node. No game's numbers depend on its neighbours', so an answer
is the same in whatever company it is found.
"""

from __future__ import annotations

from typing import NamedTuple, Self

import numpy as np
from numba import njit

from brinkwatch.crisis.quantity import Array
from brinkwatch.crisis.solvers.compiled import compiled
from brinkwatch.crisis.solvers.lanes import WIDTH, above, exp, fill, larger, load, smaller, store
from brinkwatch.crisis.tree import Game, Integers, Owner, PublicTree

_CHALLENGER, _DEFENDER, _SIGNAL = int(Owner.CHALLENGER), int(Owner.DEFENDER), int(Owner.SIGNAL)
_TINY = 1e-300
_LEAST, _MOST = 1e-4, 0.9  # bounds of a node's step
_BACK, _ON = 0.7, 1.02  # its change when the logits turn back, and when they go on


class Walk(NamedTuple):
    """A tree as the loops read it, nodes in breadth-first order.

    inner: the nodes where somebody moves. owner, first, width: (nodes,), as in `PublicTree`.
    held: (2, nodes) the node at or above which a side's types were last told apart.
    """

    inner: Integers
    owner: Integers
    first: Integers
    width: Integers
    held: Integers

    @classmethod
    def of(cls, tree: PublicTree) -> Self:
        """The walk of a tree."""
        mover = tree.owner[tree.parent]
        told = np.array([mover == _CHALLENGER, (mover == _DEFENDER) | (mover == _SIGNAL)])
        held = np.where(told, np.arange(tree.nodes), 0)
        for level in tree.levels[1:]:
            held[:, level] = np.where(told[:, level], held[:, level], held[:, tree.parent[level]])
        inner = np.flatnonzero(tree.owner != Owner.END)
        return cls(inner, tree.owner, tree.first, tree.count, held)


class Tables(NamedTuple):
    """The numbers of the games in the lanes.

    edge: (nodes, 1, WIDTH) probability of a node from its parent. policy, belief, value: (nodes,
    types, WIDTH) of one side. logits, moved: the defender's, and their last change. step: (nodes,
    1, WIDTH). precision: (2, 1, WIDTH).
    """

    edge: Array
    policy_c: Array
    policy_d: Array
    belief_c: Array
    belief_d: Array
    value_c: Array
    value_d: Array
    logits: Array
    moved: Array
    step: Array
    precision: Array

    @classmethod
    def like(cls, game: Game) -> Self:
        """Tables for games of this tree and these types: policies 1, all else 0."""
        nodes, c, d = game.tree.nodes, len(game.prior[0]), len(game.prior[1])
        policies = [np.ones((nodes, n, WIDTH)) for n in (c, d)]
        others = [np.zeros((nodes, n, WIDTH)) for n in (c, d, c, d, d, d, 1)]
        edge, precision = np.zeros((nodes, 1, WIDTH)), np.zeros((2, 1, WIDTH))
        return cls._make([edge, *policies, *others, precision])

    @classmethod
    def size(cls, game: Game) -> int:
        """Bytes of such tables."""
        columns = 3 * len(game.prior[0]) + 5 * len(game.prior[1]) + 2
        return 8 * WIDTH * game.tree.nodes * columns


@njit(nogil=True, error_model="numpy", forceinline=True)
def _soften(value, k, first, count, precision, policy):
    """One type's logit response to the values of the children; the value of playing it."""
    if count == 2:  # one exponential is enough
        one, other = load(value, first, k), load(value, first + 1, k)
        gap = precision * (other - one)
        weight = exp(smaller(gap, fill(0.0) - gap))
        likely = fill(1.0) / (fill(1.0) + weight)
        rare = weight * likely
        here, there = above(gap, fill(0.0), rare, likely), above(gap, fill(0.0), likely, rare)
        store(policy, first, k, here)
        store(policy, first + 1, k, there)
        return here * one + there * other
    top = load(value, first, k)
    for a in range(first + 1, first + count):
        top = larger(top, load(value, a, k))
    total, mean = fill(0.0), fill(0.0)
    for a in range(first, first + count):
        here = load(value, a, k)
        weight = exp(precision * (here - top))
        store(policy, a, k, weight)
        total += weight
        mean += weight * here
    share = fill(1.0) / total
    for a in range(first, first + count):
        store(policy, a, k, load(policy, a, k) * share)
    return mean * share


@njit(nogil=True, error_model="numpy", forceinline=True)
def _choose(value, k, first, count, policy):
    """The value of a node to a type of the side that moves there."""
    total = fill(0.0)
    for a in range(first, first + count):
        total += load(policy, a, k) * load(value, a, k)
    return total


@njit(nogil=True, error_model="numpy", forceinline=True)
def _average(value, n, first, count, edge):
    """Set the value of a node where somebody else moves."""
    for k in range(value.shape[1]):
        total = fill(0.0)
        for a in range(first, first + count):
            total += load(edge, a, 0) * load(value, a, k)
        store(value, n, k, total)


@njit(nogil=True, error_model="numpy", forceinline=True)
def _reveal(n, first, count, below, policy, belief, edge):
    """Bayes' rule at one node: marginal probabilities of its moves, beliefs after each.

    `n` holds the belief before, `below` the number of children of every node. Beliefs at ends
    matter to no move, so none are set there.
    """
    for a in range(first, first + count):
        total = fill(0.0)
        for k in range(policy.shape[1]):
            total += load(belief, n, k) * load(policy, a, k)
        store(edge, a, 0, total)
        if below[a] > 0:
            share = fill(1.0) / larger(total, fill(_TINY))
            for k in range(policy.shape[1]):
                before = load(belief, n, k)
                after = before * load(policy, a, k) * share
                store(belief, a, k, above(total, fill(_TINY), after, before))


@njit(nogil=True, error_model="numpy", forceinline=True)
def _away(k, first, count, value, logits, precision, policy):
    """A bound on how far one type's policy is from the logit response to its values.

    If the logits' errors span r in units of precision, each odds ratio is right up to a factor
    exp(r), so a probability p is off by at most min(p, 1 - p) (exp(r) - 1).
    """
    low = load(value, first, k) - load(logits, first, k)
    high, close = low, fill(0.0)
    for a in range(first, first + count):
        gap = load(value, a, k) - load(logits, a, k)
        low, high = smaller(low, gap), larger(high, gap)
        played = load(policy, a, k)
        close = larger(close, smaller(played, fill(1.0) - played))
    span = precision * (high - low)
    off = above(fill(1.0), span, span * (fill(1.0) + span), exp(span) - fill(1.0))
    return smaller(fill(1.0), close * off)


@njit(nogil=True, error_model="numpy", forceinline=True)
def _damp(n, first, count, value, logits, moved, step, going):
    """Move a node's logits towards the response; turn back more carefully than going on."""
    same = fill(0.0)
    for a in range(first, first + count):
        for k in range(value.shape[1]):
            gap = load(value, a, k) - load(value, n, k) - load(logits, a, k)
            same += gap * load(moved, a, k)
    before = load(step, n, 0)
    back, on = larger(fill(_LEAST), fill(_BACK) * before), smaller(fill(_MOST), fill(_ON) * before)
    after = above(fill(0.0), same, back, on)
    store(step, n, 0, after)
    taken = after * going
    for a in range(first, first + count):
        for k in range(value.shape[1]):
            gap = load(value, a, k) - load(value, n, k) - load(logits, a, k)
            store(moved, a, k, gap)
            store(logits, a, k, load(logits, a, k) + taken * gap)


@compiled
def fixed_point(walk, t, tolerance, left, residual):
    """Iterate until a game in work meets its tolerance or has no iterations left.

    tolerance, left, residual: (WIDTH,); `left` counts down and is 0 where no game is in work.
    """
    held, inner, owner, first, count = walk.held, walk.inner, walk.owner, walk.first, walk.width
    lam_c, lam_d = load(t.precision, 0, 0), load(t.precision, 1, 0)
    worst, going = np.empty((1, 1, WIDTH)), np.empty((1, 1, WIDTH))
    while True:
        for n in inner:
            if owner[n] == _DEFENDER:
                for k in range(t.logits.shape[1]):
                    _soften(t.logits, k, first[n], count[n], lam_d, t.policy_d)
            if owner[n] == _DEFENDER or owner[n] == _SIGNAL:
                _reveal(held[1, n], first[n], count[n], count, t.policy_d, t.belief_d, t.edge)
        for n in inner[::-1]:
            if owner[n] == _CHALLENGER:
                for k in range(t.value_c.shape[1]):
                    mean = _soften(t.value_c, k, first[n], count[n], lam_c, t.policy_c)
                    store(t.value_c, n, k, mean)
            else:
                _average(t.value_c, n, first[n], count[n], t.edge)
        for n in inner:
            if owner[n] == _CHALLENGER:
                _reveal(held[0, n], first[n], count[n], count, t.policy_c, t.belief_c, t.edge)
        largest = fill(0.0)
        for n in inner[::-1]:
            if owner[n] != _DEFENDER and owner[n] != _SIGNAL:
                _average(t.value_d, n, first[n], count[n], t.edge)
                continue
            for k in range(t.value_d.shape[1]):
                store(t.value_d, n, k, _choose(t.value_d, k, first[n], count[n], t.policy_d))
                if owner[n] == _DEFENDER:
                    off = _away(k, first[n], count[n], t.value_d, t.logits, lam_d, t.policy_d)
                    largest = larger(largest, off)
        store(worst, 0, 0, largest)
        met = False
        for lane in range(WIDTH):
            going[0, 0, lane] = 0.0
            if left[lane] > 0:
                residual[lane] = worst[0, 0, lane]
                left[lane] -= 1
                done = residual[lane] < tolerance[lane]
                going[0, 0, lane] = 0.0 if done else 1.0
                met = met or done or left[lane] == 0
        on = load(going, 0, 0)
        for n in inner:
            if owner[n] == _DEFENDER:
                _damp(n, first[n], count[n], t.value_d, t.logits, t.moved, t.step, on)
        if met:
            return
