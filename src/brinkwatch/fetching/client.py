"""Fetching one page or feed politely: robots.txt obeyed, one request at a time, limits kept.

The Robots Exclusion Protocol is RFC 9309; conditional requests, Retry-After and content codings
are RFC 9110. Only the address asked for is fetched, and where it redirects; nothing that a page
says leads further.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from protego import Protego

from brinkwatch import __version__
from brinkwatch.errors import BrinkwatchError, InputError
from brinkwatch.fetching import robots
from brinkwatch.fetching.addresses import Target, target
from brinkwatch.fetching.connection import Response, request
from brinkwatch.fetching.limits import Limits, limits

USER_AGENT = f"{robots.AGENT}/{__version__} (reads single news pages and feeds that its user names)"
ACCEPT = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, */*;q=0.5"
MOVED = frozenset({301, 302, 303, 307, 308})
MOVED_FOR_GOOD = frozenset({301, 308})
BUSY = frozenset({429, 503})
LONGEST_RETRY = 1e9  # seconds; assumed: thirty years are no wait but a mistake


@dataclass(frozen=True)
class Validators:
    """What a server gave to ask later whether its page has changed; `url` is where it stood."""

    url: str
    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True)
class Page:
    """A page as fetched: where it stood in the end, its bytes, and its validators.

    `charset` is what the Content-Type header names; `moved` is where to find the page from now on,
    when the server says that it has left its address for good.
    """

    url: str
    data: bytes
    validators: Validators
    charset: str | None = None
    moved: str | None = None


class Fetcher:
    """Fetches for one run; remembers each site's robots.txt and when each host may be asked again.

    `allow_loopback` lets a test fetch from a server on this machine; `clock` gives seconds.
    """

    def __init__(
        self,
        *,
        allow_loopback: bool = False,
        limits: Limits = limits(),  # noqa: B008  a frozen constant
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._allow_loopback = allow_loopback
        self._limits = limits
        self._sleep = sleep
        self._clock = clock
        self._robots: dict[str, tuple[float, Protego]] = {}
        self._last: dict[str, float] = {}
        self._busy: dict[str, tuple[float, str]] = {}

    def fetch(self, url: str, known: Validators | None = None) -> Page | None:
        """The page at an address, or None when the server says that it is as `known`.

        InputError for an address that is not fetched from, BrinkwatchError when the site forbids
        it, fails, redirects too often or sends too much.
        """
        at, answer, moved = self._follow(target(url), self._limits.largest_bytes, known, obey=True)
        if answer.status == 304 and known is not None and known.url == at.url:
            return None
        if answer.status != 200:
            raise BrinkwatchError(f"{at.url}: {_refused(answer.status)}.")
        if not answer.whole:
            raise BrinkwatchError(
                f"{at.url}: more than {self._limits.largest_bytes:,} bytes; the rest was not "
                "fetched and nothing is kept of it."
            )
        etag, modified = answer.headers.get("etag"), answer.headers.get("last-modified")
        validators = Validators(at.url, etag, modified)
        return Page(at.url, answer.body, validators, answer.charset, moved)

    def _follow(
        self, at: Target, largest: int, known: Validators | None, *, obey: bool
    ) -> tuple[Target, Response, str | None]:
        """The answer at the end of an address's redirects, every hop checked like the first.

        With it where the address has moved to for good, or None.
        """
        start = at.url
        moved, for_good = None, True
        for _ in range(self._limits.most_redirects + 1):
            delay = self._allowed(at) if obey else self._limits.delay_seconds
            answer = self._get(at, largest, known, delay)
            onward = answer.headers.get("location")
            if answer.status not in MOVED or not onward:
                return at, answer, moved
            at = _redirected(at, onward)
            for_good = for_good and answer.status in MOVED_FOR_GOOD
            moved = at.url if for_good else moved
        raise BrinkwatchError(
            f"{start}: more than {self._limits.most_redirects} redirects; give the page's own "
            "address."
        )

    def _get(self, at: Target, largest: int, known: Validators | None, delay: float) -> Response:
        """The answer of one address; a busy host is waited for once, if it asks for little time."""
        headers = {"User-Agent": USER_AGENT, "Accept": ACCEPT, "Accept-Encoding": "gzip"}
        if known is not None and known.url == at.url:
            if known.etag:
                headers["If-None-Match"] = known.etag
            if known.modified:
                headers["If-Modified-Since"] = known.modified
        answer = self._ask(at, headers, largest, delay)
        if answer.status in BUSY and "retry-after" in answer.headers:
            answer = self._ask(at, headers, largest, delay)
        return answer

    def _ask(self, at: Target, headers: dict[str, str], largest: int, delay: float) -> Response:
        """The answer to one request, which is sent when its host may be asked again."""
        self._pause(at, delay)
        try:
            answer = request(
                at, headers, timeout=self._limits.timeout_seconds, largest=largest,
                allow_loopback=self._allow_loopback,
            )  # fmt: skip
        finally:
            self._last[at.host] = self._clock()
        if answer.status in BUSY:
            wait = _retry_after(answer)
            until = datetime.now(UTC) + timedelta(seconds=wait)
            self._busy[at.host] = self._clock() + wait, f"{until:%Y-%m-%d %H:%M} UTC"
        return answer

    def _pause(self, at: Target, delay: float) -> None:
        """Wait until this host may be asked again; BrinkwatchError when it asks for long."""
        now = self._clock()
        until, shown = self._busy.get(at.host, (now, ""))
        if until - now > self._limits.longest_wait_seconds:
            raise BrinkwatchError(
                f"{at.url}: the host is busy and asks for no request before {shown}; try again "
                "then."
            )
        left = max(until - now, self._last.get(at.host, now - delay) + delay - now)
        if left > 0:
            self._sleep(left)

    def _allowed(self, at: Target) -> float:
        """Seconds to keep between requests to this site; BrinkwatchError when it forbids them."""
        now = self._clock()
        read, rules = self._robots.get(at.site, (0.0, None))
        if rules is None or now - read > self._limits.robots_hours * 3600:
            rules = self._read_robots(at)
            self._robots[at.site] = now, rules
        if not rules.can_fetch(at.url, robots.AGENT):
            raise BrinkwatchError(
                f"{at.url}: the site's robots.txt does not allow it; save the page from a browser."
            )
        asked = rules.crawl_delay(robots.AGENT) or 0
        if asked > self._limits.longest_delay_seconds:
            raise BrinkwatchError(
                f"{at.url}: the site's robots.txt asks for {asked:g} seconds between requests; "
                "save the page from a browser."
            )
        return max(asked, self._limits.delay_seconds)

    def _read_robots(self, at: Target) -> Protego:
        """The rules of a site: none where it has no robots.txt, all forbidden where it fails."""
        place = Target(at.scheme, at.host, at.port, "/robots.txt")
        end, answer, _ = self._follow(place, self._limits.robots_bytes, None, obey=False)
        if answer.status >= 500 or answer.status == 429:
            raise BrinkwatchError(
                f"{end.url}: the server answered {answer.status}, so that nothing of the site is "
                "fetched; try again later."
            )
        return robots.rules(
            answer.body.decode("utf-8-sig", "replace") if answer.status == 200 else ""
        )


def _refused(status: int) -> str:
    """What an answer without a page says, and what to do."""
    if status in {404, 410}:
        return f"the server answered {status}, there is no such page; check the address"
    if status in {401, 402, 403, 451}:
        return f"the server answered {status}, it does not give the page; save it from a browser"
    if status >= 500 or status in BUSY:
        return f"the server answered {status}, not a page; try again later"
    return f"the server answered {status}, not a page; check the address in a browser"


def _retry_after(answer: Response) -> float:
    """The seconds that a busy server asks to wait, given as seconds or as a date; 0 without."""
    given = answer.headers.get("retry-after", "").strip()
    if given.isdecimal():
        return float(given) if float(given) < LONGEST_RETRY else 0.0
    try:
        until = parsedate_to_datetime(given)
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        wait = (until - datetime.now(UTC)).total_seconds()
    except (ValueError, OverflowError):
        return 0.0
    return wait if 0 < wait < LONGEST_RETRY else 0.0


def _redirected(at: Target, location: str) -> Target:
    """Where a redirect leads; InputError for a place that is no web address."""
    with suppress(UnicodeError):  # http.client takes every byte for Latin-1
        location = location.encode("latin-1").decode("utf-8")
    try:
        return target(urljoin(at.url, location))
    except ValueError:
        raise InputError(
            f"{at.url}: redirects to {location!r:.80}, which is no web address."
        ) from None
