"""`brinkwatch cite` as a user meets it."""

import io
import json
import sys

import pytest


def test_the_works_behind_forecasts_are_listed(run, warning, tmp_path):
    code, out, _ = run("forecast", "make", warning, "--as-of", "2012-05-05", "--format", "json")
    assert code == 0
    (tmp_path / "forecasts.json").write_text(out, "utf-8")
    code, out, _ = run("cite", tmp_path / "forecasts.json", "--format", "json")
    works = [row["work"] for row in json.loads(out)]
    assert code == 0
    assert any("ICD 203" in work or "Directive 203" in work for work in works)
    assert len(works) > 5


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{}", "neither an answer nor forecasts"),
        ("[]", "neither an answer nor forecasts"),
        ('[{"record": "event"}]', "neither an answer nor forecasts"),
        ("<html>", "no readable JSON"),
    ],
)
@pytest.mark.parametrize("given", ["file", "-"])
def test_what_is_no_result_is_one_sentence(run, tmp_path, monkeypatch, content, sentence, given):
    (tmp_path / "result").write_text(content, "utf-8")
    monkeypatch.setattr(sys, "stdin", io.StringIO(content))
    code, out, err = run("cite", tmp_path / "result" if given == "file" else "-")
    assert (code, out) == (2, "")
    assert sentence in err
    assert "forecast make" in err
