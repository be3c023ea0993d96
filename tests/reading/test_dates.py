"""Dates are read as pages print them, and only what is printed is read."""

from __future__ import annotations

import pytest

from brinkwatch.reading import dates


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("13 September 2024", "2024-09-13"),
        ("Published 13 September 2024 18:42 GMT", "2024-09-13T18:42+00:00"),
        ("Thursday, September 26, 2024", "2024-09-26"),
        ("Nov. 29, 2024", "2024-11-29"),
        ("APR 15, 2024, 07:05 AM", "2024-04-15T07:05"),
        ("November 14, 1997 at 10:13 p.m. EST", "1997-11-14T22:13-05:00"),
        ("3 March, 2024 Sunday", "2024-03-03"),
        ("22nd of October 1962", "1962-10-22"),
        ("20.11.2024, 09:35", "2024-11-20T09:35"),
        ("25/12/1991", "1991-12-25"),
        ("12/25/1991", "1991-12-25"),
        ("2024-11-19", "2024-11-19"),
        ("Saturday 13 April 2024, 15.20 CEST", "2024-04-13T15:20+02:00"),
        ("Publié le 14 août 2017 à 11h42", "2017-08-14T11:42"),
        ("1er avril 1999", "1999-04-01"),
        ("12. März 2019, 14:05 Uhr", "2019-03-12T14:05"),
        ("3 de abril de 2024", "2024-04-03"),
        ("29 лютого 2024, 16:48", "2024-02-29T16:48"),
        ("25 января 2023", "2023-01-25"),
        ("2010年11月23日", "2010-11-23"),
        ("November 21, 2024    20:20    Moscow", "2024-11-21T20:20"),
        ("12:45 / 16 April 2013", "2013-04-16T12:45"),
        ("07:12, 11 April 2017", "2017-04-11T07:12"),
        ("Friday 1 March 2024, 12 noon", "2024-03-01"),
        ("October 4, 202410:22 AM GMT+2Updated 2 hours ago", "2024-10-04T10:22+02:00"),
        ("13 September 2024 at 18:42 (UTC +3)", "2024-09-13T18:42+03:00"),
        ("Friday, Sept. 13, 2024 | 6:42 p.m. ET", "2024-09-13T18:42"),
        ("13. září 2024, 18:42", "2024-09-13T18:42"),
        ("13 września 2024 r., godz. 18:42", "2024-09-13T18:42"),
        ("13 Eylül 2024 - 18:42", "2024-09-13T18:42"),
        ("13 сентября 2024 г. в 18:42", "2024-09-13T18:42"),
        ("13 сентября 2024 года, 18:42 МСК", "2024-09-13T18:42+03:00"),
        ("13 вересня 2024 року о 12:47", "2024-09-13T12:47"),
        ("Publicado em 13 de setembro de 2024 às 18h42", "2024-09-13T18:42"),
        ("13 settembre 2024 alle ore 18:42", "2024-09-13T18:42"),
        ("13-Sep-2024", "2024-09-13"),
        ("13.09.24, 18:42", "2024-09-13T18:42"),
        ("9/13/24", "2024-09-13"),
    ],
)
def test_a_printed_date_is_read(printed: str, iso: str) -> None:
    assert dates.stamps(printed)[0].iso() == iso


@pytest.mark.parametrize(
    "printed",
    [
        "on Thursday",
        "16 June",
        "31 February 2024",
        "in 2014",
        "1,020 drones",
        "Case 12/2019",
        "99/99/2024",
        "2 hours ago",
        "yesterday, 18:40",
        "Updated Monday",
    ],
)
def test_what_is_no_full_date_is_not_read(printed: str) -> None:
    assert dates.stamps(printed) == []


def test_an_ambiguous_day_keeps_both_readings() -> None:
    (stamp,) = dates.stamps("03/04/2024")
    assert (stamp.day, stamp.other) == ("2024-04-03", "2024-03-04")


@pytest.mark.parametrize(
    ("printed", "day"),
    [("Wednesday, 03/04/2024", "2024-04-03"), ("03/04/2024 5:00 p.m. ET", "2024-03-04")],
)
def test_a_weekday_or_an_american_zone_settles_the_order(printed: str, day: str) -> None:
    (stamp,) = dates.stamps(printed)
    assert (stamp.day, stamp.other) == (day, None)
    assert stamp.why


@pytest.mark.parametrize(
    ("text", "order"),
    [("25/12/2024", False), ("12/25/2024", True), ("03/04/2024", None), ("25/12/24", None)],
)
def test_other_dates_show_the_order_of_a_page(text: str, order: bool | None) -> None:
    assert dates.is_month_first(text) is order


@pytest.mark.parametrize(
    ("line", "relative"),
    [("2 hours ago", True), ("yesterday, 18:40", True), ("vor 3 Stunden", True),
     ("Two ships left, hours ago", False), ("13 September 2024", False)],
)  # fmt: skip
def test_a_date_by_the_day_of_reading_is_known_as_one(line: str, relative: bool) -> None:
    assert dates.is_relative(line) is relative


def test_a_month_is_no_day() -> None:
    assert dates.month_year("June 2024") == ("2024-06-01", "2024-06-30")
    assert dates.month_year("June") is None


def test_a_later_change_is_told_from_publication() -> None:
    first, second = dates.stamps("PUBLISHED: 07:12, 11 April 2017 | UPDATED: 09:30, 12 April 2017")
    assert (first.updated, second.updated) == (False, True)
    assert second.iso() == "2017-04-12T09:30"


@pytest.mark.parametrize(
    ("machine", "iso"),
    [
        ("2024-11-18T06:10:00+00:00", "2024-11-18T06:10+00:00"),
        ("2020-10-27T09:12:44+0800", "2020-10-27T09:12+08:00"),
        ("2003-03-17T20:01:00Z", "2003-03-17T20:01+00:00"),
        ("2013-09-15", "2013-09-15"),
        ("Thu, 14 Mar 2024 06:30:00 +0000", "2024-03-14T06:30+00:00"),
        ("September 15, 2013", "2013-09-15"),
        ("1385683200", "2013-11-29T00:00+00:00"),
        ("yesterday", None),
        ("2024-13-45", None),
    ],
)
def test_a_date_of_metadata_keeps_its_own_zone(machine: str, iso: str | None) -> None:
    assert dates.from_machine(machine) == iso


@pytest.mark.parametrize(
    ("text", "day"), [("16 March", (3, 16)), ("Sunday 16 June", (6, 16)), ("soon", None)]
)
def test_a_day_without_a_year_is_known_as_one(text: str, day: tuple[int, int] | None) -> None:
    assert dates.day_month(text) == day
