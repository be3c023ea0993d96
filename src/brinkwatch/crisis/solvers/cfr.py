"""CFR+ for small zero-sum games of cards, with its NashConv: a check, not a forecaster.

Counterfactual regret minimisation with regrets cut at zero, alternating updates and averages
weighted by the iteration (Tammelin, 2014, arXiv:1407.5042). A low NashConv certifies play on the
path only: in a game of threats such a profile may rest on an empty one, so crises are solved by
quantal response instead (`solvers`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeAlias

Deal: TypeAlias = tuple[int, int]
Seen: TypeAlias = tuple[int, str]
"""What a player knows: the own card and the public history."""
Strategy: TypeAlias = dict[Seen, tuple[float, ...]]


class CardGame(Protocol):
    """A zero-sum game of one private card a player and public single-letter actions."""

    deals: tuple[tuple[float, Deal], ...]

    def actions(self, history: str) -> str:
        """The letters a player may add; empty at an end."""

    def mover(self, history: str) -> int:
        """0 or 1."""

    def payoff(self, deal: Deal, history: str) -> float:
        """What the first player wins at an end."""


@dataclass(frozen=True)
class CardSolution:
    """The average strategies, the first player's value and the NashConv of the pair."""

    strategy: Strategy
    value: float
    nash_conv: float
    iterations: int


def solve(game: CardGame, *, iterations: int = 1000) -> CardSolution:
    """CFR+ for a number of iterations; each updates both players in turn."""
    regret: dict[Seen, list[float]] = {}
    total: dict[Seen, list[float]] = {}
    for iteration in range(1, iterations + 1):
        for player in (0, 1):
            strategy = {seen: _matching(values) for seen, values in regret.items()}
            gained: dict[Seen, list[float]] = {}
            for chance, deal in game.deals:
                _walk(game, deal, "", player, (1.0, chance), strategy, gained)
            for seen, values in gained.items():
                old = regret.get(seen, [0.0] * len(values))
                regret[seen] = [max(0.0, a + b) for a, b in zip(old, values, strict=True)]
        _accumulate(game, {s: _matching(v) for s, v in regret.items()}, iteration, total)
    average = {seen: tuple(x / sum(values) for x in values) for seen, values in total.items()}
    return CardSolution(average, value(game, average), nash_conv(game, average), iterations)


def _matching(regret: list[float]) -> tuple[float, ...]:
    """Each action in proportion to its positive regret; uniformly where there is none."""
    total = sum(regret)
    return tuple(r / total if total > 0 else 1 / len(regret) for r in regret)


def _choice(game: CardGame, strategy: Strategy, seen: Seen) -> tuple[float, ...]:
    count = len(game.actions(seen[1]))
    return strategy.get(seen, (1 / count,) * count)


def _walk(
    game: CardGame, deal: Deal, history: str, player: int, reach: tuple[float, float],
    strategy: Strategy, gained: dict[Seen, list[float]],
) -> float:  # fmt: skip
    """The player's value below a history; adds the counterfactual regrets of the player.

    `reach` is the player's own probability of the history and that of chance and the other.
    """
    actions = game.actions(history)
    if not actions:
        return game.payoff(deal, history) * (1 if player == 0 else -1)
    mover = game.mover(history)
    seen = (deal[mover], history)
    play, values = _choice(game, strategy, seen), []
    for action, chance in zip(actions, play, strict=True):
        own = mover == player
        below = (reach[0] * chance, reach[1]) if own else (reach[0], reach[1] * chance)
        values.append(_walk(game, deal, history + action, player, below, strategy, gained))
    mean = sum(p * v for p, v in zip(play, values, strict=True))
    if mover == player:
        sums = gained.setdefault(seen, [0.0] * len(actions))
        for i, v in enumerate(values):
            sums[i] += reach[1] * (v - mean)
    return mean


def _accumulate(
    game: CardGame, strategy: Strategy, weight: float, total: dict[Seen, list[float]]
) -> None:
    """Add the strategy to the average, weighted by iteration and the mover's own reach."""

    def visit(card: int, player: int, history: str, reach: float) -> None:
        actions = game.actions(history)
        if not actions:
            return
        if game.mover(history) != player:
            for action in actions:
                visit(card, player, history + action, reach)
            return
        seen = (card, history)
        sums = total.setdefault(seen, [0.0] * len(actions))
        for i, p in enumerate(_choice(game, strategy, seen)):
            sums[i] += weight * reach * p
            visit(card, player, history + actions[i], reach * p)

    for player in (0, 1):
        for card in sorted({deal[player] for _, deal in game.deals}):
            visit(card, player, "", 1.0)


def value(game: CardGame, strategy: Strategy) -> float:
    """What the first player wins on average when both play the strategy."""
    return sum(
        chance * _walk(game, deal, "", 0, (1.0, 1.0), strategy, {}) for chance, deal in game.deals
    )


def nash_conv(game: CardGame, strategy: Strategy) -> float:
    """What both players together could gain by best responses; 0 in equilibrium."""
    return _best(game, strategy, 0) + _best(game, strategy, 1)


def _best(game: CardGame, strategy: Strategy, player: int) -> float:
    """The player's value of a best response."""
    sign = 1 if player == 0 else -1

    def below(history: str, live: list[tuple[float, Deal]]) -> float:
        actions = game.actions(history)
        if not actions:
            return sum(weight * sign * game.payoff(deal, history) for weight, deal in live)
        mover = game.mover(history)
        if mover == player:
            return max(below(history + action, live) for action in actions)
        return sum(
            below(history + action, [
                (weight * _choice(game, strategy, (deal[mover], history))[i], deal)
                for weight, deal in live
            ])
            for i, action in enumerate(actions)
        )  # fmt: skip

    cards = sorted({deal[player] for _, deal in game.deals})
    return sum(below("", [row for row in game.deals if row[1][player] == card]) for card in cards)
