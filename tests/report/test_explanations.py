"""Competing explanations: which sentence speaks for what."""

from __future__ import annotations

import pytest

from brinkwatch import glossary
from brinkwatch.report import explanations
from brinkwatch.report.answer import Answer

CUES = explanations.table()["cue"]


@pytest.mark.parametrize("cue", CUES, ids=[cue["why"] for cue in CUES])
def test_the_example_of_a_cue_is_read_by_that_cue(cue: dict[str, object]) -> None:
    found = explanations.said(str(cue["example"]))
    assert found is not None
    assert found["why"] == cue["why"]


@pytest.mark.parametrize(
    "text",
    [
        "the ministers met in Vienna on Monday",
        "tanks crossed the river at dawn",
        "the bank rattled the markets",
        "they tested a new radar",
        "she expects the missiles to slow the advance",
        "the frost slowed the convoy",
    ],
)
def test_a_sentence_without_a_cue_says_nothing(text: str) -> None:
    assert explanations.said(text) is None


def test_every_sign_names_a_known_explanation_and_a_known_reference() -> None:
    data = explanations.table()
    keys = {entry["key"] for entry in data["explanation"]}
    bands = data["expected"]["bands"]
    signed = [*data["cue"], *data["life"].values(), data["act"], *bands.values()]
    for entry in signed:
        assert set(entry["signs"]) <= keys
        assert set(entry["signs"].values()) <= {1, -1}
    sources = [e["source"] for e in (*data["explanation"], *data["cue"], data["act"],
                                     data["expected"], *data["life"].values())]  # fmt: skip
    assert glossary.citations(sources)


def test_the_matrix_sets_expectations_and_words_against_each_other(answer: Answer) -> None:
    matrix = explanations.matrix(answer, answer.crises[0].crisis)
    assert [sign.record_id for sign in matrix.evidence] == [answer.records[n].id for n in (3, 4, 6)]
    assert matrix.tally("bluff") == (2, 1)
    assert matrix.tally("resolve") == (1, 2)
    assert matrix.tally("drift") == (0, 0)


def test_who_speaks_of_whom_decides(answer: Answer) -> None:
    swapped = answer.crises[0].crisis.model_copy(
        update={"challenger": ("ISR",), "defender": ("IRN",)}
    )
    why = {sign.why for sign in explanations.matrix(answer, swapped).evidence}
    assert why == {"called a bluff", "an act that costs something before the fight"}


@pytest.mark.parametrize(("life", "tally"), [("enforced", (2, 2)), ("not_enforced", (1, 3))])
def test_what_became_of_a_line_counts(answer: Answer, life: str, tally: tuple[int, int]) -> None:
    first = answer.ledger.entries[0].model_copy(update={"life": life})
    ledger = answer.ledger.model_copy(update={"entries": (first, *answer.ledger.entries[1:])})
    changed = answer.model_copy(update={"ledger": ledger})
    assert explanations.matrix(changed, answer.crises[0].crisis).tally("resolve") == tally


def test_the_same_sentence_in_two_records_counts_once(answer: Answer) -> None:
    twin = answer.records[3].model_copy(update={"id": "twin"})
    crisis = answer.crises[0].crisis
    crisis = crisis.model_copy(update={"records": (*crisis.records, "twin")})
    twice = answer.model_copy(update={"records": (*answer.records, twin)})
    assert explanations.matrix(twice, crisis).tally("bluff") == (2, 1)
