"""Dated lists become headlines; live blogs stay articles."""

from __future__ import annotations

import pytest

from brinkwatch.reading import read_bytes
from brinkwatch.reading.headlines import split
from brinkwatch.reading.lines import Line

PROSE = (
    "The ministry said on Monday that any landing would be met with fire, and that it would give "
    "no second warning to ships that ignored the first one. Nobody in the port believed it."
)


def listed(text: str) -> list[tuple[str | None, str | None, str]]:
    _, found, _ = split([Line(line) for line in text.splitlines() if line.strip()])
    return [(item.time, item.label, item.title) for item in found]


@pytest.mark.parametrize(
    "text",
    [
        "2021, Sunday\n16 March\n20:47\nExclusive\nShips leave port\n20:33\nPort is shut",
        "16 March 2021\n20:47\nExclusive\nShips leave port\n20:33\nPort is shut",
        "Sunday, March 16, 2021\n8:47 PM\nExclusive\nShips leave port\n8:33 PM\nPort is shut",
    ],
)
def test_a_day_is_printed_once_and_carried_down(text: str) -> None:
    assert listed(text) == [
        ("2021-03-16T20:47", "Exclusive", "Ships leave port"),
        ("2021-03-16T20:33", None, "Port is shut"),
    ]


def test_the_day_changes_at_the_next_header_and_times_may_repeat() -> None:
    text = "16 March 2021\n20:00\nFirst of two\n15 March 2021\n20:00\nSecond of two"
    assert [time for time, *_ in listed(text)] == ["2021-03-16T20:00", "2021-03-15T20:00"]


def test_without_a_day_the_time_stands_alone() -> None:
    assert [time for time, *_ in listed("16:40 Price of water\n16:12 A show opens")] == [
        "16:40",
        "16:12",
    ]


def test_the_end_of_the_list_is_no_headline() -> None:
    text = "16 March 2021\n20:47\nShips leave port\n20:33\nPort is shut\nMore news"
    assert [title for *_, title in listed(text)] == ["Ships leave port", "Port is shut"]


def test_a_list_with_each_date_below_its_title_is_read_from_below() -> None:
    titles = ["Ships leave port", "Port is shut", "Admiral resigns"]
    text = "".join(f"{title}\n{16 - i} March 2021\n" for i, title in enumerate(titles))
    assert listed(text) == [
        ("2021-03-16", None, "Ships leave port"),
        ("2021-03-15", None, "Port is shut"),
        ("2021-03-14", None, "Admiral resigns"),
    ]


def test_a_live_blog_is_no_list() -> None:
    text = f"17.45\nClosing summary\n{PROSE}\n16.20\nMinistry answers\n{PROSE}"
    rest, found, _ = split([Line(line) for line in text.splitlines()])
    assert found == ()
    assert len(rest) == 6


def test_the_date_of_the_article_is_no_list() -> None:
    assert listed(f"Strait talk\n3 May 1998\n22:17\nThe admiral warns again\n{PROSE}") == []


def test_a_headline_is_a_document_of_its_own_and_not_in_the_text() -> None:
    items = "4 May 1999\n20:47\nOPINION\nShips leave port\n20:33\nPort is shut"
    page = f"Strait talk\n\n3 May 1998\n\n{PROSE}\n\nRead also:\n{items}"
    parent, first, second = read_bytes(page.encode(), "page.txt").documents
    assert "Ships leave port" not in parent.text
    assert [h.title for h in parent.headlines] == ["Ships leave port", "Port is shut"]
    assert (first.origin, first.parent_id, first.kind) == ("page.txt#h1", parent.id, "headline")
    assert (first.text, first.title, first.label) == (
        "Ships leave port",
        "Ships leave port",
        "OPINION",
    )
    assert first.published == "1999-05-04T20:47"
    assert second.id != first.id


def test_a_time_without_a_day_does_not_date_a_headline() -> None:
    items = "16:40\nPrice of water\n16:12\nA show opens"
    page = f"Strait talk\n\n3 May 1998\n\n{PROSE}\n\nLatest news\n{items}"
    _, first, _ = read_bytes(page.encode(), "page.txt").documents
    assert first.published is None
    assert first.published_basis == "unknown"
    assert "16:40" in (first.published_note or "")
