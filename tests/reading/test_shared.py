"""The founding articles and the annotated development set."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from brinkwatch.reading import as_row, read
from brinkwatch.reading.bylines import byline
from brinkwatch.reading.lines import furniture, is_foot
from brinkwatch.records import Document

pytestmark = pytest.mark.shared


@pytest.fixture
def missile_article(shared: Path) -> Document:
    return read([shared / "seeds" / "000_b5220a89de2bbd40.txt"]).documents[0]


def test_the_undated_seed_gets_an_interval_and_its_footer_outlet(missile_article: Document) -> None:
    assert missile_article.published is None
    assert missile_article.published_interval is not None
    first, last = missile_article.published_interval
    assert first <= "2024-09-11"
    assert last >= "2024-09-14"
    assert "President Joe Biden" in (missile_article.published_note or "")
    assert missile_article.outlet == "Business-News-Today.com"
    assert missile_article.byline is None


def test_the_undated_seed_keeps_its_headings_and_drops_foreign_headlines(
    missile_article: Document,
) -> None:
    paragraphs = missile_article.text.split("\n\n")
    assert len([text for text in paragraphs if text[-1] not in ".”"]) == 4
    assert "See also" not in missile_article.text
    assert "tornadoes" not in missile_article.text


def test_the_second_seed_gives_forty_dated_headlines(shared: Path) -> None:
    page, *headlines = read([shared / "seeds" / "004_f4dd7fe7020ec301.txt"]).documents
    assert len(headlines) == len(page.headlines) == 40
    days = Counter((headline.published or "")[:10] for headline in headlines)
    assert days == {"2025-03-16": 26, "2025-03-15": 14}
    labels = Counter(headline.label for headline in headlines)
    assert labels == {"Exclusive": 14, "OPINION": 3, "Review": 2, "Interview": 1, None: 20}
    assert page.published == "2024-03-03T22:17"
    assert (page.byline, page.affiliation) == (
        "Volodymyr Horbach",
        "Institute of Euro-Atlantic Cooperation",
    )
    assert page.kind == "opinion"


def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", shared / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_annotated_articles_are_read_as_annotated(shared: Path) -> None:
    folder = shared / "gold" / "dev"
    gold = {
        path.stem: json.loads(path.read_text("utf-8"))
        for path in sorted((folder / "gold").glob("*.json"))
        if path.stem != "threads"
    }
    rows = [
        as_row(document) for document in read([folder / "articles", shared / "seeds"]).documents
    ]
    score = scorer(shared).score_reading(gold, rows)
    assert score["documents_missing"] == []
    assert {name: value for name, value in score["fields"].items() if value < 0.97} == {}
    assert score["body_kept"] >= 0.98
    assert score["noise_dropped"] >= 0.98
    assert score["headlines"]["f1"] >= 0.98


def test_hardly_any_sentence_of_history_is_taken_for_furniture(shared: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    path = shared / "data" / "text" / "icbe_sentences_train.parquet"
    rows = duckdb.connect().execute(f"select text from '{path}' where ends_with_stop").fetchall()
    sentences = [text for (text,) in rows if text]
    taken = [text for text in sentences if furniture(text) or byline(text)]
    assert len(sentences) > 7000
    assert len(taken) <= 2
    assert sum(map(is_foot, sentences)) <= 5
