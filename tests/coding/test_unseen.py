"""The coder holds its scores on annotated articles of other crises, regions and decades."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "coder.py"


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("coder_benchmark", BENCHMARK)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_an_annotation_stands_in_its_article(benchmark: ModuleType) -> None:
    for name in benchmark.LEARNT:
        data = benchmark.gold(name)
        for kind in ("commitments", "events", "estimates"):
            for record in data[kind]:
                assert record["quote"] in data["text"]


@pytest.mark.parametrize(
    ("kind", "names", "fast", "floor"),
    [
        ("commitment", "LEARNT", False, 0.68),
        ("event", "LEARNT", False, 0.64),
        ("estimate", "LEARNT", False, 0.78),
        ("commitment", "HELD_OUT", False, 0.52),
        ("event", "HELD_OUT", False, 0.48),
        ("estimate", "HELD_OUT", False, 0.77),
        ("commitment", "HELD_OUT", True, 0.40),
        ("event", "HELD_OUT", True, 0.42),
        ("estimate", "HELD_OUT", True, 0.70),
    ],
)
def test_the_coder_holds_its_score(
    benchmark: ModuleType, kind: str, names: str, fast: bool, floor: float
) -> None:
    assert benchmark.score(kind, getattr(benchmark, names), fast)["f1"] >= floor


def test_the_confidences_are_calibrated_on_articles_kept_aside(benchmark: ModuleType) -> None:
    error, _, _ = benchmark.calibration(benchmark.HELD_OUT)
    assert error <= 0.10


@pytest.mark.parametrize("name", ["u06", "u12", "014", "015", "016"])
def test_a_price_war_and_a_chess_match_stay_uncoded(benchmark: ModuleType, name: str) -> None:
    assert benchmark.coded(name) == ()


def test_the_shipped_figures_are_those_of_the_articles_kept_aside(
    benchmark: ModuleType, tmp_path: Path
) -> None:
    written = tmp_path / "scores.toml"
    benchmark.write(written)
    assert written.read_text("utf-8") == benchmark.SCORES.read_text("utf-8")
