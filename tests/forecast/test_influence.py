"""What moved the number, what would, and what changed."""

from __future__ import annotations

from typing import Any

import pytest

from brinkwatch import forecast as stage
from brinkwatch.forecast.evidence import precision
from brinkwatch.forecast.signs import read_signs
from brinkwatch.forecast.waterfall import build
from brinkwatch.records import LedgerEntry


def test_leaving_out_the_only_threat_takes_the_number_back(case: Any) -> None:
    made = case()
    threat = made.commitment(("ARG",), ("CHL",))
    made.event("CONSULT", ("ARG",), ("CHL",))
    (row,) = stage.influence(*made.arguments(), as_of=made.as_of)
    assert (row["record_id"], row["quote"]) == (threat.id, threat.span.quote)
    assert row["delta"] == pytest.approx(made.brink() - case().brink())
    assert row["shared_with"] == 0


def test_a_threat_told_by_two_outlets_has_no_delta_and_says_why(case: Any) -> None:
    made = case()
    for origin in ("a.txt", "b.txt"):
        made.commitment(("ARG",), ("CHL",), origin=origin)
    rows = stage.influence(*made.arguments(), as_of=made.as_of)
    assert [(row["delta"], row["shared_with"]) for row in rows] == [(0.0, 1), (0.0, 1)]


def test_the_shift_is_measured_from_the_silence_before_the_articles(case: Any) -> None:
    made = case()
    made.commitment(("ARG",), ("CHL",))
    found = stage.shift(*made.arguments(), as_of=made.as_of)
    assert found["without_articles"] == case().brink()
    assert found["points"] == pytest.approx(100 * (made.brink() - case().brink()))


def test_an_indicator_gives_what_the_report_itself_would_give(case: Any) -> None:
    made, then = case(), case()
    for one in (made, then):
        one.commitment(("ARG",), ("CHL",))
    then.event("MOBILIZE", ("CHL",), ("ARG",), published="1978-12-20")
    rows = {r["key"]: r for r in stage.indicators(*made.arguments(), as_of=made.as_of)}
    assert rows["defender_display"]["probability"] == then.brink()
    assert rows["defender_display"]["indicator"] == (
        "An exercise, alert or deployment by Chile against Argentina"
    )


def test_an_imagined_exchange_of_fire_is_not_added_to_the_war_with_the_client(case: Any) -> None:
    sides = {"challenger": ("RUS",), "defender": ("NATO", "UKR"), "as_of": "2024-09-14"}
    made, alone = case(**sides), case(**{**sides, "defender": ("NATO",)})
    for one in (made, alone):
        one.commitment(("RUS",), ("NATO",), published="2024-09-10")
    for day in range(1, 8):
        made.event("ASSAULT", ("RUS",), ("UKR",), date=f"2024-09-0{day}", published="2024-09-10")
    alone.event("ASSAULT", ("RUS",), ("NATO",), published="2024-09-14")
    rows = {r["key"]: r for r in stage.indicators(*made.arguments(), as_of=made.as_of)}
    assert rows["force"]["probability"] == pytest.approx(alone.brink())


def test_a_report_that_tells_nothing_new_moves_nothing(case: Any) -> None:
    made = case()
    made.commitment(("ARG",), ("CHL",))
    rows = {r["key"]: r for r in stage.indicators(*made.arguments(), as_of=made.as_of)}
    assert rows["explicit_threat"]["delta"] == 0
    assert rows["assurance"]["delta"] < 0 < rows["crossed"]["delta"]


@pytest.mark.parametrize(
    ("key", "note"),
    [
        ("explicit_threat", "already reported"),
        ("withdrawal", "past cases are forecast no better with it"),
        ("force", "then it is asked whether force is used again; what threats add was not counted"),
        ("assurance", None),
    ],
)
def test_an_indicator_says_why_it_moves_nothing(case: Any, key: str, note: str | None) -> None:
    made = case()
    made.commitment(("ARG",), ("CHL",))
    rows = {r["key"]: r for r in stage.indicators(*made.arguments(), as_of=made.as_of)}
    assert rows[key]["note"] == note


def test_the_conditional_pair_averages_to_the_probability(case: Any) -> None:
    made = case()
    made.commitment(("ARG",), ("CHL",))
    rows = stage.conditionals(*made.arguments(), as_of=made.as_of)
    assert {row["rung"] for row in rows} == {"limited_force", "attack_on_home_territory", "war"}
    for row in rows:
        assert 0 < row["not_crossed"] < row["probability"] < row["crossed"] < 1
        share = row["share_crossed"]
        mixed = share * row["crossed"] + (1 - share) * row["not_crossed"]
        assert mixed == pytest.approx(row["probability"])
        assert "not proof of cause" in row["note"]
        crossed, without = row["questions"]
        assert crossed.endswith("of 1978-12-20, if a red line of Argentina is crossed first")
        assert without.endswith("of 1978-12-20, if no red line of Argentina is crossed")
        assert "Chile or those it helps do what a red line of Argentina" in row["criterion"]
        assert row["criterion"].count("By the word of") == 2


def test_a_pair_says_where_a_crossing_is_reported_already(case: Any) -> None:
    made = case()
    made.commitment(("ARG",), ("CHL",))
    before = stage.conditionals(*made.arguments(), as_of=made.as_of)
    made.commitment(("ARG",), ("CHL",), life="crossed", date="1978-12-15")
    after = stage.conditionals(*made.arguments(), as_of=made.as_of)
    assert "reported already" in after[0]["note"]
    assert "reported already" not in before[0]["note"]


def test_a_crossed_line_is_one_step_and_an_answered_one_none(case: Any) -> None:
    crossed, answered = case(), case(status="enforced")
    for made in (crossed, answered):
        made.commitment(("ARG",), ("CHL",))
        made.commitment(("ARG",), ("CHL",), life="crossed", date="1978-12-15")

    def names(made: Any) -> list[str]:
        return [step.name for step in stage.headline(made.forecasts()).steps]

    assert sum("crossed" in name for name in names(crossed)) == 1
    assert not any("crossed" in name for name in names(answered))


def test_no_sentence_enters_by_two_routes(case: Any) -> None:
    made = case()
    made.commitment(("ARG",), ("CHL",))
    made.commitment(("ARG",), ("CHL",), life="crossed", date="1978-12-15")
    made.event("MOBILIZE", ("ARG",), ("CHL",))
    cited = [r for step in stage.headline(made.forecasts()).steps for r in step.evidence]
    assert len(cited) == len(set(cited)) == 3


def test_changes_name_the_steps_that_differ(case: Any) -> None:
    made = case()
    made.commitment(("ARG",), ("CHL",))
    before = made.forecasts()
    made.commitment(("ARG",), ("CHL",), kind="assurance")
    rows = {(r["rung"], r["horizon_days"]): r for r in stage.changes(before, made.forecasts())}
    row = rows["limited_force", 90]
    assert row["delta"] < 0
    assert [(step["name"], step["before"]) for step in row["steps"]] == [
        ("assurance or promise by Argentina to Chile", None)
    ]


def test_a_threat_read_as_said_to_its_own_camp_still_opens_the_class(case: Any) -> None:
    sides = {"challenger": ("NATO",), "defender": ("YUG",), "as_of": "1999-03-20"}
    misread, unsaid, elsewhere = (case(**sides) for _ in range(3))
    misread.commitment(("USA",), ("FRA",), published="1999-03-19")
    unsaid.commitment(("USA",), (), published="1999-03-19")
    elsewhere.commitment(("USA",), ("IRQ",), published="1999-03-19")
    assert misread.brink() == unsaid.brink() > elsewhere.brink()


def test_assumptions_are_told_with_what_other_values_would_do(case: Any) -> None:
    made = case()
    made.commitment(("ARG",), ("CHL",))
    made.commitment(("ARG",), ("CHL",), life="crossed", date="1978-12-15")
    rows = stage.assumptions(*made.arguments(), as_of=made.as_of)
    assert {row["name"] for row in rows} == {
        "the coder is as precise on these articles as on those it was measured on",
        "prior standard deviation of an effect, in log odds",
        "a red line of Argentina is crossed, as reported or inferred, and not yet answered",
    }
    assert all(row["effect"].startswith("headline ") for row in rows)


def test_an_assumption_that_does_not_move_the_headline_is_left_out(case: Any) -> None:
    rows = stage.assumptions(*case().arguments(), as_of="1978-12-20")
    assert [row["name"] for row in rows] == ["prior standard deviation of an effect, in log odds"]


def test_a_coder_trusted_as_measured_gives_the_forecast_itself(case: Any) -> None:
    made = case()
    made.commitment(("ARG",), ("CHL",))
    fall = build("limited_force", 90, read_signs(*made.arguments(), as_of=made.as_of))
    assert fall.trusting(precision("commitment")) == pytest.approx(fall.probability)
    assert fall.trusting(0.5) < fall.probability < fall.trusting(1.0)


def test_a_sign_counts_by_how_sure_the_surest_record_behind_it_is(case: Any) -> None:
    def told(*confidences: float | None) -> float:
        made = case()
        for number, sure in enumerate(confidences):
            made.commitment(("ARG",), ("CHL",), confidence=sure, origin=f"{number}.txt")
        return float(made.brink())

    assert told(0.5) < told(0.7) < told(0.95)
    assert told(0.95, 0.5) == told(0.5, 0.95) == told(0.95)
    assert told(None) == told(precision("commitment"))


@pytest.mark.parametrize(
    ("basis", "confidence", "counts"),
    [("inferred", 0.4, False), ("inferred", 0.8, True), ("stated", 0.4, True)],
)
def test_a_doubtful_inferred_crossing_does_not_count(
    case: Any, basis: Any, confidence: float, counts: bool
) -> None:
    made = case(status="crossed")
    made.commitment(("ARG",), ("CHL",))
    before = made.brink()
    deed = made.event("SANCTION", ("CHL",), ("ARG",))
    made.entries.append(
        LedgerEntry(
            id="entry", line_id="line", date="1978-12-12", life="crossed", basis=basis,
            document_id=deed.document_id, origin=deed.origin, records=(deed.id,),
            confidence=confidence,
        )
    )  # fmt: skip
    assert (made.brink() > before) is counts
