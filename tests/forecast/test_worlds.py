"""A short form of benchmarks/forecast/worlds.py: forecasts in worlds whose hazards are known."""

from __future__ import annotations

import numpy as np
import pytest

from brinkwatch.forecast import base_rates, evidence, uncertainty
from forecast import worlds

CERTAIN = {"coded": False, "other_class": False}


def test_one_seed_makes_one_world_and_its_past_is_counted_from_it() -> None:
    pasts = [
        worlds.draw_past(worlds.draw_world(rng, informative=True), rng)
        for rng in map(np.random.default_rng, (5, 5, 6))
    ]
    assert pasts[0] == pasts[1] != pasts[2]
    counts, tables = pasts[0]
    shipped = base_rates.count("threat_or_display", "limited_force", 90)
    with worlds.counted(counts, tables):
        drawn = base_rates.count("threat_or_display", "limited_force", 90)
        assert evidence.effect("force_named", "limited_force") is not None
    assert shipped
    assert drawn
    assert (drawn.k, drawn.n) == (counts["threat_or_display", "limited_force", 90][0], shipped.n)
    assert base_rates.count("threat_or_display", "limited_force", 90) == shipped


def test_intervals_hold_the_true_chance_as_often_as_they_say() -> None:
    assert 0.75 <= worlds.run(30, 2, informative=True)["covered"] <= 0.87
    assert 0.72 <= worlds.run(30, 2, informative=True, **CERTAIN)["covered"] <= 0.85


def test_an_interval_that_leaves_something_out_is_found_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sample = uncertainty.sample
    monkeypatch.setattr(uncertainty, "sample", lambda fall, _: sample(fall, {"counts"}))
    assert worlds.run(30, 2, informative=True)["covered"] < 0.6


def test_signs_gain_where_they_inform_and_lose_next_to_nothing_where_they_are_noise() -> None:
    informed = worlds.run(30, 3, informative=True, **CERTAIN)
    assert informed["gain"] > 2 * informed["error"] > 0
    noise = worlds.run(30, 3, informative=False)
    assert noise["gain"] > -0.003
