"""Three small deterrence games as public trees."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from brinkwatch.crisis.quantity import Array
from brinkwatch.crisis.tree import Game, Node, Owner, PublicTree, grow

Moves: TypeAlias = dict[str, tuple[Owner, dict[str, str]]]
"""State -> who moves there and which action leads to which state; states not named are ends."""


def _tree(moves: Moves) -> PublicTree:
    def expand(state: str) -> Node:
        if state not in moves:
            return Node(state, Owner.END)
        owner, options = moves[state]
        return Node(state, owner, tuple(options), tuple(options.values()))

    return grow(next(iter(moves)), expand)


def build(
    moves: Moves,
    payoffs: dict[str, tuple[list[float], list[float]]],
    prior: tuple[list[float], list[float]],
    precision: float,
    chances: Mapping[str, float] = MappingProxyType({}),
) -> Game:
    """A game from its moves and, at each end, the payoffs of each side's types.

    `chances` are the probabilities with which chance moves to a state.
    """
    tree = _tree(moves)
    at_ends = [payoffs[tree.states[int(end)]] for end in tree.ends]
    priors: tuple[Array, Array] = (np.array(prior[0]), np.array(prior[1]))
    return Game(
        tree,
        priors,
        np.array([chances.get(state, 1.0) for state in tree.states]),
        np.ones((tree.nodes, len(prior[1]))),
        (np.array([p[0] for p in at_ends]), np.array([p[1] for p in at_ends])),
        (precision, precision),
    )


def empty_threat(*, precision: float = 12.0) -> Game:
    """Wait (0, 2); or probe, answered by absorb (1, 1) or fight (-5, -1)."""
    return build(
        {
            "start": (Owner.CHALLENGER, {"wait": "waited", "probe": "probed"}),
            "probed": (Owner.DEFENDER, {"absorb": "absorbed", "fight": "fought"}),
        },
        {"waited": ([0.0], [2.0]), "absorbed": ([1.0], [1.0]), "fought": ([-5.0], [-1.0])},
        ([1.0], [1.0]),
        precision,
    )


def signorino(
    *,
    u11: float = 0.3,
    u13: float = 1.0,
    u14: float = -1.5,
    u24: float = 0.4,
    precision: float = float(np.sqrt(0.5)),
) -> Game:
    """Status quo, or a challenge that the second side gives in to or resists.

    `u11`, `u13`, `u14` are the first side's payoffs of status quo, giving in and resistance, `u24`
    the second side's of resistance. Agent errors of unit variance are precision 1 / sqrt(2).
    """
    return build(
        {
            "start": (Owner.CHALLENGER, {"stay": "status quo", "challenge": "challenged"}),
            "challenged": (Owner.DEFENDER, {"give in": "given in", "resist": "resisted"}),
        },
        {"status quo": ([u11], [0.0]), "given in": ([u13], [0.0]), "resisted": ([u14], [u24])},
        ([1.0], [1.0]),
        precision,
    )


def bluff(
    *,
    tough: float = 0.2,
    catch: float = 1.0,
    cede: float = 1.0,
    fight: float = 3.0,
    prize: float = 2.0,
    audience: float = 1.0,
    precision: float = 100.0,
) -> Game:
    """A challenger, tough with probability `tough`, may threaten; the defender yields or resists.

    Yielding gives the challenger `prize` and costs the defender `cede`. Resisted, the tough fight
    (worth nothing to them, `fight` lost by the defender) and the weak back down: they pay
    `audience`, the defender wins `catch`. The defender's cost depends on the challenger's type,
    so backing down is a move that the tough find ruinous and fighting one the weak do.
    """
    ruin = -1000.0 / precision
    return build(
        {
            "start": (Owner.CHALLENGER, {"keep quiet": "quiet", "threaten": "threatened"}),
            "threatened": (Owner.DEFENDER, {"yield": "yielded", "resist": "resisted"}),
            "resisted": (Owner.CHALLENGER, {"back down": "backed", "fight": "fought"}),
        },
        {
            "quiet": ([-1.0, 0.0], [0.0]),
            "yielded": ([prize, prize], [-cede]),
            "backed": ([ruin, -audience], [catch]),
            "fought": ([0.0, ruin - audience], [-fight]),
        },
        ([tough, 1 - tough], [1.0]),
        precision,
    )
