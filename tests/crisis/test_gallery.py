"""The worked crises load, survive writing, name their sources and solve."""

from __future__ import annotations

from pathlib import Path

import pytest

from brinkwatch import crisis

FOLDER = Path(__file__).parents[2] / "examples" / "crises"
FILES = sorted(FOLDER.glob("*.toml"))


def test_the_gallery_holds_six_crises_and_half_of_them_did_not_escalate():
    ended = [crisis.load(file).outcome.happened for file in FILES]
    assert len(FILES) == 6
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
