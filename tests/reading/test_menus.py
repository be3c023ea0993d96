import pytest

from brinkwatch.reading import read_bytes
from brinkwatch.reading.menus import is_row


@pytest.mark.parametrize(
    "row",
    [
        "Home World Nation Cities Opinion Sport Business Science Entertainment",
        "Europe Americas Asia Australia Middle East Africa Inequality",
        "POLITICS DIPLOMACY LEGISLATION ENERGY EU AFFAIRS",
        "EN DE FR PL UA RU",
        "Newsletters Podcasts Jobs Contact us",
        "MEMBERSHIP DONATE EVENTS",
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


BODY = """The soldiers who seized power last week said on Thursday that the accords were at an end.

The bloc has threatened to use force if the president is not back in office by Sunday.
"""


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (f"Junta ends its accords with Paris\n3 May 2024\nListen\nComment\nSave\n\n{BODY}", "news"),
        (f"Comment\n\nJunta ends its accords with Paris\n3 May 2024\n\n{BODY}", "opinion"),
        (f"Commentary\n\nOn\n3 May 2024\n\n{BODY}\n© 2024 Centre for Sea Studies", "analysis"),
        (f"Experts react: the junta and its neighbours\n3 May 2024\n\n{BODY}", "analysis"),
    ],
)  # fmt: skip
def test_a_button_labels_nothing_and_a_research_body_comments_in_analyses(page: str, kind: str):
    assert read_bytes(page.encode(), "page.txt").documents[0].kind == kind
