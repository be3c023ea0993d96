"""The scenario: a crisis game as plain data, the format of a scenario file.

Units: 1.0 is the defender's loss if an attack on the territory of a member goes unanswered.
A number is fixed, two are a uniform range, three are the 10th, 50th and 90th percentile.
`supports` names quotes (or references) that show that a mechanism is on or a state holds;
`[sources]` says where a magnitude comes from (`history: ...`, `fitted: ...` or `assumed`). What
it does not name is assumed. Older files write `evidence` for `supports`.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from brinkwatch.crisis.cited import Cited, Quote, Reference, iso_date
from brinkwatch.crisis.constants import known
from brinkwatch.crisis.quantity import Quantity
from brinkwatch.crisis.settings import (
    Calibration,
    Happened,
    Observed,
    Policy,
    Report,
    Solve,
)
from brinkwatch.crisis.tables import (
    Challenger,
    Client,
    Confrontation,
    Defender,
    Demonstration,
    Hazard,
    Ladder,
    Line,
    Payoff,
    Pretext,
    Reserves,
    Rounds,
    Section,
    Types,
    Window,
)

__all__ = ["Calibration", "Scenario", "sections"]

_LISTED = 8  # known words that an error lists


class Scenario(BaseModel):
    """The crisis game as plain data; see the module for units and sources."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    id: str
    title: str
    as_of: str | None = None
    question: str | None = None
    document: tuple[Cited, ...] = ()
    evidence: tuple[Quote, ...] = ()
    reference: tuple[Reference, ...] = ()
    challenger: Challenger
    defender: Defender
    client: Client | None = None
    rounds: Rounds
    ladder: Ladder
    red_line: tuple[Line, ...] = ()
    window: Window = Window()
    reserves: Reserves = Reserves()
    confrontation: Confrontation
    hazard: Hazard = Hazard()
    demonstrate: Demonstration | None = None
    pretext: Pretext = Pretext()
    payoff: Payoff
    types: Types = Field(default_factory=Types)
    calibration: Calibration | None = None
    solve: Solve = Field(default_factory=Solve)
    policy: tuple[Policy, ...] = ()
    report: Report = Report()
    observed: Observed | None = None
    outcome: Happened | None = None
    sources: dict[str, str] = Field(default_factory=dict)
    constants: dict[str, float] = Field(default_factory=dict)

    @field_validator("as_of", mode="before")
    @classmethod
    def _iso(cls, value: Any) -> Any:
        return iso_date(value)

    @field_validator("constants")
    @classmethod
    def _known_constants(cls, value: dict[str, float]) -> dict[str, float]:
        for key in value:
            known(key)
        return value

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        top = len(self.ladder.levels)
        if not 1 <= top <= 8:
            raise ValueError(f"ladder.levels has {top} levels; give 1 to 8")
        if len(set(self.ladder.levels)) < top:
            raise ValueError("ladder.levels has a name twice; give each level its own")
        if self.ladder.start > top:
            raise ValueError(f"ladder.start {self.ladder.start} is above the {top} levels")
        for path, level in (
            *((f"red_line.{n}.level", line.level) for n, line in enumerate(self.red_line)),
            *(("client.levels", level) for level in (self.client.levels if self.client else ())),
        ):
            if level not in self.ladder.levels:
                hint = near(level, self.ladder.levels)
                raise ValueError(f"{path} {level!r} is none of the ladder's levels; {hint}")
        for path, per_round in (
            ("window.calendar", self.window.calendar),
            ("rounds.labels", self.rounds.labels),
        ):
            if per_round and len(per_round) != self.rounds.count:
                raise ValueError(
                    f"{path} has {len(per_round)} entries for {self.rounds.count} rounds; give one "
                    "a round"
                )
        if self.reserves.start > self.reserves.max:
            raise ValueError("reserves.start is above reserves.max")
        moves = self.challenger.moves.allow
        if "demonstrate" in moves and self.demonstrate is None:
            raise ValueError("the move demonstrate needs the table [demonstrate] with its cost")
        if self.pretext.needed and "pretext" not in moves:
            raise ValueError("pretext.needed is true, so challenger.moves.allow must hold pretext")
        self._quotes_exist()
        self._sources_are_of_numbers()
        return self

    def _quotes_exist(self) -> None:
        ids = {quote.id for quote in self.evidence} | {work.key for work in self.reference}
        for path, section in sections(self):
            for quote in section.supports:
                if quote not in ids:
                    hint = near(quote, sorted(ids))
                    raise ValueError(
                        f"{path}.supports names {quote!r}, no [[evidence]] or [[reference]]; {hint}"
                    )

    def _sources_are_of_numbers(self) -> None:
        """A source justifies a magnitude; a quote never does."""
        paths = list(self.quantities())
        for path, source in self.sources.items():
            if path not in paths:
                raise ValueError(f"sources names {path!r}, no number; {near(path, paths)}")
            kind, _, what = source.partition(":")
            if source != "assumed" and not (kind in ("history", "fitted") and what.strip()):
                raise ValueError(
                    f"sources.{path} is {source!r}; write assumed, history: ... or fitted: ..., "
                    "and put quotes under supports"
                )

    def supports(self) -> dict[str, tuple[str, ...]]:
        """The quotes behind each mechanism and state, by its path in the file."""
        return {path: section.supports for path, section in sections(self) if section.supports}

    def quantities(self) -> dict[str, Quantity]:
        """Every number that may have a range, by its dotted path, in file order."""
        found: dict[str, Quantity] = {}
        _walk(self, "", lambda path, value: found.setdefault(path, value), Quantity)
        return found

    def source(self, path: str) -> str:
        """Where a magnitude comes from: what `[sources]` says, else `assumed`."""
        return self.sources.get(path, "assumed")


def sections(scenario: Scenario) -> list[tuple[str, Section]]:
    """Every table of the scenario with its dotted path."""
    found: list[tuple[str, Section]] = []
    _walk(scenario, "", lambda path, value: found.append((path, value)), Section)
    return found


def _walk(value: Any, path: str, visit: Callable[[str, Any], object], kind: type) -> None:
    if isinstance(value, kind) and path:
        visit(path, value)
    if isinstance(value, BaseModel) and not isinstance(value, Quantity):
        for name in type(value).model_fields:
            _walk(getattr(value, name), f"{path}.{name}" if path else name, visit, kind)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            key = getattr(item, "code", None) or getattr(item, "name", None) or index
            _walk(item, f"{path}.{key}", visit, kind)


def near(word: str, known: Sequence[str]) -> str:
    """What to write instead of an unknown word: the nearest known one, or what is known."""
    found = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    if found:
        return f"did you mean {found[0]!r}?"
    return f"known are {', '.join(known[:_LISTED]) or 'none'}"
