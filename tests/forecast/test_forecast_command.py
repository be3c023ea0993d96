"""The forecast commands as a user meets them."""

from __future__ import annotations

import json

import pytest

from brinkwatch import cli
from brinkwatch.store import Case

THREAT = """The Harbour Post
4 May 2012

Britain warns Argentina over the islands

If Argentina lands troops on the Falkland Islands, Britain will sink its fleet, Foreign Secretary
William Hague said in London on Friday. Britain sent two frigates to the South Atlantic on Thursday.
"""


@pytest.fixture
def run(capsys):
    def call(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            cli.main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, " ".join(err.split())

    return call


@pytest.fixture
def kept(run, tmp_path):
    """A case file with the forecasts of one article."""
    (tmp_path / "article.txt").write_text(THREAT, "utf-8")
    case = tmp_path / "case.db"
    run("forecast", "make", tmp_path / "article.txt", "--as-of", "2012-05-10", "--store", case)
    return case


def test_make_prints_the_contract_and_horizons_that_rise(run, tmp_path):
    (tmp_path / "article.txt").write_text(THREAT, "utf-8")
    code, out, _ = run("forecast", "make", tmp_path, "--as-of", "2012-05-10", "--format", "json")
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
