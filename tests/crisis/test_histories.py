"""Histories: how likely, what is believed, who bluffs; clients and ways of demonstrating."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from brinkwatch import crisis
from brinkwatch.crisis.bluffing import bluffs
from brinkwatch.crisis.calibrate import board
from brinkwatch.crisis.comparison import crossing
from brinkwatch.crisis.draws import central
from brinkwatch.crisis.histories import along, follow, likeliest
from brinkwatch.crisis.ladder import Rules
from brinkwatch.crisis.payoffs import game
from brinkwatch.crisis.profiles import beliefs, profiles
from brinkwatch.crisis.tree import Owner
from brinkwatch.errors import InputError, ScenarioError

from .conftest import SMALL, drawn

WAYS = """
[demonstrate]
ways = [
  { name = "weapon", cost = 0.02, audience_share = 0.3 },
  { name = "third_party", cost = 0.04, audience_share = 0.1, harm = 0.05 },
]
"""
CLIENT = '[client]\nname = "K"\nlevels = ["high"]\nuse = [0.3, 0.7]\n[rounds]'


def with_ways():
    before, _, after = SMALL.partition("[demonstrate]")
    return before + WAYS + after[after.index("[payoff.challenger]") :]


@pytest.fixture(scope="module")
def solved():
    """A small crisis of two rounds with a client and two ways to demonstrate."""
    text = with_ways().replace("[rounds]\ncount = 1", CLIENT + "\ncount = 2")
    text = text.replace('level = "low"', 'level = "high"').replace(
        "open = [0.1, 0.3]", "open = 0.0"
    )
    scenario = crisis.loads(text)
    return scenario, crisis.solve(scenario, draws=3)


def test_without_a_client_and_ways_the_tree_is_the_plain_ladder_game(small):
    tree = board(Rules.of(small)).tree
    named = small.model_copy(update={"client": crisis.loads(SMALL + '[client]\nname = "K"').client})
    assert board(Rules.of(named)).tree.path(7) == tree.path(7)
    assert board(Rules.of(named)).tree.labels == tree.labels
    assert {"used", "unused", "weapon", "third_party"} & set(tree.labels) == set()


def test_a_permitted_level_is_in_force_once_the_client_uses_it(solved):
    tree = board(Rules.of(solved[0])).tree
    for node in range(1, tree.nodes):
        if tree.label(node) not in ("used", "unused"):
            continue
        above, state = tree.states[tree.parent[node]], tree.states[node]
        assert above.pending == 1
        assert state.level == above.level + (tree.label(node) == "used")
        assert state.crossed == (tree.label(node) == "used")


def test_a_client_that_always_uses_what_it_may_leaves_no_node(solved):
    client = solved[0].client.model_copy(update={"use": type(solved[0].client.use)((1.0,))})
    words = board(Rules.of(solved[0].model_copy(update={"client": client}))).tree.labels
    assert {"used", "unused"} & set(words) == set()


def test_the_chance_of_use_is_the_clients(solved):
    scenario, _ = solved
    made = game(scenario, board(Rules.of(scenario)), central(scenario), 0)
    used = [n for n in range(1, made.tree.nodes) if made.tree.label(n) == "used"]
    assert made.chance[used] == pytest.approx(np.full(len(used), 0.5))


def test_each_way_of_demonstrating_has_its_own_cost_and_harm():
    one_type = (
        with_ways()
        .replace("base = [0.0, 0.01]", "base = 0")
        .replace("per_level = [0.0, 0.01]", "per_level = 0")
    )
    made = drawn(crisis.loads(one_type))
    tree = made.tree
    start = ("closed", "united", "step", "refrain")
    pays = {}
    for words in (("wait",), ("demonstrate", "weapon"), ("demonstrate", "third_party")):
        node = next(n for n in tree.ends if tree.path(int(n)) == (*start, *words))
        row = int(np.searchsorted(tree.ends, node))
        pays[words[-1]] = made.payoff[0][row, 1], made.payoff[1][row, 1]
    audience = 0.135
    assert pays["weapon"][0] - pays["wait"][0] == pytest.approx(audience * 0.7 - 0.02)
    assert pays["third_party"][0] - pays["wait"][0] == pytest.approx(audience * 0.9 - 0.04)
    assert pays["wait"][1] - pays["third_party"][1] == pytest.approx(0.05)
    assert pays["weapon"][1] == pays["wait"][1]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("ways = [", "cost = 0.1\nways = [", "not beside them"),
        ('name = "third_party"', 'name = "weapon"', "repeats"),
        ("[rounds]", '[client]\nname = "K"\nlevels = ["top"]\n[rounds]', "client.levels"),
    ],
)
def test_contradictions_are_refused(old, new, sentence):
    with pytest.raises(ScenarioError, match=sentence):
        crisis.loads(with_ways().replace(old, new, 1))


def test_scenarios_with_a_client_and_ways_survive_writing(solved):
    assert crisis.loads(crisis.dumps(solved[0])) == solved[0]


MOVES = ("united", "leap", "used", "demonstrate", "third_party", "wait")


def test_a_history_may_leave_out_what_the_next_move_says(solved):
    tree = board(Rules.of(solved[0])).tree
    path = follow(tree, MOVES)
    assert set(MOVES) <= {tree.label(node) for node in path}
    assert [int(tree.parent[node]) for node in path] == [0, *path[:-1]]


def test_an_impossible_move_is_answered_with_the_nearest(solved):
    tree = board(Rules.of(solved[0])).tree
    with pytest.raises(InputError, match=r"move 3, .unsed.*did you mean (un)?used"):
        follow(tree, ("united", "leap", "unsed"))
    with pytest.raises(InputError, match="is not possible there; possible: split, united"):
        follow(tree, ("surrender",))


def test_the_likelihood_of_a_history_is_its_reach(solved):
    scenario, equilibrium = solved
    found = along(scenario, equilibrium, MOVES)
    last = follow(equilibrium.tree, MOVES)[-1]
    reach = [profile.reach[last] for profile in profiles(scenario, equilibrium)]
    assert found["likelihood"]["mean"] == pytest.approx(np.mean(reach))
    assert sum(row["mean"] for row in found["then"].values()) == pytest.approx(1)
    for step in found["steps"]:
        assert sum(step["challenger"]) == pytest.approx(1)
        assert 0 < step["probability"]["mean"] <= 1


def test_beliefs_follow_bayes_rule_and_chances_sum_to_one(solved):
    scenario, equilibrium = solved
    for profile in profiles(scenario, equilibrium):
        tree = profile.board.tree
        ends = profile.ending[0]
        assert ends == pytest.approx(equilibrium.outcomes[profile.draw].sum(axis=0), abs=1e-6)
        for node in np.flatnonzero(tree.owner == Owner.CHALLENGER)[:40]:
            children = list(tree.children(int(node)))
            again = profile.edge[children] @ profile.belief[0][children]
            assert again == pytest.approx(profile.belief[0][node], abs=1e-6)
        again, _ = beliefs(profile.game, profile.policy)
        assert (again[1] == profile.belief[1]).all()


def test_the_likeliest_paths_are_in_order_and_part_of_the_whole(solved):
    scenario, equilibrium = solved
    found = likeliest(scenario, equilibrium, "disaster", paths=4)
    chances = [row["probability"] for row in found["paths"]]
    assert chances == sorted(chances, reverse=True)
    assert found["share"] <= 1
    whole = equilibrium.outcomes[equilibrium.converged].sum(axis=1)[:, 4].mean()
    assert found["probability"] == pytest.approx(whole, rel=1e-4)
    with pytest.raises(InputError, match="no outcome is called"):
        likeliest(scenario, equilibrium, "peace")


def test_less_resolved_types_carry_fewer_threats_out(solved):
    rows = {row["threat"]: row for row in bluffs(*solved)["threats"]}
    assert {"line declared before", "brandish"} == set(rows)
    for row in rows.values():
        carries = [kind["carries_out"] for kind in row["types"]]
        assert carries == sorted(carries, reverse=True)
        assert 0 < row["bluff"]["mean"] < 1
    assert rows["line declared before"]["sent"]["mean"] == 1


def test_a_line_crossed_tomorrow_is_solved_against_the_line_held(small):
    found = crossing(small, draws=3)
    assert found["crossed"]["policy"] == "crossed"
    gap = found["difference"]["unanswered"]["mean"]
    ends = [found[key]["outcomes"]["unanswered"]["mean"] for key in ("crossed", "held")]
    assert gap == pytest.approx(ends[0] - ends[1])
    spent = crisis.loads(SMALL.replace('status = "active"', 'status = "spent"'))
    with pytest.raises(InputError, match="no active red line"):
        crossing(spent)


def test_a_forced_crossing_is_the_only_first_move(small):
    rules = Rules.of(small)
    tree = board(replace(rules, opening=rules.root.red)).tree
    first = {tree.states[n].crossed for n in range(tree.nodes) if tree.states[n].round == 1}
    assert "hold" not in tree.labels
    assert True in first


def test_a_move_that_nobody_makes_teaches_nothing(small):
    equilibrium = crisis.solve(small, draws=1)
    (profile,) = profiles(small, equilibrium)
    never = [moves.copy() for moves in profile.policy]
    never[0][profile.board.tree.owner[profile.board.tree.parent] == Owner.CHALLENGER] = 0.0
    (believed, _), edge = beliefs(profile.game, (never[0], never[1]))
    assert np.isfinite(believed).all()
    assert believed.sum(axis=1) == pytest.approx(1)
    assert edge.min() == 0
