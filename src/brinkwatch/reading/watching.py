"""`brinkwatch watch`: the feeds of a list, polled into a case file."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from brinkwatch.console import emit, finish, say
from brinkwatch.errors import InputError
from brinkwatch.fetching import Fetcher, feeds, limits
from brinkwatch.reading import fetched
from brinkwatch.records import Skipped
from brinkwatch.store import Case

INTERRUPTED = 130  # what shells give for a program ended by Ctrl-C


@dataclass(frozen=True)
class Polled:
    """What one look at one feed gave: articles read, how many were new, and what was skipped."""

    feed: str
    articles: int
    new: int
    skipped: tuple[Skipped, ...]


def poll(addresses: Sequence[str], case: Case, fetcher: Fetcher) -> Iterator[Polled]:
    """Look at each feed once, in order; what is new is in the case before the next one is asked.

    A feed that fails is skipped with the reason. No link of an item is followed.
    """
    for address in addresses:
        found, new = fetched.take(address, fetcher, case)
        articles = sum(document.parent_id is None for document in found.documents)
        yield Polled(address, articles, new, found.skipped)


def watch(
    feed_list: Annotated[
        Path, Parameter(help="OPML file, or a text with one feed address a line.")
    ],
    *,
    store: Annotated[Path, Parameter(help="Case file (SQLite) that gets the new articles.")],
    once: Annotated[bool, Parameter(help="Look once and end.", negative="")] = False,
    every: Annotated[
        float | None, Parameter(help="Minutes between two looks at a feed; 60 if absent.")
    ] = None,
    quiet: Annotated[bool, Parameter(help="No messages.", negative="")] = False,
) -> int:
    """Poll feeds into a case file: new items only, politely, until Ctrl-C.

    One JSON line a feed goes to stdout at each look: articles read, how many are new,
    what was skipped and why. Only the feeds are fetched, never the pages they link to.

        brinkwatch watch feeds.opml --store case.db --once
    """
    pause = limits().poll_minutes if every is None else every
    if not limits().least_poll_minutes <= pause <= limits().most_poll_minutes:
        raise InputError(
            f"--every {pause:g}: feeds are polled every {limits().least_poll_minutes:g} to "
            f"{limits().most_poll_minutes:g} minutes; give a number of minutes between them."
        )
    addresses = feeds(feed_list)
    fetcher = Fetcher()
    try:
        while True:
            with Case(store) as case:
                code = _look(addresses, case, fetcher, quiet=quiet)
            if once:
                return code
            time.sleep(pause * 60)
    except KeyboardInterrupt:
        say(f"brinkwatch: stopped; what was found is kept in {store}.", quiet=quiet)
        return INTERRUPTED


def _look(addresses: Sequence[str], case: Case, fetcher: Fetcher, *, quiet: bool) -> int:
    """One look at every feed, told feed by feed; returns the exit code for it."""
    seen = 0
    new = 0
    failed = 0
    skipped: list[Skipped] = []
    for polled in poll(addresses, case, fetcher):
        emit([asdict(polled) | {"skipped": [s.model_dump() for s in polled.skipped]}], "jsonl")
        sys.stdout.flush()
        skipped += polled.skipped
        lost = polled.feed in {item.origin for item in polled.skipped}
        failed += lost
        seen += not lost
        new += polled.new
    say(f"{len(addresses)} feeds: {new} new articles, {failed} failed", quiet=quiet)
    return finish(skipped, seen, quiet=quiet)
