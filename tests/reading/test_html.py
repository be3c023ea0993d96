"""Pages with markup, whole and broken. The pages lie in `test_html/`."""

from __future__ import annotations

from pathlib import Path

import pytest

from brinkwatch.reading import read, read_bytes
from brinkwatch.records import Document

PAGES = Path(__file__).parent / "test_html"


def page(name: str) -> Document:
    return read([PAGES / name]).documents[0]


@pytest.mark.parametrize(
    ("name", "title", "published", "byline", "outlet"),
    [
        ("blog_theme.html", "China Sanctions U.S. Firms Over Taiwan Arms Sale",
         "2020-10-27T09:12+08:00", "Mei Tan and Paul Orr", "Pacific Ledger"),
        ("nameless_classes.html", "Iran seizes tanker, vows to hold Strait",
         "2019-07-19T21:04+01:00", "Omar Haddad", "The Levant Observer"),
        ("line_breaks.html", "Clinton warns Iraq over inspectors", "1997-11-14T22:13-05:00", None,
         "The Daily Beacon"),
        ("undeclared_cp1252.html", "Moskau droht mit Gegenmaßnahmen", "2019-03-12T14:05",
         "Karl Müller", "Zeitung am Rhein"),
        ("dated_list.html", "Seoul fires back after shells hit island", "2010-11-23T16:00+09:00",
         "Lee Jun-ho", "Peninsula Post"),
        ("embedded_post.html", "Delhi moves armour to Ladakh as talks stall",
         "2020-06-17T10:30+05:30", "Tenzin Norbu", "Mountain Herald"),
        ("table_layout.html", "Milosevic given last chance as monitors leave", "1999-03-21",
         "our Belgrade correspondent", "BALKAN OBSERVER"),
        ("koi8.html", "Кремль: ответ на поставки танков будет жёстким", "2023-01-25T14:30", None,
         "Вестник Севера"),
        ("live_blog.html", "Live updates: Strait crisis", "1996-03-12T01:00+00:00", None,
         "The Harbour Times"),
    ],
)  # fmt: skip
def test_markup_and_lines_give_the_fields(
    name: str, title: str, published: str, byline: str | None, outlet: str
) -> None:
    document = page(name)
    assert document.title == title
    assert document.published == published
    assert document.byline == byline
    assert document.outlet == outlet


@pytest.mark.parametrize(
    ("name", "paragraphs", "gone"),
    [
        (
            "blog_theme.html",
            5,
            ["A launcher on display", "Taiwan scrambles jets", "outrage", "Fishing"],
        ),
        (
            "nameless_classes.html",
            5,
            ["Most Popular", "Cricket", "shrink for thirty years", "Terms"],
        ),
        ("line_breaks.html", 3, ["Web posted", "Classified", "Copyright"]),
        ("undeclared_cp1252.html", 2, ["Von Karl", "14:05"]),
        ("dated_list.html", 2, ["By Lee", "Markets fall", "Latest"]),
        ("embedded_post.html", 5, ["jawans", "Monsoon", "edited by our", "Ravi", "Rupee", "TAGS"]),
        ("table_layout.html", 3, ["petrol dearer", "Previous", "Webmaster", "Letters"]),
        ("koi8.html", 2, ["Читайте", "Теги", "Главная"]),
        ("live_blog.html", 4, ["Also today", "Ferry strike"]),
    ],
)
def test_paragraphs_and_headings_stay_and_furniture_goes(
    name: str, paragraphs: int, gone: list[str]
) -> None:
    text = page(name).text
    assert len(text.split("\n\n")) == paragraphs
    assert [words for words in gone if words in text] == []


def test_the_dated_list_beside_an_article_becomes_headlines() -> None:
    assert [(h.time, h.title) for h in page("dated_list.html").headlines] == [
        ("2010-11-24T09:10", "Markets fall"),
        ("2010-11-24T08:00", "Carrier heads for Yellow Sea"),
        ("2010-11-23T22:30", "Islanders flee by boat"),
    ]


LINKED = '<script type="application/ld+json">'
PARAGRAPH = "<p>The ministry said on Monday that any landing would be met with fire at once.</p>"


def parse(head: str, body: str = PARAGRAPH) -> Document:
    markup = f"<html><head>{head}</head><body><h1>Strait talk again</h1>{body}</body></html>"
    return read_bytes(markup.encode(), "page.html").documents[0]


@pytest.mark.parametrize(
    "head",
    [
        f'{LINKED}{{"@type": "NewsArticle", "datePublished": "1998-05-03"}}</script>',
        '<meta property="article:published_time" content="1998-05-03">',
        '<meta name="date" content="1998-05-03">',
        '<link rel="canonical" href="https://ledger.example/1998/05/03/strait">',
    ],
)
def test_a_date_is_found_wherever_metadata_keep_it(head: str) -> None:
    assert parse(head).published == "1998-05-03"


def test_broken_json_in_the_head_is_passed_over() -> None:
    assert parse(f'{LINKED}{{"@type": </script>').title == "Strait talk again"


def test_the_type_of_the_page_says_its_kind() -> None:
    document = parse(f'{LINKED}{{"@type": "OpinionNewsArticle"}}</script>')
    assert document.kind == "opinion"
    assert "OpinionNewsArticle" in (document.kind_note or "")


def test_an_address_can_say_the_kind() -> None:
    assert (
        parse('<link rel="canonical" href="https://ledger.example/opinion/strait">').kind
        == "opinion"
    )


def test_an_outlet_can_be_spelt_by_its_host() -> None:
    document = parse(
        '<link rel="canonical" href="https://strait-ledger.example/a">',
        PARAGRAPH + "<div>Write to the Strait Ledger team</div>",
    )
    assert document.outlet == "Strait Ledger"


def test_entities_and_spaces_are_read_as_a_browser_does() -> None:
    body = (
        "<p>Mr&nbsp;Vane&rsquo;s ships\n   will fire, said\tthe &ldquo;Ledger&rdquo; of Friday.</p>"
    )
    assert parse("", body).text == "Mr\u00a0Vane’s ships will fire, said the “Ledger” of Friday."


def test_a_mark_of_the_page_layout_is_not_believed() -> None:
    body = (
        f'<div class="with-sidebar no-ads">{PARAGRAPH}{PARAGRAPH.replace("Monday", "Friday")}</div>'
    )
    assert "Friday" in parse("", body).text
