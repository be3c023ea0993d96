"""Pasted pages: what is kept, what goes, and what the head says. Pages lie in `test_pasted/`."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brinkwatch.errors import UnreadableError
from brinkwatch.reading import pasted, read, read_bytes
from brinkwatch.records import Document

PAGES = Path(__file__).parent / "test_pasted"


def page(name: str) -> Document:
    return read([PAGES / name]).documents[0]


@pytest.mark.parametrize(
    ("name", "title", "published", "byline", "outlet", "kind"),
    [
        ("wrapped.txt", "NUCLEAR WORRY AS FIGHTING SPREADS IN KARGIL", "1999-05-31",
         "our Special Correspondent", "The New Delhi Courier", "news"),
        ("french.txt", "Pyongyang menace Séoul d'une « riposte impitoyable » en cas de manœuvres",
         "2017-08-14T11:42", "Camille Durand (Séoul, correspondance)", "Le Quotidien du Soir",
         "news"),
        ("essay.txt", "The Red Line Nobody Will Enforce", "2013-06-03T05:30", "Martha Quill", None,
         "opinion"),
        ("newsfeed.txt", "N. Korea rejects talks, threatens 'sledge-hammer blows'",
         "2013-04-16T12:45", None, None, "news"),
        ("dam.txt", 'Sisi: "all options are open" if a drop of Egypt\'s water is touched',
         "2021-03-30", "Our Cairo bureau", "DELTA COURIER", "news"),
        ("breaking.txt", "WILL IRAN CLOSE THE STRAIT?", "2019-05-01T08:12", "Dana Levin",
         "Levant Daily Post", "news"),
        ("spanish.txt", "Las líneas rojas de Caracas", "2023-11-12", "María Pérez",
         "El Faro del Sur", "opinion"),
        ("column.txt", "Column: Seven red lines, and counting", "2018-01-09T06:00+00:00",
         "Peter Marsh", None, "opinion"),
        ("briefing.txt", "Briefing No. 112 | Preventing the next Yeonpyeong", "2010-11-22", None,
         "ICRG", "analysis"),
        ("german.txt", "KUBA-KRISE: KENNEDY STELLT ULTIMATUM", "1962-10-22",
         "unserem Korrespondenten", "Der Morgenbote", "news"),
        ("standfirst.txt", "KHRUSHCHEV TELLS KENNEDY: LIFT THE BLOCKADE", "1962-10-25T21:15+00:00",
         "John Harwood in Washington and Ellen Price in Moscow", "THE EVENING POST", "news"),
        ("transcript.txt", "Transcript: Secretary of Defense press briefing on Iraq", "2003-03-17",
         None, None, "transcript"),
    ],
)  # fmt: skip
def test_the_head_of_a_page_gives_its_fields(
    name: str, title: str, published: str, byline: str | None, outlet: str | None, kind: str
) -> None:
    document = page(name)
    assert document.title == title
    assert document.published == published
    assert document.byline == byline
    assert document.outlet == outlet
    assert document.kind == kind


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("wrapped.txt", "NEW DELHI, May 30. -- Pakistan's", "He might be wrong, he said."),
        ("french.txt", "La Corée du Nord a averti", "pas de guerre dans la péninsule."),
        ("essay.txt", "It is a year since", "to act or to explain itself."),
        ("newsfeed.txt", "North Korea said on Tuesday", "called the ultimatum regrettable."),
        ("dam.txt", "CAIRO - Egypt's president warned", "has to do something, he says."),
        ("breaking.txt", "Iran's foreign minister said", "a mine here, a drone there."),
        ("spanish.txt", "Nicolás Maduro ha dicho", "sus tropas; eso sí lo creo."),
        ("column.txt", "Everybody in Tehran", "than I believe the first part."),
        ("briefing.txt", "Seoul has promised to strike back", "restore the military hotline."),
        ("german.txt", "Präsident Kennedy hat", "wollte sich nicht äußern."),
        ("standfirst.txt", "Soviet leader says ships", "was more likely than not."),
        ("transcript.txt", "SECRETARY HALE: Good afternoon.", "SECRETARY HALE: We will see."),
    ],
)
def test_the_text_begins_and_ends_with_the_article(name: str, first: str, last: str) -> None:
    text = page(name).text
    assert text.startswith(first)
    assert text.endswith(last)


@pytest.mark.parametrize("path", sorted(PAGES.iterdir()), ids=lambda path: path.name)
def test_every_line_of_the_text_is_a_line_of_the_page(path: Path) -> None:
    raw = [line.strip() for line in path.read_text("utf-8").splitlines()]
    kept = [line for line in page(path.name).text.split("\n") if line]
    places = iter(raw)
    assert all(line in places for line in kept), "in order, none rewritten"


@given(
    st.lists(
        st.sampled_from(
            [
                "", "Share", "See also  Grain prices ease", "A heading of five words",
                "The minister said on Monday that his country would answer any attack at once.",
                "12:40", "16 March 2021", "By Jane Doe", "Read also:", "He left.", "Tags: a, b",
                "“If they cross the river,” he said, “we will fire.” Nobody laughed at all.",
                "Subscribe to our newsletter", "OPINION", "The Northern Ledger", "\u00a0", "• item",
            ]
        ),
        max_size=25,
    )
)  # fmt: skip
def test_lines_are_dropped_and_none_is_rewritten(raw: list[str]) -> None:
    refusal, text = "", ""
    try:
        text = pasted.parse("\n".join(raw)).text
    except UnreadableError as error:
        refusal = str(error)
    if refusal:  # titles and times in turn are a list of articles
        assert "lists articles" in refusal
        assert sum(line.strip() == "12:40" for line in raw) >= 3
    stripped = [line.strip() for line in raw]
    places = iter(stripped)
    assert all(line in places for line in text.split("\n") if line)


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(raw: str) -> None:
    article = pasted.parse(raw)
    assert all(line in raw for line in article.text.split("\n"))


BODY = "The ministry said on Monday that any landing would be met with fire.\n\nNobody moved."


@pytest.mark.parametrize(
    "line",
    ["See also\u00a0 Grain prices ease", "ADVERTISEMENT", "client/title.list_title",
     "Photo: a ship", "Story continues below", "[Go to page top]", "Read more: What is a frigate?"],
)  # fmt: skip
def test_furniture_between_paragraphs_is_dropped(line: str) -> None:
    text = pasted.parse(f"Ships near the strait\n\n{BODY}\n\n{line}\n\n{BODY} At last.").text
    assert line not in text
    assert text.count("Nobody moved.") == 2


def test_a_list_under_its_cue_goes_with_it() -> None:
    article = pasted.parse(
        f"Title of the page\n\n{BODY}\n\nRELATED\nShips collide\nRice price\n\n{BODY}"
    )
    assert "Rice price" not in article.text
    assert article.text.count("Nobody moved.") == 2


def test_a_heading_in_the_body_stands_alone() -> None:
    article = pasted.parse(f"Title of the page\n\n{BODY}\n\nWhat comes next\n{BODY}")
    assert "\n\nWhat comes next\n\n" in article.text


def test_a_lead_without_a_full_stop_is_kept() -> None:
    lead = "The admiral again threatened to sink whatever enters the disputed strait"
    article = pasted.parse(f"Strait talk turns sour again\n\n3 May 1998\n\n{lead}\n\n{BODY}")
    assert article.text.startswith(lead)
    assert article.clues.title == "Strait talk turns sour again"


def test_spaces_and_quotes_survive() -> None:
    text = "“Fire,” said Mr\u00a0Vane – and the ‘line’ was crossed by 99\u00a0per cent of them."
    assert pasted.parse(f"A short title here\n\n{text}").text == text


def test_a_date_in_a_caption_dates_nothing() -> None:
    caption = "Sailors on the pier, 1 April 1997. © Agency"
    assert pasted.parse(f"Ships near the strait\n\n{caption}\n\n{BODY}").clues.published is None


def test_a_numeric_date_in_two_readings_becomes_an_interval() -> None:
    clues = pasted.parse(f"Ships near the strait\n\n03/04/1998\n\n{BODY}").clues
    assert clues.published is None
    assert clues.between == ("1998-03-04", "1998-04-03")


def test_another_date_on_the_page_settles_it() -> None:
    head = "Wire   Friday, 3 April 1998\n\nShips near the strait\n\nPublished: 03/04/1998 - 08:15"
    assert pasted.parse(f"{head}\n\n{BODY}").clues.published == "1998-04-03"


@pytest.mark.parametrize(
    ("printed", "others", "between", "basis"),
    [
        ("Sunday 16 June", "© 2024 The Ledger", ("2024-06-16", "2024-06-16"), "copyright of 2024"),
        ("16 June", "", None, None),
        ("Monday 16 June", "© 2024 The Ledger", None, None),
        ("June 2024", "", ("2024-06-01", "2024-06-30"), "only a month"),
        ("Published 16 June", "Also: talks end, 2 March 2025", ("2024-06-16", "2024-06-16"),
         "latest date, 2025-03-02"),
    ],
)  # fmt: skip
def test_a_day_without_a_year_is_an_interval_with_its_basis(
    printed: str, others: str, between: tuple[str, str] | None, basis: str | None
) -> None:
    clues = pasted.parse(f"Ships near the strait\n\n{printed}\n\n{BODY}\n\n{others}").clues
    assert clues.published is None
    assert clues.between == between
    assert (basis or "") in (clues.published_note or "")


def test_the_language_of_a_page_settles_the_order_of_its_date() -> None:
    text = "Das Ministerium sagte am Montag, jede Landung werde mit Feuer beantwortet werden."
    clues = pasted.parse(f"Schiffe vor der Meerenge\n\n03/04/1998\n\n{text}").clues
    assert clues.published == "1998-04-03"
    assert "by the language" in (clues.published_note or "")


def test_the_other_dates_of_a_page_settle_the_order_of_its_date() -> None:
    foot = "More on this story\nHarbour closed\n28/03/1998"
    clues = pasted.parse(f"Ships near the strait\n\n03/04/1998\n\n{BODY}\n\n{foot}").clues
    assert clues.published == "1998-04-03"


def test_front_matter_is_read_and_not_printed() -> None:
    article = pasted.parse(f"---\ntitle: Ships\ndate: 1998-05-03\nauthor: Jane Doe\n---\n{BODY}")
    assert (article.clues.title, article.clues.published) == ("Ships", "1998-05-03")
    assert article.text == BODY


def test_an_author_box_names_the_author_and_leaves_the_text() -> None:
    box = "About the author. Jane Doe is a political analyst at the Institute of Straits."
    article = pasted.parse(f"OPINION\n\nShips near the strait\n\n{BODY}\n\n{box}")
    assert (article.clues.byline, article.clues.affiliation) == ("Jane Doe", "Institute of Straits")
    assert article.text == BODY


@pytest.mark.parametrize(
    ("label", "kind"),
    [("OPINION", "opinion"), ("Op-Ed", "opinion"), ("ANALYSIS", "analysis"),
     ("Kommentar", "opinion"), ("Transcript", "transcript"), ("World", "news")],
)  # fmt: skip
def test_a_label_says_the_kind(label: str, kind: str) -> None:
    clues = pasted.parse(f"The Ledger\n{label}\n\nShips near the strait again\n\n{BODY}").clues
    assert clues.kind == kind
    assert (clues.kind_note is None) is (kind == "news")


def article(text: str) -> Document:
    return read_bytes(text.encode(), "page.txt").documents[0]


def test_a_menu_down_the_page_names_no_outlet() -> None:
    menu = "Home\nNews\nSport\nGulf crisis\nWeather"
    assert article(f"{menu}\n\nShips near the strait again\n\n{BODY}").outlet is None


def test_a_kicker_is_no_outlet_and_a_foot_names_one() -> None:
    page = (
        f"Home > World\n\nStrait-crisis\nShips near the strait again\n\n{BODY}\n\n© 2024 The Ledger"
    )
    assert article(page).outlet == "The Ledger"


def test_a_motto_is_not_the_title() -> None:
    page = "The Quiet Front\nNotes on war and bluff\n\nAbout   Archive   Contact\n\n"
    document = article(f"{page}Landing in the north again unlikely\n\n3 May 1998\n\n{BODY}")
    assert document.title == "Landing in the north again unlikely"
    assert document.outlet == "The Quiet Front"


@pytest.mark.parametrize(
    ("printed", "byline"),
    [
        ("Jane Doe in Beirut and John Roe in Rome", "Jane Doe in Beirut and John Roe in Rome"),
        ("Jane Doe\nAsia correspondent, in Manila", "Jane Doe"),
        ("18 July 2024, 14:35. Author: Jane Doe. Views: 986", "Jane Doe"),
        ("Ein Gastkommentar von Jane Doe", "Jane Doe"),
        ("Text: Jane Doe", "Jane Doe"),
        ("Von unserer Korrespondentin Jane Doe", "Jane Doe"),
        ("Jane Doe reports from Beirut", "Jane Doe"),
    ],
)  # fmt: skip
def test_bylines_of_many_forms_are_read(printed: str, byline: str) -> None:
    assert article(f"Ships near the strait again\n\n{printed}\n\n{BODY}").byline == byline


def test_a_part_that_readers_may_skip_goes() -> None:
    letter = "Our letter tells you all, every morning."
    promotion = f"skip past newsletter promotion\n{letter}\nafter newsletter promotion"
    text = article(f"Ships near the strait\n\n{BODY}\n\n{promotion}\n\n{BODY}").text
    assert "letter" not in text


def test_a_caption_goes_with_its_credit() -> None:
    caption = "A passenger waits beneath an empty board\n(PA)"
    assert (
        "passenger" not in article(f"Ships near the strait\n\n{BODY}\n\n{caption}\n\n{BODY}").text
    )


def test_a_dateline_dates_a_page_without_another_date() -> None:
    text = f"SEOUL, April 18, 2023 — The two Koreas spoke by telephone on Tuesday.\n\n{BODY}"
    document = article(f"Hotline restored, the other silent\n\n{text}")
    assert document.published == "2023-04-18"
    assert document.published_note == "dateline: April 18, 2023"


def test_an_age_dates_nothing() -> None:
    document = article(f"Ships near the strait\n\n2 hours ago\nJane Doe\n\n{BODY}")
    assert (document.published, document.published_basis) == (None, "unknown")
