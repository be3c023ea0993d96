"""Numbers on the public tree: chances, signals and payoffs of one draw of a scenario.

Payoffs (per unit; x is the stake of the theatre or of the alliance, n a brandished nuclear
threat, o an overmatch, w an open window, kap = 1 + answer_cost w):

    base      C  -harm flow - audience (unenforced + share_v) - cost_v - leap leaps + back backs
                 - regroup regroups                       where v is the way it demonstrated, if any
              D  +value flow - back backs - harm_v
    absorb    C  +victory_x - operation                      D  -unanswered_x
    desist    C  -(operation + desist + nuclear n + leap/2 o)
              D  -0.3 kap (1 + 0.3 o) war
    escalate  C  +pi victory_x (1 - m/2) - operation - (1 + 0.5 o) war
              D  -pi unanswered_x (1 - m/2) - kap (1 - m/2)(1 + 0.3 o) war
    disaster  C  -disaster                                   D  -disaster

with pi = clip(base + per_unit reserves + success w - lowers o), m the chance of interception,
and a disaster in a confrontation with 1 - exp(-(base + brandish n + overmatch o)), doubled when
it is escalated, in a quiet round with 1 - exp(-(base + per_level s)). The numbers shown here are
`constants.toml`'s. Desist and escalate are expectations over success and disaster.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from brinkwatch.crisis.boards import Board
from brinkwatch.crisis.draws import Draws
from brinkwatch.crisis.quantity import Array
from brinkwatch.crisis.scenario import Scenario
from brinkwatch.crisis.tree import Game
from brinkwatch.crisis.types import coalition, midpoints, tilted_prior, war_costs

_TOGETHER = 16  # draws whose tables still fit the cache
OUTCOMES = ("no_attack", "unanswered", "answered_desists", "limited_war", "disaster")


def game(scenario: Scenario, board: Board, draws: Draws, draw: int, intercept: float = 0.0) -> Game:
    """The game of one draw; `intercept` is added to the challenger's operation cost."""
    (drawn,) = games(scenario, board, draws, [draw])
    return dearer(board, drawn, confrontation_hazards(board, draws, draw), intercept)


def games(scenario: Scenario, board: Board, draws: Draws, which: Sequence[int]) -> list[Game]:
    """The games of some draws, built together."""
    return [
        made
        for first in range(0, len(which), _TOGETHER)
        for made in _block(scenario, board, draws, which[first : first + _TOGETHER])
    ]


def _block(scenario: Scenario, board: Board, draws: Draws, which: Sequence[int]) -> list[Game]:
    p = _Numbers(draws, which)
    prior_c = tilted_prior(p["types.challenger_tilt"], scenario.challenger.types)
    war_c = war_costs(
        p["challenger.war_cost.median"], p["challenger.war_cost.spread"], scenario.challenger.types
    )
    war_d, split = _defender_types(scenario, p)
    prior_d = np.full(war_d.shape[1], 1.0 / war_d.shape[1])
    chance, signal = _chance(board, p), _signals(scenario, board, p, split)
    hazard, shown = _hazards(board, p), _Shown.of(scenario, board, p)
    pays_c = _challenger(board, p, war_c, hazard, shown)
    pays_d = _defender(board, p, war_d, hazard, shown)
    lam_c, lam_d = (p[f"solve.precision.{side}"].ravel() for side in ("challenger", "defender"))
    return [
        Game(
            board.tree,
            (prior_c[n], prior_d),
            chance[n],
            signal[n],
            (pays_c[n], pays_d[n]),
            (float(lam_c[n]), float(lam_d[n])),
        )
        for n in range(len(war_d))
    ]


def dearer(board: Board, drawn: Game, hazard: Array, cost: float) -> Game:
    """The game with an attack that costs the challenger more; `hazard` as `confrontation_hazards`.

    The cost is not paid in a disaster, whose loss is all there is.
    """
    if not cost:
        return drawn
    paid = cost * np.where(board.attack, 1 - hazard, 0.0)
    return replace(drawn, payoff=(drawn.payoff[0] - paid[:, None], drawn.payoff[1]))


class _Numbers:
    """The numbers of some draws, (draws, 1) by path, 0 where the section is absent."""

    def __init__(self, draws: Draws, which: Sequence[int]) -> None:
        self._draws, self._which, self.count = draws, np.array(which), len(which)

    def __getitem__(self, path: str) -> Array:
        values = self._draws.values.get(path)
        if values is None:
            return np.zeros((self.count, 1))
        return np.asarray(values[self._which, None])

    def constant(self, key: str) -> float:
        """The value of a named constant of the payoffs."""
        return self._draws.constants[key]


def _defender_types(scenario: Scenario, p: _Numbers) -> tuple[Array, Array]:
    """War costs of the defender's types, each type's chance to look split; (draws, types) each."""
    defender = scenario.defender
    median, spread = p["defender.war_cost.median"], p["defender.war_cost.spread"]
    if not defender.members:
        costs = war_costs(median, spread, defender.types)
        return costs, np.zeros_like(costs)
    means = np.hstack([p[f"defender.members.{m.code}.resolve"] for m in defender.members])
    if defender.resolve_spread is not None:
        spread = p["defender.resolve_spread"]
    threshold = np.full((p.count, 1), np.inf)
    if defender.division_signal:
        threshold = p["defender.division_signal.threshold"]
    numbers = np.hstack([median, spread, p["defender.cohesion"], threshold])
    rows = [coalition(defender, mean, *row) for mean, row in zip(means, numbers, strict=True)]
    costs, split = (np.array(column) for column in zip(*rows, strict=True))
    return costs, split


def confrontation_hazards(board: Board, draws: Draws, draw: int) -> Array:
    """Chance that an answered attack ends in disaster, (ends,); 0 at other ends."""
    return np.asarray(_hazards(board, _Numbers(draws, [draw]))[0])


def _hazards(board: Board, p: _Numbers) -> Array:
    c = board.columns
    rate = (
        p["hazard.base"]
        + p["hazard.brandish"] * c["brandish"]
        + p["hazard.overmatch"] * c["overmatch"]
    )
    hazard = 1 - np.exp(-rate)
    doubled = np.minimum(1.0, p.constant("escalation_hazard_factor") * hazard)
    return np.where(board.kind == 2, hazard, np.where(board.kind == 3, doubled, 0.0))


def _chance(board: Board, p: _Numbers) -> Array:
    """(draws, nodes) as `Game.chance`."""
    chance = np.ones((p.count, board.tree.nodes))
    child, kind, level, window, shown = board.chance.T
    opens = np.where(window == 1, 1 - p["window.close"], p["window.open"])
    rate = p["hazard.base"] + p["hazard.per_level"] * level + p["hazard.demonstrate"] * shown
    accident = 1 - np.exp(-rate)
    used = p["client.use"]
    chance[:, child] = np.choose(kind, [1 - opens, opens, 1 - accident, accident, 1 - used, used])
    return chance


def _signals(scenario: Scenario, board: Board, p: _Numbers, split: Array) -> Array:
    """(draws, nodes, types) as `Game.signal`."""
    likelihood = np.ones((p.count, board.tree.nodes, split.shape[1]))
    if scenario.defender.division_signal is None:
        return likelihood
    noise = p["defender.division_signal.noise"]
    looks_split = noise + (1 - 2 * noise) * split
    for child in board.signal:
        seen = board.tree.label(int(child)) == "split"
        likelihood[:, child] = looks_split if seen else 1 - looks_split
    return likelihood


def _success(board: Board, p: _Numbers) -> Array:
    """Chance that an escalated attack succeeds, (draws, ends)."""
    c = board.columns
    pi = (
        p["confrontation.base_success"]
        + p["reserves.success_per_unit"] * c["reserves"]
        + p["window.success"] * c["window"]
        - p["confrontation.overmatch_lowers_success"] * c["overmatch"]
    )
    return np.clip(pi, p.constant("success_floor"), p.constant("success_ceiling"))


class _Shown(NamedTuple):
    """What a demonstration costs at each end, (draws, ends) each: 0 where none was made."""

    cost: Array
    audience: Array
    harm: Array

    @classmethod
    def of(cls, scenario: Scenario, board: Board, p: _Numbers) -> _Shown:
        """By the way it was made; without ways, the one move's own numbers."""
        ways = scenario.demonstrate.ways if scenario.demonstrate else ()
        paths = ("demonstrate", *(f"demonstrate.ways.{way.name}" for way in ways))
        made, way = board.columns["demonstrated"], board.columns["way"].astype(np.int64)
        columns = (
            made * np.hstack([p[f"{path}.{name}"] for path in paths])[:, way]
            for name in ("cost", "audience_share", "harm")
        )
        return cls(*columns)


def _challenger(board: Board, p: _Numbers, war: Array, hazard: Array, shown: _Shown) -> Array:
    """Challenger's payoffs, (draws, ends, types): resolved types value the stake more."""
    c, pay = board.columns, "payoff.challenger."
    leap = p[f"{pay}tolerate_leap"]
    base = (
        p["payoff.defender.back_down_cost"] * c["backs"]
        - p[f"{pay}audience_cost"] * (c["unenforced"] + shown.audience)
        - shown.cost
        - leap * c["leaps"]
        - p["reserves.regroup_cost"] * c["regroups"]
        - p["pretext.cost"] * c["pretexts"]
    )
    victory = np.where(c["probe"] == 1, p[f"{pay}victory.alliance"], p[f"{pay}victory.theatre"])
    operation = p[f"{pay}operation_cost"]
    yields = (
        operation
        + p[f"{pay}desist_cost"]
        + p[f"{pay}desist_after_nuclear_threat"] * c["brandish"]
        + p.constant("desist_overmatch_share") * leap * c["overmatch"]
    )
    share = _success(board, p) * _kept(p)
    factor = 1 + p.constant("overmatch_challenger_cost") * c["overmatch"]
    stake = np.choose(board.kind, [0.0, victory, 0.0, share * victory, 0.0])
    return _expected(
        board,
        base - np.choose(board.kind, [0.0, operation, yields, operation, 0.0]),
        [
            (
                stake - p[f"{pay}harm_per_level"] * c["flow"],
                1 + p["types.stake_slope"] * (0.5 - midpoints(war.shape[1])),
            ),
            (-np.where(board.kind == 3, factor, 0.0), war),
        ],
        hazard,
        p[f"{pay}disaster"],
    )


def _defender(board: Board, p: _Numbers, war: Array, hazard: Array, shown: _Shown) -> Array:
    """Defender's payoffs, (draws, ends, types)."""
    c, pay = board.columns, "payoff.defender."
    base = (
        p[f"{pay}value_per_level"] * c["flow"] - p[f"{pay}back_down_cost"] * c["backs"] - shown.harm
    )
    loss = np.where(c["probe"] == 1, p[f"{pay}unanswered.alliance"], p[f"{pay}unanswered.theatre"])
    answer = (1 + p["window.answer_cost"] * c["window"]) * (
        1 + p.constant("overmatch_defender_cost") * c["overmatch"]
    )
    kept = _kept(p)
    fought = np.choose(board.kind, [0.0, 0.0, p.constant("desist_defender_share"), kept, 0.0])
    lost = np.choose(board.kind, [0.0, loss, 0.0, _success(board, p) * kept * loss, 0.0])
    return _expected(board, base - lost, [(-fought * answer, war)], hazard, p[f"{pay}disaster"])


def _kept(p: _Numbers) -> Array:
    """The share of an attack that missile defence does not take away."""
    intercept = p["confrontation.missile_defence.intercept"]
    return np.asarray(1 - p.constant("interception_effect") * intercept)


def _expected(
    board: Board, fixed: Array, by_type: list[tuple[Array, Array]], hazard: Array, cost: Array
) -> Array:
    """Payoffs in expectation over disaster, (draws, ends, types).

    fixed: (draws, ends). by_type: terms of (draws, ends) times (draws, types).
    """
    risk = np.where(board.kind == 4, 1.0, hazard)
    pays = np.asarray(((1 - risk) * fixed - risk * cost)[:, :, None])
    for coefficient, of_type in by_type:
        pays = pays + ((1 - risk) * coefficient)[:, :, None] * of_type[:, None, :]
    return pays


def outcome_shares(board: Board, hazard: Array) -> Array:
    """Share of each outcome at each end, (ends, 5) in the order of `OUTCOMES`."""
    shares = np.zeros((len(board.kind), len(OUTCOMES)))
    rows = np.arange(len(board.kind))
    shares[rows, board.kind] = 1 - hazard
    shares[:, 4] += hazard
    return shares
