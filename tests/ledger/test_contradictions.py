"""Records that cannot both hold stay side by side."""

from __future__ import annotations

from .conftest import Corpus

ATTACK = ("PRK", "ASSAULT", "KOR", "shells the islands")


def test_a_line_reported_enforced_and_not_enforced_is_a_contradiction(corpus: Corpus) -> None:
    one = corpus.commitment("2010-12-01", "KOR", "PRK", trigger=ATTACK, life="enforced")
    other = corpus.commitment("2010-12-02", "KOR", "PRK", trigger=ATTACK, life="not_enforced")
    (found,) = corpus.ledger().contradictions
    assert found.records == (one.id, other.id)
    assert found.line_id == corpus.ledger().lines[0].id


def test_a_line_called_new_and_not_new_is_a_contradiction(corpus: Corpus) -> None:
    new = corpus.commitment(
        "2010-12-01",
        "KOR",
        "PRK",
        trigger=ATTACK,
        quote="It drew a new red line: no one shells the islands",
    )
    old = corpus.commitment(
        "2010-12-02",
        "KOR",
        "PRK",
        trigger=ATTACK,
        quote="The warning that no one shells the islands is nothing new",
    )
    (found,) = corpus.ledger().contradictions
    assert found.records == (new.id, old.id)


def test_a_deed_that_is_reported_and_denied_is_a_contradiction(corpus: Corpus) -> None:
    done = corpus.event("2010-03-26", ("PRK", "ASSAULT", "KOR", "torpedoed a corvette"))
    denied = corpus.event("2010-03-26", ("PRK", "ASSAULT", "KOR", "any torpedo"), status="denied")
    (found,) = corpus.ledger().contradictions
    assert found.records == (done.id, denied.id)
    assert found.line_id is None


def test_two_deeds_of_different_days_contradict_nothing(corpus: Corpus) -> None:
    corpus.event("2010-03-26", ("PRK", "ASSAULT", "KOR", "torpedoed a corvette"))
    corpus.event("2010-11-23", ("PRK", "ASSAULT", "KOR", "any torpedo"), status="denied")
    assert corpus.ledger().contradictions == ()
