"""`brinkwatch watch`: feeds polled into a case file."""

import json
import subprocess
import sys

import pytest

from brinkwatch.console import Options
from brinkwatch.fetching import Fetcher
from brinkwatch.reading.command import corpus_from
from brinkwatch.store import Case
from brinkwatch.watching import command, poll


def feed(*days: int) -> bytes:
    items = "".join(
        f"<item><title>Statement of {day} May</title><link>/article-{day}.html</link>"
        f"<pubDate>{day:02} May 2012 10:00:00 GMT</pubDate><description>Britain sent {day} "
        "frigates to the South Atlantic, the ministry in London said.</description></item>"
        for day in days
    )
    return f"<rss version='2.0'><channel><title>Post</title>{items}</channel></rss>".encode()


@pytest.fixture
def watched(monkeypatch, fetcher):
    """The command with a fetcher that may talk to this machine."""
    monkeypatch.setattr(command, "Fetcher", lambda: fetcher)


def test_only_new_items_are_added_and_no_link_is_followed(site, fetcher, tmp_path):
    url = site.give("/feed.xml", feed(4, 5), ETag='"one"')
    with Case(tmp_path / "case.db") as case:
        (first,) = poll([url], case, fetcher)
        (same,) = poll([url], case, fetcher)
        site.give("/feed.xml", feed(6, 4, 5), ETag='"two"')
        (later,) = poll([url], case, fetcher)
        titles = [document.title for document in case.documents()]
    assert [(look.status, look.articles, look.new) for look in (first, same, later)] == [
        ("read", 2, 2),
        ("unchanged", 0, 0),
        ("read", 3, 1),
    ]
    assert titles == ["Statement of 4 May", "Statement of 5 May", "Statement of 6 May"]
    assert set(site.asked()) == {"/feed.xml"}


@pytest.mark.usefixtures("watched")
def test_a_feed_that_fails_is_said_and_the_others_are_polled(run, site, tmp_path):
    good = site.give("/feed.xml", feed(4))
    (tmp_path / "feeds.txt").write_text(f"{site.url('/gone.xml')}\n{good}\n", "utf-8")
    code, out, err = run(
        "watch", tmp_path / "feeds.txt", "--store", tmp_path / "case.db", "--once"
    )  # fmt: skip
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 3
    assert [(row["feed"], row["new"]) for row in rows] == [(site.url("/gone.xml"), 0), (good, 1)]
    assert "2 feeds, 0 unchanged, 1 failed; new articles: 1" in err
    assert "the server answered 404" in err


@pytest.mark.usefixtures("watched")
def test_all_feeds_failing_is_a_failure(run, site, tmp_path):
    (tmp_path / "feeds.txt").write_text(site.url("/gone.xml"), "utf-8")
    code, _, err = run("watch", tmp_path / "feeds.txt", "--store", tmp_path / "case.db", "--once")
    assert code == 1
    assert "1 failed" in err


@pytest.mark.usefixtures("watched")
def test_ctrl_c_between_two_looks_keeps_what_was_found(run, site, tmp_path, monkeypatch):
    pauses = []

    def sleep(seconds):
        pauses.append(seconds)
        if len(pauses) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(command.time, "sleep", sleep)
    (tmp_path / "feeds.txt").write_text(site.give("/feed.xml", feed(4)), "utf-8")
    options = ("--store", tmp_path / "case.db", "--every", "30")
    code, _, err = run("watch", tmp_path / "feeds.txt", *options)
    assert (code, pauses) == (130, [1800, 1800])
    assert "what was found is kept in" in err
    with Case(tmp_path / "case.db") as case:
        assert len(case.documents()) == 1


@pytest.mark.usefixtures("watched")
def test_what_was_said_at_one_look_is_not_said_at_the_next(run, site, tmp_path, monkeypatch):
    looks = iter([None, KeyboardInterrupt])

    def sleep(_):
        if (raised := next(looks)) is not None:
            raise raised

    monkeypatch.setattr(command.time, "sleep", sleep)
    (tmp_path / "feeds.txt").write_text(site.url("/gone.xml"), "utf-8")
    _, out, err = run("watch", tmp_path / "feeds.txt", "--store", tmp_path / "case.db")
    assert [json.loads(line)["status"] for line in out.splitlines()] == ["failed", "failed"]
    assert err.count("1 failed") == 2
    assert err.count("answered 404") == 1
    assert err.count("next look") == 2


@pytest.mark.usefixtures("watched")
def test_a_feed_that_has_moved_for_good_is_told_and_read(run, site, tmp_path):
    old = site.give("/old.xml", status=301, Location="/feed.xml")
    new = site.give("/feed.xml", feed(4))
    code, out, _ = run("watch", old, "--store", tmp_path / "case.db", "--once")
    row = json.loads(out)
    assert (code, row["feed"], row["moved_to"], row["new"]) == (0, old, new, 1)


@pytest.mark.usefixtures("watched")
def test_a_wrong_address_in_a_list_is_said_and_the_others_are_polled(run, site, tmp_path):
    (tmp_path / "feeds.txt").write_text(f"feed:x\n{site.give('/feed.xml', feed(4))}\n", "utf-8")
    code, out, err = run(
        "watch", tmp_path / "feeds.txt", "--store", tmp_path / "case.db", "--once"
    )  # fmt: skip
    assert code == 3
    assert [json.loads(line)["status"] for line in out.splitlines()] == ["failed", "read"]
    assert "skipped feed:x: only http and https addresses" in err


def test_an_updated_item_is_linked_to_its_first_form(site, fetcher, tmp_path):
    def item(text: str) -> bytes:
        return (
            "<rss version='2.0'><channel><title>Post</title><item><title>Frigates sail</title>"
            f"<pubDate>4 May 2012 10:00:00 GMT</pubDate><description>{text}</description></item>"
            "</channel></rss>"
        ).encode()

    sentences = [
        f"The {ship} left its port in the north on Friday with a crew of {crew} men and women."
        for ship, crew in (("Antrim", 410), ("Brilliant", 220), ("Plymouth", 235), ("Ardent", 177))
    ]
    options = Options(store=tmp_path / "case.db")
    url = site.give("/feed.xml", item(" ".join(sentences)))
    corpus_from([url], options, fetcher=fetcher)
    site.give("/feed.xml", item(" ".join([*sentences, "A tanker follows, the ministry said."])))
    first, updated = corpus_from([url], options, fetcher=fetcher).seen
    assert (updated.copy_of, updated.copy_note) == (first.id, "updated: of 4 sentences 1 added")


WATCHER = """
import sys
from brinkwatch.fetching import Fetcher
from brinkwatch.watching import poll
from brinkwatch.store import Case
with Case(sys.argv[1]) as case:
    for polled in poll(sys.argv[2:], case, Fetcher(allow_loopback=True, sleep=lambda _: None)):
        print(polled.new, flush=True)
"""


def test_a_watch_killed_at_any_moment_loses_and_doubles_nothing(site, fetcher, tmp_path):
    addresses = [site.give(f"/{n}.xml", feed(*range(n, n + 4))) for n in range(1, 22, 4)]
    store = tmp_path / "case.db"
    for kept in (1, 3, 5):
        watcher = subprocess.Popen(
            [sys.executable, "-c", WATCHER, str(store), *addresses], stdout=subprocess.PIPE
        )
        with watcher:
            for _ in range(kept):
                watcher.stdout.readline()
            watcher.kill()
        with Case(store) as case:
            assert len(case.documents()) >= 4 * kept
    with Case(store) as case:
        list(poll(addresses, case, fetcher))
        titles = [document.title for document in case.documents()]
    assert sorted(titles) == sorted(f"Statement of {day} May" for day in range(1, 25))


def test_ctrl_c_within_a_look_keeps_the_feeds_before_it(site, fetcher, tmp_path):
    class Interrupted(Fetcher):
        def fetch(self, url, known=None):
            if url.endswith("second.xml"):
                raise KeyboardInterrupt
            return fetcher.fetch(url, known)

    addresses = [site.give("/feed.xml", feed(4)), site.give("/second.xml", feed(5))]
    with Case(tmp_path / "case.db") as case, pytest.raises(KeyboardInterrupt):
        list(poll(addresses, case, Interrupted()))
    with Case(tmp_path / "case.db") as case:
        assert [document.title for document in case.documents()] == ["Statement of 4 May"]


@pytest.mark.parametrize("minutes", ["0", "-1", "nan", "1e9"])
def test_an_impossible_pause_is_one_sentence(run, tmp_path, minutes):
    (tmp_path / "feeds.txt").write_text("https://a.example/feed", "utf-8")
    options = ("--store", tmp_path / "case.db", f"--every={minutes}")
    code, _, err = run("watch", tmp_path / "feeds.txt", *options)
    assert code == 2
    assert "every 5 to 10080 minutes" in err


def test_a_bad_list_is_one_sentence_and_makes_no_case(run, tmp_path):
    (tmp_path / "feeds.opml").write_text("<opml><body>", "utf-8")
    code, _, err = run("watch", tmp_path / "feeds.opml", "--store", tmp_path / "case.db", "--once")
    assert code == 2
    assert "broken OPML" in err
    assert not (tmp_path / "case.db").exists()
