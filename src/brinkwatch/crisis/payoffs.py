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

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from brinkwatch.crisis.draws import Draws
from brinkwatch.crisis.ladder import State
from brinkwatch.crisis.quantity import Array
from brinkwatch.crisis.scenario import Scenario
from brinkwatch.crisis.tree import Game, Integers, Owner, PublicTree
from brinkwatch.crisis.types import coalition, midpoints, tilted_prior, war_costs

ENDS = ("no_attack", "absorb", "desist", "escalate", "accident")
_CHANCES = ("closed", "open", "safe", "accident", "unused", "used")
OUTCOMES = ("no_attack", "unanswered", "answered_desists", "limited_war", "disaster")


@dataclass(frozen=True)
class Board:
    """A ladder game's tree with the counters of its ends as columns, shape (ends,).

    chance: (m, 5) child, kind (as in `_CHANCES`), level, window before,
    demonstrated this round. attack: (ends,) whether the end follows an attack.
    """

    tree: PublicTree
    columns: dict[str, NDArray[np.float64]]
    kind: Integers
    round: Integers
    chance: Integers
    signal: Integers

    @classmethod
    def of(cls, tree: PublicTree) -> Board:
        """Read the columns off the tree's states."""
        ends: list[State] = [tree.states[number] for number in tree.ends]
        names = (
            "reserves", "window", "unenforced", "demonstrated", "leaps", "backs", "regroups",
            "pretexts", "flow", "probe", "brandish", "response", "way",
        )  # fmt: skip
        columns = {name: np.array([getattr(s, name) for s in ends], float) for name in names}
        columns["overmatch"] = (columns.pop("response") == 2).astype(float)
        return cls(
            tree,
            columns,
            np.array([ENDS.index(s.end) for s in ends], dtype=np.int64),
            np.array([s.round for s in ends], dtype=np.int64),
            _chance_rows(tree),
            np.flatnonzero((tree.parent >= 0) & (tree.owner[tree.parent] == Owner.SIGNAL)),
        )

    @property
    def attack(self) -> NDArray[np.bool_]:
        """(ends,) whether the challenger has attacked at each end of the tree."""
        return (self.kind >= 1) & (self.kind <= 3)


def _chance_rows(tree: PublicTree) -> Integers:
    rows: list[tuple[int, int, int, int, int]] = []
    for node in np.flatnonzero(tree.owner == Owner.CHANCE):
        state: State = tree.states[node]
        before = tree.states[tree.parent[node]] if tree.parent[node] >= 0 else state
        shown = state.demonstrated - before.demonstrated  # a demonstration came just before
        rows.extend(
            (child, _CHANCES.index(tree.label(child)), state.level, int(state.window), shown)
            for child in tree.children(int(node))
        )
    return np.array(rows, dtype=np.int64).reshape(-1, 5)


def game(scenario: Scenario, board: Board, draws: Draws, draw: int, intercept: float = 0.0) -> Game:
    """The game of one draw; `intercept` is added to the challenger's operation cost."""
    p = _Numbers(draws, draw)
    prior_c = tilted_prior(p["types.challenger_tilt"], scenario.challenger.types)
    costs_d, split = defender_types(scenario, draws, draw)
    prior_d = np.full(len(costs_d), 1.0 / len(costs_d))
    costs_c = war_costs(
        p["challenger.war_cost.median"],
        p["challenger.war_cost.spread"],
        scenario.challenger.types,
    )
    hazards = confrontation_hazards(board, draws, draw)
    shown = _Shown.of(scenario, board, p)
    return Game(
        board.tree,
        (prior_c, prior_d),
        _chance(board, p),
        _signals(scenario, board, p, split),
        (
            _challenger(board, p, costs_c, hazards, intercept, shown),
            _defender(board, p, costs_d, hazards, shown),
        ),
        (p["solve.precision.challenger"], p["solve.precision.defender"]),
    )


class _Numbers:
    """The numbers of one draw: quantities by path (0 where the section is absent), constants."""

    def __init__(self, draws: Draws, draw: int) -> None:
        self._draws, self._draw = draws, draw

    def __getitem__(self, path: str) -> float:
        values = self._draws.values.get(path)
        return 0.0 if values is None else float(values[self._draw])

    def constant(self, key: str) -> float:
        """The value of a named constant of the payoffs."""
        return self._draws.constants[key]


def defender_types(scenario: Scenario, draws: Draws, draw: int) -> tuple[Array, Array]:
    """War costs of the defender's types and each type's chance to look split, (types,) each."""
    p = _Numbers(draws, draw)
    defender = scenario.defender
    median, spread = p["defender.war_cost.median"], p["defender.war_cost.spread"]
    if not defender.members:
        return war_costs(median, spread, defender.types), np.zeros(defender.types)
    means = np.array([p[f"defender.members.{m.code}.resolve"] for m in defender.members])
    if defender.resolve_spread is not None:
        spread = p["defender.resolve_spread"]
    signal = defender.division_signal
    threshold = p["defender.division_signal.threshold"] if signal else np.inf
    return coalition(defender, means, median, spread, p["defender.cohesion"], threshold)


def confrontation_hazards(board: Board, draws: Draws, draw: int) -> Array:
    """Chance that an answered attack ends in disaster, (ends,); 0 at other ends."""
    p, c = _Numbers(draws, draw), board.columns
    rate = (
        p["hazard.base"]
        + p["hazard.brandish"] * c["brandish"]
        + p["hazard.overmatch"] * c["overmatch"]
    )
    hazard = 1 - np.exp(-rate)
    doubled = np.minimum(1.0, p.constant("escalation_hazard_factor") * hazard)
    return np.where(board.kind == 2, hazard, np.where(board.kind == 3, doubled, 0.0))


def _chance(board: Board, p: _Numbers) -> Array:
    chance = np.ones(board.tree.nodes)
    child, kind, level, window, shown = board.chance.T
    opens = np.where(window == 1, 1 - p["window.close"], p["window.open"])
    rate = p["hazard.base"] + p["hazard.per_level"] * level + p["hazard.demonstrate"] * shown
    accident = 1 - np.exp(-rate)
    used = p["client.use"]
    chance[child] = np.choose(kind, [1 - opens, opens, 1 - accident, accident, 1 - used, used])
    return chance


def _signals(scenario: Scenario, board: Board, p: _Numbers, split: Array) -> Array:
    likelihood = np.ones((board.tree.nodes, len(split)))
    if scenario.defender.division_signal is None:
        return likelihood
    noise = p["defender.division_signal.noise"]
    looks_split = noise + (1 - 2 * noise) * split
    for child in board.signal:
        seen = board.tree.label(int(child)) == "split"
        likelihood[child] = looks_split if seen else 1 - looks_split
    return likelihood


def success(board: Board, p: _Numbers) -> Array:
    """Chance that an escalated attack succeeds, (ends,)."""
    c = board.columns
    pi = (
        p["confrontation.base_success"]
        + p["reserves.success_per_unit"] * c["reserves"]
        + p["window.success"] * c["window"]
        - p["confrontation.overmatch_lowers_success"] * c["overmatch"]
    )
    return np.clip(pi, p.constant("success_floor"), p.constant("success_ceiling"))


class _Shown(NamedTuple):
    """What a demonstration costs at each end, (ends,) each: 0 where none was made."""

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
            made * np.array([p[f"{path}.{name}"] for path in paths])[way]
            for name in ("cost", "audience_share", "harm")
        )
        return cls(*columns)


def _challenger(
    board: Board, p: _Numbers, war: Array, hazard: Array, intercept: float, shown: _Shown
) -> Array:
    """Challenger's payoffs, (ends, types): resolved types value the stake more."""
    c, pay = board.columns, "payoff.challenger."
    stake = 1 + p["types.stake_slope"] * (0.5 - midpoints(len(war)))
    leap = p[f"{pay}tolerate_leap"]
    fixed = (
        p["payoff.defender.back_down_cost"] * c["backs"]
        - p[f"{pay}audience_cost"] * (c["unenforced"] + shown.audience)
        - shown.cost
        - leap * c["leaps"]
        - p["reserves.regroup_cost"] * c["regroups"]
        - p["pretext.cost"] * c["pretexts"]
    )
    base = fixed[:, None] - p[f"{pay}harm_per_level"] * np.outer(c["flow"], stake)
    victory = np.outer(
        np.where(c["probe"] == 1, p[f"{pay}victory.alliance"], p[f"{pay}victory.theatre"]), stake
    )
    operation = p[f"{pay}operation_cost"] + intercept
    yields = (
        operation
        + p[f"{pay}desist_cost"]
        + p[f"{pay}desist_after_nuclear_threat"] * c["brandish"]
        + p.constant("desist_overmatch_share") * leap * c["overmatch"]
    )
    share = success(board, p) * (1 - p.constant("interception_effect") * _interception(p))
    factor = 1 + p.constant("overmatch_challenger_cost") * c["overmatch"]
    escalate = share[:, None] * victory - operation - np.outer(factor, war)
    by_kind = [
        base,
        base + victory - operation,
        base - yields[:, None],
        base + escalate,
        np.zeros_like(base),
    ]
    return _with_disaster(board, by_kind, hazard, p[f"{pay}disaster"])


def _defender(board: Board, p: _Numbers, war: Array, hazard: Array, shown: _Shown) -> Array:
    """Defender's payoffs, (ends, types)."""
    c, pay = board.columns, "payoff.defender."
    history = (
        p[f"{pay}value_per_level"] * c["flow"] - p[f"{pay}back_down_cost"] * c["backs"] - shown.harm
    )
    base = np.repeat(history[:, None], len(war), axis=1)
    loss = np.where(c["probe"] == 1, p[f"{pay}unanswered.alliance"], p[f"{pay}unanswered.theatre"])
    kept = 1 - p.constant("interception_effect") * _interception(p)
    answer = (1 + p["window.answer_cost"] * c["window"]) * (
        1 + p.constant("overmatch_defender_cost") * c["overmatch"]
    )
    war_cost = np.outer(answer, war)
    by_kind = [
        base,
        base - loss[:, None],
        base - p.constant("desist_defender_share") * war_cost,
        base - (success(board, p) * kept * loss)[:, None] - kept * war_cost,
        np.zeros_like(base),
    ]
    return _with_disaster(board, by_kind, hazard, p[f"{pay}disaster"])


def _interception(p: _Numbers) -> float:
    return p["confrontation.missile_defence.intercept"]


def _with_disaster(board: Board, by_kind: list[Array], hazard: Array, cost: float) -> Array:
    """Payoffs of each end's kind, in expectation over disaster."""
    safe = np.choose(board.kind[:, None], by_kind)
    risk = np.where(board.kind == 4, 1.0, hazard)[:, None]
    return np.asarray((1 - risk) * safe - risk * cost)


def outcome_shares(board: Board, hazard: Array) -> Array:
    """Share of each outcome at each end, (ends, 5) in the order of `OUTCOMES`."""
    shares = np.zeros((len(board.kind), len(OUTCOMES)))
    rows = np.arange(len(board.kind))
    shares[rows, board.kind] = 1 - hazard
    shares[:, 4] += hazard
    return shares
