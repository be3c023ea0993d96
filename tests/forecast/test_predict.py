"""Probabilities for rows of a table: the arithmetic, the rules, the errors, and the figures."""

from __future__ import annotations

import json
from collections.abc import Callable
from math import exp, log1p
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from brinkwatch.errors import InputError, UnreadableError
from brinkwatch.forecast import predict as module
from brinkwatch.forecast.predict import design, models, predict, read_rows, table_questions
from forecast import fit

ROWS = {
    "q1": {"trigger_type": [9, 2, 1], "region": ["mena", "europe", "mars"], "intra_war": [0, 0, 1]},
    "q2": {"region": ["asia"] * 3},
    "q2b": {"region": ["africa"] * 3, "dy_cap_share_max": [0.5, 0.9, None]},
    "q3": {"year": [2003, 2004, 2005], "dy_peaceyrs": [1, 60, 20]},
}


def rows(key: str) -> dict[str, list[Any]]:
    """Three rows with every column of a question: ids 1 to 3, zeros unless given above."""
    question = table_questions()[key]
    zeros: dict[str, list[Any]] = {column: [0, 0, 0] for column in question.columns}
    return zeros | {name: [1, 2, 3] for name in question.ids} | ROWS[key]


@pytest.fixture
def write(tmp_path: Path) -> Callable[[dict[str, list[Any]]], Path]:
    """Write columns as a Parquet file."""

    def to_parquet(table: dict[str, list[Any]]) -> Path:
        path = tmp_path / "features.parquet"
        source = tmp_path / "rows.json"
        n = len(next(iter(table.values())))
        lines = [json.dumps({name: table[name][i] for name in table}) for i in range(n)]
        source.write_text("\n".join(lines), encoding="utf-8")
        duckdb.sql(f"copy (from read_json('{source}')) to '{path}' (format parquet)")
        return path

    return to_parquet


@pytest.mark.parametrize("key", ROWS)
def test_a_row_gets_its_ids_and_a_probability_for_each_outcome(key: str, run: Any, write: Any):
    path = write(rows(key) | {"y_anything": [1, 0, 1]})
    code, out, err = run("forecast", "predict", key, path, "--format", "jsonl")
    found = [json.loads(line) for line in out.splitlines()]
    question = table_questions()[key]
    assert code == 0
    assert [list(row) for row in found] == [[*question.ids, *question.targets]] * 3
    assert [row[question.ids[0]] for row in found] == [1, 2, 3]
    assert all(0 < row[target] < 1 for row in found for target in question.targets)
    assert all(f"{target}: " in err for target in question.targets)


def test_a_probability_is_the_logistic_of_the_weighted_terms(monkeypatch: pytest.MonkeyPatch):
    terms = [
        {"term": "log dy_force10", "mean": 0.5, "sd": 2.0, "weight": 0.7},
        {"term": "trigger_type = 8 | 9", "mean": 0.4, "sd": 0.5, "weight": 0.3},
        {"term": "dy_rivalry * log dy_war20", "mean": 0.0, "sd": 1.0, "weight": -1.0},
    ]
    model = {"intercept": -1.0, "terms": terms, "apart": {"k": 9, "n": 10}}
    monkeypatch.setattr(module, "models", lambda: {"q1": {"y_serious": model, "y_war": model}})
    table = rows("q1") | {
        "dy_force10": [3, None, 0], "dy_rivalry": [1, 1, 1], "dy_war20": [2, None, 0],
    }  # fmt: skip
    first, second, inside = predict("q1", table)
    z = 0.7 * (log1p(3) - 0.5) / 2 + 0.3 * (1 - 0.4) / 0.5 - log1p(2)
    assert first["y_serious"] == pytest.approx(1 / (1 + exp(1 - z)))
    assert second["y_serious"] == pytest.approx(1 / (1 + exp(1 - 0.3 * (0 - 0.4) / 0.5)))
    assert inside["y_serious"] == pytest.approx(9.5 / 11)


def test_codes_are_the_same_whole_or_with_a_decimal_point_and_missing_stays_missing():
    got = design(["trigger_type = 8 | 9"], {"trigger_type": [9, 9.0, 7, None, float("nan")]})
    assert np.array_equal(got[:, 0], [1, 1, 0, np.nan, np.nan], equal_nan=True)


def test_a_bound_is_met_or_not_or_unknown():
    got = design(["year >= 1993"], {"year": [1992, 1993, 2010, None]})
    assert np.array_equal(got[:, 0], [0, 1, 1, np.nan], equal_nan=True)


@pytest.mark.parametrize("key", ROWS)
def test_an_outcome_is_never_more_probable_than_the_one_that_contains_it(key: str):
    question = table_questions()[key]
    rng = np.random.default_rng(0)
    table = {c: [float(v) for v in rng.integers(0, 9, 300)] for c in question.columns}
    found = predict(key, table)
    assert found
    assert all(row[one] <= row[other] for row in found for one, other in question.within.items())


def test_every_question_has_a_model_for_every_outcome_with_the_terms_it_declares():
    for key, question in table_questions().items():
        declared = [term for group in question.groups.values() for term in group]
        assert set(models()[key]) == set(question.targets)
        for model in models()[key].values():
            assert [term["term"] for term in model["terms"]] == declared
            assert 0 < model["k"] < model["n"]


def test_no_model_reads_an_outcome_or_what_is_known_only_afterwards():
    read = {column for question in table_questions().values() for column in question.columns}
    assert not [name for name in read if name.startswith(("y_", "x_")) or "viol" in name[:5]]


def test_a_violent_trigger_makes_serious_clashes_more_probable():
    table = rows("q1") | {"intra_war": [0, 0, 0], "region": ["asia"] * 3}
    violent, political, _ = predict("q1", table)
    assert violent["y_serious"] > political["y_serious"] + 0.1


def test_a_missing_column_is_named_and_the_question_that_fits():
    table = rows("q3")
    with pytest.raises(InputError, match=r"needs the columns crisno.*those of q3"):
        predict("q1", table)
    del table["ongoing"]
    with pytest.raises(InputError, match="needs the columns ongoing, which"):
        predict("q3", table)


def test_text_in_place_of_a_number_is_refused():
    with pytest.raises(InputError, match="dy_rivalry holds something that is no number"):
        predict("q1", rows("q1") | {"dy_rivalry": ["yes", 0, 0]})


def test_an_unknown_question_an_empty_table_and_a_bad_file_say_so(tmp_path: Path):
    with pytest.raises(InputError, match="'q9' is no question"):
        predict("q9", {})
    with pytest.raises(InputError, match="has no row"):
        predict("q1", {column: [] for column in rows("q1")})
    with pytest.raises(UnreadableError, match="no such file"):
        read_rows(tmp_path / "none.parquet")
    bad = tmp_path / "bad.parquet"
    bad.write_text("crisno,year\n1,1990\n", encoding="utf-8")
    with pytest.raises(UnreadableError, match="not a Parquet file"):
        read_rows(bad)


def test_a_bad_file_exits_with_wrong_input(run: Any, tmp_path: Path):
    code, out, err = run("forecast", "predict", "q1", tmp_path / "none.parquet")
    assert (code, out) == (2, "")
    assert "no such file" in err


def test_the_slope_of_forecasts_that_are_too_bold_is_below_one():
    rng = np.random.default_rng(5)
    truth = rng.normal(size=4000)
    y = (rng.random(4000) < 1 / (1 + np.exp(-truth))).astype(float)
    honest, low, high = fit.calibration_slope(1 / (1 + np.exp(-truth)), y)
    bold = fit.calibration_slope(1 / (1 + np.exp(-2 * truth)), y)[0]
    assert low < 1 < high
    assert bold == pytest.approx(honest / 2, rel=1e-4)


def test_the_page_shows_the_scores_of_the_shipped_models():
    page = (Path(__file__).parents[2] / "docs" / "forecast.md").read_text("utf-8")
    shown = [line for line in page.splitlines() if line.startswith(("| q1 y_", "| q2", "| q3 y_"))]
    rows = [line.strip("| ").split(" | ") for line in shown if " y_" in line.split("|")[1]]
    assert {row[0] for row in rows} >= {"q1 y_serious", "q1 y_war", "q2b y_fatal", "q3 y_onset"}
    for row in rows:
        key, target = row[0].split()
        r = models()[key][target]["rolling"]
        gain, slope = r["brier_gain"], r["slope"]
        assert row[1:] == [
            f"{r['n']:,}", f"{r['k']:,}", f"{r['brier_base_rate']:.4f}", f"{r['brier']:.4f}",
            f"{gain[0]:.4f} ({gain[1]:.4f} to {gain[2]:.4f})", f"{r['log_base_rate']:.4f}",
            f"{r['log']:.4f}", f"{slope[0]:.2f} ({slope[1]:.2f} to {slope[2]:.2f})",
        ]  # fmt: skip


@pytest.mark.shared
def test_the_crisis_models_are_those_of_the_tables_and_no_worse_than_the_base_rate(shared: Path):
    fresh = fit.fit_question(table_questions()["q1"], shared / "data")
    for target, model in models()["q1"].items():
        got = {t["term"]: t["weight"] for t in fresh[target]["terms"]}
        assert got == pytest.approx({t["term"]: t["weight"] for t in model["terms"]}, abs=2e-3)
        rolling = fresh[target]["rolling"]
        assert rolling["brier"] == pytest.approx(model["rolling"]["brier"], abs=2e-4)
        assert rolling["brier"] < rolling["brier_base_rate"]
        assert rolling["slope"][1] < 1 < rolling["slope"][2]
