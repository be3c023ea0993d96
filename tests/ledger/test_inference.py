"""Which deeds bring a line to which stage, by all of its wordings."""

from __future__ import annotations

from brinkwatch.ledger.chronicle import Dated
from brinkwatch.ledger.inference import Terms
from brinkwatch.ledger.meaning import deed_of

from .conftest import Corpus

TANKS = ("VNM", "ASSAULT", "KHM", "tanks roll over the border")
MISSILES = ("VNM", "ASSAULT", "KHM", "missiles hit the border towns")


def test_a_deed_is_held_against_every_wording_of_a_line_not_the_first_alone() -> None:
    corpus = Corpus()
    said = [corpus.commitment("1979-01-02", "CHN", "VNM", trigger=t) for t in (TANKS, MISSILES)]
    lent = corpus.event("1979-02-01", ("VNM", "AID", "THA", "missiles are handed over"))
    deed = deed_of(lent.action)
    assert deed is not None
    row = Dated(lent, deed, "1979-02-01", 1.0)
    assert Terms.of(said).crossed_by(row)[1] == Terms.of(said[1:]).crossed_by(row)[1] > 0
    assert Terms.of(said[:1]).crossed_by(row)[1] == 0
