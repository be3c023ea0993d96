"""What a report is made of: one answer, with everything its numbers rest on.

`Answer` is the value that `brinkwatch assess` prints, writes and keeps; `summary` and `render` only
show it. `answer.model_dump(mode="json")` is its JSON, `Answer.model_validate(...)` the way back.
Rows that come from the game or from the forecast stage as plain dictionaries keep the keys of the
function named with each field.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field

from brinkwatch.records import (
    CodedRecord,
    Coverage,
    Crisis,
    Document,
    Forecast,
    Ledger,
    Record,
    RedLine,
    Skipped,
)


class Hidden(Record):
    """An item dated after the as-of date: counted, named and not used."""

    origin: str
    title: str | None = None
    published: str | None = None


class Input(Record):
    """An input file and the SHA-256 of its bytes."""

    origin: str
    sha256: str


class Influence(Record):
    """What leaving one record out does to the headline probability."""

    record_id: str
    quote: str
    delta: float = Field(description="probability with the record minus probability without it")


class Tried(Record):
    """The answer with one article left out, and with who says and does what in it turned round."""

    document_id: str
    without: float | None = Field(description="headline without it; None: no such crisis is left")
    without_game: bool = Field(description="whether the game would be another one without it")
    turned: float | None = Field(description="headline with it turned round, None likewise")
    turned_game: bool = Field(description="whether the game would be another one then")


class Assumption(Record):
    """A number that no evidence supports, and what moving it does."""

    name: str
    value: str
    source: str = "assumed"
    effect: str | None = Field(None, description="what it does to the answer; None: not measured")


class Change(Record):
    """One probability of an earlier report beside the same one now."""

    crisis: str
    rung: str
    horizon_days: int
    before: float
    after: float
    note: str | None = None


class Previous(Record):
    """An earlier report on the same crises, and what changed since."""

    as_of: str
    origin: str = Field(description="file or run id of the earlier report")
    same: tuple[str, ...] = Field((), description="titles of the crises that were in it too")
    changes: tuple[Change, ...] = ()


class CrisisAnswer(Record):
    """The answer for one confrontation: forecasts, the game beside them, and what moves them."""

    crisis: Crisis
    forecasts: tuple[Forecast, ...] = Field(description="every rung and horizon, ladder order")
    headline: Forecast = Field(description="the forecast the first two lines print")
    scenario_toml: str = Field(description="the drafted game, as `crisis solve` reads it")
    equilibrium: dict[str, Any] | None = Field(
        None, description="`crisis.as_row`: outcomes, residual, regret, converged, draws, seed"
    )
    unsolved: str | None = Field(None, description="why there is no equilibrium, one sentence")
    beside: tuple[dict[str, Any], ...] = Field((), description="`forecast.beside`")
    policies: dict[str, Any] | None = Field(None, description="`crisis.compare`, when it was run")
    signals: tuple[dict[str, Any], ...] = Field(
        (), description="`indicators` of the equilibrium: an outcome if something is seen, and not"
    )
    indicators: tuple[dict[str, Any], ...] = Field(
        (), description="`forecast.indicators`: indicator, window, probability, delta"
    )
    conditionals: tuple[dict[str, Any], ...] = Field(
        (), description="`forecast.conditionals`: rung, horizon_days, crossed, not_crossed, note"
    )
    shift: dict[str, float] | None = Field(
        None, description="`forecast.shift`: the headline without and with the articles"
    )
    influence: tuple[Influence, ...] = Field((), description="largest absolute delta first")
    tried: tuple[Tried, ...] = Field(
        (), description="each article left out and turned round; empty where there are many"
    )
    assumptions: tuple[Assumption, ...] = ()

    def moving(self) -> tuple[Influence, ...]:
        """The records without which the headline would be another number, largest first."""
        moving = (item for item in self.influence if abs(item.delta) > 1e-9)
        return tuple(sorted(moving, key=lambda item: (-abs(item.delta), item.record_id)))


class Answer(Record):
    """Everything one run found, used, hid and assumed."""

    as_of: str = Field(description="ISO date; nothing dated later was seen")
    issued: str = Field(description="ISO date of the run, passed in")
    version: str
    command: str
    seed: int
    documents: tuple[Document, ...] = Field(description="seen documents, child headlines included")
    hidden: tuple[Hidden, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    records: tuple[CodedRecord, ...] = ()
    ledger: Ledger
    crises: tuple[CrisisAnswer, ...] = Field(description="ranked, the most reported first")
    inputs: tuple[Input, ...] = ()
    coder_scores: dict[str, Any] = Field(
        default_factory=dict,
        description="measured on labelled articles: kind of record -> {precision, recall, f1, n}, "
        "and plain strings such as corpus or command",
    )
    track_record: dict[str, Any] | None = Field(
        None, description="`forecast.track_record` of the resolved forecasts of the case file"
    )
    previous: Previous | None = None

    def lines_of(self, crisis: Crisis) -> tuple[RedLine, ...]:
        """The red lines of one crisis: the challenger's threats first, else as in the ledger."""
        wanted, issuers = set(crisis.lines), set(crisis.challenger)
        lines = [line for line in self.ledger.lines if line.id in wanted]
        return tuple(
            sorted(
                lines,
                key=lambda line: (
                    line.kind in ("assurance", "promise") or not issuers & set(line.issuer)
                ),
            )
        )

    def articles(self) -> tuple[Document, ...]:
        """The documents that are articles, without the headlines listed on their pages."""
        return tuple(document for document in self.documents if document.parent_id is None)
