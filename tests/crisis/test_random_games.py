"""Random small games: the solvers agree, and what should change nothing changes nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from brinkwatch.crisis.solvers import get, joint
from brinkwatch.crisis.solvers.regret import Regret
from brinkwatch.crisis.solvers.search import along
from brinkwatch.crisis.tree import Game, JointGame, Node, Owner, grow

from .conftest import permuted, scaled, split

TIGHT = {"tolerance": 1e-11, "iterations": 20_000}
few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])


@st.composite
def games(draw):
    """A game of at most three moves deep, one to three types a side, payoffs from -2 to 2."""
    movers = st.sampled_from([Owner.CHALLENGER, Owner.DEFENDER, Owner.CHANCE, Owner.SIGNAL])

    def expand(path):
        if len(path) == 3 or (path and draw(st.integers(0, 3)) == 0):
            return Node(path, Owner.END)
        words = tuple(f"{len(path)}{n}" for n in range(draw(st.integers(2, 3))))
        return Node(path, draw(movers), words, tuple((*path, word) for word in words))

    tree = grow((), expand)
    types = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    chance, signal = np.ones(tree.nodes), np.ones((tree.nodes, types[1]))
    for node in range(tree.nodes):
        children = list(tree.children(node))
        if tree.owner[node] == Owner.CHANCE:
            chance[children] = random.dirichlet(np.ones(len(children)))
        elif tree.owner[node] == Owner.SIGNAL:
            signal[children] = random.dirichlet(np.ones(len(children)), size=types[1]).T
    prior = tuple(random.dirichlet(np.full(n, 3.0)) for n in types)
    payoff = tuple(random.uniform(-2, 2, size=(len(tree.ends), n)) for n in types)
    precision = draw(st.floats(0.2, 3)), draw(st.floats(0.2, 3))
    return Game(tree, prior, chance, signal, payoff, precision)


def ends(game, name="fast"):
    """Public probability of every end in equilibrium."""
    solution = get(name)(game, **TIGHT)
    assume(solution.converged)
    return solution.reach(game)[game.tree.ends]


@few
@given(games())
def test_three_solvers_that_share_no_loop_find_the_same_policies(game):
    fast, plain = (get(name)(game, **TIGHT) for name in ("fast", "plain"))
    assume(fast.converged and plain.converged)
    other = joint.solve(JointGame.of(game), tolerance=1e-11)
    for side in (0, 1):
        assert np.abs(fast.policy[side] - plain.policy[side]).max() < 1e-8
        moved = np.flatnonzero(game.tree.owner[game.tree.parent] == side)
        moved = moved[moved > 0]
        gap = np.abs(fast.policy[side] - other.policy[side])[moved]
        assert gap.max(initial=0.0) < 1e-8
    assert abs(fast.regret - plain.regret) < 1e-8
    assert abs(fast.nash_conv - plain.nash_conv) < 1e-8
    assert abs(fast.nash_conv - other.nash_conv) < 1e-8


@few
@given(games(), st.floats(0.1, 10), st.floats(-5, 5), st.integers(0, 1))
def test_units_and_constants_of_payoffs_change_no_probability(game, factor, constant, side):
    payoff = list(game.payoff)
    payoff[side] = payoff[side] + constant
    before = ends(game)
    assert np.abs(before - ends(scaled(game, factor))).max() < 1e-8
    assert np.abs(before - ends(replace(game, payoff=tuple(payoff)))).max() < 1e-8


@few
@given(games(), st.integers(0, 1), st.randoms(use_true_random=False))
def test_names_and_halves_of_types_change_no_probability(game, side, random):
    order = list(range(len(game.prior[side])))
    random.shuffle(order)
    before = ends(game)
    assert np.abs(before - ends(permuted(game, side, order))).max() < 1e-8
    assert np.abs(before - ends(split(game, side))).max() < 1e-8


@few
@given(games())
def test_certificates_bound_each_other(game):
    """No single deviation gains more than the largest, and none at all if NashConv were zero."""
    solution = get("fast")(game, **TIGHT)
    assert solution.regret >= -1e-12
    assert solution.nash_conv >= -1e-12
    assert solution.regret_reached >= -1e-12
    depth = len(game.tree.levels)
    assert solution.nash_conv <= 2 * depth * solution.regret + 1e-9


@few
@given(games())
def test_both_forms_give_the_same_nash_conv(game):
    private, matrices = Regret(game, "cfr+"), Regret(JointGame.of(game), "cfr+")
    for work in (private, matrices):
        work.run(50)
    assert abs(private.nash_conv() - matrices.nash_conv()) < 1e-9
    assert private.nash_conv() >= -1e-12


@few
@given(games())
def test_a_list_of_precisions_gives_what_single_solves_give(game):
    precisions = [0.5, 1.0, 2.0]
    for precision, found in zip(
        precisions, along(game, precisions, get("fast"), **TIGHT), strict=True
    ):
        single = get("fast")(replace(game, precision=(precision, precision)), **TIGHT)
        assume(found.converged and single.converged)
        assert np.abs(found.policy[1] - single.policy[1]).max() < 1e-8
