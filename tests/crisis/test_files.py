"""Scenario files are read, written and refused with a helpful sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from brinkwatch import crisis
from brinkwatch.errors import ScenarioError

MINIMAL = """
id = "minimal"
title = "A small crisis"
[challenger]
name = "C"
types = 2
war_cost = { median = 0.2, spread = 1.0 }
[defender]
name = "D"
types = 2
war_cost = { median = 0.2, spread = 1.0 }
[rounds]
count = 1
[ladder]
levels = ["one"]
[confrontation]
base_success = 0.2
[payoff.challenger]
harm_per_level = 0.1
victory = { theatre = 0.1, alliance = 0.4 }
operation_cost = 0.1
desist_cost = 0.2
disaster = 5.0
[payoff.defender]
value_per_level = 0.1
unanswered = { theatre = 0.2, alliance = 1.0 }
disaster = 5.0
"""


def test_a_scenario_survives_writing_and_reading():
    scenario = crisis.loads(MINIMAL)
    assert crisis.loads(crisis.dumps(scenario)) == scenario


def test_strings_with_quotes_backslashes_and_control_characters_survive_writing():
    scenario = crisis.loads(MINIMAL).model_copy(update={"title": 'a "b" \\ c\n\x07 “d”'})
    assert crisis.loads(crisis.dumps(scenario)).title == scenario.title


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("desist_cost", "desistcost", "payoff.challenger.desistcost; did you mean desist_cost?"),
        ("[rounds]\ncount = 1", "[rounds]\ncount = 9", "rounds.count"),
        ('levels = ["one"]', "levels = []", "give 1 to 8"),
        ("base_success = 0.2", "base_success = 1.2", "probability or share from 0 to 1"),
        ("base_success = 0.2", "base_success = [0.4, 0.2]", "must rise"),
        ("disaster = 5.0", "disaster = -1", "must not be negative"),
        ('title = "A small crisis"', "", "title is missing"),
        ("[rounds]", "[constants]\nstake_slop = 1\n[rounds]", "did you mean stake_slope?"),
        (
            "[rounds]",
            "[solve]\nprecision = { challenger = 30, defender = 10 }\n[rounds]",
            "above 25",
        ),
        ("[rounds]", '[[red_line]]\nlevel = "two"\nstatus = "active"\n[rounds]', "ladder's levels"),
        ("[ladder]", '[ladder]\nsupports = ["nobody"]', "no [[evidence]] or [[reference]]"),
        ("count = 1", "count = ", "no valid TOML"),
    ],
)
def test_a_broken_file_is_refused_with_the_file_the_key_and_the_remedy(old, new, sentence):
    with pytest.raises(ScenarioError, match=r"broken\.toml: ") as error:
        crisis.loads(MINIMAL.replace(old, new, 1), "broken.toml")
    assert sentence in str(error.value)


def test_the_older_word_evidence_is_read_as_supports():
    text = MINIMAL.replace("[ladder]", '[ladder]\nevidence = ["q"]')
    text += '[[document]]\nid = "A"\n[[evidence]]\nid = "q"\ndocument = "A"\nquote = "words"\n'
    assert crisis.loads(text).supports() == {"ladder": ("q",)}


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ScenarioError, match=r"nowhere\.toml: cannot be read"):
        crisis.load(tmp_path / "nowhere.toml")


@pytest.mark.shared
def test_the_specification_example_loads_unchanged_and_survives_writing():
    path = Path(__file__).parents[2].parent / "shared" / "scenario-example.toml"
    if not path.exists():
        pytest.skip("the development data is not beside the repository")
    scenario = crisis.load(path)
    assert len(scenario.evidence) == 12
    assert scenario.supports()["red_line.0"] == ("A.redline",)
    assert crisis.loads(crisis.dumps(scenario)) == scenario
