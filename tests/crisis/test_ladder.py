"""The rules of the ladder game and the payoffs at its ends."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from brinkwatch import crisis
from brinkwatch.crisis.calibrate import board
from brinkwatch.crisis.draws import central
from brinkwatch.crisis.ladder import SPENT, Rules, initial_line
from brinkwatch.crisis.payoffs import confrontation_hazards, game, outcome_shares
from brinkwatch.crisis.solvers import get
from brinkwatch.crisis.tree import Owner

from .conftest import drawn

SALAMI = """
id = "salami"
title = "Steps and leaps under an enforcement cost"
rounds = { count = COUNT }
ladder = { levels = LEVELS }
confrontation = { responses = ["absorb"], base_success = 0.1 }
[challenger]
name = "C"
types = 1
war_cost = { median = 1.0, spread = 0 }
moves = { allow = ["wait", "strike"] }
[defender]
name = "D"
types = 1
war_cost = { median = 1.0, spread = 0 }
[payoff.challenger]
harm_per_level = 0.2
tolerate_leap = 0.3
victory = { theatre = 0.0, alliance = 0.0 }
operation_cost = KAPPA
desist_cost = 0.1
disaster = 1.0
[payoff.defender]
value_per_level = 0.1
unanswered = { theatre = 0.1, alliance = 1.0 }
disaster = 1.0
"""


def strikes_after(path, count, levels, kappa):
    """How often the challenger strikes after these moves, at a very high precision."""
    text = SALAMI.replace("COUNT", str(count)).replace("LEVELS", levels)
    made = drawn(crisis.loads(text.replace("KAPPA", str(kappa))))
    made = replace(made, precision=(400.0, 400.0))
    solution = get("fast")(made, iterations=20_000)
    node = next(n for n in range(made.tree.nodes) if made.tree.path(n) == (*path, "strike"))
    return solution.policy[0][node, 0]


@pytest.mark.parametrize("kappa", [0.1, 0.15, 0.25, 0.4, 0.65, 0.75])
@pytest.mark.parametrize(("move", "size"), [("step", 1), ("leap", 2)])
def test_a_move_is_answered_where_its_harm_exceeds_the_cost_of_enforcement(move, size, kappa):
    answered = strikes_after((move,), 1, '["one", "two"]', kappa) > 0.5
    assert answered == (0.2 * size + 0.3 * (size >= 2) > kappa)


def test_steps_are_never_answered_and_leaps_always_at_costs_between():
    assert strikes_after(("step",), 1, '["one", "two"]', 0.45) < 0.01
    assert strikes_after(("leap",), 1, '["one", "two"]', 0.45) > 0.99


@pytest.mark.parametrize(("kappa", "answered"), [(0.35, True), (0.55, True), (0.65, False)])
def test_an_early_step_is_answered_for_the_harm_of_all_rounds_left(kappa, answered):
    assert (strikes_after(("step",), 3, '["one"]', kappa) > 0.5) == answered


def test_a_line_is_crossed_once_and_then_spent(small):
    made = drawn(small.model_copy(update={"rounds": small.rounds.model_copy(update={"count": 2})}))
    for node in range(made.tree.nodes):
        state = made.tree.states[node]
        assert state.unenforced + state.demonstrated <= 1
        if state.unenforced or state.demonstrated:
            assert state.red == SPENT


@pytest.mark.parametrize(
    ("status", "start", "line"),
    [("active", 0, 1), ("active", 1, SPENT), ("spent", 0, SPENT), ("none", 0, 0)],
)
def test_the_line_in_force_at_the_start_follows_the_ledger(small, status, start, line):
    text = crisis.dumps(small).replace('status = "active"', f'status = "{status}"')
    scenario = crisis.loads(text.replace("[ladder]", f"[ladder]\nstart = {start}"))
    assert initial_line(scenario) == line


def test_options_of_zero_width_leave_no_node(small):
    text = crisis.dumps(small)
    narrow = text.replace("brandish = true", "brandish = false").replace("open = [0.1, 0.3]", "")
    words = set(board(Rules.of(crisis.loads(narrow))).tree.labels)
    assert {"brandish", "plain", "open", "closed"} & words == set()
    assert {"brandish", "open"} <= set(board(Rules.of(small)).tree.labels)


def test_every_node_of_choice_has_at_least_two_options(small):
    tree = board(Rules.of(small)).tree
    assert tree.count[tree.owner != Owner.END].min() >= 2
    assert (tree.parent[1:] < np.arange(1, tree.nodes)).all()


def test_payoffs_are_those_of_the_formulas_written_out(small):
    made, on, draws = drawn(small), board(Rules.of(small)), central(small)
    c, d = (
        {k.rpartition("payoff.challenger.")[2]: v[0] for k, v in draws.values.items()},
        {k.rpartition("payoff.defender.")[2]: v[0] for k, v in draws.values.items()},
    )
    tree = made.tree
    path = ("closed", "united", "step", "attack", "probe", "brandish", "match", "escalate")
    node = next(n for n in tree.ends if tree.path(int(n)) == path)
    end = int(np.searchsorted(tree.ends, node))
    h = 1 - np.exp(-(c["hazard.base"] + c["hazard.brandish"]))
    pi, m = c["confrontation.base_success"], c["confrontation.missile_defence.intercept"]
    stake = 1 + 1.0 * (0.5 - 0.5)  # the middle of three types
    war = c["challenger.war_cost.median"]
    gains = pi * c["victory.alliance"] * stake * (1 - m / 2) - c["operation_cost"] - war
    assert made.payoff[0][end, 1] == pytest.approx((1 - 2 * h) * gains - 2 * h * c["disaster"])
    shares = outcome_shares(on, confrontation_hazards(on, draws, 0))[end]
    assert shares == pytest.approx([0, 0, 0, 1 - 2 * h, 2 * h])
    absorbed = next(n for n in tree.ends if tree.path(int(n)) == (*path[:6], "absorb"))
    loss = made.payoff[1][int(np.searchsorted(tree.ends, absorbed))]
    assert loss == pytest.approx(-d["unanswered.alliance"])


def test_chances_at_every_node_sum_to_one(small):
    made = game(small, board(Rules.of(small)), central(small), 0)
    tree = made.tree
    for node in np.flatnonzero(tree.owner == Owner.CHANCE):
        assert made.chance[list(tree.children(int(node)))].sum() == pytest.approx(1)
    for node in np.flatnonzero(tree.owner == Owner.SIGNAL):
        total = made.signal[list(tree.children(int(node)))].sum(axis=0)
        assert total == pytest.approx(np.ones(2))
