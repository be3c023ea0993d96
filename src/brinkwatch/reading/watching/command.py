"""`brinkwatch watch`: the feeds of a list, polled into a case file."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from brinkwatch.console import chosen, clean, emit, finish, say
from brinkwatch.errors import InputError
from brinkwatch.fetching import Fetcher, feeds, limits
from brinkwatch.reading.watching import Polled, poll
from brinkwatch.records import Skipped
from brinkwatch.store import Case

INTERRUPTED = 130  # what shells give for a program ended by Ctrl-C


def watch(
    feed_list: Annotated[
        str,
        Parameter(help="OPML file, a text with one feed address a line, or one feed address."),
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

    One line a feed goes to stdout at each look, JSON in a pipe: articles read, how many are
    new, where the feed has moved to, what was skipped and why. Only the feeds are fetched,
    never the pages they link to.

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
    said: set[Skipped] = set()
    try:
        while True:
            with Case(store) as case:
                code = _look(addresses, case, fetcher, said, quiet=quiet)
            if once:
                return code
            after = datetime.now() + timedelta(minutes=pause)
            say(f"next look {after:%a %H:%M}; Ctrl-C ends", quiet=quiet)
            time.sleep(pause * 60)
    except KeyboardInterrupt:
        say(f"brinkwatch: stopped; what was found is kept in {store}.", quiet=quiet)
        return INTERRUPTED


def _look(
    addresses: Sequence[str], case: Case, fetcher: Fetcher, said: set[Skipped], *, quiet: bool
) -> int:
    """One look at every feed, told feed by feed; returns the exit code for it.

    What is skipped for a reason that was said at an earlier look is not said again.
    """
    looks: list[Polled] = []
    for polled in poll(addresses, case, fetcher):
        looks.append(polled)
        _tell(polled)
    failed = sum(look.status == "failed" for look in looks)
    unchanged = sum(look.status == "unchanged" for look in looks)
    say(
        f"{len(looks)} feeds, {unchanged} unchanged, {failed} failed; "
        f"new articles: {sum(look.new for look in looks)}",
        quiet=quiet,
    )
    skipped = [item for look in looks for item in look.skipped if item not in said]
    said.update(skipped)
    return finish(skipped, len(looks) - failed, quiet=quiet)


def _tell(polled: Polled) -> None:
    """One feed on stdout as soon as it was looked at."""
    if chosen(None) == "table":
        moved = f", moved for good to {polled.moved_to}" if polled.moved_to else ""
        counts = f"{polled.new} new of {polled.articles}" if polled.status == "read" else ""
        print(clean(f"{counts or polled.status:<16}{polled.feed}{moved}"))
    else:
        emit([asdict(polled) | {"skipped": [s.model_dump() for s in polled.skipped]}], "jsonl")
    sys.stdout.flush()
