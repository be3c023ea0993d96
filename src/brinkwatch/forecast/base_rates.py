"""How often it happened before: reference classes, their counts and Jeffreys intervals.

The share of a class is the posterior mean (k + 1/2) / (n + 1) under Jeffreys' prior Beta(1/2, 1/2);
its interval the equal-tailed 95 % one (Brown, Cai and DasGupta 2001, Statistical Science 16(2)).
A class counted at 365 days only is brought to h days by a constant hazard,
1 - (1 - share)^(h / 365), and its note says so.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any, NamedTuple, TypeAlias

from brinkwatch.errors import InputError
from brinkwatch.forecast.questions import table
from brinkwatch.records import BaseRate

YEAR = 365


@dataclass(frozen=True)
class ReferenceClass:
    """A set of past cases: what they are, when, by whose count, and the signs that all hold."""

    key: str
    short: str
    name: str
    period: str
    source: str
    note: str | None = None
    holds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Count:
    """k of n cases, and the days over which they were watched; 0: a share given another rung."""

    of: ReferenceClass
    k: int
    n: int
    watched: int
    days: int

    @property
    def power(self) -> float:
        """The exponent that brings a share from the days watched to the days asked."""
        return 1.0 if self.watched in (0, self.days) else self.days / self.watched

    def at_horizon(self, share: Any) -> Any:
        """A share (or an array of shares) of this count, brought to the days asked."""
        return share if self.power == 1.0 else 1.0 - (1.0 - share) ** self.power

    @property
    def share(self) -> float:
        """Posterior mean under Jeffreys' prior, at the days asked."""
        return float(self.at_horizon((self.k + 0.5) / (self.n + 1.0)))

    def as_base_rate(self) -> BaseRate:
        """The record a forecast carries."""
        low, high = (float(self.at_horizon(end)) for end in jeffreys(self.k, self.n))
        notes = [self.of.note, self._horizon_note(), self._zero_note()]
        return BaseRate(
            reference_class=self.of.name, k=self.k, n=self.n, period=self.of.period,
            source=self.of.source, share=self.share, interval=(low, high),
            note="; ".join(note for note in notes if note) or None,
        )  # fmt: skip

    def _horizon_note(self) -> str | None:
        if self.power == 1.0:
            return None
        return f"counted over {self.watched} days, brought to {self.days} by a constant hazard"

    def _zero_note(self) -> str | None:
        if self.k:
            return None
        uniform = self.at_horizon(1 / (self.n + 2))
        neutral = self.at_horizon((1 / 3) / (self.n + 2 / 3))
        return (
            f"never happened, so the prior decides: {uniform:.2g} under a uniform prior, "
            f"{neutral:.2g} under Kerman's neutral Beta(1/3, 1/3)"
        )


@cache
def jeffreys(k: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """The equal-tailed Jeffreys interval of k of n; 0 or 1 at an end where k is 0 or n."""
    from scipy.stats import beta

    tail = (1 - level) / 2
    low = 0.0 if k == 0 else float(beta.ppf(tail, k + 0.5, n - k + 0.5))
    high = 1.0 if k == n else float(beta.ppf(1 - tail, k + 0.5, n - k + 0.5))
    return low, high


@cache
def classes() -> dict[str, ReferenceClass]:
    """All reference classes by key."""
    rows = table("base_rates.toml")["class"]
    return {r["key"]: ReferenceClass(**{**r, "holds": tuple(r.get("holds", ()))}) for r in rows}


@cache
def settings() -> dict[str, Any]:
    """The numbers at the top of base_rates.toml."""
    return {k: v for k, v in table("base_rates.toml").items() if not isinstance(v, list)}


class OwnCount(NamedTuple):
    """A count of the user's own: k of n, its period, and the table it comes from."""

    k: int
    n: int
    period: str
    source: str


OwnCounts: TypeAlias = Mapping[tuple[str, str, int], OwnCount]
"""By class, rung and days watched."""
_OWN: ContextVar[OwnCounts] = ContextVar("own_counts")


@contextmanager
def counting(own: OwnCounts) -> Iterator[None]:
    """Within the block base rates rest on these counts; on the shipped ones where there is none."""
    token = _OWN.set(own)
    try:
        yield
    finally:
        _OWN.reset(token)


@cache
def _counts() -> dict[tuple[str, str, int], tuple[int, int]]:
    text = (files(__package__) / "counts.csv").read_text(encoding="utf-8")
    return {
        (row["class"], row["rung"], int(row["days"])): (int(row["k"]), int(row["n"]))
        for row in csv.DictReader(text.splitlines())
    }


def count(key: str, rung: str, days: int) -> Count | None:
    """The count of a class for a rung at a horizon; None where the class does not say."""
    for watched in (days, 0, YEAR):
        if own := _OWN.get({}).get((key, rung, watched)):
            of = replace(classes()[key], period=own.period, source=own.source)
            return Count(of, own.k, own.n, watched, days)
        if (key, rung, watched) in _counts():
            k, n = _counts()[key, rung, watched]
            return Count(classes()[key], k, n, watched, days)
    return None


@dataclass(frozen=True)
class Choice:
    """The counts that speak for a rung: averaged ones with their weights, and others shown."""

    main: tuple[Count, ...]
    weights: tuple[float, ...]
    others: tuple[Count, ...]
    weighted_by: str
    by_precision: bool = False


def choose(
    situation: str, rung: str, days: int, *, trust: float = 1.0, known: Collection[str] = ()
) -> Choice:
    """The classes of a rung in a situation.

    `trust` is how sure the coder is of the records that put the crisis there; `known` are the signs
    and facts that add classes of their own (`client_war`, `nuclear_side`). Raises InputError where
    no class is listed.
    """
    for row in table_of_choices():
        if row["situation"] in (situation, "any") and rung in row["rungs"]:
            more = [row.get(key, []) for key in ("client_war", "nuclear_side") if key in known]
            others = [*row["others"], *chain.from_iterable(more)]
            main = _found(row["main"], rung, days)
            if row.get("weights") == "precision" and len(main) == 2:
                by = f"weight {1 - trust:.2g}, one less how sure the coder is of the reports"
                return Choice(main, (trust, 1 - trust), _found(others, rung, days), by, True)
            equal = (1 / len(main),) * len(main)
            return Choice(main, equal, _found(others, rung, days), "equal weights (assumed)")
    raise InputError(
        f"No reference class for {rung!r} in the situation {situation!r}; "
        "add a [[choice]] to base_rates.toml."
    )


def _found(keys: list[str], rung: str, days: int) -> tuple[Count, ...]:
    return tuple(found for key in keys if (found := count(key, rung, days)))


@cache
def table_of_choices() -> tuple[dict[str, Any], ...]:
    """The rows that say which class speaks for which crisis."""
    return tuple(table("base_rates.toml")["choice"])


@cache
def test_years() -> dict[str, tuple[int, frozenset[int]]]:
    """By state: first armed year, and the calendar years with a nuclear test; SUN is RUS."""
    text = (files(__package__) / "nuclear_tests.csv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    years = {
        row["state"]: (int(row["armed_from"]), frozenset(map(int, row["years"].split())))
        for row in csv.DictReader(lines)
    }
    return years | {"SUN": years["RUS"]}
