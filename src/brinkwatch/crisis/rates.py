"""How often something happens in each draw of an equilibrium, as claims name it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from brinkwatch.crisis.equilibrium import Equilibrium
from brinkwatch.crisis.payoffs import OUTCOMES
from brinkwatch.crisis.profiles import profiles
from brinkwatch.crisis.quantity import Array
from brinkwatch.crisis.tree import Owner, PublicTree


def rate(equilibrium: Equilibrium, name: str, calendar: Sequence[int]) -> Array | None:
    """(draws,) how often `name` happens, NaN in a draw without it; None where the game has none.

    `attack`, an outcome, `answered`; `attack now` (in the first round), `attack in the open` and
    `attack before` (in rounds that `calendar` opens, and before the first of them); `advance` (the
    defender's first move rises); `strike` and `probe` where both can be chosen, `on members` (a
    probe, even if it is the only attack); `doubt` (the mean place of the challenger's
    type, 0 the most and 1 the least resolved, as believed after its first threat), `prior doubt`.
    """
    if name == "attack":
        return equilibrium.attacks
    if name.startswith("attack "):
        return _timed(equilibrium, name, calendar)
    if name in _BY_MOVE:
        return _by_move(equilibrium, name)
    numbers = [OUTCOMES.index(one) for one in _ANSWERED.get(name, (name,))]
    return np.asarray(equilibrium.outcomes[:, :, numbers].sum(axis=(1, 2)))


_ANSWERED = {"answered": ("answered_desists", "limited_war")}
_FOUGHT = [OUTCOMES.index(name) for name in ("unanswered", "answered_desists", "limited_war")]


def _timed(equilibrium: Equilibrium, name: str, calendar: Sequence[int]) -> Array | None:
    """Attacks in some rounds; those that end in a disaster are left out."""
    fought = equilibrium.outcomes[:, :, _FOUGHT].sum(axis=2)
    rounds = {
        "attack now": [0],
        "attack in the open": [i for i, window in enumerate(calendar) if window],
        "attack before": list(range(list(calendar).index(1))) if any(calendar) else [],
    }[name]
    return np.asarray(fought[:, rounds].sum(axis=1)) if rounds else None


def _by_move(equilibrium: Equilibrium, name: str) -> Array | None:
    nodes = _BY_MOVE[name](equilibrium.tree)
    if not nodes:
        return None
    found = np.full(equilibrium.draws, np.nan)
    for profile in profiles(equilibrium.scenario, equilibrium):
        reach = profile.reach[nodes]
        doubts = profile.belief[0][nodes] @ np.linspace(0, 1, profile.belief[0].shape[1])
        found[profile.draw] = (
            reach @ doubts / reach.sum() if name.endswith("doubt") else reach.sum()
        )
    return found


def _rises(tree: PublicTree) -> list[int]:
    return [
        node
        for node in _after(tree, "step", "leap")
        if tree.states[tree.parent[node]].round == 1
        and tree.owner[tree.parent[node]] == Owner.DEFENDER
    ]


def _after(tree: PublicTree, *words: str) -> list[int]:
    """Nodes after one of the moves."""
    wanted = {tree.labels.index(word) for word in words if word in tree.labels}
    return [node for node in range(1, tree.nodes) if tree.action[node] in wanted]


_BY_MOVE: dict[str, Callable[[PublicTree], list[int]]] = {
    "advance": _rises,
    "strike": lambda tree: _both(tree, "strike", "probe"),
    "probe": lambda tree: _both(tree, "probe", "strike"),
    "on members": lambda tree: _after(tree, "probe"),
    "doubt": lambda tree: _after(tree, "threaten"),
    "prior doubt": lambda tree: [0] if "threaten" in tree.labels else [],
}


def _both(tree: PublicTree, word: str, other: str) -> list[int]:
    """Nodes after a move; none where the challenger has not the other one too."""
    return _after(tree, word) if other in tree.labels else []
