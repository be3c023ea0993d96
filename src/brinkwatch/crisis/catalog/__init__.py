"""Published games with known answers, each with its citation; solvers are checked on them."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from brinkwatch.crisis.catalog import textbook
from brinkwatch.crisis.tree import Game
from brinkwatch.errors import InputError


@dataclass(frozen=True)
class Entry:
    """A game of the catalogue: `make` builds it at a precision, `known` says what is known."""

    title: str
    citation: str
    known: str
    make: Callable[..., Game] | None = None
    """None for a zero-sum card game, which CFR+ solves."""


ENTRIES = {
    "empty_threat": Entry(
        "Probe or wait, absorb or fight",
        "Selten, 1965, Zeitschrift für die gesamte Staatswissenschaft 121(2)",
        "the challenger probes and the defender absorbs: the threat to fight is empty",
        textbook.empty_threat,
    ),
    "egame12": Entry(
        "Strategic deterrence with two moves",
        "Signorino, 1999, American Political Science Review 93(2)",
        "with u = (.3, 1, -1.5, .4) and unit errors p4 = .570243 and p2 = .374471",
        textbook.egame12,
    ),
    "bluff": Entry(
        "A threat that may be a bluff",
        "Fearon, 1994, American Political Science Review 88(3), reduced to one signal",
        "the weak threaten with p (1 - q) / ((1 - p) q), q = (r + y) / (r + d); the defender "
        "yields with a / (a + v)",
        textbook.bluff,
    ),
    "kuhn": Entry(
        "Kuhn poker",
        "Kuhn, 1950, Contributions to the Theory of Games I",
        "worth -1/18 to the first player",
    ),
}


def names() -> tuple[str, ...]:
    """The games of the catalogue."""
    return tuple(ENTRIES)


def load(name: str, **numbers: float) -> Game:
    """A deterrence game of the catalogue; `numbers` override its payoffs and precision.

    Raises:
        InputError: no game has that name, or it is a card game.
    """
    make = _entry(name).make
    if make is None:
        raise InputError(f"{name} is a card game, solved by catalog.solve; it has no public tree.")
    return make(**numbers)


def solve(name: str) -> dict[str, Any]:
    """A catalogue game solved: its solver, value, certificate, and what is known of it.

    Deterrence games also print every move's probability by type.
    """
    entry = _entry(name)
    row: dict[str, Any] = {"game": name, "title": entry.title, "citation": entry.citation}
    row["known"] = entry.known
    if entry.make is None:
        from brinkwatch.crisis.catalog.kuhn import Kuhn
        from brinkwatch.crisis.solvers import cfr

        cards = cfr.solve(Kuhn())
        return row | {"solver": "CFR+", "value": cards.value, "nash_conv": cards.nash_conv}
    from brinkwatch.crisis.solvers import get

    game = entry.make()
    found = get("fast")(game, tolerance=1e-8, iterations=20_000)
    tree = game.tree
    row |= {"solver": "fast", "precision": game.precision[0], "residual": found.residual}
    row["value"] = {
        side: float(game.prior[i] @ found.value[i])
        for i, side in enumerate(("challenger", "defender"))
    }
    row["moves"] = {
        tree.label(node): [float(p) for p in found.policy[int(tree.owner[tree.parent[node]])][node]]
        for node in range(1, tree.nodes)
    }
    return row


def _entry(name: str) -> Entry:
    if name in ENTRIES:
        return ENTRIES[name]
    near = difflib.get_close_matches(name, list(ENTRIES), n=1)
    hint = f"did you mean {near[0]}?" if near else f"choose one of {', '.join(ENTRIES)}."
    raise InputError(f"the catalogue has no game {name!r}; {hint}")
