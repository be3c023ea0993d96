from __future__ import annotations

import csv
from pathlib import Path
from typing import get_args

import pytest

from brinkwatch.coding.cameo import cameo_root
from brinkwatch.coding.phrasebook import lexicon
from brinkwatch.coding.rows import from_contract, to_contract
from brinkwatch.records import ActionType


def test_a_record_survives_the_contract_of_code(make_document, make_threat, make_event):
    document = make_document("If NATO deploys, Russia will strike.")
    for record in (make_threat(document), make_event(document)):
        row = to_contract(record)
        assert row["quote"] == document.text[row["start"] : row["end"]]
        assert from_contract(row) == record


def test_the_contract_prints_one_actor_as_a_code_and_none_as_null(make_document, make_threat):
    document = make_document("If NATO deploys, Russia will strike.")
    row = to_contract(make_threat(document, issuer=("RUS",), trigger=None))
    assert row["issuer"] == "RUS"
    assert row["addressee"] == ["NATO"]
    assert row["trigger"] is None
    assert row["consequence"]["recipient"] == "NATO"


def test_a_row_made_elsewhere_may_leave_out_the_rule(make_document, make_event):
    row = to_contract(make_event(make_document("Forces fired.")))
    del row["rule"]
    assert from_contract(row).rule == "given"


@pytest.mark.parametrize("field", ["quote", "start", "action"])
def test_a_row_without_its_contract_is_refused(make_document, make_event, field):
    row = to_contract(make_event(make_document("Forces fired.")))
    del row[field]
    with pytest.raises((KeyError, ValueError)):
        from_contract(row)


def test_an_event_is_printed_with_its_cameo_root_code(make_document, make_threat, make_event):
    document = make_document("If NATO deploys, Russia will strike.")
    event = make_event(document)
    row = to_contract(event)
    assert row["cameo"] == cameo_root(event.action.type)
    assert from_contract(row) == event
    assert "cameo" not in to_contract(make_threat(document))


def test_every_type_has_one_cameo_root_code():
    rows = lexicon("cameo")["root"]
    assert sorted(row["type"] for row in rows) == sorted(get_args(ActionType))
    assert {row["type"]: row["cameo"] for row in rows}["ASSAULT"] == "19"
    assert cameo_root(None) is None


@pytest.mark.shared
def test_the_cameo_codes_are_those_of_the_published_mapping(shared: Path):
    lines = (shared / "data" / "ref" / "cameo_plover_2021.csv").read_text("utf-8").splitlines()
    published = {
        (r["plover_event"], r["cameo"]) for r in csv.DictReader(lines) if r["is_root"] == "True"
    }
    ours = {
        (row["type"], code) for row in lexicon("cameo")["root"]
        for code in (row["cameo"], *row.get("also", ()))
    }  # fmt: skip
    assert ours == published
