"""The sentence that says what a line is."""

from __future__ import annotations

import pytest

from .conftest import Corpus


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("if the guns fire", "if “the guns fire”"),
        ("Should the guns\n  fire", "should “the guns fire”"),
        ("once the “old” guns fire,", "if “the ‘old’ guns fire”"),
        ("the “old guns fire", "if “the old guns fire”"),
    ],
)
def test_a_quoted_trigger_is_one_line_without_doubled_words(
    corpus: Corpus, words: str, said: str
) -> None:
    corpus.commitment("1978-11-01", "CHN", "VNM", trigger=("VNM", "ASSAULT", "CHN", words))
    (line,) = corpus.ledger().lines
    assert line.what == f"China warns Vietnam not to act: {said}."


def test_whoever_would_act_is_warned_where_nobody_is_addressed(corpus: Corpus) -> None:
    corpus.commitment("1978-11-01", "CHN", "", trigger=("VNM", "ASSAULT", "CHN", "guns fire"))
    (line,) = corpus.ledger().lines
    assert line.what.startswith("China warns Vietnam")


def test_a_line_meant_for_nobody_in_particular_is_drawn(corpus: Corpus) -> None:
    corpus.commitment("1978-11-01", "CHN", "", trigger=("", "ASSAULT", "", "its border is crossed"))
    (line,) = corpus.ledger().lines
    assert line.what == "China draws a red line: if “its border is crossed”."


def test_an_ally_of_the_day_is_not_warned(corpus: Corpus) -> None:
    corpus.commitment("1968-07-20", "SUN", "DDR USA", kind="threat")
    (line,) = corpus.ledger().lines
    assert line.what.startswith("The Soviet Union announces harm to the United States")
