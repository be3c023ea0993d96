"""Which assumed number moves which outcome."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import pytest

from brinkwatch import crisis
from brinkwatch.crisis import sensitivities, solving
from brinkwatch.crisis.draws import sample
from brinkwatch.crisis.payoffs import OUTCOMES
from brinkwatch.crisis.sensitivities import rank_correlation
from brinkwatch.errors import InputError, NotSolvedError

CALIBRATED = """
[calibration]
base_rate = 0.2
reference = "a class of the test"
"""


def by_path(found):
    return {row["path"]: row for row in found["rows"]}


def varied(scenario, **changes):
    """The scenario with some lines of its file changed."""
    text = crisis.dumps(scenario)
    for key, value in changes.items():
        text, count = re.subn(rf"^{key} = .*$", f"{key} = {value}", text, flags=re.MULTILINE)
        assert count == 1
    return crisis.loads(text)


def test_every_number_with_a_range_has_a_row_of_the_contract(small):
    found = crisis.sensitivity(small, draws=12)
    json.dumps(found, allow_nan=False)
    assert (found["scenario"], found["draws"], found["seed"]) == ("small", 12, 7)
    assert found["converged"] == {"n": 12, "share": 1.0}
    assert found["held_by_calibration"] is False
    ranges = {path for path, q in small.quantities().items() if not q.fixed}
    assert set(by_path(found)) == ranges
    for row in found["rows"]:
        assert (row["low"], row["high"]) == small.quantities()[row["path"]].root
        assert row["source"] == "assumed"
        assert set(row["rank_correlation"]) == set(row["thirds"]) == {*OUTCOMES, "attack"}


def test_rows_are_sorted_by_what_moves_an_unanswered_attack(small):
    found = crisis.sensitivity(small, draws=24)
    strength = [abs(row["rank_correlation"]["unanswered"]["r"]) for row in found["rows"]]
    assert strength == sorted(strength, reverse=True)
    assert strength[0] > 0.4 > strength[-1]


def test_without_a_number_of_draws_there_are_enough_to_mean_something(small):
    assert small.solve.draws == 6
    assert crisis.sensitivity(small)["draws"] == 64


def test_the_range_that_makes_disasters_is_found(small):
    row = by_path(crisis.sensitivity(small, draws=40))["hazard.base"]
    assert row["rank_correlation"]["disaster"]["lo"] > 0.5
    assert row["thirds"]["disaster"]["high"] > 1.5 * row["thirds"]["disaster"]["low"]


def test_the_thirds_are_means_over_the_draws_of_the_lowest_and_highest_values(small):
    solved = crisis.solve(small, draws=12)
    row = by_path(crisis.sensitivity(small, draws=12))["payoff.challenger.operation_cost"]
    order = np.argsort(sample(small, 12, 7)["payoff.challenger.operation_cost"])
    assert row["thirds"]["attack"]["low"] == pytest.approx(solved.attacks[order[:4]].mean())
    assert row["thirds"]["attack"]["high"] == pytest.approx(solved.attacks[order[8:]].mean())


def test_a_calibrated_attack_rate_is_said_to_be_held_and_to_vary_with_nothing(small):
    found = crisis.sensitivity(crisis.loads(crisis.dumps(small) + CALIBRATED), draws=12)
    assert found["held_by_calibration"] is True
    for row in found["rows"]:
        assert row["rank_correlation"]["attack"] == {"r": None, "lo": None, "hi": None}
        assert row["rank_correlation"]["unanswered"]["r"] is not None
        assert row["thirds"]["attack"]["low"] == pytest.approx(0.2, rel=0.02)


def test_calibration_takes_up_the_operation_cost_whole(small):
    calibrated = crisis.loads(crisis.dumps(small) + CALIBRATED)
    dearer = varied(calibrated, operation_cost="[0.8, 1.5]")
    cheap, dear = (crisis.solve(s, draws=4).outcomes for s in (calibrated, dearer))
    assert dear == pytest.approx(cheap, abs=2e-3)


def test_the_same_seed_gives_the_same_rows_and_another_seed_others(small):
    rows = [crisis.sensitivity(small, draws=12, seed=seed)["rows"] for seed in (1, 1, 2)]
    assert rows[0] == rows[1]
    assert rows[0] != rows[2]


def test_a_scenario_without_ranges_is_refused(small):
    fixed = re.sub(r"\[([\d.]+), [\d.]+\]", r"\1", crisis.dumps(small))
    with pytest.raises(InputError, match="every number is fixed"):
        crisis.sensitivity(crisis.loads(fixed))


def test_too_few_draws_are_refused(small):
    with pytest.raises(InputError, match="at least 12"):
        crisis.sensitivity(small, draws=11)


def test_too_few_converged_draws_are_not_correlated(small, monkeypatch):
    def failing(*args, **options):
        solved = solving.run(*args, **options)
        return replace(solved, converged=np.arange(solved.draws) < 11)

    monkeypatch.setattr(sensitivities, "run", failing)
    with pytest.raises(NotSolvedError, match="11 of 12 draws converged"):
        crisis.sensitivity(small, draws=12)


@pytest.mark.parametrize(
    ("outcome", "r"),
    [([1, 2, 3, 4, 5, 6], 1.0), ([6, 5, 4, 3, 2, 1], -1.0), ([1, 4, 9, 16, 25, 1e6], 1.0),
     ([1, 3, 2, 4, 6, 5], 1 - 6 * 4 / 210)],
)  # fmt: skip
def test_only_ranks_count(outcome, r):
    found = rank_correlation(np.arange(6.0), np.array(outcome, float))
    assert found["r"] == pytest.approx(r)
    assert -1 <= found["lo"] <= found["hi"] <= 1


def test_the_interval_of_no_correlation_is_the_tabled_one():
    values = np.arange(28.0)
    outcome = np.abs(values - 13.5)  # symmetric, so the ranks are uncorrelated
    found = rank_correlation(values, 1 + outcome)
    assert found["r"] == pytest.approx(0, abs=1e-12)
    assert found["hi"] == -found["lo"] == pytest.approx(np.tanh(1.96 / 5), abs=1e-4)


def test_intervals_cover_none_as_often_as_they_say():
    random = np.random.default_rng(5)
    draws = [rank_correlation(*random.random((2, 30))) for _ in range(400)]
    outside = sum(found["lo"] > 0 or found["hi"] < 0 for found in draws)
    assert 8 <= outside <= 34  # 20 expected


def test_the_command_prints_json_and_a_short_table(run, small, tmp_path):
    file = tmp_path / "small.toml"
    file.write_text(crisis.dumps(small) + CALIBRATED, "utf-8")
    options = ("crisis", "sensitivity", file, "--draws", "12", "--format")
    code, out, _ = run(*options, "json")
    assert code == 0
    found = json.loads(out)
    assert found["held_by_calibration"] is True
    code, out, _ = run(*options, "table")
    assert code == 0
    assert f"12 of {len(found['rows'])} numbers" in out
    assert "none" in out
    assert "Calibration holds the attack rate" in out
