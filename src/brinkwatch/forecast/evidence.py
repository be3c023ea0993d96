"""What a sign in the articles does to the odds, counted from history and shrunk.

For a two-by-two table the log odds ratio is t = ln(ad / bc) with half a case added to each cell and
variance v = sum of 1 / (cell + 1/2) (Haldane 1956; Anscombe 1956). Under a normal prior N(0, tau^2)
the shrunken effect is t tau^2 / (tau^2 + v), with variance v tau^2 / (tau^2 + v). It counts only
where leaving out each case in turn (Stone 1974, JRSS B 36(2)) the others forecast it better with
the effect than by their average.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from math import exp, log, sqrt

from brinkwatch.forecast.questions import table


@dataclass(frozen=True)
class Effect:
    """A shrunken log odds ratio, its standard deviation, and the share of cases with the sign.

    `gain` is what it takes off the log score of a case left out, in nats.
    """

    log_odds: float
    sd: float
    held: float
    n: int
    gain: float = 0.0

    def when_present(self) -> tuple[float, float]:
        """Shift from the class average where the sign is reported, and its deviation."""
        return (1 - self.held) * self.log_odds, (1 - self.held) * self.sd

    def when_absent(self) -> tuple[float, float]:
        """Shift from the class average where the sign is known to be absent, and its deviation."""
        return -self.held * self.log_odds, self.held * self.sd


def shrunken(k1: int, n1: int, k0: int, n0: int, tau: float) -> Effect:
    """The effect of k1 of n1 cases with a sign against k0 of n0 without."""
    cells = (k1 + 0.5, n1 - k1 + 0.5, k0 + 0.5, n0 - k0 + 0.5)
    ratio = log(cells[0] * cells[3] / (cells[1] * cells[2]))
    variance = sum(1 / cell for cell in cells)
    weight = tau**2 / (tau**2 + variance)
    return Effect(ratio * weight, sqrt(variance * weight), n1 / (n1 + n0), n1 + n0)


def gain(k1: int, n1: int, k0: int, n0: int, tau: float) -> float:
    """Mean fall of -ln p(case), in nats, when cases left out are forecast with the effect.

    Cases with the same sign and outcome are alike, so four of them stand for all.
    """
    total = 0.0
    for sign, outcome, cases in ((1, 1, k1), (1, 0, n1 - k1), (0, 1, k0), (0, 0, n0 - k0)):
        if cases:
            rest = (k1 - sign * outcome, n1 - sign, k0 - (1 - sign) * outcome, n0 - 1 + sign)
            average = (rest[0] + rest[2] + 0.5) / (rest[1] + rest[3] + 1)
            found = shrunken(*rest, tau=tau)
            move = (found.when_present() if sign else found.when_absent())[0]
            moved = 1 / (1 + exp(-log(average / (1 - average)) - move))
            total += cases * log(moved / average if outcome else (1 - moved) / (1 - average))
    return total / (n1 + n0)


@dataclass(frozen=True)
class Feature:
    """A sign the coder can report, or a fact of the two sides, with a counted effect."""

    key: str
    name: str
    source: str
    classes: tuple[str, ...]
    fact: bool = False
    needs: str | None = None
    extends: str | None = None
    absent: str | None = None


@dataclass(frozen=True)
class Assumed:
    """A sign for which history gives no table: its effect is an assumption and says so."""

    key: str
    name: str
    log_odds: float
    sd: float
    rungs: tuple[str, ...]
    coded_as: str
    source: str
    defied: float | None = None


@cache
def features() -> tuple[Feature, ...]:
    """The counted signs, in the order in which they enter."""
    rows = table("evidence.toml")["feature"]
    return tuple(Feature(**{**row, "classes": tuple(row["classes"])}) for row in rows)


@cache
def assumed() -> dict[str, Assumed]:
    """The assumed signs by key."""
    rows = table("evidence.toml")["assumed"]
    return {row["key"]: Assumed(**{**row, "rungs": tuple(row["rungs"])}) for row in rows}


@cache
def tables() -> dict[tuple[str, str], tuple[int, int, int, int]]:
    """By feature and rung: k1 of n1 cases with the sign came to it, k0 of n0 without."""
    text = (files(__package__) / "effects.csv").read_text(encoding="utf-8")
    return {
        (row["feature"], row["rung"]): (
            int(row["k1"]), int(row["n1"]), int(row["k0"]), int(row["n0"])
        )
        for row in csv.DictReader(text.splitlines())
    }  # fmt: skip


def effect(feature: str, rung: str, tau: float | None = None) -> Effect | None:
    """The effect of a feature on a rung; None where nothing was counted.

    `tau`, if given, stands in for that of evidence.toml.
    """
    found = tables().get((feature, rung))
    return found and _weighed(found, table("evidence.toml")["tau"] if tau is None else tau)


@cache
def _weighed(counts: tuple[int, int, int, int], tau: float) -> Effect:
    return replace(shrunken(*counts, tau), gain=gain(*counts, tau))


@cache
def precision(kind: str) -> float:
    """The coder's measured precision on a kind of record: commitment, event or life."""
    from brinkwatch.coding import scores

    return float(scores()[kind]["precision"])
