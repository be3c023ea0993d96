"""Each article left out and turned round: the answer changes, or the report says "no effect"."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from brinkwatch.assess import Run, settings
from brinkwatch.assess.tried import with_articles_tried
from brinkwatch.report import render, summary

from .conftest import answer

RUN = Run(as_of="2012-06-30", issued="2012-06-30", version="0", command="test", seed=1, draws=2)
HEAD = "The Harbour Post\n{} May 2012\n\n{}\n\n"
THREAT = HEAD.format(4, "Britain warns Argentina over the islands") + (
    "If Argentina lands troops on the Falkland Islands, Britain will sink its fleet, Foreign "
    "Secretary William Hague said in London on Friday.\n"
)
DEEDS = HEAD.format(11, "Shots at sea") + (
    "The Argentine navy fired on a British frigate near the Falkland Islands on Thursday. "
    "Argentina put its armed forces on alert. The British government condemned the attack.\n"
)
COPY = THREAT.replace("The Harbour Post", "The Copying Gull")
FOOTBALL = HEAD.format(12, "United win") + "United beat Rovers with a late strike on Friday.\n"


def answered(*pages: str):
    found = answer(RUN, *pages, on_progress=lambda *_: None)
    return found.model_copy(update={"crises": tuple(with_articles_tried(found))})


def said(answer) -> str:
    out = io.StringIO()
    summary(answer, Console(file=out, width=100))
    return " ".join(out.getvalue().split())


@pytest.fixture(scope="module")
def found():
    return answered(THREAT, DEEDS)


def test_an_article_left_out_gives_what_the_others_give_alone(found):
    (crisis,) = found.crises
    threat, deeds = crisis.tried
    assert threat.without is None  # the deeds of one day alone are no crisis
    assert deeds.without == answered(THREAT).crises[0].headline.probability
    assert deeds.without < crisis.headline.probability
    assert threat.without_game
    assert deeds.without_game


def test_a_threat_turned_round_makes_another_game():
    turned = THREAT.replace("Britain", "X").replace("Argentina", "Britain")
    turned = turned.replace("X", "Argentina").replace(
        "Foreign Secretary William Hague", "Foreign Minister Hector Timerman"
    )
    (row,) = answered(THREAT).crises[0].tried
    other = answered(turned).crises[0].headline.probability
    assert row.turned == pytest.approx(other, rel=0.05)  # the coder is surer of some words
    assert row.turned_game


def test_the_report_says_where_an_article_leads(found):
    text = re.sub(r"<[^>]+>", "", render(found))
    without = found.crises[0].tried[1].without
    assert f"{100 * without:.0f} %, −" in text
    assert "the game would be another" in text
    assert f"without 1.txt it is {100 * without:.0f} % (−" in said(found)


def test_the_report_says_no_effect_where_there_is_none():
    repeated = answered(THREAT, COPY)
    rows = repeated.crises[0].tried
    assert len(rows) == 2
    assert all(row.without == repeated.crises[0].headline.probability for row in rows)
    assert "no effect on the number or the game<" in render(repeated)
    assert "Leaving out any one of 2 articles has no effect." in said(repeated)


def test_one_article_without_effect_is_the_other():
    rows = answered(THREAT, COPY)
    (crisis,) = rows.crises
    first, second = crisis.tried
    moved = crisis.model_copy(
        update={"tried": (first.model_copy(update={"without": 0.01}), second)}
    )
    text = said(rows.model_copy(update={"crises": (moved,)}))
    assert "Without 0.txt it is 1.0 % (" in text
    assert "; leaving out the other article has no effect." in text


def test_the_only_article_takes_the_crisis_with_it():
    alone = answered(THREAT, FOOTBALL)
    (row,) = alone.crises[0].tried
    assert row.without is None
    assert "this crisis is not found" in render(alone)
    assert "Without 0.txt this crisis is not found." in said(alone)


def test_many_articles_are_not_tried_one_by_one():
    found = answered(THREAT, *[FOOTBALL] * settings()["tried_articles"])
    assert found.crises[0].tried == ()
