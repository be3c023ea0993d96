"""Run a corpus as of each day something was published; see what the answer would have been.

Nothing of a later day reaches an earlier answer: documents are hidden by their dates, records by
theirs, and the coder reads one document at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import fmean
from typing import Any

from pydantic import Field

from brinkwatch import reading
from brinkwatch.assess.chain import Run, assess
from brinkwatch.errors import InputError, NoCrisisError
from brinkwatch.forecast import Outcome, elsewhere, score_steps
from brinkwatch.forecast.scores import pooled_skill
from brinkwatch.records import Coding, Document, Record
from brinkwatch.report.answer import Answer, CrisisAnswer


class Row(Record):
    """What the answer was as of one day."""

    as_of: str
    documents: int
    crisis: str | None = Field(description="the first crisis; None when there was none yet")
    rung: str | None = None
    base_rate: float | None = None
    probability: float | None = Field(None, description="base rate plus evidence")
    interval: tuple[float, float] | None = None
    under_the_model: float | None = Field(None, description="what the game gives for the rung")
    lines: int = Field(0, description="red lines of the crisis")


class Replay(Record):
    """The answers of a corpus day by day, and the score of each step where the outcome is known."""

    rows: tuple[Row, ...]
    scores: tuple[dict[str, Any], ...] = Field(description="one a step: n, brier, log, skill")
    verdicts: tuple[str, ...] = Field(description="what each step added, in a sentence")


def replay(
    documents: Sequence[Document],
    coding: Coding,
    run: Run,
    *,
    days: Sequence[str] | None = None,
    outcomes: Sequence[Outcome] = (),
    on_progress: Callable[[int, int], None] | None = None,
) -> Replay:
    """The answer as of each day; without `days`, each day on which an article was published.

    `run.as_of` is the last day looked at. Raises NoCrisisError when no day shows a crisis.
    """
    published = {d.first_day() for d in documents if d.parent_id is None} - {None}
    chosen = sorted(day for day in days or published if day and day <= run.as_of)
    if not chosen:
        raise InputError("no article has a date on or before the last day; give --published.")
    rows, answers = [], {}
    for number, day in enumerate(chosen, start=1):
        seen, _ = reading.visible(documents, day)
        ids = {document.id for document in seen}
        known = Coding(
            records=tuple(r for r in coding.records if r.document_id in ids),
            coverage=tuple(c for c in coding.coverage if c.document_id in ids),
        )
        try:
            answers[day] = assess(seen, known, _as_of(run, day))
            rows.append(_row(answers[day], len(seen)))
        except NoCrisisError:
            rows.append(Row(as_of=day, documents=len(seen), crisis=None))
        if on_progress:
            on_progress(number, len(chosen))
    if not answers:
        raise NoCrisisError(
            f"no crisis found on any of {len(chosen)} days; give articles about a confrontation."
        )
    scores = _scores(answers, outcomes)
    said = verdicts(scores)
    forecasts = {day: answer.crises[0].forecasts for day, answer in answers.items()}
    if other := elsewhere(forecasts, outcomes):
        said.append(
            f"On {other} of {len(answers)} days the crisis found was between other sides than "
            "those of the outcomes; those days are not scored."
        )
    return Replay(rows=tuple(rows), scores=tuple(scores), verdicts=tuple(said))


def _as_of(run: Run, day: str) -> Run:
    return Run(day, run.issued, run.version, run.command, run.seed, run.draws)


def _row(answer: Answer, documents: int) -> Row:
    first = answer.crises[0]
    headline = first.headline
    return Row(
        as_of=answer.as_of,
        documents=documents,
        crisis=first.crisis.title,
        rung=headline.rung,
        base_rate=headline.base_rate.share,
        probability=headline.probability,
        interval=headline.interval,
        under_the_model=_model(first),
        lines=len(first.crisis.lines),
    )


def _model(one: CrisisAnswer) -> float | None:
    """The game's probability of the headline's rung, where it has one."""
    found = [row for row in one.beside if row["rung"] == one.headline.rung]
    return float(found[0]["probability"]) if found else None


def _scores(answers: dict[str, Answer], outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    if not outcomes:
        return []
    forecasts = {day: answer.crises[0].forecasts for day, answer in answers.items()}
    beside = {day: answer.crises[0].beside for day, answer in answers.items()}
    return score_steps(forecasts, beside, outcomes)


def verdicts(scores: Sequence[dict[str, Any]]) -> list[str]:
    """What each step added to the base rate, by the log score; said when it is nothing."""
    sentences = []
    for row in scores:
        if row["step"] == "base rate" or row["skill"] is None:
            continue
        share = f"{abs(row['skill']):.0%} {'better' if row['skill'] > 0 else 'worse'}"
        said = (
            f"added to the base rate ({share})"
            if row["skill"] > 0
            else f"added nothing to the base rate ({share})"
        )
        sentences.append(
            f"{row['step']}: {said} by the log score, on {row['n']} questions of one crisis that "
            "are not independent."
        )
    return sentences


def pooled(replays: Sequence[Replay]) -> list[dict[str, Any]]:
    """What each step added over several crises, each with the same weight.

    Rows are `{step, crises, log, base_log, skill, band}`: means over the crises in which the step
    answered a question, the base rate's on the same questions, and the skill with its 90 % band.
    """
    rows = []
    for step in ("evidence", "game"):
        mine = [row for one in replays for row in one.scores if row["step"] == step and row["n"]]
        if mine:
            given, base = ([row[key] for row in mine] for key in ("log", "base_log"))
            skill, band = pooled_skill(given, base)
            rows.append(
                {
                    "step": step, "crises": len(mine), "log": fmean(given),
                    "base_log": fmean(base), "skill": skill, "band": band,
                }
            )  # fmt: skip
    return rows
