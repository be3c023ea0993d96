from __future__ import annotations

import pytest

from brinkwatch.coding.rows import from_contract, to_contract


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
