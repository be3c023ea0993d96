"""Reading: files of any kind in, clean dated documents out.

    read(["articles/"])  ->  Reading(documents, skipped)

A page is cut into lines, its furniture is dropped by one vocabulary whatever its format, and what
the dropped lines say (title, byline, outlet, date, kind) becomes the document's fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from brinkwatch.errors import UnreadableError
from brinkwatch.reading import sources
from brinkwatch.reading.documents import build, check_day
from brinkwatch.reading.duplicates import link
from brinkwatch.reading.formats import articles
from brinkwatch.reading.jsonl import NO_COLUMNS
from brinkwatch.records import Document, Reading, Skipped

__all__ = ["as_row", "read", "read_bytes", "visible"]

Progress = Callable[[int, int], None] | None


def read(
    paths: Iterable[str | Path] | str | Path,
    *,
    published: str | None = None,
    columns: Mapping[str, str] = NO_COLUMNS,
    on_progress: Progress = None,
) -> Reading:
    """Every article of files, folders (recursively) and globs, in the order given.

    A page is followed by its dated headlines. What gives no document is in `skipped` with the
    reason, and so is a document that repeats another word for word in the same outlet; other copies
    and updated versions are linked to their first form. `published` dates every article;
    `columns` maps facts (text, title, ...) to the columns of a table that hold them.

    InputError when `published` is not an ISO date.
    """
    check_day(published)
    given = [paths] if isinstance(paths, str | Path) else list(paths)
    found = list(sources.find(given))
    results: list[Document | Skipped] = []
    for done, source in enumerate(found, start=1):
        if isinstance(source, Skipped):
            results.append(source)
        else:
            data = sources.load(source)
            if isinstance(data, Skipped):
                results.append(data)
            else:
                results += _documents(data, source.origin, published, columns)
        if on_progress is not None:
            on_progress(done, len(found))
    return _reading(results)


def read_bytes(
    data: bytes,
    origin: str,
    *,
    published: str | None = None,
    columns: Mapping[str, str] = NO_COLUMNS,
    charset: str | None = None,
) -> Reading:
    """Every article of one file's bytes; `origin` names it in the records.

    `charset` is what the server that sent the bytes named; a byte-order mark stands above it.
    """
    check_day(published)
    return _reading(list(_documents(data, origin, published, columns, charset)))


def visible(documents: Iterable[Document], as_of: str) -> tuple[list[Document], list[Document]]:
    """The documents that can have been published by a day, and those that cannot; order kept.

    An inferred interval counts from its first day; an unknown date is seen. A page that is seen
    loses the headlines of its list that are later than the day.
    """
    day = as_of[:10]
    seen: list[Document] = []
    hidden: list[Document] = []
    for document in documents:
        first = document.first_day()
        if first and first > day:
            hidden.append(document)
            continue
        kept = tuple(h for h in document.headlines if h.time is None or h.time[:10] <= day)
        if len(kept) < len(document.headlines):
            document = document.model_copy(update={"headlines": kept})
        seen.append(document)
    known = {document.id for document in seen}
    if any(document.copy_of and document.copy_of not in known for document in seen):
        seen = link(seen)
    return seen, hidden


def as_row(document: Document) -> dict[str, Any]:
    """The document as `brinkwatch read --format jsonl` prints it."""
    return document.model_dump(mode="json")


def _documents(
    data: bytes,
    origin: str,
    published: str | None,
    columns: Mapping[str, str],
    charset: str | None = None,
) -> Iterator[Document | Skipped]:
    """The documents of one file, or why an item of it gave none."""
    try:
        for name, article in articles(data, origin, columns, charset):
            if isinstance(article, str):
                yield Skipped(origin=name, reason=f"{article}.")
                continue
            try:
                yield from build(article, name, published=published)
            except UnreadableError as error:
                yield Skipped(origin=name, reason=f"{error}.")
    except UnreadableError as error:
        yield Skipped(origin=origin, reason=f"{error}.")


def _reading(results: Sequence[Document | Skipped]) -> Reading:
    """The documents, each once with its headlines, and all that was skipped."""
    first: dict[str, str] = {}
    documents: list[Document] = []
    skipped: list[Skipped] = []
    repeated = ""
    for item in results:
        if isinstance(item, Skipped):
            skipped.append(item)
        elif item.parent_id is not None:
            if item.parent_id != repeated and item.id not in first:
                first[item.id] = item.origin
                documents.append(item)
        elif item.id in first:
            repeated = item.id
            skipped.append(
                Skipped(origin=item.origin, reason=f"the same article as {first[item.id]}.")
            )
        else:
            repeated = ""
            first[item.id] = item.origin
            documents.append(item)
    return Reading(documents=tuple(link(documents)), skipped=tuple(skipped))
