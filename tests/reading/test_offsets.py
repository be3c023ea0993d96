"""Every character of a cleaned text stands in the page where its place says."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import lxml.html
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from brinkwatch.gazetteer.shadow import spaced
from brinkwatch.reading import decoding, read, read_bytes
from brinkwatch.records import Document

PAGES = Path(__file__).parent / "test_pasted"
WEB_PAGES = Path(__file__).parent / "test_html"
ODD = "\u00ad\u00a0\u2009\u202f\u3000\u2028\u2029\x85\x0b\x0c\x1c\x1d\u200b\u200c\u200d\ufeff\u202e"
MARKS = "#*_[]()!>-`~|<&'\"“”‘’«»–—…"
SIGNS = "\u0301\u0327\u05d0\u0639\u06cc\u0915\u093f日本\U0001f6a2\U00020000ßﬁＡ"
CHARACTER = st.one_of(
    st.sampled_from(ODD + MARKS + SIGNS + "abc 19.:\t"),
    st.characters(exclude_categories=["Cs"]),
)
PHRASE = st.text(CHARACTER, max_size=40)
PIECE = st.one_of(
    PHRASE,
    st.sampled_from(
        [
            "The harbour master of Southport said on Tuesday that no ship would leave the port.",
            "## What the ministry said",
            "By Ann Lee",
            "> The **ministry** wrote [a letter](https://x.example/a) to *two* neighbours.",
            "- one of the __frigates__ left the harbour on Monday, its captain told a reporter.",
            "![A ship](ship.png)",
            "Share this article",
            "3 May 2024",
            "4 May 2024\n20:47\nShips leave port\n20:33\nPort\u00a0is sh\u00adut",
            "---",
            "Title: The port",
            "",
        ]
    ),
    st.tuples(PHRASE, PHRASE).map(lambda p: f"No ship left{p[0]} the port of So{p[1]}port today."),
)  # fmt: skip
PAGE = st.lists(st.tuples(PIECE, st.sampled_from(["\n", "\n\n", "\r\n", "\r\n\r\n", "\r"])))


def mapped(document: Document) -> list[tuple[int, int]]:
    """Each character of the text but its line breaks, and its offset in the page."""
    pairs: list[tuple[int, int]] = []
    for at, character in enumerate(document.text):
        if character != "\n":
            place = document.place(at)
            assert place is not None
            assert isinstance(place.at, int)
            pairs.append((at, place.at + at - place.start))
    return pairs


def stands(document: Document, page: str) -> None:
    """Every character equals the one its place leads to, in the page's order, on its line."""
    pairs = mapped(document)
    assert pairs
    assert [document.text[at] for at, _ in pairs] == [page[there] for _, there in pairs]
    assert all(a < b for (_, a), (_, b) in pairwise(pairs))
    for place in document.places:
        assert isinstance(place.at, int)
        assert place.line == len(re.findall(r"\r\n?|\n", page[: place.at])) + 1


@settings(max_examples=400, deadline=None)
@given(PAGE)
def test_a_text_stands_in_any_page(pieces: list[tuple[str, str]]) -> None:
    page = "".join(text + end for text, end in pieces)
    data = page.encode()
    documents = read_bytes(data, "page.txt").documents
    assume(documents and decoding.sniff(page) == "text")
    for document in documents:
        stands(document, decoding.decode(data))


@settings(max_examples=200, deadline=None)
@given(PAGE)
def test_a_marked_up_text_stands_in_any_page(pieces: list[tuple[str, str]]) -> None:
    page = "# The port\n\nA **ship** left the harbour of Southport.\n\n" + "".join(
        text + end for text, end in pieces
    )
    documents = read_bytes(page.encode(), "page.md").documents
    assume(documents and decoding.sniff(page) == "text")
    for document in documents:
        stands(document, page)


def test_marks_inside_a_line_are_dropped_and_known() -> None:
    page = (
        "# Talks fail\n\nThe **foreign minister** of Northland left [the talks]"
        "(https://x.example/talks) on *Tuesday* without a word.\n"
    )
    (document,) = read_bytes(page.encode(), "page.md").documents
    assert (
        document.text
        == "The foreign minister of Northland left the talks on Tuesday without a word."
    )
    stands(document, page)
    assert len(document.places) == 7
    place = document.place(document.text.index("talks"))
    assert place is not None
    assert (place.line, place.at) == (3, page.index("the talks"))


def test_front_matter_and_wrapped_lines_count() -> None:
    page = (
        "Title: The port\r\nDate: 2024-05-03\r\n\r\n"
        "  No ship has left the port of Southport since the morning,\r\n"
        "  when the harbour master closed the gates of the new basin\r\n"
        "  to all that carry arms.\r\n"
    )
    (document,) = read_bytes(page.encode(), "page.txt").documents
    assert document.text.count("\n") == 2
    assert [place.line for place in document.places] == [4, 5, 6]
    stands(document, page)


SOURCES = st.text(CHARACTER, min_size=1, max_size=30).map(
    lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
)
INLINE = st.one_of(
    SOURCES,
    SOURCES.map(lambda text: f"<b>{text}</b>"),
    SOURCES.map(lambda text: f'<a href="/x">{text}</a>'),
    st.sampled_from(["<br>", "<!-- a -->", "&nbsp;", "&shy;", "\n", "</p>", "<div>", "</div>"]),
)


def collapsed(text: str) -> str:
    return re.sub(r"[ \t\r\n\f]+", "", text)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(INLINE, max_size=6), min_size=1, max_size=6))
def test_a_line_stands_in_the_element_of_its_place(paragraphs: list[list[str]]) -> None:
    said = "The harbour master of Southport said that no ship would leave the port today."
    body = "\n".join(f"<p>{said}{''.join(pieces)} {said}</p>" for pieces in paragraphs)
    page = f"<!doctype html>\n<html>\n<body><article>\n{body}\n</article></body></html>"
    documents = read_bytes(page.encode(), "page.html").documents
    assume(documents)  # many control characters make a page binary
    found_in_elements(documents[0], page)


def found_in_elements(document: Document, page: str) -> None:
    """Every line is found in the element of its place, which begins on the line of the place."""
    parser = lxml.html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    root = lxml.html.document_fromstring(page, parser=parser)
    start = 0
    for line in document.text.split("\n\n"):
        place = document.place(start)
        assert place is not None
        assert place.start == start
        (element,) = root.xpath(str(place.at))
        assert element.sourceline == place.line
        assert collapsed(line) in collapsed("".join(element.itertext()))
        start += len(line) + 2


def test_a_paragraph_of_a_page_has_its_line_and_its_path() -> None:
    page = (
        "<!doctype html>\n<html><body>\n<nav>Home</nav>\n<article>\n<h1>The port is shut</h1>\n"
        "<p>No ship has left the port of <b>Southport</b> since the morning of that day.</p>\n"
        "<div><p>\nThe harbour master closed the gates of the new basin to all ships.</p></div>\n"
        "</article></body></html>"
    )
    (document,) = read_bytes(page.encode(), "page.html").documents
    assert [(place.line, place.at) for place in document.places] == [
        (6, "/html/body[1]/article[1]/p[1]"),
        (7, "/html/body[1]/article[1]/div[1]/p[1]"),
    ]
    found_in_elements(document, page)


def test_a_headline_stands_in_the_page_as_it_is_printed() -> None:
    said = "The harbour master of Southport said that no ship would leave the port today."
    items = "4 May 2024\n20:47\nExclusive\nShips\u00a0leave po\u00adrt\n20:33 - Port is shut\n"
    page = f"Ships stay in the port of Southport\n\n3 May 2024\n\n{said}\n\n{said}\n\n{items}"
    _, first, second = read_bytes(page.encode(), "page.txt").documents
    assert (first.text, first.title) == ("Ships\u00a0leave po\u00adrt",) * 2
    assert [document.places[0].line for document in (first, second)] == [12, 13]
    for document in (first, second):
        stands(document, page)


def mutated(page: str, odd: str) -> str:
    """The page with an odd character in every long word, or between any two words."""
    if odd.isspace():
        return re.sub(r"(?<=\w) (?=\w)", odd, page)
    return re.sub(r"[^\W\d_]{7,}", lambda word: f"{word[0][:3]}{odd}{word[0][3:]}", page)


@pytest.mark.parametrize("odd", ["\u00ad", "\u200b", "\u2060", "\u200d", "\u00a0", "\u202f"])
@pytest.mark.parametrize("file", sorted(PAGES.glob("*.txt")), ids=lambda file: file.stem)
def test_odd_characters_change_nothing_that_is_read(file: Path, odd: str) -> None:
    page = decoding.decode(file.read_bytes())
    turned = mutated(page, odd)
    assert odd in turned
    plainly, found = (read_bytes(text.encode(), "page.txt").documents for text in (page, turned))
    assert [spaced(document.text) for document in found] == [spaced(d.text) for d in plainly]
    for name in ("title", "published", "byline", "outlet", "kind", "language", "label"):
        values = [[spaced(str(getattr(d, name))) for d in read] for read in (plainly, found)]
        assert values[0] == values[1]
    for document in found:
        stands(document, decoding.decode(turned.encode()))


def between_tags(page: str, odd: str) -> str:
    """The page with the entity of an odd character in the printed text of its body."""
    head, start, body = page.partition("<body")
    pieces = re.split(r"(<(?:script|style).*?</(?:script|style)>|<[^>]*>|&\w+;)", body, flags=re.S)
    turned = (piece if n % 2 else mutated(piece, odd) for n, piece in enumerate(pieces))
    entity = {"\u00ad": "&shy;", "\u00a0": "&nbsp;"}[odd]
    return head + start + "".join(turned).replace(odd, entity)


@pytest.mark.parametrize("odd", ["\u00ad", "\u00a0"])
@pytest.mark.parametrize("file", sorted(WEB_PAGES.glob("*.html")), ids=lambda file: file.stem)
def test_entities_change_nothing_that_is_read_of_a_web_page(file: Path, odd: str) -> None:
    page = decoding.decode(file.read_bytes())
    turned = between_tags(page, odd)
    plainly, found = (read_bytes(text.encode(), "page.html").documents for text in (page, turned))
    assert [spaced(document.text) for document in found] == [spaced(d.text) for d in plainly]
    for name in ("title", "published", "byline", "outlet", "kind", "language", "label"):
        values = [[spaced(str(getattr(d, name))) for d in read] for read in (plainly, found)]
        assert values[0] == values[1]


def test_a_line_stands_in_the_field_of_its_item() -> None:
    row = '{"title": "The port", "text": "No ship left the port.\\n\\nThe gates of it are shut."}\n'
    (document,) = read_bytes(row.encode(), "rows.jsonl").documents
    assert [(place.line, place.at) for place in document.places] == [(1, 0), (3, 24)]


def test_a_path_of_a_deep_page_is_short() -> None:
    said = "<p>The harbour master of Southport said that no ship would leave the port today.</p>"
    page = f"<html><body>{'<div>' * 200}{said}{'</div>' * 200}</body></html>"
    (document,) = read_bytes(page.encode(), "page.html").documents
    path = str(document.places[0].at)
    assert path.startswith("//div[1]/")
    assert len(path) < 400


def test_the_places_survive_a_case_file(make_document: Callable[..., Document]) -> None:
    (document,) = read_bytes(b"No ship has left the port of Southport today.", "a.txt").documents
    assert Document.model_validate_json(document.model_dump_json()) == document
    assert document.places
    assert make_document("x").place(0) is None


@pytest.mark.shared
def test_the_development_pages_stand_in_their_files(shared: Path) -> None:
    for file in sorted((shared / "gold" / "dev" / "articles").glob("*.*")):
        page = decoding.decode(file.read_bytes())
        for document in read([file]).documents:
            if file.suffix in {".txt", ".md"}:
                stands(document, page)
            elif file.suffix == ".html":
                found_in_elements(document, page)
