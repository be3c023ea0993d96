"""`brinkwatch read` with web addresses."""

import pytest

from brinkwatch.console import Options
from brinkwatch.errors import BrinkwatchError
from brinkwatch.reading import command
from brinkwatch.reading.command import corpus_from
from brinkwatch.store import Case

PAGE = (
    b"<html><head><title>Britain warns Argentina</title></head><body><article>"
    b"<h1>Britain warns Argentina</h1><p>If Argentina lands troops on the Falkland Islands, Britain"
    b" will sink its fleet, the Foreign Secretary said in London on Friday, 4 May 2012.</p>"
    b"<p>Britain sent two frigates to the South Atlantic on Thursday, the ministry announced.</p>"
    b"<a href='/next.html'>Read more</a></article></body></html>"
)


def test_a_page_is_read_like_a_file_and_named_by_its_address(site, fetcher):
    url = site.give("/page.html", PAGE)
    (document,) = corpus_from([url], fetcher=fetcher).seen
    assert document.origin == url
    assert "Britain will sink its fleet" in document.text
    assert site.asked() == ["/page.html"]


def test_a_page_kept_in_a_case_is_asked_for_only_if_it_has_changed(site, fetcher, tmp_path):
    url = site.give("/page.html", PAGE, ETag='"one"')
    options = Options(store=tmp_path / "case.db")
    first = corpus_from([url], options, fetcher=fetcher)
    second = corpus_from([url], options, fetcher=fetcher)
    assert second == first
    assert len(first.seen) == 1
    assert [headers.get("If-None-Match") for _, headers in site.requests[1:]] == [None, '"one"']


def test_a_page_that_has_not_changed_is_said(run, site, fetcher, tmp_path, monkeypatch):
    monkeypatch.setattr(command, "Fetcher", lambda: fetcher)
    url = site.give("/page.html", PAGE, ETag='"one"')
    words = ("read", "--fetch", url, "--store", tmp_path / "case.db", "--format", "jsonl")
    first, second = run(*words), run(*words)
    assert second[:2] == first[:2]
    assert "not changed since" in second[2]
    assert "not changed" not in first[2]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/dump.csv", b"when;story\n2012-05-04;Britain sent two frigates, the ministry said.\n"),
        ("/dump", b'{"when": "2012-05-04", "story": "Britain sent two frigates."}\n'),
    ],
)
def test_a_table_from_the_web_is_read_by_its_columns(site, fetcher, path, body):
    columns = {"text": "story", "published": "when"}
    (document,) = corpus_from([site.give(path, body)], columns=columns, fetcher=fetcher).seen
    assert document.published == "2012-05-04"
    assert document.text.startswith("Britain sent two frigates")


def test_a_page_is_read_in_the_charset_of_its_header(site, fetcher):
    page = PAGE.replace(b"Foreign Secretary", "Außenminister Žeman".encode("cp1250"))
    page = page.replace(b"<head>", b'<head><meta charset="iso-8859-5">')
    url = site.give("/page.html", page, Content_Type='text/html; Charset="windows-1250"')
    (document,) = corpus_from([url], fetcher=fetcher).seen
    assert "Außenminister Žeman" in document.text


def test_a_page_that_gave_no_article_is_asked_for_in_full_again(site, fetcher, tmp_path):
    url = site.give("/page.html", b"", ETag='"one"')
    with pytest.raises(BrinkwatchError, match="no article could be read"):
        corpus_from([url], Options(store=tmp_path / "case.db"), fetcher=fetcher)
    with Case(tmp_path / "case.db") as case:
        assert case.fetch(url) is None


def test_a_page_that_cannot_be_fetched_is_skipped_and_the_others_are_read(site, fetcher):
    missing = site.url("/missing.html")
    corpus = corpus_from([missing, site.give("/page.html", PAGE)], fetcher=fetcher)
    assert len(corpus.seen) == 1
    assert [item.origin for item in corpus.skipped] == [missing]
    assert corpus.skipped[0].reason == (
        "the server answered 404, there is no such page; check the address."
    )


def test_an_address_without_fetch_is_told_how_and_nothing_is_asked_for(run, site):
    url = site.give("/page.html", PAGE)
    code, out, err = run("read", url)
    assert (code, out) == (2, "")
    assert f"run `brinkwatch read --fetch {url}`" in err
    assert site.requests == []


def test_the_command_never_fetches_from_this_machine(run, site):
    code, out, err = run("read", site.give("/page.html", PAGE), "--fetch")
    assert (code, out) == (1, "")
    assert "private or reserved" in err
    assert site.requests == []
