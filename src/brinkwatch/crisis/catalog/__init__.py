"""Published games with known answers, each with its citation; solvers are checked on them."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass

from brinkwatch.crisis.catalog import textbook
from brinkwatch.crisis.tree import Game
from brinkwatch.errors import InputError


@dataclass(frozen=True)
class Entry:
    """A game of the catalogue: `make` builds it at a precision, `known` says what is known."""

    title: str
    citation: str
    known: str
    make: Callable[..., Game]


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
}


def names() -> tuple[str, ...]:
    """The games of the catalogue."""
    return tuple(ENTRIES)


def load(name: str, **numbers: float) -> Game:
    """A game of the catalogue; `numbers` override its payoffs and precision.

    Raises:
        InputError: no game has that name.
    """
    if name not in ENTRIES:
        near = difflib.get_close_matches(name, list(ENTRIES), n=1)
        hint = f"did you mean {near[0]}?" if near else f"choose one of {', '.join(ENTRIES)}."
        raise InputError(f"the catalogue has no game {name!r}; {hint}")
    return ENTRIES[name].make(**numbers)
