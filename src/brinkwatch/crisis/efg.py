"""The game at the medians of its numbers as Gambit's extensive form, `EFG 2 R` text.

Gambit and OpenSpiel both read it. Types are drawn at a chance root over pairs; below each pair
stands a copy of the public tree, and a player's information set is a public node with the own
type. Payoffs are written exactly; chances to 15 decimals with the remainder on the largest, since
Gambit wants them to sum to one as rationals.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product
from typing import TypeAlias

from brinkwatch.crisis.calibrate import Calibrator, board
from brinkwatch.crisis.draws import central
from brinkwatch.crisis.ladder import Rules
from brinkwatch.crisis.payoffs import game
from brinkwatch.crisis.quantity import Array
from brinkwatch.crisis.scenario import Scenario
from brinkwatch.crisis.tree import Game, Owner
from brinkwatch.errors import InputError, NotSolvedError

LARGEST = 50_000
"""Nodes of the extensive form above which an export is refused; Gambit reads more too slowly."""

Types: TypeAlias = tuple[int, int]
"""The challenger's and the defender's type, 0 the most resolved."""

_PLACES = Decimal(10) ** -15


def export_efg(scenario: Scenario) -> str:
    """The scenario's game as extensive-form text, every number at its median.

    A calibrated scenario has the intercept of that draw, as in `play`. The comment in the text
    gives the precision to solve it at.

    Raises:
        InputError: the extensive form has more than 50,000 nodes.
        NotSolvedError: no intercept meets the base rate at the medians.
    """
    on, draws = board(Rules.of(scenario)), central(scenario)
    types = (scenario.challenger.types, scenario.defender.types)
    nodes = 1 + on.tree.nodes * types[0] * types[1]
    if nodes > LARGEST:
        raise InputError(
            f"{scenario.id}: its extensive form has {nodes:,} nodes ({on.tree.nodes:,} public "
            f"histories x {types[0]} x {types[1]} types) and the limit is {LARGEST:,}; give fewer "
            "types, rounds or moves."
        )
    intercept: float | None = 0.0
    if scenario.calibration:
        (intercept,) = Calibrator.of(scenario, "fast").intercepts(draws, [0])
    if intercept is None:
        raise NotSolvedError(
            f"{scenario.id}: no intercept meets the base rate at the medians of its numbers; "
            "change calibration.base_rate or lower solve.precision."
        )
    made = game(scenario, on, draws, 0, intercept)
    comment = (
        f"Scenario {scenario.id}, numbers at their medians, intercept {intercept:.6g} on the "
        f"operation cost; precision {made.precision[0]:g} (challenger), {made.precision[1]:g} "
        "(defender). Type 1 is the most resolved."
    )
    players = (
        f"Challenger ({scenario.challenger.name})",
        f"Defender ({scenario.defender.name})",
    )
    return text(made, scenario.title, players, comment)


def text(made: Game, title: str, players: tuple[str, str], comment: str) -> str:
    """A game of observed actions as `EFG 2 R` text, nodes in prefix order, one a line."""
    names = " ".join(_quoted(name) for name in players)
    return "\n".join(
        (f"EFG 2 R {_quoted(title)} {{ {names} }}", _quoted(comment), *_Writer(made).lines(), "")
    )


class _Writer:
    """Numbers information sets and outcomes, and writes the nodes of one game."""

    def __init__(self, made: Game) -> None:
        self.game = made
        self.row = {int(node): row for row, node in enumerate(made.tree.ends)}
        self.sets: dict[Owner, dict[tuple[int, ...], int]] = {owner: {} for owner in Owner}
        self.outcomes = 0

    def lines(self) -> Iterator[str]:
        prior = self.game.prior
        pairs: list[Types] = list(product(range(len(prior[0])), range(len(prior[1]))))
        labels = [f"challenger {c + 1}, defender {d + 1}" for c, d in pairs]
        shares = [float(prior[0][c] * prior[1][d]) for c, d in pairs]
        yield f'c "" {self._number(Owner.CHANCE)} "types" {_chances(labels, shares)} 0'
        for types in pairs:
            yield from self._below(0, types)

    def _below(self, root: int, types: Types) -> Iterator[str]:
        """A public node and all under it, for one pair of types."""
        open_nodes = [root]
        while open_nodes:
            node = open_nodes.pop()
            yield self._line(node, types)
            open_nodes.extend(reversed(self.game.tree.children(node)))

    def _line(self, node: int, types: Types) -> str:
        tree = self.game.tree
        owner, children = Owner(int(tree.owner[node])), list(tree.children(node))
        labels = [tree.label(child) for child in children]
        if owner == Owner.END:
            return self._end(node, types)
        if owner == Owner.CHANCE:
            number, shares = self._number(Owner.CHANCE, node), self.game.chance[children]
            return f'c "" {number} {_quoted(self._seen(node))} {_chances(labels, shares)} 0'
        if owner == Owner.SIGNAL:
            number = self._number(Owner.CHANCE, node, types[1])
            shares = self.game.signal[children, types[1]]
            name = _quoted(f"defender {types[1] + 1}: {self._seen(node)}")
            return f'c "" {number} {name} {_chances(labels, shares)} 0'
        kind = types[owner]
        actions = " ".join(_quoted(label) for label in labels)
        number, name = self._number(owner, node, kind), f"type {kind + 1}: {self._seen(node)}"
        return f'p "" {owner + 1} {number} {_quoted(name)} {{ {actions} }} 0'

    def _seen(self, node: int) -> str:
        """The public history of a node, for a reader."""
        return ", ".join(self.game.tree.path(node)) or "start"

    def _end(self, node: int, types: Types) -> str:
        self.outcomes += 1
        row = self.row[node]
        payoffs = (self.game.payoff[side][row, kind] for side, kind in enumerate(types))
        written = ", ".join(_plain(Decimal(repr(float(payoff)))) for payoff in payoffs)
        name = _quoted(f"{self.game.tree.label(node)} {self.outcomes}")
        return f't "" {self.outcomes} {name} {{ {written} }}'

    def _number(self, owner: Owner, *key: int) -> int:
        """The number of an information set of a player, from 1 in order of first sight."""
        known = self.sets[owner]
        return known.setdefault(key, len(known) + 1)


def _chances(labels: Sequence[str], shares: Array | Sequence[float]) -> str:
    """Labels with decimals that sum to exactly one: the largest takes the remainder."""
    rounded = [Decimal(repr(float(share))).quantize(_PLACES) for share in shares]
    largest = max(range(len(rounded)), key=rounded.__getitem__)
    rounded[largest] += 1 - sum(rounded)
    pairs = zip(labels, rounded, strict=True)
    inner = " ".join(f"{_quoted(label)} {_plain(share)}" for label, share in pairs)
    return f"{{ {inner} }}"


def _plain(number: Decimal) -> str:
    """A decimal without exponent, trailing zeros or a minus before zero."""
    return f"{number.normalize() if number else Decimal(0):f}"


def _quoted(label: str) -> str:
    """A label in quotes. OpenSpiel reads no escapes and Gambit none for a backslash, so the
    two characters that would need one are replaced, and control characters become spaces."""
    safe = label.replace("\\", "/").replace('"', "'")
    return '"' + "".join(c if c.isprintable() else " " for c in safe) + '"'
