"""RSS and Atom by feedparser, broken ones too: an item is an article in its feed's outlet."""

from __future__ import annotations

import io
from collections.abc import Iterator
from html import unescape
from typing import Any

from brinkwatch.errors import UnreadableError
from brinkwatch.reading import dates, html, pasted
from brinkwatch.reading.clues import Article, Clues, same


def parse(data: bytes) -> Iterator[Article | str]:
    """The items in document order, or for an item without text the sentence that says so.

    The full content is preferred to the summary, the date of publication to that of change.
    """
    import feedparser

    feed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not feed.entries:
        raise UnreadableError("the feed has no items; save it again from its address")
    outlet = (feed.feed.get("title") or "").strip() or None
    for entry in feed.entries:
        yield _article(entry, outlet)


def _article(entry: Any, outlet: str | None) -> Article | str:
    content = max(
        (part.get("value") or "" for part in entry.get("content") or []), key=len, default=""
    )
    text = content or entry.get("summary") or ""
    if not text.strip():
        return f"the item {entry.get('title', '')[:60]!r} has neither content nor summary"
    try:
        known = _clues(entry, outlet)
        if "<" in text:
            return html.parse_fragment(text, known)
        return pasted.parse(html.CUT.sub("", unescape(text)), known)
    except UnreadableError as error:
        return str(error)


def _clues(entry: Any, outlet: str | None) -> Clues:
    name, printed = next(
        ((key, entry[key]) for key in ("published", "created", "updated") if entry.get(key)),
        ("", ""),
    )
    published = dates.from_machine(printed) if printed else None
    author = (entry.get("author") or "").strip() or None
    source = entry.get("source") or {}
    return Clues(
        title=" ".join((entry.get("title") or "").split()) or None,
        published=published,
        published_note=f"{name}: {printed}" if published else None,
        byline=None if author and outlet and same(author, outlet) else author,
        outlet=(source.get("title") or "").strip() or outlet,
        url=entry.get("link"),
    )
