"""Feeds and JSON lines: every item is an article of its own."""

from __future__ import annotations

import json

import pytest

from brinkwatch.reading import read_bytes

DAY = "2022-08-03"
TEXT = "Twenty aircraft crossed the median line on Wednesday. The ministry said it would respond."

RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Strait Watch</title><link>https://straitwatch.example</link>
<item><title>Jets cross the line</title><link>https://straitwatch.example/1</link>
<pubDate>Wed, 03 Aug 2022 11:20:00 +0800</pubDate><author>Strait Watch</author>
<description>A summary only.</description>
<content:encoded><![CDATA[<p>{TEXT}</p>
<p>The post <a href="x">Jets cross</a> appeared first on Strait Watch.</p>]]></content:encoded>
</item>
<item><title>No text here</title></item>
<item><title>Carrier leaves & waits</title>
<description>{TEXT} [&amp;#8230;] Continue reading on our site</description></item>
</channel></rss>"""

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Gulf Notes</title>
<entry><title>Talks resume</title><published>2021-04-11T17:40:00+04:00</published>
<author><name>Diplomatic desk</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>ANALYSIS</p><p>{TEXT}</p></div></content>
</entry></feed>"""  # fmt: skip


def test_items_of_a_feed_are_numbered_and_keep_their_facts() -> None:
    reading = read_bytes(RSS.encode(), "feed.xml")
    first, _, third = reading.documents
    assert (first.origin, third.origin) == ("feed.xml#1", "feed.xml#3")
    assert first.parent_id is None
    assert (first.title, first.outlet, first.byline) == (
        "Jets cross the line",
        "Strait Watch",
        None,
    )
    assert first.published == "2022-08-03T11:20+08:00"
    assert first.url == "https://straitwatch.example/1"


def test_the_full_content_is_preferred_and_cleaned() -> None:
    first, _, third = read_bytes(RSS.encode(), "feed.xml").documents
    assert first.text == TEXT
    assert third.text == TEXT


LINKED = "&lt;a href='https://a.example/'&gt;Read it there&lt;/a&gt;"


@pytest.mark.parametrize("summary", ["", LINKED, "https://a.example/1", "Carrier leaves"])
def test_an_item_with_a_title_and_a_link_alone_is_kept_as_a_headline(summary: str) -> None:
    item = f"<title>Carrier leaves</title><link>https://a.example/1</link><guid>1</guid>\
<pubDate>Wed, 03 Aug 2022 11:20:00 +0800</pubDate><description>{summary}</description>"
    feed = f"<rss version='2.0'><channel><title>Post</title><item>{item}</item></channel></rss>"
    (document,) = read_bytes(feed.encode(), "feed.xml").documents
    assert (document.title, document.text) == ("Carrier leaves", "Carrier leaves")
    assert (document.kind, document.parent_id) == ("headline", None)
    assert document.published == "2022-08-03T11:20+08:00"
    assert document.url == "https://a.example/1"


def test_an_item_with_neither_title_nor_text_is_skipped() -> None:
    feed = (
        "<rss version='2.0'><channel><item><link>https://a.example/</link></item></channel></rss>"
    )
    (skipped,) = read_bytes(feed.encode(), "feed.xml").skipped
    assert skipped.origin == "feed.xml#1"
    assert "neither title nor text" in skipped.reason


def test_atom_is_read_with_its_label_and_author() -> None:
    (document,) = read_bytes(ATOM.encode(), "feed.atom").documents
    assert (document.byline, document.outlet, document.kind) == (
        "Diplomatic desk",
        "Gulf Notes",
        "analysis",
    )
    assert document.published == "2021-04-11T17:40+04:00"
    assert document.text == TEXT


@pytest.mark.parametrize(
    "row",
    [
        {"title": "Jets", "date": DAY, "text": TEXT, "outlet": "Watch", "byline": "Jane Doe"},
        {"headline": "Jets", "published_at": DAY, "body": TEXT, "source": {"name": "Watch"},
         "authors": ["Jane Doe"]},
        {"Title": "Jets", "pubDate": "Wed, 03 Aug 2022", "content": TEXT, "publisher": "Watch",
         "author": "Jane Doe"},
        {"title": "Jets", "date": DAY, "text": f"By Jane Doe\n\n{TEXT}", "source": "Watch"},
        {"title": "Jets", "date": DAY, "content_html": f"<p>{TEXT}</p>", "site": "Watch",
         "author": "Jane Doe"},
    ],
)  # fmt: skip
def test_a_row_is_read_under_any_of_the_usual_names(row: dict[str, object]) -> None:
    (document,) = read_bytes(json.dumps(row).encode(), "rows.jsonl").documents
    assert document.origin == "rows.jsonl#1"
    assert (document.title, document.outlet, document.byline) == ("Jets", "Watch", "Jane Doe")
    assert (document.published or "")[:10] == "2022-08-03"
    assert document.text == TEXT


def test_a_bad_line_is_skipped_and_the_others_are_read() -> None:
    rows = f'{{"text": "{TEXT}"}}\nnot json\n[1]\n{{"title": "x"}}\n'
    reading = read_bytes(rows.encode(), "rows.jsonl")
    assert [d.origin for d in reading.documents] == ["rows.jsonl#1"]
    assert [s.origin for s in reading.skipped] == ["rows.jsonl#2", "rows.jsonl#3", "rows.jsonl#4"]
    assert "line 2 is not valid JSON" in reading.skipped[0].reason


def test_a_json_list_over_several_lines_is_read_too() -> None:
    rows = json.dumps([{"text": TEXT}, {"text": TEXT + " Then they left."}], indent=1)
    assert len(read_bytes(rows.encode(), "rows.json").documents) == 2
