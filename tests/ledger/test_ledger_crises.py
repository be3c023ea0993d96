"""Lines, events and estimates grouped into confrontations."""

from __future__ import annotations

import pytest

from .conftest import Corpus

LINE = {
    "trigger": ("GBR", "MOBILIZE", "GIN", "British soldiers land at the port"),
    "consequence": ("MAR", "ASSAULT", "GBR", "they will be fought"),
}


def test_no_commitment_and_no_hostility_is_no_crisis(corpus: Corpus) -> None:
    corpus.event("2001-02-01", ("CHE", "AGREE", "AUT", "signed a railway treaty"))
    corpus.event("2001-02-02", ("CHE", "ACCUSE", "AUT", "blamed Vienna for the delay"))
    assert corpus.ledger().crises == ()


def test_one_threat_at_another_party_is_a_crisis(corpus: Corpus) -> None:
    said = corpus.commitment("2001-02-01", "MAR", "GBR", **LINE)
    (crisis,) = corpus.ledger().crises
    assert (crisis.challenger, crisis.defender) == (("MAR",), ("GBR",))
    assert crisis.client == ("GIN",)
    assert crisis.records == (said.id,)
    assert crisis.title == "Morocco – United Kingdom"


def test_a_one_sided_statement_is_none(corpus: Corpus) -> None:
    corpus.commitment(
        "2001-02-01",
        "MAR",
        "",
        kind="threat",
        consequence=("MAR", "COERCE", "", "traffickers will be punished"),
    )
    assert corpus.ledger().crises == ()


def test_a_domestic_quarrel_is_none(corpus: Corpus) -> None:
    corpus.commitment(
        "2001-02-01",
        "FRA",
        "FRA",
        kind="ultimatum",
        trigger=("FRA", "CONCEDE", "FRA", "lorry drivers lift the blockade"),
    )
    assert corpus.ledger().crises == ()


def test_experts_and_authors_are_no_side(corpus: Corpus) -> None:
    corpus.commitment("2001-02-01", "EXPERT", "GBR", **LINE)
    assert corpus.ledger().crises == ()


@pytest.mark.parametrize(("number", "expected"), [(1, 0), (2, 1)])
def test_hostile_deeds_alone_make_a_crisis_from_the_second_on(
    corpus: Corpus, number: int, expected: int
) -> None:
    for day in range(1, number + 1):
        corpus.event(f"2001-02-{day:02}", ("ERI", "ASSAULT", "ETH", "guns fired over the border"))
    assert len(corpus.ledger().crises) == expected


def test_deeds_that_were_only_planned_do_not_count(corpus: Corpus) -> None:
    for day in ("2001-02-01", "2001-02-02"):
        corpus.event(day, ("ERI", "ASSAULT", "ETH", "guns will fire"), status="planned")
    assert corpus.ledger().crises == ()


def test_members_of_one_alliance_are_one_camp_against_an_outsider(corpus: Corpus) -> None:
    for day, addressee in (("1961-06-01", "USA"), ("1961-06-09", "GBR"), ("1961-07-01", "NATO")):
        corpus.commitment(
            day,
            "SUN",
            addressee,
            kind="ultimatum",
            deadline="by December",
            trigger=(addressee, "RETREAT", "", "troops leave the city"),
        )
    (crisis,) = corpus.ledger().crises
    assert crisis.challenger == ("SUN",)
    assert set(crisis.defender) == {"USA", "GBR", "NATO"}
    assert crisis.title == "Soviet Union – NATO"


def test_members_of_one_alliance_against_each_other_are_two_camps(corpus: Corpus) -> None:
    corpus.commitment(
        "1976-08-01",
        "GRC",
        "TUR",
        consequence=("GRC", "ASSAULT", "TUR", "sink it"),
        trigger=("TUR", "MOBILIZE", "GRC", "the survey ship enters the shelf"),
    )
    (crisis,) = corpus.ledger().crises
    assert (crisis.challenger, crisis.defender) == (("GRC",), ("TUR",))


def test_other_adversaries_are_another_crisis(corpus: Corpus) -> None:
    corpus.commitment("2001-02-01", "MAR", "GBR", **LINE)
    corpus.commitment(
        "2001-02-02",
        "PAK",
        "IND",
        consequence=("PAK", "ASSAULT", "IND", "war"),
        trigger=("IND", "ASSAULT", "PAK", "tanks cross the line"),
    )
    titles = {crisis.title for crisis in corpus.ledger().crises}
    assert titles == {"Morocco – United Kingdom", "Pakistan – India"}


def test_a_silence_of_more_than_six_months_ends_a_crisis(corpus: Corpus) -> None:
    for day in ("2001-02-01", "2001-06-01", "2002-06-01"):
        corpus.commitment(day, "MAR", "GBR", **LINE)
    assert sorted((c.first, c.last) for c in corpus.ledger().crises) == [
        ("2001-02-01", "2001-06-01"),
        ("2002-06-01", "2002-06-01"),
    ]


def test_a_patron_stands_beside_the_party_it_shields(corpus: Corpus) -> None:
    corpus.commitment(
        "1990-08-08",
        "USA",
        "IRQ",
        consequence=("USA", "ASSAULT", "IRQ", "war"),
        trigger=("IRQ", "ASSAULT", "SAU", "tanks enter the kingdom"),
    )
    corpus.commitment(
        "1990-08-10",
        "IRQ",
        "SAU",
        kind="threat",
        consequence=("IRQ", "ASSAULT", "SAU", "the wells will burn"),
    )
    (crisis,) = corpus.ledger().crises
    sides = {crisis.challenger, crisis.defender}
    assert ("IRQ",) in sides
    assert len(crisis.lines) == 2


def test_a_jointly_done_deed_ties_its_doers(corpus: Corpus) -> None:
    corpus.commitment(
        "1956-10-30",
        "GBR",
        "EGY",
        kind="ultimatum",
        trigger=("EGY", "RETREAT", "", "withdraw ten miles from the canal"),
    )
    corpus.commitment(
        "1956-10-29",
        "EGY",
        "ISR",
        kind="threat",
        consequence=("EGY", "ASSAULT", "ISR", "the invader will be thrown back"),
    )
    corpus.event("1956-10-31", ("GBR ISR", "ASSAULT", "EGY", "bombed the airfields"))
    assert len(corpus.ledger().crises) == 1


def test_estimates_and_other_events_follow_their_document(corpus: Corpus) -> None:
    article = corpus.article("2001-02-01", "They will be fought, he said. War is unlikely.")
    said = corpus.commitment(None, "MAR", "GBR", article=article, **LINE)
    held = corpus.estimate(article, "War is unlikely.")
    (crisis,) = corpus.ledger().crises
    assert set(crisis.records) == {said.id, held.id}
    assert crisis.documents == (article.id,)


def test_the_crisis_of_open_and_recent_lines_comes_first(corpus: Corpus) -> None:
    corpus.commitment("2001-02-01", "MAR", "GBR", **LINE)
    corpus.commitment(
        "2001-11-01",
        "PAK",
        "IND",
        consequence=("PAK", "ASSAULT", "IND", "war"),
        trigger=("IND", "ASSAULT", "PAK", "tanks cross the line"),
    )
    assert [c.title for c in corpus.ledger().crises] == [
        "Pakistan – India",
        "Morocco – United Kingdom",
    ]


def test_a_remembered_line_that_is_over_makes_no_crisis(corpus: Corpus) -> None:
    corpus.commitment("2001-02-01", "MAR", "GBR", life="not_enforced", **LINE)
    assert corpus.ledger().crises == ()


def test_a_threat_that_names_an_ally_is_against_whom_its_issuer_is_at_odds_with(
    corpus: Corpus,
) -> None:
    article = corpus.article("1968-07-20", "Troops stay. A demand was made. It was refused.")
    corpus.commitment(
        None, "USA", "GBR", kind="threat", article=article,
        consequence=("USA", "COERCE", "GBR", "Troops stay"),
    )  # fmt: skip
    corpus.event(None, ("LBY", "REJECT", "USA", "It was refused"), article=article)
    (crisis,) = corpus.ledger().crises
    assert (crisis.challenger, crisis.defender) == (("USA",), ("LBY",))


def test_an_unaddressed_threat_of_force_is_against_whom_its_article_is_about(
    corpus: Corpus,
) -> None:
    text = "Ecuador will fire back. Peru moved guns; Peruvian planes flew. Lima denied it."
    article = corpus.article("1995-01-20", text)
    corpus.commitment(
        None,
        "ECU",
        "",
        article=article,
        consequence=("ECU", "ASSAULT", "", "Ecuador will fire back"),
    )
    (crisis,) = corpus.ledger().crises
    assert crisis.title == "Ecuador – Peru"


def test_a_line_without_addressee_joins_the_only_crisis_of_its_issuer(corpus: Corpus) -> None:
    corpus.commitment("2001-02-01", "MAR", "GBR", **LINE)
    vague = corpus.commitment("2001-03-01", "MAR", "", kind="threat")
    (crisis,) = corpus.ledger().crises
    assert vague.id in crisis.records


def test_the_party_that_others_arm_is_their_client_and_no_principal(corpus: Corpus) -> None:
    arms = ("USA", "AID", "SOM", "the Americans ship missiles to Mogadishu")
    for day in ("1980-08-01", "1980-08-20"):
        corpus.commitment(
            day,
            "ETH",
            "USA",
            trigger=arms,
            consequence=("ETH", "ASSAULT", "USA", "ships will burn"),
        )
    for day in range(1, 9):
        corpus.event(f"1980-08-{day:02}", ("ETH", "ASSAULT", "SOM", "shelled a border town"))
    (crisis,) = corpus.ledger().crises
    assert (crisis.challenger, crisis.defender) == (("ETH",), ("USA",))
    assert crisis.client == ("SOM",)


def test_force_over_a_part_of_a_state_is_against_that_state(corpus: Corpus) -> None:
    corpus.commitment(
        "1999-09-08", "AUS", "TLS", consequence=("AUS", "MOBILIZE", "TLS", "troops will land")
    )
    (crisis,) = corpus.ledger().crises
    assert crisis.defender == ("IDN",)


def test_troops_sent_to_a_partner_make_no_crisis(corpus: Corpus) -> None:
    for day in range(1, 5):
        corpus.event(f"1983-05-{day:02}", ("CUB", "MOBILIZE", "AGO", "sent a battalion"))
    assert corpus.ledger().crises == ()


def test_words_between_enemies_bridge_a_silence_of_threats(corpus: Corpus) -> None:
    corpus.commitment("2001-02-01", "MAR", "GBR", **LINE)
    corpus.event("2001-06-01", ("GBR", "CONSULT", "MAR", "sent an envoy"))
    corpus.commitment("2001-10-01", "MAR", "GBR", **LINE)
    assert len(corpus.ledger().crises) == 1
