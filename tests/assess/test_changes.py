"""What an answer says of the last one in the same case file."""

from __future__ import annotations

import pytest

from brinkwatch.assess import Run
from brinkwatch.assess.changes import changes_since

from .conftest import answer

RUN = Run(as_of="2012-06-30", issued="2012-06-30", version="0", command="test", seed=1, draws=2)
THREAT = """The Harbour Post
4 May 2012

Britain warns Argentina over the islands

If Argentina lands troops on the Falkland Islands, Britain will sink its fleet, Foreign Secretary
William Hague said in London on Friday.
"""
DEEDS = """The Harbour Post
11 May 2012

Shots at sea

The Argentine navy fired on a British frigate near the Falkland Islands on Thursday. Argentina put
its armed forces on alert. The British government condemned the attack.
"""
ELSEWHERE = """The Harbour Post
11 May 2012

Iran warns Israel

If Israel attacks its reactors, Iran will strike back with missiles, Foreign Minister Ali Akbar
Salehi said on Friday.
"""


@pytest.fixture(scope="module")
def before():
    return answer(RUN, THREAT)


def test_a_change_names_the_steps_that_made_it(before):
    now = answer(RUN, THREAT, DEEDS)
    previous = changes_since(before, now, "case.db")
    assert (previous.as_of, previous.origin) == ("2012-06-30", "case.db")
    head = next(c for c in previous.changes if (c.rung, c.horizon_days) == ("limited_force", 90))
    assert head.before == before.crises[0].headline.probability
    assert head.after == now.crises[0].headline.probability > head.before
    assert "new: base rate: " in head.note
    assert "no longer: explicit threat by the United Kingdom, naming the use of force" in head.note
    assert head.note.endswith(" new quotes")


def test_an_answer_from_the_same_articles_changes_nothing(before):
    previous = changes_since(before, answer(RUN, THREAT), "case.db")
    assert (previous.changes, previous.same) == ((), ("United Kingdom – Argentina",))


def test_a_crisis_keeps_its_past_when_a_partner_joins_a_side(before):
    now = answer(RUN, THREAT)
    crisis = now.crises[0].crisis
    joined = now.crises[0].model_copy(
        update={
            "crisis": crisis.model_copy(update={"defender": (*crisis.defender, "CHL")}),
            "forecasts": tuple(
                f.model_copy(update={"probability": f.probability / 2})
                for f in now.crises[0].forecasts
            ),
        }
    )
    previous = changes_since(before, now.model_copy(update={"crises": (joined,)}), "case.db")
    assert len(previous.changes) == len(joined.forecasts)


def test_another_crisis_is_no_change(before):
    previous = changes_since(before, answer(RUN, ELSEWHERE), "case.db")
    assert (previous.changes, previous.same) == ((), ())
