"""The rules of the ladder game: who may do what in which public state.

A round: a window may open or close, a sign of division may be seen, the defender moves on the
ladder, the challenger attacks or refrains, and then chooses how: it waits, regroups, declares or
demonstrates, or it strikes or probes. An attack may be joined by a nuclear threat, is answered or
not, and the challenger desists or escalates. Every other round ends with the chance of an
accident. Moves without a choice leave no node.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from brinkwatch.crisis.scenario import Scenario
from brinkwatch.crisis.tree import Node, Owner

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
    unenforced: int = 0
    demonstrated: int = 0
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
    root: State

    @classmethod
    def of(cls, scenario: Scenario) -> Rules:
        """The rules a scenario states, before any policy."""
        s = scenario
        back = {"back"} if s.ladder.back_down else set()
        leap = {"leap"} if s.ladder.leap > 1 else set()
        signal = s.defender.division_signal
        hazard = s.hazard
        windows = s.window.open.ever_positive
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


def expand(state: State, rules: Rules) -> Node:
    """The node of a state; states with a single successor are passed through."""
    while True:
        node = _PHASES[state.phase](state, rules)
        if len(node.successors) != 1:
            return node
        (state,) = node.successors


def _node(state: State, owner: Owner, options: list[tuple[str, State]]) -> Node:
    words, successors = zip(*options, strict=True)
    return Node(state, owner, words, successors)


def _window(s: State, rules: Rules) -> Node:
    known = bool(rules.calendar[s.round - 1])
    if known or not rules.random_window:
        phase = _signal_or_move(s, known and not s.window, rules)
        return _node(s, Owner.CHANCE, [("", s._replace(window=known, phase=phase))])
    options = [("closed", s._replace(window=False, phase=_signal_or_move(s, False, rules)))]
    if not s.window or rules.lasting_window:
        phase = _signal_or_move(s, not s.window, rules)
        options.append(("open", s._replace(window=True, phase=phase)))
    return _node(s, Owner.CHANCE, options)


def _signal_or_move(s: State, opened: bool, rules: Rules) -> str:
    seen = (rules.signal == "start" and s.round == 1) or (rules.signal == "window" and opened)
    return "signal" if seen else "defender"


def _signal(s: State, _: Rules) -> Node:
    after = s._replace(phase="defender")
    return _node(s, Owner.SIGNAL, [("united", after), ("split", after)])


def _defender(s: State, rules: Rules) -> Node:
    options = []
    for move, change in (("hold", 0), ("step", 1), ("leap", rules.leap), ("back", -1)):
        level = s.level + change
        if move not in rules.defender or not 0 <= level <= rules.top:
            continue
        if move == "back" and (s.back_used or s.red <= 0):
            continue
        after = s._replace(
            phase="challenger", level=level, crossed=s.level < s.red <= level, leapt=move == "leap"
        )
        if move == "back":
            after = after._replace(back_used=True, backs=s.backs + 1)
        options.append((move, after))
    if not options:  # a policy that forbids holding where nothing else is left
        options = [("hold", s._replace(phase="challenger", crossed=False, leapt=False))]
    return _node(s, Owner.DEFENDER, options)


def _challenger(s: State, rules: Rules) -> Node:
    """Attack or not is chosen before how, so that more ways of either do not move the choice."""
    options = []
    for word, phase, ways in (
        ("refrain", "peace", _peace(s, rules)),
        ("attack", "attack", _attacks(s, rules)),
    ):
        options.extend(ways if len(ways) < 2 else [(word, s._replace(phase=phase))])
    return _node(s, Owner.CHALLENGER, options)


def _peace(s: State, rules: Rules) -> list[tuple[str, State]]:
    allow, after = rules.challenger, _tolerate(s)
    options = [("wait", after)]
    if "regroup" in allow and s.reserves < rules.max_reserves:
        options.append(
            ("regroup", after._replace(reserves=s.reserves + 1, regroups=s.regroups + 1))
        )
    if "threaten" in allow and s.red == 0 and s.level < rules.top:
        options.append(("threaten", after._replace(red=s.level + 1)))
    if "pretext" in allow and rules.needs_pretext and not s.pretext:
        options.append(("pretext", after._replace(pretext=True, pretexts=s.pretexts + 1)))
    if "demonstrate" in allow and s.crossed:
        shown = s._replace(phase="accident", red=SPENT, demonstrated=s.demonstrated + 1)
        options.append(("demonstrate", shown))
    return options


def _attacks(s: State, rules: Rules) -> list[tuple[str, State]]:
    options = []
    if "strike" in rules.challenger and s.level > 0:
        options.append(("strike", s._replace(phase="brandish", probe=False)))
    if "probe" in rules.challenger and s.pretext:
        options.append(("probe", s._replace(phase="brandish", probe=True)))
    return options


def _tolerate(s: State) -> State:
    """The defender's move stands: an enforced line would have been answered by now."""
    return s._replace(
        phase="accident",
        red=SPENT if s.crossed else s.red,
        unenforced=s.unenforced + s.crossed,
        leaps=s.leaps + s.leapt,
    )


def _accident(s: State, rules: Rules) -> Node:
    if s.round == rules.rounds:
        safe = s._replace(phase="end", end="no_attack", flow=s.flow + s.level)
    else:
        safe = s._replace(phase="window", round=s.round + 1, flow=s.flow + s.level)
    if not rules.accidents:
        return _node(s, Owner.CHANCE, [("safe", safe)])
    accident = s._replace(phase="end", end="accident")
    return _node(s, Owner.CHANCE, [("safe", safe), ("accident", accident)])


def _brandish(s: State, rules: Rules) -> Node:
    plain = ("plain", s._replace(phase="response"))
    if not rules.brandish:
        return _node(s, Owner.CHALLENGER, [plain])
    return _node(
        s, Owner.CHALLENGER, [plain, ("brandish", s._replace(phase="response", brandish=True))]
    )


def _response(s: State, rules: Rules) -> Node:
    options = []
    for response in rules.responses:
        if response == "absorb":
            options.append((response, s._replace(phase="end", end="absorb")))
        else:
            strength = RESPONSES.index(response)
            options.append((response, s._replace(phase="last", response=strength)))
    return _node(s, Owner.DEFENDER, options)


def _last(s: State, _: Rules) -> Node:
    return _node(
        s,
        Owner.CHALLENGER,
        [(word, s._replace(phase="end", end=word)) for word in ("desist", "escalate")],
    )


def _end(s: State, _: Rules) -> Node:
    return Node(s, Owner.END)


_PHASES = {
    "window": _window,
    "signal": _signal,
    "defender": _defender,
    "challenger": _challenger,
    "peace": lambda s, rules: _node(s, Owner.CHALLENGER, _peace(s, rules)),
    "attack": lambda s, rules: _node(s, Owner.CHALLENGER, _attacks(s, rules)),
    "accident": _accident,
    "brandish": _brandish,
    "response": _response,
    "last": _last,
    "end": _end,
}
