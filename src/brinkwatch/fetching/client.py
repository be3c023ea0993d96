"""Fetching one page or feed politely: robots.txt obeyed, one request at a time, limits kept.

The Robots Exclusion Protocol is RFC 9309, conditional requests are RFC 9110, section 13. Only the
address asked for is fetched, and where it redirects; nothing that a page says leads further.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser

from brinkwatch import __version__
from brinkwatch.errors import BrinkwatchError
from brinkwatch.fetching.addresses import Target, target
from brinkwatch.fetching.connection import Response, request
from brinkwatch.fetching.limits import Limits, limits

AGENT = "brinkwatch"
USER_AGENT = f"{AGENT}/{__version__} (reads single news pages and feeds that its user names)"
ACCEPT = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, */*;q=0.5"
MOVED = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True)
class Validators:
    """What a server gave to ask later whether its page has changed; `url` is where it stood."""

    url: str
    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True)
class Page:
    """A page as fetched: where it stood in the end, its bytes, and its validators."""

    url: str
    data: bytes
    validators: Validators


class Fetcher:
    """Fetches for one run; remembers each host's robots.txt and the time of its last request.

    `allow_loopback` lets a test fetch from a server on this machine.
    """

    def __init__(
        self,
        *,
        allow_loopback: bool = False,
        limits: Limits = limits(),  # noqa: B008  a frozen constant
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._allow_loopback = allow_loopback
        self._limits = limits
        self._sleep = sleep
        self._robots: dict[str, RobotFileParser] = {}
        self._last: dict[str, float] = {}

    def fetch(self, url: str, known: Validators | None = None) -> Page | None:
        """The page at an address, or None when the server says that it is as `known`.

        InputError for an address that is not fetched from, BrinkwatchError when the site forbids
        it, fails, redirects too often or sends too much.
        """
        at, answer = self._follow(target(url), self._limits.largest_bytes, known, obey=True)
        if answer.status == 304:
            return None
        if answer.status != 200:
            raise BrinkwatchError(f"{at.url}: the server answered {answer.status}, not a page.")
        if not answer.whole:
            raise BrinkwatchError(
                f"{at.url}: more than {self._limits.largest_bytes:,} bytes; the rest was not "
                "fetched and nothing is kept of it."
            )
        if (coding := answer.headers.get("content-encoding", "identity")) != "identity":
            raise BrinkwatchError(
                f"{at.url}: sent as {coding} although plain bytes were asked for."
            )
        etag, modified = answer.headers.get("etag"), answer.headers.get("last-modified")
        return Page(at.url, answer.body, Validators(at.url, etag, modified))

    def _follow(
        self, at: Target, largest: int, known: Validators | None, *, obey: bool
    ) -> tuple[Target, Response]:
        """The answer at the end of an address's redirects, every hop checked like the first."""
        start = at.url
        for _ in range(self._limits.most_redirects + 1):
            delay = self._allowed(at) if obey else self._limits.delay_seconds
            answer = self._get(at, largest, known, delay)
            onward = answer.headers.get("location")
            if answer.status not in MOVED or not onward:
                return at, answer
            at = target(urljoin(at.url, onward))
        raise BrinkwatchError(
            f"{start}: more than {self._limits.most_redirects} redirects; give the page's own "
            "address."
        )

    def _get(self, at: Target, largest: int, known: Validators | None, delay: float) -> Response:
        headers = {"User-Agent": USER_AGENT, "Accept": ACCEPT, "Accept-Encoding": "identity"}
        if known is not None and known.url == at.url:
            if known.etag:
                headers["If-None-Match"] = known.etag
            if known.modified:
                headers["If-Modified-Since"] = known.modified
        self._pause(at.host, delay)
        try:
            return request(
                at, headers, timeout=self._limits.timeout_seconds, largest=largest,
                allow_loopback=self._allow_loopback,
            )  # fmt: skip
        finally:
            self._last[at.host] = time.monotonic()

    def _pause(self, host: str, delay: float) -> None:
        """Wait until the delay since the last request to this host is over."""
        if host in self._last:
            left = self._last[host] + delay - time.monotonic()
            if left > 0:
                self._sleep(left)

    def _allowed(self, at: Target) -> float:
        """Seconds to keep between requests to this site; BrinkwatchError when it forbids them."""
        if at.site not in self._robots:
            self._robots[at.site] = self._read_robots(at)
        robots = self._robots[at.site]
        if not robots.can_fetch(AGENT, at.url):
            raise BrinkwatchError(
                f"{at.url}: the site's robots.txt does not allow it; save the page from a browser."
            )
        asked = float(robots.crawl_delay(AGENT) or 0)
        if asked > self._limits.longest_delay_seconds:
            raise BrinkwatchError(
                f"{at.url}: the site's robots.txt asks for {asked:g} seconds between requests; "
                "save the page from a browser."
            )
        return max(asked, self._limits.delay_seconds)

    def _read_robots(self, at: Target) -> RobotFileParser:
        """The rules of a site: none where it has no robots.txt, all forbidden where it fails."""
        robots = RobotFileParser()
        place = Target(at.scheme, at.host, at.port, "/robots.txt")
        end, answer = self._follow(place, self._limits.robots_bytes, None, obey=False)
        if answer.status >= 500 or answer.status == 429:
            raise BrinkwatchError(
                f"{end.url}: the server answered {answer.status}, so that nothing of the site is "
                "fetched; try again later."
            )
        if answer.status == 200:
            robots.parse(answer.body.decode("utf-8-sig", "replace").splitlines())
        else:
            robots.parse([])
        return robots
