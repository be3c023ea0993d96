"""The strategic model beside the statistical ones: quantal response fitted to pairs of states.

Signorino's game (1999, American Political Science Review 93(2)): one side acts or does not, the
other gives in or resists. What a side expects of the other enters its odds. Payoffs are sums over
features of the pair that strategic.toml names, in units of the noise (precision 1), and are
estimated by maximum likelihood with `brinkwatch.crisis.estimation`. Pairs alike in all
features share one game; the games stand under one chance move, which drops out of the likelihood.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from brinkwatch.crisis.estimation import Estimate, fit
from brinkwatch.crisis.solvers import get
from brinkwatch.crisis.tree import Game, Node, Owner, PublicTree, grow
from brinkwatch.forecast.predict import Rows, design, numbers

PLAN = tomllib.loads(Path(__file__).with_name("strategic.toml").read_text(encoding="utf-8"))
Floats = NDArray[np.float64]
STAY, ACT, RESIST = 0, 1, 2  # how far a row went
MOVES = {STAY: (0,), ACT: (1, 0), RESIST: (1, 1)}


@dataclass(frozen=True)
class Pairs:
    """Rows as games: features (rows, features) of 0 and 1, what each moves, how far each row went.

    A `prize` adds to what acting gains, a `cost` takes from it, a `stake` adds to what resisting
    saves.
    """

    names: tuple[str, ...]
    roles: tuple[str, ...]
    features: Floats
    went: NDArray[np.int_]

    @classmethod
    def of(cls, key: str, rows: Rows, place: NDArray[np.int_]) -> Pairs:
        """The rows at these places of a table; a missing feature counts as absent."""
        plan = PLAN[key]
        named = [(role, term) for role in ("prize", "cost", "stake") for term in plan[role]]
        x = np.nan_to_num(design([term for _, term in named], rows)[place])
        acted, resisted = (numbers(plan[name], rows)[place] == 1 for name in ("act", "resist"))
        went = np.where(acted, np.where(resisted, RESIST, ACT), STAY)
        roles, names = zip(*named, strict=True)
        return cls(names, roles, (x > 0).astype(float), went)

    def known_in(self, train: NDArray[np.bool_]) -> Pairs:
        """With the features alone that enough training rows have, and enough have not."""
        held = self.features[train].sum(0)
        keep = np.minimum(held, train.sum() - held) >= PLAN["least"]
        kept = np.flatnonzero(keep)
        return Pairs(
            tuple(self.names[i] for i in kept), tuple(self.roles[i] for i in kept),
            self.features[:, keep], self.went,
        )  # fmt: skip

    @cached_property
    def kinds(self) -> tuple[Floats, NDArray[np.int_]]:
        """The different rows of features, and which of them each row is."""
        kinds, of = np.unique(self.features, axis=0, return_inverse=True)
        return kinds, of.ravel()


def tree_of(kinds: int) -> PublicTree:
    """A chance move to one of the kinds of pairs, each followed by the game of two moves."""

    def expand(state: tuple[int, ...]) -> Node:
        if not state:
            each = range(kinds)
            return Node(state, Owner.CHANCE, tuple(map(str, each)), tuple((k,) for k in each))
        if len(state) == 3 or state[1:] == (0,):
            return Node(state, Owner.END)
        owner, words = (
            (Owner.CHALLENGER, ("stay", "act")) if len(state) == 1
            else (Owner.DEFENDER, ("give in", "resist"))
        )  # fmt: skip
        return Node(state, owner, words, tuple((*state, move) for move in (0, 1)))

    return grow((), expand)


def game_of(tree: PublicTree, pairs: Pairs, values: Floats) -> Game:
    """The game at payoff numbers: fight, prize, stake, then one for each feature."""
    kinds, _ = pairs.kinds
    fight, prize, stake, *each = values
    sums = {
        role: kinds @ np.where(np.array(pairs.roles) == role, each, 0.0)
        for role in ("prize", "cost", "stake")
    }
    gain = prize + sums["prize"] - sums["cost"] - PLAN["cost"]
    saved = stake + sums["stake"] - PLAN["cost"]
    ends = [tree.states[end] for end in tree.ends]
    challenger = [gain[s[0]] - fight * s[2] if s[1] else 0.0 for s in ends]
    defender = [saved[s[0]] if s[1:] == (1, 1) else 0.0 for s in ends]
    chance = np.where([len(state) == 1 for state in tree.states], 1 / len(kinds), 1.0)
    one = np.ones(1)
    return Game(
        tree, (one, one), chance, np.ones((tree.nodes, 1)),
        (np.array(challenger)[:, None], np.array(defender)[:, None]), (1.0, 1.0),
    )  # fmt: skip


def act_shares(key: str, every: Pairs, train: NDArray[np.bool_]) -> tuple[Floats, Estimate]:
    """Probability that each row sees an act, from the game fitted to the training rows.

    Raises NotSolvedError when they do not identify its payoffs.
    """
    pairs = every.known_in(train)
    kinds, of = pairs.kinds
    tree = tree_of(len(kinds))
    node = {state: number for number, state in enumerate(tree.states)}
    paths = [
        node[(int(kind), *MOVES[went])]
        for kind, went in zip(of[train], pairs.went[train], strict=True)
    ]
    start = np.array([*PLAN[key]["start"], *([PLAN["start"]] * len(pairs.names))])

    def build(values: Floats) -> Game:
        return game_of(tree, pairs, values)

    found = fit(build, ["fight", "prize", "stake", *pairs.names], start, tree, paths)
    edge = get("fast")(build(found.value), tolerance=1e-9).edge
    return edge[[node[kind, 1] for kind in range(len(kinds))]][of], found
