"""Records say in which PLOVER sector their actors stand, by the words that stand for them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from brinkwatch.coding import code
from brinkwatch.records import Commitment, Document, Estimate, Event

Make = Callable[..., Document]
AROUND = " Argentine troops and British troops fought on the islands; the army lost a warship."


def first(text: str, kind: type, make: Make):  # type: ignore[no-untyped-def]
    records = code([make(text + AROUND, published="1982-05-02")]).records
    return next(r for r in records if isinstance(r, kind) and r.span.start == 0)


@pytest.mark.parametrize(
    ("text", "actor", "recipient"),
    [
        ("Argentine police arrested British fishermen.", ("COP",), ("CVL",)),
        ("British warships shelled an Argentine garrison.", ("MIL",), ("MIL",)),
        ("London's navy seized an Argentine trawler.", ("MIL",), ("BUS",)),
        ("London expelled Argentine diplomats.", ("GOV",), ("GOV",)),
        ("Britain expelled the Argentine ambassador.", (), ("GOV",)),
        ("An Argentine newspaper accused Britain of a massacre.", ("JRN",), ()),
        ("The Argentine congress voted to expel the British ambassador.", ("LEG",), ("GOV",)),
        ("NATO condemned the Argentine navy.", ("IGO",), ("MIL",)),
    ],
)
def test_an_event_has_the_sectors_of_those_who_act_and_are_done_to(
    text: str, actor: tuple[str, ...], recipient: tuple[str, ...], make_document: Make
) -> None:
    event = first(text, Event, make_document)
    assert (event.actor_sector, event.recipient_sector) == (actor, recipient)


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("If Argentina attacks, Britain will sink its fleet, the British army chief said.", "MIL"),
        ("If Argentina attacks, Britain will sink its fleet, Margaret Thatcher said.", "GOV"),
        ("London warned that it would sink the fleet if Argentina attacked.", "GOV"),
        ("Britain warned that it would sink the fleet if Argentina attacked.", None),
    ],
)
def test_a_commitment_has_the_sector_of_whoever_states_it(
    text: str, sector: str | None, make_document: Make
) -> None:
    commitment = first(text, Commitment, make_document)
    assert commitment.issuer == ("GBR",)
    assert commitment.issuer_sector == ((sector,) if sector else ())


def test_an_expert_has_no_sector(make_document: Make) -> None:
    estimate = first(
        "Britain may strike the airfields soon, an analyst said.", Estimate, make_document
    )
    assert (estimate.holder, estimate.holder_sector) == (("EXPERT",), ())
