"""The forecast commands as a user meets them."""

from __future__ import annotations

import json

import pytest

from brinkwatch.store import Case


@pytest.fixture
def kept(run, tmp_path, warning):
    """A case file with the forecasts of one article."""
    case = tmp_path / "case.db"
    run("forecast", "make", warning, "--as-of", "2012-05-10", "--store", case)
    return case


def test_make_prints_the_contract_and_horizons_that_rise(run, warning):
    code, out, _ = run("forecast", "make", warning, "--as-of", "2012-05-10", "--format", "json")
    rows = json.loads(out)
    assert code == 0
    for row in rows:
        wanted = {"question", "resolves", "probability", "interval", "base_rate", "steps"}
        assert wanted <= set(row)
        assert row["interval"][0] <= row["probability"] <= row["interval"][1]
    by_rung: dict[str, list[float]] = {}
    for row in sorted(rows, key=lambda row: row["horizon_days"]):
        by_rung.setdefault(row["rung"], []).append(row["probability"])
    assert by_rung
    assert all(list_ == sorted(list_) for list_ in by_rung.values())


def test_kept_forecasts_without_outcomes_are_no_track_record(run, kept):
    code, out, _ = run("forecast", "score", kept, "--format", "json")
    assert code == 0
    assert json.loads(out) == {"n": 0, "sentence": "no track record yet (n=0)"}


def test_kept_forecasts_are_scored_when_the_outcome_is_given(run, kept, tmp_path):
    told = tmp_path / "outcome.toml"
    told.write_text('[[outcome]]\nrung = "limited_force"\nhappened = false\n', "utf-8")
    code, out, _ = run("forecast", "score", kept, "--outcomes", told, "--format", "json")
    record = json.loads(out)
    with Case(kept) as case:
        given = [f.probability for f in case.forecasts() if f.rung == "limited_force"]
    assert code == 0
    assert record["n"] == 3
    assert record["brier"] == pytest.approx(sum(p * p for p in given) / 3)


def test_an_outcome_of_an_unknown_rung_is_refused(run, kept, tmp_path):
    told = tmp_path / "outcome.toml"
    told.write_text('[[outcome]]\nrung = "doomsday"\nhappened = false\n', "utf-8")
    code, _, err = run("forecast", "score", kept, "--outcomes", told)
    assert code == 2
    assert "doomsday" in err


@pytest.mark.parametrize("content", ["[]", None])
def test_scores_are_asked_of_a_case_file_alone(run, tmp_path, content):
    path = tmp_path / "forecasts.json"
    if content is not None:
        path.write_text(content, "utf-8")
    code, out, err = run("forecast", "score", path)
    assert (code, out) == (2, "")
    assert "not a case file; scores need forecasts that were kept" in err
    assert path.exists() is (content is not None)
