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


ARTICLE = PARAGRAPH.replace("Monday", "Friday") + PARAGRAPH


def read_page(markup: str) -> Document:
    return read_bytes(markup.encode(), "page.html").documents[0]


def test_references_within_the_metadata_are_followed() -> None:
    graph = (
        '{"@graph": [{"@type": "Organization", "@id": "#o", "name": "The Ledger"}, {"@type": '
        '"Person", "@id": "#p", "name": "Jane Doe"}, {"@type": "NewsArticle", "author": '
        '{"@id": "#p"}, "publisher": {"@id": "#o"}}]}'
    )
    document = parse(f"{LINKED}{graph}</script>")
    assert (document.byline, document.outlet) == ("Jane Doe", "The Ledger")


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="DC.title" content="Strait talk"><meta name="DC.creator" content="J Roe">',
        '<meta name="parsely-title" content="Strait talk"><meta name="author" content="J Roe">',
    ],
)
def test_every_family_of_meta_tags_names_title_and_author(head: str) -> None:
    document = read_page(f"<html><head><title>x</title>{head}</head><body>{ARTICLE}</body></html>")
    assert (document.title, document.byline) == ("Strait talk", "J Roe")


def test_microdata_name_the_publisher() -> None:
    body = (
        '<span itemprop="publisher"><meta itemprop="name" content="Strait Daily"></span>'
        f'<span itemprop="author">By <span>Jane Doe</span></span>{PARAGRAPH}'
    )
    document = parse("", body)
    assert (document.byline, document.outlet) == ("Jane Doe", "Strait Daily")


def test_a_text_that_only_the_metadata_hold_is_read() -> None:
    text = "The ministry said that ships would fire. " * 8
    head = f'{LINKED}{{"@type": "NewsArticle", "articleBody": "{text}"}}</script>'
    document = parse(head, "<p>This article is for subscribers.</p>")
    assert document.text == text.strip()
    assert document.cut_note is None


@pytest.mark.parametrize(
    ("head", "body", "note"),
    [
        (
            f'{LINKED}{{"@type": "NewsArticle", "isAccessibleForFree": false}}</script>',
            PARAGRAPH,
            "isAccessibleForFree: false",
        ),
        ("", f"{PARAGRAPH}<p>Subscribe to continue reading</p>", "Subscribe to continue reading"),
        ("", PARAGRAPH, None),
    ],
)
def test_a_text_cut_short_is_kept_and_said_to_be(head: str, body: str, note: str | None) -> None:
    document = parse(head, body)
    assert "met with fire" in document.text
    assert document.cut_note == note


def test_advertisements_of_amp_pages_go() -> None:
    advert = "<amp-ad><div>Shoes of every kind you can think of, at half price.</div></amp-ad>"
    assert "Shoes" not in parse("", PARAGRAPH + advert + PARAGRAPH).text


def test_a_page_that_lists_articles_is_skipped_with_the_reason() -> None:
    cards = "".join(
        f"<div><h3><a href='/{n}'>Ships leave port number {n}</a></h3>"
        f"<p>The harbour of town {n} was empty by noon, its master said on the telephone.</p></div>"
        for n in range(5)
    )
    reading = read_bytes(f"<html><body><h1>World</h1>{cards}</body></html>".encode(), "p.html")
    assert reading.documents == ()
    assert "lists articles" in reading.skipped[0].reason


def test_a_page_that_was_not_found_is_no_article() -> None:
    page = (
        "<html><body><h1>Page not found</h1><p>We are sorry, the page you asked for does not "
        "exist or has been moved to another place.</p></body></html>"
    )
    reading = read_bytes(page.encode(), "p.html")
    assert reading.documents == ()
    assert "Page not found" in reading.skipped[0].reason


def test_an_article_loaded_below_is_not_part_of_the_first() -> None:
    tea = "<p>Tea fetched more than ever, they said at the auction.</p>"
    below = f"<h1>Tea fetches more</h1><p>By Jane Roe</p>{tea}"
    assert "Tea" not in parse("", ARTICLE + below).text


def test_a_logo_that_leads_to_the_front_page_names_the_outlet() -> None:
    logo = '<a href="https://wire.example/"><img src="l.svg" alt="Strait Wire logo"></a>'
    assert parse("", logo + PARAGRAPH).outlet == "Strait Wire"


def test_a_heading_that_leads_to_the_front_page_names_the_site() -> None:
    page = """<html><head><title>Notes from the Quay: Why the ferries wait</title></head><body>
    <h1><a href="/">Notes from the Quay</a></h1><h3>Why the ferries wait</h3>
    <p>The ferries waited at the quay on Monday because the strait was closed to them.</p>
    <p>The minister said that it would stay closed until the talks had ended in an accord.</p>
    </body></html>"""
    document = read_bytes(page.encode(), "blog.html").documents[0]
    assert (document.title, document.outlet) == ("Why the ferries wait", "Notes from the Quay")
