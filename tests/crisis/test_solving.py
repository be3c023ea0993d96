"""Solving, comparing, simulating and playing a scenario."""

from __future__ import annotations

import json

import numpy as np
import pytest

from brinkwatch import crisis
from brinkwatch.crisis.payoffs import OUTCOMES
from brinkwatch.crisis.play import Table
from brinkwatch.crisis.simulation import plays
from brinkwatch.errors import InputError, NotSolvedError

CALIBRATED = """
[calibration]
base_rate = 0.2
reference = "a class of the test"
"""
POLICIES = """
[[policy]]
name = "hold"
defender = { allow = ["hold"] }
[[policy]]
name = "always answer"
defender = { respond = ["match", "overmatch"] }
"""


def extended(scenario, text):
    return crisis.loads(crisis.dumps(scenario) + text)


def test_a_solve_prints_the_contract(small):
    row = crisis.as_row(crisis.solve(small))
    json.dumps(row)
    assert row["scenario"] == "small"
    assert row["draws"] == 6
    assert row["seed"] == 7
    assert row["converged"] == {"n": 6, "share": 1.0}
    assert row["residual"] <= 1e-6
    assert row["regret"] >= 0
    assert row["nash_conv"] >= 0
    assert row["failed"] == []
    assert row["equilibria"] >= 1
    assert list(row["outcomes"]) == list(OUTCOMES)
    for outcome in row["outcomes"].values():
        assert outcome["lo"] <= outcome["mean"] <= outcome["hi"]
        assert sum(outcome["by_round"]) == pytest.approx(outcome["mean"])
    assert sum(o["mean"] for o in row["outcomes"].values()) == pytest.approx(1)
    assert set(row["value"]) == {"challenger", "defender"}


def test_the_same_seed_gives_the_same_answer_and_another_seed_another(small):
    rows = [crisis.as_row(crisis.solve(small, seed=seed)) for seed in (7, 7, 8)]
    assert rows[0] == rows[1]
    assert rows[0]["outcomes"] != rows[2]["outcomes"]


def test_progress_counts_the_draws(small):
    seen = []
    crisis.solve(small, draws=3, on_progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_policies_are_probabilities_on_named_axes(small):
    solved = crisis.solve(small, draws=2)
    policy = solved.policies["challenger"]
    assert policy.shape == (2, solved.tree.nodes, 3)
    first = next(n for n in range(solved.tree.nodes) if solved.tree.owner[n] == 0)
    sums = policy[:, list(solved.tree.children(first))].sum(axis=1)
    assert sums == pytest.approx(np.ones((2, 3)), abs=1e-6)


def test_calibration_meets_the_base_rate_in_every_draw_where_nothing_is_supported(small):
    calm = small.model_copy(update={"red_line": ()})
    solved = crisis.solve(extended(calm, CALIBRATED))
    assert solved.attack == pytest.approx(np.full(6, 0.2), abs=0.003)
    assert np.unique(solved.intercept).size == 6


def test_a_supported_mechanism_moves_the_answer_away_from_the_base_rate(small):
    text = crisis.dumps(small).replace("brandish = true", 'brandish = true, supports = ["work"]')
    text += '[[reference]]\nkey = "work"\ncite = "a book"\n'
    solved = crisis.solve(crisis.loads(text + CALIBRATED))
    assert solved.attack.mean() > 0.21


def test_no_converged_draw_is_an_error_with_advice(small, monkeypatch):
    monkeypatch.setattr("brinkwatch.crisis.solvers.fast._LIMIT", 1)
    with pytest.raises(NotSolvedError, match="none of 2 draws converged; lower"):
        crisis.solve(small, draws=2)


def test_the_rational_concept_is_solved_by_trembles(small):
    rational = small.model_copy(
        update={"solve": small.solve.model_copy(update={"concept": "rational", "tolerance": 1e-4})}
    )
    noisy, row = (crisis.as_row(crisis.solve(one, draws=2)) for one in (small, rational))
    assert row["solver"] == "rational"
    assert row["converged"]["share"] == 1
    assert row["residual"] < 1e-4
    assert row["regret_reached"] < noisy["regret_reached"]


def test_failed_draws_are_counted_and_left_out(small, monkeypatch):
    from brinkwatch.crisis.recording import Recorder

    work = Recorder.work

    def sometimes(recorder, draw, drawn, intercept):
        job = work(recorder, draw, drawn, intercept)
        asked = next(job)
        while True:
            found = yield asked if draw else asked._replace(iterations=1)
            try:
                asked = job.send(found)
            except StopIteration as done:
                return done.value

    monkeypatch.setattr(Recorder, "work", sometimes)
    solved = crisis.solve(small, draws=3)
    row = crisis.as_row(solved)
    assert row["converged"] == {"n": 2, "share": pytest.approx(2 / 3)}
    assert "the others (draw 0) are left out" in row["ended"]
    assert [one["draw"] for one in row["failed"]] == [0]
    assert row["failed"][0]["residual"] > 1e-6
    assert len(solved.attack) == 2


def test_a_nuclear_threat_makes_the_defender_absorb_more_in_every_draw(small):
    pairs = {p["name"]: p for p in crisis.as_row(crisis.solve(small))["indicators"]}
    assert pairs["nuclear threat"]["share_higher"] == 1
    assert pairs["nuclear threat"]["seen"]["mean"] > pairs["nuclear threat"]["not_seen"]["mean"]


def test_comparison_solves_every_policy_on_the_same_draws(small):
    found = crisis.compare(extended(small, POLICIES), draws=4)
    assert [row["policy"] for row in found["policies"]] == ["free", "hold", "always answer"]
    always = found["policies"][2]["outcomes"]
    assert always["unanswered"]["mean"] == 0
    gap = found["differences"]["always answer"]["unanswered"]["mean"]
    free = found["policies"][0]["outcomes"]["unanswered"]["mean"]
    assert gap == pytest.approx(-free)


def test_comparison_without_policies_is_refused(small):
    with pytest.raises(InputError, match="no \\[\\[policy\\]\\]"):
        crisis.compare(small)


def test_simulated_plays_end_as_often_as_the_equilibrium_says(small):
    solved = crisis.solve(small)
    found = crisis.simulate(small, solved, runs=3000, seed=1)
    expected = crisis.as_row(solved)["outcomes"]
    for name, share in found["outcomes"].items():
        assert share == pytest.approx(expected[name]["mean"], abs=0.04)
    assert sum(row["share"] for row in found["paths"]) == pytest.approx(1)
    assert crisis.simulate(small, solved, runs=3000, seed=1) == found


def test_simulation_refuses_an_equilibrium_of_another_scenario(small):
    solved = crisis.solve(small, draws=1)
    with pytest.raises(InputError, match="solve it first"):
        plays(small.model_copy(update={"id": "other"}), solved, runs=1, seed=1)


@pytest.mark.parametrize("side", ["challenger", "defender"])
def test_a_play_goes_from_choice_to_choice_until_it_ends(small, side):
    table = Table(small, side, seed=5)
    position = table.start()
    while position.mover:
        assert position.mover == side
        assert sum(table.advice(position).values()) == pytest.approx(1)
        assert sum(position.beliefs["challenger"]) == pytest.approx(1)
        position = table.choose(position, position.choices[-1])
    assert position.outcome in OUTCOMES
    assert position.payoff is not None


def test_a_play_repeats_with_its_seed_and_refuses_an_illegal_move(small):
    one, other = (Table(small, "defender", seed=11).start() for _ in range(2))
    assert one == other
    with pytest.raises(InputError, match="is no move here; choose one of"):
        Table(small, "defender", seed=11).choose(one, "surrender")
