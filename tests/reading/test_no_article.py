"""Pages that only list articles, or say that there is none, give a reason and no document."""

from __future__ import annotations

import pytest

from brinkwatch.reading import read_bytes

TITLES = ("Ferries stop at the strait", "Mayor finds a bear", "Grain ship sails", "Tango at noon")
FRONT_PASTED = "The Harbour Post\n\n" + "\n\n".join(
    f"{t}\n{n} min ago" for n, t in enumerate(TITLES, 5)
)
FRONT = "<h1>World</h1>" + "".join(
    f'<h2><a href="/{n}">{t}</a></h2><p>It was a long night for all.</p>'
    for n, t in enumerate(TITLES)
)
ARCHIVE = "<h1>Category: Harbour</h1>" + "".join(
    f'<article><h2><a href="/{n}">{t}</a></h2><time>May {n + 1}, 2024</time>'
    "<p>The captain said that he would wait, and the crew went to sleep on the deck [&hellip;]</p>"
    "</article>"
    for n, t in enumerate(TITLES)
)
GONE = "<h1>Sorry, we cannot find that page</h1><p>It may have been moved or deleted.</p>"
BRIEF = "The minister said on Friday that the strait would be closed to all ships from Monday on."
LIST = "\n".join(f"{t}\n{n} min ago" for n, t in enumerate(TITLES, 5))
LIVE = "Strait live: ships wait\n3 May 2024\n" + "\n".join(
    f"1{n}:05\n{title}\nThe pilot said that he would wait for the tide and the ministry.\nShare"
    for n, title in enumerate(TITLES)
)


def read(page: str):
    name = "page.html" if page.startswith("<") else "page.txt"
    whole = f"<html><body>{page}</body></html>" if page.startswith("<") else page
    return read_bytes(whole.encode(), name)


@pytest.mark.parametrize("page", [FRONT_PASTED, FRONT, ARCHIVE])
def test_a_list_of_articles_is_refused(page: str) -> None:
    reading = read(page)
    assert reading.documents == ()
    assert [item.reason for item in reading.skipped] == [
        "the page lists articles and is none; save the page of the article you mean."
    ]


def test_a_page_that_says_it_is_missing_is_refused() -> None:
    reading = read(GONE)
    assert reading.documents == ()
    assert "the page is no article" in reading.skipped[0].reason


@pytest.mark.parametrize(
    "page",
    [
        f"Strait to close\nBy Jane Doe\n3 May 2024\n{BRIEF}\nMost read\n{LIST}",
        f"Strait to close\n3 May 2024\n\n{BRIEF}\n\n{BRIEF} Fishermen laughed.\n\n{LIST}",
        f"<h1>Strait to close</h1><p>{BRIEF}</p><p>{BRIEF} Fishermen laughed.</p>{FRONT[14:]}",
        LIVE,
    ],
)
def test_an_article_beside_a_list_is_kept(page: str) -> None:
    text = read(page).documents[0].text
    assert "The minister said" in text or "The pilot said" in text
