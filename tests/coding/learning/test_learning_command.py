"""`brinkwatch code evaluate` as its user meets it."""

from __future__ import annotations

import json

LINES = [
    {
        "id": "x-1", "text": "Britain attacked Argentina on Friday.",
        "events": [{"type": "ASSAULT", "actor": "GBR", "recipient": "ARG", "text": "attacked"}],
    },
    {
        "id": "x-2", "text": "Britain thanked Argentina on Friday.",
        "events": [{"type": "SUPPORT", "actor": "GBR", "recipient": "ARG", "text": "thanked"}],
    },
]  # fmt: skip


def test_evaluate_prints_scores_as_json_and_as_a_table(run, tmp_path):
    file = tmp_path / "set.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in LINES), "utf-8")
    code, out, err = run("code", "evaluate", file)
    result = json.loads(out)
    assert code == 0
    assert "2 labelled sentences" in err
    assert result["sentences"] == {str(file): 2}
    (events,) = [row for row in result["records"] if row["what"] == "event"]
    assert events["reader"] == "rules"
    assert events["asked"] == 2
    assert {"labelled": "ASSAULT", "coded": "ASSAULT", "n": 1} in result["confusion"]["rules"]
    _, table, _ = run("code", "evaluate", file, "--format", "table")
    assert "whole sentences" in table
    assert run("code", "evaluate", file)[1] == out


def test_evaluate_refuses_what_is_no_labelled_set(run, tmp_path):
    file = tmp_path / "set.jsonl"
    file.write_text('{"id": 1, "text": ""}\n', "utf-8")
    code, out, err = run("code", "evaluate", file)
    assert (code, out) == (2, "")
    assert "line 1: no text; give the sentence as it was written." in err


def test_a_file_named_like_a_command_is_coded_by_its_path(run, tmp_path, monkeypatch, warning):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "evaluate").write_text((warning / "article.txt").read_text("utf-8"), "utf-8")
    code, out, _ = run("code", "./evaluate", "--format", "jsonl")
    assert code == 0
    assert '"origin": "evaluate"' in out
