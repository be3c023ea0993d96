"""Confidence: what is known of a record is weighed, and an unsure proposal is left out."""

from __future__ import annotations

import math

from brinkwatch.coding.drafts import PROPOSED
from brinkwatch.coding.heads.confidence import Calibration, features
from brinkwatch.records import Action, Document, Event, Span

TEXT = "Peru closed the strait on Monday."
DOCUMENT = Document(id="d", origin="d", published_basis="unknown", text=TEXT)


def event(rule: str) -> Event:
    return Event(
        id=rule, document_id="d", origin="d", rule=rule, span=Span.of(DOCUMENT, 0, len(TEXT)),
        action=Action(actor=("PER",), type="COERCE", text="closed the strait"), status="actual",
    )  # fmt: skip


def test_the_score_is_the_log_odds() -> None:
    calibration = Calibration({"event": {"one": 0.5, "type:COERCE": 1.0, "unseen": 9.0}}, 0.6)
    (rated,) = calibration.rated([event("event verb")], None)
    assert rated.confidence == round(1 / (1 + math.exp(-1.5)), 3)


def test_only_a_proposal_is_left_out_for_want_of_confidence() -> None:
    unsure = Calibration({"event": {"one": 0.0}}, 0.6)
    kept = unsure.rated([event("event verb"), event(PROPOSED)], None)
    assert [record.rule for record in kept] == ["event verb"]
    assert [
        r.rule for r in Calibration({"event": {"one": 1.0}}, 0.6).rated([event(PROPOSED)], None)
    ]


def test_a_record_that_tells_the_same_again_is_known_as_such() -> None:
    first, second = event("event verb"), event("event noun")
    assert features(first, [], None)["again"] == 0
    assert features(second, [first], None)["again"] == 1
