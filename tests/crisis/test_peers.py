"""The same games in OpenSpiel and in Gambit: the same iterates, the same equilibria.

Needs the extra `peers` (`pip install 'brinkwatch[peers]'`); skipped without it.
"""

from __future__ import annotations

import io

import numpy as np
import pytest

from brinkwatch import crisis
from brinkwatch.crisis import catalog, efg
from brinkwatch.crisis.solvers import get
from brinkwatch.crisis.solvers.regret import Regret
from brinkwatch.crisis.tree import Game

from .conftest import SMALL, drawn

pytestmark = pytest.mark.peers

WHY = "the extra is not installed: pip install 'brinkwatch[peers]'"
TINY = (
    SMALL.replace("types = 3", "types = 2", 1)
    .replace('["wait", "regroup", "threaten", "demonstrate", "strike", "probe"]', '["strike"]')
    .replace('["strike"]', '["wait", "strike", "probe"]')
    .replace('levels = ["low", "high"]', 'levels = ["low"]')
    .replace("open = [0.1, 0.3]", "open = 0.0")
    .replace("max = 1", "max = 0")
)


def written(game: Game) -> str:
    """The game's extensive form as text."""
    return efg.text(game, "parity", ("C", "D"), "")


@pytest.fixture
def spiel():
    return pytest.importorskip("pyspiel", reason=WHY)


@pytest.fixture
def gambit():
    return pytest.importorskip("pygambit", reason=WHY)


def steps(theirs, spiel, game, ours, at):
    """NashConv of both programs after each of the numbers of iterations."""
    done = 0
    for iterations in at:
        while done < iterations:
            theirs.evaluate_and_update_policy()
            done += 1
        ours.run(iterations - ours.done)
        yield spiel.nash_conv(game, theirs.average_policy()), ours.nash_conv()


@pytest.mark.parametrize("rule", ["cfr", "cfr+"])
@pytest.mark.parametrize(
    ("name", "own", "at"),
    [("kuhn", "kuhn_poker", (1, 10, 100, 1000)), ("leduc", "leduc_poker", (1, 10, 100))],
)
def test_poker_goes_the_same_way_as_in_openspiel(spiel, rule, name, own, at):
    game = spiel.load_game(own)
    theirs = {"cfr": spiel.CFRSolver, "cfr+": spiel.CFRPlusSolver}[rule](game)
    for expected, found in steps(theirs, spiel, game, Regret(catalog.load(name), rule), at):
        assert found == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("rule", ["cfr", "cfr+"])
def test_a_crisis_goes_the_same_way_as_in_openspiel(spiel, small, rule):
    made = drawn(small, 1)
    game = spiel.load_efg_game(written(made))
    theirs = {"cfr": spiel.CFRSolver, "cfr+": spiel.CFRPlusSolver}[rule](game)
    for expected, found in steps(theirs, spiel, game, Regret(made, rule), (1, 10, 100, 1000)):
        assert found == pytest.approx(expected, abs=1e-9)


def test_discounted_regrets_go_the_same_way_as_in_openspiel(spiel):
    module = pytest.importorskip("open_spiel.python.algorithms.discounted_cfr", reason=WHY)
    measure = pytest.importorskip("open_spiel.python.algorithms.exploitability", reason=WHY)
    game = spiel.load_game("kuhn_poker")
    theirs, ours, done = module.DCFRSolver(game), Regret(catalog.load("kuhn"), "dcfr"), 0
    for iterations in (1, 10, 100):
        while done < iterations:
            theirs.evaluate_and_update_policy()
            done += 1
        ours.run(iterations - ours.done)
        expected = measure.nash_conv(game, theirs.average_policy())
        assert ours.nash_conv() == pytest.approx(expected, abs=1e-9)


def test_openspiel_reads_an_export_and_plays_it(spiel, small):
    made = drawn(small)
    game = spiel.load_efg_game(crisis.export_efg(small))
    assert game.num_players() == 2
    uniform = spiel.UniformRandomPolicy(game)
    work = Regret(made)  # before any iteration: all moves equally often
    assert spiel.nash_conv(game, uniform) == pytest.approx(work.nash_conv(), abs=1e-9)


def probabilities(game, profile):
    """(side, type, history and action) -> probability, of a Gambit profile."""
    found = {}
    for side, player in enumerate(game.players):
        for history, mixed in profile[player]:
            deal, *path = (step.action for step in history)
            kind = int(deal.split(",")[side].split()[1])
            for word, share in mixed:
                found[side, kind, (*path, word)] = float(share)
    return found


def ours(made, solution):
    """The same of our solution."""
    tree, found = made.tree, {}
    for node in range(1, tree.nodes):
        side = int(tree.owner[tree.parent[node]])
        if side in (0, 1):
            for kind, share in enumerate(solution.policy[side][node], start=1):
                found[side, kind, tree.path(node)] = share
    return found


def at(made, precision):
    return Game(
        made.tree, made.prior, made.chance, made.signal, made.payoff, (precision, precision)
    )


def compare(gambit, made, precisions):
    game = gambit.read_efg(io.StringIO(written(made)))
    branch = gambit.qre.logit_solve_lambda(game, list(precisions))
    for precision, point in zip(precisions, branch, strict=True):
        expected = probabilities(game, point.profile)
        solution = get("fast")(at(made, precision), tolerance=1e-13, iterations=5000)
        found = ours(made, solution)
        assert set(found) == set(expected)
        gap = max(abs(found[key] - expected[key]) for key in found)
        assert gap < 1e-8, f"precision {precision}"


@pytest.mark.parametrize("name", ["empty_threat", "signorino", "fearon", "powell"])
def test_published_games_have_gambits_quantal_response(gambit, name):
    compare(gambit, catalog.load(name), (0.5, 2.0))


def test_a_tiny_crisis_has_gambits_quantal_response(gambit):
    """Two types a side, a division signal, one round: at precision 1, 5 and 20."""
    made = drawn(crisis.loads(TINY, "tiny"))
    assert np.unique(made.signal).size > 1
    compare(gambit, made, (1.0, 5.0, 20.0))
