"""What knowing the other side's type is worth: published to all, or known to one side alone.

Published, the other side knows that it is known and the whole game is another, so the worth can be
negative. Known privately, the other side plays on as before and only the one who knows responds.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from brinkwatch.crisis.equilibrium import Equilibrium, spread
from brinkwatch.crisis.profiles import Profile, profiles
from brinkwatch.crisis.quantity import Array
from brinkwatch.crisis.scenario import Scenario
from brinkwatch.crisis.solvers import get
from brinkwatch.crisis.tree import Game, Owner

_SIDES = ("challenger", "defender")


def information(scenario: Scenario, equilibrium: Equilibrium) -> dict[str, Any]:
    """The expected gain of each side from learning the other's type before the first move.

    Returns `{scenario, draws, learns: [{side, of, public, private}]}`: `public` is `{mean, lo, hi,
    share_negative, draws}` of the learner's payoff when the type is published, `private` the same
    when the learner alone is told and the other does not know it. Payoffs are in the scenario's
    unit; all play is logit response, so that a private gain can be below zero too.
    """
    solver = get("fast")
    public: tuple[list[float], list[float]] = ([], [])
    private: tuple[list[float], list[float]] = ([], [])
    kept = 0
    for profile in profiles(scenario, equilibrium):
        kept += 1
        for side in (0, 1):
            other = 1 - side
            now = equilibrium.value[side][profile.draw]
            prior = profile.game.prior[other]
            told = [_told(profile, side, kind) for kind in range(len(prior))]
            private[side].append(float(prior @ told - now))
            published = []
            for kind in range(len(prior)):
                known = _published(profile.game, other, kind)
                solution = solver(known, tolerance=scenario.solve.tolerance)
                if solution.converged:
                    published.append(float(known.prior[side] @ solution.value[side]))
            if len(published) == len(prior):
                public[side].append(float(prior @ np.array(published) - now))
    return {
        "scenario": scenario.id,
        "draws": kept,
        "learns": [
            {
                "side": _SIDES[side],
                "of": f"{_SIDES[1 - side]}.war_cost",
                "public": _worth(public[side]),
                "private": _worth(private[side]),
            }
            for side in (0, 1)
        ],
    }


def _worth(gains: list[float]) -> dict[str, Any] | None:
    if not gains:
        return None
    values = np.array(gains)
    return spread(values) | {"share_negative": float((values < 0).mean()), "draws": len(gains)}


def _published(drawn: Game, side: int, kind: int) -> Game:
    """The game in which everybody knows the type of one side."""
    prior = list(drawn.prior)
    prior[side] = np.eye(len(prior[side]))[kind]
    return replace(drawn, prior=(prior[0], prior[1]))


def _told(profile: Profile, side: int, kind: int) -> float:
    """The learner's expected payoff when it knows the other's type and the other plays on."""
    drawn, other = profile.game, 1 - side
    edge = profile.policy[other][:, kind] * drawn.chance
    return float(drawn.prior[side] @ respond(drawn, side, edge))


def respond(drawn: Game, side: int, edge: Array) -> Array:
    """(types,) value of the logit response to moves of all others with the chances `edge`.

    edge: (nodes,) chance of each node from its parent where chance or the other side moves.
    """
    tree = drawn.tree
    value = np.zeros((tree.nodes, len(drawn.prior[side])))
    value[tree.ends] = drawn.payoff[side]
    for node in reversed(np.flatnonzero(tree.owner != Owner.END).tolist()):
        children = slice(int(tree.first[node]), int(tree.first[node] + tree.count[node]))
        below = value[children]
        if tree.owner[node] == side:
            logits = drawn.precision[side] * (below - below.max(axis=0))
            weight = np.exp(logits) / np.exp(logits).sum(axis=0)
        elif tree.owner[node] == Owner.SIGNAL and side == Owner.DEFENDER:
            weight = drawn.signal[children]
        else:
            weight = edge[children][:, None]
        value[node] = (weight * below).sum(axis=0)
    return np.asarray(value[0])
