"""What a commitment says, in comparable form."""

from __future__ import annotations

import pytest

from brinkwatch.ledger.meaning import content_words, fold, plain, relation, stem, topics


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("missile", "missiles"),
        ("deploy", "deployed"),
        ("deploy", "deploying"),
        ("country", "countries"),
        ("fire", "fired"),
        ("fire", "firing"),
        ("permit", "permitted"),
        ("crossing", "crosses"),
        ("supply", "supplies"),
    ],
)
def test_inflections_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"), [("defence", "defensive"), ("gas", "gap"), ("bed", "be")]
)
def test_other_words_do_not(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_function_words_carry_no_content() -> None:
    assert content_words("If the ships were to pass, it would") == {stem("ships"), stem("pass")}


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("two battalions of paratroopers", "troops"),
        ("clouds of chlorine", "chemical"),
        ("the bomber squadrons", "aircraft"),
        ("weapons of mass destruction", "nuclear"),
        ("any quarantine of the harbour", "blockade"),
        ("raising enrichment at the plant", "enrichment"),
        ("strikes deep inside the country", "long_range"),
    ],
)
def test_topics_are_found_by_word_and_phrase(text: str, topic: str) -> None:
    assert topic in topics(text)


def test_non_nuclear_is_not_nuclear() -> None:
    assert "nuclear" not in topics("a non-nuclear state")
    assert "nuclear" in topics("a nuclear state")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"SUN"}, {"RUS"}, "same"),
        ({"NATO"}, {"USA"}, "camp"),
        ({"GBR"}, {"WEST"}, "camp"),
        ({"ARG"}, {"GBR"}, "different"),
        (set(), {"GBR"}, "unknown"),
    ],
)
def test_actors_relate_by_code_and_by_camp(one: set[str], other: set[str], expected: str) -> None:
    assert relation(fold(one), fold(other)) == expected


def test_names_are_joined_for_a_reader() -> None:
    assert plain(("FRA",)) == "France"
    assert plain(("FRA", "DEU", "POL")) == "France, Germany and Poland"
