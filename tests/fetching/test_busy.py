"""A host that is busy: Retry-After is obeyed, within a bound."""

import math
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from brinkwatch.errors import BrinkwatchError
from brinkwatch.fetching import Fetcher


@pytest.fixture
def waits() -> list[float]:
    """The seconds that the fetcher waited."""
    return []


@pytest.fixture
def patient(site, waits) -> Fetcher:
    """A fetcher for which a busy page is there after a wait of five seconds."""

    def sleep(seconds):
        waits.append(seconds)
        if seconds > 5:
            site.give("/page.html", b"a page")

    return Fetcher(allow_loopback=True, sleep=sleep)


@pytest.mark.parametrize("status", [429, 503])
def test_a_short_wait_is_kept_and_the_page_asked_for_again(site, patient, waits, status):
    url = site.give("/page.html", status=status, Retry_After="30")
    assert patient.fetch(url).data == b"a page"
    assert math.isclose(waits[-1], 30, abs_tol=1)
    assert site.asked() == ["/page.html", "/page.html"]


def test_a_wait_until_a_date_is_kept(site, patient, waits):
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
    url = site.give("/page.html", status=503, Retry_After=until)
    assert patient.fetch(url).data == b"a page"
    assert 30 < waits[-1] <= 40


def test_a_host_that_stays_busy_is_asked_twice_at_most(site, fetcher):
    with pytest.raises(BrinkwatchError, match="answered 503, not a page; try again later"):
        fetcher.fetch(site.give("/page.html", status=503, Retry_After="3"))
    assert len(site.asked()) == 2


def test_a_long_wait_is_said_and_kept_for_every_page_of_the_host(site, fetcher):
    with pytest.raises(BrinkwatchError, match=r"no request before 20.* UTC; try again") as first:
        fetcher.fetch(site.give("/page.html", status=429, Retry_After="3600"))
    with pytest.raises(BrinkwatchError, match="no request before 20") as other:
        fetcher.fetch(site.give("/other.html", b"a page"))
    assert str(first.value).partition(": ")[2] == str(other.value).partition(": ")[2]
    assert site.asked() == ["/page.html"]


@pytest.mark.parametrize(
    "asked",
    [
        "soon",
        "-5",
        "",
        "Fri, 99 May 2012 10:00:00 GMT",
        "9" * 5000,
        "Fri, 04 May 99999999999 10:00:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 -0500",
    ],
)
def test_a_wait_that_is_none_is_passed_over(site, fetcher, asked):
    with pytest.raises(BrinkwatchError, match="answered 503"):
        fetcher.fetch(site.give("/page.html", status=503, Retry_After=asked))


def test_robots_txt_that_is_busy_is_waited_for(site, waits):
    def sleep(seconds):
        waits.append(seconds)
        site.give("/robots.txt", b"")

    site.give("/robots.txt", status=503, Retry_After="10")
    patient = Fetcher(allow_loopback=True, sleep=sleep)
    assert patient.fetch(site.give("/page.html", b"a page")).data == b"a page"
    assert math.isclose(waits[0], 10, abs_tol=1)
