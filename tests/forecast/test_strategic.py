"""The strategic model of the comparison, on pairs of states made from known payoffs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from brinkwatch.crisis.solvers import get
from brinkwatch.forecast.predict import _columns, table_question
from forecast import fit, strategic

TRUE = np.array([1.0, 3.0, 4.0, 1.5, 1.0, 2.0])  # fight, prize, stake; then one for each feature


def pairs_of(n: int, seed: int) -> tuple[strategic.Pairs, np.ndarray]:
    """Pairs with three features whose moves are drawn from the game, and each one's chance."""
    generator = np.random.default_rng(seed)
    features = generator.integers(0, 2, (n, 3)).astype(float)
    every = strategic.Pairs(
        ("rivals", "far", "neighbours"), ("prize", "cost", "stake"), features, np.zeros(n, int)
    )
    kinds, of = every.kinds
    tree = strategic.tree_of(len(kinds))
    edge = get("fast")(strategic.game_of(tree, every, TRUE), tolerance=1e-10).edge
    node = {state: number for number, state in enumerate(tree.states)}
    act, resist = (
        np.array([edge[node[kind, *moves]] for kind in range(len(kinds))])[of]
        for moves in ((1,), (1, 1))
    )
    acted, resisted = generator.random(n) < act, generator.random(n) < resist
    went = np.where(acted, np.where(resisted, strategic.RESIST, strategic.ACT), strategic.STAY)
    return strategic.Pairs(every.names, every.roles, features, went), act


def test_payoffs_and_chances_of_simulated_pairs_are_recovered():
    pairs, act = pairs_of(20_000, seed=1)
    shares, found = strategic.act_shares("q2b", pairs, np.ones(20_000, bool))
    assert np.abs(shares - act).max() < 0.02
    assert found.names == ("fight", "prize", "stake", "rivals", "far", "neighbours")
    assert np.all(np.abs(found.value - TRUE) < 3 * found.error)


def test_resistance_expected_keeps_the_first_side_from_acting():
    pairs, act = pairs_of(2_000, seed=2)
    lonely = pairs.features[:, 2] == 0
    alike = (pairs.features[:, 0] == 1) & (pairs.features[:, 1] == 0)
    assert act[alike & ~lonely].max() < act[alike & lonely].min()


def test_a_feature_that_the_past_does_not_know_is_left_out():
    pairs, _ = pairs_of(4_000, seed=3)
    train = pairs.features[:, 1] == 0
    shares, found = strategic.act_shares("q2b", pairs, train)
    assert "far" not in found.names
    same = (pairs.features[:, [0, 2]] == 1).all(1)
    assert len(set(shares[same])) == 1


@pytest.mark.parametrize("key", ["q2b", "q3"])
def test_every_feature_of_the_plan_is_a_column_of_the_question(key):
    plan = strategic.PLAN[key]
    known = {*table_question(key).columns, "year"}
    assert set(_columns([*plan["prize"], *plan["cost"], *plan["stake"]])) <= known


@pytest.mark.shared
def test_pairs_of_later_years_are_forecast_better_than_by_their_base_rate(shared: Path):
    question = table_question("q3")
    rows = fit.read_table(question, shared / "data")
    sample = fit.sample_of(question, "y_onset", rows)
    pairs = strategic.Pairs.of("q3", rows, sample.place)
    train, test = sample.year < 1985, (sample.year >= 1985) & (sample.year < 1995)
    p, y = strategic.act_shares("q3", pairs, train)[0][test], sample.y[test]
    assert np.mean((p - y) ** 2) < 0.95 * np.mean((sample.y[train].mean() - y) ** 2)
    _, low, high = fit.calibration_slope(p, y)
    assert low < 1 < high
