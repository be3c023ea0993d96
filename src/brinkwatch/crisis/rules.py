"""What a scenario lets each side do, and the public state its rules act on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from brinkwatch.crisis.scenario import Scenario

SPENT = -1
RESPONSES = ("absorb", "match", "overmatch")


class State(NamedTuple):
    """The public state. Counters enter payoffs only; strategies see the whole history."""

    phase: str
    round: int = 1
    level: int = 0
    red: int = 0
    """level of the active red line; 0 none, -1 spent"""
    reserves: int = 0
    window: bool = False
    back_used: bool = False
    pretext: bool = False
    crossed: bool = False
    leapt: bool = False
    """what the defender's move of this round did"""
    pending: int = 0
    """levels permitted to the client and not used yet"""
    unenforced: int = 0
    demonstrated: int = 0
    way: int = 0
    """which of the ways of demonstrating, from 1; 0 none"""
    leaps: int = 0
    backs: int = 0
    regroups: int = 0
    pretexts: int = 0
    flow: int = 0
    probe: bool = False
    brandish: bool = False
    response: int = 0
    """1 match, 2 overmatch"""
    end: str = ""
    """no_attack, absorb, desist, escalate or accident"""


@dataclass(frozen=True)
class Rules:
    """What one scenario allows, under one policy."""

    rounds: int
    top: int
    leap: int
    defender: frozenset[str]
    responses: tuple[str, ...]
    challenger: frozenset[str]
    brandish: bool
    max_reserves: int
    calendar: tuple[int, ...]
    random_window: bool
    lasting_window: bool
    signal: str | None
    needs_pretext: bool
    accidents: bool
    client: frozenset[int]
    client_may_wait: bool
    ways: tuple[str, ...]
    root: State
    opening: int | None = None
    """the level the defender is taken to in the first round, whatever it would choose"""

    @classmethod
    def of(cls, scenario: Scenario) -> Rules:
        """The rules a scenario states, before any policy."""
        s = scenario
        back = {"back"} if s.ladder.back_down else set()
        leap = {"leap"} if s.ladder.leap > 1 else set()
        signal = s.defender.division_signal
        hazard = s.hazard
        windows = s.window.open.ever_positive
        client = frozenset(
            s.ladder.levels.index(n) + 1 for n in (s.client.levels if s.client else ())
        )
        return cls(
            rounds=s.rounds.count,
            top=len(s.ladder.levels),
            leap=s.ladder.leap,
            defender=frozenset({"hold", "step"} | leap | back),
            responses=tuple(r for r in RESPONSES if r in s.confrontation.responses),
            challenger=frozenset(s.challenger.moves.allow),
            brandish=s.challenger.moves.brandish,
            max_reserves=s.reserves.max,
            calendar=s.window.calendar or (0,) * s.rounds.count,
            random_window=windows,
            lasting_window=windows and s.window.close.root[0] < 1,
            signal=signal.when if signal else None,
            needs_pretext=s.pretext.needed,
            accidents=any(
                q.ever_positive for q in (hazard.base, hazard.per_level, hazard.demonstrate)
            ),
            client=client,
            client_may_wait=bool(s.client and s.client.use.root[0] < 1),
            ways=tuple(way.name for way in s.demonstrate.ways) if s.demonstrate else (),
            root=State(
                "window",
                level=s.ladder.start,
                red=initial_line(s),
                reserves=s.reserves.start,
                pretext=not s.pretext.needed,
            ),
        )


def initial_line(scenario: Scenario) -> int:
    """The level of the red line in force at the start: the lowest active one not yet reached.

    `SPENT` where all lines are spent or already reached, 0 where none was declared.
    """
    levels = list(scenario.ladder.levels)
    lines = [line for line in scenario.red_line if line.status != "none"]
    if not lines:
        return 0
    ahead = [
        levels.index(line.level) + 1
        for line in lines
        if line.status == "active" and levels.index(line.level) + 1 > scenario.ladder.start
    ]
    return min(ahead, default=SPENT)
