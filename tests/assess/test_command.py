"""What an answer keeps of the run that gave it."""

import hashlib
import json
import shlex
import subprocess
import sys

from brinkwatch.assess.command import hashes


def test_the_kept_command_gives_the_same_answer_again(run, warning, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = (
        "assess",
        warning,
        "--as-of",
        "2012-05-05",
        "--draws",
        4,
        "--fail-above",
        0.000123456789,
    )
    places = ("--store", "a case.db", "--report", "answer.html")
    code, out, _ = run(*words, *places, "--format", "json")
    first = json.loads(out)
    kept = shlex.split(first["command"])
    assert kept[:2] == ["brinkwatch", "assess"]
    assert kept[kept.index("--seed") + 1] == str(first["seed"])
    for option, value in zip(places[::2], places[1::2], strict=True):
        assert kept[kept.index(option) + 1] == value
    (tmp_path / "a case.db").unlink()
    (tmp_path / "answer.html").unlink()
    again, out, _ = run(*kept[1:], "--format", "json")
    assert (again, json.loads(out)) == (code, first)
    assert code == 4
    assert (tmp_path / "answer.html").exists()


def test_a_case_file_with_resolved_forecasts_gives_the_answer_its_track_record(
    run, warning, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    words = ("assess", warning, "--draws", 4, "--store", "case.db", "--format", "json")
    _, out, _ = run(*words, "--as-of", "2012-05-05")
    assert json.loads(out)["track_record"]["n"] == 0
    (tmp_path / "outcome.toml").write_text(
        '[[outcome]]\nrung = "limited_force"\nhappened = false\n'
        '[[outcome]]\nrung = "show_of_force"\nhappened = true\ndate = 2012-05-20\n',
        "utf-8",
    )
    assert run("forecast", "resolve", "case.db", "--outcomes", "outcome.toml")[0] == 0
    _, out, _ = run(*words, "--as-of", "2012-05-06")
    found = json.loads(out)["track_record"]
    assert (found["n"], found["positives"]) == (6, 3)
    assert "no forecast of this program" not in (tmp_path / "brinkwatch-report.html").read_text()


def test_the_files_that_were_read_are_named_by_their_hash(warning):
    (warning / "outcome.toml").write_text("", "utf-8")
    digest = hashlib.sha256((warning / "article.txt").read_bytes()).hexdigest()
    for given in (str(warning), str(warning / "*.txt")):
        assert [(one.origin, one.sha256) for one in hashes([given])] == [("article.txt", digest)]
    assert hashes(["n" * 300, "", str(warning / "gone.txt")]) == []


def test_neither_a_closed_pipe_nor_an_unwritable_report_loses_the_other(run, warning, tmp_path):
    words = ("assess", warning, "--as-of", "2012-05-05", "--draws", 4)
    (tmp_path / "a.html.part").mkdir()
    code, out, err = run(*words, "--report", tmp_path / "a.html", "--format", "json")
    assert code != 0
    assert "the report cannot be written" in err
    assert json.loads(out)["as_of"] == "2012-05-05"
    program = [sys.executable, "-c", "from brinkwatch.cli import main; main()"]
    page = tmp_path / "b.html"
    with subprocess.Popen(
        [*program, *map(str, words), "--report", page], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as ended:  # fmt: skip
        assert ended.stdout is not None
        ended.stdout.close()
        ended.wait(timeout=300)
    assert page.read_text("utf-8").startswith("<!doctype html>")
