"""RSS and Atom by feedparser, broken ones too, and JSON Feed: an item is an article."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Any

from brinkwatch.errors import UnreadableError
from brinkwatch.reading import dates, html, jsonl, pasted
from brinkwatch.reading.clues import Article, Clues, same
from brinkwatch.reading.jsonl import LONGEST_VALUE
from brinkwatch.reading.keys import clues_from
from brinkwatch.reading.vocabulary import bound

LONGEST_FEED = bound("feed")
MOST_ITEMS = bound("feed_items")
JSON_FEED = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/version\\?/')


def parse(text: str) -> Iterator[Article | str]:
    """The items in document order, or for an item without text the sentence that says so.

    The full content is preferred to the summary, the date of publication to that of change.
    """
    import feedparser

    if len(text) > LONGEST_FEED:
        raise UnreadableError(
            f"the feed has {len(text):,} characters, at most {LONGEST_FEED:,} are read; save its "
            "latest items alone"
        )
    feed = feedparser.parse(
        io.BytesIO(text.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not feed.entries:
        raise UnreadableError("the feed has no items; save it again from its address")
    outlet = (feed.feed.get("title") or "").strip() or None
    for entry in feed.entries[:MOST_ITEMS]:
        yield _article(entry, outlet)
    _check_items(len(feed.entries))


def parse_json(text: str) -> Iterator[Article | str] | None:
    """The items of a JSON Feed (jsonfeed.org, versions 1 and 1.1); None when the text is none."""
    if len(text) > LONGEST_VALUE or not JSON_FEED.search(text):
        return None
    try:
        feed = jsonl.value(text)
    except ValueError:
        return None
    if not (isinstance(feed, dict) and isinstance(feed.get("items"), list)):
        return None
    if not feed["items"]:
        raise UnreadableError("the feed has no items; save it again from its address")
    return _json_articles(feed)


def _json_articles(feed: dict[str, Any]) -> Iterator[Article | str]:
    for item in feed["items"][:MOST_ITEMS]:
        yield _json_article(item, feed)
    _check_items(len(feed["items"]))


def _check_items(number: int) -> None:
    """UnreadableError, after the first items were read, when there are more."""
    if number > MOST_ITEMS:
        raise UnreadableError(
            f"the feed has {number:,} items and the first {MOST_ITEMS:,} are read; save the others "
            "in a file of their own"
        )


def _json_article(item: Any, feed: dict[str, Any]) -> Article | str:
    """The marked-up content is preferred to the plain one, any content to the summary."""
    if not isinstance(item, dict):
        return f"an item is {type(item).__name__}, not an object; save the feed again"
    content = next(
        (item[key] for key in ("content_html", "content_text", "summary") if item.get(key)), ""
    )
    outlet = feed.get("title")
    authors = [
        author.get("name")
        for author in (item.get("authors") or [item.get("author")])
        if isinstance(author, dict) and author.get("name")
    ]
    row = {
        "title": item.get("title"),
        "html" if content is item.get("content_html") else "text": content,
        "date_published": item.get("date_published") or item.get("date_modified"),
        "outlet": outlet,
        "authors": [name for name in authors if not same(str(name), str(outlet or ""))],
        "url": item.get("url") or item.get("external_url"),
    }
    known = clues_from(row)
    return _or_title(jsonl.article(row) if str(content).strip() else Article("", known), known)


def _article(entry: Any, outlet: str | None) -> Article | str:
    content = max(
        (part.get("value") or "" for part in entry.get("content") or []), key=len, default=""
    )
    text = content or entry.get("summary") or ""
    known = _clues(entry, outlet)
    try:
        if "<" in text:
            return _or_title(html.parse_fragment(text, known), known)
        return _or_title(pasted.parse(html.CUT.sub("", unescape(text)), known), known)
    except UnreadableError as error:
        return str(error)


def _or_title(found: Article | str, known: Clues) -> Article | str:
    """What was found; of an item without text its title as a headline, or why there is none."""
    if isinstance(found, str) or found.text.strip():
        return found
    if not known.title:
        return "the item has neither title nor text; nothing of it can be kept"
    clues = replace(known, kind="headline", kind_note="an item with a title and no text")
    return Article(known.title, clues)


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
