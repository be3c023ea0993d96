"""Solvers agree with each other, with published values and with themselves under relabelling."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numba import njit

from brinkwatch.crisis import catalog
from brinkwatch.crisis.catalog.textbook import build
from brinkwatch.crisis.solvers import Asked, answers, fast, get, lanes
from brinkwatch.crisis.solvers.compiled import compiled
from brinkwatch.crisis.solvers.search import distinct
from brinkwatch.crisis.tree import Owner
from brinkwatch.errors import InputError

from .conftest import drawn, permuted, scaled, split

NAMES = ("fast", "plain")
TIGHT = {"tolerance": 1e-12, "iterations": 20_000}


def reached(game, solution):
    """Public probability of every end."""
    return solution.reach(game)[game.tree.ends]


def moves(game, solution, action):
    """The chance of an action, by type of the side that makes it; the action occurs once."""
    tree = game.tree
    (node,) = (n for n in range(1, tree.nodes) if tree.label(n) == action)
    return solution.policy[int(tree.owner[tree.parent[node]])][node]


@pytest.mark.parametrize("draw", range(4))
def test_the_fast_solver_agrees_with_the_plain_one_on_random_small_games(small, draw):
    game = drawn(small, draw)
    fast, plain = (get(name)(game, **TIGHT) for name in NAMES)
    assert fast.converged
    assert plain.converged
    for side in (0, 1):
        assert np.abs(fast.policy[side] - plain.policy[side]).max() < 1e-9
        assert np.abs(fast.value[side] - plain.value[side]).max() < 1e-9
    assert fast.regret == pytest.approx(plain.regret, abs=1e-9)
    assert fast.regret_reached == pytest.approx(plain.regret_reached, abs=1e-9)
    assert fast.nash_conv == pytest.approx(plain.nash_conv, abs=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_signorinos_deterrence_game_has_its_published_probabilities(name):
    game = catalog.load("signorino")
    solution = get(name)(game, **TIGHT)
    p4 = moves(game, solution, "resist")[0]
    p2 = moves(game, solution, "challenge")[0]
    assert p4 == pytest.approx(0.570243, abs=5e-7)
    assert p2 == pytest.approx(0.374471, abs=5e-7)
    rate = np.sqrt(0.5)
    assert p4 == pytest.approx(1 / (1 + np.exp(-rate * 0.4)), abs=1e-12)
    gain = (1 - p4) * 1.0 + p4 * -1.5 - 0.3
    assert p2 == pytest.approx(1 / (1 + np.exp(-rate * gain)), abs=1e-12)


@pytest.mark.parametrize(("victory", "war"), [(1.0, -1.0), (0.5, -2.0), (2.0, -0.5)])
def test_a_probe_pays_where_the_risk_of_a_fight_is_below_the_critical_risk(victory, war):
    critical = victory / (victory - war)  # Ellsberg 1959: P(fight) at which a probe breaks even
    for p4 in (critical - 0.05, critical + 0.05):
        game = catalog.load(
            "signorino", u11=0.0, u13=victory, u14=war, u24=np.log(p4 / (1 - p4)), precision=1.0
        )
        solution = get("fast")(game, **TIGHT)
        assert moves(game, solution, "resist")[0] == pytest.approx(p4)
        assert (moves(game, solution, "challenge")[0] > 0.5) == (p4 < critical)


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_threat_does_not_deter(name):
    game = catalog.load("empty_threat")
    solution = get(name)(game, tolerance=1e-9)
    assert moves(game, solution, "probe")[0] > 0.9999
    assert moves(game, solution, "absorb")[0] > 0.9999


def test_the_weak_bluff_and_the_defender_yields_as_often_as_theory_says():
    game = catalog.load("bluff", precision=100.0)
    solution = get("fast")(game, tolerance=1e-8, iterations=20_000)
    assert solution.converged
    tough, weak = moves(game, solution, "threaten")
    assert tough == pytest.approx(1, abs=1e-6)
    assert weak == pytest.approx(0.25, abs=0.01)
    assert moves(game, solution, "yield")[0] == pytest.approx(1 / 3, abs=0.01)


@pytest.mark.parametrize(("low", "high"), [(0.5, 1.0), (1.0, 2.0)])
def test_a_larger_audience_cost_makes_the_defender_yield_more(low, high):
    yields = []
    for audience in (low, high):
        game = catalog.load("bluff", precision=60.0, audience=audience)
        solution = get("fast")(game, tolerance=1e-8, iterations=20_000)
        yields.append(moves(game, solution, "yield")[0])
    assert yields[1] > yields[0]


@pytest.mark.parametrize("factor", [0.25, 4.0])
def test_scaling_payoffs_and_dividing_precision_changes_no_probability(small, factor):
    game = drawn(small, 2)
    one, other = (get("fast")(g, tolerance=1e-11) for g in (game, scaled(game, factor)))
    assert np.abs(reached(game, one) - reached(game, other)).max() < 1e-9


@pytest.mark.parametrize(("side", "order"), [(0, [2, 0, 1]), (1, [1, 0])])
def test_the_order_of_types_changes_no_probability(small, side, order):
    game = drawn(small, 1)
    one, other = (get("fast")(g, tolerance=1e-11) for g in (game, permuted(game, side, order)))
    assert np.abs(reached(game, one) - reached(game, other)).max() < 1e-9
    assert np.abs(one.value[side][order] - other.value[side]).max() < 1e-9


@pytest.mark.parametrize("side", [0, 1])
def test_splitting_a_type_in_two_equal_halves_changes_no_probability(small, side):
    game = drawn(small, 3)
    one, other = (get("fast")(g, tolerance=1e-11) for g in (game, split(game, side)))
    assert np.abs(reached(game, one) - reached(game, other)).max() < 1e-9


@pytest.mark.parametrize("side", [0, 1])
def test_a_constant_added_to_one_sides_payoffs_changes_no_probability(small, side):
    game = drawn(small, 0)
    payoff = list(game.payoff)
    payoff[side] = payoff[side] + 0.7
    richer = replace(game, payoff=tuple(payoff))
    one, other = (get("fast")(g, tolerance=1e-11) for g in (game, richer))
    assert np.abs(reached(game, one) - reached(game, other)).max() < 1e-9
    assert np.abs(one.value[side] + 0.7 - other.value[side]).max() < 1e-9


def test_probabilities_of_all_ends_sum_to_one_and_beliefs_are_distributions(small):
    game = drawn(small, 0)
    solution = get("fast")(game)
    assert reached(game, solution).sum() == pytest.approx(1, abs=1e-12)
    inner = game.tree.owner != 4
    for belief in solution.belief:
        assert np.abs(belief[inner].sum(axis=1) - 1).max() < 1e-12


def talk(precision):
    """Words that cost nothing between sides that want the same: what they mean is convention."""
    moves = {"start": (Owner.CHALLENGER, {"one": "1", "other": "2"})}
    payoffs = {}
    for word in "12":
        moves[word] = (Owner.DEFENDER, {"x": f"{word}x", "y": f"{word}y"})
        for act in "xy":
            here = f"{word}{act}"
            moves[here] = (Owner.CHALLENGER, {"left": f"{here}l", "right": f"{here}r"})
            likes = [1.0, 0.0] if act == "x" else [0.0, 1.0]
            for turn, told in (("l", [1.0, 0.0]), ("r", [0.0, 1.0])):
                right = float((act == "x") == (turn == "l"))
                payoffs[here + turn] = ([a + b for a, b in zip(likes, told, strict=True)], [right])
    return build(moves, payoffs, ([0.5, 0.5], [1.0]), precision)


def test_several_starts_find_the_equilibria_that_convention_allows():
    calm, sharp = talk(1.0), talk(10.0)
    for game, several in ((calm, False), (sharp, True)):
        first = get("fast")(game)
        (found,) = answers("fast", [distinct(game, first, starts=6, seed=(1,))], game)
        assert found[0] is first
        assert all(one.converged for one in found)
        assert (len(found) > 1) == several
    (again,) = answers("fast", [distinct(sharp, first, starts=6, seed=(1,))], sharp)
    assert [one.value[1][0] for one in again] == [one.value[1][0] for one in found]


def test_a_warm_start_takes_fewer_iterations(small):
    game = drawn(small, 1)
    cold = get("fast")(game, tolerance=1e-9)
    warm = get("fast")(game, tolerance=1e-9, start=cold.logits)
    assert warm.iterations < cold.iterations
    assert np.abs(warm.policy[0] - cold.policy[0]).max() < 1e-7


def test_a_solve_cut_short_says_so():
    solution = get("fast")(catalog.load("bluff"), tolerance=1e-12, iterations=2)
    assert not solution.converged
    assert solution.residual > 1e-12


def test_an_unknown_solver_or_game_is_refused_with_the_choices():
    with pytest.raises(InputError, match="choose one of fast, plain, rational"):
        get("lcp")
    with pytest.raises(InputError, match="did you mean bluff"):
        catalog.load("blufff")


def expected(game, solution, side):
    """(types,) payoff of each type of a side, by adding over ends what leads to them."""
    tree, other = game.tree, 1 - side
    mine, theirs = np.ones_like(solution.policy[side]), np.ones_like(solution.policy[other])
    chance = np.ones(tree.nodes)
    for node in range(1, tree.nodes):
        above, owner = tree.parent[node], tree.owner[tree.parent[node]]
        mine[node], theirs[node] = mine[above], theirs[above]
        chance[node] = chance[above] * game.chance[node]
        if owner == side:
            mine[node] = mine[above] * solution.policy[side][node]
        elif owner == other:
            theirs[node] = theirs[above] * solution.policy[other][node]
        elif side == 1:
            mine[node] = mine[above] * game.signal[node]
        else:
            theirs[node] = theirs[above] * game.signal[node]
    ends = tree.ends
    reach = chance[ends] * (theirs[ends] @ game.prior[other])
    return (reach[:, None] * mine[ends] * game.payoff[side]).sum(axis=0)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("when", ["start", "window"])
@pytest.mark.parametrize("side", [0, 1])
def test_the_value_of_a_side_is_what_its_types_can_expect(small, name, when, side):
    signal = small.defender.division_signal.model_copy(update={"when": when})
    defender = small.defender.model_copy(update={"division_signal": signal})
    game = drawn(small.model_copy(update={"defender": defender}))
    solution = get(name)(game, **TIGHT)
    assert solution.value[side] == pytest.approx(expected(game, solution, side), abs=1e-9)


def asking(game, **how):
    """A job that asks for one solution and hands it back."""
    return (yield Asked(game, **how))


def test_an_answer_does_not_depend_on_its_company_or_the_number_of_threads(small):
    games = [drawn(small, draw) for draw in range(11)]
    alone = [get("fast")(game) for game in games]
    for threads in (1, 2, 3):
        together = list(fast.answers([asking(game) for game in games], games[0], threads=threads))
        for one, other in zip(alone, together, strict=True):
            assert one.iterations == other.iterations
            assert one.residual == other.residual
            for side in (0, 1):
                assert np.array_equal(one.policy[side], other.policy[side])
                assert np.array_equal(one.belief[side], other.belief[side])
                assert np.array_equal(one.value[side], other.value[side])


def test_a_rational_answer_does_not_depend_on_its_company(small):
    games = [drawn(small, draw) for draw in range(5)]
    loose = {"tolerance": 1e-3}
    alone = [get("rational")(game, **loose) for game in games]
    together = list(answers("rational", [asking(game, **loose) for game in games], games[0]))
    assert len({one.iterations for one in alone}) > 1
    for one, other in zip(alone, together, strict=True):
        assert one.iterations == other.iterations
        assert one.residual == other.residual
        assert np.array_equal(one.policy[1], other.policy[1])


def test_a_job_may_ask_again_and_answers_come_in_order(small):
    game = drawn(small, 1)

    def twice(number):
        first = yield Asked(game)
        second = yield Asked(game, start=first.logits)
        return number, first.iterations, second.iterations

    def never(number):
        return number, 0, 0
        yield

    jobs = [never(n) if n % 3 == 0 else twice(n) for n in range(10)]
    found = list(fast.answers(jobs, game, threads=2))
    assert [row[0] for row in found] == list(range(10))
    assert all(first > second for n, first, second in found if n % 3)


def test_an_error_in_one_job_is_raised_and_ends_the_others(small):
    def broken():
        yield Asked(drawn(small, 0))
        raise ZeroDivisionError

    game = drawn(small, 0)
    for threads in (1, 2):
        with pytest.raises(ZeroDivisionError):
            list(fast.answers([asking(game) for _ in range(5)] + [broken()], game, threads=threads))


def test_the_lanes_exponential_is_right_to_the_last_digits():
    x = np.linspace(-700, 700, 4 * 5001).reshape(-1, 1, lanes.WIDTH)
    found = np.empty_like(x)

    @njit
    def all_of(x, found):
        for n in range(len(x)):
            lanes.store(found, n, 0, lanes.exp(lanes.load(x, n, 0)))

    all_of(x, found)
    assert np.abs(found / np.exp(x) - 1).max() < 1e-15


def test_where_nothing_can_be_kept_the_loops_compile_all_the_same(monkeypatch):
    def nowhere(*_):
        raise RuntimeError("cannot cache function 'twice': no locator available")

    monkeypatch.setattr("numba.core.caching.FunctionCache.__init__", nowhere)
    assert compiled(lambda x: 2 * x)(3) == 6
