"""An interrupted solve goes on to the same answer."""

from __future__ import annotations

import json

import numpy as np
import pytest

from brinkwatch import crisis
from brinkwatch.crisis import checkpoint
from brinkwatch.errors import InputError


def interrupted_at(draw):
    def on_progress(done, _):
        if done == draw:
            raise KeyboardInterrupt

    return on_progress


@pytest.mark.parametrize("draw", [1, 3, 5])
def test_an_interrupted_solve_goes_on_to_the_same_bytes(small, tmp_path, draw):
    file = tmp_path / "draws.npz"
    whole = crisis.solve(small, draws=5)
    with pytest.raises(KeyboardInterrupt):
        crisis.solve(small, draws=5, keep=file, on_progress=interrupted_at(draw))
    seen = []
    again = crisis.solve(small, draws=5, keep=file, on_progress=lambda n, _: seen.append(n))
    assert seen == list(range(draw + 1, 6))
    assert json.dumps(crisis.as_row(again)) == json.dumps(crisis.as_row(whole))
    assert (again.kept == whole.kept).all()
    for side, policy in whole.policies.items():
        assert np.array_equal(again.policies[side], policy)
    assert not file.with_name("draws.npz.part").exists()


def test_draws_are_saved_along_the_way(small, tmp_path, monkeypatch):
    monkeypatch.setattr("brinkwatch.crisis.solving.EVERY", 2)
    saved = []
    monkeypatch.setattr(checkpoint.Checkpoint, "save", lambda _, kept: saved.append(kept.done))
    crisis.solve(small, draws=5, keep=tmp_path / "draws.npz")
    assert saved == [2, 4, 5]


def test_another_solves_file_and_a_broken_one_are_refused(small, tmp_path):
    file = tmp_path / "draws.npz"
    crisis.solve(small, draws=2, keep=file)
    with pytest.raises(InputError, match="keeps another solve"):
        crisis.solve(small, draws=2, seed=99, keep=file)
    file.write_bytes(file.read_bytes()[:200])
    with pytest.raises(InputError, match="no checkpoint of a solve"):
        crisis.solve(small, draws=2, keep=file)
    with pytest.raises(InputError, match="there is no folder"):
        crisis.solve(small, draws=2, keep=tmp_path / "nowhere" / "draws.npz")
