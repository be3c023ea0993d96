"""What to watch: one further report put through the same steps, and a red line crossed or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from brinkwatch.forecast.evidence import assumed
from brinkwatch.forecast.influence import headline_probability
from brinkwatch.forecast.questions import (
    Rung,
    ask,
    headline_asked,
    horizons,
    ladder,
    names,
    rung,
    table,
)
from brinkwatch.forecast.signs import Signs, read_signs
from brinkwatch.forecast.waterfall import build, expit, logit
from brinkwatch.records import (
    Action,
    CodedRecord,
    Commitment,
    Crisis,
    Document,
    Event,
    Ledger,
    Span,
    content_id,
)

FOUGHT = frozenset({"used_force", "repeated_force"})
ASSOCIATION = (
    "association, not proof of cause: lines are crossed more often where force is near anyway"
)
REPORTED = "; a crossing is reported already, and the pair leaves that report out"


def conditionals(
    crisis: Crisis,
    ledger: Ledger,
    records: Sequence[CodedRecord],
    documents: Sequence[Document],
    *,
    as_of: str,
) -> tuple[dict[str, Any], ...]:
    """P(rung | a red line crossed) and P(rung | not crossed) where the effect of crossing is known.

    Rows are `{rung, horizon_days, probability, crossed, not_crossed, share_crossed, questions,
    criterion, resolves, note, source}`, `questions` being the two that the numbers answer.
    The pair is consistent: weighted with the share of threats that are defied it gives the
    probability without news of a crossing. Empty where the crisis has no red line.
    """
    sign = assumed()["line_crossed"]
    if not crisis.lines or sign.defied is None:
        return ()
    signs = read_signs(crisis, ledger, records, documents, as_of=as_of)
    reported = {key: ids for key, ids in signs.reported.items() if key != sign.key}
    before = replace(signs, reported=reported)
    return tuple(
        {
            "rung": entry.key, "horizon_days": days,
            "probability": build(entry.key, days, signs).probability,
            **_pair(entry.key, entry.within or entry.key, days, before, sign.log_odds, sign.defied),
            "share_crossed": sign.defied, **_asked(entry, days, signs),
            "note": ASSOCIATION + (REPORTED if sign.key in signs.reported else ""),
            "source": sign.source,
        }
        for entry in ladder()
        if (entry.within or entry.key) in sign.rungs
        for days in horizons()
    )  # fmt: skip


def _asked(entry: Rung, days: int, signs: Signs) -> dict[str, Any]:
    sides = signs.crisis.challenger, signs.crisis.defender
    crossed, without = (
        ask(entry, days, signs.day, *sides, fought=signs.fought, condition=condition)
        for condition in ("crossed", "not_crossed")
    )
    return {
        "questions": [crossed.text, without.text], "criterion": crossed.criterion,
        "resolves": crossed.resolves,
    }  # fmt: skip


def _pair(
    key: str, above: str, days: int, before: Signs, log_odds: float, defied: float
) -> dict[str, float]:
    force, p = (build(one, days, before).probability for one in (above, key))
    crossed = expit(logit(force) + log_odds) * (p / force)
    return {"crossed": crossed, "not_crossed": (p - defied * crossed) / (1 - defied)}


def indicators(
    crisis: Crisis,
    ledger: Ledger,
    records: Sequence[CodedRecord],
    documents: Sequence[Document],
    *,
    as_of: str,
) -> tuple[dict[str, Any], ...]:
    """What to watch: one further report each, and where it would move the headline.

    Rows are `{key, indicator, window, probability, delta, note}`; the report is put through the
    same steps as the articles, as one more record dated on the as-of day. `note` says why a report
    moves nothing, or that it changes the question; else it is None. Largest moves first.
    """
    signs = read_signs(crisis, ledger, records, documents, as_of=as_of)
    now = headline_probability(signs)
    key, days = headline_asked()
    until = ask(rung(key), days, as_of, crisis.challenger, crisis.defender).resolves
    rows = []
    for row in table("indicators.toml")["indicator"]:
        document, record = _report(row, signs.crisis, as_of)
        larger = signs.crisis.model_copy(update={"records": (*crisis.records, record.id)})
        told = read_signs(larger, ledger, [*records, record], [*documents, document], as_of=as_of)
        then = headline_probability(told)
        rows.append(
            {
                "key": row["key"], "indicator": document.text, "window": f"until {until}",
                "probability": then, "delta": then - now, "note": _note(signs, told, then - now),
            }
        )  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (-abs(row["delta"]), row["key"])))


def _note(before: Signs, after: Signs, delta: float) -> str | None:
    if after.situation in FOUGHT and before.situation not in FOUGHT:
        return "then it is asked whether force is used again; what threats add was not counted"
    if delta:
        return None
    new = after.reported.keys() - before.reported.keys()
    return "past cases are forecast no better with it" if new else "already reported"


def _report(
    row: Mapping[str, Any], crisis: Crisis, as_of: str
) -> tuple[Document, Event | Commitment]:
    """One imagined report, as an article of one sentence and the record in it."""
    one, other = crisis.challenger, crisis.defender
    text = row["report"].format(one=names(one, as_of[:10]), other=names(other, as_of[:10]))
    text = text[0].upper() + text[1:]
    document = Document(
        id=content_id("indicator", row["key"], one, other), origin=f"indicator:{row['key']}",
        text=text, published=as_of[:10], published_basis="stated",
    )  # fmt: skip
    actor, recipient = (one, other) if row["side"] == "challenger" else (other, one)
    action = Action(actor=actor, type=row["type"], recipient=recipient, text=text)
    shared: dict[str, Any] = {
        "id": content_id(document.id, row["what"]), "document_id": document.id,
        "origin": document.origin, "span": Span.of(document, 0, len(text)), "rule": "indicator",
    }  # fmt: skip
    if row["what"] == "event":
        return document, Event(action=action, status="actual", date=as_of[:10], **shared)
    return document, Commitment(
        kind=row["kind"], issuer=actor, addressee=recipient, consequence=action,
        strength="partial", life=row.get("life", "declared"), date=as_of[:10], **shared,
    )  # fmt: skip
