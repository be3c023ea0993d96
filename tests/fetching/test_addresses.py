"""Which addresses may be fetched."""

import pytest

from brinkwatch.errors import InputError
from brinkwatch.fetching.addresses import is_public, resolve, target


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "0.0.0.0",
        "100.64.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::",
        "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1",
    ],
)  # fmt: skip
def test_an_address_that_is_not_of_the_public_internet_is_known(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::1111", "64:ff9b::5db8:d822"])
def test_a_public_address_is_known(address):
    assert is_public(address)


def test_loopback_is_public_only_where_a_test_says_so():
    assert is_public("127.0.0.1", allow_loopback=True)
    assert is_public("::ffff:127.0.0.1", allow_loopback=True)
    assert not is_public("192.168.1.1", allow_loopback=True)


@pytest.mark.parametrize("host", ["localhost", "127.1", "2130706433", "0x7f.1"])
def test_a_host_that_stands_for_this_machine_is_refused_however_it_is_written(host):
    with pytest.raises(InputError, match=r"private or reserved|not found"):
        resolve(host, 80, timeout=5)


def test_a_host_with_one_private_address_among_public_ones_is_refused(monkeypatch):
    answers = [(2, 1, 6, "", ("93.184.216.34", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: answers)
    with pytest.raises(InputError, match=r"10\.0\.0\.1"):
        resolve("news.example", 80, timeout=5)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("ftp://news.example/a", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("https:///a", "only http and https"),
        ("https://me:secret@news.example/", "user name or password"),
        ("https://news.example:99999/", "not a web address"),
        ("https://[::1/", "not a web address"),
        ("https://a..b/", "not a web address"),
    ],
)
def test_what_is_no_web_address_is_refused_with_a_sentence(url, sentence):
    with pytest.raises(InputError, match=sentence):
        target(url)


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://news.example", "https://news.example/"),
        ("HTTPS://News.Example:443/a?b=c#d", "https://news.example/a?b=c"),
        ("http://news.example:8080/ä b", "http://news.example:8080/%C3%A4%20b"),
        ("https://bücher.example/%C3%A4", "https://xn--bcher-kva.example/%C3%A4"),
        ("http://news.example/a\r\nHost: evil", "http://news.example/aHost:%20evil"),
        ("http://[2606:4700::1111]/", "http://[2606:4700::1111]/"),
    ],
)
def test_an_address_is_asked_for_in_ascii_without_its_fragment(url, asked):
    assert target(url).url == asked
