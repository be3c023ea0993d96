"""Every entry of the vocabulary drops its examples and leaves what only looks like them."""

from __future__ import annotations

from itertools import chain

import pytest

from brinkwatch.reading.lines import furniture, is_foot, labels, tokens
from brinkwatch.reading.vocabulary import table

CUES = table("noise")["cue"]


def pairs(key: str) -> list[tuple[str, str]]:
    return list(chain.from_iterable([(cue["name"], text) for text in cue[key]] for cue in CUES))


@pytest.mark.parametrize(("name", "line"), pairs("examples"))
def test_a_line_of_furniture_is_known_for_it(name: str, line: str) -> None:
    assert furniture(line) is not None, name


@pytest.mark.parametrize(("name", "line"), pairs("keeps"))
def test_a_sentence_that_looks_like_furniture_is_kept(name: str, line: str) -> None:
    assert furniture(line) is None, name


def test_what_a_pattern_needs_is_a_word_or_a_sign_as_lines_are_cut() -> None:
    for cue in CUES:
        for need in cue.get("needs", ()):
            assert tokens(need) == {need}, cue["name"]


@pytest.mark.parametrize("cue", CUES, ids=lambda cue: cue["name"])
def test_every_cue_has_an_effect_and_examples_of_both_kinds(cue: dict[str, object]) -> None:
    assert cue["effect"] in {"line", "list", "points", "tail", "caption", "author"}
    assert cue["examples"]
    assert cue["keeps"]


@pytest.mark.parametrize(
    "line",
    [
        "Home > World > Asia",
        "News | Opinion | Sport | Weather",
        "Sign in   Subscribe   Live TV",
        "* * *",
        "________",
    ],
)
def test_rows_of_short_items_and_rules_are_furniture(line: str) -> None:
    assert furniture(line) == "line"


@pytest.mark.parametrize(
    "line",
    [
        "What the West must weigh",
        "Paris, Rome and Madrid said the same, and nobody was surprised by it.",
        "2 ministers left; 3 stayed - the talks went on.",
    ],
)
def test_headings_and_sentences_are_not_furniture(line: str) -> None:
    assert furniture(line) is None


def test_a_very_long_line_is_never_furniture() -> None:
    assert furniture("Subscribe now. " * 100) is None


@pytest.mark.parametrize(
    ("line", "foot"),
    [
        ("The Review lives on its subscribers.", True),
        ("The festival continues until 23 June. Free.", False),
    ],
)
def test_the_foot_of_a_page_speaks_of_the_page(line: str, foot: bool) -> None:
    assert is_foot(line) is foot


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("opinion", "opinion"),
        ("analysis", "analysis"),
        ("transcript", "transcript"),
        ("exclusive", "headline"),
    ],
)
def test_labels_say_the_kind(word: str, kind: str) -> None:
    assert labels()[word] == kind
