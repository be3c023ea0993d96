"""Bytes to text: who is believed about the charset, and in which order."""

import codecs

import pytest

from brinkwatch.errors import UnreadableError
from brinkwatch.reading import read_bytes
from brinkwatch.reading.decoding import decode
from brinkwatch.reading.vocabulary import table

WORDS = "Präsident Žeman sagte: „Nein“. "
META = '<html><meta charset="{}"><p>{}</p></html>'


def test_what_the_server_says_stands_above_what_the_page_says():
    page = META.format("iso-8859-5", WORDS).encode("cp1250")
    assert WORDS in decode(page, "windows-1250")
    assert WORDS not in decode(page)


def test_a_byte_order_mark_stands_above_both():
    page = META.format("iso-8859-5", WORDS)
    assert WORDS in decode(codecs.BOM_UTF8 + page.encode(), "windows-1250")
    assert WORDS in decode(codecs.BOM_UTF16_LE + page.encode("utf-16-le"), "windows-1250")


@pytest.mark.parametrize(
    "charset", ["no-such-charset", "punycode", "unicode_escape", "hex", "a\0b"]
)
def test_a_name_that_the_web_does_not_know_is_passed_over(charset):
    assert decode(META.format("utf-8", WORDS).encode(), charset) == META.format("utf-8", WORDS)


def test_a_charset_that_does_not_fit_the_bytes_is_passed_over():
    page = META.format("windows-1250", WORDS).encode("cp1250")
    assert WORDS in decode(page, "utf-8")


@pytest.mark.parametrize("label", ["iso-8859-1", "latin1", "us-ascii", "windows-1252"])
def test_western_names_are_read_as_the_web_reads_them(label):
    text = "The minister said: “No — never”. "
    assert text in decode(META.format(label, text).encode("cp1252"))


def test_a_page_that_says_utf_16_in_single_bytes_is_utf_8():
    assert WORDS in decode(META.format("utf-16", WORDS).encode())


@pytest.mark.parametrize("damage", [b"\xe9 ", b"\xe2\x80", b"\xff"])
def test_a_slip_in_utf_8_costs_one_letter_not_the_page(damage):
    text = decode((WORDS * 20).encode() + damage)
    assert text.startswith(WORDS * 20)
    assert text.count("\ufffd") == 1


def test_bytes_of_an_old_charset_are_not_taken_for_damaged_utf_8():
    assert "\ufffd" not in decode(("Der Präsident sagte Nein zur Öffnung. " * 20).encode("cp1252"))


def test_a_feed_is_read_in_the_charset_of_its_server():
    feed = (
        '<?xml version="1.0" encoding="iso-8859-5"?><rss version="2.0"><channel><title>Post</title>'
        f"<item><title>Žeman</title><description>{WORDS}</description></item></channel></rss>"
    ).encode("cp1250")
    (document,) = read_bytes(feed, "feed", charset="windows-1250").documents
    assert document.title == "Žeman"
    assert "Präsident Žeman" in document.text


@pytest.mark.parametrize("data", [b"", b" \n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE + b"\n\0"])
def test_nothing_but_a_mark_or_spaces_is_an_empty_file(data):
    with pytest.raises(UnreadableError, match="the file is empty"):
        decode(data)


def test_every_codec_of_the_table_exists_under_its_own_name():
    for name, codec in table("encodings")["codec"].items():
        assert codecs.lookup(name).name == name
        assert codecs.lookup(codec)
