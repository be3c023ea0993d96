"""Who wrote it, for whom, and what only looks like a byline."""

from __future__ import annotations

import pytest

from brinkwatch.reading import bylines


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By Jane Doe", "Jane Doe"),
        ("By a staff reporter", "a staff reporter"),
        ("By JANE DOE and JOHN ROE", "JANE DOE and JOHN ROE"),
        ("From our correspondent in Washington", "our correspondent in Washington"),
        ("Staff reporters in Beirut | Published: 03/04/2024", "Staff reporters in Beirut"),
        ("Europe correspondent, Paris", "Europe correspondent, Paris"),
        ("Posted on September 15, 2013 by the foreign editor in Foreign", "the foreign editor"),
        ("Sunday 16 June, by our culture desk", "our culture desk"),
        ("By a columnist of this newspaper · Updated 08:40", "a columnist of this newspaper"),
        ("Von Karl Müller", "Karl Müller"),
        ("Par Camille Durand (Séoul, correspondance)", "Camille Durand (Séoul, correspondance)"),
        ("By then Kyiv had noticed.", None),
        ("By October, 90 percent of the plain had been taken:", None),
        ("From the archive: the week Russia asked for signatures", None),
        ("The editor of the paper was arrested on Monday.", None),
    ],
)  # fmt: skip
def test_a_byline_names_who_wrote(line: str, name: str | None) -> None:
    assert bylines.byline(line) == name


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Jane Chen", True),
        ("Ludwig van der Berg and Ana María de la Cruz", True),
        ("For Immediate Release", False),
        ("Key Points", False),
        ("Why Now", False),
        ("Tensions rise", False),
    ],
)
def test_a_line_of_names_is_told_from_a_heading(line: str, is_one: bool) -> None:
    assert bylines.is_name(line) is is_one


@pytest.mark.parametrize(
    ("box", "found"),
    [
        (
            "About the author. Jane Doe is an analyst at the Institute of Northern Studies.",
            ("Jane Doe", "Institute of Northern Studies"),
        ),
        ("About the author. The author is a columnist of the portal.", (None, None)),
        ("Ms. Quill is a fellow at the Meridian Council.", ("Ms. Quill", "Meridian Council")),
    ],
)  # fmt: skip
def test_an_author_box_gives_name_and_affiliation(
    box: str, found: tuple[str | None, str | None]
) -> None:
    assert bylines.author_box([box]) == found


def test_a_name_is_split_from_what_stands_behind_it() -> None:
    assert bylines.split_name("Jane Doe, Foreign Editor") == ("Jane Doe", "Foreign Editor")
    assert bylines.split_name("Europe correspondent, Paris") == (
        "Europe correspondent, Paris",
        None,
    )


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("Discover more from The Northern Brief", "The Northern Brief"),
        ("© 2019-2024 Levant Wire. All rights reserved.", "Levant Wire"),
        ("Copyright 2012 The Lakeside Ledger. Subscribe today.", "The Lakeside Ledger"),
        ("The post Talks resume appeared first on Flank Notes.", "Flank Notes"),
        ("Northern Ledger is published by a cooperative.", "Northern Ledger"),
        ("Published by Coastal Press Ltd.", None),
    ],
)
def test_an_outlet_is_named_in_the_small_print(line: str, outlet: str | None) -> None:
    assert bylines.outlet_from([line]) == outlet


def test_a_host_spells_the_outlet_that_the_page_prints() -> None:
    assert (
        bylines.host_name("www.gulf-notes.example", ["all about it", "The Gulf Notes team"])
        == "Gulf Notes"
    )
    assert bylines.host_name("abc.example", ["ABC"]) is None


def test_a_dateline_names_its_agency() -> None:
    assert bylines.agency("CAIRO, Feb 26 (Delta News) - Egypt said") == "Delta News"
    assert bylines.agency("Egypt said (again) - and again") is None
