"""How often an issuer enforces its crossed red lines: a Beta posterior with its prior and its n."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from brinkwatch.ledger.meaning import data, fold
from brinkwatch.records import Credibility, LedgerEntry, RedLine

_OUTCOMES = ("enforced", "not_enforced")


class _Tally(NamedTuple):
    """What one line says of its issuer: the weight of either outcome, at most 1 together."""

    enforced: float
    not_enforced: float
    entries: tuple[str, ...]


def _tally(entries: Sequence[LedgerEntry]) -> _Tally | None:
    """One line's outcome; a line counts once, however many outlets and occasions report it."""
    shown = [entry for entry in entries if entry.life in _OUTCOMES and entry.confidence >= 0.5]
    if not shown:
        return None
    weight = {life: max((e.confidence for e in shown if e.life == life), default=0.0)
              for life in _OUTCOMES}  # fmt: skip
    reported = sum(value > 0 for value in weight.values())
    return _Tally(
        weight["enforced"] / reported,
        weight["not_enforced"] / reported,
        tuple(entry.id for entry in shown),
    )


def posterior(
    issuer: Iterable[str], addressee: Iterable[str], tallies: Sequence[_Tally]
) -> Credibility:
    """Beta posterior that `issuer` enforces, from the outcomes of its lines.

    With weights e and f of enforced and not enforced lines and a Beta(a, b) prior the posterior is
    Beta(a + e, b + f), mean (a + e) / (a + b + e + f); Gelman et al., Bayesian Data Analysis
    (3rd ed., 2013), section 2.4. A line reported both ways counts half each.
    """
    from scipy.special import betaincinv  # Beta quantiles; scipy.stats takes seconds to import

    settings: dict[str, Any] = data("credibility.toml")
    a, b = settings["prior"]
    enforced = sum(tally.enforced for tally in tallies)
    missed = sum(tally.not_enforced for tally in tallies)
    tail = (1 - settings["interval"]) / 2
    low, high = (betaincinv(a + enforced, b + missed, share) for share in (tail, 1 - tail))
    means = [(x + enforced) / (x + y + enforced + missed) for x, y in settings["sensitivity"]]
    return Credibility(
        issuer=tuple(sorted(issuer)), addressee=tuple(sorted(addressee)), prior=(a, b),
        prior_source=settings["source"], enforced=enforced, not_enforced=missed, n=len(tallies),
        mean=(a + enforced) / (a + b + enforced + missed), interval=(float(low), float(high)),
        band=(min(means), max(means)),
        entries=tuple(entry for tally in tallies for entry in tally.entries),
    )  # fmt: skip


def credibilities(
    lines: Sequence[RedLine], entries: Sequence[LedgerEntry]
) -> tuple[Credibility, ...]:
    """The credibility of every issuer of a threat, and of a pair where its own lines ended.

    Only lines that were crossed and then enforced or not enforced count; an issuer of none of
    these has n = 0 and the prior's mean.
    """
    history: dict[str, list[LedgerEntry]] = defaultdict(list)
    for entry in entries:
        history[entry.line_id].append(entry)
    threats = data("lifecycle.toml")["inference"]["threats"]
    by_issuer: dict[str, list[_Tally]] = {}
    by_pair: dict[tuple[str, str], list[_Tally]] = defaultdict(list)
    for line in lines:
        if line.kind not in threats:
            continue
        tally = _tally(history[line.id])
        for issuer in sorted(fold(line.issuer)):
            known = by_issuer.setdefault(issuer, [])
            if tally is not None:
                known.append(tally)
                for addressee in sorted(fold(line.addressee)):
                    by_pair[issuer, addressee].append(tally)
    alone = [posterior([issuer], [], by_issuer[issuer]) for issuer in sorted(by_issuer)]
    pairs = [posterior([one], [other], by_pair[one, other]) for one, other in sorted(by_pair)]
    return (*alone, *pairs)
