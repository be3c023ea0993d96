"""Hostile pages are read, or refused with a reason, in bounded time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brinkwatch.reading import read_bytes

PROSE = "The ministry said on Tuesday that its forces would stay at the border until the talks. "
BODY = "<h1>Forces remain at the border</h1>" + f"<p>{PROSE}</p>" * 5
PASTED = "Forces remain at the border\n\n" + f"{PROSE}\n\n" * 5
LONGEST = 20.0  # seconds of CPU time: what grows with the square of a page takes minutes


def html(body: str) -> str:
    return f"<html><head><title>Forces remain at the border</title></head><body>{body}</body>"


HOSTILE = {
    "elements nested deeply": html("<div>" * 50_000 + PROSE),
    "inline elements nested deeply": html("<p>" + "<b>" * 30_000 + PROSE),
    "an unclosed heading": html("<h1>Forces remain<p>" + f"<p>{PROSE}" * 3000),
    "bylines side by side": html(BODY + "<span class=byline>x</span>" * 10_000),
    "linked data nested deeply": html(
        "<script type='application/ld+json'>" + "[" * 100_000 + "</script>" + BODY
    ),
    "comments that do not end": "<!--" * 50_000,
    "author boxes": PASTED
    + "\n\n".join(f"Jane Doe{n} is a fellow at the Institute of Peace." for n in range(2000)),
    "a block of short lines": PASTED + "\n".join(f"ITEM {n}" for n in range(5000)),
    "spaces": f"a{' ' * 300_000}b\n\n{PROSE}",
    "one line of a hundred megabytes": "word " * 20_000_000,
    "null bytes": PASTED.replace(" ", "\0"),
}


@pytest.mark.parametrize("page", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_page_ends_in_a_document_or_a_reason(page: str) -> None:
    begun = time.process_time()
    found = read_bytes(page.encode(), "page")
    assert time.process_time() - begun < LONGEST
    assert found.documents or found.skipped[0].reason


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["", html(BODY), PASTED, "{", "<rss>"]))
def test_any_bytes_are_read_or_refused(data: bytes, page: str) -> None:
    found = read_bytes(page.encode() + data, "page")
    assert found.documents or found.skipped


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_what_is_kept_of_a_pasted_page_stands_in_it(text: str) -> None:
    page = PASTED + text
    for document in read_bytes(page.encode("utf-8", "replace"), "page").documents:
        if document.parent_id is None:
            for line in document.text.split("\n\n"):
                assert line in page.replace("\r\n", "\n").replace("\r", "\n")
