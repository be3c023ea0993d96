"""The encoder that comes with brinkwatch: small, the same every time, true to its card."""

from __future__ import annotations

import hashlib
import json

import pytest

from brinkwatch.coding import code
from brinkwatch.coding.heads import SHIPPED, Heads
from brinkwatch.coding.heads.encoder import Encoder
from brinkwatch.errors import InputError
from brinkwatch.records import Commitment, Document

THREAT = "If the fleet of Chile enters the strait, Peru will open fire, the minister warned."
WEATHER = "Rain fell on the hills above the capital for the third day and the buses ran late."
VEILED = (
    "One more boat on that reef, the Peruvian minister told the Chilean envoy, and there would be "
    "no more talk of fish."
)


def document(text: str) -> Document:
    return Document(
        id="d", origin="d.txt", published="1995-03-02", published_basis="stated",
        kind="headline", title=text, text=text, language="en",
    )  # fmt: skip


def test_the_weights_are_small_and_those_of_the_card() -> None:
    card = json.loads((SHIPPED / "card.json").read_text("utf-8"))
    assert sum(file.stat().st_size for file in SHIPPED.iterdir()) <= 25 * 2**20
    for name, digest in card["weights"].items():
        assert hashlib.sha256((SHIPPED / name).read_bytes()).hexdigest() == digest
    assert {"a.jsonl", "b.jsonl", "c.jsonl", "d.jsonl"} <= {row["file"] for row in card["data"]}
    assert not any(row["file"].startswith("icbe") for row in card["data"])


def test_a_threat_is_told_from_the_weather_and_the_same_twice() -> None:
    encoder = Encoder.load(SHIPPED)
    threat, weather = encoder.read([THREAT, WEATHER])
    assert threat.sentence["commitment"] > 0.5 > weather.sentence["commitment"]
    assert threat.sentence["conditional"] > 0.5
    again, _ = encoder.read([THREAT, WEATHER])
    assert again.sentence == threat.sentence


def test_the_words_of_a_condition_are_pointed_to_by_code_points() -> None:
    (reading,) = Encoder.load(SHIPPED).read([THREAT])
    trigger = THREAT.index("the fleet"), THREAT.index(", Peru")
    consequence = THREAT.index("will open"), THREAT.index(", the minister")
    assert reading.tagged("trigger", *trigger) > reading.tagged("trigger", *consequence)
    assert reading.tagged("consequence", *consequence) > reading.tagged("consequence", *trigger)
    assert sum(reading.act(*consequence).values()) == pytest.approx(1)


def test_every_record_carries_a_probability_and_a_rule() -> None:
    (record,) = [r for r in code([document(THREAT)], headlines=True).records
                 if isinstance(r, Commitment)]  # fmt: skip
    assert record.rule == "conditional.clause"
    assert record.confidence is not None
    assert record.confidence > 0.6
    fast = code([document(THREAT)], headlines=True, heads=Heads.load(fast=True)).records
    assert [r.confidence is not None for r in fast] == [True] * len(fast)


def test_reversing_who_threatens_whom_reverses_the_record() -> None:
    turned = THREAT.replace("Chile", "@").replace("Peru", "Chile").replace("@", "Peru")
    said = [
        r for text in (THREAT, turned) for r in code([document(text)], headlines=True).records
        if isinstance(r, Commitment)
    ]  # fmt: skip
    assert [r.issuer for r in said] == [("PER",), ("CHL",)]


def test_the_encoder_finds_what_no_rule_finds() -> None:
    rules = code([document(VEILED)], headlines=True, heads=Heads.load(fast=True)).records
    assert rules == ()
    (record,) = code([document(VEILED)], headlines=True).records
    assert isinstance(record, Commitment)
    assert (record.rule, record.issuer) == ("head", ("PER",))
    assert record.confidence is not None
    assert record.confidence >= 0.6


def test_what_the_author_says_of_a_party_in_his_own_voice_binds_nobody() -> None:
    told = "Peru warns that there would be no more talk of fish if one more boat sails there."
    own = "One more boat on that reef, and Chile and Peru would talk no more of fish."
    found = {
        text: [r.issuer for r in code([document(text)], headlines=True).records
               if isinstance(r, Commitment)]
        for text in (told, own)
    }  # fmt: skip
    assert found == {told: [("PER",)], own: []}


def test_the_words_of_a_commitment_are_no_estimate_that_the_encoder_proposes() -> None:
    text = "Peru would sink any Chilean ship that entered the strait, its president warned."
    kinds = [(type(r).__name__, r.rule) for r in code([document(text)], headlines=True).records]
    assert ("Estimate", "head") not in kinds
    assert "Commitment" in [name for name, _ in kinds]


def test_a_folder_without_heads_is_refused(tmp_path) -> None:
    with pytest.raises(InputError, match="expected a folder written by `brinkwatch code train`"):
        Heads.load(tmp_path)
    with pytest.raises(InputError, match=r"holds no calibration\.json"):
        Heads.load(tmp_path, fast=True)
