"""`brinkwatch watch`: the feeds of a list, polled into a case file; a move of a line told."""

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
from brinkwatch.errors import BrinkwatchError, InputError
from brinkwatch.fetching import Fetcher, feeds, limits
from brinkwatch.records import Skipped
from brinkwatch.store import Case
from brinkwatch.watching import Polled, poll
from brinkwatch.watching.alarm import Alarm

MOVED = 4
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
    on_change: Annotated[
        str | None,
        Parameter(help="Program and arguments to run, without a shell, when a red line moved."),
    ] = None,
    quiet: Annotated[bool, Parameter(help="No messages.", negative="")] = False,
) -> int:
    """Poll feeds into a case file: new items only, politely, until Ctrl-C.

    One line a feed goes to stdout at each look, JSON in a pipe: articles read, how many are
    new, where the feed has moved to, what was skipped and why. Only the feeds are fetched,
    never the pages they link to.

        brinkwatch watch feeds.opml --store case.db --once

    With --on-change new articles are coded; when a line is new or moved,
    the command gets JSON on its standard input: what `brinkwatch ledger
    diff` prints, and the store.

        brinkwatch watch feeds.opml --store case.db --once --on-change "notify desk"

    Exit codes with --once: 0 no line moved; 4 one moved and the command
    ended well; 1 the command failed (told again at the next look) or all
    feeds did; 3 none moved and something was skipped.
    """
    pause = limits().poll_minutes if every is None else every
    if not limits().least_poll_minutes <= pause <= limits().most_poll_minutes:
        raise InputError(
            f"--every {pause:g}: feeds are polled every {limits().least_poll_minutes:g} to "
            f"{limits().most_poll_minutes:g} minutes; give a number of minutes between them."
        )
    addresses = feeds(feed_list)
    alarm = None if on_change is None else Alarm.of(on_change, store)
    fetcher = Fetcher()
    said: set[Skipped] = set()
    try:
        while True:
            if alarm:
                alarm.begin()
            with Case(store) as case:
                code = _look(addresses, case, fetcher, said, quiet=quiet)
            if alarm:
                code = _sound(alarm, code, quiet=quiet)
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


def _sound(alarm: Alarm, code: int, *, quiet: bool) -> int:
    """Tell the command what moved; the exit code for the look, `code` where nothing did."""
    try:
        found = alarm.moved()
    except BrinkwatchError as error:
        say(f"brinkwatch: {error}")
        return 1
    if found is None:
        say("no line moved", quiet=quiet)
        return code
    say(f"lines moved: {len(found['lines'])}, told by --on-change", quiet=quiet)
    return code if code == 1 else MOVED


def _tell(polled: Polled) -> None:
    """One feed on stdout as soon as it was looked at."""
    if chosen(None) == "table":
        moved = f", moved for good to {polled.moved_to}" if polled.moved_to else ""
        counts = f"{polled.new} new of {polled.articles}" if polled.status == "read" else ""
        print(clean(f"{counts or polled.status:<16}{polled.feed}{moved}"))
    else:
        emit([asdict(polled) | {"skipped": [s.model_dump() for s in polled.skipped]}], "jsonl")
    sys.stdout.flush()
