"""Fetching from a server on this machine: what is obeyed, what is refused, what is kept."""

import gzip
import socket
import threading
import time
import tomllib
from contextlib import contextmanager, suppress
from dataclasses import fields, replace
from importlib.resources import files

import pytest

from brinkwatch.errors import BrinkwatchError, InputError
from brinkwatch.fetching import Fetcher, limits

PAGE = b"<html><title>A page</title><a href='/next.html'>next</a></html>"


def test_a_page_comes_as_its_bytes_and_nothing_it_links_to_is_fetched(site, fetcher):
    url = site.give("/page.html", PAGE)
    page = fetcher.fetch(url)
    assert page.data == PAGE
    assert page.url == url
    assert site.asked() == ["/page.html"]


def test_the_program_says_truthfully_who_asks(site, fetcher):
    fetcher.fetch(site.give("/page.html", PAGE))
    assert {headers["User-Agent"].split("/")[0] for _, headers in site.requests} == {"brinkwatch"}


def test_this_machine_is_refused_unless_a_test_allows_it(site):
    with pytest.raises(InputError, match="private or reserved"):
        Fetcher().fetch(site.give("/page.html", PAGE))
    assert site.requests == []


@pytest.mark.parametrize("agent", ["*", "brinkwatch"])
def test_a_page_that_robots_txt_forbids_is_not_asked_for(site, fetcher, agent):
    site.give("/robots.txt", f"User-agent: {agent}\nDisallow: /private/\n".encode())
    site.give("/private/page.html", PAGE)
    with pytest.raises(BrinkwatchError, match=r"robots\.txt does not allow it"):
        fetcher.fetch(site.url("/private/page.html"))
    assert site.asked() == []
    assert fetcher.fetch(site.give("/page.html", PAGE)).data == PAGE


def test_robots_txt_is_read_once_a_site(site, fetcher):
    for name in ("/a.html", "/b.html"):
        fetcher.fetch(site.give(name, PAGE))
    assert [path for path, _ in site.requests] == ["/robots.txt", "/a.html", "/b.html"]


def test_a_site_whose_robots_txt_fails_is_left_alone(site, fetcher):
    site.give("/robots.txt", status=503)
    with pytest.raises(BrinkwatchError, match="answered 503"):
        fetcher.fetch(site.give("/page.html", PAGE))
    assert site.asked() == []


def test_a_redirect_to_a_page_that_robots_txt_forbids_is_not_followed(site, fetcher):
    site.give("/robots.txt", b"User-agent: *\nDisallow: /private/\n")
    site.give("/private/page.html", PAGE)
    with pytest.raises(BrinkwatchError, match=r"robots\.txt"):
        fetcher.fetch(site.give("/page.html", status=302, Location="/private/page.html"))
    assert site.asked() == ["/page.html"]


@pytest.mark.parametrize(
    ("robots", "least"), [(b"", 1.9), (b"User-agent: *\nCrawl-delay: 30\n", 29.9)]
)
def test_requests_to_one_host_keep_a_pause(site, fetcher, pauses, robots, least):
    site.give("/robots.txt", robots)
    fetcher.fetch(site.give("/a.html", PAGE))
    fetcher.fetch(site.give("/b.html", PAGE))
    assert len(pauses) == 2
    assert min(pauses) > least


def test_a_site_that_asks_for_hours_between_requests_is_left_alone(site, fetcher):
    site.give("/robots.txt", b"User-agent: *\nCrawl-delay: 7200\n")
    with pytest.raises(BrinkwatchError, match="7200 seconds"):
        fetcher.fetch(site.give("/page.html", PAGE))


def test_a_redirect_is_followed_and_the_page_named_by_where_it_stands(site, fetcher):
    site.give("/new.html", PAGE)
    page = fetcher.fetch(site.give("/old.html", status=301, Location="/new.html"))
    assert (page.data, page.url) == (PAGE, site.url("/new.html"))


@pytest.mark.parametrize(
    ("statuses", "end"), [((301, 308), "/c.html"), ((301, 302), "/b.html"), ((302, 301), None)]
)
def test_where_a_page_has_moved_to_for_good_is_told(site, fetcher, statuses, end):
    site.give("/b.html", status=statuses[1], Location="/c.html")
    site.give("/c.html", PAGE)
    page = fetcher.fetch(site.give("/a.html", status=statuses[0], Location="/b.html"))
    assert page.moved == (end and site.url(end))


def test_a_redirect_written_in_plain_utf_8_is_followed(site, fetcher):
    site.give("/%C3%A4.html", PAGE)
    place = "/ä.html".encode().decode("latin-1")
    assert fetcher.fetch(site.give("/page.html", status=302, Location=place)).data == PAGE


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("http://10.0.0.1/", "private or reserved"),
        ("http://169.254.169.254/latest/meta-data/", "private or reserved"),
        ("http://[::ffff:192.168.0.1]/", "private or reserved"),
        ("file:///etc/passwd", "only http and https"),
        ("http://[::1", "redirects to 'http://"),
    ],
)
def test_a_redirect_to_a_place_that_is_not_public_is_refused(site, fetcher, place, sentence):
    with pytest.raises(InputError, match=sentence):
        fetcher.fetch(site.give("/page.html", status=302, Location=place))


def test_a_circle_of_redirects_ends(site, fetcher):
    with pytest.raises(BrinkwatchError, match="more than 5 redirects"):
        fetcher.fetch(site.give("/page.html", status=302, Location="/page.html"))
    assert len(site.asked()) == 6


@pytest.mark.parametrize("size", [10_001, 5_000_000])
def test_a_page_larger_than_the_limit_is_cut_and_not_kept(site, fetcher, size):
    with pytest.raises(BrinkwatchError, match="more than 10,000 bytes"):
        fetcher.fetch(site.give("/page.html", b"x" * size))


def test_a_page_of_exactly_the_limit_is_read(site, fetcher):
    assert len(fetcher.fetch(site.give("/page.html", b"x" * 10_000)).data) == 10_000


def test_a_page_that_breaks_off_is_not_kept(site, fetcher):
    url = site.give("/page.html", PAGE, **{"Content-Length": "5000"})
    with pytest.raises(BrinkwatchError, match="connection failed"):
        fetcher.fetch(url)


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "GZIP"])
def test_a_page_sent_as_gzip_is_unpacked(site, fetcher, coding):
    page = fetcher.fetch(
        site.give("/page.html", gzip.compress(PAGE, mtime=0), Content_Encoding=coding)
    )
    assert page.data == PAGE


def test_a_page_that_unpacks_to_more_than_the_limit_is_not_kept(site, fetcher):
    bomb = gzip.compress(b"x" * 9_000_000)
    assert len(bomb) < 10_000
    with pytest.raises(BrinkwatchError, match="more than 10,000 bytes"):
        fetcher.fetch(site.give("/page.html", bomb, Content_Encoding="gzip"))


@pytest.mark.parametrize(
    ("body", "coding", "sentence"),
    [
        (PAGE, "gzip", "incorrect header"),
        (gzip.compress(PAGE, mtime=0)[:-9], "gzip", "does not end where it should"),
        (gzip.compress(PAGE, mtime=0) * 2, "gzip", "does not end where it should"),
        (PAGE, "br", "sent as 'br', which was not asked for"),
        (PAGE, "gzip, gzip", "which was not asked for"),
    ],
)
def test_damaged_or_unknown_packing_is_one_sentence(site, fetcher, body, coding, sentence):
    with pytest.raises(BrinkwatchError, match=sentence):
        fetcher.fetch(site.give("/page.html", body, Content_Encoding=coding))


@pytest.mark.parametrize("status", [403, 404, 429, 500])
def test_an_answer_that_is_no_page_is_said(site, fetcher, status):
    with pytest.raises(BrinkwatchError, match=f"answered {status}"):
        fetcher.fetch(site.give("/page.html", b"sorry", status=status))


def test_unchanged_is_no_answer_to_who_did_not_ask(site, fetcher):
    with pytest.raises(BrinkwatchError, match="answered 304"):
        fetcher.fetch(site.give("/page.html", status=304))


def test_a_page_that_has_not_changed_is_not_sent_again(site, fetcher):
    url = site.give("/page.html", PAGE, ETag='"one"', Last_Modified="Fri, 04 May 2012 10:00:00 GMT")
    page = fetcher.fetch(url)
    assert fetcher.fetch(url, page.validators) is None
    sent = site.requests[-1][1]
    assert sent["If-None-Match"] == '"one"'
    assert sent["If-Modified-Since"] == "Fri, 04 May 2012 10:00:00 GMT"
    site.give("/page.html", PAGE + b"more", ETag='"two"')
    assert fetcher.fetch(url, page.validators).data == PAGE + b"more"


def test_what_one_page_gave_is_not_told_to_another(site, fetcher):
    page = fetcher.fetch(site.give("/page.html", PAGE, ETag='"one"'))
    fetcher.fetch(site.give("/other.html", PAGE), page.validators)
    assert "If-None-Match" not in site.requests[-1][1]


@contextmanager
def answering(*parts: bytes, every: float = 0.0):
    """The address of a server that sends these bytes whatever is asked, the last one for ever."""
    listener = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def answer():
        while not ended.is_set():
            connection, _ = listener.accept()
            with connection, suppress(OSError):
                connection.recv(4096)
                for part in parts:
                    connection.sendall(part)
                while every and not ended.wait(every):
                    connection.sendall(parts[-1])

    thread = threading.Thread(target=answer)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    ended.set()
    socket.create_connection(listener.getsockname()).close()  # ends the last `accept`
    thread.join()
    listener.close()


@pytest.mark.parametrize(
    "parts",
    [
        (b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
        (b"HTTP/1.1 100 Continue\r\n\r\n",),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"-70000\r\n"),
    ],
)
def test_a_server_that_trickles_is_given_up_when_the_time_is_over(parts):
    slow = Fetcher(allow_loopback=True, limits=replace(limits(), timeout_seconds=0.5))
    began = time.monotonic()
    with (
        answering(*parts, every=0.02) as url,
        pytest.raises(BrinkwatchError, match=r"no whole answer within 0\.5 seconds|100 headers"),
    ):
        slow.fetch(url)
    assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 101, "more than 100 headers"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000, "got more than 65536 bytes"),
        (b"HTTP/1.1 200 " + b"y" * 70_000, "got more than 65536 bytes"),
        (b"x" * 60_000 + b"\r\n", "connection failed"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "connection failed"),
        (b"", "connection failed"),
    ],
)
def test_an_answer_that_is_no_http_is_one_short_sentence(fetcher, head, sentence):
    with answering(head) as url, pytest.raises(BrinkwatchError, match=sentence) as raised:
        fetcher.fetch(url)
    assert len(str(raised.value)) < 250


@pytest.mark.parametrize("said", ["charset*0=a; charset*=b", 'charset="', "charset=é", "=;charset"])
def test_a_content_type_that_is_none_names_no_charset(fetcher, said):
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; {said}\r\n\r\n".encode()
    with answering(head + b"a page") as url:
        assert fetcher.fetch(url).charset is None


@pytest.mark.parametrize("length", ["9" * 6_000, "²", "-7", "many"])
def test_a_length_that_is_none_is_passed_over(fetcher, length):
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n".encode()
    with answering(head + b"a page") as url:
        assert fetcher.fetch(url).data == b"a page"


def test_a_name_that_is_looked_up_for_ever_is_given_up(monkeypatch):
    ended = threading.Event()
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: ended.wait() and [])
    hasty = Fetcher(limits=replace(limits(), timeout_seconds=0.2))
    with pytest.raises(BrinkwatchError, match=r"no whole answer within 0\.2 seconds"):
        hasty.fetch("https://news.example/")
    ended.set()


def test_a_port_where_nobody_answers_is_one_sentence(fetcher):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(BrinkwatchError, match="connection failed"):
        fetcher.fetch(f"http://127.0.0.1:{port}/")


def test_every_limit_has_a_source_and_a_meaning():
    file = files("brinkwatch.fetching").joinpath("limits.toml")
    entries = tomllib.loads(file.read_text("utf-8"))["limit"]
    assert {entry["key"] for entry in entries} == {field.name for field in fields(limits())}
    assert all(entry["source"] and entry["meaning"] for entry in entries)
