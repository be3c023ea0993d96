"""The first lines of every report: the question, its answer, and what the answer stands on.

Likelihood and confidence never share a sentence, and a likelihood word never stands without its
numbers (ICD 203, 2015, section D.6.e.2; Wintle et al. 2019).
"""

from __future__ import annotations

from dataclasses import dataclass

from brinkwatch.forecast import prior
from brinkwatch.forecast.questions import table
from brinkwatch.records import Forecast
from brinkwatch.report import wording
from brinkwatch.report.answer import Answer, CrisisAnswer
from brinkwatch.report.sourcing import confidence, unweighed


@dataclass(frozen=True)
class Lead:
    """The answer in sentences; the first two lines answer the question."""

    event: str
    probability: str
    answer: str
    basis: str
    moved: str
    confidence: str


def lead(answer: Answer, crisis: CrisisAnswer) -> Lead:
    """The opening sentences for one crisis."""
    forecast = crisis.headline
    event = event_of(forecast)
    level, reasons = confidence(answer, crisis.crisis)
    shifted = moved(answer, crisis)
    because = f": {'; '.join(reasons)}" if reasons else ""
    return Lead(
        event=event,
        probability=wording.chance(forecast.probability),
        answer=f"{event}: {estimated(forecast.probability)}, "
        f"90 % interval {wording.between(forecast.interval)}, as of {answer.as_of}.",
        basis=f"Base rate {wording.start(forecast)}; the answer is "
        f"{wording.apart(forecast.probability - prior(forecast))} it. "
        f"{shifted}.",
        moved=shifted,
        confidence=f"Confidence in this assessment is {level}{because}.",
    )


def asked(forecast: Forecast) -> str:
    """The event a forecast asks about and who it is between, without its horizon."""
    days = f" within {forecast.horizon_days} days"
    return forecast.question.rstrip("?.").removesuffix(f" of {forecast.as_of}").removesuffix(days)


def event_of(forecast: Forecast) -> str:
    """The event with its deadline: `... within 90 days (until 2031-06-11)`."""
    until = forecast.resolves[:10]
    return f"{asked(forecast)} within {forecast.horizon_days} days (until {until})"


def estimated(p: float) -> str:
    """A probability with its ICD 203 word, whose own range stands in brackets.

    Below 1 % and above 99 % there is no word: the number stands alone.
    """
    word = likelihood(p)
    return f"{wording.chance(p)}, {word}" if word else wording.chance(p)


def likelihood(p: float) -> str | None:
    """The ICD 203 word for a probability, always with its range: `unlikely (20-45 %)`."""
    for entry in table("words.toml")["word"]:
        if entry["low"] <= p < entry["high"]:
            return f"{entry['word']} ({100 * entry['low']:.0f}-{100 * entry['high']:.0f} %)"
    return None


def moved(answer: Answer, crisis: CrisisAnswer) -> str:
    """How far the articles moved the number from what history alone says, or why they did not."""
    used = len(set(crisis.crisis.documents) & {document.id for document in answer.articles()})
    articles = wording.counted(used, "article")
    if crisis.shift is None:
        return f"How far {articles} on it moved the number was not measured"
    by = wording.points(crisis.shift["points"] / 100)
    if by != "no change":
        silent = wording.chance(crisis.shift["without_articles"])
        return f"{articles} on it moved the number by {by}, from {silent} without them"
    if (days := unweighed(answer.as_of, crisis.crisis)) is None:
        return (
            f"{articles} on it did not move the number: nothing they report of these sides changes "
            "what past cases say"
        )
    return (
        f"{articles} on it did not move the number: all they report is more than {days} days old "
        f"(the newest of {crisis.crisis.last}) and not weighed; --as-of {crisis.crisis.last} asks "
        "as of then"
    )
