"""What stands above and below an article names it, and is no part of its text."""

from __future__ import annotations

import pytest

from brinkwatch.reading import read_bytes
from brinkwatch.records import Document

BODY = (
    "The strait was closed to all ships at noon, the harbour master said on Friday.\n"
    "He warned that any ship that came nearer would be turned back by force.\n"
    "Fishermen on both shores expect the order to be lifted within the week."
)
HTML_BODY = "".join(
    f"<p>{line} Nobody was hurt, and the ferries stayed.</p>" for line in BODY.splitlines()
)


def read(page: str, name: str = "page.txt") -> Document:
    return read_bytes(page.encode(), name).documents[0]


@pytest.mark.parametrize(
    ("head", "byline"),
    [
        ("Ships wait at the strait\nVon unserem Redaktionsmitglied\nKarl Roth", "Karl Roth"),
        ("Ships wait at the strait\nJane Doe (now) and Bo Lind (earlier)",
         "Jane Doe (now) and Bo Lind (earlier)"),
        ("Ships wait at the strait\nJane Doe (now), and Bo Lind (earlier)",
         "Jane Doe (now), and Bo Lind (earlier)"),
        ("Newsroom Agenda Documents\nShips wait at the strait", None),
        ("Ships wait at the strait\nJane Doe\nSenior Reporter", "Jane Doe"),
    ],
)  # fmt: skip
def test_the_head_names_the_author(head: str, byline: str | None) -> None:
    assert read(f"{head}\n3 May 2024\n{BODY}").byline == byline


@pytest.mark.parametrize(
    ("above", "below", "outlet"),
    [
        ("In English", "We answer for nothing. Copyright Goniec Morski 2024", "Goniec Morski"),
        ("Comment\nForeign policy", "Share\nComments (18)\nThe Northern Watchman\nBack to top",
         "The Northern Watchman"),
        ("LOKALES", "Kommentar Seite 2\nHafen Echo – Ihre Zeitung seit 1894", "Hafen Echo"),
        ("Политика", "Вестник Пролива © 2001–2024. Все права защищены", "Вестник Пролива"),
        ("Press release", "-ends-\nOffice of the Lake States Conference",
         "Office of the Lake States Conference"),
    ],
)  # fmt: skip
def test_the_foot_names_the_outlet(above: str, below: str, outlet: str) -> None:
    page = f"{above}\nShips wait at the strait for a pilot\n3 May 2024\n{BODY}\n{below}"
    assert read(page).outlet == outlet


def test_a_date_in_the_foot_is_no_outlet() -> None:
    page = f"Ships wait at the strait\n{BODY}\nFirst published on Sun 12 Jan 2025 07.02 GMT"
    assert read(page).outlet is None


def test_the_name_before_a_menu_is_the_outlet() -> None:
    top = "Field & Fjord | [Latest][1] | [Back issues][2]\n\n# Ships wait at the strait"
    page = f"{top}\n\n{BODY}\n\n[1]: /latest"
    document = read(page, "page.md")
    assert (document.outlet, document.title) == ("Field & Fjord", "Ships wait at the strait")
    assert document.text.endswith("within the week.")


def test_a_masthead_with_its_motto_is_no_title() -> None:
    top = f"HARBOUR OBSERVATORY - a letter from the coast\nForwarded to you?\n{'-' * 60}"
    page = f"{top}\n\nShips wait at the strait\n\nby Jane Doe\n\n{BODY}"
    document = read(page)
    assert document.title == "Ships wait at the strait"
    assert document.outlet == "HARBOUR OBSERVATORY"


def test_a_cookie_banner_above_the_page_is_dropped() -> None:
    banner = "We use cookies\nSome help us to measure how you use our site.\nReject all\nAccept all"
    document = read(f"{banner}\nShips wait at the strait\nBy Jane Doe\n{BODY}")
    assert document.title == "Ships wait at the strait"
    assert document.text == BODY.replace("\n", "\n\n")


def test_a_sentence_before_an_agency_sign_is_kept() -> None:
    foot = "Two ferries were sent back. (ABC)\nTags: strait"
    page = f"Ships wait at the strait\n3 May 2024\n{BODY}\n{foot}"
    assert read(page).text.endswith("Two ferries were sent back. (ABC)")


def test_comments_under_a_list_of_articles_are_dropped() -> None:
    comments = "Comments (1)\n\nbo_88\nMy uncle saw the ships, it is all true, also the dates."
    listed = "Read next\n\nA bakery with nine owners"
    page = f"Ships wait at the strait\n\n{BODY}\n\n{listed}\n\n{comments}"
    assert read(page).text == BODY.replace("\n", "\n\n")


@pytest.mark.parametrize(
    ("links", "byline"),
    [
        ('<a href="/author/jane-doe">Jane Doe</a>', "Jane Doe"),
        ('<a rel="author" href="/j">Jane Doe</a> and <a rel="author" href="/b">Bo Lind</a>',
         "Jane Doe and Bo Lind"),
        ('<a href="/topics/jane-doe">More of the strait</a>', None),
    ],
)  # fmt: skip
def test_links_to_pages_of_authors_are_the_byline(links: str, byline: str | None) -> None:
    page = (
        f"<html><body><h1>Ships wait at the strait</h1><div>{links}</div>{HTML_BODY}</body></html>"
    )
    assert read(page, "page.html").byline == byline


@pytest.mark.parametrize(
    ("foot", "byline"),
    [
        ("Author: Jane Doe\nEditor: B. Lind\nWhen using materials, a link to us is obligatory.",
         "Jane Doe"),
        ("JANE DOE\nDoe covers the coast for the wire.", None),
        ("Written by Jane Doe\nRetired pilot. Writes about tides.", "Jane Doe"),
        ("Editors’ picks\nA soup that ended a feud", None),
        ("Thanks for reading. Reply to this email with your thoughts.", None),
    ],
)  # fmt: skip
def test_what_the_foot_says_of_its_author_is_no_text(foot: str, byline: str | None) -> None:
    document = read(f"Ships wait at the strait\n3 May 2024\n{BODY}\n{foot}")
    assert document.text == BODY.replace("\n", "\n\n")
    assert byline is None or document.byline == byline


def test_a_byline_and_a_date_below_the_first_paragraph_are_read() -> None:
    page = (
        "Ships wait at the strait\nThe harbour master warned of force, and pilots stayed at home.\n"
        "Smoke over the strait at dusk, seen from a hillside.\nBy Jane Doe and Bo Lind\n"
        f"March 6, 2024\n\n{BODY}"
    )
    document = read(page)
    assert (document.byline, document.published) == ("Jane Doe and Bo Lind", "2024-03-06")
    assert "By Jane" not in document.text


def test_an_office_is_no_author() -> None:
    page = f"Remarks at the harbour\nPresidential Office, Port Lys\n3 May 2024\n{BODY}"
    assert read(page).byline is None


def test_the_number_of_comments_is_no_title() -> None:
    page = (
        "<html><head><title>Ships wait at the strait - The Bench</title></head><body>"
        f'<h2 class="entry-title">Ships wait at the strait</h2>{HTML_BODY}'
        "<h3>14 thoughts on “Ships wait at the strait”</h3></body></html>"
    )
    assert read(page, "page.html").title == "Ships wait at the strait"


def test_lines_of_an_interview_are_not_the_author_speaking() -> None:
    turns = "\n".join(
        f"— I have told them {n} times, and I will tell them again." for n in range(3)
    )
    assert read(f"Ships wait at the strait\n3 May 2024\n{BODY}\n{turns}").kind == "news"


def test_the_front_matter_of_a_web_clipper_is_read() -> None:
    page = f"""---
title: "Ships wait at the strait"
source: "https://www.harbourpost.example/2024/05/03/ships"
author:
  - "[[Jane Doe]]"
  - "[[John Roe]]"
published: 2024-05-03
tags:
  - "clippings"
---
{BODY}
"""
    document = read(page, "clip.md")
    assert (document.byline, document.published) == ("Jane Doe, John Roe", "2024-05-03")
    assert document.url == "https://www.harbourpost.example/2024/05/03/ships"
    assert document.outlet is None or "://" not in document.outlet
