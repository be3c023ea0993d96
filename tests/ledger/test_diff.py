"""What moved between two days."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from brinkwatch.ledger import enter
from brinkwatch.ledger.diff import diff
from brinkwatch.records import AnalystAct, Ledger

from .conftest import Corpus

MEKONG = {
    "trigger": ("VNM", "ASSAULT", "KHM", "divisions cross the Mekong"),
    "consequence": ("CHN", "ASSAULT", "VNM", "a lesson will be taught"),
}
BASE = {
    "trigger": ("VNM", "AID", "SUN", "Soviet ships are let into Cam Ranh"),
    "consequence": ("CHN", "SANCTION", "VNM", "all trade ends"),
}


def between(corpus: Corpus, first: str, last: str) -> dict[str, Any]:
    return diff(corpus.ledger(first), corpus.ledger(last))


def test_nothing_moves_between_two_equal_ledgers(corpus: Corpus) -> None:
    corpus.commitment("1978-11-01", "CHN", "VNM", **MEKONG)
    assert between(corpus, "1978-11-02", "1978-12-01") == {
        "from": "1978-11-02", "to": "1978-12-01", "lines": [], "credibility": [],
    }  # fmt: skip


def test_a_new_line_is_new_with_its_steps(corpus: Corpus) -> None:
    corpus.commitment("1978-11-01", "CHN", "VNM", **MEKONG)
    corpus.commitment("1978-11-20", "CHN", "VNM", **BASE)
    (line,) = between(corpus, "1978-11-10", "1978-12-01")["lines"]
    assert (line["change"], line["status"], line["was"]) == ("new", [None, "declared"], None)
    assert [step["date"] for step in line["added"]] == ["1978-11-20"]


def test_a_line_that_is_crossed_has_moved_under_another_id(corpus: Corpus) -> None:
    corpus.commitment("1978-11-01", "CHN", "VNM", **MEKONG)
    corpus.commitment("1978-12-01", "CHN", "VNM", **MEKONG)
    corpus.event("1978-12-25", ("VNM", "ASSAULT", "KHM", "Divisions crossed the Mekong"))
    before = corpus.ledger("1978-11-10").lines[0]
    (line,) = between(corpus, "1978-11-10", "1978-12-31")["lines"]
    assert (line["change"], line["was"]) == ("moved", before.id)
    assert line["id"] != before.id
    assert line["status"] == ["declared", "crossed"]
    assert [step["life"] for step in line["added"]] == ["declared", "crossed"]


def test_a_credibility_is_shown_before_and_after_its_count_changed(corpus: Corpus) -> None:
    corpus.commitment("1978-11-01", "CHN", "VNM", **MEKONG)
    before = corpus.ledger()
    (item, *_) = before.credibility
    counted = item.model_copy(update={"n": 1, "enforced": 1.0, "mean": 0.5})
    after = before.model_copy(update={"credibility": (counted,)})
    (row,) = diff(before, after)["credibility"]
    assert (row["issuer"], row["before"]["n"], row["after"]["n"]) == (["CHN"], 0, 1)
    assert row["after"]["mean"] == 0.5


def _merged(corpus: Corpus) -> tuple[Ledger, Ledger]:
    one = corpus.commitment("1978-11-01", "CHN", "VNM", **MEKONG)
    other = corpus.commitment("1978-11-20", "CHN", "VNM", **BASE)
    act = AnalystAct(id="a1", verb="merge", by="N. Tran", at="1979-03-01", why="One.",
                     about=((one,), (other,)))  # fmt: skip
    both = enter(corpus.documents, corpus.records, as_of="1980-01-01", acts=[act])
    return corpus.ledger("1980-01-01"), both


def test_two_lines_that_become_one_are_told_as_joined(corpus: Corpus) -> None:
    apart, together = _merged(corpus)
    (line,) = diff(apart, together)["lines"]
    assert line["change"] == "moved"
    assert {line["was"], *line["joined"]} == {one.id for one in apart.lines}


def test_a_line_that_falls_apart_gives_a_new_one_and_one_that_is_gone_is_said(
    corpus: Corpus,
) -> None:
    apart, together = _merged(corpus)
    assert sorted(row["change"] for row in diff(together, apart)["lines"]) == ["moved", "new"]
    empty = together.model_copy(update={"lines": (), "entries": ()})
    (row,) = diff(together, empty)["lines"]
    assert (row["change"], row["status"]) == ("gone", ["declared", None])


def test_the_command_says_what_moved_and_exits_with_4_when_asked(run: Any, warning: Path) -> None:
    days = ("--from", "2012-05-01", "--to", "2012-05-10")
    code, out, err = run("ledger", "diff", warning, *days, "--format", "json", "--fail-on-move")
    assert code == 4
    (line,) = json.loads(out)["lines"]
    assert line["change"] == "new"
    assert "lines moved: 1" in err
    assert run("ledger", "diff", warning, *days, "--format", "json")[0] == 0
    table = run("ledger", "diff", warning, *days, "--format", "table")[1]
    assert "new  " in table
    assert "+ 2012-05-04 declared (article.txt)" in table


def test_the_command_says_that_nothing_moved(run: Any, warning: Path) -> None:
    days = ("--from", "2012-05-09", "--to", "2012-05-10", "--fail-on-move")
    code, out, err = run("ledger", "diff", warning, *days, "--format", "table")
    assert code == 0
    assert "no line moved" in out
    assert "no line moved from 2012-05-09 to 2012-05-10" in err


def test_days_that_are_none_or_in_the_wrong_order_are_refused(run: Any, warning: Path) -> None:
    for days, sentence in (
        (("--from", "May"), "--from May: not a day"),
        (("--from", "2012-05-01", "--to", "soon"), "--to soon: not a day"),
        (("--from", "2012-05-11", "--to", "2012-05-10"), "give the earlier day first"),
        (("--from", "2999-01-01"), "--from 2999-01-01: this day is in the future"),
    ):
        code, out, err = run("ledger", "diff", warning, *days, "--format", "json")
        assert (code, out) == (2, "")
        assert sentence in err
