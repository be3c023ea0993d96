"""The training material follows its own form: every label stands in its text, no id comes twice."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from brinkwatch.records import ActionType, Band, CommitmentKind, EventStatus, Life

TRAINING = Path(__file__).parents[1] / "training"
SENTENCES = sorted(TRAINING.glob("sentences/*.jsonl"))
SECOND = sorted(TRAINING.glob("second_reading/?.jsonl"))
FIRST = TRAINING / "second_reading" / "first_labels.jsonl"
ARTICLES = sorted(TRAINING.glob("articles/*/*.txt"))
WORDS = ("text", "quote", "speaker", "deadline", "phrase", "condition", "outcome", "holder_name")
ALLOWED = {
    "commitments": ("kind", get_args(CommitmentKind)),
    "events": ("type", get_args(ActionType)),
    "estimates": ("band", get_args(Band)),
}


def rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def words_of(record: dict[str, Any]) -> Iterator[str]:
    """Every text of a record that must stand in its source."""
    for key, value in record.items():
        if isinstance(value, dict):
            yield from words_of(value)
        elif key in WORDS and value:
            yield value


@pytest.mark.parametrize(
    "file", [*SENTENCES, *SECOND, FIRST], ids=lambda f: f"{f.parent.name}/{f.name}"
)
def test_every_label_stands_in_its_sentence(file: Path) -> None:
    found = rows(file)
    assert found
    assert len({row["id"] for row in found}) == len(found)
    for row in found:
        for part, (slot, allowed) in ALLOWED.items():
            for record in row.get(part, []):
                assert record[slot] in allowed, (row["id"], record)
                missing = [words for words in words_of(record) if words not in row["text"]]
                assert not missing, (row["id"], missing)
                assert record.get("status", "actual") in get_args(EventStatus)
                assert record.get("life", "declared") in get_args(Life)


@pytest.mark.parametrize("file", SECOND, ids=lambda f: f.name)
def test_the_second_reading_is_of_the_same_sentences(file: Path) -> None:
    today = {row["id"]: row["text"] for row in rows(TRAINING / "sentences" / file.name)}
    first = {row["id"]: row["text"] for row in rows(FIRST)}
    assert all(today[row["id"]] == first[row["id"]] == row["text"] for row in rows(file))


@pytest.mark.parametrize("file", ARTICLES, ids=lambda f: f.stem)
def test_every_record_of_an_article_is_quoted_from_it(file: Path) -> None:
    text = " ".join(file.read_text("utf-8").split())
    gold = json.loads(file.with_suffix(".json").read_text("utf-8"))
    for part in ALLOWED:
        for record in gold[part]:
            missing = [words for words in words_of(record) if words not in text]
            assert not missing, missing


@pytest.mark.parametrize("folder", sorted(TRAINING.glob("articles/*")), ids=lambda f: f.name)
def test_every_commitment_belongs_to_one_red_line(folder: Path) -> None:
    threads = json.loads((folder / "threads.json").read_text("utf-8"))["red_lines"]
    used = Counter(tuple(key) for line in threads for key in line["commitments"])
    wanted = {
        (gold["article"], number)
        for file in folder.glob("[0-9]*.json")
        for gold in [json.loads(file.read_text("utf-8"))]
        for number in range(len(gold["commitments"]))
    }
    assert set(used) == wanted
    assert set(used.values()) == {1}
