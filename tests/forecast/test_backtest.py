from __future__ import annotations

import json

import pytest

from brinkwatch import coding, reading
from brinkwatch.forecast.backtest import Case, backtest, origins
from brinkwatch.forecast.outcomes import Outcome

WARNING = """The Harbour Post
4 May 2012

Britain warns Argentina over the islands

If Argentina lands troops on the Falkland Islands, Britain will sink its fleet, Foreign Secretary
William Hague said in London on Friday. Britain sent two frigates to the South Atlantic on Thursday.
"""
SHOTS = """The Harbour Post
18 May 2012

Shots at sea

The Argentine navy fired on a British frigate near the Falkland Islands on Thursday. Argentina put
its armed forces on alert. The British government condemned the attack.
"""
NEVER = (Outcome(rung="war", happened=False),)


def case(name: str, *pages: str, outcomes: tuple[Outcome, ...] = NEVER) -> Case:
    documents = []
    for number, page in enumerate(pages):
        documents += reading.read_bytes(page.encode(), f"{number}.txt").documents
    coded = coding.code(documents)
    return Case(name=name, documents=tuple(documents), coding=coded, outcomes=outcomes)


def test_a_forecast_of_an_early_day_does_not_know_the_later_article():
    both, early = origins(case("both", WARNING, SHOTS)), origins(case("early", WARNING))
    assert list(both) == ["2012-05-04", "2012-05-18"]
    assert both["2012-05-04"] == early["2012-05-04"]


def test_crises_are_pooled_with_the_same_weight():
    long = case("long", WARNING, SHOTS)
    short = case(
        "short", WARNING, outcomes=(Outcome(rung="war", happened=True, date="2012-05-09"),)
    )
    found = backtest([long, short])
    logs = [row["steps"][0]["log"] for row in found["crises"]]
    assert [row["steps"][0]["n"] for row in found["crises"]] == [6, 3]
    assert found["pooled"]["crises"] == 2
    assert found["pooled"]["base_rate"] == pytest.approx(sum(logs) / 2)
    low, high = found["pooled"]["band"]
    skills = [1 - row["steps"][1]["log"] / row["steps"][0]["log"] for row in found["crises"]]
    assert low == pytest.approx(min(skills))
    assert high == pytest.approx(max(skills))


def test_without_an_open_question_there_is_no_score():
    settled = (Outcome(rung="war", happened=True, date="2012-05-01"),)
    found = backtest([case("settled", WARNING, outcomes=settled)])
    assert found["pooled"] == {"crises": 0} | dict.fromkeys(
        ("base_rate", "evidence", "skill", "band")
    )


def test_the_command_prints_each_crisis_and_the_pool(run, warning):
    (warning / "outcome.toml").write_text('[[outcome]]\nrung = "war"\nhappened = false\n', "utf-8")
    code, out, _ = run("forecast", "backtest", warning, "--format", "json")
    found = json.loads(out)
    assert code == 0
    assert [row["name"] for row in found["crises"]] == ["warning"]
    assert found["pooled"]["crises"] == 1


def test_a_folder_without_an_outcome_is_told_what_it_lacks(run, warning):
    code, _, err = run("forecast", "backtest", warning)
    assert code == 2
    assert "outcome.toml" in err
