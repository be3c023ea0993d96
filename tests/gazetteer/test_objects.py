"""Weapons and places."""

from __future__ import annotations

import pytest

from brinkwatch import gazetteer


@pytest.mark.parametrize(
    ("text", "name", "weapon_class", "range_class"),
    [
        ("ATACMS were fired", "ATACMS", "ballistic missile", "medium"),
        ("two Exocets hit", "Exocet", "cruise missile", "short"),
        ("Long-range missiles arrived", "long-range missile", "missile", "long"),
        ("tactical nuclear weapons", "tactical nuclear weapon", "nuclear", "short"),
        ("three F-16s", "F-16", "aircraft", "medium"),
        ("SA-2 sites", "S-75", "air defence", "short"),
        ("an aircraft carrier", "aircraft carrier", "ship", "long"),
    ],
)
def test_a_weapon_has_a_class_and_a_range(
    text: str, name: str, weapon_class: str, range_class: str
) -> None:
    (weapon,) = gazetteer.weapons(text)
    assert weapon[2:] == (name, weapon_class, range_class)


def test_a_patriot_is_no_missile() -> None:
    assert gazetteer.weapons("A patriot and a tomahawk chop, a sentinel at dawn") == []


@pytest.mark.parametrize(
    ("weapon", "maker"), [("Storm Shadow", "GBR"), ("shahed-136", "IRN"), ("cudgel", None)]
)
def test_a_system_has_a_maker(weapon: str, maker: str | None) -> None:
    assert gazetteer.origin_of(weapon) == maker


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("near the Kerch Bridge", "Kerch Bridge", "UKR"),
        ("in the Strait of Hormuz", "Strait of Hormuz", ""),
        ("off Port Stanley", "Port Stanley", "GBR"),
        ("on Zhenbao Island", "Zhenbao Island", "CHN"),
        ("in Kyiv", "Kyiv", "UKR"),
    ],
)
def test_a_place_has_a_country(text: str, name: str, country: str) -> None:
    (place,) = gazetteer.places(text)
    assert place[2:] == (name, country)
    assert text[place.start : place.end] == name
