"""What moved the headline: each sentence left out, all of them left out, and what changed since."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from brinkwatch.forecast.questions import headline_asked
from brinkwatch.forecast.signs import Signs, read_signs
from brinkwatch.forecast.waterfall import before_evidence, build
from brinkwatch.records import CodedRecord, Crisis, Document, Forecast, Ledger


def influence(
    crisis: Crisis,
    ledger: Ledger,
    records: Sequence[CodedRecord],
    documents: Sequence[Document],
    *,
    as_of: str,
) -> tuple[dict[str, Any], ...]:
    """Every record the headline rests on, and what the headline loses without it, largest first.

    Rows are `{record_id, origin, quote, delta, shared_with}`; `delta` is the headline probability
    less the one without the record, `shared_with` how many other records show the same sign, which
    is why a line reported by ten outlets gives ten deltas of 0.
    """
    signs = read_signs(crisis, ledger, records, documents, as_of=as_of)
    full, cited = headline_probability(signs), _cited(signs)
    rows = []
    for record in records:
        if record.id not in cited:
            continue
        rest = [other for other in records if other.id != record.id]
        left = read_signs(crisis, ledger, rest, documents, as_of=as_of)
        rows.append(
            {
                "record_id": record.id, "origin": record.origin, "quote": record.span.quote,
                "delta": full - headline_probability(left),
                "shared_with": _shared(signs, record.id),
            }
        )  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (-abs(row["delta"]), row["record_id"])))


def shift(
    crisis: Crisis,
    ledger: Ledger,
    records: Sequence[CodedRecord],
    documents: Sequence[Document],
    *,
    as_of: str,
) -> dict[str, float]:
    """How far the articles moved the headline.

    `{without_articles, base_rate, probability, points}`: `without_articles` is what history says of
    two such states of whom nothing was read, `base_rate` that of the classes the articles put them
    in, averaged, `points` the difference of the last from the first in percentage points.
    """
    signs = read_signs(crisis, ledger, records, documents, as_of=as_of)
    silent = headline_probability(read_signs(crisis, ledger, (), documents, as_of=as_of))
    now = headline_probability(signs)
    base = before_evidence(build(*headline_asked(), signs).steps)
    return {
        "without_articles": silent, "base_rate": base, "probability": now,
        "points": 100 * (now - silent),
    }  # fmt: skip


def changes(before: Sequence[Forecast], after: Sequence[Forecast]) -> tuple[dict[str, Any], ...]:
    """What changed between two sets of forecasts of one crisis, and by which steps.

    Rows are `{rung, horizon_days, before, after, delta, steps}` for the questions in both; `steps`
    lists `{name, before, after}` in log odds for each step that differs, None where it is absent.
    """
    then = {(one.rung, one.horizon_days): one for one in before}
    rows = []
    for one in after:
        if old := then.get((one.rung, one.horizon_days)):
            was, now = ({s.name: s.log_odds for s in f.steps} for f in (old, one))
            steps = [
                {"name": name, "before": was.get(name), "after": now.get(name)}
                for name in dict.fromkeys([*was, *now])
                if was.get(name) != now.get(name)
            ]
            rows.append(
                {
                    "rung": one.rung, "horizon_days": one.horizon_days,
                    "before": old.probability, "after": one.probability,
                    "delta": one.probability - old.probability, "steps": steps,
                }
            )  # fmt: skip
    return tuple(rows)


def headline_probability(signs: Signs) -> float:
    """The probability of the headline question for a crisis of these signs."""
    return build(*headline_asked(), signs).probability


def _cited(signs: Signs) -> set[str]:
    return set(signs.opened_by).union(*signs.reported.values())


def _shared(signs: Signs, record: str) -> int:
    """The fewest other records that show a sign this one shows."""
    shown = [*signs.reported.values(), signs.opened_by]
    return min(len(ids) - 1 for ids in shown if record in ids)
