"""Inputs that broke the reader once, or could: each must be read or refused, and in time."""

from __future__ import annotations

import importlib.util
import signal
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

FUZZ = Path(__file__).resolve().parents[2] / "benchmarks" / "reading" / "fuzz.py"
CRASHES = sorted((Path(__file__).parent / "crashes").iterdir())


@pytest.fixture(scope="module")
def fuzz() -> Iterator[ModuleType]:
    """The program that finds such inputs, with its clock for inputs that do not end."""
    found = importlib.util.spec_from_file_location("fuzz", FUZZ)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    before = signal.signal(signal.SIGPROF, module._over)
    yield module
    signal.signal(signal.SIGPROF, before)


@pytest.mark.parametrize("file", CRASHES, ids=lambda file: file.name)
def test_what_broke_once_holds(fuzz: ModuleType, file: Path) -> None:
    fuzz.check(file.read_bytes(), file.suffix[1:])


@pytest.mark.parametrize(
    "form", ["txt", "md", "html", "rss", "atom", "jsonfeed", "jsonl", "csv", "parquet"]
)
def test_the_seeds_of_every_format_hold_and_give_documents(fuzz: ModuleType, form: str) -> None:
    for data in list(fuzz.seeds(form))[:3]:
        assert fuzz.check(data, form) > 0


def test_a_rewritten_text_is_found_out(fuzz: ModuleType) -> None:
    assert fuzz._drops("The talks failed.", "The talks.")
    assert not fuzz._drops("The talks failed.", "The talks began.")
