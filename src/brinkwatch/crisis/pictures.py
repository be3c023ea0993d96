"""A picture of the game: the likeliest public moves, what they teach and how they end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from brinkwatch.crisis.equilibrium import Equilibrium
from brinkwatch.crisis.histories import SILENT
from brinkwatch.crisis.payoffs import OUTCOMES
from brinkwatch.crisis.profiles import profiles
from brinkwatch.crisis.scenario import Scenario
from brinkwatch.crisis.simulation import MOVERS
from brinkwatch.crisis.tree import Owner, PublicTree
from brinkwatch.errors import InputError

MOST_DEEP = 8
"""Moves after one another that a picture shows, so that a page of 1,200 pixels holds them."""


def picture(scenario: Scenario, equilibrium: Equilibrium, *, moves: int = 60) -> dict[str, Any]:
    """The likeliest public moves as nested branches; silent moves are joined to what follows.

    Returns a branch `{action, mover, round, level, chance, reach, challenger, defender, ends,
    hidden, cut, branches}`: `chance` from the branch above and `reach` from the start are means
    over kept draws, `challenger` and `defender` the mean beliefs (types,) from the most resolved,
    `ends` the likeliest outcome where the crisis can end there. The `moves` of the greatest reach
    are shown, at most 8 after one another; `hidden` counts the others that come next and `cut` is
    the probability of the crises that go on in one of them.

    Raises:
        InputError: moves is below 1.
    """
    if moves < 1:
        raise InputError(f"moves is {moves}; show at least one.")
    kept = list(profiles(scenario, equilibrium))
    tree = kept[0].board.tree
    reach = np.mean([profile.reach for profile in kept], axis=0)
    shares = np.mean([profile.shares for profile in kept], axis=0)
    outcome = dict(zip(tree.ends.tolist(), shares.argmax(axis=1).tolist(), strict=True))
    shown = _likeliest(tree, reach, moves)
    levels = ("none", *scenario.ladder.levels)

    def branch(node: int, above: int) -> dict[str, Any]:
        parent, state = int(tree.parent[node]), tree.states[node]
        next_moves = list(_next(tree, node))
        silent_ends = [n for n in next_moves if _silent(tree, n)]
        others = [n for n in next_moves if n not in silent_ends]
        below = [n for n in others if n in shown]
        ends = [node] if tree.owner[node] == Owner.END else silent_ends
        return {
            "action": tree.label(node) if parent >= 0 else "",
            "mover": MOVERS[Owner(int(tree.owner[parent]))] if parent >= 0 else "",
            "round": tree.states[max(parent, 0)].round,
            "level": levels[state.level],
            "chance": float(
                np.mean([p.reach[node] / p.reach[above] for p in kept if p.reach[above]])
            ),
            "reach": float(reach[node]),
            "challenger": [float(x) for x in np.mean([p.belief[0][node] for p in kept], axis=0)],
            "defender": [float(x) for x in np.mean([p.belief[1][node] for p in kept], axis=0)],
            "ends": OUTCOMES[outcome[ends[0]]] if ends else None,
            "hidden": len(others) - len(below),
            "cut": float(reach[[n for n in others if n not in shown]].sum()),
            "branches": [branch(n, node) for n in below],
        }

    return branch(0, 0)


def _silent(tree: PublicTree, node: int) -> bool:
    return tree.label(node) in SILENT


def _next(tree: PublicTree, node: int) -> Iterator[int]:
    """The next moves worth a word, through silent ones; a silent move that ends it is one."""
    for child in tree.children(node):
        if _silent(tree, child) and tree.owner[child] != Owner.END:
            yield from _next(tree, child)
        else:
            yield child


def _likeliest(tree: PublicTree, reach: Any, moves: int) -> frozenset[int]:
    """The moves of the greatest reach that are neither silent nor too deep."""
    found: list[int] = []
    depth = np.zeros(tree.nodes, dtype=np.int64)
    for level in tree.levels[1:]:
        silent = np.array([_silent(tree, n) for n in range(level.start, level.stop)])
        depth[level] = depth[tree.parent[level]] + ~silent
        found += (np.flatnonzero(~silent & (depth[level] <= MOST_DEEP)) + level.start).tolist()
    order = np.argsort(-reach[found], kind="stable")[:moves]
    return frozenset(found[i] for i in order.tolist())


def caption(branch: dict[str, Any]) -> str:
    """One line of the picture: who does what, how often, and what is then believed."""
    if not branch["action"]:
        return f"round {branch['round']}, commitment: {branch['level']}"
    believed = (
        " ".join(f"{100 * x:.0f}" for x in branch[side]) for side in ("challenger", "defender")
    )
    text = " | ".join((f"{branch['mover']} {branch['action']} {branch['chance']:.0%}", *believed))
    return f"{text} | {branch['ends'].replace('_', ' ')}" if branch["ends"] else text


def rest(branch: dict[str, Any]) -> str:
    """What a branch leaves out, in words; empty where nothing is."""
    if not branch["hidden"]:
        return ""
    return f"{branch['hidden']} more, {percent(branch['cut'])}"


def percent(share: float) -> str:
    """A share as a reader sees it, small ones not as nothing."""
    return f"{share:.0%}" if share >= 0.005 or share <= 0 else "under 1%"
