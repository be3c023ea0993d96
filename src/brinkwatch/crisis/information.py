"""What knowing something is worth to a side: published to all, or told to that side alone.

What can be known is the other side's type, and when windows that nobody announced will open.
Published, the other side knows that it is known and the whole game is another, so the worth can be
negative. Told privately, the other side plays on as before and only the one who knows responds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np

from brinkwatch.crisis.boards import Board
from brinkwatch.crisis.calibrate import board
from brinkwatch.crisis.draws import sample
from brinkwatch.crisis.equilibrium import Equilibrium, spread
from brinkwatch.crisis.ladder import Rules
from brinkwatch.crisis.payoffs import game
from brinkwatch.crisis.profiles import Profile, profiles
from brinkwatch.crisis.quantity import Array, zero
from brinkwatch.crisis.scenario import Scenario
from brinkwatch.crisis.settings import Knowledge
from brinkwatch.crisis.solvers import Solution, get
from brinkwatch.crisis.tree import Game, Owner

_SIDES = ("challenger", "defender")
_CHALLENGER: Knowledge = "challenger.war_cost"
_DEFENDER: Knowledge = "defender.war_cost"
_WINDOW: Knowledge = "window"

Source: TypeAlias = Callable[[Profile], "Sequence[Fact]"]


def information(scenario: Scenario, equilibrium: Equilibrium) -> dict[str, Any]:
    """The expected gain of each side from learning something before the first move.

    Returns `{scenario, draws, learns: [{side, of, public, private}]}`: `of` is the other side's
    type (`challenger.war_cost`, `defender.war_cost`) or `window`, where windows open by chance;
    `[report] information` can name fewer. `public` is `{mean, lo, hi, share_negative, draws}` of
    the learner's payoff when it is published, `private` the same when the learner alone is told and
    the other does not know it. Payoffs are in the scenario's unit; all play is logit response, so
    that a private gain can be below zero too.
    """
    sources: dict[Knowledge, tuple[tuple[int, ...], Source]] = {
        _DEFENDER: ((0,), lambda profile: _types(profile, 1)),
        _CHALLENGER: ((1,), lambda profile: _types(profile, 0)),
    }
    if scenario.window.open.ever_positive:
        sources[_WINDOW] = ((0, 1), _Calendars(scenario, equilibrium))
    wanted = scenario.report.information or tuple(sources)
    gains = {(side, of): _Gain() for of in sources if of in wanted for side in sources[of][0]}
    kept = 0
    for profile in profiles(scenario, equilibrium):
        kept += 1
        for of in {of: None for _, of in gains}:
            facts = sources[of][1](profile)
            for side in sources[of][0]:
                now = float(equilibrium.value[side][profile.draw])
                gains[side, of].add(profile, facts, side, now, scenario.solve.tolerance)
    return {
        "scenario": scenario.id,
        "draws": kept,
        "learns": [
            {"side": _SIDES[side], "of": of}
            | {"public": _worth(gain.public), "private": _worth(gain.private)}
            for (side, of), gain in gains.items()
        ],
    }


class _Gain:
    """What a side gains in each draw; a draw in which something published fails to solve is out."""

    def __init__(self) -> None:
        self.public: list[float] = []
        self.private: list[float] = []

    def add(
        self, profile: Profile, facts: Sequence[Fact], side: int, now: float, tolerance: float
    ) -> None:
        prior = profile.game.prior[side]
        told = [f.chance * (prior @ respond(profile.game, side, f.edge)) for f in facts]
        self.private.append(float(sum(told)) - now)
        solved = [(f, f.solution(tolerance)) for f in facts]
        if all(solution.converged for _, solution in solved):
            values = [f.chance * (f.published.prior[side] @ s.value[side]) for f, s in solved]
            self.public.append(float(sum(values)) - now)


@dataclass
class Fact:
    """Something that may be so: how likely, the game in which all know it, and moves under it.

    edge: (nodes,) chance of each node from its parent where chance or the other side moves, as the
        one who is told sees it.
    """

    chance: float
    published: Game
    edge: Array
    _solved: Solution | None = None

    def solution(self, tolerance: float) -> Solution:
        """The equilibrium when it is published, found once."""
        if self._solved is None:
            self._solved = get("fast")(self.published, tolerance=tolerance)
        return self._solved


def _types(profile: Profile, other: int) -> list[Fact]:
    """Which type one side is of."""
    drawn, found = profile.game, []
    for kind, chance in enumerate(drawn.prior[other]):
        prior = list(drawn.prior)
        prior[other] = np.eye(len(prior[other]))[kind]
        known = replace(drawn, prior=(prior[0], prior[1]))
        found.append(Fact(float(chance), known, profile.policy[other][:, kind] * drawn.chance))
    return found


class _Calendars:
    """In which rounds a window will be open, of a scenario whose windows open by chance."""

    def __init__(self, scenario: Scenario, equilibrium: Equilibrium) -> None:
        self._scenario = scenario
        self._announced = Rules.of(scenario).calendar
        self._draws = sample(scenario, equilibrium.draws, equilibrium.seed)
        self._intercept = equilibrium.intercept
        self._boards: dict[tuple[int, ...], Board] = {}

    def __call__(self, profile: Profile) -> list[Fact]:
        return [
            Fact(chance, self._published(profile, calendar), _seen(profile, calendar))
            for calendar, chance in calendars(profile, self._announced)
        ]

    def _published(self, profile: Profile, calendar: tuple[int, ...]) -> Game:
        window = self._scenario.window.model_copy(update={"calendar": calendar, "open": zero()})
        known = self._scenario.model_copy(update={"window": window})
        if calendar not in self._boards:
            self._boards[calendar] = board(Rules.of(known))
        shift = float(self._intercept[profile.draw])
        return game(known, self._boards[calendar], self._draws, profile.draw, shift)


def calendars(profile: Profile, announced: Sequence[int]) -> list[tuple[tuple[int, ...], float]]:
    """Every calendar of windows that can be, with its chance, where some rounds are announced."""
    tree, chances = profile.board.tree, {}
    for node in _window_nodes(profile):
        state = tree.states[node]
        for child in tree.children(node):
            if tree.label(child) == "open":
                chances[state.round, state.window] = float(profile.game.chance[child])
    found: list[tuple[tuple[int, ...], float]] = [((), 1.0)]
    for number, known in enumerate(announced, start=1):
        longer = []
        for calendar, chance in found:
            before = bool(calendar and calendar[-1])
            opens = float(known) if known else chances.get((number, before), 0.0)
            longer += [((*calendar, 1), chance * opens), ((*calendar, 0), chance * (1 - opens))]
        found = [(calendar, chance) for calendar, chance in longer if chance > 0]
    return found


def _window_nodes(profile: Profile) -> list[int]:
    tree = profile.board.tree
    chance = np.flatnonzero(tree.owner == Owner.CHANCE).tolist()
    return [n for n in chance if tree.label(int(tree.first[n])) in ("closed", "open")]


def _seen(profile: Profile, calendar: tuple[int, ...]) -> Array:
    """The chances of moves when the calendar is known."""
    tree, edge = profile.board.tree, profile.edge.copy()
    for node in _window_nodes(profile):
        is_open = calendar[tree.states[node].round - 1]
        for child in tree.children(node):
            edge[child] = float((tree.label(child) == "open") == bool(is_open))
    return edge


def _worth(gains: list[float]) -> dict[str, Any] | None:
    if not gains:
        return None
    values = np.array(gains)
    return spread(values) | {"share_negative": float((values < 0).mean()), "draws": len(gains)}


def respond(drawn: Game, side: int, edge: Array) -> Array:
    """(types,) value of the logit response to moves of all others with the chances `edge`.

    edge: (nodes,) chance of each node from its parent where chance or the other side moves.
    """
    tree = drawn.tree
    value = np.zeros((tree.nodes, len(drawn.prior[side])))
    value[tree.ends] = drawn.payoff[side]
    for node in reversed(np.flatnonzero(tree.owner != Owner.END).tolist()):
        children = slice(int(tree.first[node]), int(tree.first[node] + tree.count[node]))
        below = value[children]
        if tree.owner[node] == side:
            logits = drawn.precision[side] * (below - below.max(axis=0))
            weight = np.exp(logits) / np.exp(logits).sum(axis=0)
        elif tree.owner[node] == Owner.SIGNAL and side == Owner.DEFENDER:
            weight = drawn.signal[children]
        else:
            weight = edge[children][:, None]
        value[node] = (weight * below).sum(axis=0)
    return np.asarray(value[0])
