"""`brinkwatch ledger merge|split|set|undo`: an analyst's acts as a user makes and sees them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from brinkwatch.coding.command import CodingOptions, coded_from
from brinkwatch.ledger import enter

PAGES = {
    "a.txt": "The Harbour Post\n4 May 2012\n\nBritain warns Argentina over the islands\n\n"
    "If Argentina lands troops on the Falkland Islands, Britain will sink its fleet, Foreign "
    "Secretary William Hague said in London on Friday.\n",
    "b.txt": "The Harbour Post\n11 May 2012\n\nBritain warns Argentina over the strait\n\n"
    "If Argentina closes the Strait of Magellan to merchant ships, Britain will impose an arms "
    "embargo on it, Foreign Secretary William Hague said in London on Friday. The Argentine navy "
    "deployed two patrol ships on Thursday.\n",
}
BY = ("--by", "N. Tran", "--why", "One dispute.")


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case file with two lines of Britain, coded once."""
    folder = tmp_path_factory.mktemp("pages")
    for name, text in PAGES.items():
        (folder / name).write_text(text, "utf-8")
    store = folder / "case.db"
    corpus, found = coded_from([str(folder / name) for name in PAGES], CodingOptions(store=store))
    assert len(enter(corpus.seen, found.records, as_of="2012-05-20").lines) == 2
    return store


@pytest.fixture
def case(coded: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copy(coded, tmp_path / "case.db"))


@pytest.fixture
def book(run: Any, case: Path) -> Any:
    """The ledger's rows as they are now."""
    return lambda: json.loads(run("ledger", "--store", case, "--format", "json")[1])


def test_a_merge_survives_the_next_run_and_is_undone_by_a_further_act(
    run: Any, case: Path, book: Any
) -> None:
    one, other = (row["id"] for row in book())
    code, out, err = run("ledger", "merge", one[:6], other, "--store", case, *BY)
    assert code == 0
    act = json.loads(out)
    assert (act["verb"], act["by"], act["why"]) == ("merge", "N. Tran", "One dispute.")
    assert "takes it back" in err
    (line,) = book()
    assert [shown["id"] for shown in line["acts"]] == [act["id"]]
    assert act["lines"] == [line["id"]]
    code, out, _ = run("ledger", "undo", act["id"][:6], "--store", case, *BY)
    assert code == 0
    assert json.loads(out)["undoes"] == act["id"]
    assert [row["id"] for row in book()] == [one, other]
    code, _, err = run("ledger", "undo", act["id"], "--store", case, *BY)
    assert code == 2
    assert "already undone by" in err


def test_a_split_takes_what_a_merge_had_joined(run: Any, case: Path, book: Any) -> None:
    first, second = book()
    run("ledger", "merge", first["id"], second["id"], "--store", case, *BY)
    (line,) = book()
    leaving = second["commitments"][0]
    assert run("ledger", "split", line["id"], leaving, "--store", case, *BY)[0] == 0
    assert [row["commitments"] for row in book()] == [first["commitments"], [leaving]]


def test_set_corrects_parties_status_and_steps(run: Any, case: Path, book: Any) -> None:
    line = book()[0]["id"]
    options = ("--addressee", "CHL,ARG", "--add-step", "2012-05-06 crossed")
    assert run("ledger", "set", line, *options, "--store", case, *BY)[0] == 0
    row = book()[0]
    assert row["addressee"] == ["CHL", "ARG"]
    assert row["history"][-1] == {
        "date": "2012-05-06", "life": "crossed", "origin": "analyst N. Tran",
        "records": [row["acts"][0]["id"]],
    }  # fmt: skip
    assert row["status"] == "crossed"
    assert run("ledger", "set", line, "--drop-step", "2012-05-06 crossed",
               "--status", "2012-05-07 withdrawn", "--store", case, *BY)[0] == 0  # fmt: skip
    row = book()[0]
    assert row["status"] == "withdrawn"
    assert len(row["acts"]) == 2


def test_the_table_and_the_dossier_show_whose_act_it_was(run: Any, case: Path, book: Any) -> None:
    line = book()[0]["id"]
    run("ledger", "set", line, "--add-step", "2012-05-06 not enforced", "--store", case, *BY)
    table = " ".join(run("ledger", "--store", case, "--format", "table")[1].split())
    assert "corrected by analyst N. Tran" in table
    assert "step added not enforced 2012-05-06" in table
    shown = " ".join(run("ledger", "show", line, "--store", case, "--format", "table")[1].split())
    assert "2012-05-06 not enforced: an analyst's word" in shown
    assert "“One dispute.” (analyst N. Tran)" in shown


def test_an_act_shows_in_the_answer_and_its_report(
    run: Any, case: Path, book: Any, tmp_path: Path
) -> None:
    line = book()[0]["id"]
    why = ("--by", "<b>N. Tran</b>", "--why", "A <script>alert(1)</script> note.")
    run("ledger", "set", line, "--add-step", "2012-05-06 crossed", "--store", case, *why)
    report = tmp_path / "answer.html"
    options = ("--as-of", "2012-05-20", "--draws", "4", "--report", report, "--format", "json")
    code, out, _ = run("assess", "--store", case, *options)
    assert code == 0
    (entered,) = json.loads(out)["ledger"]["acts"]
    assert entered["lines"] == [line]
    page = report.read_text("utf-8")
    assert "analyst &lt;b&gt;N. Tran&lt;/b&gt;" in page
    assert "<script" not in page
    options = (*options[:-1], "table")
    shown = " ".join(run("assess", "--store", case, *options)[1].split())
    assert "set by analyst <b>N. Tran</b>, 20" in shown


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("merge", "LINE", "LINE"), "two different lines or more"),
        (("merge", "LINE", "ffff"), "no line of the 2 in this ledger has this id"),
        (("merge", "LINE", "f"), "at least its first 4 characters"),
        (("split", "LINE"), "not none of them"),
        (("split", "LINE", "MEMBER"), "not all of them"),
        (("split", "LINE", "0000"), "0 commitments of the line begin so"),
        (("set", "LINE"), "set changes nothing"),
        (("set", "LINE", "--issuer", "Atlantis"), "no actor's code"),
        (("set", "LINE", "--add-step", "yesterday crossed"), "not a step"),
        (("set", "LINE", "--add-step", "2012-13-01 crossed"), "not a step"),
        (("set", "LINE", "--add-step", "2012-05-06 ignored"), "not a step"),
        (("set", "LINE", "--drop-step", "2012-05-06 crossed"), "the line has no such step"),
        (("undo", "0000"), "0 acts of"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(
    run: Any, case: Path, book: Any, words: tuple[str, ...], sentence: str
) -> None:
    rows = book()
    names = {"LINE": rows[0]["id"], "MEMBER": rows[0]["commitments"][0]}
    given = [names.get(word, word) for word in words]
    code, out, err = run("ledger", *given, "--store", case, *BY)
    assert (code, out) == (2, "")
    assert sentence in err
    assert book() == rows


def test_an_act_wants_a_case_file_and_a_reason(run: Any, case: Path, book: Any) -> None:
    line = book()[0]["id"]
    code, _, err = run("ledger", "set", line, "--issuer", "ARG", *BY)
    assert code == 2
    assert "kept in a case file" in err
    code, _, err = run("ledger", "set", line, "--issuer", "ARG", "--store", case, "--why", " ")
    assert code == 2
    assert "--why is empty" in err


def test_an_act_whose_articles_are_not_there_says_so(run: Any, case: Path, book: Any) -> None:
    rows = book()
    run("ledger", "merge", rows[0]["id"], rows[1]["id"], "--store", case, *BY)
    code, _, err = run("ledger", "--store", case, "--as-of", "2012-05-05", "--format", "json")
    assert code == 0
    assert "1 of its 2 commitments is gone from b.txt" in err


def test_an_act_that_lost_its_line_stands_last_in_the_json(run: Any, case: Path, book: Any) -> None:
    one, other = (row["id"] for row in book())
    run("ledger", "merge", one[:6], other, "--store", case, *BY)
    options = ("--store", case, "--as-of", "2012-05-01", "--format", "json")
    (row,) = json.loads(run("ledger", *options)[1])
    assert (row["id"], row["commitments"]) == (None, [])
    (act,) = row["acts"]
    assert (act["verb"], act["lines"]) == ("merge", [])
    assert "changes nothing here" in act["note"]
    run("ledger", "undo", act["id"], "--store", case, *BY)
    assert json.loads(run("ledger", *options)[1]) == []
