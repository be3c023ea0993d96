"""Numbers in a reader's words."""

from __future__ import annotations

import doctest

import pytest

from brinkwatch.forecast.questions import table
from brinkwatch.report import wording
from brinkwatch.report.lead import estimated, likelihood


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(wording).failed == 0


@pytest.mark.parametrize(
    ("p", "shown"),
    [
        (0.5, "50 %"),
        (0.0995, "10 %"),
        (0.042, "4.2 %"),
        (0.0101, "1.0 %"),
        (0.005, "1 in 200 (0.5 %)"),
        (1e-6, "1 in 1,000,000 (0.0001 %)"),
        (0.943, "94 %"),
        (0.9912, "99.12 %"),
        (0.9999, "99.99 %"),
    ],
)
def test_a_probability_is_shown_without_floor_or_cap(p: float, shown: str) -> None:
    assert wording.chance(p) == shown


@pytest.mark.parametrize(
    ("p", "word"),
    [
        (0.009, None),
        (0.01, "almost no chance (1-5 %)"),
        (0.05, "very unlikely (5-20 %)"),
        (0.21, "unlikely (20-45 %)"),
        (0.50, "roughly even chance (45-55 %)"),
        (0.60, "likely (55-80 %)"),
        (0.80, "very likely (80-95 %)"),
        (0.97, "almost certain (95-99 %)"),
        (0.995, None),
    ],
)
def test_a_likelihood_word_stands_with_its_range_and_ends_at_one_percent(
    p: float, word: str | None
) -> None:
    assert likelihood(p) == word
    assert estimated(p).endswith(word or wording.chance(p))


def test_every_word_of_the_table_is_reached_by_some_probability() -> None:
    entries = table("words.toml")["word"]
    reached = {likelihood((entry["low"] + entry["high"]) / 2) for entry in entries}
    assert len(reached) == 7
    assert None not in reached


@pytest.mark.parametrize(
    "character", ["\x1b", "\x00", "\x9b", "\u202e", "\u2066", "\u2028", "\ud800", "\uffff"]
)
def test_what_could_drive_a_screen_is_replaced_and_the_length_kept(character: str) -> None:
    text = f"a{character}b"
    assert wording.inert(text) == "a\ufffdb"
    assert len(wording.inert(text)) == len(text)


@pytest.mark.parametrize("text", ["a\tb\nc", "naïve – “quoted” 10\u00a0km", "خط\u200cقرمز", "赤線"])
def test_ordinary_writing_of_any_script_is_left_alone(text: str) -> None:
    assert wording.inert(text) == text


def test_a_long_text_is_cut_at_a_word() -> None:
    assert wording.shortened("one two three four five", 14) == "one two three…"
    assert wording.shortened("x" * 50, 10) == "x" * 9 + "…"


@pytest.mark.parametrize(
    ("codes", "named"),
    [((), "unnamed"), (("RUS",), "Russia"), (("RUS", "BLR"), "Russia and Belarus")],
)
def test_actor_codes_become_names(codes: tuple[str, ...], named: str) -> None:
    assert wording.sides(codes) == named


@pytest.mark.parametrize(("text", "said"), [("no NATO", "No NATO."), ("Done!", "Done!"), ("", ".")])
def test_a_note_becomes_a_sentence(text: str, said: str) -> None:
    assert wording.sentence(text) == said


@pytest.mark.parametrize(
    ("interval", "said", "narrow"),
    [
        ((0.031, 0.12), "3.1 to 12 %", "3.1–12 %"),
        ((0.0021, 0.12), "0.21 to 12 %", "0.21–12 %"),
        ((0.0001, 0.004), "1 in 10,000 to 1 in 250", "1 in 10,000–250"),
        ((0.0, 0.004), "0 to 0.4 %", "0–0.4 %"),
    ],
)
def test_an_interval_wholly_below_one_percent_is_told_as_one_in_n(
    interval: tuple[float, float], said: str, narrow: str
) -> None:
    assert (wording.between(interval), wording.compact(interval)) == (said, narrow)


def test_policies_are_read_by_name() -> None:
    rows = {"policies": [{"policy": "hold", "outcomes": {"disaster": {"mean": 0.1}}}]}
    assert wording.policies(rows) == [("hold", {"disaster": {"mean": 0.1}})]
