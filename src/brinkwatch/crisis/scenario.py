"""The scenario: a crisis game as plain data, the format of a scenario file.

Units: 1.0 is the defender's loss if an attack on the territory of a member goes unanswered.
A number is fixed, two are a uniform range, three are the 10th, 50th and 90th percentile.
`supports` names quotes (or references) that show that a mechanism is on or a state holds;
`[sources]` says where a magnitude comes from (`history: ...`, `fitted: ...` or `assumed`). What
it does not name is assumed. Older files write `evidence` for `supports`.
"""

from __future__ import annotations

from collections.abc import Callable
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
        if self.ladder.start > top:
            raise ValueError(f"ladder.start {self.ladder.start} is above the {top} levels")
        for line in self.red_line:
            if line.level not in self.ladder.levels:
                raise ValueError(
                    f"red_line.level {line.level!r} is none of the ladder's levels "
                    f"{list(self.ladder.levels)}"
                )
        for name in self.client.levels if self.client else ():
            if name not in self.ladder.levels:
                raise ValueError(
                    f"client.levels has {name!r}, none of the ladder's levels "
                    f"{list(self.ladder.levels)}"
                )
        if self.window.calendar and len(self.window.calendar) != self.rounds.count:
            raise ValueError(
                f"window.calendar has {len(self.window.calendar)} entries for "
                f"{self.rounds.count} rounds; give one a round"
            )
        if self.rounds.labels and len(self.rounds.labels) != self.rounds.count:
            raise ValueError(
                f"rounds.labels has {len(self.rounds.labels)} entries for "
                f"{self.rounds.count} rounds; give one a round"
            )
        if self.reserves.start > self.reserves.max:
            raise ValueError("reserves.start is above reserves.max")
        moves = self.challenger.moves.allow
        if "demonstrate" in moves and self.demonstrate is None:
            raise ValueError("the move demonstrate needs the table [demonstrate] with its cost")
        if self.pretext.needed and "pretext" not in moves:
            raise ValueError("pretext.needed is true, so challenger.moves.allow must hold pretext")
        self._quotes_exist()
        return self

    def _quotes_exist(self) -> None:
        ids = {quote.id for quote in self.evidence} | {work.key for work in self.reference}
        for path, section in sections(self):
            for quote in section.supports:
                if quote not in ids:
                    raise ValueError(
                        f"{path}.supports names {quote!r}, no [[evidence]] or [[reference]]"
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
