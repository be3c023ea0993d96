"""Extensive forms read as games of public moves, or refused with the set that hides one."""

from __future__ import annotations

import contextlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkwatch.crisis import catalog, efg
from brinkwatch.crisis.extensive import import_efg
from brinkwatch.crisis.solvers import get, joint
from brinkwatch.crisis.tree import JointGame
from brinkwatch.errors import InputError

from .conftest import drawn

SIGNALLING = """EFG 2 R "Beer and quiche" { "sender" "receiver" } "Cho and Kreps 1987"
c "" 1 "nature" { "surly" 9/10 "wimp" 1/10 } 0
p "" 1 1 "surly" { "beer" "quiche" } 0
p "" 2 1 "beer" { "duel" "defer" } 0
t "" 1 "" { 1, 0 }
t "" 2 "" { 3, 1 }
p "" 2 2 "quiche" { "duel" "defer" } 0
t "" 3 "" { 0, 0 }
t "" 4 "" { 2, 1 }
p "" 1 2 "wimp" { "beer" "quiche" } 0
p "" 2 1 0
t "" 5 "" { 0, 1 }
t "" 6 "" { 2, 0 }
p "" 2 2 0
t "" 7 "" { 1, 1 }
t "" 8 "" { 3, 0 }
"""
MATCHING = """EFG 2 R "Matching pennies" { "even" "odd" }
p "" 1 1 "first" { "heads" "tails" } 0
p "" 2 1 "guess" { "heads" "tails" } 0
t "" 1 "" { 1 -1 }
t "" 2 "" { -1 1 }
p "" 2 1 0
t "" 2
t "" 1
"""


def test_a_textbook_signalling_game_is_read():
    game = import_efg(SIGNALLING, "beer.efg", precision=(8.0, 8.0))
    assert game.weight.shape == (4, 2, 1)
    assert game.weight[:, :, 0].tolist() == [[0.9, 0.1]] * 4
    solved = joint.solve(game)
    node = {game.tree.path(n): n for n in range(game.tree.nodes)}
    assert solved.residual < 1e-9
    assert solved.policy[0][node[("beer",)]].min() > 0.9  # both types drink beer
    assert solved.policy[1][node["beer", "defer"]][0] > 0.9
    assert solved.policy[1][node["quiche", "duel"]][0] > 0.5


@pytest.mark.parametrize("draw", range(2))
def test_an_export_comes_back_as_the_same_game(small, draw):
    made = drawn(small, draw)
    game = import_efg(efg.text(made, "small", ("C", "D"), ""), "small.efg")
    expected = JointGame.of(made)
    assert [game.tree.path(n) for n in range(game.tree.nodes)] == [
        made.tree.path(n) for n in range(made.tree.nodes)
    ]
    assert np.abs(game.weight - expected.weight).max() < 1e-14
    for side in (0, 1):
        dealt = expected.weight > 0
        assert np.abs(game.payoff[side] - expected.payoff[side])[dealt].max() < 1e-12


@pytest.mark.parametrize("name", ["signorino", "fearon", "powell", "bluff"])
def test_the_solver_of_joint_games_agrees_with_the_fast_one(name):
    game = catalog.load(name, precision=3.0)
    fast = get("fast")(game, tolerance=1e-12, iterations=20_000)
    other = joint.solve(JointGame.of(game), tolerance=1e-12)
    for side in (0, 1):
        assert np.abs(fast.policy[side] - other.policy[side]).max() < 1e-9
        assert other.value[side] == pytest.approx(game.prior[side] @ fast.value[side], abs=1e-9)
    assert other.nash_conv == pytest.approx(fast.nash_conv, abs=1e-9)


def test_the_solver_of_joint_games_agrees_with_the_fast_one_on_a_crisis(small):
    game = drawn(small, 1)
    fast = get("fast")(game, tolerance=1e-12)
    other = joint.solve(JointGame.of(game), tolerance=1e-12)
    moved = game.tree.owner[game.tree.parent] < 2
    for side in (0, 1):
        assert np.abs(fast.policy[side] - other.policy[side])[moved].max() < 1e-9


def test_a_game_with_a_hidden_move_is_refused_with_the_set_that_hides_it():
    with pytest.raises(InputError, match="'guess' of player 'odd' joins after heads and after tai"):
        import_efg(MATCHING, "pennies.efg")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("EFG 2 R", "NFG 1 R"), "does not begin with"),
        (('"sender" "receiver"', '"sender"'), "1 players; two"),
        (("9/10", "8/10"), "do not sum to one"),
        (("9/10", "1e999999999"), "is no number"),
        (("9/10", "9/0"), "is no number"),
        (("{ 3, 0 }", "{ 3 }"), "has 1 payoffs"),
        (('t "" 8 "" { 3, 0 }\n', ""), "ends before the tree is complete"),
        (('t "" 8', 't "" 8 "" { 3, 0 }\nt "" 9'), "after the end of the tree"),
        (('p "" 2 2 0', 'p "" 2 9 0'), "set 9 is used undescribed"),
        (('p "" 1 2 "wimp" { "beer" "quiche" }', 'p "" 1 2 "wimp" { "beer" "tea" }'), "depends on"),
        (('p "" 2 2 0', 'p "" 2 1 0'), "'beer' of player 'receiver' joins"),
        (('p "" 1 2 "wimp"', 'x "" 1 2 "wimp"'), "expected c, p or t"),
    ],
)
def test_a_broken_text_is_one_sentence_with_the_name_of_the_file(change, message):
    with pytest.raises(InputError, match=message) as found:
        import_efg(SIGNALLING.replace(*change), "beer.efg")
    assert "beer.efg" in str(found.value)


@given(st.data())
def test_a_garbled_text_is_read_or_refused(data):
    words = SIGNALLING.split(" ")
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(words) - 1))
        junk = st.sampled_from(["", "{", "}", '"', "0", "-1", "9" * 30, "p", "t\n", "\n", "1/3"])
        words[place] = data.draw(junk)
    with contextlib.suppress(InputError):
        assert import_efg(" ".join(words), "garbled").weight.sum() > 0
