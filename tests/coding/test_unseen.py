"""The coder holds its scores on annotated articles of other crises, regions and decades."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "coder.py"
LEARNT = ("u01", "u02", "u03", "u04", "u05", "u06")
HELD_OUT = ("u07", "u08", "u09", "u10", "u11", "u12")


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("coder_benchmark", BENCHMARK)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", [*LEARNT, *HELD_OUT])
def test_an_annotation_stands_in_its_article(benchmark: ModuleType, name: str) -> None:
    data = benchmark.gold(name)
    for kind in ("commitments", "events", "estimates"):
        for record in data[kind]:
            assert record["quote"] in data["text"]


@pytest.mark.parametrize(
    ("kind", "names", "floor"),
    [
        ("commitment", LEARNT, 0.68),
        ("event", LEARNT, 0.66),
        ("estimate", LEARNT, 0.85),
        ("commitment", HELD_OUT, 0.48),
        ("event", HELD_OUT, 0.43),
        ("estimate", HELD_OUT, 0.65),
    ],
)
def test_the_coder_holds_its_score(
    benchmark: ModuleType, kind: str, names: tuple[str, ...], floor: float
) -> None:
    assert benchmark.score(kind, names)["f1"] >= floor


@pytest.mark.parametrize("name", ["u06", "u12"])
def test_a_price_war_and_a_chess_match_stay_uncoded(benchmark: ModuleType, name: str) -> None:
    assert benchmark.coded(name) == ()


def test_the_shipped_figures_are_those_of_the_articles_kept_aside(
    benchmark: ModuleType, tmp_path: Path
) -> None:
    written = tmp_path / "scores.toml"
    benchmark.write(written)
    assert written.read_text("utf-8") == benchmark.SCORES.read_text("utf-8")
