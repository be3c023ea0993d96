"""One file to its articles, whatever its format."""

from __future__ import annotations

from collections.abc import Iterator

from brinkwatch.errors import UnreadableError
from brinkwatch.reading import decoding, pasted
from brinkwatch.reading.clues import Article
from brinkwatch.reading.lines import Line, words

LONGEST_LINE = 1_000_000  # characters; assumed: no paragraph is longer


def articles(data: bytes, origin: str) -> Iterator[tuple[str, Article | str]]:
    """Each article with its name, or the sentence that says why an item gave none.

    The items of a feed or of JSON lines are `NAME#1`, `NAME#2`, ... in document order.
    UnreadableError when the whole file gives nothing.
    """
    text = decoding.decode(data)
    form = decoding.sniff(text)
    if form == "html":
        from brinkwatch.reading import html

        yield origin, html.parse(text)
    elif form == "text":
        yield origin, _plain(text)
    else:
        from brinkwatch.reading import feeds, jsonl

        items = feeds.parse(data) if form == "feed" else jsonl.parse(text)
        for number, item in enumerate(items, start=1):
            yield f"{origin}#{number}", item


def _plain(text: str) -> Article:
    """The article of a pasted text; a text without any paragraph is taken as it stands."""
    if len(text) > LONGEST_LINE and "\n" not in text[:LONGEST_LINE]:
        raise UnreadableError(
            f"the file is one line of {len(text):,} characters; give one article a file, "
            "its paragraphs on lines of their own"
        )
    article = pasted.parse(text)
    if not article.text:
        lines: list[Line] = pasted.to_lines(text.splitlines())
        most = max((words(line.text) for line in lines), default=0)
        raise UnreadableError(
            f"no article text found ({len(lines)} lines, the longest of {most} words); "
            "paste the article's paragraphs"
        )
    return article
