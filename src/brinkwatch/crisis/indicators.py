"""What the equilibrium says when something is seen: pairs of conditional probabilities.

Each indicator compares an outcome along histories in which something happened with the outcome
along the others. Differences mix what the act causes and what it reveals; they are association
inside the model, not a causal effect.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from brinkwatch.crisis.boards import Board
from brinkwatch.crisis.quantity import Array
from brinkwatch.crisis.tree import Integers, Owner, PublicTree


@dataclass(frozen=True)
class Indicator:
    """P(outcome | seen) beside P(outcome | not seen).

    seen, other: disjoint nodes, none below another. seen_ends, other_ends: the ends below them at
    which the outcome happens.
    """

    name: str
    outcome: str
    given: str
    otherwise: str
    seen: Integers
    other: Integers
    seen_ends: Integers
    other_ends: Integers

    def measure(self, reach: Array) -> tuple[float, float]:
        """The two conditional probabilities in one solved draw; NaN where never reached."""
        return (
            _share(reach, self.seen_ends, self.seen),
            _share(reach, self.other_ends, self.other),
        )


def _share(reach: Array, ends: Integers, nodes: Integers) -> float:
    total = float(reach[nodes].sum())
    return float(reach[ends].sum()) / total if total > 0 else float("nan")


def _below(tree: PublicTree, nodes: Integers, ends: NDArray[np.bool_]) -> Integers:
    """Of the marked ends of the tree, those at or below some nodes."""
    below = np.zeros(tree.nodes, dtype=bool)
    below[nodes] = True
    for level in tree.levels[1:]:
        below[level] |= below[tree.parent[level]]
    return np.asarray(tree.ends[ends & below[tree.ends]])


def indicators(board: Board) -> tuple[Indicator, ...]:
    """The indicators that this game can show, in a fixed order."""
    tree, attack = board.tree, board.attack
    rows = (
        ("line crossed", "attack", "the line is crossed at the first chance",
         "it is not crossed then", *_crossings(tree), attack),
        ("division seen", "attack", "a split is seen", "unity is seen",
         *_first(tree, "split", "united"), attack),
        ("window open", "attack", "a window opens", "none opens",
         *_first(tree, "open", "closed"), attack),
        ("leap", "attack", "the defender leaps first", "it takes a small step first",
         *_first(tree, "leap", "step"), attack),
        ("nuclear threat", "unanswered", "the attack is joined by a nuclear threat",
         "it is not", *_first(tree, "brandish", "plain"), board.kind == 1),
        ("overmatch", "war", "the answer is an overmatch", "it is a match",
         *_first(tree, "overmatch", "match"), board.kind == 3),
    )  # fmt: skip
    return tuple(
        Indicator(
            name,
            outcome,
            given,
            otherwise,
            one,
            two,
            _below(tree, one, ends),
            _below(tree, two, ends),
        )
        for name, outcome, given, otherwise, one, two, ends in rows
        if len(one) and len(two)
    )


def _first_on_path(tree: PublicTree, nodes: list[int]) -> Integers:
    """The nodes that have no other of the list above them."""
    below = np.zeros(tree.nodes, dtype=bool)
    below[nodes] = True
    for level in tree.levels[1:]:
        below[level] |= below[tree.parent[level]]
    return np.array([n for n in nodes if n == 0 or not below[tree.parent[n]]], dtype=np.int64)


def _first(tree: PublicTree, one: str, two: str) -> tuple[Integers, Integers]:
    """Nodes after either action, the first time on a path, by the action."""
    words = {tree.labels.index(word) for word in (one, two) if word in tree.labels}
    first = _first_on_path(tree, [n for n in range(1, tree.nodes) if tree.action[n] in words])
    labels = np.array([tree.label(int(n)) for n in first], dtype=str)
    return first[labels == one], first[labels == two]


def _crossings(tree: PublicTree) -> tuple[Integers, Integers]:
    """Where the defender can first cross the line: its crossing moves, and its other moves."""
    able = []
    for node in np.flatnonzero(tree.owner == Owner.DEFENDER):
        if any(tree.states[child].crossed for child in tree.children(int(node))):
            able.append(int(node))
    able = [n for n in able if tree.states[n].phase == "defender"]
    moves = [child for n in _first_on_path(tree, able) for child in tree.children(int(n))]
    crossed = np.array([tree.states[child].crossed for child in moves], dtype=bool)
    return np.array(moves, dtype=np.int64)[crossed], np.array(moves, dtype=np.int64)[~crossed]
