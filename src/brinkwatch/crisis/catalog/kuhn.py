"""Kuhn poker: three cards, one bet, bluffs in equilibrium."""

from __future__ import annotations

from itertools import permutations

from brinkwatch.crisis.solvers.cfr import Deal


class Kuhn:
    """Both ante 1; a player passes (p) or bets 1 (b); a bet is called (b) or folded (p)."""

    deals: tuple[tuple[float, Deal], ...] = tuple((1 / 6, d) for d in permutations(range(3), 2))

    def actions(self, history: str) -> str:
        """The moves at a history: pass or bet."""
        return "" if history in ("pp", "bp", "bb", "pbp", "pbb") else "pb"

    def mover(self, history: str) -> int:
        """Who moves at a history, 0 or 1."""
        return len(history) % 2

    def payoff(self, deal: Deal, history: str) -> float:
        """What the first player wins at the end of a history, in antes."""
        if history.endswith("bp"):
            return 1.0 if history == "bp" else -1.0
        stake = 2.0 if history.endswith("bb") else 1.0
        return stake if deal[0] > deal[1] else -stake
