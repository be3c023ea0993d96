"""The board of a ladder game: its public tree with what payoffs and chances depend on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from brinkwatch.crisis.ladder import State
from brinkwatch.crisis.tree import Integers, Owner, PublicTree

ENDS = ("no_attack", "absorb", "desist", "escalate", "accident")
_CHANCES = ("closed", "open", "safe", "accident", "unused", "used")


@dataclass(frozen=True)
class Board:
    """A ladder game's tree with the counters of its ends as columns, shape (ends,).

    chance: (m, 5) child, kind (as in `_CHANCES`), level, window before,
    demonstrated this round. attack: (ends,) whether the end follows an attack.
    """

    tree: PublicTree
    columns: dict[str, NDArray[np.float64]]
    kind: Integers
    round: Integers
    chance: Integers
    signal: Integers

    @classmethod
    def of(cls, tree: PublicTree) -> Board:
        """Read the columns off the tree's states."""
        ends: list[State] = [tree.states[number] for number in tree.ends]
        names = (
            "reserves", "window", "unenforced", "demonstrated", "leaps", "backs", "regroups",
            "pretexts", "flow", "probe", "brandish", "response", "way",
        )  # fmt: skip
        columns = {name: np.array([getattr(s, name) for s in ends], float) for name in names}
        columns["overmatch"] = (columns.pop("response") == 2).astype(float)
        return cls(
            tree,
            columns,
            np.array([ENDS.index(s.end) for s in ends], dtype=np.int64),
            np.array([s.round for s in ends], dtype=np.int64),
            _chance_rows(tree),
            np.flatnonzero((tree.parent >= 0) & (tree.owner[tree.parent] == Owner.SIGNAL)),
        )

    @property
    def attack(self) -> NDArray[np.bool_]:
        """(ends,) whether the challenger has attacked at each end of the tree."""
        return (self.kind >= 1) & (self.kind <= 3)


def _chance_rows(tree: PublicTree) -> Integers:
    rows: list[tuple[int, int, int, int, int]] = []
    for node in np.flatnonzero(tree.owner == Owner.CHANCE):
        state: State = tree.states[node]
        before = tree.states[tree.parent[node]] if tree.parent[node] >= 0 else state
        shown = state.demonstrated - before.demonstrated  # a demonstration came just before
        rows.extend(
            (child, _CHANCES.index(tree.label(child)), state.level, int(state.window), shown)
            for child in tree.children(int(node))
        )
    return np.array(rows, dtype=np.int64).reshape(-1, 5)
