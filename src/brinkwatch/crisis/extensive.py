"""Gambit's extensive form (`EFG 2`) read as a game of public moves and private types.

A game can be read if both sides see all moves: chance deals types before anybody moves, and every
information set is one public history with one type of its own. Other games are refused with the
first information set that hides a move.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from brinkwatch.crisis.efg_reader import CHANCE, Form, Reader
from brinkwatch.crisis.tree import JointGame, Node, Owner, grow
from brinkwatch.errors import InputError

Path: TypeAlias = tuple[str, ...]
"""Public moves, chance included, since the deal."""
Deal: TypeAlias = tuple[str, ...]
"""What chance dealt before the first move."""


def import_efg(text: str, name: str, *, precision: tuple[float, float] = (1.0, 1.0)) -> JointGame:
    """The game in a text of Gambit's extensive form; `name` says in errors where it came from.

    The first player of the text is the challenger. Numbers of the text are read exactly and then
    rounded to floats.

    Raises:
        InputError: the text is no such form, has not two players, or hides a move from a side.
    """
    reader = Reader(text, name)
    players, root = reader.players, reader.root()
    dealt = _Public(name, players, root, frozenset())
    return _Public(name, players, root, dealt.shown()).game(precision)


class _Public:
    """What is public and what private in a tree, or the refusal of it."""

    def __init__(self, name: str, players: list[str], root: Form, shown: frozenset[int]) -> None:
        self.name, self.players = name, players
        self.moves: dict[Path, tuple[int, list[str]]] = {}
        self.sets: tuple[dict[Path, dict[Deal, Form]], ...] = ({}, {})
        self.ends: dict[Path, dict[Deal, tuple[float, float, float]]] = {}
        self.deals: dict[Deal, None] = {}
        for form, deal, path, chance, payoff in _walk(root, shown):
            if form.labels:
                self._moved(form, deal, path)
                continue
            self.deals[deal] = None
            pays = (float(payoff[0]), float(payoff[1]))
            self.ends.setdefault(path, {})[deal] = (float(chance), *pays)
        for path in self.ends:
            if path in self.moves:
                raise InputError(f"{name}: whether the game ends {_after(path)} depends on types.")
        self.types = (self._types(0), self._types(1))

    def _moved(self, form: Form, deal: Deal, path: Path) -> None:
        if self.moves.setdefault(path, (form.mover, form.labels)) != (form.mover, form.labels):
            raise InputError(
                f"{self.name}: who moves {_after(path)}, or with which moves, depends on types."
            )
        if form.mover != CHANCE:
            self.sets[form.mover].setdefault(path, {})[deal] = form

    def _types(self, side: int) -> dict[Deal, int]:
        """The type that each deal gives a side: deals that it never tells apart are one type."""
        known: list[dict[Path, int]] = []
        types: dict[Deal, int] = {}
        seen: dict[Deal, dict[Path, int]] = {deal: {} for deal in self.deals}
        where: dict[int, Path] = {}
        for path, forms in self.sets[side].items():
            for deal, form in forms.items():
                seen[deal][path] = form.number
                if where.setdefault(form.number, path) != path:
                    self._refuse(side, form, f"{_after(where[form.number])} and {_after(path)}")
        for deal, sets in seen.items():
            fits = (
                kind
                for kind, others in enumerate(known)
                if all(others.get(path, number) == number for path, number in sets.items())
            )
            kind = next(fits, len(known))
            if kind == len(known):
                known.append({})
            known[kind].update(sets)
            types[deal] = kind
        for forms in self.sets[side].values():
            kinds: dict[int, int] = {}
            for deal, form in forms.items():
                if kinds.setdefault(form.number, types[deal]) != types[deal]:
                    self._refuse(side, form, f"types that {self.players[side]!r} tells apart")
        return types

    def _refuse(self, side: int, form: Form, what: str) -> None:
        raise InputError(
            f"{self.name}: information set {form.name or form.number!r} of player "
            f"{self.players[side]!r} joins {what}; only games in which both sides see every move "
            "and keep their type can be read, one public history and one type a set."
        )

    def shown(self) -> frozenset[int]:
        """Which of the opening chance moves both sides see: public ones, not part of the deal."""
        depth = min(map(len, self.deals))
        public = set()
        for place in range(depth):
            drawn = {deal[place] for deal in self.deals}
            seen = [
                len({(kind, deal[place]) for deal, kind in types.items()}) == len({*types.values()})
                for types in self.types
            ]
            if len(drawn) > 1 and all(seen):
                public.add(place)
        return frozenset(public)

    def game(self, precision: tuple[float, float]) -> JointGame:
        tree = grow((), self._expand)
        kinds = [max(types.values()) + 1 for types in self.types]
        weight = np.zeros((len(tree.ends), *kinds))
        pays = np.zeros((2, len(tree.ends), *kinds))
        for row, end in enumerate(tree.ends):
            for deal, (chance, *payoff) in self.ends[tree.states[int(end)]].items():
                cell = (row, self.types[0][deal], self.types[1][deal])
                weight[cell] += chance
                for side in (0, 1):
                    pays[side][cell] += chance * payoff[side]
        pays = np.divide(pays, weight, out=np.zeros_like(pays), where=weight > 0)
        return JointGame(tree, weight, (pays[0], pays[1]), precision)

    def _expand(self, path: Path) -> Node:
        if path not in self.moves:
            return Node(path, Owner.END)
        mover, labels = self.moves[path]
        owner = Owner.CHANCE if mover == CHANCE else Owner(mover)
        return Node(path, owner, tuple(labels), tuple((*path, label) for label in labels))


def _walk(
    root: Form, shown: frozenset[int]
) -> Iterator[tuple[Form, Deal, Path, Fraction, Mapping[int, Fraction]]]:
    """Every node with the deal, the public moves, chance's probability and the payoffs so far.

    Opening chance moves are the deal but for those at the places that are `shown` to both sides.
    """
    nothing = {0: Fraction(0), 1: Fraction(0)}
    waiting: list[tuple[Form, Deal, Path, int | None, Fraction, dict[int, Fraction]]] = [
        (root, (), (), 0, Fraction(1), nothing)
    ]
    while waiting:
        form, deal, path, place, chance, before = waiting.pop()
        payoff = {side: before[side] + form.payoff[side] for side in (0, 1)}
        if form.mover != CHANCE:
            place = None
        dealing = place is not None and place not in shown and bool(form.labels)
        if not dealing:
            yield form, deal, path, chance, payoff
        after = None if place is None else place + 1
        shares = form.chances or [Fraction(1)] * len(form.labels)
        rows = list(zip(form.labels, shares, form.below, strict=True))
        for label, share, below in reversed(rows):
            lists = ((*deal, label), path) if dealing else (deal, (*path, label))
            waiting.append((below, *lists, after, chance * share, payoff))


def _after(path: Path) -> str:
    return f"after {', '.join(path)}" if path else "at the start"
