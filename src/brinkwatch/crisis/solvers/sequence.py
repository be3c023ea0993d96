"""The public sequence form: each side's own moves in flat arrays, all other moves folded away.

A slot is one own move, numbered so that the moves of a node are contiguous and slot 0 is "no move
yet" (von Stengel, 1996, Games and Economic Behavior 14(2)). At the ends stands what a side can
earn there; the other side enters only by the mass with which its types play to the end. A game of
private values has ends of one vector a side, a joint one of a matrix.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np

from brinkwatch.crisis.quantity import Array
from brinkwatch.crisis.solvers.lanes import WIDTH
from brinkwatch.crisis.tree import Game, Integers, JointGame, Owner, PublicTree

AnyGame: TypeAlias = Game | JointGame


class Form(NamedTuple):
    """One side's part of the sequence form.

    first, width: (nodes,) slots of each own node, nodes in breadth-first order.
    above: (nodes,) the slot that leads to the node.
    child: (slots,) the tree's node that a slot leads to, 0 for slot 0.
    end_slot: (ends,) last own slot before each end, ascending.
    end_mass: (ends,) row of the other side's masses; in a joint game the other's slot.
    gain: (ends, types, WIDTH) payoff times chance and own signals; empty in a joint game.
    joint: (ends, types, other's types) payoff times weight; empty otherwise.
    mass_slot: (masses,) own slot of each mass. mass_weight: (masses, types, WIDTH) prior times
        signals.
    other: (nodes,) the other's slot at each own node, joint games only.
    weight: (nodes, types, other's types) probability of deal and chance, joint games only.
    prior: (types, WIDTH) prior of a side's types; ones in a joint game, whose weights hold it.
    """

    first: Integers
    width: Integers
    above: Integers
    child: Integers
    end_slot: Integers
    end_mass: Integers
    gain: Array
    joint: Array
    mass_slot: Integers
    mass_weight: Array
    other: Integers
    weight: Array
    prior: Array

    @property
    def shape(self) -> tuple[int, int, int]:
        """Slots, types and games: the shape of the side's policy."""
        return len(self.child), *self.prior.shape


def forms(game: AnyGame, beside: Sequence[Game] = ()) -> tuple[Form, Form]:
    """The sequence form of challenger and defender; lanes without a game repeat the first.

    `beside` are further draws of a game of private values, on the same tree.
    """
    slots = (_slots(game.tree, Owner.CHALLENGER), _slots(game.tree, Owner.DEFENDER))
    if isinstance(game, JointGame):
        return _joint(game, 0, slots), _joint(game, 1, slots)
    return _private([game, *beside, *[game] * (WIDTH - 1 - len(beside))], slots)


def _slots(tree: PublicTree, side: Owner) -> Integers:
    """(nodes,) the last own slot at or above each node; slots are numbered by node."""
    own = np.zeros(tree.nodes, dtype=np.int64)
    moved = np.flatnonzero((tree.parent >= 0) & (tree.owner[tree.parent] == side))
    own[moved] = np.arange(1, len(moved) + 1)
    for level in tree.levels[1:]:
        inherited = own[tree.parent[level]]
        own[level] = np.where(own[level] > 0, own[level], inherited)
    return own


def _moves(tree: PublicTree, side: int, slot: Integers) -> tuple[Integers, ...]:
    nodes = np.flatnonzero(tree.owner == side)
    child = np.flatnonzero((tree.parent >= 0) & (tree.owner[tree.parent] == side))
    return nodes, slot[tree.first[nodes]], tree.count[nodes], slot[nodes], np.append(0, child)


def _private(games: Sequence[Game], slots: tuple[Integers, Integers]) -> tuple[Form, Form]:
    tree = games[0].tree
    chance = np.ones((tree.nodes, 1, WIDTH))
    signal = np.ones((tree.nodes, len(games[0].prior[1]), WIDTH))
    sign = np.zeros(tree.nodes, dtype=np.int64)  # the last sign at or above each node
    for level in tree.levels[1:]:
        above = tree.parent[level]
        chance[level, 0] = chance[above, 0] * np.stack([g.chance[level] for g in games], axis=-1)
        signal[level] = signal[above] * np.stack([g.signal[level] for g in games], axis=-1)
        seen = tree.owner[above] == Owner.SIGNAL
        sign[level] = np.where(seen, np.arange(level.start, level.stop), sign[above])
    at_end, none = (slots[0][tree.ends], slots[1][tree.ends]), np.empty((0, 0, 0))
    known = (np.zeros_like(sign), sign)  # a side knows its own types' likelihood of a sign
    masses = [
        np.unique(np.column_stack((at_end[i], known[i][tree.ends])), axis=0, return_inverse=True)
        for i in (0, 1)
    ]
    made = []
    for side in (0, 1):
        prior = np.stack([game.prior[side] for game in games], axis=-1)
        likelihood = signal if side == Owner.DEFENDER else np.ones((tree.nodes, *prior.shape))
        order = np.argsort(at_end[side], kind="stable")
        pays = np.stack([game.payoff[side] for game in games], axis=-1)
        gain = pays * likelihood[tree.ends] * chance[tree.ends]
        slot, last = masses[side][0].T
        _, first, count, above, child = _moves(tree, side, slots[side])
        made.append(
            Form(
                first,
                count,
                above,
                child,
                at_end[side][order],
                masses[1 - side][1].ravel()[order].astype(np.int64),
                np.ascontiguousarray(gain[order]),
                none,
                np.ascontiguousarray(slot),
                np.ascontiguousarray(likelihood[last] * prior),
                np.empty(0, dtype=np.int64),
                none,
                prior,
            )
        )
    return made[0], made[1]


def _joint(game: JointGame, side: int, slots: tuple[Integers, Integers]) -> Form:
    tree, turn = game.tree, (0, 1, 2) if side == 0 else (0, 2, 1)
    own, other = slots[side], slots[1 - side]
    nodes, first, count, above, child = _moves(tree, side, own)
    weight = np.ascontiguousarray(_weights(game).transpose(turn)[nodes])
    order = np.argsort(own[tree.ends], kind="stable")
    ends = tree.ends[order]
    joint = (game.weight * game.payoff[side]).transpose(turn)[order]
    types = joint.shape[1]
    return Form(
        first, count, above, child, own[ends], other[ends],
        np.empty((0, types, WIDTH)), np.ascontiguousarray(joint),
        np.empty(0, dtype=np.int64), np.empty((0, types, WIDTH)), other[nodes], weight,
        np.ones((types, WIDTH)),
    )  # fmt: skip


def _weights(game: JointGame) -> Array:
    """(nodes, types, types) probability of deal and chance at every node, from that at the ends.

    A mover's node weighs as any of its children; a chance node as all of them.
    """
    tree = game.tree
    weight = np.zeros((tree.nodes, *game.weight.shape[1:]))
    weight[tree.ends] = game.weight
    for level in reversed(tree.levels[1:]):
        for node in range(level.start, level.stop):
            above = tree.parent[node]
            if tree.owner[above] in (Owner.CHANCE, Owner.SIGNAL):
                weight[above] += weight[node]
            else:
                weight[above] = weight[node]
    return weight
