"""Scores with known values, and what counts as an outcome."""

from __future__ import annotations

from math import log
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from brinkwatch import forecast as stage
from brinkwatch.errors import InputError
from brinkwatch.forecast.scores import (
    bands,
    brier,
    corrected,
    log_score,
    murphy,
    reliability,
    skill,
)
from brinkwatch.forecast.wording import word

GIVEN = [0.1, 0.1, 0.4, 0.4, 0.4, 0.9, 0.9, 0.05]
HAPPENED = [False, False, True, False, False, True, True, False]


def test_scores_have_their_textbook_values() -> None:
    assert brier([0.7, 0.2], [True, False]) == pytest.approx((0.09 + 0.04) / 2)
    assert log_score([0.5, 0.5], [True, False]) == pytest.approx(log(2))
    assert log_score([0.0], [True]) == float("inf")
    assert skill(0.1, 0.2) == pytest.approx(0.5)
    assert skill(0.0, 0.0) is None


def test_murphys_parts_add_up_to_the_brier_score() -> None:
    parts = murphy(GIVEN, HAPPENED)
    total = parts["reliability"] - parts["resolution"] + parts["uncertainty"]
    assert total + parts["within_bin"] == pytest.approx(brier(GIVEN, HAPPENED))


def test_nothing_is_left_over_where_each_bin_holds_one_probability() -> None:
    assert murphy(GIVEN[:-1], HAPPENED[:-1])["within_bin"] == pytest.approx(0)


def test_the_correction_moves_the_parts_and_not_their_sum() -> None:
    raw, fair = murphy(GIVEN, HAPPENED), corrected(GIVEN, HAPPENED)
    inside = (3 * (1 / 3) * (2 / 3) / 2) / 8  # only the bin of 0.4 has both outcomes
    assert raw["reliability"] - fair["reliability"] == pytest.approx(inside)
    assert fair["uncertainty"] == pytest.approx(3 / 8 * 5 / 8 * 8 / 7)
    assert sum(fair.values()) - 2 * fair["resolution"] == pytest.approx(
        sum(raw.values()) - raw["within_bin"] - 2 * raw["resolution"]
    )


def test_forecasts_that_are_right_on_average_have_no_corrected_reliability_on_average() -> None:
    rng = np.random.default_rng(3)
    raw, fair = [], []
    for _ in range(400):
        given = [0.05, 0.35, 0.75] * 6
        happened = [bool(one) for one in rng.random(18) < given]
        raw.append(murphy(given, happened)["reliability"])
        fair.append(corrected(given, happened)["reliability"])
    assert np.mean(raw) > 0.015
    assert np.mean(fair) == pytest.approx(0, abs=0.003)


def test_bands_draw_whole_crises_and_come_out_the_same_twice() -> None:
    base = [0.3] * 8
    groups = ["a", "a", "b", "b", "c", "c", "d", "d"]
    first = bands(GIVEN, HAPPENED, base, groups)
    assert first == bands(GIVEN, HAPPENED, base, groups)
    assert first is not None
    low, high = first["brier"]
    assert low < brier(GIVEN, HAPPENED) < high
    assert bands(GIVEN, HAPPENED, base, ["a"] * 8) is None
    copies = bands(GIVEN * 2, HAPPENED * 2, base * 2, groups * 2)
    assert copies is not None
    assert copies["brier"] == pytest.approx(first["brier"])  # copies in a crisis are no more cases


def test_the_reliability_diagram_counts_every_forecast_once() -> None:
    rows = reliability(GIVEN, HAPPENED)
    assert sum(row["n"] for row in rows) == len(GIVEN)
    assert all(row["interval"][0] <= row["observed"] <= row["interval"][1] for row in rows)


@pytest.mark.parametrize(("given", "happened"), [([], []), ([0.5], [True, False])])
def test_what_cannot_be_scored_is_refused(given: list[float], happened: list[bool]) -> None:
    with pytest.raises(InputError, match="cannot be scored"):
        brier(given, happened)


def test_without_outcomes_there_is_no_track_record(case: Any) -> None:
    record = stage.track_record(case().forecasts(), as_of="2030-01-01")
    assert record == {"n": 0, "sentence": "no track record yet (n=0)"}


def test_an_early_yes_waits_for_its_day(case: Any) -> None:
    outcomes = [{"rung": "limited_force", "happened": True, "date": "1978-12-22"}]
    settled = stage.resolve(case().forecasts(), outcomes)
    assert stage.track_record(settled, as_of="1979-01-18")["n"] == 0
    assert stage.track_record(settled, as_of="1979-01-19")["n"] == 1
    assert stage.track_record(settled)["n"] == 3


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("1979-01-10", {30: True, 90: True, 365: True}),
        ("1979-02", {30: False, 90: True, 365: True}),
        ("1981", {30: False, 90: False, 365: False}),
        ("1978-12-20", {}),
        ("1977", {}),
    ],
)
def test_an_outcome_counts_within_its_horizon_and_not_before_the_day(
    case: Any, date: str, expected: dict[int, bool]
) -> None:
    settled = stage.resolve(case().forecasts(), [{"rung": "war", "happened": True, "date": date}])
    assert {one.horizon_days: one.outcome for one in settled} == expected


def test_each_step_is_scored_on_the_questions_it_answers(case: Any) -> None:
    made = case()
    made.commitment(("ARG",), ("CHL",))
    forecasts = made.forecasts()
    game = [{"rung": "war", "horizon_days": 90, "probability": 0.25}]
    outcomes = [
        {"rung": "war", "happened": False},
        {"rung": "show_of_force", "happened": True, "date": "1979-01-02"},
    ]
    base, evidence, solved = stage.score_steps(
        {"1978-12-20": forecasts}, {"1978-12-20": game}, outcomes
    )
    assert (base["step"], base["n"], base["positives"], base["skill"]) == ("base rate", 6, 3, 0.0)
    assert (evidence["step"], evidence["n"]) == ("evidence", 6)
    assert (solved["step"], solved["n"], solved["brier"]) == ("game", 1, 0.0625)
    assert solved["skill"] < 0


def test_a_step_that_answered_nothing_has_no_score(case: Any) -> None:
    rows = stage.score_steps({"1978-12-20": case().forecasts()}, {}, [])
    assert [(row["n"], row["brier"]) for row in rows] == [(0, None)] * 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[outcome]]\nrung = "peace"\nhappened = true\ndate = 1979-01-01', "unknown rung"),
        ('[[outcome]]\nrung = "war"\nhappened = true', "give a date"),
        ("[[outcome", "not an outcome file"),
    ],
)
def test_a_faulty_outcome_file_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "outcome.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said) as caught:
        stage.load_outcomes(path)
    assert str(path) in str(caught.value)


def test_an_outcome_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "outcome.toml"
    path.write_text(
        'crisis = "Beagle"\nsource = "own"\n[[outcome]]\nrung = "war"\nhappened = false\n'
        'note = "mediation"\n[[outcome]]\nrung = "show_of_force"\nhappened = true\n'
        "date = 1978-12-22\n",
        encoding="utf-8",
    )
    told = stage.load_outcomes(path)
    assert [(one.rung, one.happened, one.date) for one in told] == [
        ("war", False, None), ("show_of_force", True, "1978-12-22"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("p", "said"),
    [
        (0.009, None), (0.01, "almost no chance"), (0.05, "very unlikely"), (0.2, "unlikely"),
        (0.5, "roughly even chance"), (0.6, "likely"), (0.85, "very likely"),
        (0.99, "almost certain"), (0.991, None),
    ],
)  # fmt: skip
def test_words_are_those_of_the_standard(p: float, said: str | None) -> None:
    assert word(p) == said


@pytest.mark.parametrize(
    ("p", "said"),
    [
        (0.074, "very unlikely (7.4 %)"), (0.62, "likely (62 %)"), (0.0026, "1 in 380"),
        (0.000001, "1 in 1,000,000"), (0.9971, "99.71 %"), (0.0099, "1 in 100"),
    ],
)  # fmt: skip
def test_a_word_never_stands_without_its_number(p: float, said: str) -> None:
    assert stage.in_words(p) == said


def test_the_game_stands_beside_and_has_no_weight(case: Any) -> None:
    row = {
        "outcomes": {
            name: {"mean": mean, "lo": mean / 2, "hi": min(1.0, mean * 1.5)}
            for name, mean in (
                ("no_attack", 0.6), ("unanswered", 0.1), ("answered_desists", 0.1),
                ("limited_war", 0.15), ("disaster", 0.05),
            )
        }
    }  # fmt: skip
    made = case()
    shown = {(r["rung"], r["horizon_days"]): r for r in stage.beside(row, made.forecasts())}
    assert {rung for rung, _ in shown} == {"limited_force", "war"}
    attack = shown["limited_force", 90]
    assert attack["probability"] == pytest.approx(0.4)
    assert attack["interval"] == pytest.approx([0.1, 0.7])
    assert (attack["weight"], attack["n"], attack["forecast"]) == (0, 0, made.brink())
    assert shown["war", 90]["probability"] == pytest.approx(0.2)


def test_an_unfinished_game_is_refused(case: Any) -> None:
    with pytest.raises(InputError, match="no outcome no_attack"):
        stage.beside({"outcomes": {}}, case().forecasts())


SIDES = {"between": [["GBR"], ["ARG"]]}


@pytest.mark.parametrize(
    ("asked", "outcome", "settled"),
    [
        ((("GBR",), ("ARG",)), {"by": ["GBR"]}, True),
        ((("ARG",), ("GBR",)), {"by": ["GBR"]}, False),  # done by the other side
        ((("NATO",), ("ARG",)), {"by": ["GBR"]} | SIDES, True),  # a member counts as its alliance
        ((("ARG",), ("GBR",)), SIDES, True),  # in either order
        ((("ARG",), ("CHL",)), SIDES, False),  # another crisis
        (None, {"by": ["GBR"]} | SIDES, True),  # a forecast that does not tell its sides
    ],
)
def test_an_outcome_settles_only_questions_about_its_sides(
    case: Any, asked: Any, outcome: dict[str, Any], settled: bool
) -> None:
    made = [one.model_copy(update={"sides": asked}) for one in case().forecasts()]
    told = {"rung": "show_of_force", "happened": True, "date": "1979-01-02"} | outcome
    found = stage.resolve(made, [told])
    assert [one.outcome for one in found] == ([True] * 3 if settled else [])


def test_each_side_has_its_own_outcome_on_a_rung(case: Any) -> None:
    made = [one.model_copy(update={"sides": (("ARG",), ("GBR",))}) for one in case().forecasts()]
    told = [
        {"rung": "show_of_force", "happened": True, "date": "1979-01-02", "by": ["GBR"]},
        {"rung": "show_of_force", "happened": False, "by": ["ARG"]},
    ]
    assert [one.outcome for one in stage.resolve(made, told)] == [False] * 3


def test_a_mutual_rung_has_no_side_that_did_it() -> None:
    with pytest.raises(ValueError, match="mutual"):
        stage.Outcome(rung="war", happened=False, by=("GBR",))


def test_days_of_another_crisis_are_counted(case: Any) -> None:
    made = case().forecasts()
    one, other = made[0].sides
    mine = stage.Outcome(rung="war", happened=False, between=(one, other))
    theirs = stage.Outcome(rung="war", happened=False, between=(("FRA",), ("EGY",)))
    assert stage.elsewhere({"1978-12-20": made}, [mine]) == 0
    assert stage.elsewhere({"1978-12-20": made}, [theirs]) == 1
    assert stage.elsewhere({"1978-12-20": made}, []) == 0


def test_the_sides_at_the_top_of_an_outcome_file_hold_for_all_of_it(tmp_path: Path) -> None:
    path = tmp_path / "outcome.toml"
    path.write_text(
        'sides = [["GBR"], ["ARG"]]\n[[outcome]]\nrung = "new_threat"\nby = ["GBR"]\n'
        'happened = true\ndate = 1982-04-07\n[[outcome]]\nrung = "war"\nhappened = false\n'
    )
    first, second = stage.load_outcomes(path)
    assert first.between == second.between == (("GBR",), ("ARG",))
    assert (first.by, second.by) == (("GBR",), ())
