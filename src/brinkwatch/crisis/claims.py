"""Claims of the literature as measured signs over draws, after calibration.

Every draw is first calibrated to the base rate; then each claim is a difference within the draw.
It is measured with the scenario's audience costs and again without them, since they are contested,
and the attack rate once more at twice the precision: what disappears there was noise of the
response, which is no evidence of miscalculation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeAlias

import numpy as np

from brinkwatch.crisis.comparison import under
from brinkwatch.crisis.draws import sample
from brinkwatch.crisis.equilibrium import Equilibrium, spread
from brinkwatch.crisis.ladder import Rules
from brinkwatch.crisis.mechanisms import table
from brinkwatch.crisis.payoffs import OUTCOMES, game
from brinkwatch.crisis.profiles import profiles
from brinkwatch.crisis.quantity import Array, zero
from brinkwatch.crisis.scenario import Scenario
from brinkwatch.crisis.settings import DefenderPolicy, Policy
from brinkwatch.crisis.solvers import get
from brinkwatch.crisis.solving import Prepared, Progress, prepare, run
from brinkwatch.crisis.tables import Reserves, Window
from brinkwatch.crisis.tree import Owner

Change: TypeAlias = Callable[[Scenario], Scenario | None]
"""The scenario without a mechanism; None where it has none to take away."""


def claims(
    scenario: Scenario,
    *,
    draws: int | None = None,
    seed: int | None = None,
    on_progress: Progress | None = None,
) -> dict[str, Any]:
    """Each claim's measured difference, with and without audience costs.

    Returns `{scenario, draws, seed, precision: {attack, at_twice, disappears, draws}, claims:
    [{text, source, sign, audience_costs, without_audience_costs}]}`. The last two are `{mean, lo,
    hi, share: draws with the claimed sign, draws}` or None where the scenario lacks the mechanism.
    `disappears` is the share of P(attack) that is gone at twice the precision, at the same
    intercepts, over the draws that converge at both; it is negative where P(attack) rises.

    Raises:
        NotSolvedError: no draw converged.
    """
    pay = scenario.payoff
    silent = pay.model_copy(
        update={"challenger": pay.challenger.model_copy(update={"audience_cost": zero()})}
    )
    variants = (scenario, scenario.model_copy(update={"payoff": silent}))
    found: list[_Measured] = []
    for turn, variant in enumerate(variants):
        found.append(_Measured(variant, draws, seed))
        for number, row in enumerate(_table()):
            found[turn].add(row)
            if on_progress:
                on_progress(turn * len(_table()) + number + 1, 2 * len(_table()))
    return {
        "scenario": scenario.id,
        "draws": found[0].prepared.draws.count,
        "seed": found[0].prepared.draws.seed,
        "precision": _twice(scenario, found[0].free),
        "claims": [
            {key: row[key] for key in ("text", "source", "sign")}
            | {"audience_costs": one, "without_audience_costs": other}
            for row, one, other in zip(_table(), found[0].rows, found[1].rows, strict=True)
        ],
    }


def _table() -> list[dict[str, Any]]:
    return list(table("claims")["claim"])


class _Measured:
    """The claims measured on one scenario."""

    def __init__(self, scenario: Scenario, draws: int | None, seed: int | None) -> None:
        self.scenario = scenario
        self.prepared = prepare(scenario, draws=draws, seed=seed)
        self.free = run(self.prepared, Rules.of(scenario), check_starts=False)
        self.rows: list[dict[str, Any] | None] = []

    def add(self, row: dict[str, Any]) -> None:
        """Measure one row of the table."""
        pair = (
            self._indicator(row["name"])
            if row["measure"] == "indicator"
            else self._changed(row["measure"], row["outcome"])
        )
        self.rows.append(None if pair is None else _difference(*pair, row["sign"]))

    def _indicator(self, name: str) -> tuple[Array, Array] | None:
        for pair in self.free.indicators:
            if pair.name == name:
                ok = self.free.converged
                return pair.seen[ok], pair.other[ok]
        return None

    def _changed(self, measure: str, outcome: str) -> tuple[Array, Array] | None:
        if measure == "leaps against small steps":
            return self._policies(outcome)
        without = _WITHOUT[measure](self.scenario)
        if without is None:
            return None
        count, seed = self.prepared.draws.count, self.prepared.draws.seed
        prepared = Prepared(
            without,
            sample(without, count, seed),
            self.prepared.solver_name,
            self.prepared.calibrator,
            self.prepared.intercepts,
        )
        other = run(prepared, Rules.of(without), check_starts=False)
        return _both(self.free, other, outcome)

    def _policies(self, outcome: str) -> tuple[Array, Array] | None:
        rules = Rules.of(self.scenario)
        if "leap" not in rules.defender:
            return None
        bound = []
        for move in ("leap", "step"):
            policy = Policy(name=move, defender=DefenderPolicy(allow=("hold", move, "back")))
            bound.append(run(self.prepared, under(rules, policy), policy=move, check_starts=False))
        return _both(bound[0], bound[1], outcome)


def _both(one: Equilibrium, other: Equilibrium, outcome: str) -> tuple[Array, Array]:
    ok = one.converged & other.converged
    return _rate(one, outcome)[ok], _rate(other, outcome)[ok]


def _rate(equilibrium: Equilibrium, outcome: str) -> Array:
    """(draws,) probability of an outcome, an attack, or that the defender's first move rises."""
    if outcome == "attack":
        return equilibrium.attacks
    if outcome == "advance":
        return _advance(equilibrium)
    return np.asarray(equilibrium.outcomes[:, :, OUTCOMES.index(outcome)].sum(axis=1))


def _advance(equilibrium: Equilibrium) -> Array:
    rates = np.full(equilibrium.draws, np.nan)
    tree = equilibrium.tree
    for profile in profiles(equilibrium.scenario, equilibrium):
        raised = [
            node
            for node in range(1, tree.nodes)
            if tree.label(node) in ("step", "leap")
            and tree.states[tree.parent[node]].round == 1
            and tree.owner[tree.parent[node]] == Owner.DEFENDER
        ]
        rates[profile.draw] = profile.reach[raised].sum()
    return rates


def _difference(one: Array, other: Array, sign: int) -> dict[str, Any] | None:
    gap = np.asarray(one - other)
    gap = gap[np.isfinite(gap)]
    if not len(gap):
        return None
    return spread(gap) | {"share": float((np.sign(gap) == sign).mean()), "draws": len(gap)}


def _twice(scenario: Scenario, free: Equilibrium) -> dict[str, Any]:
    """P(attack) at the precision and at twice it, with the same intercepts."""
    pairs = []
    solver = get("fast")
    draws = sample(scenario, free.draws, free.seed)
    for profile in profiles(scenario, free):
        drawn = game(
            scenario, profile.board, draws, profile.draw, float(free.intercept[profile.draw])
        )
        one, other = drawn.precision
        sharp = replace(drawn, precision=(2 * one, 2 * other))
        solution = solver(sharp, tolerance=scenario.solve.tolerance)
        if solution.converged:
            ends = solution.reach(sharp)[profile.board.tree.ends]
            pairs.append((free.attacks[profile.draw], ends[profile.board.attack].sum()))
    if not pairs:
        return {"attack": None, "at_twice": None, "disappears": None, "draws": 0}
    at_once, at_twice = (float(x) for x in np.mean(pairs, axis=0))
    return {
        "attack": at_once,
        "at_twice": at_twice,
        "disappears": 1 - at_twice / at_once if at_once else None,
        "draws": len(pairs),
    }


def _no_line(s: Scenario) -> Scenario | None:
    if Rules.of(s).root.red <= 0:
        return None
    return s.model_copy(update={"red_line": ()})


def _no_window(s: Scenario) -> Scenario | None:
    if not any(s.window.calendar) and not s.window.open.ever_positive:
        return None
    return s.model_copy(update={"window": Window()})


def _no_reserves(s: Scenario) -> Scenario | None:
    if not s.reserves.max:
        return None
    return _without_move(s, "regroup").model_copy(update={"reserves": Reserves()})


def _no_interception(s: Scenario) -> Scenario | None:
    if s.confrontation.missile_defence is None:
        return None
    plain = s.confrontation.model_copy(update={"missile_defence": None})
    return s.model_copy(update={"confrontation": plain})


def _no_demonstration(s: Scenario) -> Scenario | None:
    if "demonstrate" not in s.challenger.moves.allow:
        return None
    return _without_move(s, "demonstrate")


def _without_move(s: Scenario, move: str) -> Scenario:
    moves = s.challenger.moves
    kept = tuple(m for m in moves.allow if m != move)
    moves = moves.model_copy(update={"allow": kept})
    return s.model_copy(update={"challenger": s.challenger.model_copy(update={"moves": moves})})


_WITHOUT: dict[str, Change] = {
    "line in force against none": _no_line,
    "window against none": _no_window,
    "reserves against none": _no_reserves,
    "interception against none": _no_interception,
    "demonstration against none": _no_demonstration,
}
