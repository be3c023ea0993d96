"""Malformed, absurd and hostile scenarios: one helpful error, or a solve."""

from __future__ import annotations

import json
import tomllib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brinkwatch import crisis
from brinkwatch.crisis.places import line_of
from brinkwatch.errors import BrinkwatchError, ScenarioError

from .conftest import SMALL

BASE = tomllib.loads(SMALL)

NUMBERS = st.one_of(
    st.integers(-3, 12),
    st.floats(allow_nan=True, allow_infinity=True),
    st.sampled_from([0, -0.0, 1e308, -1e308, 5e-324, 10**30, 25.0]),
)
WORDS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["low", "wait", "probe", "\x1b[2J", "../../etc", "[red]", "\u202e", "a" * 3000]
    ),
)
VALUES = st.recursive(
    st.one_of(NUMBERS, WORDS, st.booleans()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(WORDS, inner, max_size=3)),
    max_leaves=6,
)


def leaves(value, path=()):
    yield path
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*path, key))


PATHS = sorted((p for p in leaves(BASE) if p), key=str)
CHANGES = st.tuples(
    st.sampled_from(PATHS), st.sampled_from(["set", "drop", "add", "nudge"]), WORDS, VALUES, NUMBERS
)


def changed(base, changes):
    made = json.loads(json.dumps(base))
    for path, how, word, value, number in changes:
        inner = made
        try:
            for key in path[:-1]:
                inner = inner[key]
            if how == "set":
                inner[path[-1]] = value
            elif how == "nudge":
                inner[path[-1]] = [0, number]
            elif how == "drop":
                del inner[path[-1]]
            elif isinstance(inner, dict):
                inner[word] = value
            else:
                inner.append(value)
        except (KeyError, IndexError, TypeError):
            continue
    return made


def toml(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(k)} = {toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return quoted(value) if isinstance(value, str) else repr(value)


def quoted(text):
    return (
        '"' + "".join(c if c.isalnum() and c.isascii() else f"\\U{ord(c):08x}" for c in text) + '"'
    )


@settings(
    max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(st.lists(CHANGES, min_size=1, max_size=4))
def test_any_scenario_is_solved_or_refused_in_one_sentence(changes):
    made = changed(BASE, changes)
    text = "\n".join(f"{quoted(key)} = {toml(value)}" for key, value in made.items())
    try:
        scenario = crisis.loads(text, "hostile.toml")
        solved = crisis.solve(scenario, draws=1)
    except BrinkwatchError as error:
        sentence = str(error)
        assert len(sentence) < 2500
        assert "\n" not in sentence
        assert sentence.endswith((".", "?"))
    else:
        assert solved.outcomes.sum() == pytest.approx(1)
        assert solved.residual.max() <= scenario.solve.tolerance


@pytest.mark.parametrize(
    "text",
    ["[" * 9000, "a = " + "[" * 9000, "\x00", "\ufeff", "a" * 100_000, "= 1", "a.b = 1\n" * 9],
)
def test_what_is_no_scenario_at_all_is_refused(text):
    with pytest.raises(ScenarioError, match=r"hostile\.toml"):
        crisis.loads(text, "hostile.toml")


def test_a_game_too_large_to_hold_is_refused():
    levels = [f"level {n}" for n in range(1, 9)]
    text = SMALL.replace("count = 1", "count = 6").replace('["low", "high"]', json.dumps(levels))
    text = text.replace('level = "low"', 'level = "level 8"').replace("max = 1", "max = 3")
    with pytest.raises(BrinkwatchError, match="more than 300,000 public histories"):
        crisis.solve(crisis.loads(text), draws=1)


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ("desist_cost =", "desistcost =", "desistcost", "did you mean desist_cost?"),
        ('status = "active"', 'status = "activ"', 'status = "activ"', "did you mean active?"),
        ('level = "low"', 'level = "lo"', 'level = "lo"', "did you mean 'low'?"),
        ('"BBB", weight = 0.3', '"BBB", weight = -3', '"BBB"', "members.1.weight"),
        ("intercept = [0.0, 0.8]", "intercept = [0.0, 8]", "intercept", "from 0 to 1"),
        ('"strike", "probe"]', '"strik", "probe"]', "allow", "did you mean strike?"),
        ("harm_per_level = [0.02, 0.20]", "", "[payoff.challenger]", "harm_per_level is missing"),
        ("count = 1", "count = 0", "count = 0", "rounds.count"),
        ("draws = 6", "draws = 6\nseeds = 1", "seeds", "did you mean seed?"),
    ],
)
def test_an_error_names_the_line_and_the_nearest(old, new, line, sentence):
    text = SMALL.replace(old, new, 1)
    number = next(i for i, row in enumerate(text.splitlines(), start=1) if line in row)
    with pytest.raises(ScenarioError) as error:
        crisis.loads(text, "broken.toml")
    assert f"line {number}: " in str(error.value)
    assert sentence in str(error.value)


def test_a_source_is_of_a_number_and_says_its_kind():
    good = '[sources]\n"payoff.challenger.audience_cost" = "history: three strikes"\n'
    loaded = crisis.loads(SMALL + good)
    assert loaded.source("payoff.challenger.audience_cost").startswith("history")
    with pytest.raises(ScenarioError, match=r"did you mean 'payoff.challenger.audience_cost'"):
        crisis.loads(SMALL + good.replace("audience_cost", "audience_costs"))
    with pytest.raises(ScenarioError, match="put quotes under supports"):
        crisis.loads(SMALL + good.replace("history: three strikes", "he said so"))


def test_places_in_the_text_are_found_through_tables_lists_and_braces():
    text = "a = 1\n[b]\nc = [{ d = 1 },\n  { e = 2 }]\n[[f]]\ng = 1\n[[f]]\ng = 2\n[f.h]\ni = 3\n"
    assert line_of(text, ("b", "c", 0, "d")) == 3
    assert line_of(text, ("b", "c", 1, "e")) == 4
    assert line_of(text, ("f", 1, "g")) == 8
    assert line_of(text, ("f", 1, "h", "i")) == 10
    assert line_of(text, ("f", 1, "missing")) == 7
    assert line_of(text, ("nothing",)) is None


def test_a_key_without_end_is_cut_in_the_sentence_that_refuses_it():
    with pytest.raises(BrinkwatchError, match=r"line 1: unknown key a{20,200}\.\.\.; known are "):
        crisis.loads(f"{'a' * 3000} = 1", "hostile.toml")
