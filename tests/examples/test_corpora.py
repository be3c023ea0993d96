"""The corpora that ship with the package read cleanly and keep their promises."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from brinkwatch import reading
from brinkwatch.forecast.outcomes import load_outcomes
from brinkwatch.records import Document

EXAMPLES = Path(__file__).parents[2] / "examples"
REPLAYS = sorted(folder.name for folder in (EXAMPLES / "replay").iterdir())
NOISE = (
    "cookie", "Share", "Subscribe", "ADVERTISEMENT", "See also", "Read more", "Most read",
    "Sign up", "All rights reserved", "Tags:", "Follow us", "Newsletter",
)  # fmt: skip


def articles(corpus: str) -> list[Document]:
    files = sorted(p for p in (EXAMPLES / corpus).iterdir() if p.suffix != ".toml")
    found = reading.read(files)
    assert found.skipped == ()
    return [document for document in found.documents if document.parent_id is None]


@pytest.mark.parametrize(("corpus", "count"), [("long-range-missiles", 8), ("no-crisis", 3)])
def test_every_article_is_read_with_its_title_and_a_stated_date(corpus: str, count: int) -> None:
    read = articles(corpus)
    assert len(read) == count
    assert all(d.published_basis == "stated" and d.title and d.byline for d in read)


@pytest.mark.parametrize("corpus", ["long-range-missiles", "no-crisis"])
def test_no_page_noise_is_left_in_an_article(corpus: str) -> None:
    left = [(d.origin, word) for d in articles(corpus) for word in NOISE if word in d.text]
    assert left == []


def test_the_opinion_is_known_as_one() -> None:
    kinds = {d.origin: d.kind for d in articles("long-range-missiles")}
    assert [origin for origin, kind in kinds.items() if kind == "opinion"] == ["04-opinion.html"]


def test_the_sidebar_gives_dated_headlines() -> None:
    page = next(d for d in articles("long-range-missiles") if d.origin == "01-warning.html")
    assert [h.time for h in page.headlines][:1] == ["2024-09-13T18:22"]
    assert len(page.headlines) == 4


@pytest.mark.parametrize("name", REPLAYS)
def test_a_replay_has_five_to_eight_short_articles_in_order(name: str) -> None:
    lines = (EXAMPLES / "replay" / name / "articles.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert 5 <= len(rows) <= 8
    assert [row["date"] for row in rows] == sorted({row["date"] for row in rows})
    assert all(100 <= len(row["text"].split()) <= 300 for row in rows)


@pytest.mark.parametrize("name", REPLAYS)
def test_a_replay_tells_what_became_of_its_crisis(name: str) -> None:
    outcomes = {o.rung: o for o in load_outcomes(EXAMPLES / "replay" / name / "outcome.toml")}
    assert {"limited_force", "attack_on_home_territory", "war", "nuclear_use"} <= outcomes.keys()
    if outcomes["war"].happened:
        assert outcomes["limited_force"].happened


def test_one_replay_ends_in_force_and_one_without() -> None:
    ended = {
        outcome.happened
        for name in REPLAYS
        for outcome in load_outcomes(EXAMPLES / "replay" / name / "outcome.toml")
        if outcome.rung == "limited_force"
    }
    assert ended == {True, False}


@pytest.mark.parametrize("name", REPLAYS)
def test_no_article_of_a_replay_knows_the_future(name: str) -> None:
    for document in articles(f"replay/{name}"):
        assert document.published is not None
        later = [year for year in range(int(document.published[:4]) + 2, 2030)
                 if str(year) in document.text]  # fmt: skip
        assert later == [], document.origin
