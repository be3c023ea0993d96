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


def test_the_table_says_how_each_event_resolves_and_has_the_pairs(run, warning):
    words = ("forecast", "make", warning, "--as-of", "2012-05-10")
    rows = json.loads(run(*words, "--format", "json")[1])
    said = " ".join(run(*words, "--format", "table")[1].split())
    for row in rows:
        assert f"{row['rung'].replace('_', ' ')}: {row['criterion']}" in said
    assert "a red line is crossed ┃ none is" in said
    assert "not proof of cause" in said


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


def test_resolved_forecasts_are_scored_without_an_outcome_file(run, kept, tmp_path):
    told = tmp_path / "outcome.toml"
    told.write_text(
        '[[outcome]]\nrung = "limited_force"\nhappened = true\ndate = 2012-07-01\n', "utf-8"
    )
    code, out, _ = run("forecast", "resolve", kept, "--outcomes", told, "--format", "json")
    counts = json.loads(out)
    assert code == 0
    assert (counts["resolved"], counts["yes"], counts["changed"]) == (3, 2, 0)
    with Case(kept) as case:
        issued = case.forecasts()
    assert counts["open"] == len(issued) - 3
    given = {f.horizon_days: f for f in issued if f.rung == "limited_force"}
    assert {days: f.outcome for days, f in given.items()} == {30: False, 90: True, 365: True}
    _, out, _ = run("forecast", "score", kept, "--format", "json")
    record = json.loads(out)
    assert (record["n"], record["positives"], record["bands"]) == (3, 2, None)
    wanted = sum((f.probability - f.outcome) ** 2 for f in given.values()) / 3
    assert record["brier"] == pytest.approx(wanted)
    told.write_text('[[outcome]]\nrung = "limited_force"\nhappened = false\n', "utf-8")
    _, out, _ = run("forecast", "resolve", kept, "--outcomes", told, "--format", "json")
    assert json.loads(out)["changed"] == 2


def test_a_no_is_not_written_before_its_day(run, warning, tmp_path):
    case, told = tmp_path / "new.db", tmp_path / "outcome.toml"
    run("forecast", "make", warning, "--store", case)
    told.write_text('[[outcome]]\nrung = "limited_force"\nhappened = false\n', "utf-8")
    code, out, _ = run("forecast", "resolve", case, "--outcomes", told, "--format", "json")
    assert code == 0
    assert json.loads(out)["resolved"] == 0


def test_a_crisis_that_the_case_file_does_not_have_is_refused(run, kept, tmp_path):
    told = tmp_path / "outcome.toml"
    told.write_text('[[outcome]]\nrung = "war"\nhappened = false\n', "utf-8")
    code, _, err = run("forecast", "resolve", kept, "--outcomes", told, "--crisis", "moon")
    assert code == 2
    assert "it has no crisis moon; give --crisis with one of" in err
