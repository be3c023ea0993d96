"""Crises told by historians: the cut before force, what is left out, and the scores."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from brinkwatch.errors import InputError
from brinkwatch.replay.narratives import auc, load, rerun

WARNING = (
    "Argentina's navy moved two ships towards the Falkland Islands.",
    "Britain warned Argentina that it would sink its fleet if troops landed on the islands.",
    "Argentina rejected the warning.",
)
QUIET = ("The two governments met.", "They talked about fishing.", "Nothing was decided.")
LANDING = "Argentine troops landed on the islands and attacked the garrison."


def sentences(crisis: int, told: tuple[str, ...], acts: dict[int, str], day: str = ",,") -> str:
    """The lines of a crisis: number, place, text, armed acts, and the day of what is told."""
    return "".join(
        f'{crisis},{place},"{text}",{acts.get(place, "")},{day}\n'
        for place, text in enumerate(told, start=1)
    )


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """Five crises: force after three sentences, none, force at once, a long one, an unknown one."""
    header = "crisno,sent_no,text,actual_escalate,earliest_year,earliest_month,earliest_day\n"
    (tmp_path / "sentences.csv").write_text(
        header
        + sentences(1, (*WARNING, LANDING), {1: "deployment_to_area", 4: "attack"}, "1982,3,20")
        + sentences(2, WARNING, {})
        + sentences(3, (LANDING, *WARNING), {1: "attack"})
        + sentences(4, QUIET, {})
        + sentences(5, QUIET, {})
        + sentences(6, QUIET, {})
    )
    (tmp_path / "crises.csv").write_text(
        "crisno,yrtrig,motrig,datrig,yrterm,moterm,daterm,viol\n"
        "1,1982,3,15,1982,6,14,4\n2,1976,1,,1976,3,1,1\n3,1982,3,15,1982,6,14,3\n"
        "4,1960,1,1,1963,1,1,2\n6,1960,1,1,1960,2,1,1\n"
    )
    return tmp_path


def test_a_crisis_is_read_up_to_the_first_violent_act(tables: Path):
    found, left = load(tables)
    assert [one.crisis for one in found] == [1, 2, 6]
    assert found[0].text == " ".join(WARNING)
    assert found[0].happened == {"limited_force": True, "war": True}
    assert found[1].happened == {"limited_force": False, "war": False}
    assert list(left.values()) == [1, 1, 1]


def test_it_is_dated_on_the_last_day_told_before_the_cut(tables: Path):
    found, _ = load(tables)
    assert [one.as_of for one in found[:2]] == ["1982-03-20", "1976-01-01"]


def test_each_step_is_forecast_and_scored_for_force_and_for_war(tables: Path):
    found, left = load(tables)
    scored = rerun(found, left, draws=2, seed=1)
    assert [(one.crisis, one.rung) for one in scored.forecasts] == [
        (1, "limited_force"), (1, "war"), (2, "limited_force"), (2, "war"),
    ]  # fmt: skip
    assert [(row["rung"], row["step"]) for row in scored.scores] == [
        (rung, step)
        for rung in ("limited_force", "war")
        for step in ("base rate", "evidence", "game")
    ]
    assert all(row["n"] == 2 and row["positives"] == 1 for row in scored.scores)
    assert scored.left_out["no crisis found in the text"] == 1
    assert rerun(found, left, draws=2, seed=1) == scored


def test_what_comes_after_the_violent_act_moves_nothing(tables: Path):
    before, _ = load(tables)
    table = tables / "sentences.csv"
    table.write_text(table.read_text().replace(LANDING, "The islands were bombed; war followed."))
    assert load(tables)[0] == before


def test_a_folder_without_one_of_the_tables_says_which(tables: Path, run: Any):
    (tables / "crises.csv").unlink()
    with pytest.raises(InputError, match="table of ICB crises"):
        load(tables)
    code, _, err = run("replay", "narratives", tables)
    assert code == 2
    assert "table of ICB crises" in err


def test_the_command_gives_forecasts_and_scores(tables: Path, run: Any):
    code, out, err = run("replay", "narratives", tables, "--draws", "2", "--format", "json")
    found = json.loads(out)
    assert code == 0
    assert [row["step"] for row in found["scores"][:3]] == ["base rate", "evidence", "game"]
    assert "left out 1: no crisis found in the text" in err
    code, out, _ = run("replay", "narratives", tables, "--draws", "2", "--format", "table")
    assert code == 0
    assert "limited force" in out


def test_the_area_is_the_share_of_pairs_in_the_right_order():
    assert auc([0.1, 0.4, 0.4, 0.9], [False, False, True, True]) == pytest.approx(3.5 / 4)
    assert auc([0.1, 0.2], [True, True]) is None
