"""`brinkwatch code` as its user meets it: names of one's own."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from brinkwatch.coding.command import coder_id
from brinkwatch.coding.version import coder_version

ARTICLE = """The Harbour Post
4 May 2012

Norland warns Tolmenia over the salt islands

If Tolmenia lands troops on the salt islands, Norland will sink its fleet, Foreign Minister
Ilse Maren said in Port Aven on Friday. Norlandic warships seized a Tolmenian trawler on
Thursday.
"""
NAMES = """# ours
code,kind,name,note
XNO,state,Norland,invented
XNO,demonym,Norlandic,
XNO,capital,Port Aven,
XNO,leader,Ilse Maren,
"""
TOLMENIA = "XTO,state,Tolmenia,\nXTO,demonym,Tolmenian,\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "salt.txt"
    file.write_text(ARTICLE, "utf-8")
    return file


@pytest.fixture
def names(tmp_path: Path) -> Path:
    file = tmp_path / "names.csv"
    file.write_text(NAMES + TOLMENIA, "utf-8")
    return file


def test_actors_of_ones_own_are_known_to_the_coder(run, article, names):
    code, out, _ = run("code", article, "--actors", names, "--format", "jsonl")
    rows = [json.loads(line) for line in out.splitlines()]
    (threat,) = [row for row in rows if row["record"] == "commitment"]
    assert code == 0
    assert (threat["issuer"], threat["addressee"]) == ("XNO", ["XTO"])
    assert threat["speaker"] == "Ilse Maren"
    assert {row["action"]["actor"] for row in rows if row["record"] == "event"} == {"XNO"}


def test_actors_of_ones_own_are_forgotten_when_the_command_ends(run, article, names):
    assert run("code", article, "--actors", names, "--format", "jsonl")[1]
    assert run("code", article, "--format", "jsonl")[1] == ""


def test_a_case_file_is_coded_again_when_the_names_change(run, tmp_path, article, names):
    case = tmp_path / "case.db"
    without = run("code", article, "--store", case, "--format", "jsonl")
    first = run("code", case, "--store", case, "--actors", names, "--format", "jsonl")
    again = run("code", case, "--store", case, "--actors", names, "--format", "jsonl")
    names.write_text(NAMES + TOLMENIA.replace("XTO", "XTM"), "utf-8")
    other = run("code", case, "--store", case, "--actors", names, "--format", "jsonl")
    assert without[1] == ""
    assert first == again
    assert "XTO" in first[1]
    assert "XTM" in other[1]
    assert "XTO" not in other[1]


def test_the_ledger_takes_the_same_names(run, article, names):
    code, out, _ = run("ledger", article, "--actors", names, "--format", "json")
    (line,) = json.loads(out)
    assert code == 0
    assert (line["issuer"], line["addressee"]) == ("XNO", ["XTO"])


def test_an_answer_says_with_which_names_it_was_made(run, tmp_path, article, names, monkeypatch):
    monkeypatch.chdir(tmp_path)
    options = ("--as-of", "2012-05-10", "--actors", names.name, "--format", "json")
    code, out, _ = run("assess", article.name, *options)
    answer = json.loads(out)
    assert code == 0
    assert f"--actors {names.name}" in answer["command"]
    assert {item["origin"] for item in answer["inputs"]} == {article.name, names.name}
    assert "Norland" in answer["crises"][0]["crisis"]["title"]


@pytest.mark.parametrize("command", [("code",), ("ledger",), ("forecast", "make"), ("assess",)])
def test_a_wrong_file_of_names_is_refused_before_anything_is_coded(run, article, names, command):
    names.write_text("code,kind,name\nXNO,kingdom,Norland\n", "utf-8")
    code, out, err = run(*command, article, "--actors", names)
    assert (code, out) == (2, "")
    assert "line 2, column kind: found 'kingdom'" in err


def test_fast_codes_by_the_rules_alone_and_is_kept_apart(run, tmp_path, warning):
    case = tmp_path / "case.db"
    code, out, _ = run("code", warning, "--fast", "--store", case, "--format", "jsonl")
    assert code == 0
    assert {json.loads(line)["record"] for line in out.splitlines()} == {"commitment", "event"}
    run("code", warning, "--store", case, "--quiet")
    with sqlite3.connect(case) as database:
        coders = {name for (name,) in database.execute("SELECT coder FROM coverage")}
    assert coders == {coder_id(), coder_id(heads="+fast")}


def test_a_printed_and_a_kept_record_name_the_version_of_the_coder(run, tmp_path, warning):
    case = tmp_path / "case.db"
    rows = run("code", warning, "--store", case, "--format", "jsonl")[1].splitlines()
    with sqlite3.connect(case) as database:
        kept = [json.loads(body) for (body,) in database.execute("SELECT body FROM record")]
    printed = [json.loads(row) for row in rows]
    assert {row["coder"] for row in (*printed, *kept)} == {coder_version()}
    assert {row["id"]: row["rule"] for row in printed} == {row["id"]: row["rule"] for row in kept}
