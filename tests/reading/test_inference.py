"""An article without a date gets an interval from the facts it names, or none."""

from __future__ import annotations

import pytest

import brinkwatch.gazetteer
from brinkwatch.gazetteer import DatedFact
from brinkwatch.reading import read_bytes
from brinkwatch.reading.inference import infer


def fact(words: str, since: str | None, until: str | None) -> DatedFact:
    return DatedFact(start=0, end=1, words=words, since=since, until=until, source="test")


CHIEF = fact("President Vane", "1995-01-20", "1999-01-20")
SHIP = fact("frigate Grace", "1997-06-01", None)
RIVAL = fact("Chancellor Moor", "2001-01-01", "2005-01-01")


@pytest.fixture
def facts(monkeypatch: pytest.MonkeyPatch) -> list[DatedFact]:
    """The facts that the gazetteer will name, for the test to fill."""
    named: list[DatedFact] = []
    monkeypatch.setattr(brinkwatch.gazetteer, "dated_facts", lambda _: list(named))
    return named


def test_the_interval_is_where_all_facts_hold(facts: list[DatedFact]) -> None:
    facts += [CHIEF, SHIP]
    found = infer("text")
    assert found is not None
    assert found.days == ("1997-06-01", "1999-01-20")
    assert "President Vane: 1995-01-20 to 1999-01-20" in found.note
    assert "frigate Grace: from 1997-06-01" in found.note


def test_an_interval_open_on_one_side_is_none(facts: list[DatedFact]) -> None:
    facts.append(SHIP)
    found = infer("text")
    assert found is not None
    assert found.days is None
    assert "no last day" in found.note


def test_facts_that_contradict_each_other_give_no_interval(facts: list[DatedFact]) -> None:
    facts += [CHIEF, RIVAL]
    found = infer("text")
    assert found is not None
    assert found.days is None
    assert "no one time" in found.note


@pytest.mark.usefixtures("facts")
def test_no_fact_is_no_answer() -> None:
    assert infer("text") is None


def test_an_inferred_document_says_what_its_date_rests_on(facts: list[DatedFact]) -> None:
    facts += [CHIEF, SHIP]
    (document,) = read_bytes(b"President Vane sent a frigate on Friday.", "a.txt").documents
    assert document.published is None
    assert document.published_basis == "inferred"
    assert document.published_interval == ("1997-06-01", "1999-01-20")
    assert "President Vane" in (document.published_note or "")


def test_a_stated_date_is_not_overruled(facts: list[DatedFact]) -> None:
    facts.append(CHIEF)
    page = b"Frigate sails at dawn\n\n3 May 2003\n\nPresident Vane sent a frigate out on Friday."
    (document,) = read_bytes(page, "a.txt").documents
    assert (document.published, document.published_basis) == ("2003-05-03", "stated")
