"""https: the certificate is checked, and a redirect may lead there."""

import ssl

import pytest
import trustme

from brinkwatch.errors import BrinkwatchError

from .conftest import served

PAGE = b"<html><title>A page</title></html>"


def test_a_page_is_fetched_over_https(secure, fetcher):
    url = secure.give("/page.html", PAGE)
    page = fetcher.fetch(url)
    assert (page.data, page.url) == (PAGE, url)
    assert url.startswith("https://")


def test_a_redirect_from_http_to_https_is_followed(site, secure, fetcher):
    place = secure.give("/page.html", PAGE)
    page = fetcher.fetch(site.give("/page.html", status=301, Location=place))
    assert (page.data, page.url, page.moved) == (PAGE, place, place)


@pytest.mark.usefixtures("authority")
def test_a_certificate_of_an_unknown_authority_is_refused_in_one_sentence(fetcher):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    with (
        served(context) as here,
        pytest.raises(BrinkwatchError, match="does not prove that it is who it says") as raised,
    ):
        fetcher.fetch(here.give("/page.html", PAGE))
    assert str(raised.value).count(". ") == 0
    assert here.requests == []


def test_a_certificate_for_another_host_is_refused(authority, fetcher):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("news.example").configure_cert(context)
    with served(context) as here, pytest.raises(BrinkwatchError, match="not valid for '127"):
        fetcher.fetch(here.give("/page.html", PAGE))
    assert here.requests == []


def test_a_server_that_speaks_no_tls_is_one_sentence(site, fetcher):
    url = site.give("/page.html", PAGE).replace("http:", "https:")
    with pytest.raises(BrinkwatchError, match="connection failed"):
        fetcher.fetch(url)
