"""Past crises as historians tell them, read up to the first violent act and then forecast.

The narratives and their coded acts are ICBe's (Douglass and others, 2024, Political Science
Research and Methods), the outcomes the International Crisis Behavior project's (`viol`); both are
the user's own copies, of which nothing is kept. A case is dated on its trigger day, or on the last
day told before the cut where that is later.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any

from pydantic import Field

from brinkwatch import coding, reading
from brinkwatch import crisis as game
from brinkwatch import forecast as forecasting
from brinkwatch import ledger as ledgers
from brinkwatch.assess.chain import calibrated
from brinkwatch.errors import InputError, NotSolvedError
from brinkwatch.forecast.history.narratives import FORCE
from brinkwatch.forecast.history.tables import columns, query
from brinkwatch.forecast.outcomes import prior
from brinkwatch.forecast.scores import bands, summary
from brinkwatch.records import Record

SENTENCES = ("crisno", "sent_no", "text", "actual_escalate", "earliest_year")
CRISES = ("crisno", "yrtrig", "motrig", "datrig", "yrterm", "moterm", "daterm", "viol")
UNKNOWN, EARLY = "not in the table of crises", "force within the first sentences"
LONG, SILENT = "without dates, or longer than the horizon", "no crisis found in the text"


class Narrative(Record):
    """A crisis up to its first violent act, and what came of it."""

    crisis: int = Field(description="ICB's number (crisno)")
    as_of: str
    sentences: int
    text: str
    happened: dict[str, bool] = Field(description="by rung, within the horizon")


class Told(Record):
    """What was forecast of one rung of one crisis; None where the game could not be solved."""

    crisis: int
    as_of: str
    rung: str
    base_rate: float
    evidence: float
    game: float | None
    happened: bool


class NarrativeScores(Record):
    """The forecasts, their scores by rung and step, and how many crises were left out and why."""

    forecasts: tuple[Told, ...]
    scores: tuple[dict[str, Any], ...]
    left_out: dict[str, int]


@cache
def plan() -> dict[str, Any]:
    """The rules of narratives.toml."""
    return tomllib.loads((files(__package__) / "narratives.toml").read_text("utf-8"))


def load(folder: Path) -> tuple[list[Narrative], dict[str, int]]:
    """The crises of a folder's tables that can be asked, and how many were left out, by reason.

    Raises InputError when the folder lacks ICBe's sentences or ICB's crises.
    """
    held = columns(folder)
    texts, crises = (
        [file for file, has in held.items() if has.issuperset(wanted)]
        for wanted in (SENTENCES, CRISES)
    )
    if not texts or not crises:
        what, wanted = ("ICBe sentences", SENTENCES) if not texts else ("ICB crises", CRISES)
        raise InputError(
            f"{folder}: no CSV or Parquet file there is a table of {what} (with the columns "
            f"{', '.join(wanted)}); give the folder with your copies of both."
        )
    dates = query(f"select {', '.join(CRISES)} from {{table}}", crises[0])
    facts = {number: rest for number, *rest in dates}
    rows = {row[:2]: row for table in texts for row in query(_TOLD, table)}  # copies count once
    found, left = [], dict.fromkeys((UNKNOWN, EARLY, LONG), 0)
    for number, told in groupby(sorted(rows), key=lambda place: place[0]):
        before = _before_force([rows[place] for place in told])
        if number not in facts:
            left[UNKNOWN] += 1
        elif len(before) < plan()["least"]:
            left[EARLY] += 1
        elif one := _narrative(number, before, facts[number]):
            found.append(one)
        else:
            left[LONG] += 1
    return found, left


_TOLD = (
    "select crisno, sent_no, text, cast(actual_escalate as varchar), earliest_year, "
    "earliest_month, earliest_day from {table}"
)


def _before_force(told: Sequence[Sequence[Any]]) -> list[tuple[str, date | None]]:
    """The sentences before the first with a violent act, each with the day of what it tells."""
    kept = []
    for _, _, text, acts, *day in told:
        if not FORCE.isdisjoint(re.findall(r"\w+", acts or "")):
            break
        kept.append((text, _day(*day)))
    return kept


def _narrative(
    number: int, before: Sequence[tuple[str, date | None]], facts: Sequence[Any]
) -> Narrative | None:
    """The case of a crisis; None where it has no dates or ended after the horizon."""
    *days, viol = facts
    first, last = (_day(y, m, d) or _day(y, m, 1) for y, m, d in (days[:3], days[3:]))
    if first is None or last is None:
        return None
    as_of = max([first, *(day for _, day in before if day and first <= day <= last)])
    if last > as_of + timedelta(days=plan()["days"]):
        return None
    return Narrative(
        crisis=number, as_of=as_of.isoformat(), sentences=len(before),
        text=" ".join(text for text, _ in before),
        happened={rung: viol >= least for rung, least in plan()["happened"].items()},
    )  # fmt: skip


def _day(year: int | None, month: int | None, day: int | None) -> date | None:
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


def rerun(
    narratives: Sequence[Narrative],
    left_out: dict[str, int],
    *,
    draws: int,
    seed: int,
    on_progress: Callable[[int, int], None] | None = None,
) -> NarrativeScores:
    """Forecast each crisis from its narrative; score the base rate, the evidence and the game."""
    told: list[Told] = []
    silent = 0
    for number, one in enumerate(narratives, start=1):
        rows = _forecast(one, draws, seed)
        silent += not rows
        told += rows
        if on_progress:
            on_progress(number, len(narratives))
    left = {**left_out, SILENT: silent}
    return NarrativeScores(forecasts=tuple(told), scores=tuple(scored(told)), left_out=left)


def _forecast(one: Narrative, draws: int, seed: int) -> list[Told]:
    line = json.dumps({"text": one.text, "date": one.as_of})
    documents = reading.read_bytes(line.encode(), f"{one.crisis}.jsonl").documents
    records = coding.code(documents).records
    book = ledgers.enter(documents, records, as_of=one.as_of)
    if not book.crises:
        return []
    known = (book.crises[0], book, records, documents)
    asked = forecasting.forecast(*known, as_of=one.as_of)
    model = _under_the_model(known, asked, draws, seed)
    return [
        Told(
            crisis=one.crisis, as_of=one.as_of, rung=made.rung, base_rate=prior(made),
            evidence=made.probability, game=model.get(made.rung), happened=one.happened[made.rung],
        )
        for made in asked
        if made.rung in one.happened and made.horizon_days == plan()["days"]
    ]  # fmt: skip


def _under_the_model(known: Any, asked: Any, draws: int, seed: int) -> dict[str, float]:
    """What the game says of each rung; nothing where it cannot be solved."""
    scenario = calibrated(game.draft(*known), forecasting.headline(asked))
    try:
        solved = game.solve(scenario, draws=draws, seed=seed)
    except NotSolvedError:
        return {}
    return {
        row["rung"]: row["probability"] for row in forecasting.beside(game.as_row(solved), asked)
    }


def scored(told: Sequence[Told]) -> list[dict[str, Any]]:
    """By rung and step `{rung, step, n, positives, brier, log, ..., bands}`, on the same crises.

    The skills compare with the base rate; bands are the 90 % bootstrap ones over crises. A crisis
    whose game could not be solved is scored in no step.
    """
    rows = []
    for rung in plan()["happened"]:
        mine = [one for one in told if one.rung == rung and one.game is not None]
        if not mine:
            continue
        happened, base = [one.happened for one in mine], [one.base_rate for one in mine]
        crises = [str(one.crisis) for one in mine]
        for step in ("base_rate", "evidence", "game"):
            given = [float(getattr(one, step)) for one in mine]
            rows.append(
                {
                    "rung": rung, "step": step.replace("_", " "), "n": len(mine),
                    "positives": sum(happened), "mean": sum(given) / len(given),
                    **summary(given, happened, base), "auc": auc(given, happened),
                    "bands": bands(given, happened, base, crises),
                }
            )  # fmt: skip
    return rows


def auc(probabilities: Sequence[float], outcomes: Sequence[bool]) -> float | None:
    """The chance that a crisis with a yes got more than one with a no; ties count half.

    None where all outcomes are alike. It does not depend on the level of the probabilities.
    """
    yes = [p for p, y in zip(probabilities, outcomes, strict=True) if y]
    no = [p for p, y in zip(probabilities, outcomes, strict=True) if not y]
    if not yes or not no:
        return None
    return sum((a > b) + (a == b) / 2 for a in yes for b in no) / (len(yes) * len(no))
