"""The life of a line, as articles state it and as deeds show it."""

from __future__ import annotations

import pytest

from brinkwatch.ledger.stages import Step, merge, shift, status

from .conftest import Corpus

LANDING = ("ARG", "ASSAULT", "GBR", "troops land on the islands")
LANDED = ("ARG", "ASSAULT", "GBR", "Argentine troops landed on the islands")
SAILING = ("GBR", "ASSAULT", "ARG", "the fleet will fire on the invaders")
FIRED = ("GBR", "ASSAULT", "ARG", "the fleet fired on the invaders")


@pytest.fixture
def line(corpus: Corpus) -> Corpus:
    """A line that Britain drew on 20 March 1982."""
    corpus.commitment(
        "1982-03-20", "GBR", "ARG", trigger=LANDING, consequence=SAILING, date="1982-03-20"
    )
    return corpus


def test_a_fitting_deed_after_the_declaration_crosses_the_line(line: Corpus, lives) -> None:
    deed = line.event("1982-04-02", LANDED)
    assert lives(line.ledger()) == [("1982-03-20", "declared"), ("1982-04-02", "crossed")]
    crossed = line.ledger().entries[-1]
    assert crossed.basis == "inferred"
    assert crossed.records == (deed.id,)
    assert "landed on the islands" in (crossed.note or "")


@pytest.mark.parametrize("status_of_deed", ["planned", "denied"])
def test_no_plan_and_no_denial_crosses_it(line: Corpus, lives, status_of_deed: str) -> None:
    line.event("1982-04-02", LANDED, status=status_of_deed)
    assert lives(line.ledger()) == [("1982-03-20", "declared")]


def test_an_analysts_if_crosses_nothing(line: Corpus, lives) -> None:
    article = line.article("1982-04-01", "Troops may land on the islands.")
    line.estimate(article, "Troops may land on the islands.")
    assert lives(line.ledger()) == [("1982-03-20", "declared")]


@pytest.mark.parametrize(
    ("deed", "day"),
    [
        (LANDED, "1982-03-01"),
        (LANDED, "1982-03-20"),
        (LANDED, "1984-01-01"),
        (("CHL", "ASSAULT", "GBR", "troops landed on the islands"), "1982-04-02"),
        (("ARG", "CONSULT", "GBR", "envoys landed in London"), "1982-04-02"),
        (("ARG", "ASSAULT", "CHL", "troops landed on the islands"), "1982-04-02"),
    ],
)
def test_earlier_stale_and_other_deeds_do_not(line: Corpus, lives, deed, day: str) -> None:
    line.event(day, deed)
    assert "crossed" not in [life for _, life in lives(line.ledger())]


def test_a_crossing_dated_by_its_article_alone_is_kept_below_one_half(line: Corpus, lives) -> None:
    article = line.article("1982-04-02", "Argentine troops landed on the islands")
    line.event(None, LANDED, article=article)
    assert lives(line.ledger()) == [("1982-03-20", "declared")]
    assert line.ledger().entries[-1].life == "crossed"


def test_the_threatened_answer_enforces_the_line(line: Corpus, lives) -> None:
    line.event("1982-04-02", LANDED)
    line.event("1982-04-25", FIRED)
    assert lives(line.ledger())[-1] == ("1982-04-25", "enforced")
    assert line.ledger().lines[0].status == "enforced"


def test_an_act_of_another_sort_answers_the_line_otherwise(line: Corpus, lives) -> None:
    line.event("1982-04-02", LANDED)
    line.event("1982-04-03", ("GBR", "SANCTION", "ARG", "froze Argentine assets"))
    assert lives(line.ledger())[-1] == ("1982-04-03", "answered_otherwise")
    assert line.ledger().lines[0].status == "answered_otherwise"


def test_the_threatened_answer_weighs_more_than_another(line: Corpus, lives) -> None:
    line.event("1982-04-02", LANDED)
    line.event("1982-04-03", ("GBR", "SANCTION", "ARG", "froze Argentine assets"))
    line.event("1982-04-25", FIRED)
    assert lives(line.ledger())[-1] == ("1982-04-25", "enforced")


def test_what_the_issuer_did_before_is_a_doubtful_answer(line: Corpus) -> None:
    line.event("1982-03-25", FIRED)
    line.event("1982-04-02", LANDED)
    line.event("1982-04-25", FIRED)
    enforced = [entry for entry in line.ledger().entries if entry.life == "enforced"]
    assert [entry.confidence < 0.5 for entry in enforced] == [True]


def test_silence_is_no_answer_once_an_answer_would_have_been_heard(line: Corpus, lives) -> None:
    line.event("1982-04-02", LANDED)
    assert lives(line.ledger())[-1][1] == "crossed"
    line.event("1982-08-20", ("GBR", "CONSULT", "USA", "British ministers flew to Washington"))
    unanswered = line.ledger().entries[-1]
    assert (unanswered.date, unanswered.life) == ("1982-07-01", "not_enforced")
    assert "90 days" in (unanswered.note or "")


def test_to_provide_what_may_not_be_used_tests_the_line(corpus: Corpus, lives) -> None:
    corpus.commitment(
        "1982-05-01",
        "GBR",
        "ARG",
        date="1982-05-01",
        consequence=SAILING,
        trigger=("ARG", "ASSAULT", "GBR", "missiles are fired at our ships"),
    )
    corpus.event("1982-05-03", ("FRA", "AID", "ARG", "France delivered missiles for use on ships"))
    corpus.event("1982-05-04", ("ARG", "ASSAULT", "GBR", "missiles were fired at a destroyer"))
    assert [life for _, life in lives(corpus.ledger())] == ["declared", "crossed"]


def test_a_reported_answer_is_dated_by_the_deed_behind_it(corpus: Corpus, lives) -> None:
    article = corpus.article("1982-05-05", "Britain made good on its warning.")
    corpus.commitment(
        None,
        "GBR",
        "ARG",
        trigger=LANDING,
        consequence=SAILING,
        article=article,
        life="enforced",
        date="1982-03-20",
    )
    corpus.event("1982-04-02", LANDED, article=article)
    corpus.event("1982-05-01", FIRED, article=article)
    assert lives(corpus.ledger()) == [
        ("1982-03-20", "declared"),
        ("1982-04-02", "crossed"),
        ("1982-05-01", "enforced"),
    ]


def test_an_opinions_verdict_is_the_analysts(corpus: Corpus) -> None:
    article = corpus.article("1982-05-05", "It was never carried out.", kind="opinion")
    corpus.commitment(None, "GBR", "ARG", trigger=LANDING, article=article, life="not_enforced")
    (entry,) = corpus.ledger().entries
    assert (entry.basis, entry.confidence) == ("analyst", 0.8)


def _step(day: str | None, life: str, *, own: bool = True, record: str = "r") -> Step:
    return Step(day, life, "d", (record,), "stated", 1.0, own_date=own)  # type: ignore[arg-type]


def test_ten_reports_of_one_statement_are_one_step() -> None:
    steps = merge(_step("1982-03-20", "declared", record=f"r{n}") for n in range(10))
    assert [(step.date, len(step.records)) for step in steps] == [("1982-03-20", 10)]


def test_a_month_joins_the_day_within_it() -> None:
    steps = merge([_step("1982-03", "declared"), _step("1982-03-20", "declared")])
    assert [step.date for step in steps] == ["1982-03-20"]


def test_an_undated_declaration_of_the_next_days_is_an_echo() -> None:
    steps = merge([_step("1982-03-20", "declared"), _step("1982-03-22", "declared", own=False)])
    assert len(steps) == 1
    steps = merge([_step("1982-03-20", "declared"), _step("1982-03-28", "declared", own=False)])
    assert len(steps) == 2


@pytest.mark.parametrize(
    ("lives_in_order", "expected"),
    [
        (["declared"], "declared"),
        (["declared", "reiterated", "tested"], "tested"),
        (["declared", "crossed", "reiterated"], "crossed"),
        (["crossed", "enforced", "not_enforced"], "not_enforced"),
        (["crossed", "not_enforced", "enforced"], "enforced"),
        (["declared", "crossed", "withdrawn"], "withdrawn"),
        (["declared", "withdrawn", "declared"], "declared"),
    ],
)
def test_the_status_is_the_furthest_stage(lives_in_order: list[str], expected: str) -> None:
    steps = [_step(f"1982-03-{n + 1:02}", life) for n, life in enumerate(lives_in_order)]
    assert status(steps) == expected


@pytest.mark.parametrize(
    ("day", "later"),
    [("1982-03-20", "1982-03-30"), ("1982-03", "1982-03-11"), ("1982", "1982-01-11")],
)
def test_days_are_added_to_dates_of_any_precision(day: str, later: str) -> None:
    assert shift(day, 10) == later


def test_a_doubtful_crossing_does_not_bar_a_likely_one(line: Corpus, lives) -> None:
    article = line.article("1982-03-28", "Argentine troops landed on the islands")
    line.event(None, LANDED, article=article)
    line.event("1982-04-02", LANDED)
    assert ("1982-04-02", "crossed") in lives(line.ledger())


def test_two_reports_of_one_outcome_are_one_step() -> None:
    dated = Step("1982-05-01", "enforced", "d1", ("r1",), "stated", 1.0)
    told = Step("1982-05-02", "enforced", "d2", ("r2",), "stated", 1.0, own_date=False)
    (step,) = merge([told, dated])
    assert (step.date, step.records) == ("1982-05-01", ("r1", "r2"))
