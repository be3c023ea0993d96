"""Every entry of the lexicons of commitments, estimates and speech stands by its example."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest

from brinkwatch.coding import hedges
from brinkwatch.coding.attribution import frames
from brinkwatch.coding.parsing import nlp, parse
from brinkwatch.coding.phrasebook import entries, lexicon, type_by_words
from brinkwatch.records import Document

PHRASES = [
    (table, row)
    for table, rows in lexicon("commitments").items()
    for row in rows
    if "phrase" in row
]
HEDGES = lexicon("estimates")["estimate"]
NUMBERS = lexicon("estimates")["number"]
SPEECH = [*lexicon("speech")["verb"], *lexicon("speech")["idiom"]]


def _example(row: dict[str, Any]) -> str:
    return str(row["example"])


@pytest.mark.parametrize(("table", "row"), PHRASES, ids=lambda v: v if isinstance(v, str) else "")
def test_a_phrase_stands_in_its_example(table: str, row: dict[str, Any]) -> None:
    pattern = re.compile(rf"(?<![\w-])(?:{row['phrase']})(?!\w)")
    assert pattern.search(row["example"].lower()), (table, row["example"])


@pytest.mark.parametrize("row", lexicon("commitments")["act"], ids=_example)
def test_the_words_of_an_act_have_its_type(row: dict[str, Any]) -> None:
    assert type_by_words(row["example"]) == row["type"]


@pytest.mark.parametrize("row", lexicon("commitments")["condition"], ids=_example)
def test_a_condition_marker_opens_its_example(row: dict[str, Any]) -> None:
    assert row["example"].lower().startswith(tuple(row["marker"].split("|")))
    assert row["polarity"] in {"if_done", "unless_done"}


@pytest.mark.parametrize("row", HEDGES, ids=_example)
def test_a_hedge_has_its_band_in_its_example(row: dict[str, Any]) -> None:
    sent = next(iter(nlp()(row["example"]).sents))
    assert row["band"] in {hedge.band for hedge in hedges.find(sent)}


@pytest.mark.parametrize("row", NUMBERS, ids=_example)
def test_a_number_falls_into_its_band(row: dict[str, Any]) -> None:
    sent = next(iter(nlp()(row["example"]).sents))
    assert [h.band for h in hedges.find(sent) if h.name == "number"] == [
        hedges.band_of(row["value"])
    ]


@pytest.mark.parametrize("row", [*HEDGES, *NUMBERS], ids=_example)
def test_every_number_and_band_names_its_source(row: dict[str, Any]) -> None:
    assert row["source"]
    assert row.get("band", "possible") in lexicon("estimates")["bands"]


def test_the_bands_meet_without_gaps() -> None:
    bands = [tuple(v) for k, v in lexicon("estimates")["bands"].items() if k != "possible"]
    ordered = sorted(bands)
    assert all(low[1] == high[0] for low, high in itertools.pairwise(ordered))


@pytest.mark.parametrize("row", SPEECH, ids=_example)
def test_a_verb_of_speech_has_its_subject_as_source(row: dict[str, Any]) -> None:
    document = Document(id="x", origin="x", text=row["example"], published="1995-01-01")
    codes = [frame.source.codes for frame in frames(parse(document))]
    assert (row["subject"],) in codes


def test_no_entry_of_a_table_is_written_twice() -> None:
    for name in ("commitments", "estimates"):
        for table in lexicon(name):
            if isinstance(lexicon(name)[table], list) and "phrase" in lexicon(name)[table][0]:
                patterns = [entry.pattern.pattern for entry in entries(name, table)]
                assert len(patterns) == len(set(patterns)), table
