"""Which deed of an article a reported stage is about."""

from __future__ import annotations

import pytest

from .conftest import Corpus

LANDING = ("ARG", "ASSAULT", "GBR", "troops land on the islands")
FIRE = ("GBR", "ASSAULT", "ARG", "the fleet will fire on the invaders")
TEXT = (
    "Argentine troops landed on the islands. Britain had warned it would fire on such a landing, "
    "and it has not. A trade mission flew to Lima."
)


LEFT = "They had until 15 January to leave and were driven out."


@pytest.fixture
def report(corpus: Corpus) -> Corpus:
    """An article of 5 May that says that nothing followed a landing."""
    article = corpus.article("1982-05-05", TEXT)
    corpus.commitment(
        None, "GBR", "ARG", trigger=LANDING, consequence=FIRE, article=article,
        life="not_enforced", date="1982-03-20",
        quote="Britain had warned it would fire on such a landing, and it has not.",
    )  # fmt: skip
    return corpus


def _landed(corpus: Corpus, day: str = "1982-05-02", **fields: object) -> None:
    deed = ("ARG", "ASSAULT", "GBR", "Argentine troops landed on the islands")
    corpus.event(day, deed, article=corpus.documents[0], **fields)


def test_an_outcome_implies_the_crossing_that_its_article_tells(report: Corpus, lives) -> None:
    _landed(report)
    assert ("1982-05-02", "crossed") in lives(report.ledger())


@pytest.mark.parametrize("status", ["planned", "denied"])
def test_no_plan_and_no_denial_is_the_crossing(report: Corpus, lives, status: str) -> None:
    _landed(report, status=status)
    assert "crossed" not in [life for _, life in lives(report.ledger())]


def test_an_analysts_if_is_not_the_crossing(report: Corpus, lives) -> None:
    report.estimate(report.documents[0], "Argentine troops landed on the islands")
    assert "crossed" not in [life for _, life in lives(report.ledger())]


def test_a_deed_after_the_article_is_not_the_crossing(report: Corpus, lives) -> None:
    _landed(report, day="1982-05-09")
    assert "1982-05-09" not in [day for day, _ in lives(report.ledger())]


def test_a_deadline_that_went_by_is_the_crossing(corpus: Corpus, lives) -> None:
    article = corpus.article("1991-01-20", LEFT)
    corpus.commitment(
        None, "USA", "IRQ", kind="ultimatum", life="enforced", deadline="until 15 January",
        trigger=("IRQ", "RETREAT", "KWT", "to leave"), trigger_polarity="unless_done",
        consequence=("USA", "ASSAULT", "IRQ", "driven out"), article=article,
        quote=LEFT,
    )  # fmt: skip
    assert ("1991-01-15", "crossed") in lives(corpus.ledger())
