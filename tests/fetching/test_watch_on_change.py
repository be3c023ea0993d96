"""`brinkwatch watch --on-change`: somebody is told when a red line moved."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from brinkwatch.coding.command import coder_id
from brinkwatch.errors import BrinkwatchError, InputError
from brinkwatch.records import Coverage
from brinkwatch.store import Case
from brinkwatch.watching import alarm as alarms
from brinkwatch.watching import command
from brinkwatch.watching.alarm import Alarm

FEED = (
    "<rss version='2.0'><channel><title>Post</title><item><title>Britain warns Argentina</title>"
    "<link>/a.html</link><pubDate>04 May 2012 10:00:00 GMT</pubDate><description>If Argentina "
    "lands troops on the Falkland Islands, Britain will sink its fleet, Foreign Secretary William "
    "Hague said in London on Friday.</description></item></channel></rss>"
)


@pytest.fixture
def teller(tmp_path: Path) -> Callable[..., str]:
    """A command line whose program appends what it is told to a file, then ends with a code."""
    program = tmp_path / "tell it.py"
    program.write_text(
        "import sys\n"
        "with open(sys.argv[1], 'a') as out: out.write(sys.stdin.read() + '\\n')\n"
        "sys.exit(int(sys.argv[2]))\n",
        "utf-8",
    )

    def line(code: int = 0) -> str:
        return shlex.join([sys.executable, str(program), str(tmp_path / "told.txt"), str(code)])

    return line


@pytest.fixture
def told(tmp_path: Path) -> Callable[[], list[dict[str, Any]]]:
    """What the program was told, one object a telling."""
    path = tmp_path / "told.txt"
    return lambda: [json.loads(line) for line in path.read_text().splitlines()]


@pytest.fixture
def say(tmp_path: Path, make_document: Any, make_threat: Any) -> Callable[..., None]:
    """Put an article with one threat into the case file, coded."""

    def put(text: str, **fields: Any) -> None:
        page = make_document(text, origin=f"{len(text)}.txt", published="2012-05-04")
        coverage = Coverage(document_id=page.id, origin=page.origin, sentences=1, coded=1)
        with Case(tmp_path / "case.db") as case:
            case.add_documents([page])
            case.add_coding(coder_id(), coverage, [make_threat(page, **fields)])

    return put


def test_a_line_that_is_there_before_the_watch_is_known(
    tmp_path: Path, teller: Any, say: Any
) -> None:
    say("If NATO deploys, Russia will strike.")
    alarm = Alarm.of(teller(), tmp_path / "case.db")
    alarm.begin()
    assert alarm.moved() is None
    assert not (tmp_path / "told.txt").exists()


def test_a_line_that_moved_is_told_once_as_json(
    tmp_path: Path, teller: Any, say: Any, told: Any
) -> None:
    alarm = Alarm.of(teller(), tmp_path / "case.db")
    alarm.begin()
    say("If NATO deploys, Russia will strike.")
    alarm.begin()
    assert alarm.moved() is not None
    assert alarm.moved() is None
    (message,) = told()
    assert message["store"] == str(tmp_path / "case.db")
    assert [line["change"] for line in message["lines"]] == ["new"]


def test_after_the_coder_has_changed_only_new_articles_are_news(
    tmp_path: Path, teller: Any, say: Any, told: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = "If NATO deploys, Russia will strike.", "If NATO deploys, Moscow will act."
    say(first)
    Alarm.of(teller(), tmp_path / "case.db").begin()
    monkeypatch.setattr("brinkwatch.coding.command.coder_version", lambda: "a newer coder")
    say(first, id="codedanew", kind="ultimatum")
    say(second, issuer=("BLR",))
    alarm = Alarm.of(teller(), tmp_path / "case.db")
    alarm.begin()
    assert alarm.moved() is not None
    assert alarm.moved() is None
    (message,) = told()
    assert [(line["change"], line["issuer"]) for line in message["lines"]] == [("new", ["BLR"])]


def test_a_book_is_kept_from_look_to_look(tmp_path: Path, teller: Any, say: Any, told: Any) -> None:
    say("If NATO deploys, Russia will strike.")
    alarm = Alarm.of(teller(), tmp_path / "case.db")
    for life, text in (
        ("declared", "If NATO deploys, Moscow will act."),
        ("withdrawn", "No more."),
    ):
        alarm.begin()
        say(text, issuer=("BLR",), life=life)
        assert alarm.moved() is not None
    assert [[line["change"] for line in one["lines"]] for one in told()] == [["new"], ["moved"]]


def test_hostile_words_of_an_article_are_never_part_of_the_command(
    tmp_path: Path, teller: Any, say: Any, told: Any
) -> None:
    alarm = Alarm.of(teller(), tmp_path / "case.db")
    alarm.begin()
    words = f"$(touch {tmp_path}/gone); `touch {tmp_path}/gone` \u202e\x1b]0;x"
    say(words)
    alarm.moved()
    (message,) = told()
    assert len(message["lines"]) == 1
    assert not (tmp_path / "gone").exists()
    raw = (tmp_path / "told.txt").read_bytes()
    assert raw.isascii()
    assert b"\x1b" not in raw


def test_what_a_failing_command_was_told_is_told_again(
    tmp_path: Path, teller: Any, say: Any, told: Any
) -> None:
    store = tmp_path / "case.db"
    failing = Alarm.of(teller(3), store)
    failing.begin()
    say("If NATO deploys, Russia will strike.")
    with pytest.raises(BrinkwatchError, match="ended with 3; the same lines are told again"):
        failing.moved()
    good = Alarm.of(teller(), store)
    good.begin()
    assert good.moved() is not None
    first, second = told()
    assert first["lines"] == second["lines"]


def test_a_command_that_hangs_is_stopped(
    tmp_path: Path, say: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alarms, "LONGEST", 0.2)
    line = shlex.join([sys.executable, "-c", "import time; time.sleep(60)"])
    alarm = Alarm.of(line, tmp_path / "case.db")
    alarm.begin()
    say("If NATO deploys, Russia will strike.")
    with pytest.raises(BrinkwatchError, match="stopped after"):
        alarm.moved()


@pytest.mark.parametrize(
    ("line", "sentence"),
    [("", "no such program"), ("no-such-program-here x", "no such program"), ('tell "x', "quotes")],
)
def test_a_command_that_cannot_be_run_is_refused_at_once(
    tmp_path: Path, line: str, sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        Alarm.of(line, tmp_path / "case.db")
    assert not (tmp_path / "case.db").exists()


def test_the_exit_codes_tell_cron_what_happened(
    run: Any, site: Any, fetcher: Any, tmp_path: Path, teller: Any, told: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(command, "Fetcher", lambda: fetcher)
    url = site.give("/feed.xml", FEED.encode())
    options = (url, "--store", tmp_path / "case.db", "--once", "--on-change")
    code, _, err = run("watch", *options, teller(3))
    assert code == 1
    assert "ended with 3" in err
    code, _, err = run("watch", *options, teller())
    assert code == 4
    assert "lines moved: 1, told by --on-change" in err
    code, _, err = run("watch", *options, teller())
    assert code == 0
    assert "no line moved" in err
    assert len(told()) == 2
    site.answers.clear()
    assert run("watch", *options, teller())[0] == 1
    assert run("watch", *options, "no-such-program-here")[0] == 2
