"""Days and months are resolved from the day of publication."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from brinkwatch.coding.dates import date_of, dates_in
from brinkwatch.coding.parsing import parse
from brinkwatch.records import Document

Make = Callable[..., Document]
SATURDAY = "2030-05-04"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("on 12 September", "2029-09-12"),
        ("on April 30", "2030-04-30"),
        ("on November 19, 2024", "2024-11-19"),
        ("on 19.11.2024", "2024-11-19"),
        ("on 2024-11-19", "2024-11-19"),
        ("on the 2nd of May", "2030-05-02"),
        ("on Friday", "2030-05-03"),
        ("on Saturday", "2030-05-04"),
        ("last Saturday", "2030-04-27"),
        ("next Tuesday", "2030-05-07"),
        ("yesterday", "2030-05-03"),
        ("tomorrow", "2030-05-05"),
        ("this morning", "2030-05-04"),
        ("two days ago", "2030-05-02"),
        ("9 days ago", "2030-04-25"),
        ("in June 2019", "2019-06"),
        ("this March", "2030-03"),
        ("last month", "2030-04"),
        ("last week", "2030-04"),
        ("in 1973", "1973"),
        ("in the night of 13 to 14 April", "2030-04-13"),
    ],
)
def test_a_day_is_resolved_from_the_day_of_publication(text: str, iso: str) -> None:
    assert [found.iso for found in dates_in(f"It happened {text}.", SATURDAY)] == [iso]


@pytest.mark.parametrize(
    "text", ["soon", "for weeks", "May she rest", "the 19th century", "at 03:25"]
)
def test_no_date_is_read_where_none_is_named(text: str) -> None:
    assert dates_in(f"It happened {text}.", SATURDAY) == []


def test_a_week_that_spans_two_months_keeps_no_month() -> None:
    assert dates_in("It happened last week.", "2030-05-07") == []


def test_days_later_count_from_the_date_before() -> None:
    found = dates_in("It began on 1 May. Two days later it ended.", "2030-06-01")
    assert [span.iso for span in found] == ["2030-05-01", "2030-05-03"]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Thirteen months ago he drew a line.", "2029-04"),
        ("He wrote on Christmas Eve 1992 that it would fight.", "1992-12-24"),
        ("He spoke on New Year's Day.", "2030-01-01"),
        ("A fortnight ago he gave his word.", "2030-04"),
    ],
)
def test_months_ago_and_feasts_are_dates(text: str, iso: str) -> None:
    assert [span.iso for span in dates_in(text, SATURDAY)] == [iso]


def test_without_a_day_of_publication_only_full_dates_resolve() -> None:
    found = dates_in("On Monday, 3 May, and on 4 May 1982.", None)
    assert [span.iso for span in found] == ["1982-05-04"]


@pytest.mark.parametrize(
    ("text", "word", "iso"),
    [
        ("Chad struck on Friday, Libya said on Saturday.", "struck", "2030-05-03"),
        ("On Friday Chad struck Libya.", "struck", "2030-05-03"),
        ("Libya said on Friday that Chad had struck.", "struck", None),
        ("The envoy flew to Kyiv on Friday, where he met the king.", "met", "2030-05-03"),
        ("Friday's raid on Chad failed.", "raid", "2030-05-03"),
        ("Chad will strike on Friday.", "strike", "2030-05-10"),
    ],
)
def test_an_act_takes_the_date_of_its_own_clause(
    text: str, word: str, iso: str | None, make_document: Make
) -> None:
    article = parse(make_document(text, published=SATURDAY))
    head = next(t for t in article.doc if t.text == word)
    assert date_of(head, article) == iso
