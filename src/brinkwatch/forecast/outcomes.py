"""What happened, and how good the forecasts and each step of the chain were against it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, model_validator

from brinkwatch.errors import InputError
from brinkwatch.forecast.questions import day_of, ladder, rung
from brinkwatch.forecast.scores import (
    bands,
    brier,
    corrected,
    log_score,
    murphy,
    reliability,
    skill,
    summary,
)
from brinkwatch.forecast.waterfall import before_evidence
from brinkwatch.gazetteer import members
from brinkwatch.records import Actors, Forecast, Record

STEPS = ("base rate", "evidence", "game")
NO_RECORD = "no track record yet (n=0)"


class Outcome(Record):
    """Whether a rung was reached, on which day first, and by whom where a side does the deed."""

    rung: str
    happened: bool
    date: str | None = Field(None, description="ISO date, to the month or year if no more is known")
    by: Actors = Field((), description="codes of the side that did it, or did not; any if empty")
    between: tuple[Actors, Actors] | None = Field(None, description="codes of the two sides")
    note: str | None = None

    @model_validator(mode="after")
    def _is_sound(self) -> Outcome:
        if self.rung not in {entry.key for entry in ladder()}:
            raise ValueError(f"unknown rung {self.rung!r}")
        if self.happened != (self.date is not None):
            raise ValueError(f"{self.rung}: give a date exactly when it happened")
        if self.by and not rung(self.rung).directed:
            raise ValueError(f"{self.rung} is mutual: it has no side that did it")
        return self

    def about(self, forecast: Forecast) -> bool:
        """Whether it answers the question: its rung, its sides, and the side that would do it.

        A forecast that does not tell its sides is taken to be about them.
        """
        if self.rung != forecast.rung or not self.is_between(forecast):
            return False
        if forecast.sides is None or not self.by:
            return True
        day = forecast.as_of
        return bool(_with_members(self.by, day) & _with_members(forecast.sides[0], day))

    def is_between(self, forecast: Forecast) -> bool:
        """Whether the forecast is about the two sides, in either order; alliances by member."""
        if forecast.sides is None or self.between is None:
            return True
        one, other, a, b = (
            _with_members(side, forecast.as_of) for side in (*forecast.sides, *self.between)
        )
        return bool((one & a and other & b) or (one & b and other & a))


def _with_members(codes: Actors, day: str) -> set[str]:
    return set(codes).union(*(members(code, day[:10]) for code in codes))


def load_outcomes(path: Path) -> tuple[Outcome, ...]:
    """The `[[outcome]]` tables of an outcome file (TOML): rung, happened, date, by, note.

    `sides` at its top, two lists of actors' codes, holds for all of them. Raises InputError, naming
    the file and what is wrong with it.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        between = told.get("sides")
        return tuple(_as_outcome({"between": between} | row) for row in told.get("outcome", []))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
        reason = " ".join(str(error).split())
        raise InputError(
            f"{path}: not an outcome file ({reason}); expected [[outcome]] tables with rung, "
            "happened and, if it happened, date."
        ) from error


def _as_outcome(row: Outcome | Mapping[str, Any]) -> Outcome:
    if isinstance(row, Outcome):
        return row
    day = row.get("date")
    return Outcome.model_validate({**row, "date": None if day is None else str(day)})


def resolve(
    forecasts: Iterable[Forecast], outcomes: Iterable[Outcome | Mapping[str, Any]]
) -> tuple[Forecast, ...]:
    """The forecasts that the outcomes of one crisis settle, each with its outcome.

    Left out are those that no outcome is about and those whose rung was reached before their as-of
    date. A date known to the month or year counts from its first day.
    """
    told = list(map(_as_outcome, outcomes))
    settled = []
    for one in forecasts:
        happened = _happened(one, [outcome for outcome in told if outcome.about(one)])
        if happened is not None:
            settled.append(one.model_copy(update={"outcome": happened}))
    return tuple(settled)


def elsewhere(
    forecasts_by_date: Mapping[str, Sequence[Forecast]], outcomes: Iterable[Outcome]
) -> int:
    """On how many days the crisis forecast was between other sides than those of the outcomes."""
    told = list(outcomes)
    return sum(
        bool(told) and not any(one.is_between(made) for one in told for made in forecasts)
        for forecasts in forecasts_by_date.values()
    )


def _happened(forecast: Forecast, outcomes: Sequence[Outcome]) -> bool | None:
    days = [
        day_of((one.date + "-01-01"[len(one.date) - 4 :])[:10]).isoformat()
        for one in outcomes
        if one.date
    ]
    if not outcomes or any(day <= forecast.as_of[:10] for day in days):
        return None
    return any(day <= forecast.resolves for day in days)


def score_steps(
    forecasts_by_date: Mapping[str, Sequence[Forecast]],
    beside_by_date: Mapping[str, Sequence[Mapping[str, Any]]],
    outcomes: Iterable[Outcome | Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """Score the base rate alone, with the evidence, and the game, on the questions each answers.

    Rows are `{step, n, positives, brier, log, base_log, skill, brier_skill}`; both skills compare
    with the base rate on the same questions (`skill` by the log score, `base_log`). A step that
    answered nothing has n = 0 and None for every score. Dates of one crisis are not independent
    cases.
    """
    told = [_as_outcome(outcome) for outcome in outcomes]
    pairs: dict[str, list[tuple[float, float, bool]]] = {step: [] for step in STEPS}
    for day in sorted(forecasts_by_date):
        game = {(row["rung"], row["horizon_days"]): row for row in beside_by_date.get(day, ())}
        for one in resolve(forecasts_by_date[day], told):
            base, happened = prior(one), bool(one.outcome)
            pairs["base rate"].append((base, base, happened))
            pairs["evidence"].append((one.probability, base, happened))
            if row := game.get((one.rung, one.horizon_days)):
                pairs["game"].append((row["probability"], base, happened))
    return [_scored(step, pairs[step]) for step in STEPS]


def prior(forecast: Forecast) -> float:
    """The probability before any evidence: the base rate of all its classes, averaged."""
    return before_evidence(forecast.steps)


def track_record(forecasts: Iterable[Forecast], *, as_of: str | None = None) -> dict[str, Any]:
    """The scores of the forecasts that have an outcome and whose day of resolution is past.

    An early yes waits for its day like every no, or the score would favour yes; without `as_of` all
    days are taken to be past. With no forecast left it is `{n: 0, sentence: "no track record yet
    (n=0)"}`. `bands` needs two crises.
    """
    last = as_of[:10] if as_of else "9999"
    settled = [f for f in forecasts if f.outcome is not None and f.resolves <= last]
    if not settled:
        return {"n": 0, "sentence": NO_RECORD}
    given, happened = [f.probability for f in settled], [bool(f.outcome) for f in settled]
    base, crises = [prior(f) for f in settled], [f.crisis_id for f in settled]
    return {
        "n": len(settled), "positives": sum(happened), "crises": len(set(crises)),
        **summary(given, happened, base),
        "murphy": murphy(given, happened), "murphy_corrected": corrected(given, happened),
        "bands": bands(given, happened, base, crises),
        "reliability": reliability(given, happened),
    }  # fmt: skip


def _scored(step: str, pairs: Sequence[tuple[float, float, bool]]) -> dict[str, Any]:
    if not pairs:
        scores = dict.fromkeys(("brier", "log", "base_log", "skill", "brier_skill"))
        return {"step": step, "n": 0, "positives": 0, **scores}
    given, base, happened = (list(column) for column in zip(*pairs, strict=True))
    b, s, base_log = brier(given, happened), log_score(given, happened), log_score(base, happened)
    return {
        "step": step, "n": len(pairs), "positives": sum(happened), "brier": b, "log": s,
        "base_log": base_log, "skill": skill(s, base_log),
        "brier_skill": skill(b, brier(base, happened)),
    }  # fmt: skip
