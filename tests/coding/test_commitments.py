"""Commitments of crises of other decades and regions: whose, of what kind, about which acts.

The sentences are ours; an issuer may be given as alternatives, `*` stands for any value.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from brinkwatch.coding import commitments
from brinkwatch.coding.parsing import parse
from brinkwatch.reading import read
from brinkwatch.records import Commitment, Document

Row = tuple[str, str, str | None, str | None]


def found_in(text: str, published: str = "1995-01-01", kind: str = "news") -> list[Commitment]:
    document = Document(
        id="x", origin="x", published=published, text=text, language="en", kind=kind
    )
    return commitments.find(parse(document))


def slots(found: Commitment) -> Row:
    trigger = found.trigger.type if found.trigger else None
    consequence = found.consequence.type if found.consequence else None
    return found.issuer[0], found.kind, trigger, consequence


BOUND: list[tuple[str, str, Row]] = [
    (
        "Nikita Khrushchev warned that if the United States invaded Cuba, the Soviet "
        "Union would answer with nuclear missiles.",
        "1962-10-01",
        ("SUN|RUS", "deterrent_threat", "ASSAULT", "ASSAULT"),
    ),
    (
        "Egypt's president, Gamal Abdel Nasser, said any attempt to seize the canal "
        "would be met with force.",
        "1956-08-10",
        ("EGY", "deterrent_threat", "COERCE", "ASSAULT"),
    ),
    (
        "Unless Iraq withdraws from Kuwait by 15 January, the coalition will use force, "
        "Washington said.",
        "1990-12-20",
        ("USA", "ultimatum", "RETREAT", "ASSAULT"),
    ),
    (
        "Beijing said that it would never tolerate independence for Taiwan and reserved "
        "the right to use force.",
        "2005-03-14",
        ("CHN", "*", None, "ASSAULT"),
    ),
    (
        "India's foreign ministry said New Delhi had no intention of attacking Pakistan.",
        "2002-01-10",
        ("IND", "assurance", None, "ASSAULT"),
    ),
    (
        "Argentina threatened to shoot down any aircraft that entered the zone.",
        "1982-05-01",
        ("ARG", "threat|deterrent_threat", "*", "ASSAULT"),
    ),
    (
        "Turkey would regard the deployment of missiles on the island as an act of war, "
        "its prime minister said.",
        "1998-02-01",
        ("TUR", "deterrent_threat", "MOBILIZE", "ASSAULT"),
    ),
    (
        '"If a single bomb falls on our soil, we will close the strait," the Iranian admiral said.',
        "2012-01-05",
        ("IRN", "deterrent_threat", "ASSAULT", "COERCE"),
    ),
    (
        "France promised to defend Chad against any aggression.",
        "1983-08-05",
        ("FRA", "promise", "ASSAULT", "AID"),
    ),
    (
        "Ethiopia gave Eritrea 48 hours to leave the town or face attack.",
        "1998-05-20",
        ("ETH", "ultimatum", "RETREAT", "ASSAULT"),
    ),
    (
        "Serbia said it would not send troops into Kosovo.",
        "2008-02-20",
        ("SRB", "assurance", None, "MOBILIZE"),
    ),
    (
        "As long as the blockade lasts, Qatar will not join the talks, its foreign minister said.",
        "2017-07-01",
        ("QAT", "*", "*", "*"),
    ),
    (
        "According to Hanoi, any Chinese landing on the islands would be regarded as an invasion.",
        "2014-06-01",
        ("VNM", "deterrent_threat", "*", "*"),
    ),
    (
        "In case of an attack on Georgia, the United States would not stand idly by, the "
        "president said in Washington.",
        "2008-07-20",
        ("USA", "deterrent_threat", "ASSAULT", "*"),
    ),
    (
        "Chancellor Angela Merkel ruled out sending German troops to Libya.",
        "2011-03-18",
        ("DEU", "assurance", None, "MOBILIZE"),
    ),
    (
        "The Venezuelan army would answer any incursion from Guyana with force, the "
        "defence minister said.",
        "2023-12-05",
        ("VEN", "deterrent_threat", "ASSAULT", "ASSAULT"),
    ),
    (
        "Israel warned Hezbollah not to open a second front.",
        "2006-07-11",
        ("ISR", "deterrent_threat", "ASSAULT", None),
    ),
    (
        "The Soviet Union called the stationing of German troops in Berlin a casus belli.",
        "1961-07-01",
        ("SUN|RUS", "deterrent_threat", "MOBILIZE", "*"),
    ),
    (
        "Once the last foreign soldier leaves, we will lift the blockade, the Saudi "
        "minister promised.",
        "2017-08-01",
        ("SAU", "promise", "*", "*"),
    ),
    (
        "Were Serbia to attack again, NATO would bomb Belgrade, the alliance's "
        "secretary-general said.",
        "1999-08-01",
        ("NATO", "deterrent_threat", "ASSAULT", "*"),
    ),
    (
        '"Any vessel that enters our waters will be sunk," Colonel Muammar Gaddafi declared.',
        "1986-03-20",
        ("LBY", "deterrent_threat", "*", "ASSAULT"),
    ),
    (
        "Pakistan said the crime would not go unpunished.",
        "2001-12-20",
        ("PAK", "threat", None, "*"),
    ),
    (
        "Armenia threatened to recognise the enclave if Azerbaijan resumed the shelling.",
        "2016-05-02",
        ("ARM", "deterrent_threat|compellent_threat", "ASSAULT", "*"),
    ),
    (
        "The supply of tanks to Croatia would have the gravest consequences, the "
        "Yugoslav foreign minister warned.",
        "1991-10-10",
        ("YUG", "deterrent_threat", "AID", None),
    ),
    (
        "Spain will expel the ambassador if Morocco does not withdraw from the islet, "
        "the prime minister told parliament.",
        "2002-07-15",
        ("ESP", "compellent_threat", "RETREAT", "SANCTION"),
    ),
    (
        "Japan's chief cabinet secretary said Tokyo would respond firmly if Chinese "
        "ships entered its waters again.",
        "2012-10-01",
        ("JPN", "deterrent_threat", "*", "COERCE"),
    ),
    (
        "Syria repeated that it would strike back at Israel for any further raid.",
        "2018-04-10",
        ("SYR", "deterrent_threat", "ASSAULT", "ASSAULT"),
    ),
    (
        "Kim Jong Un declared the frontier a red line that the South must not cross.",
        "2024-01-16",
        ("PRK", "deterrent_threat", "*", "*"),
    ),
    (
        "The two governments agreed that an attack on one would be treated as an attack "
        "on both, Riyadh announced.",
        "2015-05-01",
        ("SAU", "*", "ASSAULT", "*"),
    ),
    (  # the outcome opens without a comma
        "Chad told reporters that if Libya invaded the strip its army would strike back.",
        "1983-08-01",
        ("TCD", "deterrent_threat", "ASSAULT", "ASSAULT"),
    ),
    (  # words of a party that a report renders without quotation marks
        "The president of Peru spoke in Tumbes. If Ecuador attacks, we shall strike back.",
        "1981-02-01",
        ("PER", "deterrent_threat", "ASSAULT", "ASSAULT"),
    ),
    (
        "Ghana let Togo know that it would close the border if the arrests went on.",
        "1975-02-01",
        ("GHA", "compellent_threat", "COERCE", "COERCE"),
    ),
    (  # a class that is told what it will meet
        "Iceland said that trawlers found inside the zone would be seized.",
        "1975-11-20",
        ("ISL", "deterrent_threat", "*", "COERCE"),
    ),
    (
        "Any hindrance of the ferries would inevitably lead to war, Finland said.",
        "1921-06-20",
        ("FIN", "deterrent_threat", "COERCE", "ASSAULT"),
    ),
    (  # a refusal is a harm, not an act forgone
        "There will be no talks with Peru until it pulls its patrols back, Quito said.",
        "1995-02-01",
        ("ECU", "compellent_threat", "RETREAT", "REJECT"),
    ),
    (
        "Spain will not withdraw its ships while Moroccan troops are on the islet, Madrid said.",
        "2002-07-15",
        ("ESP", "compellent_threat", "MOBILIZE", "RETREAT"),
    ),
    (
        "Austria will reopen the border when Hungary has released the officers, its foreign "
        "ministry said.",
        "1956-12-01",
        ("AUT", "promise", "RETREAT", "CONCEDE"),
    ),
    (
        "Japan will stay neutral in any war between Chad and Libya, the prime minister said.",
        "1987-01-10",
        ("JPN", "assurance", None, "ASSAULT"),
    ),
    (  # what follows otherwise has a subject of its own
        "Chad gave notice that the transit of troops must cease by the end of the month, or "
        "the bridges would be raised.",
        "1987-01-10",
        ("TCD", "ultimatum", "*", "COERCE"),
    ),
    (  # an outcome that no word types is still the speaker's own deed
        "Ghana said that any bank recognising the rebels would lose its licence.",
        "1966-03-01",
        ("GHA", "deterrent_threat", "CONCEDE", "COERCE"),
    ),
    (
        "Nikita Khrushchev spoke at the stadium. Any attack on the bridge will be met with force.",
        "1961-08-01",
        ("SUN|RUS", "deterrent_threat", "ASSAULT", "ASSAULT"),
    ),
    (
        '"Touch the cable and we cut yours" - Nikita Khrushchev',
        "1961-08-01",
        ("SUN|RUS", "deterrent_threat", "*", "COERCE"),
    ),
]

UNBOUND = [
    ("Analysts say that if China invaded Taiwan, the United States would intervene.", "2021-05-01"),
    ("If Peru mobilises, Ecuador may strike first.", "1995-01-20"),
    ("The union threatened to strike unless wages rise.", "2012-05-01"),
    ("If the striker scores again, Brazil will win the cup, the coach said.", "2014-06-20"),
    ("A historian believes Spain would close the border if Britain left.", "2016-07-01"),
    ("Thailand said that floods threaten Bangkok.", "2011-10-20"),
    ("What will France do if Libya crosses the border?", "1983-08-01"),
    ("Washington said that Japan would strike first if the embargo went on.", "1941-11-01"),
    ("India has never threatened to attack China.", "1987-06-01"),
]


@pytest.mark.parametrize(("text", "published", "expected"), BOUND)
def test_a_party_binds_itself(text: str, published: str, expected: Row) -> None:
    got = [slots(c) for c in found_in(text, published)]
    assert any(_fits(row, expected) for row in got), got


def _fits(row: Row, expected: Row) -> bool:
    return all(
        want == "*" or have == want or (want is not None and have in want.split("|"))
        for have, want in zip(row, expected, strict=True)
    )


@pytest.mark.parametrize(("text", "published"), UNBOUND)
def test_forecasts_idioms_and_questions_bind_nobody(text: str, published: str) -> None:
    assert found_in(text, published) == []


def test_a_quote_stands_in_the_text_and_holds_both_clauses() -> None:
    text = "Earlier talks failed. If Egypt closes the canal, we will open it by force, London said."
    (found,) = found_in(text, "1956-09-01")
    assert text[found.span.start : found.span.end] == found.span.quote
    assert found.trigger is not None
    assert found.trigger.text in found.span.quote
    assert "by force" in found.span.quote


def test_a_condition_not_done_is_compellent_and_a_deadline_makes_it_an_ultimatum() -> None:
    (plain,) = found_in("If Iraq does not withdraw, we will attack, Washington said.", "1990-12-01")
    (dated,) = found_in(
        "Unless Iraq withdraws by 15 January, we will attack, Washington said.", "1990-12-01"
    )
    assert (plain.kind, plain.trigger_polarity) == ("compellent_threat", "unless_done")
    assert (dated.kind, dated.deadline) == ("ultimatum", "by 15 January")


def test_several_kinds_of_consequence_are_several_records_with_one_quote() -> None:
    found = found_in(
        "Britain said that if Argentina landed on the islands, it would cut off trade, "
        "send warships and strike back.",
        "1982-03-30",
    )
    types = {c.consequence.type for c in found if c.consequence}
    assert len(types) >= 2
    assert len({c.span.quote for c in found}) == 1


def test_the_same_threat_said_twice_is_one_record_reiterated() -> None:
    found = found_in(
        "On Monday President Anwar Sadat said Egypt would strike back if Israel attacked again. "
        "On Tuesday the Egyptian foreign minister repeated that Egypt would strike back if "
        "Israel attacked.",
        "1973-09-12",
    )
    assert len(found) == 1
    assert found[0].life == "reiterated"


@pytest.mark.parametrize(
    ("after", "life"),
    [
        ("The promised reprisal has not come.", "not_enforced"),
        ("That line has been crossed.", "crossed"),
        ("Within hours the ministry took it back.", "withdrawn"),
        ("On Friday the junta made good on its threat.", "enforced"),
        ("The fleet lay at anchor.", "declared"),
    ],
)
def test_the_life_is_the_furthest_the_article_reports(after: str, life: str) -> None:
    text = f"Chile said that any landing on the islets would be answered with force. {after}"
    (found,) = found_in(text, "1978-12-20")
    assert found.life == life


def test_the_speaker_of_a_full_address_is_bound_on_its_day() -> None:
    text = (
        "Saddam Hussein: My words today go to the nation.\n"
        "Should our cities be bombed, we will answer with missiles."
    )
    (found,) = found_in(text, "1991-01-10", kind="transcript")
    assert found.issuer == ("IRQ",)
    assert found.date == "1991-01-10"


def test_such_actions_point_back_to_the_consequence_named_before() -> None:
    text = (
        "Pakistan again threatened to use nuclear weapons. According to Islamabad, the deployment "
        "of Indian troops to the valley could serve as a pretext for such actions."
    )
    found = [c for c in found_in(text, "1999-06-20") if c.trigger is not None]
    assert found
    assert found[0].consequence is not None
    assert found[0].consequence.type == "ASSAULT"


@pytest.mark.shared
def test_the_seeds_conditionals_of_analysts_bind_nobody(shared: Path) -> None:
    documents = [
        d for d in read(sorted((shared / "seeds").glob("*.txt"))).documents if not d.parent_id
    ]
    bound = [c for d in documents for c in commitments.find(parse(d))]
    assert {c.issuer for c in bound} == {("RUS",)}
    analysts = ("If such signs", "soldiers arrive", "find a reason for war", "opportune moment")
    assert not [c.span.quote for c in bound if any(words in c.span.quote for words in analysts)]
    assert any(c.trigger and c.trigger.type == "MOBILIZE" for c in bound)
    assert any(c.trigger and c.trigger.type == "AID" for c in bound)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        (
            "On Wednesday Iran's president, Ali Kia, spoke to his generals. If Israel invaded "
            "Lebanon, he said, Iran would strike back.",
            "2024-05-08",
        ),
        (
            "On Wednesday Israel's army moved. Iran's spokesman, Ali Kia, said on Thursday that if "
            "Israel invaded Lebanon Iran would strike back.",
            "2024-05-09",
        ),
        (
            "Israel's prime minister spoke on Wednesday. Iran's spokesman, Ali Kia, was ill. If "
            "Israel invaded Lebanon, the spokesman said, Iran would strike back.",
            None,
        ),
    ],
)
def test_a_statement_has_the_date_on_which_its_speaker_spoke(text: str, date: str | None) -> None:
    (found,) = found_in(text, "2024-05-10")
    assert found.date == date


@pytest.mark.parametrize(
    ("text", "addressee"),
    [
        (
            "Iran and Israel have traded blows for a week, and Israel has lost a ship. France is "
            "talking to Israel.\n\nIf its harbours are bombed, Iran said, it will close the gulf.",
            ("ISR",),
        ),
        ("Israel was glad. Iran has no intention of attacking anybody, its spokesman said.", ()),
    ],
)
def test_a_threat_that_names_nobody_is_meant_for_the_other_side(
    text: str, addressee: tuple[str, ...]
) -> None:
    (found,) = found_in(text, "2024-05-10")
    assert found.addressee == addressee


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "Any invasion, Cairo warned, would close the canal.",
            ("EGY", "deterrent_threat", "ASSAULT", "COERCE"),
        ),
        (
            "NATO announced that any further attack on the coast would be repelled.",
            ("NATO", "deterrent_threat", "ASSAULT", "ASSAULT"),
        ),
        (
            "Moscow offered to cut the number of its rockets on condition that the American "
            "deployment was cancelled.",
            ("SUN|RUS", "promise", "RETREAT", "CONCEDE"),
        ),
        (
            "Gromyko told the Americans that there would be no interference with the roads while "
            "talks went on.",
            ("SUN|RUS", "assurance", "CONSULT", "COERCE"),
        ),
        (
            "Libya gave the militants until Friday to leave the villages or face an assault.",
            ("LBY", "ultimatum", "RETREAT", "ASSAULT"),
        ),
    ],
)
def test_what_may_be_done_and_what_it_will_meet_is_a_commitment(text: str, row: Row) -> None:
    (found,) = found_in(text, "1985-05-10")
    issuer, *rest = slots(found)
    assert issuer in row[0].split("|")
    assert rest == list(row[1:])


def test_talks_offered_without_a_condition_bind_nobody() -> None:
    assert not found_in("France offered to mediate between Peru and Chile.")


@pytest.mark.parametrize(
    ("after", "life"),
    [
        ("Israel invaded Lebanon on Friday.", "crossed"),
        ("Israel has not invaded Lebanon.", "declared"),
        ("A week later Tehran denied ever having threatened anybody.", "withdrawn"),
        ("The day came and went without a shot, and nothing was done.", "not_enforced"),
    ],
)
def test_what_is_told_after_a_threat_says_how_far_it_has_come(after: str, life: str) -> None:
    (found,) = found_in(f"If Israel invaded Lebanon, Iran said, it would strike. {after}")
    assert found.life == life


def test_a_comma_in_a_list_does_not_end_a_condition() -> None:
    (one,) = found_in(
        "Mr Putin also said that Russia would consider using nuclear weapons if it learned that "
        "aircraft, missiles or drones were crossing its border.",
        "2024-09-26",
    )
    assert one.trigger is not None
    assert one.trigger.text.endswith("aircraft, missiles or drones were crossing its border")
    assert one.span.quote.endswith("border")
