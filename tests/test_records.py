from __future__ import annotations

import pytest
from pydantic import ValidationError

from brinkwatch.errors import SpanError
from brinkwatch.records import Span, content_id


def test_a_span_holds_exactly_the_words_between_its_offsets(make_document):
    document = make_document("Moscow’s “red line” stands.")
    span = Span.of(document, 9, 19)
    assert span.quote == "“red line”"
    assert document.text[span.start : span.end] == span.quote


@pytest.mark.parametrize(("start", "end"), [(0, 0), (-1, 3), (2, 99), (5, 4)])
def test_a_span_outside_the_text_is_refused(make_document, start, end):
    with pytest.raises(SpanError, match="outside a text of 5 characters"):
        Span.of(make_document("Hello"), start, end)


def test_a_quote_that_does_not_stand_there_is_refused(make_document):
    document = make_document("Hello world")
    moved = Span(document_id=document.id, start=1, end=6, quote="Hello")
    with pytest.raises(SpanError, match="does not stand at 1:6"):
        moved.verify(document)


def test_records_are_frozen_and_refuse_unknown_fields(make_document):
    document = make_document("Hello")
    with pytest.raises(ValidationError):
        document.title = "other"
    with pytest.raises(ValidationError):
        make_document("Hello", mood="grim")


@pytest.mark.parametrize(
    ("fields", "day", "shown"),
    [
        ({"published": "2024-03-03T22:17"}, "2024-03-03", "2024-03-03 22:17"),
        (
            {"published": None, "published_interval": ("2024-08-06", "2025-01-20")},
            "2024-08-06",
            "between 2024-08-06 and 2025-01-20 (inferred)",
        ),
        ({"published": None}, None, "date unknown"),
    ],
)
def test_a_document_counts_from_its_first_possible_day(make_document, fields, day, shown):
    document = make_document("Hello", **fields)
    assert (document.first_day(), document.when()) == (day, shown)


def test_ids_depend_on_content_and_on_where_a_part_ends():
    assert content_id("a", "b") == content_id("a", "b")
    assert content_id("ab", "") != content_id("a", "b")
