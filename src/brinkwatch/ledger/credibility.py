"""How often an issuer enforces its crossed red lines: a posterior with its prior and its n.

A line counts once, when it was crossed, its window has been seen to the end, and reports say that
it was enforced or that it was not. Lines that were heeded say nothing of enforcement; lines that
were answered otherwise are a state of their own, shown and not counted.

Each report names an end, "enforced" or "not". It is right to do so with probability w; else it says
nothing of this crossing and names either end as often as the prior expects it, u = a / (a + b):

    of the end that it names     L = w + (1 - w) u'       u' = u for enforced, 1 - u for not
    of the other end             L = (1 - w) u'

For a stated end w is the coder's measured precision on commitments (the record's own probability
where it has one) times its precision on lives times the reliability of a report
(`credibility.toml`); for a deed that answers, its precision on events times the confidence of the
step; for an analyst's correction the confidence of that. Silence after a crossing is weaker: an
answer may have been missed, so L(not) = 1 and L(enforced) = 1 - p c r with p and r the coder's
precision and recall on events and c the confidence of the step. The likelihoods of a line's reports
are multiplied; copies of an article and reports in the same words are one report.

With a Beta(a, b) prior on the rate t the posterior of n lines is proportional to
t^(a-1) (1-t)^(b-1) prod_i (t L_i(enforced) + (1-t) L_i(not)): exactly a mixture of
Beta(a + k, b + n - k) for k = 0..n (Gelman et al., Bayesian Data Analysis, 3rd ed., 2013, sections
2.4 and 2.9; Dawid and Skene, 1979, JRSS C 28(1), on errors of observers).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from brinkwatch.coding.accuracy import scores
from brinkwatch.ledger.meaning import data, fold
from brinkwatch.ledger.stages import SHOWN, role, settings, shift
from brinkwatch.records import (
    CodedRecord,
    Commitment,
    Credibility,
    Document,
    LedgerEntry,
    Life,
    RedLine,
)

_OUTCOMES = ("enforced", "not_enforced")


class Ending(NamedTuple):
    """What the reports say of the end of one crossed line."""

    state: Literal["counted", "answered_otherwise", "open"]
    enforced: float
    """L(enforced) / (L(enforced) + L(not)): the chance of enforcement by the reports alone."""
    entries: tuple[str, ...]


class Posterior:
    """The posterior of an enforcement rate: a mixture of Beta(a + k, b + n - k), k = 0..n."""

    def __init__(self, prior: tuple[float, float], enforced: Sequence[float]) -> None:
        """`enforced` holds, for each of n lines, the chance of enforcement by its reports."""
        from scipy.special import betaln  # scipy.stats takes seconds to import

        a, b = prior
        coefficients: NDArray[np.float64] = np.ones(1)
        for chance in enforced:
            coefficients = np.convolve(coefficients, (1 - chance, chance))
        k = np.arange(len(enforced) + 1)
        self._a, self._b = a + k, b + len(enforced) - k
        logs = betaln(self._a, self._b)
        weights = coefficients * np.exp(logs - logs.max())
        self._weights = weights / weights.sum()

    @property
    def mean(self) -> float:
        """The posterior mean of the rate."""
        return float(self._weights @ (self._a / (self._a + self._b)))

    def below(self, rate: float) -> float:
        """The posterior probability that the rate is at most `rate`."""
        from scipy.special import betainc

        return float(self._weights @ betainc(self._a, self._b, rate))

    def interval(self, level: float) -> tuple[float, float]:
        """The equal-tailed interval that holds the rate with probability `level`."""
        tail = (1 - level) / 2
        return self._quantile(tail), self._quantile(1 - tail)

    def _quantile(self, share: float) -> float:
        """Where the distribution function reaches `share`, by bisection to 1e-12."""
        low, high = 0.0, 1.0
        for _ in range(40):
            middle = (low + high) / 2
            low, high = (middle, high) if self.below(middle) < share else (low, middle)
        return (low + high) / 2


class Witnesses:
    """The reports behind an entry, each with its weight; copies and repeated words are one."""

    def __init__(self, records: Iterable[CodedRecord], documents: Mapping[str, Document]) -> None:
        self._records = {record.id: record for record in records}
        self._documents = documents
        rules = data("credibility.toml")
        self._reliability: float = rules["reliability"]
        self._surest: float = rules["surest"]
        self._expected: float = rules["prior"][0] / sum(rules["prior"])

    def likelihoods(self, ended: Sequence[LedgerEntry]) -> list[tuple[float, float]]:
        """Of each report of an end in `ended`: how likely it is if enforced, and if not."""
        event, found = scores()["event"], []
        seen: set[tuple[Life, str]] = set()
        for entry in ended:
            if entry.basis == "inferred" and entry.life == "not_enforced":
                missed = event["precision"] * entry.confidence * event["recall"]
                found.append((1 - missed, 1.0))
                continue
            stated = self._stated(entry)
            if entry.basis == "inferred":
                weights = [event["precision"] * entry.confidence]
            elif not stated:
                weights = [entry.confidence]
            else:
                heard = [record for record in stated if self._is_new(record, seen)]
                weights = [self._weight(record) * entry.confidence for record in heard]
            found += [self._pair(min(weight, self._surest), entry.life) for weight in weights]
        return found

    def _stated(self, entry: LedgerEntry) -> list[Commitment]:
        """The records that say in words what the entry enters."""
        records = (self._records.get(number) for number in entry.records)
        return [r for r in records if isinstance(r, Commitment) and r.life == entry.life]

    def _pair(self, weight: float, life: Life) -> tuple[float, float]:
        """The likelihoods of a report of weight `weight` that names the end `life`."""
        if life == "enforced":
            chance = (1 - weight) * self._expected
            return weight + chance, chance
        chance = (1 - weight) * (1 - self._expected)
        return chance, weight + chance

    def _weight(self, record: Commitment) -> float:
        measured = scores()
        known = record.confidence
        right = measured["commitment"]["precision"] if known is None else known
        return float(right * measured["life"]["precision"] * self._reliability)

    def _is_new(self, record: Commitment, seen: set[tuple[Life, str]]) -> bool:
        """Whether neither its article, in any copy, nor its words have said so before."""
        document = self._documents.get(record.document_id)
        article = (document.copy_of if document else None) or record.document_id
        words = " ".join(record.span.quote.casefold().split())
        marks = {(record.life, article), (record.life, words)}
        new = not seen & marks
        seen |= marks
        return new


def ending(history: Sequence[LedgerEntry], witnesses: Witnesses, *, as_of: str) -> Ending | None:
    """How a line of this history ended, or None when it was not crossed.

    Its window runs from its crossing; where none is dated from when it was last stated, else from
    the outcome itself. An undated ending is never seen to the end.
    """
    shown = [entry for entry in history if entry.confidence >= SHOWN]
    ended = [entry for entry in shown if entry.life in _OUTCOMES]
    otherwise = tuple(entry.id for entry in shown if entry.life == "answered_otherwise")
    crossed = tuple(entry.id for entry in shown if entry.life == "crossed")
    if not ended:
        if otherwise:
            return Ending("answered_otherwise", 0.0, otherwise)
        return Ending("open", 0.0, crossed) if crossed else None
    entries = tuple(entry.id for entry in ended)
    last = max((entry.date for entry in ended if entry.date), default=None)
    start = _start(shown, last)
    if start is None or shift(start, settings()["window_days"]) > as_of:
        return Ending("open", 0.0, entries)
    log_odds = sum(
        math.log(if_enforced / if_not) for if_enforced, if_not in witnesses.likelihoods(ended)
    )
    return Ending("counted", 1 / (1 + math.exp(-log_odds)), entries)


def _start(shown: Sequence[LedgerEntry], last: str | None) -> str | None:
    """The day from which the window of an outcome dated `last` runs."""
    if last is None:
        return None
    before = [entry for entry in shown if entry.date and entry.date <= last]
    kinds: tuple[Callable[[LedgerEntry], bool], ...] = (
        lambda entry: entry.life == "crossed",
        lambda entry: role(entry.life) == "statement",
    )
    for fits in kinds:
        if days := [entry.date for entry in before if entry.date and fits(entry)]:
            return max(days)
    return last


@lru_cache(maxsize=10_000)
def _summed(
    chances: tuple[float, ...],
) -> tuple[float, tuple[float, float], tuple[float, float]]:
    """Mean, interval and band of the posterior, by each line's chance of enforcement."""
    rules: dict[str, Any] = data("credibility.toml")
    a, b = rules["prior"]
    found = Posterior((a, b), chances)
    means = [Posterior((x, y), chances).mean for x, y in rules["sensitivity"]]
    return found.mean, found.interval(rules["interval"]), (min(means), max(means))


@lru_cache(maxsize=10_000)
def posterior(issuer: str, addressee: str, endings: tuple[Ending, ...]) -> Credibility:
    """The credibility of an issuer, towards an addressee if one is given, from the endings of its
    crossed lines.
    """
    rules: dict[str, Any] = data("credibility.toml")
    counted = [ending for ending in endings if ending.state == "counted"]
    chances = tuple(ending.enforced for ending in counted)
    mean, interval, band = _summed(chances)
    return Credibility(
        issuer=(issuer,), addressee=(addressee,) if addressee else (),
        prior=tuple(rules["prior"]), prior_source=rules["source"], enforced=round(sum(chances), 3),
        not_enforced=round(len(chances) - sum(chances), 3), n=len(counted),
        answered_otherwise=sum(ending.state == "answered_otherwise" for ending in endings),
        still_open=sum(ending.state == "open" for ending in endings),
        mean=mean, interval=interval, band=band,
        entries=tuple(entry for ending in counted for entry in ending.entries),
    )  # fmt: skip


def endings(ended: Iterable[tuple[RedLine, Ending | None]]) -> dict[tuple[str, str], list[Ending]]:
    """The endings of crossed lines by issuer and addressee; under addressee "" all of an issuer.

    An issuer of threats of which none was crossed has an empty list.
    """
    found: dict[tuple[str, str], list[Ending]] = {}
    threats = settings()["threats"]
    for line, its_end in ended:
        if line.kind not in threats:
            continue
        for issuer in fold(line.issuer):
            known = found.setdefault((issuer, ""), [])
            if its_end is None:
                continue
            known.append(its_end)
            for addressee in fold(line.addressee):
                found.setdefault((issuer, addressee), []).append(its_end)
    return found


def credibilities(ended: Iterable[tuple[RedLine, Ending | None]]) -> tuple[Credibility, ...]:
    """The credibility of every issuer of a threat, and of a pair where its own lines count.

    `ended` are all lines with their endings. An issuer of no line that counts has n = 0 and the
    prior's mean.
    """
    found = sorted(endings(ended).items(), key=lambda row: (row[0][1] != "", row[0]))
    return tuple(
        posterior(issuer, addressee, tuple(ends))
        for (issuer, addressee), ends in found
        if not addressee or any(one.state == "counted" for one in ends)
    )
