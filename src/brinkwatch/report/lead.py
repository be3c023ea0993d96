"""The first lines of every report: the question, its answer, and what the answer stands on.

Likelihood and confidence never share a sentence, and a likelihood word never stands without its
numbers (ICD 203, 2015, section D.6.e.2; Wintle et al. 2019).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from brinkwatch.records import Forecast
from brinkwatch.report import wording
from brinkwatch.report.answer import Answer, CrisisAnswer
from brinkwatch.report.sourcing import confidence


@dataclass(frozen=True)
class Lead:
    """The answer in sentences; the first two lines answer the question."""

    event: str
    probability: str
    answer: str
    basis: str
    confidence: str


def lead(answer: Answer, crisis: CrisisAnswer) -> Lead:
    """The opening sentences for one crisis."""
    forecast = crisis.headline
    event = event_of(forecast)
    level, reasons = confidence(answer)
    because = f": {'; '.join(reasons)}" if reasons else ""
    return Lead(
        event=event,
        probability=wording.chance(forecast.probability),
        answer=f"As of {answer.as_of}, {event}: {estimated(forecast.probability)}, "
        f"90 % interval {wording.between(forecast.interval)}.",
        basis=f"Base rate {wording.base_rate(forecast.base_rate)}; {moved(answer, crisis)}.",
        confidence=f"Confidence in this assessment is {level}{because}.",
    )


def event_of(forecast: Forecast) -> str:
    """The event, who it is between and its deadline, as the forecast asks it."""
    event = forecast.question.rstrip("?.").removesuffix(f" of {forecast.as_of}")
    return f"{event} (until {forecast.resolves[:10]})"


def estimated(p: float) -> str:
    """A probability with its ICD 203 word, whose own range stands in brackets.

    Below 1 % and above 99 % there is no word: the number stands alone.
    """
    word = likelihood(p)
    return f"{wording.chance(p)}, {word}" if word else wording.chance(p)


def likelihood(p: float) -> str | None:
    """The ICD 203 word for a probability, always with its range: `unlikely (20-45 %)`."""
    for entry in _words():
        if entry["low"] <= p < entry["high"]:
            return f"{entry['word']} ({100 * entry['low']:.0f}-{100 * entry['high']:.0f} %)"
    return None


@cache
def _words() -> list[dict[str, Any]]:
    text = files("brinkwatch.forecast").joinpath("words.toml").read_text("utf-8")
    return list(tomllib.loads(text)["word"])


def moved(answer: Answer, crisis: CrisisAnswer) -> str:
    """How far the articles moved the number, and how many of them there are."""
    shift = wording.from_articles(crisis.headline)
    used = len(set(crisis.crisis.documents) & {document.id for document in answer.articles()})
    articles = wording.counted(used, "article")
    if wording.points(shift) == "no change":
        return f"nothing in the {articles} moved it"
    return f"the {articles} moved it by {wording.points(shift)}"
