"""CFR+ finds Kuhn's value, and the catalogue says what is known of each game."""

from __future__ import annotations

import json

import pytest

from brinkwatch.crisis import catalog
from brinkwatch.crisis.catalog.kuhn import Kuhn
from brinkwatch.crisis.solvers import cfr
from brinkwatch.errors import InputError


def test_kuhn_poker_is_worth_minus_one_eighteenth_to_the_first_player():
    solved = cfr.solve(Kuhn(), iterations=1000)
    assert solved.value == pytest.approx(-1 / 18, abs=1e-4)
    assert solved.nash_conv < 1e-3


def test_the_uniform_policy_of_kuhn_poker_has_nash_conv_eleven_twelfths():
    assert cfr.nash_conv(Kuhn(), {}) == pytest.approx(11 / 12)
    assert cfr.value(Kuhn(), {}) == pytest.approx(1 / 8)


def test_more_iterations_are_less_exploitable():
    few, many = (cfr.solve(Kuhn(), iterations=n).nash_conv for n in (10, 300))
    assert many < few / 10


@pytest.mark.parametrize("name", catalog.names())
def test_every_catalogue_game_is_cited_and_solved(name):
    row = catalog.solve(name)
    json.dumps(row)
    assert row["citation"]
    assert row["known"]
    assert row["solver"] == ("CFR+" if name == "kuhn" else "fast")


def test_a_card_game_has_no_public_tree():
    with pytest.raises(InputError, match=r"solved by catalog\.solve"):
        catalog.load("kuhn")
