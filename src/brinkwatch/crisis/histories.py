"""Public histories under the model: how likely one is, what it teaches, and what follows."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

import numpy as np

from brinkwatch.crisis.calibrate import board
from brinkwatch.crisis.equilibrium import Equilibrium, spread
from brinkwatch.crisis.ladder import Rules
from brinkwatch.crisis.payoffs import OUTCOMES
from brinkwatch.crisis.profiles import Profile, profiles
from brinkwatch.crisis.scenario import Scenario
from brinkwatch.crisis.settings import Outcome
from brinkwatch.crisis.simulation import MOVERS
from brinkwatch.crisis.tree import Owner, PublicTree
from brinkwatch.errors import InputError

SILENT = frozenset({"closed", "safe", "attack", "refrain"})
"""Moves that a list of moves may leave out: nothing happens, or the next one says it."""


def follow(tree: PublicTree, moves: Sequence[str]) -> tuple[int, ...]:
    """The nodes that the moves lead through, the moves left out included.

    Raises:
        InputError: a move is not possible where it stands; the nearest possible one is named.
    """
    furthest: list[tuple[int, frozenset[str]]] = [(-1, frozenset())]

    def search(node: int, done: int) -> tuple[int, ...] | None:
        if done == len(moves):
            return ()
        children = tree.children(node)
        for child in sorted(children, key=lambda c: tree.label(c) != moves[done]):
            said = tree.label(child) == moves[done]
            if (said or tree.label(child) in SILENT) and (
                rest := search(child, done + said)
            ) is not None:
                return (child, *rest)
        words = frozenset(tree.label(child) for child in children)
        best, known = furthest[0]
        if done >= best:
            furthest[0] = (done, words | (known if done == best else frozenset()))
        return None

    found = search(0, 0)
    if found is None:
        at, words = furthest[0]
        possible = sorted(words - SILENT) or ["none: the crisis has ended"]
        near = difflib.get_close_matches(moves[at], possible, n=1)
        hint = f"did you mean {near[0]}?" if near else f"possible: {', '.join(possible)}."
        raise InputError(f"move {at + 1}, {moves[at]!r}, is not possible there; {hint}")
    return found


def along(scenario: Scenario, equilibrium: Equilibrium, moves: Sequence[str]) -> dict[str, Any]:
    """How likely a history is, move by move, what is believed on it and how it goes on.

    Returns `{scenario, draws, likelihood, even_play, steps: [{round, mover, action, probability,
    challenger, defender}], then: {outcome: spread}}`. `likelihood` is that of all the moves,
    chance included, `even_play` what it would be if every move were equally likely; beliefs are
    means over draws, (types,) from the most resolved; figures are spreads over kept draws.

    Raises:
        InputError: a move is not possible where it stands, or none is given.
    """
    if not moves:
        raise InputError("no moves given; name them in their order, such as step strike absorb.")
    tree = board(Rules.of(scenario)).tree
    path = follow(tree, moves)
    made = [_on_path(profile, path) for profile in profiles(scenario, equilibrium)]
    edges = np.array([edge for edge, _, _ in made])
    steps = []
    for index, node in enumerate(path):
        above = int(tree.parent[node])
        step: dict[str, Any] = {
            "round": tree.states[above].round,
            "mover": MOVERS[Owner(int(tree.owner[above]))],
            "action": tree.label(node),
            "probability": spread(edges[:, index]),
        }
        for side, name in enumerate(("challenger", "defender")):
            means = np.mean([belief[side][index] for _, belief, _ in made], axis=0)
            step[name] = [float(x) for x in means]
        steps.append(step)
    ends = np.array([end for _, _, end in made])
    return {
        "scenario": scenario.id,
        "draws": len(made),
        "likelihood": spread(edges.prod(axis=1)),
        "even_play": float(np.prod([1 / tree.count[tree.parent[node]] for node in path])),
        "steps": steps,
        "then": {name: spread(ends[:, index]) for index, name in enumerate(OUTCOMES)},
    }


def _on_path(profile: Profile, path: Sequence[int]) -> tuple[Any, Any, Any]:
    nodes, last = list(path), path[-1]
    beliefs = tuple(belief[nodes] for belief in profile.belief)
    return profile.edge[nodes], beliefs, profile.ending[last] / profile.reach[last]


def likeliest(
    scenario: Scenario, equilibrium: Equilibrium, outcome: Outcome, *, paths: int = 5
) -> dict[str, Any]:
    """The most likely paths to an outcome, by their mean probability over kept draws.

    Returns `{scenario, draws, outcome, probability, share, paths: [{moves, probability, share}]}`:
    `share` is of the outcome's whole probability.
    """
    if outcome not in OUTCOMES:
        raise InputError(f"no outcome is called {outcome!r}; choose one of {', '.join(OUTCOMES)}.")
    if paths < 1:
        raise InputError(f"paths is {paths}; ask for at least one.")
    kept = list(profiles(scenario, equilibrium))
    tree = kept[0].board.tree
    mass = np.mean(
        [p.reach[tree.ends] * p.shares[:, OUTCOMES.index(outcome)] for p in kept], axis=0
    )
    best = [int(i) for i in np.argsort(-mass, kind="stable")[:paths] if mass[i] > 0]
    whole = float(mass.sum())
    return {
        "scenario": scenario.id,
        "draws": len(kept),
        "outcome": outcome,
        "probability": whole,
        "share": float(mass[best].sum()) / whole if whole else 0.0,
        "paths": [
            {
                "moves": [word for word in tree.path(int(tree.ends[i])) if word not in SILENT],
                "probability": float(mass[i]),
                "share": float(mass[i]) / whole,
            }
            for i in best
        ],
    }
