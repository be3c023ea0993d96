"""Probabilities in words, the number always beside them (ICD 203; below 1 % as "1 in N")."""

from __future__ import annotations

from functools import cache
from math import floor, log10

from brinkwatch.forecast.questions import table


@cache
def _bands() -> tuple[tuple[str, float, float], ...]:
    return tuple((row["word"], row["low"], row["high"]) for row in table("words.toml")["word"])


def word(p: float) -> str | None:
    """The word of ICD 203 for a probability; None below 1 % and above 99 %, where it has none."""
    for name, low, high in _bands():
        if low <= p < high or p == high == _bands()[-1][2]:
            return name
    return None


def in_words(p: float) -> str:
    """A probability for a reader: "very unlikely (7.4 %)", "1 in 1,200", "99.71 %".

    >>> in_words(0.074), in_words(0.00083), in_words(0.62)
    ('very unlikely (7.4 %)', '1 in 1,200', 'likely (62 %)')
    """
    name = word(p)
    return f"{name} ({odds(p)})" if name else odds(p)


def odds(p: float) -> str:
    """The number alone: a percentage, or "1 in N" below 1 %, each to two figures or so.

    >>> odds(0.074), odds(0.62), odds(0.0026), odds(0.9971)
    ('7.4 %', '62 %', '1 in 380', '99.71 %')
    """
    if p < 0.01:
        n = 1 / p
        digits = max(0, floor(log10(n)) - 1)
        return f"1 in {round(n / 10**digits) * 10**digits:,}"
    return f"{100 * p:.2f} %" if p > 0.99 else f"{100 * p:.1f} %" if p < 0.1 else f"{100 * p:.0f} %"
