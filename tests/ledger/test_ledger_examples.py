"""The ledger on the coder's own records of the example articles."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from brinkwatch import coding, reading
from brinkwatch.ledger import enter
from brinkwatch.records import Ledger

EXAMPLES = Path(__file__).parents[2] / "examples"


@cache
def _ledger(folder: str, as_of: str) -> Ledger:
    paths = [str(path) for path in sorted((EXAMPLES / folder).iterdir()) if path.suffix != ".toml"]
    documents = reading.read(paths).documents
    return enter(documents, coding.code(documents).records, as_of=as_of)


@pytest.mark.parametrize(
    ("folder", "as_of", "title"),
    [
        ("long-range-missiles", "2025-01-01", "Russia – NATO"),
        ("replay/berlin-1958", "1959-06-01", "Soviet Union and partners – the West"),
        ("replay/kosovo-1998", "1998-06-12", "NATO – Yugoslavia"),
        ("replay/kosovo-1998", "1998-10-14", "NATO – Yugoslavia"),
        ("replay/kosovo-1998", "1999-03-24", "NATO – Yugoslavia"),
        ("replay/guyana-2023", "2023-12-29", "Guyana – Venezuela"),
    ],
)
def test_the_first_crisis_has_the_right_sides(folder: str, as_of: str, title: str) -> None:
    assert _ledger(folder, as_of).crises[0].title == title


def test_articles_about_sport_and_prices_are_no_crisis() -> None:
    assert _ledger("no-crisis", "2030-01-01").crises == ()


def test_the_armed_party_is_the_client() -> None:
    (crisis,) = _ledger("long-range-missiles", "2025-01-01").crises
    assert crisis.client == ("UKR",)


def test_use_of_what_was_permitted_crosses_the_line_that_forbade_both() -> None:
    ledger = _ledger("long-range-missiles", "2025-01-01")
    line = max(ledger.lines, key=lambda line: len(line.commitments))
    assert len(line.commitments) >= 4
    shown = [(e.date, e.life) for e in ledger.history(line.id) if e.confidence >= 0.5]
    assert ("2024-11-19", "crossed") in shown
