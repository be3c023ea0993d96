"""A picture of the game in text: the public tree, how likely each move is and what it teaches."""

from __future__ import annotations

from typing import Any

import numpy as np

from brinkwatch.crisis.equilibrium import Equilibrium
from brinkwatch.crisis.histories import SILENT
from brinkwatch.crisis.profiles import profiles
from brinkwatch.crisis.scenario import Scenario
from brinkwatch.crisis.simulation import MOVERS
from brinkwatch.crisis.tree import Owner
from brinkwatch.errors import InputError


def picture(
    scenario: Scenario, equilibrium: Equilibrium, *, least: float = 0.02, depth: int = 12
) -> dict[str, Any]:
    """The part of the tree that play reaches, as nested branches.

    Returns a branch `{action, mover, round, level, chance, reach, challenger, defender, ends,
    hidden, branches}`: `chance` from the branch above and `reach` from the start are means over
    kept draws, `challenger` and `defender` the mean beliefs (types,) from the most resolved, `ends`
    whether the crisis ends there. Branches reached less than `least` of the time or deeper than
    `depth` are left out and counted in `hidden`.

    Raises:
        InputError: least is not from 0 to 1, or depth is below 1.
    """
    if not 0 <= least <= 1 or depth < 1:
        raise InputError("least is a share from 0 to 1 and depth is 1 or more.")
    kept = list(profiles(scenario, equilibrium))
    tree = kept[0].board.tree
    reach = np.mean([profile.reach for profile in kept], axis=0)
    edge = np.mean([profile.edge for profile in kept], axis=0)
    belief = [np.mean([profile.belief[side] for profile in kept], axis=0) for side in (0, 1)]
    levels = ("none", *scenario.ladder.levels)

    def branch(node: int, left: int) -> dict[str, Any]:
        above, state = int(tree.parent[node]), tree.states[node]
        children = tree.children(node)
        shown = [child for child in children if left > 0 and reach[child] >= least]
        return {
            "action": tree.label(node) if above >= 0 else "",
            "mover": MOVERS[Owner(int(tree.owner[above]))] if above >= 0 else "",
            "round": state.round,
            "level": levels[state.level],
            "chance": float(edge[node]),
            "reach": float(reach[node]),
            "challenger": [float(x) for x in belief[0][node]],
            "defender": [float(x) for x in belief[1][node]],
            "ends": bool(tree.owner[node] == Owner.END),
            "hidden": len(children) - len(shown),
            "branches": [branch(child, left - 1) for child in shown],
        }

    return branch(0, depth)


def caption(branch: dict[str, Any]) -> str:
    """One line of the picture: who does what, how often, and what is then believed."""
    if not branch["action"]:
        return f"round {branch['round']}, commitment: {branch['level']}"
    text = f"{branch['mover']} {branch['action']} {branch['chance']:.0%}"
    if branch["action"] not in SILENT:
        shares = (
            " ".join(f"{100 * x:.0f}" for x in branch[side]) for side in ("challenger", "defender")
        )
        text += " | ".join(("", *shares))
    return text
