"""Watching feeds: each looked at in turn, what is new kept in a case file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from brinkwatch.fetching import Fetcher
from brinkwatch.reading import fetched
from brinkwatch.records import Skipped
from brinkwatch.store import Case


@dataclass(frozen=True)
class Polled:
    """What one look at one feed gave: articles read, how many were new, and what was skipped.

    `moved_to` is where the feed is from now on, when its server says that it has left for good.
    """

    feed: str
    status: Literal["read", "unchanged", "failed"]
    articles: int
    new: int
    moved_to: str | None
    skipped: tuple[Skipped, ...]


def poll(addresses: Sequence[str], case: Case, fetcher: Fetcher) -> Iterator[Polled]:
    """Look at each feed once, in order; what is new is in the case before the next one is asked.

    A feed that fails is skipped with the reason. No link of an item is followed.
    """
    for address in addresses:
        taken = fetched.take(address, fetcher, case)
        yield Polled(
            feed=address,
            status="failed" if taken.failed else "unchanged" if taken.unchanged else "read",
            articles=sum(document.parent_id is None for document in taken.found.documents),
            new=taken.new,
            moved_to=taken.moved,
            skipped=taken.found.skipped,
        )
