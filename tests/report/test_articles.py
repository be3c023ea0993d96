"""Marks in the articles: every quote has its place, overlapping or not."""

from __future__ import annotations

import re

import pytest

from brinkwatch.errors import SpanError
from brinkwatch.records import (
    Action,
    CodedRecord,
    Commitment,
    Document,
    Estimate,
    Event,
    Place,
    Span,
)
from brinkwatch.report.articles import marked, nature, quotes

TEXT = "One two three four.\n\nFive <six> seven & eight."


@pytest.fixture
def document() -> Document:
    return Document(id="d", origin="d.txt", text=TEXT)


def event(document: Document, name: str, start: int, end: int, **more: object) -> Event:
    given = {"status": "actual", **more}
    return Event.model_validate(
        {
            "id": name, "document_id": document.id, "origin": document.origin, "rule": "test",
            "span": Span.of(document, start, end), "action": Action(text="x"), **given,
        }
    )  # fmt: skip


def plain(html: str) -> str:
    from html import unescape

    return unescape(re.sub(r"<[^>]+>", "", html.replace("</p>\n<p>", "\n")))


@pytest.mark.parametrize(
    "spans",
    [
        [(0, 3)],
        [(0, 13), (4, 18)],  # overlapping
        [(0, 18), (4, 7)],  # nested
        [(0, 7), (0, 7)],  # the same words
        [(0, 7), (0, 13), (0, 18)],  # the same start
        [(8, 27)],  # across a line end
        [(19, 26)],  # beginning at a line end
        [(26, 31)],  # characters of markup
    ],
)
def test_each_quote_begins_at_its_mark_and_the_text_is_whole(
    document: Document, spans: list[tuple[int, int]]
) -> None:
    records = [event(document, f"e{n}", *span) for n, span in enumerate(spans)]
    html = str(marked(document, records))
    assert plain(html) == TEXT.replace("\n\n", "\n")
    for record in records:
        assert html.count(f'id="r-{record.id}"') == 1
        begins = plain(html[html.index(f'id="r-{record.id}"') :].split(">", 1)[1])
        assert begins.lstrip("\n").startswith(record.span.quote.split("\n")[0].strip() or "Five")


def test_a_quote_that_does_not_stand_in_the_text_is_refused(document: Document) -> None:
    wrong = event(document, "e", 0, 3)
    moved = document.model_copy(update={"text": "Zero " + TEXT})
    with pytest.raises(SpanError, match="does not stand"):
        marked(moved, [wrong])


def test_records_of_other_articles_are_left_out(document: Document) -> None:
    other = document.model_copy(update={"id": "other"})
    assert "<mark" not in marked(document, [event(other, "e", 0, 3)])


def _record(document: Document, kind: str) -> CodedRecord:
    base = event(document, "r", 0, 3)
    shared = base.model_dump(include={"id", "document_id", "origin", "span", "rule"})
    if kind == "commitment":
        return Commitment(
            **shared, kind="threat", issuer=("RUS",), strength="vague", life="declared"
        )
    if kind == "estimate":
        return Estimate(**shared, holder=("EXPERT",), proposition="x", band="likely")
    changes = {"denied": {"status": "denied"}, "said": {"speaker": "a minister"}, "event": {}}[kind]
    return base.model_copy(update=changes)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("event", "fact"),
        ("said", "claim"),
        ("denied", "claim"),
        ("commitment", "claim"),
        ("estimate", "judgement"),
    ],
)
def test_facts_claims_and_judgements_are_kept_apart(
    document: Document, kind: str, expected: str
) -> None:
    assert nature(_record(document, kind)) == expected


def test_a_quote_is_shown_with_its_line_of_the_page(document: Document) -> None:
    placed = document.model_copy(update={"places": (Place(0, 3, 40), Place(21, 5, 70))})
    records = [event(document, "a", 4, 7), event(document, "b", 26, 31)]
    assert [quote.where for quote in quotes(records, [placed]).values()] == [
        "d.txt, line 3", "d.txt, line 5",
    ]  # fmt: skip
    assert [quote.where for quote in quotes(records, [document]).values()] == ["d.txt"] * 2
    assert [quote.where for quote in quotes(records, []).values()] == ["d.txt"] * 2
