"""What the two founding articles demand of the whole chain."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from brinkwatch import cli

pytestmark = pytest.mark.shared
NEVER_EVENTS = [  # words that report no act: hypothetical, a figure of speech, a presupposition
    "it would mean NATO is engaged in military operations against Russia",
    "missile attacks that threaten Ukrainian cities",
    "the ongoing conflict between NATO and Russia",
    "Infant among five dead",
    "opening a new front on the territory of a NATO member country",
    "they will launch missiles at NATO territory",
    "stoking internal conflicts within Poland",
    "he could embark on an adventure",
    "there could be a new nuclear threat",
]


@pytest.fixture(scope="module")
def answered(tmp_path_factory):
    """The answer of `assess` on the seeds as of 2024-09-14, as JSON, and its page."""
    folder = tmp_path_factory.mktemp("seeds")
    seeds = Path(__file__).parents[2] / "shared" / "seeds"
    if not seeds.is_dir():
        pytest.skip("the development data is not beside this repository")
    out = io.StringIO()
    arguments = ["assess", str(seeds), "--as-of", "2024-09-14", "--format", "json", "--quiet"]
    with pytest.raises(SystemExit) as ended, redirect_stdout(out):
        cli.main([*arguments, "--report", str(folder / "answer.html")])
    assert not ended.value.code
    return json.loads(out.getvalue()), (folder / "answer.html").read_text("utf-8")


def test_both_red_lines_are_named_with_their_quotes(answered):
    answer, page = answered
    lines = answer["ledger"]["lines"]
    quotes = {r["id"]: r["span"]["quote"] for r in answer["records"]}
    said = [" ".join(quotes[c] for c in line["commitments"]) for line in lines]
    for words in ("long-range missiles against Russian territory", "deploy troops to Ukraine"):
        assert any(words in quote for quote in said)
        assert words in page
    assert {issuer for line in lines for issuer in line["issuer"]} == {"RUS"}


def test_the_later_sidebar_is_hidden_and_counted(answered):
    answer, page = answered
    assert len(answer["hidden"]) == 40
    assert all(item["published"] >= "2025-03-15" for item in answer["hidden"])
    assert "Stopping Russia" not in page
    assert "40" in page


def test_the_undated_article_has_an_interval_with_its_reason(answered):
    first = next(d for d in answered[0]["documents"] if d["origin"].startswith("000_"))
    start, end = first["published_interval"]
    assert first["published"] is None
    assert start <= "2024-09-11" <= end
    assert "Biden" in first["published_note"]


def test_the_answer_is_about_the_two_sides_of_the_red_lines(answered):
    crisis = answered[0]["crises"][0]["crisis"]
    assert crisis["challenger"] == ["RUS"]
    assert set(crisis["defender"]) & {"NATO", "WEST", "USA"}


@pytest.mark.parametrize("words", NEVER_EVENTS)
def test_what_did_not_happen_is_no_actual_event(answered, words):
    actual = [
        record["action"]["text"]
        for record in answered[0]["records"]
        if record.get("status") in {"actual", "ongoing"}
    ]
    assert actual
    assert not [text for text in actual if words in text or text in words]


def test_every_quote_of_a_record_stands_in_the_page(answered):
    answer, page = answered
    for record in answer["records"]:
        assert f'id="r-{record["id"]}"' in page
