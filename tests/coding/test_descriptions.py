"""Office holders who are described: found by office and date, or left open and flagged."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from brinkwatch.coding import code
from brinkwatch.coding.rows import from_contract, to_contract
from brinkwatch.records import Document, Event

Make = Callable[..., Document]
BEFORE = "Argentine troops fought British troops on Friday; the army lost a warship. "


def told(text: str, make: Make, published: str | None = "1982-05-02") -> Event:
    basis = "stated" if published else "unknown"
    records = code([make(BEFORE + text, published=published, published_basis=basis)]).records
    return next(r for r in records if isinstance(r, Event) and r.span.start >= len(BEFORE))


def test_a_counterpart_holds_the_same_office_in_the_state_named(make_document: Make) -> None:
    text = "Foreign Secretary Francis Pym met his American counterpart in New York on Sunday."
    event = told(text, make_document)
    (found,) = event.described
    assert set(event.action.actor) == {"GBR", "USA"}
    assert (found.text, found.actor) == ("his American counterpart", ("USA",))
    assert found.person == "Alexander Haig"
    assert found.basis == "foreign minister on 1982-05-02"


def test_a_counterpart_of_an_unnamed_office_is_a_state_alone(make_document: Make) -> None:
    event = told("A British envoy met his Peruvian counterpart on Sunday.", make_document)
    assert set(event.action.actor) == {"GBR", "PER"}
    assert [one.person for one in event.described] == [None]


@pytest.mark.parametrize("whom", ["counterpart", "opposite number"])
def test_a_counterpart_of_no_named_state_is_left_open(whom: str, make_document: Make) -> None:
    event = told(f"The British prime minister met her {whom} on Sunday.", make_document)
    open_ones = [one for one in event.described if not one.actor]
    assert event.action.actor == ("GBR",)
    assert [one.basis for one in open_ones] == ["left open: the words name no state"]


def test_the_state_may_stand_behind_the_counterpart(make_document: Make) -> None:
    event = told(
        "The British foreign secretary met his opposite number from Peru on Sunday.", make_document
    )
    assert set(event.action.actor) == {"GBR", "PER"}


@pytest.mark.parametrize(
    ("published", "person", "basis"),
    [
        ("1982-05-02", "Leopoldo Galtieri", "president on 1982-05-02"),
        ("1984-05-02", "Raúl Alfonsín", "president on 1984-05-02"),
        (None, None, "president; the article's date is not known, so no holder is named"),
    ],
)
def test_an_office_is_held_by_whoever_had_it_on_the_articles_date(
    published: str | None, person: str | None, basis: str, make_document: Make
) -> None:
    event = told("The Argentine president accused Britain of piracy.", make_document, published)
    (found,) = event.described
    assert (found.actor, found.person, found.basis) == (("ARG",), person, basis)


def test_a_named_office_holder_is_not_described(make_document: Make) -> None:
    event = told("Argentine President Leopoldo Galtieri accused Britain of piracy.", make_document)
    assert event.described == ()


def test_two_ministers_are_those_of_the_states_named_last(make_document: Make) -> None:
    named = "Foreign Secretary Francis Pym and the American secretary of state will talk. "
    document = make_document(
        BEFORE + named + "The two ministers spoke by telephone on Sunday.", published="1982-05-02"
    )
    event = code([document]).records[-1]
    assert isinstance(event, Event)
    assert event.action.actor == ("GBR", "USA")
    assert event.described[0].basis == "the last two named before"
    assert event.described[0].text == "two ministers"


def test_two_ministers_of_whom_none_was_named_are_nobody(make_document: Make) -> None:
    document = make_document(BEFORE + "The two ministers quarrelled with Peru on Sunday.")
    assert all(not record.described for record in code([document]).records)


def test_two_generals_of_one_army_are_no_pair(make_document: Make) -> None:
    event = told("Two British generals met the president of Peru on Sunday.", make_document)
    assert "ARG" not in event.action.actor
    assert all("two" not in one.text.lower() for one in event.described)


def test_descriptions_survive_the_contract_of_code(make_document: Make) -> None:
    event = told("The British prime minister met her counterpart on Sunday.", make_document)
    row = to_contract(event)
    assert row["described"][-1]["actor"] is None
    assert from_contract(row) == event
