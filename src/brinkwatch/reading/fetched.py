"""Fetched pages and feeds to documents, kept in the case file before they count as known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from brinkwatch import reading
from brinkwatch.errors import BrinkwatchError
from brinkwatch.fetching import Fetcher, Validators
from brinkwatch.reading.jsonl import NO_COLUMNS
from brinkwatch.records import Document, Reading, Skipped
from brinkwatch.store import Case

NOTHING = Reading(documents=())


@dataclass(frozen=True)
class Taken:
    """What an address gave, and with a case how many of its articles were new to it.

    An `unchanged` page is as the case kept it and gives nothing again; what has `failed` is among
    the skipped with the reason; `moved` is where to find the page from now on, or None.
    """

    found: Reading = NOTHING
    new: int = 0
    unchanged: bool = False
    failed: bool = False
    moved: str | None = None


def keep(case: Case, documents: list[Document]) -> int:
    """Add documents, a page with its headlines at a time; returns how many articles were new."""
    new = 0
    for page in documents:
        if page.parent_id is None:
            children = [child for child in documents if child.parent_id == page.id]
            new += case.add_documents([page, *children]) > 0
    return new


def take(
    url: str,
    fetcher: Fetcher,
    case: Case | None = None,
    *,
    published: str | None = None,
    columns: Mapping[str, str] = NO_COLUMNS,
) -> Taken:
    """Fetch an address and read what it gives; with a case, only what has changed, and keep it.

    What cannot be fetched is skipped with the reason.
    """
    known = case.fetch(url) if case else None
    try:
        page = fetcher.fetch(url, Validators(*known) if known else None)
    except BrinkwatchError as error:
        # the reason names the address itself, or the one that it led to
        reason = str(error).removeprefix(f"{url}: ")
        skipped = (Skipped(origin=url, reason=reason),)
        return Taken(Reading(documents=(), skipped=skipped), failed=True)
    if page is None:
        return Taken(unchanged=True)
    found = reading.read_bytes(
        page.data, url, published=published, columns=columns, charset=page.charset
    )
    new = 0
    if case is not None:
        new = keep(case, list(found.documents))
        if found.documents:
            case.add_fetch(url, page.url, page.validators.etag, page.validators.modified)
    failed = any(item.origin == url for item in found.skipped)
    return Taken(found, new, failed=failed, moved=page.moved)
