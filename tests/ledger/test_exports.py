"""The ledger for other programs: every form read back by a program of its own kind."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
import pytest

from brinkwatch.ledger import enter
from brinkwatch.ledger.exports import export, tables
from brinkwatch.ledger.exports.tables import fields, names
from brinkwatch.ledger.meaning import data
from brinkwatch.records import AnalystAct, DatedLife, Ledger

from .conftest import Corpus

TRIGGER = ("VNM", "ASSAULT", "KHM", "divisions cross the Mekong")
LESSON = ("CHN SUN", "ASSAULT", "VNM", "a lesson will be taught")


@pytest.fixture
def book(corpus: Corpus) -> Ledger:
    """A line that was crossed, an analyst's act on it, and articles with hostile words."""
    corpus.documents.clear()
    page = corpus.article(
        "1978-11-01", '=HYPERLINK("http://a.example"), he said; "if divisions cross",\n\tthen war.',
        title="@title\ud800", outlet="The\tPost",
    )  # fmt: skip
    said = corpus.commitment("1978-11-01", "CHN", "VNM KHM", trigger=TRIGGER, consequence=LESSON,
                             article=page, quote=page.text)  # fmt: skip
    corpus.event("1978-12-25", ("VNM", "ASSAULT", "KHM", "Divisions crossed the Mekong"),
                 place="Snuol\nKratie")  # fmt: skip
    corpus.event("1978-12-26", ("VNM", "MOBILIZE", "KHM", "More will go"), status="planned")
    act = AnalystAct(
        id="a1", verb="set", by="N. Tran", at="1979-03-01", why="Radio.", about=((said,),),
        added=(DatedLife(date="1979-02-17", life="enforced"),),
    )  # fmt: skip
    return enter(corpus.documents, corpus.records, as_of="1980-01-01", acts=[act])


def written(book: Ledger, corpus: Corpus, form: Any, folder: Path) -> list[str]:
    return [file.name for file in export(form, book, corpus.documents, corpus.records, folder)]


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_table_has_the_fields_that_are_described(book: Ledger, corpus: Corpus) -> None:
    found = tables(book, corpus.documents, corpus.records)
    assert tuple(found) == names()
    for name, rows in found.items():
        assert all(list(row) == list(fields(name)) for row in rows)
        assert len({tuple(row[key] for key in data("exports/tables.toml")[name]["key"])
                    for row in rows}) == len(rows)  # fmt: skip
    assert {name for name, rows in found.items() if not rows} == {"contradictions"}


def test_csv_gives_every_record_back_and_no_formula(
    book: Ledger, corpus: Corpus, tmp_path: Path
) -> None:
    assert written(book, corpus, "csv", tmp_path / "out") == sorted(f"{n}.csv" for n in names())
    (said,) = rows_of(tmp_path / "out" / "commitments.csv")
    quote = corpus.documents[0].text
    assert said["quote"] == f"'{quote}"
    assert (said["start"], said["end"]) == ("0", str(len(quote)))
    assert (said["addressee"], said["consequence_actor"]) == ("VNM; KHM", "CHN; SUN")
    assert said["line_id"] == book.lines[0].id
    first = rows_of(tmp_path / "out" / "documents.csv")[0]
    assert first["title"] == "'@title\\ud800"
    cells = [cell for file in (tmp_path / "out").iterdir() for row in rows_of(file)
             for cell in row.values()]  # fmt: skip
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_the_steps_lead_to_their_evidence_and_the_analysts_act_is_there(
    book: Ledger, corpus: Corpus
) -> None:
    found = tables(book, corpus.documents, corpus.records)
    last = found["steps"][-1]
    assert (last["life"], last["basis"], last["origin"]) == (
        "enforced", "analyst", "analyst N. Tran",
    )  # fmt: skip
    known = {row["id"] for name in ("commitments", "events", "acts") for row in found[name]}
    assert {row["record_id"] for row in found["evidence"]} <= known
    (act,) = found["acts"]
    assert (act["by"], act["lines"]) == ("N. Tran", book.lines[0].id)


def test_parquet_holds_the_cells_unchanged_with_their_types(
    book: Ledger, corpus: Corpus, tmp_path: Path
) -> None:
    folder = tmp_path / "it's here"
    written(book, corpus, "parquet", folder)
    with duckdb.connect() as connection:
        rows = {
            name: connection.execute("SELECT * FROM read_parquet($f)",
                                     {"f": str(folder / f"{name}.parquet")})
            .fetchall()
            for name in names()
        }  # fmt: skip
    found = tables(book, corpus.documents, corpus.records)
    assert rows == {name: [tuple(row.values()) for row in found[name]] for name in names()}
    assert rows["commitments"][0][6] == corpus.documents[0].text


def test_json_holds_every_table_in_one_file(book: Ledger, corpus: Corpus, tmp_path: Path) -> None:
    assert written(book, corpus, "json", tmp_path / "out") == ["ledger.json"]
    found = json.loads((tmp_path / "out" / "ledger.json").read_text("utf-8"))
    assert found.pop("as_of") == "1980-01-01"
    assert found == tables(book, corpus.documents, corpus.records)


def test_a_data_package_is_valid_for_frictionless(
    book: Ledger, corpus: Corpus, tmp_path: Path
) -> None:
    if find_spec("frictionless") is None:
        pytest.skip("frictionless is not installed; it comes with the extra `test`")
    files = written(book, corpus, "frictionless", tmp_path / "out")
    assert files == sorted([*(f"{name}.csv" for name in names()), "datapackage.json"])
    program = [sys.executable, "-m", "frictionless", "validate", "--json", "datapackage.json"]
    ended = subprocess.run(program, cwd=tmp_path / "out", capture_output=True, text=True,
                           check=False)  # fmt: skip
    report = json.loads(ended.stdout)
    assert (report["valid"], report["stats"]["errors"]) == (True, 0), ended.stdout
    assert report["stats"]["tasks"] == len(names())
    with (tmp_path / "out" / "steps.csv").open("a", encoding="utf-8") as steps:
        steps.write("x,no-such-line,,crossed,stated,maybe,a.txt,\n")
    ended = subprocess.run(program, cwd=tmp_path / "out", capture_output=True, text=True,
                           check=False)  # fmt: skip
    assert json.loads(ended.stdout)["valid"] is False


def test_an_event_file_has_the_columns_of_polecat(
    book: Ledger, corpus: Corpus, tmp_path: Path
) -> None:
    assert written(book, corpus, "polecat", tmp_path / "out") == ["events.txt"]
    lines = (tmp_path / "out" / "events.txt").read_text("utf-8").splitlines()
    header, *rows = [line.split("\t") for line in lines]
    assert len(header) == 40
    assert header[:7] == ["Event ID", "Event Date", "Event Type", "Event Mode", "Intensity",
                          "Quad Code", "Contexts"]  # fmt: skip
    threat, deed = (dict(zip(header, row, strict=True)) for row in rows)
    assert (threat["Event Type"], threat["Quad Code"]) == ("THREATEN", "VERBAL CONFLICT")
    assert (threat["Actor Country"], threat["Recipient Country"]) == ("CHN", "VNM; KHM")
    assert threat["Source"] == "The Post"
    assert (deed["Event Type"], deed["Event Date"]) == ("ASSAULT", "1978-12-25")
    assert (deed["Actor Name"], deed["Raw Placename"]) == ("Vietnam", "Snuol Kratie")
    assert deed["Intensity"] == deed["Actor COW"] == "None"


def test_a_threat_that_is_coded_as_an_event_too_is_one_row(corpus: Corpus) -> None:
    page = corpus.article("1978-11-01", "Peking threatened a lesson.")
    corpus.commitment(None, "CHN", "VNM", consequence=LESSON, article=page, quote=page.text)
    corpus.event(None, ("CHN", "THREATEN", "VNM", page.text), article=page)
    from brinkwatch.ledger.exports import polecat

    assert [row["Event Type"] for row in polecat.events(corpus.documents, corpus.records)] == [
        "THREATEN"
    ]


@pytest.mark.parametrize("form", ["csv", "parquet", "json", "frictionless", "polecat"])
def test_the_same_ledger_gives_the_same_bytes(
    book: Ledger, corpus: Corpus, tmp_path: Path, form: str
) -> None:
    for name in ("one", "two"):
        written(book, corpus, form, tmp_path / name)
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()


@pytest.mark.parametrize("form", ["csv", "parquet", "json", "frictionless", "polecat"])
def test_an_empty_ledger_is_written_with_its_headers(tmp_path: Path, form: Any) -> None:
    empty = Ledger(as_of="1980-01-01", lines=(), entries=(), credibility=())
    files = export(form, empty, [], [], tmp_path / "out")
    assert all(file.stat().st_size for file in files)


def test_the_command_writes_the_files_and_names_them(
    run: Any, warning: Path, tmp_path: Path
) -> None:
    options = ("--as-of", "2012-05-10", "--format", "json")
    out = tmp_path / "out"
    code, printed, err = run("ledger", "export", warning, "--to", "csv", "--out", out, *options)
    assert code == 0
    assert [Path(row["file"]).name for row in json.loads(printed)] == sorted(
        f"{name}.csv" for name in names()
    )
    assert "red lines: 1" in err
    assert not list(out.glob(".*"))
    (tmp_path / "a file").write_text("x")
    for bad in (tmp_path / "a file", tmp_path / "no" / "where"):
        code, printed, err = run("ledger", "export", warning, "--to", "csv", "--out", bad, *options)
        assert (code, printed) == (2, "")
        assert "give a folder in one that exists" in err
