"""What holds of every forecast, tried on crises made at random."""

from __future__ import annotations

import random
import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brinkwatch import forecast as stage
from brinkwatch.forecast import base_rates
from brinkwatch.forecast.questions import horizons, ladder, rung
from brinkwatch.forecast.signs import read_signs
from brinkwatch.forecast.uncertainty import sample
from brinkwatch.forecast.waterfall import Waterfall, build, logit
from brinkwatch.report import wording

SIDES = (
    {"challenger": ("ARG",), "defender": ("CHL",)},
    {"challenger": ("RUS",), "defender": ("NATO",), "client": ("UKR",)},
    {"challenger": ("RUS",), "defender": ("NATO", "UKR")},
)
DAYS = ("1999-05-01", "2000-03-01", "2000-08-01", "2000-08-30")
LATER = "2000-09-02"
often = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
seldom = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))

events = st.fixed_dictionaries(
    {
        "what": st.just("event"),
        "kind": st.sampled_from(["MOBILIZE", "ASSAULT", "RETREAT", "SANCTION", "CONSULT"]),
        "by": st.integers(0, 1),
        "published": st.sampled_from(DAYS),
        "status": st.sampled_from(["actual", "ongoing", "planned", "denied"]),
        "confidence": st.none() | st.floats(0.05, 1),
    }
)
words = st.fixed_dictionaries(
    {
        "what": st.just("commitment"),
        "kind": st.sampled_from(["deterrent_threat", "ultimatum", "assurance", "promise"]),
        "by": st.integers(0, 1),
        "published": st.sampled_from(DAYS),
        "consequence": st.sampled_from([None, "ASSAULT", "SANCTION"]),
        "strength": st.sampled_from(["explicit", "partial", "vague"]),
        "life": st.sampled_from(["declared", "reiterated", "crossed", "withdrawn"]),
        "confidence": st.none() | st.floats(0.05, 1),
    }
)
reports = st.lists(events | words, max_size=6)
sides = st.sampled_from(SIDES)


def add(made: Any, report: dict[str, Any], origin: str) -> None:
    """One more article with that report in it."""
    told = dict(report)
    what, kind, by = told.pop("what"), told.pop("kind"), told.pop("by")
    pair = (made.challenger, made.defender[:1])
    one, other = pair[by], pair[1 - by]
    if what == "event":
        made.event(kind, one, other, origin=origin, **told)
    else:
        made.commitment(one, other, kind=kind, origin=origin, **told)


def crisis(case: Any, who: dict[str, Any], told: list[dict[str, Any]], *, copies: int = 1) -> Any:
    made = case(**who, as_of="2000-09-01")
    for number, report in enumerate(told):
        for copy in range(copies):
            add(made, report, f"{number}-{copy}.txt")
    return made


def falls(made: Any) -> dict[tuple[str, int], Waterfall]:
    """The waterfall of every question asked of a crisis."""
    signs = read_signs(*made.arguments(), as_of=made.as_of)
    asked = [e.key for e in ladder() if signs.armed or not e.key.startswith("nuclear")]
    return {(key, days): build(key, days, signs) for key in asked for days in horizons()}


def numbers(made: Any) -> dict[tuple[str, int], float]:
    return {question: fall.probability for question, fall in falls(made).items()}


@often
@given(sides, reports)
def test_longer_horizons_and_wider_events_are_never_less_likely(
    case: Any, who: dict[str, Any], told: list[dict[str, Any]]
) -> None:
    found = numbers(crisis(case, who, told))
    for key in dict.fromkeys(key for key, _ in found):
        assert all(found[key, a] < found[key, b] for a, b in pairwise(horizons())), key
    for entry in ladder():
        if entry.within:
            for days in horizons():
                assert found[entry.key, days] < found[entry.within, days]


@seldom
@given(sides, reports)
def test_the_ends_of_an_interval_rise_with_the_horizon(
    case: Any, who: dict[str, Any], told: list[dict[str, Any]]
) -> None:
    found = {
        question: sorted(sample(fall)) for question, fall in falls(crisis(case, who, told)).items()
    }
    for key in dict.fromkeys(key for key, _ in found):
        for a, b in pairwise(horizons()):
            for place in (0.05, 0.5, 0.95):
                low, high = (found[key, d][int(place * len(found[key, d]))] for d in (a, b))
                assert low <= high, (key, a, place)


@often
@given(sides, reports)
def test_the_steps_add_up(case: Any, who: dict[str, Any], told: list[dict[str, Any]]) -> None:
    for fall in falls(crisis(case, who, told)).values():
        total = sum(step.log_odds for step in fall.steps)
        assert total == pytest.approx(logit(fall.probability), abs=1e-9)
        assert fall.steps[0].kind == "base_rate"


@often
@given(sides, reports, st.randoms(use_true_random=False))
def test_the_order_of_articles_does_not_matter(
    case: Any, who: dict[str, Any], told: list[dict[str, Any]], chance: random.Random
) -> None:
    made, turned = crisis(case, who, told), crisis(case, who, told)
    chance.shuffle(turned.records)
    chance.shuffle(turned.documents)
    assert {q: fall.steps for q, fall in falls(made).items()} == {
        q: fall.steps for q, fall in falls(turned).items()
    }


@often
@given(sides, reports, st.integers(2, 3))
def test_copies_of_articles_move_nothing(
    case: Any, who: dict[str, Any], told: list[dict[str, Any]], copies: int
) -> None:
    assert numbers(crisis(case, who, told)) == numbers(crisis(case, who, told, copies=copies))


@often
@given(sides, reports, events | words)
def test_what_was_published_later_moves_nothing(
    case: Any, who: dict[str, Any], told: list[dict[str, Any]], late: dict[str, Any]
) -> None:
    made, more = crisis(case, who, told), crisis(case, who, told)
    add(more, late | {"published": LATER}, "late.txt")
    assert numbers(made) == numbers(more)


@often
@given(sides, reports)
def test_a_conditional_pair_obeys_the_law_of_total_probability(
    case: Any, who: dict[str, Any], told: list[dict[str, Any]]
) -> None:
    made = crisis(case, who, told)
    silent = crisis(case, who, [report for report in told if report.get("life") != "crossed"])
    rows = stage.conditionals(*made.arguments(), as_of=made.as_of)
    assert {row["horizon_days"] for row in rows} == set(horizons())
    for row in rows:
        assert 0 < row["not_crossed"] < row["crossed"] < 1
        share = row["share_crossed"]
        total = share * row["crossed"] + (1 - share) * row["not_crossed"]
        if len(silent.records) == len(made.records):
            assert total == pytest.approx(row["probability"])
    for condition in ("crossed", "not_crossed"):
        for a, b in pairwise(horizons()):
            told_of = {(r["rung"], r["horizon_days"]): r[condition] for r in rows}
            assert all(told_of[key, a] < told_of[key, b] for key, d in told_of if d == a)


@settings(max_examples=300, deadline=None)
@given(st.floats(-6, -2.01))
def test_below_one_per_cent_a_probability_is_one_in_n_down_to_a_millionth(power: float) -> None:
    p = 10**power
    for said in (wording.short(p), stage.odds(p), stage.in_words(p)):
        n = re.fullmatch(r"1 in ([\d,]+)", said)
        assert n
        assert int(n[1].replace(",", "")) == pytest.approx(1 / p, rel=0.051)


def test_a_forecast_goes_below_a_millionth_where_the_counts_do(
    case: Any,
) -> None:
    rare = {
        key: base_rates.OwnCount(0, 10**9, "always", "made up")
        for key in base_rates._counts()
        if key[1] == "nuclear_use"
    }
    made = case(challenger=("RUS",), defender=("USA",), as_of="2000-09-01")
    made.commitment(("RUS",), ("USA",), published="2000-08-30")
    with base_rates.counting(rare):
        (one, *_) = (f for f in made.forecasts() if f.rung == "nuclear_use")
    assert 0 < one.interval[0] < one.probability < 1e-9
    assert wording.short(one.probability).startswith("1 in ")


@often
@given(sides, reports)
def test_each_record_enters_by_one_step_or_not_at_all(
    case: Any, who: dict[str, Any], told: list[dict[str, Any]]
) -> None:
    """The ablation ledger: what a record does, it does through the step that names it."""
    made = crisis(case, who, told)
    found, signs = falls(made), read_signs(*made.arguments(), as_of=made.as_of)
    for question, fall in found.items():
        named = [record for step in fall.steps for record in step.evidence]
        assert len(named) == len(set(named)), question
    known, ledger, records, documents = made.arguments()
    entered = set(signs.opened_by).union(*signs.reported.values())
    for record in records:
        rest = [other for other in records if other.id != record.id]
        left = read_signs(known, ledger, rest, documents, as_of=made.as_of)
        for (key, days), fall in found.items():
            without = build(key, days, left)
            if record.id not in entered:
                assert without.steps == fall.steps
            elif record.id not in signs.opened_by and not rung(key).within:
                # the steps that do not name it stay as they are
                here, there = (
                    {s.name: s.log_odds for s in f.steps if record.id not in s.evidence}
                    for f in (fall, without)
                )
                assert all(there.get(name) == odds for name, odds in here.items()), question
