"""Claims of the literature as measured signs: each difference is what its two variants give."""

from __future__ import annotations

import json

import numpy as np
import pytest

from brinkwatch import crisis
from brinkwatch.crisis.claims import claims, verdict
from brinkwatch.crisis.ladder import Rules
from brinkwatch.crisis.mechanisms import table
from brinkwatch.crisis.rates import rate
from brinkwatch.crisis.solving import prepare, run
from brinkwatch.crisis.tables import LineStatus
from brinkwatch.crisis.variants import silent, variant

from .conftest import SMALL

SLIM = SMALL.replace("open = [0.1, 0.3]", "open = 0.0").replace("max = 1", "max = 0")
SLIM = SLIM.replace("[solve]", "[solve]\nprecision = { challenger = 12, defender = 12 }")
SLIM += '[calibration]\nbase_rate = 0.2\nreference = "such crises"\n'
TWO = SLIM.replace("count = 1", "count = 2").replace("[window]", "[window]\ncalendar = [0, 1]")
TWO = TWO.replace("max = 0", "max = 1")
ROWS = table("claims")["claim"]


@pytest.fixture(scope="module")
def found():
    return claims(crisis.loads(SLIM), draws=3)


@pytest.fixture(scope="module")
def prepared():
    return prepare(crisis.loads(TWO), draws=2)


def by_text(found, words):
    (row,) = (row for row in found["claims"] if words in row["text"])
    return row


def test_claims_are_signs_over_draws_with_and_without_audience_costs(found):
    threat = by_text(found, "a nuclear threat makes the defender")
    assert threat["audience_costs"]["share"] == 1
    assert threat["verdict"] == "holds"
    line = by_text(found, "a red line in force")
    assert line["audience_costs"]["mean"] != line["without_audience_costs"]["mean"]
    for row in found["claims"]:
        for measured in (row["audience_costs"], row["without_audience_costs"]):
            assert measured is None or (0 <= measured["share"] <= 1 and measured["draws"] <= 3)
    twice = found["precision"]
    assert 0 < twice["draws"] <= 3
    assert twice["disappears"] == pytest.approx(1 - twice["at_twice"] / twice["attack"])
    assert found["calibrated"]


def test_what_a_file_cannot_show_says_why(found):
    why = {row["text"]: row.get("why_not") for row in found["claims"]}
    assert why["free reserves bring attacks"] == "the file has no reserves"
    assert why["the challenger waits for such a moment"] == "no round comes before a window"
    for row in found["claims"]:
        assert (row["audience_costs"] is None) == bool(row.get("why_not"))
        assert (row["verdict"] is None) == (row["audience_costs"] is None)


@pytest.mark.parametrize("row", [r for r in ROWS if "with" in r], ids=lambda r: r["text"])
def test_every_variant_of_a_claim_solves_or_is_missing(row, prepared):
    for name in {row["with"], row.get("than", row["with"])}:
        solved = run(*variant(prepared, name), check_starts=False)
        for outcome in (row["outcome"], row.get("beside", row["outcome"])):
            values = rate(solved, outcome, prepared.scenario.window.calendar)
            assert values is not None
            assert np.all((values[solved.converged] >= 0) & (values[solved.converged] <= 1))


def test_the_rates_of_attack_add_up(prepared):
    solved = run(*variant(prepared, "the file"), check_starts=False)
    calendar = prepared.scenario.window.calendar
    parts = [rate(solved, name, calendar) for name in ("attack before", "attack in the open")]
    ends = [rate(solved, name, calendar) for name in ("unanswered", "answered")]
    assert sum(parts) == pytest.approx(sum(ends))
    both = [rate(solved, name, calendar) for name in ("strike", "probe")]
    assert sum(both) == pytest.approx(solved.attacks, abs=1e-5)


def test_variants_keep_the_draws_and_intercepts_of_the_file(prepared):
    spent, rules = variant(prepared, "spent line")
    assert spent.intercepts is prepared.intercepts
    path = "payoff.challenger.desist_cost"
    assert np.array_equal(spent.draws[path], prepared.draws[path])
    status: LineStatus = "spent"
    assert [line.status for line in spent.scenario.red_line] == [status]
    assert (rules.root.red, Rules.of(prepared.scenario).root.red) == (-1, 1)
    twice, _ = variant(prepared, "twice the precision")
    path = "solve.precision.defender"
    assert np.array_equal(twice.draws[path], 2 * prepared.draws[path])
    assert silent(prepared.scenario).payoff.challenger.audience_cost.root == (0.0,)


@pytest.mark.parametrize(
    ("share", "mean", "name"),
    [(0.9, 0.1, "holds"), (0.5, 0.1, "vanishes"), (0.1, -0.1, "turns"), (1.0, 1e-4, "vanishes")],
)
def test_a_sign_holds_vanishes_or_turns_by_its_share_and_size(share, mean, name):
    assert verdict({"share": share, "mean": mean}) == name


def test_a_pretext_is_lent_at_a_stated_cost_and_an_own_one_is_kept(prepared):
    assert prepared.scenario.pretext.needed is False
    lent, rules = variant(prepared, "a pretext needed")
    assert lent.scenario.pretext.cost.root == (table("claims")["pretext"]["cost"],)
    assert rules.needs_pretext
    text = TWO.replace('"threaten", ', '"threaten", "pretext", ')
    own = prepare(crisis.loads(text + "[pretext]\nneeded = true\ncost = 0.2\n"), draws=1)
    assert variant(own, "a pretext needed")[0].scenario.pretext.cost.root == (0.2,)
    assert not variant(own, "no pretext needed")[1].needs_pretext


def test_the_command_prints_signs_and_names_what_it_cannot_measure(run, tmp_path):
    file = tmp_path / "slim.toml"
    file.write_text(SLIM, "utf-8")
    code, out, err = run("crisis", "claims", file, "--draws", "1", "--format", "table")
    assert code == 0
    assert "of it disappears" in out
    assert "not measured: free reserves bring attacks (the file has no reserves)" in err
    assert len(json.loads(run("crisis", "claims", file, "--draws", "1")[1])["claims"]) == len(ROWS)
