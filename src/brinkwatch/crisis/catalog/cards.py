"""Poker for two with known values: the cards are the types, all moves are public."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import NamedTuple

import numpy as np

from brinkwatch.crisis.tree import JointGame, Node, Owner, grow

_SIDES = (Owner.CHALLENGER, Owner.DEFENDER)


def kuhn(*, precision: float = 10.0) -> JointGame:
    """Three cards, ante 1; a player passes or bets 1; a bet is called or folded."""
    ends = {"pass pass": 1, "bet call": 2, "pass bet call": 2, "bet fold": 1, "pass bet fold": -1}

    def expand(history: str) -> Node:
        if history in ends:
            return Node(history, Owner.END)
        words = ("fold", "call") if history.endswith("bet") else ("pass", "bet")
        after = tuple(f"{history} {word}".strip() for word in words)
        return Node(history, _SIDES[len(history.split()) % 2], words, after)

    def won(history: str, cards: tuple[int, int]) -> float:
        stake = ends[history]
        return stake if history.endswith("fold") or cards[0] > cards[1] else -stake

    def dealt(_: str, cards: tuple[int, int]) -> float:
        return 0.0 if cards[0] == cards[1] else 1 / 6

    return _zero_sum("", expand, dealt, won, precision)


class Leduc(NamedTuple):
    """What is public: the rank of the common card (-1 before it lies), stakes and moves."""

    board: int = -1
    paid: tuple[int, int] = (1, 1)
    mover: int = 0
    raises: int = 0
    moves: int = 0
    """of this round"""
    folded: int = -1
    over: bool = False


def leduc(*, precision: float = 1.0) -> JointGame:
    """Two suits of three ranks, ante 1, two rounds of at most two raises (2, then 4), one board."""

    def dealt(end: Leduc, cards: tuple[int, int]) -> float:
        deck = [2, 2, 2]
        chance = 1.0
        for card in (*cards, end.board):
            if card >= 0:
                chance *= max(0, deck[card]) / sum(deck)
                deck[card] -= 1
        return chance

    return _zero_sum(Leduc(), _expand, dealt, _won, precision)


def _expand(s: Leduc) -> Node:
    if s.over or s.folded >= 0:
        return Node(s, Owner.END)
    if s.moves and s.mover < 0:
        after = tuple(Leduc(rank, s.paid) for rank in range(3))
        return Node(s, Owner.CHANCE, ("jack", "queen", "king"), after)
    options: list[tuple[str, Leduc]] = []
    owed, size = max(s.paid), 2 if s.board < 0 else 4
    if s.paid[s.mover] < owed:
        options.append(("fold", s._replace(folded=s.mover)))
    called = s._replace(paid=_pay(s, owed), moves=s.moves + 1)
    if s.moves == 0:
        options.append(("call", called._replace(mover=1 - s.mover)))
    elif s.board < 0:
        options.append(("call", called._replace(mover=-1)))
    else:
        options.append(("call", called._replace(over=True)))
    if s.raises < 2:
        raised = s._replace(
            paid=_pay(s, owed + size), raises=s.raises + 1, moves=s.moves + 1, mover=1 - s.mover
        )
        options.append(("raise", raised))
    words, after = zip(*options, strict=True)
    return Node(s, _SIDES[s.mover], words, after)


def _pay(s: Leduc, amount: int) -> tuple[int, int]:
    return (amount, s.paid[1]) if s.mover == 0 else (s.paid[0], amount)


def _won(s: Leduc, cards: tuple[int, int]) -> float:
    if s.folded >= 0:
        return float(s.paid[1]) if s.folded == 1 else -float(s.paid[0])
    strength = [100 if card == s.board else card for card in cards]
    return float(np.sign(strength[0] - strength[1]) * s.paid[0])


def _zero_sum(
    root: object,
    expand: Callable[..., Node],
    dealt: Callable[..., float],
    won: Callable[..., float],
    precision: float,
) -> JointGame:
    """A game of three ranks from its rules, the chance of a deal and what the first player wins."""
    tree = grow(root, expand)
    weight, pays = np.zeros((2, len(tree.ends), 3, 3))
    for row, end in enumerate(tree.ends):
        for cards in product(range(3), repeat=2):
            weight[row][cards] = dealt(tree.states[end], cards)
            pays[row][cards] = won(tree.states[end], cards)
    return JointGame(tree, weight, (pays, -pays), (precision, precision))
