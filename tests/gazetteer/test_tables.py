"""The dictionaries themselves."""

from __future__ import annotations

import re

import pytest

from brinkwatch import gazetteer
from brinkwatch.gazetteer.tables import listed, rows

DAY = re.compile(r"\d{4}-\d\d-\d\d")
BODIES = {row["code"] for row in rows("organisations")} | {row["code"] for row in rows("groups")}
KNOWN = gazetteer.states() | BODIES


@pytest.mark.parametrize(
    "table", ["leaders", "memberships", "alliances", "nuclear", "majors", "organs", "states"]
)
def test_dates_are_whole_days_in_order(table: str) -> None:
    for row in rows(table):
        for key in ("since", "until"):
            assert not row[key] or DAY.fullmatch(row[key]), row
        assert not row["until"] or row["since"] < row["until"], row


@pytest.mark.parametrize("table", ["leaders", "organs", "memberships", "nuclear", "majors"])
def test_every_code_is_a_known_actor(table: str) -> None:
    assert {row["code"] for row in rows(table)} <= KNOWN


def test_every_member_is_a_known_actor() -> None:
    members = {m.lstrip("-") for row in rows("memberships") for m in listed(row["members"])}
    assert members <= KNOWN


def test_every_place_and_maker_is_a_known_state() -> None:
    assert {row["country"] for row in rows("places")} <= gazetteer.states() | {""}
    assert {row["origin"] for row in rows("weapons")} <= gazetteer.states() | {""}


def test_every_office_is_described() -> None:
    assert {row["office"] for row in rows("leaders")} == {row["office"] for row in rows("offices")}


def test_every_pact_names_its_source() -> None:
    assert all(row["source"] for row in rows("alliances"))
    assert all(row["source"] for row in rows("organisations") if row["defence"])


def test_the_dictionaries_have_the_size_they_promise() -> None:
    assert len(gazetteer.states()) >= 200
    assert len({(row["code"], listed(row["names"])[0]) for row in rows("leaders")}) >= 1800
    assert sum(len(listed(row["names"])) for row in rows("places")) >= 2000
    assert len(rows("weapons")) >= 250


def test_every_table_says_where_it_comes_from() -> None:
    from importlib import resources

    for file in resources.files("brinkwatch.gazetteer").joinpath("data").iterdir():
        assert file.name.endswith(".csv")
        assert file.read_text("utf-8").startswith("# "), file.name


def test_the_name_of_a_state_is_found_as_that_state() -> None:
    wrong = []
    for row in rows("states"):
        found = [mention.code for mention in gazetteer.find(f"Then {row['name']} agreed.")]
        if found != [row["code"]]:
            wrong.append((row["code"], found))
    assert wrong == []


def test_the_full_name_of_a_leader_is_found_as_that_leader() -> None:
    wrong = []
    for row in rows("leaders"):
        person = listed(row["names"])[0]
        found = {(m.code, m.person) for m in gazetteer.find(f"Then {person} agreed.", row["since"])}
        if found != {(row["code"], person)}:
            wrong.append((row["code"], person, found))
    assert wrong == []
