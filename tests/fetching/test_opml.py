"""Lists of feeds."""

import pytest

from brinkwatch.errors import InputError
from brinkwatch.fetching import feeds

OPML = """<?xml version="1.0"?>
<opml version="2.0"><head><title>News</title></head><body>
<outline text="World"><outline type="rss" xmlUrl="https://a.example/feed?x=1&amp;y=2"/></outline>
<outline type="rss" xmlurl="https://b.example/rss"/>
<outline type="rss" xmlUrl="https://b.example/rss"/>
<outline text="no feed"/></body></opml>"""


def test_an_opml_file_gives_each_feed_once_in_order(tmp_path):
    (tmp_path / "feeds.opml").write_text(OPML, "utf-8")
    assert feeds(tmp_path / "feeds.opml") == (
        "https://a.example/feed?x=1&y=2",
        "https://b.example/rss",
    )


def test_a_text_gives_one_feed_a_line(tmp_path):
    path = tmp_path / "feeds.txt"
    path.write_text("# mine\nhttps://a.example/feed\n\n  https://b.example/rss \n", "utf-8-sig")
    assert feeds(path) == ("https://a.example/feed", "https://b.example/rss")


def test_outlines_in_outlines_give_each_feed_once_however_it_is_written(tmp_path):
    path = tmp_path / "feeds.opml"
    path.write_text(
        "<opml><body><outline text='a'><outline text='b'><outline text='c'>"
        "<outline xmlUrl='https://A.example:443/feed'/></outline>"
        "<outline xmlUrl='https://a.example/feed#top'/></outline></outline>"
        "<outline xmlUrl='https://a.example/feed/'/></body></opml>",
        "utf-8",
    )
    assert feeds(path) == ("https://A.example:443/feed", "https://a.example/feed/")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize(
    "content",
    [
        '<opml><body><outline xmlUrl="https://a.example/ä"/></body></opml>',
        "https://a.example/ä\r\n",
    ],
)
def test_a_list_is_read_in_the_encoding_of_its_mark(tmp_path, content, encoding):
    (tmp_path / "feeds").write_text(content, encoding)
    assert feeds(tmp_path / "feeds") == ("https://a.example/ä",)


def test_an_address_is_a_list_of_one_feed():
    assert feeds("https://a.example/feed") == ("https://a.example/feed",)


def test_a_wrong_address_among_right_ones_stays_to_be_said_when_polled(tmp_path):
    (tmp_path / "feeds.txt").write_text("feed:a.example\nhttps://b.example/feed\n", "utf-8")
    assert feeds(tmp_path / "feeds.txt") == ("feed:a.example", "https://b.example/feed")


BOMB = '<!DOCTYPE o [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi")  # noqa: B905
) + ']><opml><body><outline xmlUrl="&i;"/></body></opml>'  # fmt: skip


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "no feed found"),
        ("<opml><body>", "broken OPML"),
        ("<opml><body><outline text='x'/></body></opml>", "no feed found"),
        ("<opml><outline xmlUrl='file:///etc/passwd'/></opml>", "only http and https"),
        ("not an address\n", "only http and https"),
        (BOMB, "broken OPML|only http and https"),
    ],
)
def test_a_bad_list_is_one_sentence(tmp_path, content, sentence):
    path = tmp_path / "feeds.opml"
    path.write_text(content, "utf-8")
    with pytest.raises(InputError, match=sentence) as raised:
        feeds(path)
    assert str(path) in str(raised.value)
    assert len(str(raised.value)) < 500


def test_a_missing_list_is_named(tmp_path):
    with pytest.raises(InputError, match=r"nowhere\.opml: cannot be opened"):
        feeds(tmp_path / "nowhere.opml")


def test_an_outside_entity_is_not_read(tmp_path):
    (tmp_path / "secret").write_text("https://secret.example/", "utf-8")
    path = tmp_path / "feeds.opml"
    path.write_text(
        f'<!DOCTYPE o [<!ENTITY s SYSTEM "file://{tmp_path}/secret">]><opml><outline '
        'xmlUrl="https://a.example/feed"/>&s;</opml>',
        "utf-8",
    )
    assert feeds(path) == ("https://a.example/feed",)
