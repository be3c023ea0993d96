"""The commands as a user meets them: exit codes, streams and sentences."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from brinkwatch import cli

THREAT = """The Harbour Post
4 May 2012

Argentina warns Britain over the islands

If Britain sends a submarine to the Falkland Islands, Argentina will close its ports to British
ships, Foreign Minister Hector Timerman said on Friday in Buenos Aires. Argentine patrol ships
seized a British trawler near the islands on Thursday, and London condemned the seizure. Britain
deployed a destroyer to the South Atlantic last month. An analyst said a clash at sea remained
unlikely.
"""


CUP = """The Evening Whistle
3 June 2014

United survive the strike of the season

United beat Rovers with a late strike from outside the box. The captain had threatened to leave if
the club sold its goalkeeper. The red line for the manager, he said, is discipline.
"""


@pytest.fixture
def article(tmp_path) -> Path:
    path = tmp_path / "falklands.txt"
    path.write_text(THREAT, "utf-8")
    return path


@pytest.mark.parametrize("command", sorted(n for group in cli.COMMANDS.values() for n in group))
def test_every_command_teaches_itself(run, command):
    code, out, _ = run(command, "--help")
    assert code == 0
    assert "Usage: brinkwatch" in out
    assert len(out.split()) > 25


def test_the_first_help_names_every_command(run):
    _, out, _ = run("--help")
    for group in cli.COMMANDS.values():
        for name, (_, summary) in group.items():
            assert f"  {name}" in out
            assert summary in out


def test_an_unknown_command_is_answered_with_the_nearest_one(run):
    code, out, err = run("asess")
    assert code == 2
    assert "assess" in out + err


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.txt", b"", "empty"),
        ("photo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(range(256)) * 8, "picture"),
        (
            "nothing.html",
            b"<html><body><nav><a href='/'>Home</a></nav></body></html>",
            "no article",
        ),
    ],
)
def test_a_bad_file_alone_is_one_sentence_and_exit_1(run, tmp_path, name, content, sentence):
    (tmp_path / name).write_bytes(content)
    code, out, err = run("read", tmp_path / name, "--format", "jsonl")
    assert code == 1
    assert out == ""
    assert sentence in err
    assert name in err


def test_a_missing_path_is_named(run, tmp_path):
    code, _, err = run("read", tmp_path / "nowhere.txt", "--format", "jsonl")
    assert code == 1
    assert "nowhere.txt" in err


def test_a_bad_file_among_good_ones_is_skipped_and_said(run, tmp_path, article):
    (tmp_path / "empty.txt").write_bytes(b"")
    code, out, err = run("read", tmp_path, "--format", "jsonl")
    assert code == 3
    assert [json.loads(line)["origin"] for line in out.splitlines()] == [article.name]
    assert "empty.txt" in err


def test_an_article_in_a_wrong_encoding_is_read(run, tmp_path):
    page = tmp_path / "page.txt"
    page.write_bytes(THREAT.replace("Foreign Minister", "“Foreign Minister”").encode("cp1252"))
    code, out, _ = run("read", page, "--format", "jsonl")
    assert code == 0
    assert "“Foreign Minister”" in json.loads(out)["text"]


def test_no_input_is_told_what_to_give(run):
    code, _, err = run("read")
    assert code == 2
    assert "name files, folders" in err


@pytest.mark.parametrize(
    ("day", "sentence"), [("2999-01-01", "in the future"), ("May", "YYYY-MM-DD")]
)
def test_an_impossible_as_of_day_is_refused(run, article, day, sentence):
    code, _, err = run("read", article, "--as-of", day)
    assert code == 2
    assert sentence in err


def test_what_is_later_than_as_of_is_hidden_and_counted(run, article):
    code, out, err = run("read", article, "--as-of", "2012-05-03", "--format", "jsonl")
    assert (code, out) == (0, "")
    assert "1 items later than 2012-05-03" in err


def test_code_prints_records_whose_quotes_stand_in_the_article(run, article):
    code, out, _ = run("code", article, "--format", "jsonl")
    text = json.loads(run("read", article, "--format", "jsonl")[1])["text"]
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert {row["record"] for row in rows} == {"commitment", "event", "estimate"}
    for row in rows:
        assert text[row["start"] : row["end"]] == row["quote"]


def test_ledger_takes_articles_a_case_file_or_coded_lines_alike(run, tmp_path, article):
    case = tmp_path / "case.db"
    _, from_article, _ = run("ledger", article, "--store", case, "--format", "json")
    _, from_case, _ = run("ledger", case, "--format", "json")
    records = tmp_path / "records.jsonl"
    records.write_text(run("code", article, "--format", "jsonl")[1], "utf-8")
    _, from_records, _ = run("ledger", records, "--format", "json")
    assert json.loads(from_article)
    assert from_case == from_article
    assert json.loads(from_records) == json.loads(from_article)


def test_a_second_run_on_a_store_adds_nothing_and_prints_the_same(run, tmp_path, article):
    case = tmp_path / "case.db"
    first = run("code", article, "--store", case, "--format", "jsonl")
    assert first[1]
    assert run("code", article, "--store", case, "--format", "jsonl") == first


def test_assess_without_a_crisis_says_so_and_fails(run, tmp_path):
    (tmp_path / "cup.txt").write_text(CUP, "utf-8")
    code, out, err = run("assess", tmp_path, "--as-of", "2014-06-30")
    assert code == 1
    assert out == ""
    assert "no crisis" in err


def test_assess_answers_in_json_and_writes_a_page(run, tmp_path, article, monkeypatch):
    monkeypatch.chdir(tmp_path)
    report = tmp_path / "answer.html"
    code, out, _ = run(
        "assess", article, "--as-of", "2012-05-10", "--report", report, "--format", "json"
    )
    answer = json.loads(out)
    assert code == 0
    assert answer["as_of"] == "2012-05-10"
    assert answer["crises"][0]["headline"]["probability"] > 0
    page = report.read_text("utf-8")
    assert "Argentina will close its ports" in page
    assert "<script" not in page


def test_old_articles_are_told_how_to_ask_for_their_own_time(run, tmp_path, article):
    report = tmp_path / "answer.html"
    options = ("--report", report, "--format", "json", "--as-of")
    _, _, err = run("assess", article, *options, "2020-01-01")
    assert "the newest article is of 2012-05-04" in err
    assert "add --as-of 2012-05-04" in err
    assert "newest article" not in run("assess", article, *options, "2012-05-20")[2]


def test_the_same_run_gives_the_same_bytes(run, tmp_path, article, monkeypatch):
    monkeypatch.chdir(tmp_path)
    options = ("--as-of", "2012-05-10", "--report", tmp_path / "a.html", "--format", "json")
    first = run("assess", article, *options)[1]
    page = (tmp_path / "a.html").read_bytes()
    assert run("assess", article, *options)[1] == first
    assert (tmp_path / "a.html").read_bytes() == page


def test_fifty_megabytes_on_one_line_do_not_stop_the_others(run, tmp_path, article):
    (tmp_path / "long.txt").write_bytes(b"threat " * (50 * 2**20 // 7))
    code, out, err = run("read", tmp_path, "--format", "jsonl")
    assert code == 3
    assert [json.loads(line)["origin"] for line in out.splitlines()] == [article.name]
    assert "long.txt" in err


def test_stdout_closed_early_is_no_traceback(article):
    program = "from brinkwatch.cli import main; main()"
    command = [sys.executable, "-c", program, "read", str(article), "--format", "jsonl"]
    reader, writer = os.pipe()
    os.close(reader)
    ended = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert "Traceback" not in ended.stderr


def test_an_article_of_the_future_is_hidden_and_alone_no_answer(run, tmp_path):
    (tmp_path / "future.txt").write_text(THREAT.replace("4 May 2012", "4 May 2060"), "utf-8")
    code, out, err = run("assess", tmp_path, "--format", "json")
    assert (code, out) == (1, "")
    assert "all 1 items are later than" in err
    assert "give a later --as-of" in err


def test_coded_lines_can_be_piped_into_the_ledger(run, article, monkeypatch):
    lines = run("code", article, "--format", "jsonl")[1].encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines)))
    code, out, _ = run("ledger", "-", "--format", "json")
    assert code == 0
    assert json.loads(out) == json.loads(run("ledger", article, "--format", "json")[1])


def test_a_killed_run_continues_where_it_stopped_and_ends_like_an_unbroken_one(tmp_path):
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(30):
        text = THREAT.replace("4 May 2012", f"{number % 28 + 1} May 2012")
        (pages / f"{number:02}.txt").write_text(f"{text}Report number {number} ended.\n", "utf-8")

    def command(store: str) -> list[str]:
        program = "from brinkwatch.cli import main; main()"
        options = ["code", str(pages), "--store", str(tmp_path / store), "--format", "jsonl"]
        return [sys.executable, "-c", program, *options]

    whole = subprocess.run(command("whole.db"), capture_output=True, check=True)
    for pause in (1.2, 1.6, 2.0):
        process = subprocess.Popen(command("killed.db"), stdout=subprocess.DEVNULL)
        time.sleep(pause)
        process.kill()
        process.wait()
    continued = subprocess.run(command("killed.db"), capture_output=True, check=True)
    assert continued.stdout == whole.stdout
    assert len(whole.stdout.splitlines()) >= 30


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--draws", "0"), "give a number of draws, 1 or more"),
        (("--draws", "-1"), "give a number of draws, 1 or more"),
        (("--seed", "-5"), "0 or more"),
        (("--report", "nowhere/answer.html"), "give another --report"),
    ],
)
def test_an_impossible_run_is_refused_before_anything_is_read(run, article, words, sentence):
    code, out, err = run("assess", article, "--as-of", "2012-05-10", *words)
    assert (code, out) == (2, "")
    assert sentence in err


@pytest.mark.parametrize("words", [("--draws", "0"), ("--draws", "999999999999"), ("--seed", "-5")])
def test_a_game_without_draws_is_refused(run, words):
    falklands = Path(__file__).parents[1] / "examples" / "crises" / "falklands-1982.toml"
    code, out, err = run("crisis", "solve", falklands, *words)
    assert (code, out) == (2, "")
    assert "give a" in err
