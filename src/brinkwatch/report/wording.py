"""Numbers and codes in a reader's words, the same in the terminal, the page and the charts."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from typing import Any

from brinkwatch.records import BaseRate, Document, Forecast

DIRECTIONS = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
"""The directional overrides, embeddings and isolates of UAX 9."""


def inert(text: object) -> str:
    """The text with what could drive a terminal or reorder a line replaced by U+FFFD.

    That is: control characters other than tab and line feed, unpaired surrogates, noncharacters,
    and the directional overrides and isolates of Unicode (UAX 9). The length does not change, so
    offsets into the text stay true.
    """
    return "".join("\ufffd" if _acts(c) else c for c in str(text))


def _acts(c: str) -> bool:
    if c in "\n\t":
        return False
    if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} or c in DIRECTIONS:
        return True
    return ord(c) & 0xFFFE == 0xFFFE or "\ufdd0" <= c <= "\ufdef"


def shortened(text: str, width: int) -> str:
    """The text on one line, cut at a word to at most `width` characters."""
    line = " ".join(text.split())
    if len(line) <= width:
        return line
    cut = line[: width - 1]
    if line[width - 1] == " ":
        return cut.rstrip(" ,;:") + "…"
    return (cut.rsplit(" ", 1)[0] if " " in cut[width // 2 :] else cut).rstrip(" ,;:") + "…"


def percent(p: float) -> str:
    """A probability as a percentage, with the digits that it takes near 0 and near 1.

    >>> percent(0.1462), percent(0.042), percent(0.0004), percent(0.9996)
    ('15 %', '4.2 %', '0.04 %', '99.96 %')
    """
    edge = min(p, 1 - p)
    if p >= 0.0995 and edge >= 0.0095:
        return f"{100 * p:.0f} %"
    places = 1 if edge <= 0 else max(1, 1 - math.floor(math.log10(100 * edge) + 1e-9))
    shown = f"{100 * p:.{places}f}"
    if edge < 0.00995 and "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return f"{shown} %"


def chance(p: float) -> str:
    """A probability as a reader needs it: a percentage, below 1 % as "1 in N" as well.

    >>> chance(0.21), chance(0.0005)
    ('21 %', '1 in 2,000 (0.05 %)')
    """
    return f"1 in {one_in(p)} ({percent(p)})" if 0 < p < 0.01 else percent(p)


def short(p: float) -> str:
    """A probability for a narrow column: below 1 % only as "1 in N".

    >>> short(0.21), short(0.0005)
    ('21 %', '1 in 2,000')
    """
    return f"1 in {one_in(p)}" if 0 < p < 0.01 else percent(p)


def one_in(p: float) -> str:
    """N of "1 in N" with two significant digits."""
    n = 1 / p
    return f"{round(n, 1 - math.floor(math.log10(n))):,.0f}"


def between(interval: Iterable[float]) -> str:
    """An interval of probabilities: `3.1 to 12 %`."""
    low, high = interval
    return f"{percent(low).removesuffix(' %')} to {percent(high)}"


def compact(interval: Iterable[float]) -> str:
    """An interval for a narrow column: `3.1–12 %`."""
    return between(interval).replace(" to ", "–")


def points(delta: float) -> str:
    """A difference of probabilities in percentage points, signed.

    >>> points(0.031), points(-0.0004), points(0.0)
    ('+3.1 points', '−0.040 points', 'no change')
    """
    size = abs(100 * delta)
    if size < 0.0005:
        return "no change"
    places = 0 if size >= 9.95 else 1 if size >= 0.95 else 1 - math.floor(math.log10(size))
    return f"{'+' if delta > 0 else '−'}{size:.{places}f} points"


def odds_factor(log_odds: float) -> str:
    """A step in log odds as what it does to the odds: `odds × 1.8`."""
    return f"odds × {math.exp(log_odds):.2f}" if log_odds else "no effect"


def logit(p: float) -> float:
    """Log odds of a probability in (0, 1)."""
    return math.log(p / (1 - p))


def logistic(x: float) -> float:
    """The probability of log odds."""
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def words(key: str) -> str:
    """A key or code as words: `limited_force` is `limited force`."""
    return key.replace("_", " ")


def sides(codes: Iterable[str], otherwise: str = "unnamed") -> str:
    """Actor codes as names, joined: `Russia and Belarus`."""
    from brinkwatch.gazetteer import name

    names = [name(code) for code in codes]
    if not names:
        return otherwise
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def counted(n: int, one: str, many: str | None = None) -> str:
    """`1 article`, `2 articles`."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def base_rate(rate: BaseRate) -> str:
    """A base rate with its n: `15 % (15 of 103 threats between states, 1946-2000)`."""
    return f"{chance(rate.share)} ({rate.k:,} of {rate.n:,}, {rate.reference_class}, {rate.period})"


def by_evidence(forecast: Forecast) -> float:
    """How far the steps after the base rate moved the probability (a difference of shares)."""
    moved = sum(step.log_odds for step in forecast.steps if step.kind != "base_rate")
    return forecast.probability - logistic(logit(forecast.probability) - moved)


def dated(document: Document) -> str:
    """How a document was dated, in a phrase: the date, whether it is stated, and by what."""
    stated = ", stated" if document.published_basis == "stated" else ""
    note = f" ({document.published_note})" if document.published_note else ""
    return f"{document.when()}{stated}{note}"


def policies(compared: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The rows of a comparison of policies: name and outcomes, in their order.

    `compared` is what `crisis.compare` returns: `policies`, a list of `{policy, outcomes, ...}`.
    """
    return [(row["policy"], row["outcomes"]) for row in compared["policies"]]
