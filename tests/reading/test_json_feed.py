"""JSON Feed: every item is an article in the outlet that the feed names."""

from __future__ import annotations

import json
from typing import Any

import pytest

from brinkwatch.reading import read_bytes
from brinkwatch.records import Document

TEXT = "Twenty aircraft crossed the median line on Wednesday. The ministry said it would respond."


def feed(*items: dict[str, Any], version: str = "https://jsonfeed.org/version/1.1") -> bytes:
    return json.dumps({"items": items, "title": "Strait Watch", "version": version}).encode()


def only(data: bytes) -> Document:
    (document,) = read_bytes(data, "feed.json").documents
    return document


def test_an_item_keeps_its_facts() -> None:
    document = only(
        feed(
            {
                "id": "1",
                "title": "Jets cross",
                "url": "https://straitwatch.example/1",
                "content_html": f"<p>{TEXT}</p>",
                "date_published": "2022-08-03T11:20:00+08:00",
                "authors": [{"name": "Jane Doe"}],
            }
        )
    )
    assert (document.origin, document.title, document.outlet, document.byline) == (
        "feed.json#1",
        "Jets cross",
        "Strait Watch",
        "Jane Doe",
    )
    assert document.published == "2022-08-03T11:20+08:00"
    assert document.url == "https://straitwatch.example/1"
    assert document.text == TEXT


@pytest.mark.parametrize(
    "item",
    [
        {"content_text": TEXT, "summary": "A summary only."},
        {"content_html": f"<p>{TEXT}</p>", "content_text": "A poorer copy."},
        {"summary": TEXT},
    ],
)
def test_the_richest_content_of_an_item_is_its_text(item: dict[str, str]) -> None:
    assert only(feed({"id": "1", "title": "Jets cross"} | item)).text == TEXT


def test_the_author_of_version_1_is_read_and_the_outlet_is_no_author() -> None:
    old = "https://jsonfeed.org/version/1"
    item = {"content_text": TEXT, "author": {"name": "Jane Doe"}}
    assert only(feed(item, version=old)).byline == "Jane Doe"
    own = {"content_text": TEXT, "authors": [{"name": "STRAIT WATCH"}]}
    assert only(feed(own)).byline is None


@pytest.mark.parametrize("content", ["", "<a href='https://a.example/'>Read it there</a><br>"])
def test_an_item_with_a_title_alone_is_kept_as_a_headline(content: str) -> None:
    kept = only(feed({"title": "Jets cross", "content_html": content}))
    assert (kept.text, kept.kind, kept.parent_id) == ("Jets cross", "headline", None)


def test_an_item_with_neither_title_nor_text_is_skipped() -> None:
    reading = read_bytes(feed({"id": "1"}, {"content_text": TEXT}), "feed.json")
    assert [d.origin for d in reading.documents] == ["feed.json#2"]
    assert "neither title nor text" in reading.skipped[0].reason


def test_a_feed_without_items_says_so() -> None:
    (skipped,) = read_bytes(feed(), "feed.json").skipped
    assert "the feed has no items" in skipped.reason


def test_an_article_about_feeds_is_no_feed() -> None:
    row = {"title": "On feeds", "text": f'{TEXT} Write "version": "https://jsonfeed.org/version/1"'}
    assert only(json.dumps(row).encode()).title == "On feeds"
