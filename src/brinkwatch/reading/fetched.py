"""Fetched pages and feeds to documents, kept in the case file before they count as known."""

from __future__ import annotations

from brinkwatch import reading
from brinkwatch.errors import BrinkwatchError
from brinkwatch.fetching import Fetcher, Validators
from brinkwatch.records import Document, Reading, Skipped
from brinkwatch.store import Case


def keep(case: Case, documents: list[Document]) -> int:
    """Add documents, a page with its headlines at a time; returns how many articles were new."""
    new = 0
    for page in documents:
        if page.parent_id is None:
            children = [child for child in documents if child.parent_id == page.id]
            new += case.add_documents([page, *children]) > 0
    return new


def take(
    url: str, fetcher: Fetcher, case: Case | None = None, *, published: str | None = None
) -> tuple[Reading, int]:
    """What an address gives, and with a case how many of its articles were new to it.

    A page that has not changed since the case kept it gives an empty Reading. What cannot be
    fetched is skipped with the reason.
    """
    known = case.fetch(url) if case else None
    try:
        page = fetcher.fetch(url, Validators(*known) if known else None)
    except BrinkwatchError as error:
        # the reason names the address itself, or the one that it led to
        reason = str(error).removeprefix(f"{url}: ")
        return Reading(documents=(), skipped=(Skipped(origin=url, reason=reason),)), 0
    if page is None:
        return Reading(documents=()), 0
    found = reading.read_bytes(page.data, url, published=published)
    new = 0
    if case is not None:
        new = keep(case, list(found.documents))
        if found.documents:
            case.add_fetch(url, page.url, page.validators.etag, page.validators.modified)
    return found, new
