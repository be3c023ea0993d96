"""Only what was done, goes on, is planned or is denied becomes an event, once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from brinkwatch.coding import code
from brinkwatch.coding.events import find
from brinkwatch.coding.parsing import parse
from brinkwatch.reading import read
from brinkwatch.records import Document, Event

Make = Callable[..., Document]


def events(document: Document) -> list[Event]:
    return find(parse(document))


def told(document: Document) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    return [(e.action.type, e.status, e.action.actor, e.action.recipient) for e in events(document)]


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("Britain's submarine sank the Argentine cruiser on Sunday.", "1982-05-03",
         ("ASSAULT", "actual", ("GBR",), ("ARG",))),
        ("The United States Navy has begun a blockade of Cuba.", "1962-10-24",
         ("COERCE", "actual", ("USA",), ("CUB",))),
        ("The Soviet Union denies that it has placed missiles in Cuba.", "1962-10-24",
         ("MOBILIZE", "denied", ("SUN",), ("CUB",))),
        ("Egypt and Bahrain cut diplomatic relations with Qatar on Monday.", "2017-06-06",
         ("SANCTION", "actual", ("EGY", "BHR"), ("QAT",))),
        ("Azerbaijan and Armenia traded artillery fire on Friday.", "2020-10-02",
         ("ASSAULT", "actual", ("AZE", "ARM"), ())),
        ("Thai troops are massing near Cambodia.", "2011-02-05",
         ("MOBILIZE", "ongoing", ("THA",), ("KHM",))),
        ("Pakistan's foreign minister will visit India on Monday.", "1999-06-10",
         ("CONSULT", "planned", ("PAK",), ("IND",))),
        ("Turkey said it would not listen, and refused to send grain to Syria.", "1999-06-10",
         ("REJECT", "actual", ("TUR",), ("SYR",))),
        ("Germany will not send tanks to Israel, a spokesman in Bonn said.", "1973-10-10",
         ("REJECT", "actual", ("DEU",), ("ISR",))),
        ("Chad and Libya held talks in Libreville on Friday.", "1987-09-12",
         ("CONSULT", "actual", ("TCD", "LBY"), ())),
        ("Baghdad called the claim that Iraq is going to attack Jordan nonsense.", "1990-08-05",
         ("ASSAULT", "denied", ("IRQ",), ("JOR",))),
        ("The president of Togo telephoned Ghana on Sunday to ask it to reopen the border.",
         "1987-09-12", ("REQUEST", "actual", ("TGO",), ("GHA",))),
        ("Kenya's foreign minister, James Oduya, called the flight of Uganda's jets a provocation.",
         "1987-09-12", ("ACCUSE", "actual", ("KEN",), ("UGA",))),
        ("Sudan freed the last of the nine Libyan pilots on Saturday.", "1987-09-12",
         ("RETREAT", "actual", ("SDN",), ("LBY",))),
        ("Morocco said that it would send two battalions to Saudi Arabia.", "1990-08-12",
         ("MOBILIZE", "planned", ("MAR",), ("SAU",))),
        ("Morocco sent four thousand men to Saudi Arabia.", "1990-08-12",
         ("MOBILIZE", "actual", ("MAR",), ("SAU",))),
    ],
)  # fmt: skip
def test_a_report_becomes_an_event(
    text: str, published: str, expected: tuple[object, ...], make_document: Make
) -> None:
    assert expected in told(make_document(text, published=published))


@pytest.mark.parametrize(
    "text",
    [
        "If Iraq attacks Jordan, Syria will attack Iraq.",
        "Iraq threatened to attack Jordan.",
        "Iraq might attack Jordan within days, analysts said.",
        "An attack by Iraq on Jordan would be a catastrophe.",
        "Iraq has no intention of attacking Jordan.",
        "Will Iraq attack Jordan?",
        "Syria, which has struck targets in Jordan for years, was silent.",
        "In 1967 Israel attacked Jordan.",
        "In the second scenario Iraq hits a depot in Jordan.",
        "Jordan told Iraq not to send troops.",
        "Jordan's minister refused to comment on Iraq.",
    ],
)
def test_what_did_not_happen_is_no_event(text: str, make_document: Make) -> None:
    assert told(make_document(text, published="1990-08-05")) == []


def test_an_affair_of_one_state_alone_is_no_event(make_document: Make) -> None:
    text = "Kenya's president resigned on Friday. Kenya deported nine Ugandan officials."
    document = make_document(text, published="2003-06-02")
    assert [(e.action.type, e.action.recipient) for e in events(document)] == [("COERCE", ("UGA",))]


def test_bare_people_march_but_their_state_bars_the_road(make_document: Make) -> None:
    people = make_document("Young Algerians blocked the roads.", published="1988-10-06")
    state = make_document("The Algerians blocked the roads.", published="1988-10-06")
    assert [e.action.type for e in events(people)] == ["PROTEST"]
    assert [e.action.type for e in events(state)] == ["COERCE"]


def test_what_parties_agree_to_do_is_told_by_the_agreement(make_document: Make) -> None:
    text = "Egypt and Syria agreed on Friday to send troops to Jordan."
    assert [kind for kind, *_ in told(make_document(text, published="1990-08-11"))] == ["AGREE"]


def test_what_is_announced_under_a_proviso_is_no_plan(make_document: Make) -> None:
    text = "Britain will withdraw its troops from Egypt when the canal is open, London said."
    assert told(make_document(text, published="1956-11-20")) == []


def test_the_same_act_told_twice_is_one_event_with_its_clearest_telling(
    make_document: Make,
) -> None:
    text = (
        "Indian jets bombed a camp in Pakistan. The bombing shocked Karachi. "
        "India bombed the camp in Pakistan on Tuesday with twelve jets."
    )
    (event,) = [
        e for e in events(make_document(text, published="2019-02-28")) if e.action.type == "ASSAULT"
    ]
    assert event.date == "2019-02-26"
    assert event.span.quote == "India bombed the camp in Pakistan on Tuesday with twelve jets"


def test_attacks_on_different_days_are_different_events(make_document: Make) -> None:
    text = "Libya bombed Chad on Monday. Libya bombed Chad again on Thursday."
    found = events(make_document(text, published="1987-03-06"))
    assert [e.date for e in found] == ["1987-03-02", "1987-03-05"]


def test_a_reproach_is_about_the_deed_told_before_it(make_document: Make) -> None:
    text = "Rwandan troops attacked Goma in Zaire. Belgium called it an act of aggression."
    assert ("ACCUSE", "actual", ("BEL",), ("RWA",)) in told(
        make_document(text, published="1996-11-03")
    )


@pytest.mark.parametrize("asked", ["both", "both sides", "the two governments"])
def test_both_are_the_pair_named_before(asked: str, make_document: Make) -> None:
    text = f"Peru and Chile moved troops to the border. Brazil asked {asked} to step back."
    requests = [row for row in told(make_document(text)) if row[0] == "REQUEST"]
    assert requests == [("REQUEST", "actual", ("BRA",), ("CHL", "PER"))]


def test_a_call_has_no_recipient(make_document: Make) -> None:
    text = "President Macron told Mr Erdogan by telephone on Monday that the ship had sailed."
    assert ("CONSULT", "actual", ("FRA", "TUR"), ()) in told(
        make_document(text, published="2020-08-12")
    )


def test_an_attack_is_aimed_at_the_other_side_and_posture_at_nobody(make_document: Make) -> None:
    before = "Peru and Chile are at odds. Peru says Chile is late, and Peru wants Chile to move."
    (shelled,) = told(make_document(f"{before}\n\nChile's gunboats shelled the harbour."))
    assert shelled == ("ASSAULT", "actual", ("CHL",), ("PER",))
    (alert,) = told(make_document(f"{before}\n\nChile put its nuclear forces on alert."))
    assert alert == ("MOBILIZE", "actual", ("CHL",), ())


def test_a_refusal_answers_whoever_asked(make_document: Make) -> None:
    text = "Peru proposed a ceasefire to Argentina. Buenos Aires rejected the plan."
    assert ("REJECT", "actual", ("ARG",), ("PER",)) in told(
        make_document(text, published="1982-05-03")
    )


def test_an_attack_on_another_day_is_not_laid_at_the_known_attackers_door(
    make_document: Make,
) -> None:
    text = (
        "Kenyan jets bombed Somalia on Friday. "
        "It answered the attack on a market in Somalia on Monday."
    )
    found = events(make_document(text, published="2015-04-12"))
    assert [e.action.actor for e in found if e.date == "2015-04-06"] == [()]


def test_a_record_says_where_and_who_says_so(make_document: Make) -> None:
    text = "Iranian boats seized a tanker near the Strait of Hormuz, Oman's foreign minister said."
    (event,) = events(make_document(text))
    assert event.place == "Strait of Hormuz"
    assert event.speaker is not None
    assert "Oman" in event.speaker


def test_every_quote_stands_in_the_article(make_document: Make) -> None:
    document = make_document(
        "LOME, May 3 – Togo’s army shelled a village in Ghana, “without warning”, Accra said."
    )
    found = events(document)
    assert found
    for event in found:
        event.span.verify(document)


NEVER = [
    "NATO is engaged in military operations against Russia",
    "missile attacks that threaten Ukrainian cities",
    "the ongoing conflict between NATO and Russia",
    "Infant among five dead",
]


@pytest.mark.shared
def test_the_articles_suppositions_are_never_deeds(shared: Path) -> None:
    coding = code(read(sorted((shared / "seeds").iterdir())).documents)
    quotes = {
        (r.action.type, r.action.text) for r in coding.records
        if isinstance(r, Event) and r.status == "actual"
    }  # fmt: skip
    assert not [
        q for q in quotes if q[0] in {"ASSAULT", "THREATEN"} and any(n in q[1] for n in NEVER)
    ]
    assert (
        "ASSAULT",
        "Recent Ukrainian incursions into Russian territory, particularly in the Kursk region",
    ) in quotes
