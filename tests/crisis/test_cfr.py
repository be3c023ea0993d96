"""Regret minimisation finds known values, and threats stay empty in what it certifies."""

from __future__ import annotations

import json

import numpy as np
import pytest
from scipy.optimize import linprog

from brinkwatch.crisis import catalog
from brinkwatch.crisis.solvers import get
from brinkwatch.crisis.solvers.regret import RULES, Regret, solve_joint
from brinkwatch.crisis.solvers.sequence import forms
from brinkwatch.crisis.tree import JointGame
from brinkwatch.errors import InputError

from .conftest import drawn


def linear_value(game):
    """The first side's value of a zero-sum game: the linear programme of the sequence form.

    Maximise the sum over the second side's information sets of what each concedes at worst
    (Koller, Megiddo and von Stengel, 1996), with HiGHS; every type has its own sequences.
    """
    (one, two), (types, others) = forms(game), game.weight.shape[1:]
    slots, sets = len(one.child) * types, len(two.first) * others
    owner = np.full(len(two.child), -1)  # the set that a slot of the second side leaves
    for j, (first, count) in enumerate(zip(two.first, two.width, strict=True)):
        owner[first : first + count] = j
    size = slots + sets + others  # realisation weights, a value for every set and for the roots
    flow, rhs = [], []
    for k in range(types):
        row = np.zeros(size)
        row[k] = 1
        flow.append(row)
        rhs.append(1.0)
        for first, count, above in zip(one.first, one.width, one.above, strict=True):
            row = np.zeros(size)
            row[above * types + k] = -1
            for s in range(first, first + count):
                row[s * types + k] = 1
            flow.append(row)
            rhs.append(0.0)
    worst = np.zeros((len(two.child) * others, size))
    for s in range(len(two.child)):
        for m in range(others):
            own = slots + (owner[s] * others + m if owner[s] >= 0 else sets + m)
            worst[s * others + m, own] += 1
    for j, above in enumerate(two.above):
        for m in range(others):
            worst[above * others + m, slots + j * others + m] -= 1
    for z in range(len(one.end_slot)):
        for k in range(types):
            for m in range(others):
                where = one.end_mass[z] * others + m, one.end_slot[z] * types + k
                worst[where] -= one.joint[z, k, m]
    cost = np.zeros(size)
    cost[slots + sets :] = -1
    bounds = [(0, None)] * slots + [(None, None)] * (sets + others)
    found = linprog(cost, A_ub=worst, b_ub=np.zeros(len(worst)), A_eq=np.array(flow), b_eq=rhs,
                    bounds=bounds, method="highs")  # fmt: skip
    assert found.status == 0
    return -found.fun


def test_kuhn_poker_is_worth_minus_one_eighteenth_to_the_first_player():
    solved = solve_joint(catalog.load("kuhn"), iterations=1000)
    assert solved.value[0] == pytest.approx(-1 / 18, abs=1e-5)
    assert solved.value[1] == pytest.approx(-solved.value[0], abs=1e-12)
    assert solved.nash_conv < 1e-3


def test_leduc_is_worth_minus_0_0856_to_the_first_player():
    solved = solve_joint(catalog.load("leduc"), iterations=500)
    assert solved.value[0] == pytest.approx(-0.0856, abs=2e-4)
    assert solved.nash_conv < 5e-3


def test_the_linear_programme_gives_the_value_that_cfr_finds():
    game = catalog.load("kuhn")
    assert linear_value(game) == pytest.approx(-1 / 18, abs=1e-9)
    assert solve_joint(game, iterations=2000).value[0] == pytest.approx(-1 / 18, abs=1e-6)


def test_a_zero_sum_crisis_has_the_value_of_the_linear_programme(small):
    """The zero-sum limit of the ladder game: the defender loses what the challenger gains."""
    joint = JointGame.of(drawn(small, 1))
    strict = JointGame(joint.tree, joint.weight, (joint.payoff[0], -joint.payoff[0]), (1.0, 1.0))
    solved = solve_joint(strict, rule="dcfr", iterations=2000)
    assert solved.nash_conv < 1e-5
    assert solved.value[0] == pytest.approx(linear_value(strict), abs=1e-5)


def test_the_uniform_policy_of_kuhn_poker_has_nash_conv_eleven_twelfths():
    work = Regret(catalog.load("kuhn"))
    assert work.nash_conv() == pytest.approx(11 / 12)


@pytest.mark.parametrize("rule", RULES)
def test_more_iterations_are_less_exploitable(rule):
    few, many = (
        solve_joint(catalog.load("kuhn"), rule=rule, iterations=n).nash_conv for n in (10, 1000)
    )
    assert many < few / 9


def test_both_forms_of_a_game_go_the_same_way(small):
    """Ends as vectors of one's own payoffs, and as matrices over both types."""
    game = drawn(small, 0)
    both = [Regret(g, "cfr+") for g in (game, JointGame.of(game))]
    for work in both:
        work.run(20)
    for side in (0, 1):
        profiles = [work.profile()[side][1:] for work in both]
        moved = game.tree.owner[game.tree.parent[1:]] == side
        assert np.abs(profiles[0][moved] - profiles[1][moved]).max() < 1e-9
    assert both[0].nash_conv() == pytest.approx(both[1].nash_conv(), abs=1e-12)


@pytest.mark.parametrize("name", ["cfr", "cfr+", "dcfr"])
def test_plain_regret_minimisation_is_deterred_by_an_empty_threat(name):
    """NashConv certifies waiting, held up by a fight that the defender would not carry out."""
    game = catalog.load("empty_threat")
    solved = get(name)(game, tolerance=1e-2, iterations=1000)
    tree = game.tree
    wait, fight = (
        next(n for n in range(1, tree.nodes) if tree.label(n) == word) for word in ("wait", "fight")
    )
    assert solved.nash_conv < 1e-2
    assert solved.policy[0][wait, 0] > 0.99
    assert solved.policy[1][fight, 0] == pytest.approx(0.5)
    assert solved.regret == pytest.approx(1.0)  # absorbing is worth 1, the even mix 0


def test_trembles_call_the_empty_threat():
    game = catalog.load("empty_threat")
    solved = get("rational")(game)
    tree = game.tree
    probe, absorb = (
        next(n for n in range(1, tree.nodes) if tree.label(n) == word)
        for word in ("probe", "absorb")
    )
    assert solved.converged
    assert solved.policy[0][probe, 0] > 0.99
    assert solved.policy[1][absorb, 0] > 0.99


def test_trembling_players_bluff_as_often_as_theory_says():
    game = catalog.load("bluff")
    solved = get("rational")(game, tolerance=1e-4)
    tree = game.tree
    threaten = next(n for n in range(1, tree.nodes) if tree.label(n) == "threaten")
    give = next(n for n in range(1, tree.nodes) if tree.label(n) == "yield")
    assert solved.policy[0][threaten, 1] == pytest.approx(0.25, abs=0.01)
    assert solved.policy[1][give, 0] == pytest.approx(1 / 3, abs=0.02)


@pytest.mark.parametrize("name", catalog.names())
def test_every_catalogue_game_is_cited_and_solved(name):
    row = catalog.solve(name)
    json.dumps(row)
    assert row["citation"]
    assert row["known"]
    assert row["nash_conv"] >= -1e-12
    assert row["solver"] == ("cfr+" if name in ("kuhn", "leduc") else "fast")


def test_an_unknown_rule_or_a_tremble_that_is_no_probability_is_refused():
    with pytest.raises(InputError, match=r"choose one of cfr, cfr\+, dcfr"):
        Regret(catalog.load("kuhn"), "cfr++")
    with pytest.raises(InputError, match="tremble is 1"):
        Regret(catalog.load("kuhn"), tremble=1)
