"""Coding runs every component over every document and says what it left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from brinkwatch import __version__
from brinkwatch.coding import code
from brinkwatch.coding.gate import is_crisis
from brinkwatch.coding.parsing import parse
from brinkwatch.coding.version import coder_version
from brinkwatch.reading import read
from brinkwatch.records import Document, Event

Make = Callable[..., Document]

CRISIS = (
    "Ethiopian troops crossed the border into Eritrea on Friday, the ministry in Asmara said. "
    "Eritrea's president called the invasion an act of aggression. Rockets fell on Zalambessa."
)
MATCH = (
    "The coach gave his striker an ultimatum, and the league season ended in a war of nerves. "
    "Brazil attacked, Chile defended, and the goalkeeper crossed the red line of the penalty area. "
    "Supporters from both countries invaded the stadium after the match."
)
MARKET = (
    "The price war between two supermarkets entered its third week. Shoppers in Norway and Sweden "
    "watched as the retailer fired the first shot, and shares fell. The grocer struck back."
)


def test_a_crisis_gives_records_with_verified_quotes(make_document: Make) -> None:
    document = make_document(CRISIS, published="1998-05-16")
    coding = code([document])
    assert coding.records
    for record in coding.records:
        record.span.verify(document)
        assert record.origin == document.origin


def test_every_record_says_which_rule_of_which_coder_made_it(make_document: Make) -> None:
    records = code([make_document(CRISIS, published="1998-05-16")]).records
    assert {record.coder for record in records} == {coder_version()}
    assert coder_version().startswith(f"{__version__}+")
    assert all(record.rule for record in records)


@pytest.mark.parametrize("text", [MATCH, MARKET])
def test_sport_and_markets_stay_uncoded_with_a_reason(text: str, make_document: Make) -> None:
    coding = code([make_document(text)])
    assert coding.records == ()
    assert coding.coverage[0].skipped is not None
    assert "no crisis" in coding.coverage[0].skipped


def test_the_gate_opens_for_a_short_report_of_a_crisis(make_document: Make) -> None:
    assert is_crisis(parse(make_document(CRISIS)))


def test_another_language_is_skipped_with_its_name(make_document: Make) -> None:
    coding = code([make_document(CRISIS, language="fr"), make_document(CRISIS, origin="b.txt")])
    assert coding.coverage[0].skipped is not None
    assert "fr" in coding.coverage[0].skipped
    assert coding.coverage[1].skipped is None


def test_headlines_and_titles_are_coded_only_when_asked_for(make_document: Make) -> None:
    headline = make_document("Eritrea bombs Ethiopia", origin="page.txt#h1", kind="headline")
    document = make_document(CRISIS, title="Ethiopia attacks Eritrea")
    assert {c.origin for c in code([document, headline]).coverage} == {"page.txt"}
    origins = {c.origin for c in code([document, headline], headlines=True).coverage}
    assert origins == {"page.txt", "page.txt#title", "page.txt#h1"}


def test_the_same_documents_give_the_same_records(make_document: Make) -> None:
    document = make_document(CRISIS, published="1998-05-16")
    assert code([document]) == code([document])


def test_ids_are_unique(make_document: Make) -> None:
    records = code([make_document(CRISIS, published="1998-05-16")]).records
    assert len({record.id for record in records}) == len(records)


def test_progress_counts_documents(make_document: Make) -> None:
    seen: list[tuple[int, int]] = []
    code([make_document(CRISIS), make_document(MATCH, origin="b.txt")],
         on_progress=lambda done, total: seen.append((done, total)))  # fmt: skip
    assert seen == [(1, 2), (2, 2)]


def test_a_threat_is_no_deed(make_document: Make) -> None:
    text = CRISIS + " If Ethiopia bombs Asmara, Eritrea will bomb Addis Ababa, its president said."
    deeds = [
        r
        for r in code([make_document(text, published="1998-05-16")]).records
        if isinstance(r, Event)
    ]
    assert not [e for e in deeds if "will bomb" in e.action.text or "bombs Asmara" in e.action.text]


@pytest.mark.shared
def test_articles_without_a_crisis_stay_empty(shared: Path) -> None:
    paths = [
        shared / "gold/dev/articles" / name
        for name in ("d19_metro_festival.txt", "d20_hockey.html")
    ]
    assert code(read(paths).documents).records == ()
