"""Published games with known answers, each with its citation; solvers are checked on them."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from brinkwatch.crisis.catalog import brinkmanship, cards, textbook
from brinkwatch.crisis.tree import Game, JointGame, PublicTree
from brinkwatch.errors import InputError


@dataclass(frozen=True)
class Entry:
    """A game of the catalogue: `make` builds it at a precision, `known` says what is known."""

    title: str
    citation: str
    known: str
    make: Callable[..., Game | JointGame]
    """Takes payoffs and precision by name; a `JointGame` is of cards, solved by CFR+."""


ENTRIES = {
    "empty_threat": Entry(
        "Probe or wait, absorb or fight",
        "Selten, 1965, Zeitschrift für die gesamte Staatswissenschaft 121(2)",
        "the challenger probes and the defender absorbs: the threat to fight is empty",
        textbook.empty_threat,
    ),
    "signorino": Entry(
        "Strategic deterrence with two moves (egame12)",
        "Signorino, 1999, American Political Science Review 93(2)",
        "with u = (.3, 1, -1.5, .4) and unit errors p4 = .570243 and p2 = .374471",
        textbook.signorino,
    ),
    "bluff": Entry(
        "A threat that may be a bluff",
        "Fearon, 1994, American Political Science Review 88(3), reduced to one signal",
        "the weak threaten with p (1 - q) / ((1 - p) q), q = (r + y) / (r + d); the defender "
        "yields with a / (a + v)",
        textbook.bluff,
    ),
    "fearon": Entry(
        "Tying hands before a challenge",
        "Fearon, 1997, Journal of Conflict Resolution 41(1)",
        "above the loss from war audience costs end bluffing: all who commit would fight, so "
        "fewer commitments are challenged and more of the challenged end in war",
        brinkmanship.fearon,
    ),
    "powell": Entry(
        "Standing firm under a shared risk",
        "Powell, 1988, American Political Science Review 82(1); 2015, International "
        "Organization 69(3)",
        "a side stands firm against a risk below its resolve, (win - submit) / (win - disaster); "
        "with everything known there is no crisis",
        brinkmanship.powell,
    ),
    "salami": Entry(
        "Small steps against leaps",
        "Schelling, 1966, Arms and Influence; Maass, 2021, Texas National Security Review 5(1)",
        "a move is answered if the harm still to come exceeds the cost of enforcement: 0.4 here, "
        "so steps never are (0.3 at most) and leaps always are (0.5 at least)",
        brinkmanship.salami,
    ),
    "kuhn": Entry(
        "Kuhn poker",
        "Kuhn, 1950, Contributions to the Theory of Games I",
        "worth -1/18 to the first player",
        cards.kuhn,
    ),
    "leduc": Entry(
        "Leduc hold'em",
        "Southey and others, 2005, Uncertainty in Artificial Intelligence 21",
        "worth -0.0856 to the first player",
        cards.leduc,
    ),
}


def names() -> tuple[str, ...]:
    """The games of the catalogue."""
    return tuple(ENTRIES)


def load(name: str, **numbers: Any) -> Game | JointGame:
    """A game of the catalogue; `numbers` override its payoffs and precision.

    Raises:
        InputError: no game has that name.
    """
    return _entry(name).make(**numbers)


def rows() -> list[dict[str, str]]:
    """Every game with its title, citation and known answer, as `crisis catalog` lists them."""
    return [
        {"name": name, "title": e.title, "citation": e.citation, "known": e.known}
        for name, e in ENTRIES.items()
    ]


def solve(name: str) -> dict[str, Any]:
    """A catalogue game solved: its solver, value, certificate, and what is known of it.

    Deterrence games also print every move's probability by type, by the moves that lead to it.
    """
    entry = _entry(name)
    row: dict[str, Any] = {"game": name, "title": entry.title, "citation": entry.citation}
    row["known"] = entry.known
    game = entry.make()
    if isinstance(game, JointGame):
        from brinkwatch.crisis.solvers.regret import solve_joint

        played = solve_joint(game, rule="cfr+")
        row |= {"solver": "cfr+", "value": played.value[0], "nash_conv": played.nash_conv}
        return row
    from brinkwatch.crisis.solvers import get

    found = get("fast")(game, tolerance=1e-8, iterations=20_000)
    row |= {"solver": "fast", "precision": game.precision[0], "residual": found.residual}
    row |= {"regret": found.regret, "nash_conv": found.nash_conv}
    row["value"] = {
        side: float(game.prior[i] @ found.value[i])
        for i, side in enumerate(("challenger", "defender"))
    }
    row["moves"] = {
        ", ".join(game.tree.path(node)): [float(p) for p in found.policy[side][node]]
        for node, side in _movers(game.tree)
    }
    return row


def _movers(tree: PublicTree) -> list[tuple[int, int]]:
    """Nodes that a side's move leads to, with the side's number."""
    owners = ((node, int(tree.owner[tree.parent[node]])) for node in range(1, tree.nodes))
    return [(node, owner) for node, owner in owners if owner in (0, 1)]


def _entry(name: str) -> Entry:
    if name in ENTRIES:
        return ENTRIES[name]
    near = difflib.get_close_matches(name, list(ENTRIES), n=1)
    hint = f"did you mean {near[0]}?" if near else f"choose one of {', '.join(ENTRIES)}."
    raise InputError(f"the catalogue has no game {name!r}; {hint}")
