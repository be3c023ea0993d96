"""The tables of a scenario file, each a frozen model; units as in `scenario`."""

from __future__ import annotations

from typing import Any, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, model_validator

from brinkwatch.crisis.constants import default
from brinkwatch.crisis.quantity import Amount, Logs, LogSpread, Quantity, Share, zero

ChallengerMove: TypeAlias = Literal[
    "wait", "regroup", "threaten", "pretext", "demonstrate", "strike", "probe"
]
DefenderMove: TypeAlias = Literal["hold", "step", "leap", "back"]
Response: TypeAlias = Literal["absorb", "match", "overmatch"]
Shown: TypeAlias = Literal["weapon", "doctrine", "third_party"]
LineStatus: TypeAlias = Literal["none", "active", "spent"]


class Section(BaseModel):
    """A table of the file: frozen, unknown keys refused, `evidence` read as `supports`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    supports: tuple[str, ...] = Field((), description="ids of quotes that show it is on")

    @model_validator(mode="before")
    @classmethod
    def _older_name(cls, data: Any) -> Any:
        if isinstance(data, dict) and "evidence" in data and "supports" not in data:
            return {"supports" if key == "evidence" else key: data[key] for key in data}
        return data


class WarCost(Section):
    """Private cost of war: lognormal, `median * exp(spread * z)`."""

    median: Amount
    spread: LogSpread


class Moves(Section):
    """What the challenger may do; strike is in the theatre, probe on a member's territory."""

    allow: tuple[ChallengerMove, ...] = ("wait", "threaten", "strike", "probe")
    brandish: bool = Field(False, description="a nuclear threat may follow a strike or probe")

    @model_validator(mode="after")
    def _can_wait(self) -> Self:
        if "wait" not in self.allow:
            raise ValueError('allow must hold "wait": a challenger can always do nothing')
        return self


class Challenger(Section):
    """The side whose red lines are at stake."""

    name: str
    code: str | None = None
    types: int = Field(5, ge=1, le=12)
    war_cost: WarCost
    moves: Moves = Moves()


class Member(Section):
    """A member of the defending coalition: weight in the vote and mean resolve (log units)."""

    code: str
    weight: float = Field(gt=0)
    resolve: Logs = zero()


class DivisionSignal(Section):
    """A public sign of unity or quarrel, informative about the coalition's resolve."""

    when: Literal["start", "window"] = "start"
    threshold: Amount = Field(description="range of members' resolve that looks like a split")
    noise: Share = Field(description="chance that the sign is wrong")


class Defender(Section):
    """The side that would cross the lines, alone or as a coalition with a voting rule."""

    name: str
    code: str | None = None
    types: int = Field(5, ge=1, le=12)
    rule: Literal["unanimity", "quota", "lead"] = "lead"
    quota: float = Field(0.5, gt=0, le=1)
    lead: str | None = None
    cohesion: Share = zero()
    resolve_spread: LogSpread | None = Field(None, description="None: the spread of war_cost")
    division_signal: DivisionSignal | None = None
    war_cost: WarCost
    members: tuple[Member, ...] = ()

    @model_validator(mode="after")
    def _lead_is_a_member(self) -> Self:
        codes = [member.code for member in self.members]
        if self.rule == "lead" and codes and self.lead not in codes:
            raise ValueError(f"lead {self.lead!r} is none of the members {codes}")
        if self.division_signal is not None and len(codes) < 2:
            raise ValueError("division_signal needs at least two members to be divided")
        return self


class Client(Section):
    """A third party that acts for the defender: some levels come into force when it uses them."""

    name: str
    code: str | None = None
    levels: tuple[str, ...] = Field((), description="levels that the defender only permits")
    use: Share = Field(
        default_factory=lambda: Quantity((1.0,)),
        description="chance in a round that the client uses what it is permitted",
    )


class Rounds(Section):
    """Decision points of the crisis."""

    count: int = Field(ge=1, le=6)
    labels: tuple[str, ...] = ()


class Ladder(Section):
    """The defender's commitment: one level is a small step, `leap` levels at once a leap."""

    levels: tuple[str, ...]
    start: int = Field(0, ge=0)
    leap: int = Field(2, ge=0, le=4, description="0 or 1: no leaps")
    back_down: bool = False


class Line(Section):
    """A red line on the ladder, with its state when the game begins."""

    issuer: Literal["challenger"] = "challenger"
    level: str
    status: LineStatus
    line: str | None = Field(None, description="id of the line in the ledger")


class Window(Section):
    """Moments when an answer costs the defender more."""

    calendar: tuple[Literal[0, 1], ...] = ()
    open: Share = zero()
    close: Share = Quantity((1.0,))
    answer_cost: Amount = zero()
    success: Share = zero()


class Reserves(Section):
    """The challenger's free reserves, built up by regrouping."""

    start: int = Field(0, ge=0, le=3)
    max: int = Field(0, ge=0, le=3)
    regroup_cost: Amount = zero()
    success_per_unit: Share = zero()


class MissileDefence(Section):
    """Chance that an attack which is escalated is intercepted."""

    intercept: Share


class Confrontation(Section):
    """How the defender may answer an attack, and how well a war goes for the challenger."""

    responses: tuple[Response, ...] = ("absorb", "match", "overmatch")
    base_success: Share
    overmatch_lowers_success: Share = zero()
    missile_defence: MissileDefence | None = None


class Hazard(Section):
    """Rates of a disaster that nobody chose, per round or per confrontation."""

    base: Amount = zero()
    per_level: Amount = zero()
    brandish: Amount = zero()
    overmatch: Amount = zero()
    demonstrate: Amount = zero()


class Way(Section):
    """One way to demonstrate: a new weapon shown, a doctrine changed, a third party hit."""

    name: Shown
    cost: Amount
    audience_share: Share = Field(description="share of the audience cost that remains")
    harm: Amount = Field(default_factory=zero, description="the defender's loss from it")


class Demonstration(Section):
    """An answer below the attack to a line just crossed, which does not end the crisis.

    Either one move with its cost, or several ways with a cost each.
    """

    cost: Amount | None = None
    audience_share: Share | None = Field(
        None, description="share of the audience cost that remains"
    )
    ways: tuple[Way, ...] = ()

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Self:
        own = (self.cost, self.audience_share)
        if self.ways and own != (None, None):
            raise ValueError("give cost and audience_share to each of the ways, not beside them")
        if not self.ways and None in own:
            raise ValueError("give cost and audience_share, or ways that have them")
        names = [way.name for way in self.ways]
        if len(set(names)) < len(names):
            raise ValueError(f"each way once, and {names} repeats one")
        return self


class Pretext(Section):
    """Whether a probe needs a manufactured pretext, and its cost."""

    needed: bool = False
    cost: Amount = zero()


class Stakes(Section):
    """A prize in the theatre and on a member's territory."""

    theatre: Amount
    alliance: Amount


class ChallengerPayoff(Section):
    """What the challenger gains and loses; `operation_cost` may be shifted by calibration."""

    harm_per_level: Amount
    audience_cost: Amount = zero()
    tolerate_leap: Amount = zero()
    victory: Stakes
    operation_cost: Quantity
    desist_cost: Amount
    desist_after_nuclear_threat: Amount = zero()
    disaster: Amount


class DefenderPayoff(Section):
    """What the defender gains and loses."""

    value_per_level: Amount
    back_down_cost: Amount = zero()
    unanswered: Stakes
    disaster: Amount


class Payoff(Section):
    """Multiples of the defender's loss from an unanswered attack on a member's territory."""

    challenger: ChallengerPayoff
    defender: DefenderPayoff


class Types(Section):
    """What is private, beside the cost of war."""

    stake_slope: Amount = Field(default_factory=lambda: Quantity((default("stake_slope"),)))
    challenger_tilt: Logs = Field(
        default_factory=zero,
        description="log odds by which the prior leans to the resolved end; from the ledger",
    )
