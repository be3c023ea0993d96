"""Rolling-origin backtest: what would have been forecast each day, scored against what happened.

Each corpus is entered as of every day on which an article appeared, from what was public by then.
Days of one crisis are not independent: the pooled score gives every crisis the same weight, and n
counts crises beside questions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from statistics import fmean
from typing import Any

from brinkwatch.forecast.base_rates import OwnCounts, counting
from brinkwatch.forecast.forecaster import forecast
from brinkwatch.forecast.outcomes import Outcome, elsewhere, score_steps
from brinkwatch.forecast.scores import pooled_skill
from brinkwatch.ledger import enter
from brinkwatch.reading import visible
from brinkwatch.records import Coding, Document, Forecast, Record


class Case(Record):
    """One crisis of the past: its articles, their records, and what happened."""

    name: str
    documents: tuple[Document, ...]
    coding: Coding
    outcomes: tuple[Outcome, ...]


CountsBefore = Callable[[int], OwnCounts]
"""The user's own counts of what was over before a year; empty for the shipped ones."""


def shipped(_: int) -> OwnCounts:
    """No count of one's own."""
    return {}


def origins(case: Case, counts: CountsBefore = shipped) -> dict[str, tuple[Forecast, ...]]:
    """The forecasts of the first crisis of a corpus, by the day they would have been made."""
    made: dict[str, tuple[Forecast, ...]] = {}
    days = {d.first_day() for d in case.documents if d.parent_id is None}
    for day in sorted(day for day in days if day):
        seen, _ = visible(case.documents, day)
        ids = {document.id for document in seen}
        records = [record for record in case.coding.records if record.document_id in ids]
        book = enter(seen, records, as_of=day)
        if book.crises:
            with counting(counts(int(day[:4]))):
                made[day] = forecast(book.crises[0], book, records, seen, as_of=day)
    return made


def backtest(cases: Sequence[Case], counts: CountsBefore = shipped) -> dict[str, Any]:
    """Scores of the base rate alone and with the evidence, by crisis and pooled.

    Returns `{crises: [{name, days, elsewhere, steps: [row]}], pooled: {crises, base_rate, evidence,
    skill, band}}`: on `elsewhere` of the days the crisis found was another one, so nothing is
    scored; rows as `score_steps` gives them; pooled are means of the crises' log scores, in nats,
    and the skill of the evidence over the base rate with its 90 % bootstrap band over crises; None
    where too few could be scored.
    """
    rows, before = [], cache(counts)
    for case in cases:
        made = origins(case, before)
        steps = [row for row in score_steps(made, {}, case.outcomes) if row["step"] != "game"]
        other = elsewhere(made, case.outcomes)
        rows.append({"name": case.name, "days": len(made), "elsewhere": other, "steps": steps})
    return {"crises": rows, "pooled": _pooled(rows)}


def _pooled(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    scored = [{s["step"]: s["log"] for s in row["steps"]} for row in rows if row["steps"][0]["n"]]
    if not scored:
        return {"crises": 0, "base_rate": None, "evidence": None, "skill": None, "band": None}
    base, evidence = ([row[step] for row in scored] for step in ("base rate", "evidence"))
    skill, band = pooled_skill(evidence, base)
    return {
        "crises": len(scored), "base_rate": fmean(base), "evidence": fmean(evidence),
        "skill": skill, "band": band,
    }  # fmt: skip
