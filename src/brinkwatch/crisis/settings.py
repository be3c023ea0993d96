"""How a scenario is calibrated, solved, compared and reported; and what happened."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pydantic import Field, field_validator

from brinkwatch.crisis.constants import default
from brinkwatch.crisis.quantity import Amount, Quantity, Share
from brinkwatch.crisis.tables import ChallengerMove, DefenderMove, Response, Section

Outcome: TypeAlias = Literal[
    "no_attack", "unanswered", "answered_desists", "limited_war", "disaster"
]
Knowledge: TypeAlias = Literal["challenger.war_cost", "defender.war_cost", "window"]
"""What a side can learn: the other's type, or when windows open."""


class Calibration(Section):
    """The attack rate of the reference class, met before any supported state is switched on."""

    base_rate: Share
    reference: str


class Precision(Section):
    """How sharply each side responds to differences in payoff: lambda, per unit of payoff."""

    challenger: Amount
    defender: Amount


class Solve(Section):
    """How the scenario is solved: solution concept, draws, seed and certificate."""

    concept: Literal["qre", "rational"] = "qre"
    precision: Precision = Field(
        default_factory=lambda: Precision(
            challenger=Quantity((default("precision_low"), default("precision_high"))),
            defender=Quantity((default("precision_low"), default("precision_high"))),
        )
    )
    draws: int = Field(64, ge=1, le=100_000)
    seed: int = Field(0, ge=0)
    tolerance: float = Field(1e-6, gt=0, le=1e-2)
    starts: int = Field(3, ge=1, le=20)

    @field_validator("precision")
    @classmethod
    def _moderate(cls, value: Precision) -> Precision:
        limit = default("precision_limit")
        for side, quantity in (("challenger", value.challenger), ("defender", value.defender)):
            if quantity.root[-1] > limit:
                raise ValueError(
                    f"{side} precision {quantity.root[-1]:g} is above {limit:g}, where the "
                    "response curve folds and most draws have no stable solution; use 8 to 16"
                )
            if quantity.root[0] <= 0:
                raise ValueError(f"{side} precision must be above zero")
        return value


class DefenderPolicy(Section):
    """Moves on the ladder and responses that remain; None leaves them all."""

    allow: tuple[DefenderMove, ...] | None = None
    respond: tuple[Response, ...] | None = None


class ChallengerPolicy(Section):
    """Moves that remain; None leaves them all, waiting always does."""

    allow: tuple[ChallengerMove, ...] | None = None


class Policy(Section):
    """A rule one side binds itself to: only these moves remain."""

    name: str
    defender: DefenderPolicy = DefenderPolicy()
    challenger: ChallengerPolicy = ChallengerPolicy()


class Report(Section):
    """What a report of the scenario shows."""

    outcomes: tuple[str, ...] = ()
    by_round: bool = True
    sensitivity: Literal["none", "tornado", "sobol"] = "none"
    information: tuple[Knowledge, ...] = ()
    beliefs: bool = True


class Happened(Section):
    """How the historical crisis ended, where the scenario is of one."""

    happened: Outcome
    note: str


class Observed(Section):
    """The public moves that have been seen, in their order; what leaves no choice is left out."""

    moves: tuple[str, ...]
    note: str | None = None
