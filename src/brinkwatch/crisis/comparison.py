"""Policies side by side: the same draws, solved again when a side binds itself to some moves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from brinkwatch.crisis.equilibrium import Equilibrium, as_row, spread
from brinkwatch.crisis.ladder import Rules
from brinkwatch.crisis.payoffs import OUTCOMES
from brinkwatch.crisis.quantity import Array
from brinkwatch.crisis.scenario import Scenario
from brinkwatch.crisis.settings import Policy
from brinkwatch.crisis.solving import Progress, prepare, run
from brinkwatch.errors import InputError


def compare(
    scenario: Scenario,
    *,
    draws: int | None = None,
    seed: int | None = None,
    on_progress: Progress | None = None,
) -> dict[str, Any]:
    """The free equilibrium beside each `[[policy]]` of the scenario, and paired differences.

    Returns `{scenario, draws, seed, policies: [row], differences: {name: {outcome:
    {mean, lo, hi, share_higher}}}}`: rows as `solve` prints them, the free one first; differences
    are policy minus free in the same draw, over draws that converged under both.

    Raises:
        InputError: the scenario has no policies.
        NotSolvedError: no draw converged under one of them.
    """
    if not scenario.policy:
        raise InputError(
            f"{scenario.id}: no [[policy]] to compare; add one with a name and the moves it allows."
        )
    prepared = prepare(scenario, draws=draws, seed=seed)
    rules, total = Rules.of(scenario), prepared.draws.count * (1 + len(scenario.policy))
    solved: dict[str, Equilibrium] = {}
    for name, bound in [("free", rules), *((p.name, under(rules, p)) for p in scenario.policy)]:
        done = prepared.draws.count * len(solved)

        def progress(n: int, _: int, done: int = done) -> None:
            if on_progress:
                on_progress(done + n, total)

        solved[name] = run(
            prepared, bound, policy=name, check_starts=name == "free", on_progress=progress
        )
    return {
        "scenario": scenario.id,
        "draws": prepared.draws.count,
        "seed": prepared.draws.seed,
        "policies": [as_row(equilibrium) for equilibrium in solved.values()],
        "differences": {
            name: _differences(equilibrium, solved["free"])
            for name, equilibrium in solved.items()
            if name != "free"
        },
    }


def crossing(
    scenario: Scenario,
    *,
    draws: int | None = None,
    seed: int | None = None,
    on_progress: Progress | None = None,
) -> dict[str, Any]:
    """What if the line in force is crossed in the first round, against the line being held.

    Returns `{scenario, draws, seed, held, crossed, difference: {outcome: {mean, lo, hi,
    share_higher}}}`: rows as `solve` prints them, differences crossed minus held in the same draw.
    The defender's first move is forced in both, so it reveals nothing of its resolve.

    Raises:
        InputError: no line is in force at the start.
        NotSolvedError: no draw converged.
    """
    rules = Rules.of(scenario)
    if rules.root.red <= 0:
        raise InputError(
            f"{scenario.id}: no active red line lies above the commitment at the start, so none "
            "can be crossed; add a [[red_line]] with status active."
        )
    prepared = prepare(scenario, draws=draws, seed=seed)
    solved = {}
    for turn, (name, level) in enumerate((("held", rules.root.level), ("crossed", rules.root.red))):
        done = turn * prepared.draws.count

        def progress(n: int, _: int, done: int = done) -> None:
            if on_progress:
                on_progress(done + n, 2 * prepared.draws.count)

        solved[name] = run(
            prepared,
            replace(rules, opening=level),
            policy=name,
            check_starts=False,
            on_progress=progress,
        )
    return {
        "scenario": scenario.id,
        "draws": prepared.draws.count,
        "seed": prepared.draws.seed,
        "held": as_row(solved["held"]),
        "crossed": as_row(solved["crossed"]),
        "difference": _differences(solved["crossed"], solved["held"]),
    }


def under(rules: Rules, policy: Policy) -> Rules:
    """The rules when a policy binds one or both sides; waiting and holding stay possible."""
    defender, challenger, responses = rules.defender, rules.challenger, rules.responses
    if policy.defender.allow is not None:
        defender &= frozenset(policy.defender.allow)
    if policy.defender.respond is not None:
        responses = tuple(r for r in responses if r in policy.defender.respond)
        if not responses:
            raise InputError(
                f"policy {policy.name!r} leaves the defender no response; allow one of "
                f"{', '.join(rules.responses)}."
            )
    if policy.challenger.allow is not None:
        challenger &= frozenset(policy.challenger.allow) | {"wait"}
    return replace(rules, defender=defender, challenger=challenger, responses=responses)


def _differences(bound: Equilibrium, free: Equilibrium) -> dict[str, dict[str, float]]:
    both = bound.converged & free.converged
    ends = [e.outcomes[both].sum(axis=1) for e in (bound, free)]
    rows = {name: _paired(ends[0][:, i], ends[1][:, i]) for i, name in enumerate(OUTCOMES)}
    rows["attack"] = _paired(bound.attacks[both], free.attacks[both])
    for index, side in enumerate(("challenger", "defender")):
        values = [e.value[index][both] for e in (bound, free)]
        rows[f"value_{side}"] = _paired(values[0], values[1])
    return rows


def _paired(bound: Array, free: Array) -> dict[str, float]:
    gap = np.asarray(bound - free)
    return spread(gap) | {"share_higher": float((gap > 0).mean())}
