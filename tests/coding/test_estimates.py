"""Estimates: who expects what, in which words, as which band; sentences are ours."""

from __future__ import annotations

import pytest

from brinkwatch.coding import commitments, estimates
from brinkwatch.coding.hedges import band_of
from brinkwatch.coding.parsing import parse
from brinkwatch.records import Action, Document, Estimate


def found_in(text: str, kind: str = "news", published: str = "1995-01-01") -> list[Estimate]:
    article = parse(
        Document(id="x", origin="x", published=published, text=text, language="en", kind=kind)
    )
    return estimates.find(article, commitments.find(article))


@pytest.mark.parametrize(
    ("text", "holder", "band"),
    [
        ("Analysts say Libya may invade Chad.", "EXPERT", "possible"),
        ("Experts believe Libya will probably withdraw from Chad.", "EXPERT", "likely"),
        ("A scholar in Paris thinks an attack on Chad very unlikely.", "EXPERT", "very_unlikely"),
        ("A Kenyan scholar expects Libya to attack Chad.", "EXPERT", "likely"),
        ("Nobody expects Libya to withdraw from Chad.", "EXPERT", "very_unlikely"),
        ("Few expect Libya to withdraw from Chad.", "AUTHOR", "unlikely"),
        ("Libya is widely expected to attack Chad.", "AUTHOR", "likely"),
        ("An attack on Chad cannot be ruled out, a diplomat said.", "EXPERT", "possible"),
        ("France sees no sign that Libya is preparing an attack.", "FRA", "unlikely"),
        ("Libya will almost certainly attack Chad, analysts say.", "EXPERT", "almost_certain"),
        ("He gives the truce an even chance, a retired general said.", "EXPERT", "roughly_even"),
        ("An analyst sees a 30 per cent chance of war.", "EXPERT", "unlikely"),
        ("A specialist puts the odds of war at one in four.", "EXPERT", "unlikely"),
        ("War is out of the question, a former envoy believes.", "EXPERT", "almost_no_chance"),
        ("American officials think a Libyan attack is likely.", "USA", "likely"),
        ("Any misstep could lead to war between Libya and Chad.", "AUTHOR", "possible"),
        ("Libya may close the border this week.", "AUTHOR", "possible"),
        ("A settlement this year is highly likely.", "AUTHOR", "very_likely"),
        ("A scholar is sure that Libya will not attack Chad.", "EXPERT", "almost_no_chance"),
        ("It is almost certain that nothing will come of the talks.", "AUTHOR", "almost_no_chance"),
        ("The chances of a truce before winter are slim.", "AUTHOR", "very_unlikely"),
        ("Analysts believed that Libya would attack Chad.", "EXPERT", "likely"),
        ("Diplomats expected a blockade of Chad.", "EXPERT", "likely"),
        ("An analyst sees an eighty-five per cent chance of war.", "EXPERT", "very_likely"),
        ("A scholar gives the truce in Chad a one-in-three chance.", "EXPERT", "unlikely"),
    ],
)
def test_a_hedge_gives_holder_and_band(text: str, holder: str, band: str) -> None:
    found = found_in(text)
    assert (holder, band) in [(e.holder[0], e.band) for e in found], found


@pytest.mark.parametrize(
    "text",
    [
        "The missile could reach the capital.",
        "Libya may have attacked Chad, analysts say.",
        "Libya could not hold the town.",
        "The threats are likely intended to divide the allies, analysts say.",
        "Will Libya attack Chad?",
        "Shares fell 3 per cent.",
        "The same could be said of Chad.",
        "We will strike back if Chad attacks, Libya said.",
        "Libya must weigh its next steps.",
        "Economists expect the central bank of Chad to cut interest rates.",
        "Libya ruled out any deal with the rebels.",
        "No ship of Chad will pass, Libya said.",
        "Any minister who expects Libya to attack Chad is dreaming.",
        "Libya is considering the offer of talks.",
        "He could be right about the truce in Chad.",
        "Nobody here expected Libya to attack Chad.",
    ],
)
def test_ability_the_past_motives_questions_and_commitments_are_no_estimates(text: str) -> None:
    assert found_in(text) == []


def test_who_is_likely_to_act_holds_no_view() -> None:
    (found,) = found_in("Libya is unlikely to attack Chad, analysts say.")
    assert found.holder == ("EXPERT",)


def test_a_list_of_odds_is_an_estimate_for_each() -> None:
    found = found_in("Our odds: war in Chad (one in ten), a truce (two in three).", kind="analysis")
    assert [e.band for e in found] == ["very_unlikely", "likely"]


def test_an_opinion_speaks_in_its_authors_voice() -> None:
    (found,) = found_in("If Chad yields, Libya may march on the capital.", kind="opinion")
    assert found.holder == ("AUTHOR",)
    assert found.condition == "Chad yields"
    assert found.phrase == "may"
    assert isinstance(found.proposition, Action)
    assert found.proposition.actor == ("LBY",)


def test_the_degree_outranks_the_bare_belief_above_it() -> None:
    (found,) = found_in("A scholar expects that Libya will probably attack Chad.")
    assert found.phrase == "probably"


def test_a_party_that_foretells_anothers_deed_estimates() -> None:
    (found,) = found_in("France believes Libya will attack Chad.")
    assert found.holder == ("FRA",)


def test_the_quote_stands_in_the_text() -> None:
    text = "Talks failed. Analysts say Libya may invade Chad. Markets fell."
    (found,) = found_in(text)
    assert text[found.span.start : found.span.end] == found.span.quote
    assert found.phrase is not None
    assert found.phrase in found.span.quote


@pytest.mark.parametrize(
    ("share", "band"),
    [
        (0.02, "almost_no_chance"),
        (0.10, "very_unlikely"),
        (0.25, "unlikely"),
        (0.50, "roughly_even"),
        (2 / 3, "likely"),
        (0.80, "very_likely"),
        (0.97, "almost_certain"),
    ],
)
def test_a_number_is_read_into_the_bands_of_icd_203(share: float, band: str) -> None:
    assert band_of(share) == band
