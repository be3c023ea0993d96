"""The link from articles to the answer: cut it or turn it round, and the answer must say so."""

from __future__ import annotations

import math

import pytest

from brinkwatch.assess import Run
from brinkwatch.errors import NoCrisisError

from .conftest import answer

RUN = Run(as_of="2012-06-30", issued="2012-06-30", version="0", command="test", seed=1, draws=4)

THREAT = """The Harbour Post
4 May 2012

Britain warns Argentina over the islands

If Argentina lands troops on the Falkland Islands, Britain will sink its fleet, Foreign Secretary
William Hague said in London on Friday. Britain sent two frigates to the South Atlantic on Thursday.
"""

DEEDS = """The Harbour Post
11 May 2012

Shots at sea

The Argentine navy fired on a British frigate near the Falkland Islands on Thursday. Argentina put
its armed forces on alert. The British government condemned the attack.
"""


@pytest.fixture(scope="module")
def both():
    return answer(RUN, THREAT, DEEDS).crises[0]


def test_deleting_an_article_changes_scenario_and_answer(both):
    without = answer(RUN, THREAT).crises[0]
    assert without.scenario_toml != both.scenario_toml
    assert without.headline.probability != both.headline.probability


def test_reversing_who_threatens_whom_reverses_the_sides_of_the_game():
    turned = """The Harbour Post
4 May 2012

Argentina warns Britain over the islands

If Britain lands troops on the Falkland Islands, Argentina will sink its fleet, Foreign Minister
Hector Timerman said on Friday. Argentina sent two frigates to the South Atlantic on Thursday.
"""
    one, other = answer(RUN, THREAT).crises[0], answer(RUN, turned).crises[0]
    assert one.crisis.challenger == other.crisis.defender == ("GBR",)
    assert one.crisis.defender == other.crisis.challenger == ("ARG",)
    assert one.scenario_toml != other.scenario_toml


def test_the_order_of_the_articles_does_not_matter(both):
    turned = answer(RUN, DEEDS, THREAT).crises[0]
    assert turned.headline.probability == both.headline.probability


def test_a_repeated_article_moves_nothing(both):
    repeated = answer(RUN, THREAT, DEEDS, DEEDS.replace("The Harbour Post", "The Copying Gull"))
    assert repeated.crises[0].headline.probability == both.headline.probability


def test_the_game_has_no_part_in_the_headline(both):
    steps = sum(step.log_odds for step in both.headline.steps)
    odds = both.headline.probability / (1 - both.headline.probability)
    assert steps == pytest.approx(math.log(odds), abs=1e-9)
    assert all(row["weight"] == 0 for row in both.beside)


def test_articles_without_a_crisis_are_no_answer():
    page = "The Weekly Whistle\n3 June 2014\n\nUnited win\n\nUnited beat Rovers with a late strike."
    with pytest.raises(NoCrisisError, match="no crisis found: 1 documents"):
        answer(RUN, page)


def test_the_title_and_the_question_name_the_same_sides():
    page = """The Harbour Post
14 September 2010

Russia warns the West

If NATO puts missiles in Georgia, Russia will bomb them, President Dmitry Medvedev said on
Monday. The West will be at war with Russia if NATO troops arrive, he said. NATO said that the
West would not give way to Russia.
"""
    found = answer(RUN, page).crises[0]
    assert {"NATO", "WEST"} <= set(found.crisis.defender)
    assert found.crisis.title == "Russia – NATO"
    assert "between Russia and NATO within" in found.headline.question
    assert "“NATO” means NATO and the West." in found.headline.criterion


def test_every_quote_of_the_answer_stands_in_its_article():
    found = answer(RUN, THREAT, DEEDS)
    documents = {document.id: document for document in found.documents}
    assert found.records
    for record in found.records:
        record.span.verify(documents[record.document_id])
