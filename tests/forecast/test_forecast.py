"""The properties every forecast keeps, whatever the articles say."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise, permutations
from math import exp, log
from typing import Any

import pytest

from brinkwatch import forecast as stage
from brinkwatch.errors import InputError
from brinkwatch.forecast.base_rates import Choice, count
from brinkwatch.forecast.questions import ladder, names
from brinkwatch.forecast.signs import read_signs
from brinkwatch.forecast.uncertainty import interval
from brinkwatch.forecast.waterfall import build, expit, logit
from brinkwatch.records import Forecast

RUS_NATO = {"challenger": ("RUS",), "defender": ("NATO",), "client": ("UKR",)}


def crises(make: Any) -> list[Any]:
    """A spread of cases: silent, threatened, displayed, fought over, defused, nuclear."""
    silent, threatened, displayed, fighting, defused = (make() for _ in range(5))
    threatened.commitment(("ARG",), ("CHL",))
    displayed.event("MOBILIZE", ("ARG",), ("CHL",))
    fighting.event("ASSAULT", ("CHL",), ("ARG",))
    defused.commitment(("ARG",), ("CHL",))
    defused.commitment(("ARG",), ("CHL",), kind="assurance")
    defused.event("RETREAT", ("ARG",), ("CHL",))
    nuclear = make(**RUS_NATO, as_of="2024-09-14")
    nuclear.commitment(("RUS",), ("NATO",), published="2024-09-12", life="crossed")
    nuclear.event("ASSAULT", ("RUS",), ("UKR",), published="2024-09-12")
    return [silent, threatened, displayed, fighting, defused, nuclear]


def by_key(forecasts: tuple[Forecast, ...]) -> dict[tuple[str, int], Forecast]:
    return {(one.rung, one.horizon_days): one for one in forecasts}


def test_a_longer_horizon_is_never_less_likely(case: Any) -> None:
    for made in crises(case):
        found = by_key(made.forecasts())
        for (rung, days), one in found.items():
            later = found.get((rung, {30: 90, 90: 365}.get(days, 0)))
            if later:
                assert one.probability < later.probability
                assert one.interval[0] <= later.interval[0]
                assert one.interval[1] <= later.interval[1]


def test_a_kind_of_event_is_never_likelier_than_the_event(case: Any) -> None:
    nested = {entry.key: entry.within for entry in ladder() if entry.within}
    assert nested == {"attack_on_home_territory": "limited_force", "war": "limited_force"}
    for made in crises(case):
        found = by_key(made.forecasts())
        for (rung, days), one in found.items():
            if rung in nested:
                assert one.probability < found[nested[rung], days].probability


def test_the_steps_add_up_to_the_probability(case: Any) -> None:
    for made in crises(case):
        for one in made.forecasts():
            total = sum(step.log_odds for step in one.steps)
            assert total == pytest.approx(log(one.probability / (1 - one.probability)), abs=1e-9)


def test_the_first_step_is_the_base_rate(case: Any) -> None:
    for made in crises(case):
        for one in made.forecasts():
            share = 1 / (1 + exp(-one.steps[0].log_odds))
            assert one.base_rate.share == pytest.approx(share, abs=1e-12)


def test_the_prior_is_the_average_of_all_classes(case: Any) -> None:
    made = case(**RUS_NATO, as_of="2024-09-14")
    made.commitment(("RUS",), ("NATO",), published="2024-09-12", confidence=0.5)
    found = by_key(made.forecasts())
    halves = [count(key, "limited_force", 90) for key in ("threat_or_display", "quiet_pair")]
    force = expit(sum(logit(half.share) / 2 for half in halves if half))
    shares = [count(key, "war", 90) for key in ("mid_force", "icb_serious")]
    further = expit(sum(logit(share.share) / 2 for share in shares if share))
    assert stage.prior(found["limited_force", 90]) == pytest.approx(force)
    assert stage.prior(found["war", 90]) == pytest.approx(force * further)
    shift = stage.shift(*made.arguments(), as_of=made.as_of)
    assert shift["base_rate"] == pytest.approx(force)


def test_the_interval_holds_the_probability(case: Any) -> None:
    for made in crises(case):
        for one in made.forecasts():
            low, high = one.interval
            assert 0 < low < one.probability < high < 1


def test_every_forecast_has_two_reference_classes_with_n_period_and_source(case: Any) -> None:
    for made in crises(case):
        for one in made.forecasts():
            classes = (one.base_rate, *one.other_classes)
            assert len({rate.reference_class for rate in classes}) >= 2
            assert all(rate.n > 0 and rate.period and rate.source for rate in classes)


def test_nothing_is_held_above_a_floor() -> None:
    from brinkwatch.forecast.base_rates import Count, classes

    rare = Count(classes()["nuclear_dispute"], k=0, n=10**6, watched=365, days=30)
    assert 0 < rare.share < 1e-6


def test_the_same_article_twice_moves_nothing(case: Any) -> None:
    once, twice = case(), case()
    for made, origins in ((once, ["a.txt"]), (twice, ["a.txt", "b.txt", "c.txt"])):
        for origin in origins:
            made.commitment(("ARG",), ("CHL",), origin=origin)
            made.event("MOBILIZE", ("CHL",), ("ARG",), origin=origin)
    assert [f.probability for f in once.forecasts()] == [f.probability for f in twice.forecasts()]


def test_the_order_of_articles_does_not_matter(case: Any) -> None:
    made = case()
    made.commitment(("ARG",), ("CHL",))
    made.commitment(("ARG",), ("CHL",), kind="assurance")
    made.event("MOBILIZE", ("CHL",), ("ARG",))
    crisis, ledger = made.crisis(), made.ledger()
    answers = {
        stage.forecast(crisis, ledger, order, made.documents[::-1], as_of=made.as_of)
        for order in permutations(made.records)
    }
    assert len(answers) == 1


def test_the_same_input_gives_the_same_bytes(case: Any) -> None:
    made = case()
    made.commitment(("ARG",), ("CHL",))
    first, second = (tuple(f.model_dump_json() for f in made.forecasts()) for _ in range(2))
    assert first == second


def test_what_is_published_later_changes_nothing(case: Any) -> None:
    before, after = case(), case()
    after.commitment(("ARG",), ("CHL",), published="1978-12-21")
    after.event("ASSAULT", ("ARG",), ("CHL",), date="1978-12-22")
    assert [f.probability for f in before.forecasts()] == [f.probability for f in after.forecasts()]


def test_the_speaker_turned_round_changes_the_answer(case: Any) -> None:
    ours, theirs = case(), case()
    ours.commitment(("ARG",), ("CHL",))
    theirs.commitment(("CHL",), ("ARG",))
    assert ours.brink() > theirs.brink()


@pytest.mark.parametrize(
    ("status", "moves"),
    [("actual", True), ("ongoing", True), ("planned", False), ("denied", False)],
)
def test_only_what_was_done_moves_the_number(case: Any, status: str, moves: bool) -> None:
    silent, told = case(), case()
    told.event("MOBILIZE", ("ARG",), ("CHL",), status=status)
    assert (told.brink() > silent.brink()) is moves


def test_what_the_same_words_only_expect_was_not_done(case: Any) -> None:
    silent, told = case(), case()
    told.estimate(told.event("ASSAULT", ("ARG",), ("CHL",)))
    assert told.brink() == silent.brink()


@pytest.mark.parametrize("more", [{"strength": "vague"}, {"life": "withdrawn"}])
def test_vague_and_withdrawn_threats_open_no_class(case: Any, more: dict[str, str]) -> None:
    silent, told = case(), case()
    told.commitment(("ARG",), ("CHL",), **more)
    assert told.brink() == silent.brink()


def test_signs_move_the_number_the_way_history_says(case: Any) -> None:
    silent, bare, named, eased = (case() for _ in range(4))
    for made in (bare, eased):
        made.commitment(("ARG",), ("CHL",), consequence=None)
    named.commitment(("ARG",), ("CHL",), consequence="ASSAULT")
    eased.commitment(("ARG",), ("CHL",), kind="assurance")
    assert silent.brink() < eased.brink() < bare.brink() < named.brink()


def test_force_between_the_sides_changes_the_reference_class(case: Any) -> None:
    made = case()
    made.commitment(("ARG",), ("CHL",))
    made.event("ASSAULT", ("ARG", "CHL"))
    assert "first uses of force" in stage.headline(made.forecasts()).base_rate.reference_class


def test_fighting_that_goes_on_belongs_to_a_class_of_its_own(case: Any) -> None:
    once, many, ongoing = case(), case(), case()
    once.event("ASSAULT", ("ARG",), ("CHL",))
    ongoing.event("ASSAULT", ("ARG",), ("CHL",), status="ongoing")
    for day in range(10, 15):
        many.event("ASSAULT", ("ARG",), ("CHL",), date=f"1978-12-{day}")
    assert once.brink() < many.brink() == ongoing.brink()


def test_a_war_with_the_client_is_no_force_between_the_sides_but_widens_the_interval(
    case: Any,
) -> None:
    narrow, wide = (case(**RUS_NATO, as_of="2024-09-14") for _ in range(2))
    for made in (narrow, wide):
        made.commitment(("RUS",), ("NATO",), published="2024-09-12")
    wide.event("ASSAULT", ("RUS",), ("UKR",), published="2024-09-12")
    calm, beside_war = (stage.headline(made.forecasts()) for made in (narrow, wide))
    assert calm.probability == pytest.approx(beside_war.probability)
    assert beside_war.interval[1] > calm.interval[1]
    assert "does not cover" in (beside_war.base_rate.note or "")
    assert "The fighting of Russia with Ukraine does not count." in beside_war.criterion


def test_the_brink_is_force_with_a_side_not_yet_fought(case: Any) -> None:
    apart = case(**RUS_NATO, as_of="2024-09-14")
    mixed = case(challenger=("RUS",), defender=("NATO", "UKR"), as_of="2024-09-14")
    for made in (apart, mixed):
        made.commitment(("RUS",), ("NATO",), published="2024-09-12")
        made.event("ASSAULT", ("RUS",), ("UKR",), published="2024-09-12")
    assert mixed.brink() == apart.brink()
    assert "between Russia and NATO within" in stage.headline(mixed.forecasts()).question


def test_a_side_fought_stays_at_stake_where_nobody_else_is_threatened(case: Any) -> None:
    made = case(challenger=("RUS",), defender=("NATO", "UKR"), as_of="2024-09-14")
    made.commitment(("RUS",), ("NATO",), published="2024-09-10")
    made.event("ASSAULT", ("RUS",), ("NATO",), published="2024-09-12")
    assert "between Russia and NATO or Ukraine within" in stage.headline(made.forecasts()).question


@pytest.mark.parametrize("fought", ["POL", "NATO"])
def test_force_with_a_member_is_force_with_its_alliance(case: Any, fought: str) -> None:
    made = case(challenger=("RUS",), defender=("NATO", "POL", "USA"), as_of="2024-09-14")
    made.commitment(("RUS",), ("NATO", "USA"), published="2024-09-10")
    made.event("ASSAULT", ("RUS",), (fought,), published="2024-09-12")
    assert "first uses of force" in stage.headline(made.forecasts()).base_rate.reference_class


def test_a_threat_of_months_ago_belongs_to_another_class(case: Any) -> None:
    made = case()
    made.commitment(("ARG",), ("CHL",), published="1978-06-01")
    assert "90 days after" in stage.headline(made.forecasts()).base_rate.reference_class


def test_a_threat_of_years_ago_opens_no_class(case: Any) -> None:
    old, silent = case(), case()
    old.commitment(("ARG",), ("CHL",), published="1975-06-01")
    assert old.brink() == silent.brink()


def test_a_sign_without_a_count_for_a_rung_is_shown_with_no_effect(case: Any) -> None:
    made = case(**RUS_NATO, as_of="2024-09-14")
    made.commitment(("RUS",), ("NATO",), published="2024-09-12")
    test = by_key(made.forecasts())["nuclear_test", 90]
    threat = next(step for step in test.steps if step.name.startswith("explicit threat"))
    assert (threat.log_odds, threat.note) == (0.0, "no effect: not counted for this rung")


def test_nuclear_rungs_are_void_where_no_side_is_armed(case: Any) -> None:
    made = case()
    assert {f.rung for f in made.forecasts()} == {
        "new_threat", "show_of_force", "limited_force", "attack_on_home_territory", "war",
    }  # fmt: skip
    assert [row["rung"] for row in stage.not_asked(made.crisis(), as_of=made.as_of)] == [
        "nuclear_test", "nuclear_use",
    ]  # fmt: skip


def test_the_question_names_sides_deadline_and_day(case: Any) -> None:
    one = stage.headline(case().forecasts())
    assert one.question == (
        "Direct use of force between Argentina and Chile within 90 days of 1978-12-20"
    )
    assert one.resolves == "1979-03-20"
    assert "attack" in one.criterion


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (("RUS",), "Russia"),
        (("USA",), "the United States"),
        (("NATO", "USA", "GBR"), "NATO"),
        (("NATO", "UKR"), "NATO or Ukraine"),
        (("NATO", "WEST"), "NATO"),
        (("USA", "NATO"), "the United States or its partners"),
        (("ISR", "G7", "USA", "JOR", "EGY"), "Israel or its partners"),
        ((), "the other side"),
    ],
)
def test_a_side_has_a_name_that_reads_in_a_sentence(codes: tuple[str, ...], said: str) -> None:
    assert names(codes, "2024-09-14") == said


def test_a_criterion_says_who_is_meant_by_a_side_that_is_not_spelled_out(case: Any) -> None:
    sides = {"challenger": ("RUS",), "defender": ("JPN", "UKR", "NATO", "USA")}
    one = stage.headline(case(**sides, as_of="2024-09-14").forecasts())
    assert "between Russia and Japan or its partners within" in one.question
    assert "“Japan or its partners” means Japan, Ukraine and NATO." in one.criterion
    assert "A member counts as its alliance." in one.criterion


def test_the_interval_says_what_makes_it_wide(case: Any) -> None:
    made = case()
    made.commitment(("ARG",), ("CHL",))
    one = stage.headline(made.forecasts())
    named = [part.split(" (alone ")[0] for part in one.interval_covers]
    assert sorted(named) == [
        "how few cases a class holds",
        "how strong the evidence is",
        "whether the coder read the reports rightly",
        "which reference class fits",
    ]
    ends = [re.findall(r"([\d.]+) %", part) for part in one.interval_covers]
    odds = [[float(end) / (100 - float(end)) for end in pair] for pair in ends]
    widths = [high / low for low, high in odds]
    assert widths == sorted(widths, reverse=True)


def test_a_doubtful_coder_leaves_the_forecast_and_widens_the_interval(case: Any) -> None:
    made = case()
    made.commitment(("ARG",), ("CHL",))
    fall = build("limited_force", 90, read_signs(*made.arguments(), as_of=made.as_of))
    sure, doubtful = (interval(fall, vary) for vary in ({"counts"}, {"counts", "coding"}))
    assert doubtful[0] < sure[0] < fall.probability < sure[1] < doubtful[1]


def test_a_nuclear_side_adds_its_own_class_and_is_not_counted_twice_in_it(case: Any) -> None:
    made = case(**RUS_NATO, as_of="2024-09-14")
    made.commitment(("RUS",), ("NATO",), published="2024-09-12")
    one = stage.headline(made.forecasts())
    assert any("nuclear-armed" in rate.reference_class for rate in one.other_classes)
    fall = build("limited_force", 90, read_signs(*made.arguments(), as_of=made.as_of))
    held = {count.of.key: count.of.holds for count in fall.choice.others}
    assert held == {
        "quiet_pair": (), "explicit_threat": ("explicit_threat",),
        "nuclear_side": ("nuclear_side",),
    }  # fmt: skip


def test_a_class_that_holds_a_sign_is_not_moved_by_it(case: Any) -> None:
    made = case()
    made.commitment(("ARG",), ("CHL",), consequence=None)
    fall = build("limited_force", 90, read_signs(*made.arguments(), as_of=made.as_of))
    base = count("explicit_threat", "limited_force", 90)
    assert base is not None
    alone = replace(fall, choice=Choice((base,), (1.0,), (), ""))
    signs = {p[0]: s.trust * p[1] for s in fall.shifts for p in s.parts}
    assert signs.pop("explicit_threat") > 0
    moved = logit(base.share) + sum(signs.values())
    assert interval(alone, frozenset())[0] == pytest.approx(expit(moved))


def test_evidence_names_the_records_it_rests_on(case: Any) -> None:
    made = case()
    threat = made.commitment(("ARG",), ("CHL",))
    assert stage.headline(made.forecasts()).evidence == (threat.id,)


def test_a_date_that_is_none_is_refused(case: Any) -> None:
    made = case()
    with pytest.raises(InputError, match="YYYY-MM-DD"):
        stage.forecast(*made.arguments(), as_of="next week")


def test_horizons_and_classes_agree_with_their_counts() -> None:
    from brinkwatch.forecast.base_rates import choose, table_of_choices
    from brinkwatch.forecast.questions import horizons

    for row in table_of_choices():
        for rung in row["rungs"]:
            shares = [choose(row["situation"], rung, days).main[0].share for days in horizons()]
            assert all(a <= b for a, b in pairwise(shares)), (row["situation"], rung)
