"""One file to its articles, whatever its format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from brinkwatch.errors import UnreadableError
from brinkwatch.reading import decoding, jsonl, markdown, pasted, tabular
from brinkwatch.reading.clues import Article
from brinkwatch.reading.jsonl import NO_COLUMNS
from brinkwatch.reading.lines import Line, words
from brinkwatch.reading.places import Cut
from brinkwatch.reading.vocabulary import bound

LONGEST_LINE = bound("single_line")
MOST_ITEMS = bound("items")
MOST_FAILURES = bound("failures")


def articles(
    data: bytes,
    origin: str,
    columns: Mapping[str, str] = NO_COLUMNS,
    charset: str | None = None,
) -> Iterator[tuple[str, Article | str]]:
    """Each article with its name, or the sentence that says why an item gave none.

    The items of a feed, of JSON lines or of a table are `NAME#1`, `NAME#2`, ... in order;
    `columns` maps facts to the columns that hold them; `charset` is what the server named.
    UnreadableError when the whole file gives
    nothing.
    """
    items = _items(data, origin, columns, charset)
    if isinstance(items, Article):
        yield origin, items
    else:
        read = 0
        for number, item in enumerate(items, start=1):
            if number > MOST_ITEMS:
                raise UnreadableError(
                    f"the file has more than {MOST_ITEMS:,} items and the first are read; split it"
                )
            yield f"{origin}#{number}", item
            read += not isinstance(item, str)
            if number == MOST_FAILURES and not read:
                raise UnreadableError(
                    f"none of the first {MOST_FAILURES:,} items gave an article and the rest is "
                    "left; name the columns with --columns, or repair the file"
                )


def _items(
    data: bytes, origin: str, columns: Mapping[str, str], charset: str | None
) -> Article | Iterator[Article | str]:
    """The one article of a page or a text, or the items of a file that holds several."""
    if data.startswith(tabular.PARQUET):
        return tabular.parse_parquet(data, columns)
    text = decoding.decode(data, charset)
    mark = tabular.delimiter(text, origin, columns)
    if mark:
        return tabular.parse_csv(text, mark, columns)
    form = decoding.sniff(text)
    if form == "html":
        from brinkwatch.reading import html

        return html.parse(text)
    if form == "feed":
        from brinkwatch.reading import feeds

        return feeds.parse(text)
    if form == "jsonl":
        from brinkwatch.reading import feeds

        return feeds.parse_json(text) or jsonl.parse(text, columns)
    return _plain(text)


def _plain(text: str) -> Article:
    """The article of a pasted text; a text without any paragraph is taken as it stands."""
    if len(text) > LONGEST_LINE and "\n" not in text[:LONGEST_LINE]:
        raise UnreadableError(
            f"the file is one line of {len(text):,} characters; give one article a file, "
            "its paragraphs on lines of their own"
        )
    pasted.check(text)
    cut = markdown.plain(text) if markdown.is_markdown(text) else Cut(text, text)
    article = pasted.parse_cut(cut)
    if not article.text:
        lines: list[Line] = pasted.to_lines(text.splitlines())
        most = max((words(line.text) for line in lines), default=0)
        raise UnreadableError(
            f"no article text found ({len(lines)} lines, the longest of {most} words); "
            "paste the article's paragraphs"
        )
    return article
