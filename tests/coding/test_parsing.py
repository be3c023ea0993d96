"""Parsing keeps every offset and never glues lines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from brinkwatch.coding.parsing import parse, shadow
from brinkwatch.records import Document

Make = Callable[..., Document]


@pytest.mark.parametrize(
    "text",
    [
        "“No,” said Ghana’s envoy.",
        "Accra\u00a0said\u202fno.",
        "ACCRA, May 3 (Agency) – Ghana refused.",
    ],
)
def test_the_shadow_is_as_long_as_the_text(text: str) -> None:
    assert len(shadow(text)) == len(text)


def test_a_heading_without_a_full_stop_ends_its_sentence(make_document: Make) -> None:
    article = parse(make_document("Ghana closes the border\n\nTogo protested on Monday."))
    assert [sent.text.strip() for sent in article.sentences] == [
        "Ghana closes the border", "Togo protested on Monday.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "dateline", ["ACCRA - ", "ACCRA/LOME, May 3 – ", "LOME (Agency) -- ", "NEW DELHI, Oct. 12 — "]
)
def test_a_dateline_is_no_part_of_the_first_sentence(dateline: str, make_document: Make) -> None:
    article = parse(make_document(f"{dateline}Ghana attacked Togo."))
    assert article.sentences[-1].text == "Ghana attacked Togo."


def test_every_token_stands_at_its_offset_in_the_article(make_document: Make) -> None:
    document = make_document(
        "Peru’s “red line”—the canal—was crossed,\u00a0Lima said. 🙂 Chile denied it."
    )
    article = parse(document)
    for token in article.doc:
        assert shadow(document.text)[token.idx : token.idx + len(token.text)] == token.text


def test_a_quote_is_cut_without_outer_space(make_document: Make) -> None:
    article = parse(make_document("  Chad and Libya talked.  "))
    assert article.quote(0, 26).quote == "Chad and Libya talked."


def test_actors_and_places_are_found_by_token(make_document: Make) -> None:
    article = parse(make_document("Iranian boats left the Strait of Hormuz."))
    words = {t.text: t.i for t in article.doc}
    assert article.mention_at[words["Iranian"]].code == "IRN"
    assert words["Hormuz"] in article.place_at
    assert words["left"] not in article.place_at
