"""A game of observed actions with one private type a side, as a public tree in flat arrays.

All actions are seen by both sides; what is hidden is each side's type. Histories that differ in
types only share a node, so everything at a node is a vector over types (Fudenberg and Tirole,
1991, chapter 8). Payoffs are private values: each depends on the history and one's own type.

Nodes stand in breadth-first order, so a node's children are contiguous and have higher numbers.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from brinkwatch.crisis.quantity import Array

Integers: TypeAlias = NDArray[np.int64]


class Owner(IntEnum):
    """Who moves at a node."""

    CHALLENGER = 0
    DEFENDER = 1
    CHANCE = 2
    SIGNAL = 3
    END = 4


@dataclass(frozen=True)
class Node:
    """What the rules say of a state: who moves, with which actions, to which states.

    `state` is the state in which the move is made, once moves without a choice are passed.
    """

    state: Any
    owner: Owner
    actions: tuple[str, ...] = ()
    successors: tuple[Any, ...] = ()


@dataclass(frozen=True)
class PublicTree:
    """The public histories of a game; `nodes` is the number of nodes.

    owner: (nodes,) `Owner` numbers.
    first, count: (nodes,) the first child and the number of children.
    parent: (nodes,) the parent, -1 at the root.
    action: (nodes,) index into `labels` of the action that led here, -1 at the root.
    states: the rule's state at each node.
    """

    owner: Integers
    first: Integers
    count: Integers
    parent: Integers
    action: Integers
    labels: tuple[str, ...]
    states: tuple[Any, ...]

    @property
    def nodes(self) -> int:
        """How many nodes the tree has, the root included."""
        return len(self.owner)

    @cached_property
    def ends(self) -> Integers:
        """Numbers of the terminal nodes, ascending."""
        return np.flatnonzero(self.owner == Owner.END)

    @cached_property
    def levels(self) -> tuple[slice, ...]:
        """The nodes of each depth, from the root down."""
        depth = np.zeros(self.nodes, dtype=np.int64)
        for node in range(1, self.nodes):
            depth[node] = depth[self.parent[node]] + 1
        edges = np.searchsorted(depth, np.arange(depth[-1] + 2))
        return tuple(slice(int(a), int(b)) for a, b in itertools.pairwise(edges))

    def children(self, node: int) -> range:
        """The nodes that one move leads to."""
        start = int(self.first[node])
        return range(start, start + int(self.count[node]))

    def label(self, node: int) -> str:
        """The action that led to a node."""
        return self.labels[int(self.action[node])]

    def path(self, node: int) -> tuple[str, ...]:
        """The actions from the root to a node."""
        words: list[str] = []
        while self.parent[node] >= 0:
            words.append(self.label(node))
            node = int(self.parent[node])
        return tuple(reversed(words))


def grow(root: Any, expand: Callable[[Any], Node]) -> PublicTree:
    """The tree of all histories from `root`, breadth first; `expand` states the rules."""
    states: list[Any] = [root]
    owner: list[int] = []
    first: list[int] = []
    count: list[int] = []
    parent: list[int] = [-1]
    action: list[int] = [-1]
    labels: dict[str, int] = {}
    number = 0
    while number < len(states):
        node = expand(states[number])
        states[number] = node.state
        owner.append(int(node.owner))
        first.append(len(states))
        count.append(len(node.successors))
        states.extend(node.successors)
        parent.extend([number] * len(node.successors))
        action.extend(labels.setdefault(word, len(labels)) for word in node.actions)
        number += 1
    owners, firsts, counts, parents, actions = np.array(
        [owner, first, count, parent, action], dtype=np.int64
    )
    return PublicTree(owners, firsts, counts, parents, actions, tuple(labels), tuple(states))


@dataclass(frozen=True)
class Game:
    """One fully specified game: a public tree and the numbers of one draw.

    prior: for challenger and defender, (types,) probabilities of the types.
    chance: (nodes,) probability of reaching a chance node's child from it; 1 elsewhere.
    signal: (nodes, defender types) likelihood of a signal node's child; 1 elsewhere.
    payoff: for challenger and defender, (ends, types), rows in the order of `tree.ends`.
    precision: lambda of challenger and defender, per unit of payoff.
    """

    tree: PublicTree
    prior: tuple[Array, Array]
    chance: Array
    signal: Array
    payoff: tuple[Array, Array]
    precision: tuple[float, float]


@dataclass(frozen=True)
class JointGame:
    """A game in which the deal or a payoff joins both types, such as one of cards.

    weight: (ends, challenger types, defender types) probability of the deal of both types and of
        every chance move on the way to the end.
    payoff: for challenger and defender, (ends, challenger types, defender types).
    precision: lambda of challenger and defender, per unit of payoff.
    """

    tree: PublicTree
    weight: Array
    payoff: tuple[Array, Array]
    precision: tuple[float, float]

    @classmethod
    def of(cls, game: Game) -> JointGame:
        """The same game with its deal, chances and signals written out at every end."""
        tree = game.tree
        weight = np.empty((tree.nodes, len(game.prior[0]), len(game.prior[1])))
        weight[0] = np.outer(*game.prior)
        for level in tree.levels[1:]:
            step = game.chance[level, None] * game.signal[level]
            weight[level] = weight[tree.parent[level]] * step[:, None, :]
        pays_c = np.broadcast_to(game.payoff[0][:, :, None], weight[tree.ends].shape)
        pays_d = np.broadcast_to(game.payoff[1][:, None, :], weight[tree.ends].shape)
        return cls(tree, weight[tree.ends], (pays_c, pays_d), game.precision)
