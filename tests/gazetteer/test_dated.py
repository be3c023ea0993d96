"""What bounds the day on which a text was written."""

from __future__ import annotations

import pytest

from brinkwatch import gazetteer


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("President Joe Biden spoke.", "2021-01-20", "2025-01-20"),
        ("Vice President Joe Biden spoke.", "2009-01-20", "2017-01-20"),
        ("Secretary of State Antony Blinken left.", "2021-01-26", "2025-01-20"),
        ("British Foreign Secretary David Lammy left.", "2024-07-05", "2025-09-05"),
        ("Chancellor Helmut Kohl agreed.", "1982-10-01", "1998-10-27"),
        ("NATO Secretary General Javier Solana warned them.", "1995-12-05", "1999-10-06"),
        ("President Mikheil Saakashvili ordered it.", "2004-01-25", "2013-11-17"),
        ("Prime Minister Anthony Eden told the Commons.", "1955-04-06", "1957-01-09"),
    ],
)
def test_an_office_holder_named_with_the_office_dates_a_text(
    text: str, since: str, until: str
) -> None:
    facts = [fact for fact in gazetteer.dated_facts(text) if "office" in fact.source]
    assert [(fact.since, fact.until) for fact in facts] == [(since, until)]


@pytest.mark.parametrize(
    "text",
    [
        "Former President Joe Biden spoke.",
        "the late Prime Minister Anthony Eden",
        "In 1962 President John Kennedy chose a blockade.",
        "Joe Biden spoke.",
    ],
)
def test_a_name_without_a_present_office_dates_nothing(text: str) -> None:
    assert gazetteer.dated_facts(text) == []


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("An Oreshnik struck the plant.", "2024-11-21"),
        ("The Ukrainian incursion into the Kursk region goes on.", "2024-08-06"),
        ("Trade in the former Soviet republics", "1991-12-26"),
    ],
)
def test_weapons_and_episodes_date_a_text_from_below(text: str, since: str) -> None:
    assert max(fact.since or "" for fact in gazetteer.dated_facts(text)) == since


def test_a_fact_quotes_its_words() -> None:
    text = "“Foreign Secretary David Lammy” and ATACMS — and President Obama’s line."
    facts = gazetteer.dated_facts(text)
    assert len(facts) == 3
    assert all(text[fact.start : fact.end] == fact.words for fact in facts)
    assert all(fact.source for fact in facts)
