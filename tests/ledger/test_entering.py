"""Entering records: what is public, what is entered, and the contract's rows."""

from __future__ import annotations

import json

import pytest

from brinkwatch.errors import InputError
from brinkwatch.ledger import as_rows, enter

from .conftest import Corpus

LINE = {
    "trigger": ("VNM", "ASSAULT", "KHM", "divisions cross the Mekong"),
    "consequence": ("CHN", "ASSAULT", "VNM", "a lesson will be taught"),
}


def test_what_was_published_later_is_not_seen(corpus: Corpus) -> None:
    corpus.commitment("1978-11-01", "CHN", "VNM", **LINE)
    corpus.commitment("1979-01-08", "CHN", "VNM", **LINE)
    (line,) = corpus.ledger("1978-12-31").lines
    assert len(line.commitments) == 1
    (line,) = corpus.ledger("1979-01-08").lines
    assert len(line.commitments) == 2


def test_a_deed_dated_later_is_not_entered(corpus: Corpus) -> None:
    article = corpus.article("1978-11-01", "Divisions cross the Mekong.")
    corpus.commitment("1978-10-20", "CHN", "VNM", date="1978-10-20", **LINE)
    corpus.event(
        None,
        ("VNM", "ASSAULT", "KHM", "Divisions cross the Mekong"),
        article=article,
        date="1978-12-25",
    )
    assert [entry.life for entry in corpus.ledger("1978-11-30").entries] == ["declared"]


def test_a_document_of_unknown_date_is_seen_and_undated(corpus: Corpus) -> None:
    corpus.commitment(None, "CHN", "VNM", **LINE)
    (entry,) = corpus.ledger("1978-11-30").entries
    assert entry.date is None


def test_records_of_documents_not_given_are_entered_undated(corpus: Corpus) -> None:
    corpus.commitment("1978-11-01", "CHN", "VNM", **LINE)
    ledger = enter([], corpus.records, as_of="1978-11-30")
    assert [entry.date for entry in ledger.entries] == [None]


@pytest.mark.parametrize("as_of", ["", "yesterday", "1978-11", "30.11.1978"])
def test_an_as_of_that_is_no_day_is_refused_in_one_sentence(corpus: Corpus, as_of: str) -> None:
    with pytest.raises(InputError, match="give a day as YYYY-MM-DD"):
        corpus.ledger(as_of)


def test_nothing_in_gives_an_empty_ledger() -> None:
    ledger = enter([], [], as_of="1978-11-30")
    assert (ledger.lines, ledger.crises, ledger.credibility) == ((), (), ())


def test_the_same_input_gives_the_same_ids_and_a_duplicate_adds_nothing(corpus: Corpus) -> None:
    corpus.commitment("1978-11-01", "CHN", "VNM", **LINE)
    before = corpus.ledger()
    corpus.records *= 2
    corpus.documents *= 2
    assert corpus.ledger() == before


def test_what_a_line_says_is_one_sentence_of_its_clearest_commitment(corpus: Corpus) -> None:
    corpus.commitment("1978-10-01", "CHN", "VNM", trigger=LINE["trigger"])
    corpus.commitment("1978-11-01", "CHN", "VNM", **LINE)
    (line,) = corpus.ledger().lines
    assert line.what == (
        "China warns Vietnam not to act: if “divisions cross the Mekong”, then “a lesson will be "
        "taught”."
    )


def test_several_issuers_take_a_plural_verb(corpus: Corpus) -> None:
    corpus.commitment("1956-10-30", "GBR FRA", "EGY", kind="ultimatum")
    (line,) = corpus.ledger().lines
    assert line.what.startswith("The United Kingdom and France give Egypt an ultimatum")


def test_rows_hold_the_contract(corpus: Corpus) -> None:
    said = corpus.commitment("1978-11-01", "CHN", "VNM", **LINE)
    (row,) = json.loads(json.dumps(as_rows(corpus.ledger())))
    assert list(row) == [
        "id",
        "issuer",
        "addressee",
        "what",
        "commitments",
        "rungs",
        "history",
        "status",
        "credibility",
        "acts",
    ]
    assert (row["issuer"], row["addressee"], row["status"]) == ("CHN", ["VNM"], "declared")
    assert row["commitments"] == [said.id]
    assert row["history"] == [
        {"date": "1978-11-01", "life": "declared", "origin": said.origin, "records": [said.id]}
    ]
    assert row["credibility"]["n"] == 0


def test_a_row_leaves_out_what_is_less_likely_than_not(corpus: Corpus) -> None:
    corpus.commitment("1978-11-01", "CHN", "VNM", date="1978-11-01", **LINE)
    article = corpus.article("1978-12-26", "Divisions cross the Mekong.")
    corpus.event(None, ("VNM", "ASSAULT", "KHM", "Divisions cross the Mekong"), article=article)
    ledger = corpus.ledger()
    assert {entry.life for entry in ledger.entries} == {"declared", "crossed"}
    assert [step["life"] for step in as_rows(ledger)[0]["history"]] == ["declared"]


def test_a_promise_has_no_credibility(corpus: Corpus) -> None:
    corpus.commitment(
        "1978-11-03",
        "SUN",
        "VNM",
        kind="promise",
        consequence=("SUN", "AID", "VNM", "will come to its help"),
    )
    (row,) = as_rows(corpus.ledger())
    assert row["credibility"] is None


def test_every_entry_leads_to_records_that_were_entered(corpus: Corpus) -> None:
    corpus.commitment("1978-11-01", "CHN", "VNM", date="1978-11-01", **LINE)
    corpus.event("1978-12-25", ("VNM", "ASSAULT", "KHM", "Divisions crossed the Mekong"))
    known = {record.id for record in corpus.records}
    assert all(set(entry.records) <= known for entry in corpus.ledger().entries)
