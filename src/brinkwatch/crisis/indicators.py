"""What the equilibrium says when something is seen: pairs of conditional probabilities.

Each indicator compares an outcome along histories in which something happened with the outcome
along the others. Differences mix what the act causes and what it reveals; they are association
inside the model, not a causal effect.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from brinkwatch.crisis.ladder import State
from brinkwatch.crisis.payoffs import Board
from brinkwatch.crisis.quantity import Array
from brinkwatch.crisis.tree import Integers, PublicTree


@dataclass(frozen=True)
class Indicator:
    """P(outcome | seen) beside P(outcome | not seen); `seen` and `other` are disjoint histories."""

    name: str
    outcome: str
    given: str
    otherwise: str
    seen: Integers
    other: Integers
    ends: NDArray[np.bool_]

    def measure(self, tree: PublicTree, reach: Array) -> tuple[float, float]:
        """The two conditional probabilities in one solved draw; NaN where never reached."""
        mass = np.zeros(tree.nodes)
        mass[tree.ends] = np.where(self.ends, reach[tree.ends], 0.0)
        for node in range(tree.nodes - 1, 0, -1):
            mass[tree.parent[node]] += mass[node]
        return _share(mass, reach, self.seen), _share(mass, reach, self.other)


def _share(mass: Array, reach: Array, nodes: Integers) -> float:
    total = float(reach[nodes].sum())
    return float(mass[nodes].sum()) / total if total > 0 else float("nan")


def indicators(board: Board) -> tuple[Indicator, ...]:
    """The indicators that this game can show, in a fixed order."""
    tree, attack, absorbed = board.tree, board.attack, board.kind == 1

    def after(*words: str, ok: Callable[[State], bool] = lambda _: True) -> Integers:
        """Nodes one of these actions led to (the first time on a path)."""
        hits = [
            n for n in range(1, tree.nodes) if tree.label(n) in words and ok(tree.states[n])
        ]
        return _first_on_path(tree, hits)

    def crossed(yes: bool) -> Integers:
        moves = [
            n
            for n in range(1, tree.nodes)
            if tree.states[n].phase == "challenger" and tree.states[n].crossed
        ]
        if yes:
            return _first_on_path(tree, moves)
        return _quiet_ends(tree, moves)

    rows = (
        ("line crossed", "attack", "the line is crossed", "it is not crossed",
         crossed(True), crossed(False), attack),
        ("division seen", "attack", "a split is seen", "unity is seen",
         after("split"), after("united"), attack),
        ("window open", "attack", "a window opens", "none is open",
         after("open"), after("closed"), attack),
        ("leap", "attack", "the defender leaps first", "it takes a small step first",
         *_first_moves(tree, "leap", "step"), attack),
        ("nuclear threat", "unanswered", "the attack is joined by a nuclear threat",
         "it is not", after("brandish"), after("plain"), absorbed),
        ("overmatch", "war or disaster", "the answer is an overmatch", "it is a match",
         after("overmatch"), after("match"), board.kind == 3),
    )  # fmt: skip
    return tuple(Indicator(*row) for row in rows if len(row[4]) and len(row[5]))


def _first_on_path(tree: PublicTree, nodes: list[int]) -> Integers:
    """The nodes that have no other of the list above them."""
    inside = np.zeros(tree.nodes, dtype=bool)
    chosen = set(nodes)
    first = []
    for node in range(1, tree.nodes):
        above = inside[tree.parent[node]]
        inside[node] = above or node in chosen
        if node in chosen and not above:
            first.append(node)
    return np.array(first, dtype=np.int64)


def _quiet_ends(tree: PublicTree, nodes: list[int]) -> Integers:
    """Ends whose path holds none of the nodes."""
    inside = np.zeros(tree.nodes, dtype=bool)
    inside[nodes] = True
    for node in range(1, tree.nodes):
        inside[node] |= inside[tree.parent[node]]
    ends = tree.ends
    return ends[~inside[ends]]


def _first_moves(tree: PublicTree, one: str, two: str) -> tuple[Integers, Integers]:
    """Nodes after the defender's first move up the ladder, by its size."""
    first = _first_on_path(tree, [n for n in range(1, tree.nodes) if tree.label(n) in (one, two)])
    labels = np.array([tree.label(int(n)) for n in first])
    return first[labels == one], first[labels == two]
