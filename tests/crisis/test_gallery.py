"""The worked crises load, survive writing, name their sources and solve."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from brinkwatch import crisis
from brinkwatch.crisis.histories import along

FOLDER = Path(__file__).parents[2] / "examples" / "crises"
FILES = sorted(FOLDER.glob("*.toml"))


def test_the_gallery_holds_seven_crises_and_half_of_them_did_not_escalate():
    ended = [crisis.load(file).outcome.happened for file in FILES]
    assert len(FILES) == 7
    assert ended.count("no_attack") >= 3


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_worked_crisis_is_dated_sourced_and_survives_writing(file):
    scenario = crisis.load(file)
    assert scenario.id == file.stem
    assert scenario.as_of
    assert len(scenario.reference) >= 3
    assert scenario.source("calibration.base_rate").startswith("history:")
    cited = {key for keys in scenario.supports().values() for key in keys}
    assert {work.key for work in scenario.reference} == cited
    assert crisis.loads(crisis.dumps(scenario)) == scenario


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_worked_crisis_solves(file):
    solved = crisis.solve(crisis.load(file), draws=4)
    assert solved.converged.all()
    assert solved.residual.max() <= 1e-6


def test_the_observed_moves_of_a_worked_crisis_are_a_legal_path():
    seen = [scenario for scenario in map(crisis.load, FILES) if scenario.observed]
    assert seen
    for scenario in seen:
        found = along(scenario, crisis.solve(scenario, draws=2), scenario.observed.moves)
        assert 0 < found["even_play"] < found["likelihood"]["mean"] < 1


@pytest.mark.shared
@pytest.mark.slow
def test_every_draw_of_the_specification_example_converges(shared):
    scenario = crisis.load(shared / "scenario-example.toml")
    solved = crisis.solve(scenario, draws=64)
    assert solved.converged.all()
    assert solved.residual.max() <= 1e-6


@pytest.mark.slow
def test_a_worked_crisis_has_the_same_bytes_twice():
    scenario = crisis.load(FOLDER / "long-range-missiles-2024.toml")
    one, other = (json.dumps(crisis.as_row(crisis.solve(scenario, draws=64))) for _ in range(2))
    assert one == other
