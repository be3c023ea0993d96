"""Fitting: the regression finds its weights, halves stay apart, the error of calibration is one."""

from __future__ import annotations

import numpy as np
import pytest

from brinkwatch.coding.learning.fitting import (
    LEAST,
    Item,
    Judged,
    calibrate,
    ece,
    fit,
    probability,
    regression,
)
from brinkwatch.errors import InputError
from brinkwatch.records import Document


def test_the_regression_finds_the_weights_that_made_the_data() -> None:
    draw = np.random.default_rng(7)
    x = draw.normal(size=4000)
    right = draw.random(4000) < 1 / (1 + np.exp(-(0.5 + 1.5 * x)))
    found = regression([{"one": 1.0, "x": v} for v in x], list(right), [1.0] * 4000)
    assert found["one"] == pytest.approx(0.5, abs=0.15)
    assert found["x"] == pytest.approx(1.5, abs=0.15)
    assert probability(found, {"one": 1.0, "x": 0.0}) == pytest.approx(0.62, abs=0.03)


def test_a_feature_of_few_records_gets_no_weight() -> None:
    rows = [{"one": 1.0, "rare": float(n < 3)} for n in range(40)]
    assert set(regression(rows, [n % 2 == 0 for n in range(40)], [1.0] * 40)) == {"one"}


def test_calibration_error() -> None:
    assert ece([(0.5, n % 2 == 0) for n in range(100)]) == pytest.approx(0)
    assert ece([(1.0, False)] * 50) == 1
    assert ece([]) == 0


def _document(number: int) -> Document:
    return Document(id=str(number), origin=str(number), published_basis="unknown", text="x")


def test_only_proposals_that_are_sure_enough_count() -> None:
    """Proposals are right when x is 1: they stand; those of x = 0 are left out."""
    found = []
    for number in range(40):
        item = Item(
            number % 2, _document(number), {"event": [{}], "commitment": [], "estimate": []}, ()
        )
        sure = float(number % 4 < 2)
        known = {"both": {"one": 1.0, "x": sure}, "rules": {"one": 1.0}}
        found.append((item, [Judged("event", True, known, bool(sure), 1.0)]))
    calibration, worth = calibrate(found)
    (row,) = [w for w in worth if w.kind == "event"]
    assert calibration["least"] == LEAST
    assert row.labelled == 40
    assert row.rules == 0
    assert row.both == pytest.approx(2 * 20 / (20 + 40))


def test_one_half_alone_is_refused(tmp_path) -> None:
    with pytest.raises(InputError, match="too few to part in two"):
        fit([Item(0, _document(1), {}, ())], tmp_path)
