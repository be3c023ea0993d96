"""Names of actors in running text."""

from __future__ import annotations

import itertools
import time

import pytest

from brinkwatch import gazetteer


def codes(text: str, date: str | None = None) -> list[str]:
    return [mention.code for mention in gazetteer.find(text, date)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ukraine’s allies met the Russians.", ["UKR", "RUS"]),
        ("U.S. and U.K. officials flew to Seoul.", ["USA", "GBR", "KOR"]),
        ("North Korea and the DPRK are one.", ["PRK", "PRK"]),
        ("Türkiye and Turkey and Côte d’Ivoire", ["TUR", "TUR", "CIV"]),
        ("TURKEY CLOSES STRAITS TO WARSHIPS", ["TUR"]),
        ("Papua New Guinea is not Guinea.", ["PNG", "GIN"]),
        ("The Kremlin spoke; the White House, Downing Street and the Blue House listened.",
         ["RUS", "USA", "GBR", "KOR"]),
        ("The Revolutionary Guards and the IDF exchanged fire.", ["IRN", "ISR"]),
        ("The Bundestag and the Knesset voted.", ["DEU", "ISR"]),
        ("Western allies and European countries agreed.", ["WEST", "EUROPE"]),
        ("the U.N. Security Council, ASEAN and the Arab League", ["UN", "ASEAN", "ARAB_LEAGUE"]),
        ("Hizbollah, Houthi rebels and the Viet Cong", ["HEZBOLLAH", "HOUTHIS", "VIETCONG"]),
        ("Sino-Soviet talks, Franco-British plans", ["CHN", "SUN", "FRA", "GBR"]),
        ("Syrian rebels took the town.", ["SYRIAN_OPPOSITION"]),
        ("Nicaraguan opposition leaders met.", ["NICARAGUAN_OPPOSITION"]),
        ("Sa'udi Arabia and the Trucial States", ["SAU", "ARE"]),
        ("MONUC, UNIFIL and the UNSC reported.", ["UN", "UN", "UN"]),
        ("The Organisation of African Unity and the Contadora Group", ["AU", "CONTADORA"]),
    ],
)  # fmt: skip
def test_a_name_has_the_code_of_its_actor(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Roast turkey was served on fine china with a polish of danish butter.",
        "Tell us about the oman in the chad.",
        "The Washington Post and the Moscow Times reported it.",
        "George Washington crossed the river; Michael Jordan scored.",
        "The Vietnam War and the Cold War are over.",
        "Shipping in the Sea of Japan and the Persian Gulf slowed.",
        "Iran-backed militias and Russian-made jets",
        "The metro’s Red Line was closed on May Day; the brown fox rested.",
        "He lives in West Virginia, near the West Bank and West Ham.",
        "pro-Russian forces and anti-American protests",
        "Diet tips; solidarity with nurses",
        "Georgia Tech beat them in Atlanta, Georgia.",
        "They signed the Algiers Accord, the Treaty of London and the Kellogg-Briand Pact.",
        "Premier League clubs; the Ten Commandments; a MAGA hat; Jeremy Jordan sang.",
    ],
)
def test_what_only_looks_like_an_actor_is_left(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "date", "expected"),
    [
        ("Moscow replied.", "1962-10-27", ["SUN"]),
        ("Moscow replied.", "2022-02-24", ["RUS"]),
        ("Moscow replied.", None, ["RUS"]),
        ("Russia will respond.", "1961", ["SUN"]),
        ("Belgrade refused.", "1999-03-23", ["YUG"]),
        ("Belgrade refused.", "2012", ["SRB"]),
        ("Prague appealed.", "1968-08", ["CSK"]),
        ("Hanoi answered.", "1965", ["VDR"]),
        ("Hanoi answered.", "2014", ["VNM"]),
        ("Bonn agreed.", "1961", ["DEU"]),
        ("Bonn agreed.", "2014", []),
        ("Soviet archives were opened.", "2005", ["SUN"]),
    ],
)
def test_the_date_decides_between_a_state_and_its_predecessor(
    text: str, date: str | None, expected: list[str]
) -> None:
    assert codes(text, date) == expected


@pytest.mark.parametrize(
    ("text", "date", "person"),
    [
        ("Zelenskiy asked again.", None, "Volodymyr Zelensky"),
        ("Mr Brown declined.", "2008-08-10", "Gordon Brown"),
        ("President Bush drew a line.", "1990-08-08", "George H. W. Bush"),
        ("President Bush drew a line.", "2002-09-12", "George W. Bush"),
        ("Prime Minister Johnson flew in.", "2022-04-09", "Boris Johnson"),
        ("President Johnson spoke.", "1964-08-04", "Lyndon Johnson"),
        ("Theresa May warned them.", None, "Theresa May"),
        ("Khruschev wrote two letters.", "1962-10-27", "Nikita Khrushchev"),
        ("Recep Tayyip Erdoğan phoned.", None, "Recep Tayyip Erdogan"),
        ("Kim Jong-un watched.", None, "Kim Jong Un"),
        ("Rutte spoke.", "2025-01-10", "Mark Rutte"),
        ("Milosevic refused.", None, "Slobodan Milošević"),
        ("Assad must go.", "2012-08-20", "Bashar al-Assad"),
        ("Assad moved tanks.", "1976-06-01", "Hafez al-Assad"),
    ],
)
def test_a_leader_is_known_by_name_title_and_date(text: str, date: str | None, person: str) -> None:
    (mention,) = gazetteer.find(text, date)
    assert (mention.kind, mention.person) == ("leader", person)


@pytest.mark.parametrize(
    "text", ["He may rice or brown it.", "May and Brown argued.", "Mr Ford said."]
)
def test_a_common_surname_alone_is_nobody(text: str) -> None:
    assert codes(text, "2024") == []


def test_a_common_surname_counts_once_the_full_name_stands_in_the_text() -> None:
    assert codes("Lloyd Austin met allies. Austin then left.") == ["USA", "USA"]


@pytest.mark.parametrize(
    ("text", "kind", "sector"),
    [
        ("Iranian foreign minister", "office", "GOV"),
        ("Ukraine’s armed forces", "army", "MIL"),
        ("the Japanese parliament", "organ", "LEG"),
        ("Pakistani villagers", "role", "CVL"),
        ("Russian newspapers", "role", "JRN"),
        ("US troops", "army", "MIL"),
    ],
)
def test_a_role_behind_a_state_joins_its_name(text: str, kind: str, sector: str) -> None:
    (mention,) = gazetteer.find(text)
    assert (mention.kind, mention.sector) == (kind, sector)
    assert mention.text == text.removeprefix("the ")


@pytest.mark.parametrize(
    ("text", "word", "sector"),
    [
        ("Its navy fired.", "navy", "MIL"),
        ("The chief of staff spoke.", "chief", "MIL"),
        ("The air force bombed it.", "force", "MIL"),
        ("The border guard fired.", "border", "COP"),
        ("The lower house of parliament met.", "parliament", "LEG"),
        ("Its claim was refused.", "claim", None),
    ],
)
def test_a_role_word_has_its_sector(text: str, word: str, sector: str | None) -> None:
    assert gazetteer.sector_at(text, text.index(word)) == sector


@pytest.mark.parametrize(
    ("words", "office"),
    [
        ("president", "president"),
        ("Defence Secretary", "defence minister"),
        ("foreign secretary", "foreign minister"),
        ("minister", None),
        ("ambassador", None),
        ("baker", None),
    ],
)
def test_words_name_an_office_that_one_person_a_state_holds(words: str, office: str | None) -> None:
    assert gazetteer.office_of(words) == office


def test_an_office_is_held_by_whoever_held_it_on_the_day() -> None:
    assert gazetteer.holder("ARG", "president", "1982-05-02") == "Leopoldo Galtieri"
    assert gazetteer.holder("USA", "foreign minister", "1982-05-02") == "Alexander Haig"
    assert gazetteer.holder("ARG", "supreme leader", "1982-05-02") is None
    assert gazetteer.held("Francis Pym", "1982-05-02") == "foreign minister"
    assert gazetteer.held("Francis Pym", "1999-05-02") is None


def test_mentions_quote_the_text_in_order_without_overlap() -> None:
    text = "“Élysée” — Ukraine’s army, the E.U., Sino-Indian talks, 🙂 Iran’s Majlis.\n\nNATO"
    mentions = gazetteer.find(text)
    assert [m.text for m in mentions] == [text[m.start : m.end] for m in mentions]
    assert all(a.end <= b.start for a, b in itertools.pairwise(mentions))
    assert len(mentions) == 8


def test_a_name_does_not_reach_over_a_paragraph() -> None:
    assert codes("He praised the United\n\nNations of the region spoke.") == []


def test_nothing_is_found_in_nothing() -> None:
    assert gazetteer.find("") == []


def test_a_hundred_thousand_characters_take_less_than_a_second() -> None:
    text = "Officials in Tehran said Hassan Rouhani and the Iraqi army would not meet NATO. " * 1300
    gazetteer.find(text[:100])
    began = time.process_time()
    found = gazetteer.find(text)
    assert time.process_time() - began < 1.0
    assert len(found) == 4 * 1300


@pytest.mark.parametrize(
    ("text", "date", "expected"),
    [
        ("Tass said that Chou En-lai would receive Bulganin.", "1955-04-18", ["SUN", "CHN", "SUN"]),
        ("The League heard Titulescu and Litvinov.", "1935-09-10",
         ["LEAGUE_OF_NATIONS", "ROU", "SUN"]),
        ("Salisbury warned Kaunda and Machel.", "1977-05-30", ["ZWE", "ZMB", "MOZ"]),
        ("Frondizi telephoned Betancourt from Buenos Aires.", "1960-06-24", ["ARG", "VEN", "ARG"]),
        ("The Ten and Kvitsinsky disagreed.", "1983-11-01", ["EU", "SUN"]),
        ("The Free French held Damascus.", "1945-05-30", ["FRA", "SYR"]),
        ("Numeiri and Qaddhafi met; Habré and Goukouni did not.", "1981-05-01",
         ["SDN", "LBY", "TCD", "TCD"]),
        ("The RSFSR and Béla Kun exchanged notes.", "1919-05-01", ["SUN", "HUN"]),
        ("Salisbury looked quiet in the spring sun of Wiltshire.", "2018-04-01", []),
    ],
)  # fmt: skip
def test_names_of_the_twentieth_century_hold_in_their_time(
    text: str, date: str, expected: list[str]
) -> None:
    assert codes(text, date) == expected


def test_a_surname_that_a_title_introduced_counts_in_the_rest_of_the_text() -> None:
    introduced = "President Bush flew home. Later Bush said nothing."
    assert codes(introduced, "1990-11-08") == ["USA", "USA"]
    assert codes("A bush burned. Later Bush said nothing.", "1990-11-08") == []


def test_a_state_that_was_part_of_another_then_stands_for_the_whole() -> None:
    text = "Kazakh guards fired near Alma-Ata, and Ukraine and Croatia kept quiet."
    assert codes(text, "1969-08-15") == ["SUN", "SUN", "YUG"]
    assert codes(text, "1999-08-15") == ["KAZ", "KAZ", "UKR", "HRV"]
