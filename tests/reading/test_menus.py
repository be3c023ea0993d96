import pytest

from brinkwatch.reading.menus import is_row


@pytest.mark.parametrize(
    "row",
    [
        "Home World Nation Cities Opinion Sport Business Science Entertainment",
        "Europe Americas Asia Australia Middle East Africa Inequality",
        "POLITICS DIPLOMACY LEGISLATION ENERGY EU AFFAIRS",
        "EN DE FR PL UA RU",
        "Newsletters Podcasts Jobs Contact us",
        "Home Showbiz Royals Sport Health Money Travel Puzzles",
    ],
)
def test_a_row_of_sections_is_a_menu(row: str):
    assert is_row(row)


@pytest.mark.parametrize(
    "title",
    [
        "World Leaders Gather for Climate Summit",
        "Russia Warns Europe Over Energy",
        "India, China hold border talks",
        "China Energy Policy Under Fire",
        "US China Trade War Hits Business",
        "Middle East Crisis Live",
        "China India Pakistan Iran Talks",
        "Politics of Energy, Security of Europe",
    ],
)
def test_a_title_is_no_menu(title: str):
    assert not is_row(title)
