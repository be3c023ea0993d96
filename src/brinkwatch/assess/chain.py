"""From documents and their records to an answer: enter, group, forecast, solve."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib import resources
from typing import Any

from brinkwatch import crisis as game
from brinkwatch import forecast as forecasting
from brinkwatch import ledger as ledgers
from brinkwatch.coding import scores
from brinkwatch.crisis.quantity import Quantity
from brinkwatch.crisis.scenario import Calibration
from brinkwatch.errors import NoCrisisError, NotSolvedError
from brinkwatch.records import AnalystAct, Coding, Crisis, Document, Forecast, Ledger
from brinkwatch.report.answer import Answer, Assumption, CrisisAnswer, Hidden, Influence


@cache
def settings() -> dict[str, int]:
    """Draws, solved crises and seed of a first answer (`settings.toml`)."""
    text = (resources.files(__package__) / "settings.toml").read_text("utf-8")
    return {key: int(value) for key, value in tomllib.loads(text).items()}


@dataclass(frozen=True)
class Run:
    """How an answer is made: as-of day, day of issue, version, command, seed and draws."""

    as_of: str
    issued: str
    version: str
    command: str
    seed: int
    draws: int


def assess(
    documents: Sequence[Document],
    coding: Coding,
    run: Run,
    *,
    hidden: Sequence[Document] = (),
    acts: Sequence[AnalystAct] = (),
    on_progress: Callable[[int, int], None] | None = None,
) -> Answer:
    """The answer of a corpus: one for each crisis, in the order of the ledger.

    The analyst's `acts` correct the lines that the answer rests on.
    Raises NoCrisisError when no commitment or hostile event makes a crisis.
    """
    ledger = ledgers.enter(documents, coding.records, as_of=run.as_of, acts=acts)
    if not ledger.crises:
        raise NoCrisisError(_nothing_found(documents, coding, run))
    answers = []
    games = min(len(ledger.crises), settings()["solved_crises"])
    for rank, crisis in enumerate(ledger.crises):
        advance = partial(_advance, on_progress, rank, games) if rank < games else None
        answers.append(answer_for(crisis, ledger, documents, coding, run, on_progress=advance))
    return Answer(
        as_of=run.as_of,
        issued=run.issued,
        version=run.version,
        command=run.command,
        seed=run.seed,
        documents=tuple(documents),
        hidden=tuple(Hidden(origin=item.origin, published=item.first_day()) for item in hidden),
        coverage=coding.coverage,
        records=coding.records,
        ledger=ledger,
        crises=tuple(answers),
        coder_scores=scores(),
    )


def _nothing_found(documents: Sequence[Document], coding: Coding, run: Run) -> str:
    """Why there is no answer, in a sentence: what was read, what was left, what to do."""
    sentences = sum(covered.sentences for covered in coding.coverage)
    left = sorted({covered.skipped for covered in coding.coverage if covered.skipped})
    why = f" (some were left uncoded: {'; '.join(left)})" if left else ""
    return (
        f"no crisis found: {len(documents)} documents with {sentences} sentences, as of "
        f"{run.as_of}, hold no threat or hostile act between two sides the gazetteer knows{why}; "
        "check --as-of, or give articles about a confrontation between states."
    )


def _advance(
    on_progress: Callable[[int, int], None] | None, rank: int, games: int, done: int, total: int
) -> None:
    """Pass on that `done` of `total` draws of the game at `rank` are solved, of `games` games."""
    if on_progress:
        on_progress(rank * total + done, games * total)


def answer_for(
    crisis: Crisis,
    ledger: Ledger,
    documents: Sequence[Document],
    coding: Coding,
    run: Run,
    *,
    on_progress: Callable[[int, int], None] | None,
) -> CrisisAnswer:
    """The answer of one crisis: forecasts first, then the game calibrated to their base rate.

    The game is solved when there is an `on_progress` to report its draws to.
    """
    known = (crisis, ledger, coding.records, documents)
    forecasts = forecasting.forecast(*known, as_of=run.as_of)
    headline = forecasting.headline(forecasts)
    scenario = calibrated(game.draft(*known), headline)
    equilibrium, unsolved = None, None
    if on_progress:
        try:
            solution = game.solve(scenario, draws=run.draws, seed=run.seed, on_progress=on_progress)
            equilibrium = game.as_row(solution)
        except NotSolvedError as error:
            unsolved = str(error)
    else:
        unsolved = "not solved: only the first crises of a corpus are; assess this one alone."
    beside = forecasting.beside(equilibrium, forecasts) if equilibrium else []
    return CrisisAnswer(
        crisis=crisis,
        forecasts=forecasts,
        headline=headline,
        scenario_toml=game.dumps(scenario),
        equilibrium=equilibrium,
        unsolved=unsolved,
        beside=tuple(beside),
        signals=tuple(equilibrium["indicators"]) if equilibrium else (),
        indicators=tuple(forecasting.indicators(*known, as_of=run.as_of)),
        conditionals=tuple(forecasting.conditionals(*known, as_of=run.as_of)),
        influence=influence(known, run.as_of),
        shift=forecasting.shift(*known, as_of=run.as_of),
        assumptions=assumptions(scenario, known, run.as_of),
    )


def calibrated(scenario: game.Scenario, headline: Forecast) -> game.Scenario:
    """The scenario with its attack rate set to the base rate of the headline."""
    rate = headline.base_rate
    calibration = Calibration(
        base_rate=Quantity((rate.share,)),
        reference=f"{rate.reference_class}: {rate.k} of {rate.n}, {rate.period}",
    )
    sources = scenario.sources | {"calibration.base_rate": f"history: {rate.source}"}
    return scenario.model_copy(update={"calibration": calibration, "sources": sources})


def influence(known: tuple[Any, ...], as_of: str) -> tuple[Influence, ...]:
    """What leaving out each record does to the headline, the largest first."""
    quotes = {record.id: record.span.quote for record in known[2]}
    return tuple(
        Influence(record_id=row["record_id"], quote=quotes[row["record_id"]], delta=row["delta"])
        for row in forecasting.influence(*known, as_of=as_of)
    )


def assumptions(
    scenario: game.Scenario, known: tuple[Any, ...], as_of: str
) -> tuple[Assumption, ...]:
    """Every number without a source: those that move the headline, then those of the game."""
    moving = (Assumption(**row) for row in forecasting.assumptions(*known, as_of=as_of))
    numbers = (
        Assumption(
            name=path, value=_shown(quantity), source=scenario.source(path),
            effect="under the model only: none on the headline",
        )
        for path, quantity in scenario.quantities().items()
        if scenario.source(path) == "assumed"
    )  # fmt: skip
    return (*moving, *numbers)


def _shown(quantity: Quantity) -> str:
    """A number, its range, or its percentiles, for a reader."""
    return " to ".join(f"{number:g}" for number in dict.fromkeys(quantity.root))
