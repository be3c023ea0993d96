"""Memberships, pacts and powers by date."""

from __future__ import annotations

import pytest

from brinkwatch import gazetteer
from brinkwatch.errors import InputError


@pytest.mark.parametrize(
    ("body", "state", "date", "inside"),
    [
        ("NATO", "FIN", "2023-04-03", False),
        ("NATO", "FIN", "2023-04-04", True),
        ("NATO", "DEU", "1954", False),
        ("EU", "GBR", "2019", True),
        ("EU", "GBR", None, False),
        ("CSTO", "UZB", "2010", True),
        ("CSTO", "UZB", None, False),
        ("WARSAW_PACT", "HUN", "1956-11-04", True),
        ("G7", "CAN", None, True),
        ("AUKUS", "AUS", "2022", True),
        ("WEST", "POL", "2024-11", True),
        ("WEST", "POL", "1985", False),
        ("WEST", "AUS", "2024", True),
        ("EUROPE", "CHE", "2024", True),
        ("EUROPE", "USA", "2024", False),
        ("GULF_STATES", "QAT", "2017-06-05", True),
    ],
)
def test_membership_holds_on_a_date(body: str, state: str, date: str | None, inside: bool) -> None:
    assert (state in gazetteer.members(body, date)) is inside


def test_a_state_has_no_members() -> None:
    assert gazetteer.members("RUS") == frozenset()


@pytest.mark.parametrize(
    ("a", "b", "date", "bound"),
    [
        ("USA", "POL", "2024", True),
        ("USA", "POL", "1998", False),
        ("POL", "USA", "2024", True),
        ("USA", "JPN", "2012-09-11", True),
        ("USA", "TWN", "1958-08-23", True),
        ("USA", "TWN", "2024", False),
        ("CHN", "SUN", "1950-10-19", True),
        ("CHN", "SUN", "1983", False),
        ("RUS", "PRK", "2023", False),
        ("RUS", "PRK", "2025", True),
        ("UKR", "USA", "2024", False),
        ("NATO", "EST", "2024", True),
        ("NATO", "GEO", "2008-08-08", False),
        ("FIN", "SWE", "2010", True),
        ("FIN", "SWE", "1999", False),
    ],
)
def test_a_defence_pact_binds_while_in_force(a: str, b: str, date: str, bound: bool) -> None:
    assert gazetteer.allied(a, b, date) is bound


def test_an_actor_is_not_asked_whether_it_is_its_own_ally() -> None:
    with pytest.raises(InputError, match="two different"):
        gazetteer.allied("USA", "USA")


@pytest.mark.parametrize(
    ("code", "date", "nuclear"),
    [
        ("SUN", "1948", False),
        ("SUN", "1949-08-29", True),
        ("SUN", None, True),
        ("RUS", None, True),
        ("ZAF", "1985", True),
        ("ZAF", None, False),
        ("PRK", "2005", False),
        ("UKR", "2024", False),
        ("NATO", "2024", True),
        ("ASEAN", None, False),
    ],
)
def test_nuclear_arms_are_held_from_a_day_to_a_day(
    code: str, date: str | None, nuclear: bool
) -> None:
    assert gazetteer.is_nuclear(code, date) is nuclear


@pytest.mark.parametrize(("code", "major"), [("CHN", True), ("SUN", True), ("IND", False)])
def test_major_powers_are_those_of_the_list(code: str, major: bool) -> None:
    assert gazetteer.is_major_power(code) is major


@pytest.mark.parametrize(
    ("code", "reader"),
    [
        ("RUS", "Russia"),
        ("NATO", "NATO"),
        ("WEST", "the West"),
        ("NLD", "the Netherlands"),
        ("HEZBOLLAH", "Hezbollah"),
        ("SYRIAN_OPPOSITION", "Syrian opposition"),
        ("NICARAGUAN_OPPOSITION", "Nicaraguan opposition"),
        ("NOBODY_KNOWS", "NOBODY_KNOWS"),
    ],
)
def test_a_code_has_a_name_for_readers(code: str, reader: str) -> None:
    assert gazetteer.name(code) == reader
