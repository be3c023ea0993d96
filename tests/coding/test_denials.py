"""What one side alleges and the other denies is an accusation and a deed denied."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from brinkwatch.coding import code, coder
from brinkwatch.coding.events import find
from brinkwatch.coding.parsing import Article, parse
from brinkwatch.records import Document

Make = Callable[..., Document]


def told(make_document: Make, text: str) -> set[tuple[str | None, str, tuple[str, ...]]]:
    events = find(parse(make_document(text, published="1996-05-06")))
    return {(e.action.type, e.status, e.action.actor) for e in events}


def test_a_denial_in_the_next_sentence_reaches_back(make_document: Make) -> None:
    text = "Rwandan guns shelled the Zairean town of Goma, Zaire said. Rwanda denied it."
    assert told(make_document, text) >= {
        ("ASSAULT", "denied", ("RWA",)), ("ACCUSE", "actual", ("COD",)),
    }  # fmt: skip


def test_a_denial_of_something_else_leaves_the_deed(make_document: Make) -> None:
    text = "Rwandan guns shelled the Zairean town of Goma. Rwanda denied the visas."
    assert ("ASSAULT", "actual", ("RWA",)) in told(make_document, text)


def test_what_another_must_do_is_a_request(make_document: Make) -> None:
    text = "Rwanda must withdraw its troops, Zaire's president said."
    assert ("REQUEST", "actual", ("COD",)) in told(make_document, text)


def test_an_article_that_a_component_stumbles_over_costs_only_itself(
    make_document: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(article: Article) -> list[object]:
        if "Goma" in article.document.text:
            raise IndexError("no such token")
        return []

    monkeypatch.setattr(coder.commitments, "find", stumble)
    troops = "Rwandan troops crossed the border into Zaire, the army and the ministry said."
    bad = make_document(f"{troops} They took Goma.", published="1996-05-06")
    good = make_document(troops, published="1996-05-06", origin="good.txt")
    coding = code([bad, good])
    assert coding.coverage[0].skipped is not None
    assert "no such token" in coding.coverage[0].skipped
    assert coding.coverage[1].coded


def test_what_a_party_says_a_deed_is_reproaches_it(make_document: Make) -> None:
    text = "Oslo said on Friday that the flight of the Soviet jets was a provocation."
    assert ("ACCUSE", "actual", ("NOR",)) in told(make_document, text)


def test_what_a_party_would_do_rather_than_give_way_is_a_refusal(make_document: Make) -> None:
    text = "Togo would sooner lose the loan than sign, its president told reporters."
    assert ("REJECT", "actual", ("TGO",)) in told(make_document, text)
