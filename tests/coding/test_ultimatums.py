"""Demands bind with a deadline or an "or"; what a party will not tolerate is a line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from brinkwatch.coding import commitments
from brinkwatch.coding.parsing import parse
from brinkwatch.records import Commitment, Document

Make = Callable[..., Document]


def only(make_document: Make, text: str) -> Commitment:
    (found,) = commitments.find(parse(make_document(text, published="1991-03-04")))
    return found


@pytest.mark.parametrize(
    ("text", "kind", "issuer", "addressee"),
    [
        ("Chad gave Libyan firms two months to leave, or face measures.",
         "ultimatum", "TCD", "LBY"),
        ("Zambia sent Malawi an ultimatum to release the crew.", "ultimatum", "ZMB", "MWI"),
        ("Mali presented Niger with an ultimatum demanding that it withdraw its troops.",
         "ultimatum", "MLI", "NER"),
        ("Mali warned Niger of the consequences of closing the border.",
         "deterrent_threat", "MLI", "NER"),
        ("Mali warned Niger's regime of the danger of continued occupation of Malian territory.",
         "compellent_threat", "MLI", "NER"),
        ("The crisis began for Niger on Friday when Mali issued an ultimatum: unless Niger "
         "dismantled its bases, it would have to bear the consequences.",
         "compellent_threat", "MLI", "NER"),
        ("Peru must pull out of the valley by Friday or be thrown out, Ecuador's president said.",
         "ultimatum", "ECU", "PER"),
        ("Ghana has until Monday to free the crew, Togo's government said.",
         "ultimatum", "TGO", "GHA"),
        ("Ankara told Athens to free the captain or face further measures.",
         "compellent_threat", "TUR", "GRC"),
        ("'Hands off Malta, or face the consequences,' the king of Spain told Tripoli.",
         "compellent_threat", "ESP", "LBY"),
        ("If Burma crosses the river by even an inch, Thailand will unleash a storm, the Thai "
         "army chief said.", "deterrent_threat", "THA", "MMR"),
        ("If no agreement is reached within half a year, Bolivia's president said, Bolivia will "
         "hand its rights to Brazil.", "ultimatum", "BOL", "BRA"),
        ("'One more step and we shoot,' the Kenyan commander told the Somalis.",
         "deterrent_threat", "KEN", "SOM"),
        ("Ethiopia warned of military action if Somalia fired on its posts.",
         "deterrent_threat", "ETH", "SOM"),
        ("Jordan will not allow Iraq to move troops into the valley, the Jordanian premier said.",
         "deterrent_threat", "JOR", "IRQ"),
        ("An attack by Libya would not be tolerated, Egypt's foreign ministry said.",
         "deterrent_threat", "EGY", "LBY"),
    ],
)  # fmt: skip
def test_a_demand_with_something_behind_it_binds(
    text: str, kind: str, issuer: str, addressee: str, make_document: Make
) -> None:
    found = only(make_document, text)
    assert (found.kind, found.issuer) == (kind, (issuer,))
    assert addressee in found.addressee


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Chile delivered an ultimatum to Lima demanding an apology within 24 hours.",
         "an apology"),
        ("The Chilean ambassador in Lima responded with an ultimatum on Friday demanding the "
         "withdrawal of the troops.", "the withdrawal of the troops"),
        ("Chile delivered a seven-point ultimatum to Lima demanding compliance within a day.",
         "compliance"),
    ],
)  # fmt: skip
def test_an_ultimatum_asks_for_what_it_says(text: str, asked: str, make_document: Make) -> None:
    found = only(make_document, text)
    assert (found.kind, found.issuer, found.trigger_polarity) == (
        "ultimatum",
        ("CHL",),
        "unless_done",
    )
    assert found.trigger is not None
    assert found.trigger.text == asked


@pytest.mark.parametrize(
    "text",
    [
        "Chile warned Peru of the danger of war.",
        "Chile responded with an ultimatum.",
        "Peru must pull out of the valley, Ecuador's president said.",
        "Analysts in Lima said that Ecuador must choose talks or face ruin.",
        "The Kenyan minister told the Somalis to wait a week or two.",
        "Experts in Cairo say that Egypt will respond if Libya attacks.",
    ],
)
def test_a_bare_demand_or_a_strangers_advice_does_not_bind(text: str, make_document: Make) -> None:
    assert commitments.find(parse(make_document(text, published="1991-03-04"))) == []
