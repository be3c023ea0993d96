"""The whole chain on annotated articles, held to its floors."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).parents[1] / "benchmarks" / "gold.py"


@pytest.fixture(scope="module")
def gold():
    spec = importlib.util.spec_from_file_location("gold", BENCHMARK)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.shared
def test_the_chain_keeps_its_scores_on_annotated_articles(gold, shared):
    assert gold.shortfalls(gold.score(shared / "gold", "dev")) == []


def test_a_figure_under_its_floor_is_a_shortfall(gold, tmp_path):
    floors = tmp_path / "floors.toml"
    floors.write_text('[gold]\n"coding.event.f1" = 0.6\n"coding.empty" = 1.0\n', "utf-8")
    scores = {"coding": {"event": {"f1": 0.59}, "empty": "2/3"}}
    assert gold.shortfalls(scores, floors) == [
        "coding.event.f1 is 0.59, its floor 0.6",
        f"coding.empty is {2 / 3}, its floor 1.0",
    ]


def test_a_threat_told_as_an_experts_view_is_the_wrong_one_of_the_two(gold):
    words = "Peru would answer any landing on the islands with force"
    threat = {"quote": words, "issuer": "PER", "condition": None}
    view = {"quote": words, "holder": "EXPERT", "condition": "any landing"}
    told = {"commitments": [threat], "estimates": []}
    assert gold.one_of_the_two([{**threat, "record": "commitment"}], told) == (1, 1)
    assert gold.one_of_the_two([{**view, "record": "estimate"}], told) == (0, 1)
    assert gold.one_of_the_two([{**threat, "issuer": "CHL", "record": "commitment"}], told) == (
        0,
        1,
    )
    assert gold.one_of_the_two([], told) == (0, 0)
    held = {"commitments": [], "estimates": [view]}
    author = {**view, "holder": "AUTHOR", "record": "estimate"}
    assert gold.one_of_the_two([author], held) == (1, 1)
    assert gold.one_of_the_two([author, {**threat, "record": "commitment"}], held) == (0, 1)
