"""Estimation, information, variance and differences."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from brinkwatch import crisis
from brinkwatch.crisis import catalog
from brinkwatch.crisis.differences import differ
from brinkwatch.crisis.draws import sample
from brinkwatch.crisis.estimation import estimate, fit
from brinkwatch.crisis.histories import follow
from brinkwatch.crisis.information import calendars, information, respond
from brinkwatch.crisis.ladder import Rules
from brinkwatch.crisis.profiles import profiles
from brinkwatch.crisis.simulation import plays
from brinkwatch.crisis.solvers import get
from brinkwatch.crisis.variance import sobol, tornado
from brinkwatch.errors import InputError, NotSolvedError

from .conftest import SMALL, drawn

SLIM = SMALL.replace("open = [0.1, 0.3]", "open = 0.0").replace("max = 1", "max = 0")
SLIM = SLIM.replace("[solve]", "[solve]\nprecision = { challenger = 12, defender = 12 }")
CALIBRATED = SLIM + '[calibration]\nbase_rate = 0.2\nreference = "such crises"\n'


@pytest.fixture(scope="module")
def solved():
    scenario = crisis.loads(SLIM)
    return scenario, crisis.solve(scenario, draws=4)


# Estimation


def counted(precision, runs):
    """End nodes of Signorino's game in their exact expected numbers, rounded."""
    game = catalog.load("signorino", precision=precision)
    reach = get("fast")(game, tolerance=1e-10).reach(game)
    return game.tree, [int(n) for n in game.tree.ends for _ in range(round(runs * reach[n]))]


def test_the_likelihood_is_signorinos_closed_form_and_its_error_is_fishers():
    runs, precision = 10_000, float(np.sqrt(0.5))
    tree, paths = counted(precision, runs)

    def build(values):
        return catalog.load("signorino", precision=float(values[0]))

    found = fit(build, ["precision"], np.array([1.5]), tree, paths)
    assert found.value[0] == pytest.approx(precision, rel=1e-3)

    def log_likelihood(lam):
        u11, u13, u14, u24 = 0.3, 1.0, -1.5, 0.4
        p4 = 1 / (1 + np.exp(-lam * u24))
        p2 = 1 / (1 + np.exp(-lam * (p4 * u14 + (1 - p4) * u13 - u11)))
        shares = {"stay": 1 - p2, "give in": p2 * (1 - p4), "resist": p2 * p4}
        return sum(ends[word] * np.log(p) for word, p in shares.items())

    ends = Counter(tree.label(n) for n in paths)

    top = float(found.value[0])
    assert set(ends) == {"stay", "give in", "resist"}
    assert found.log_likelihood == pytest.approx(log_likelihood(top), rel=1e-9)
    step = 1e-3
    curve = (
        log_likelihood(top + step) - 2 * log_likelihood(top) + log_likelihood(top - step)
    ) / step**2
    assert found.error[0] == pytest.approx(np.sqrt(-1 / curve), rel=0.01)


def test_estimates_from_simulated_plays_lie_near_the_truth():
    medians = fixed(crisis.loads(SLIM))
    equilibrium = crisis.solve(medians, draws=1)
    histories = [
        [move.action for move in run.moves] for run in plays(medians, equilibrium, runs=400, seed=2)
    ]
    found = estimate(medians, histories, ["precision"])
    (row,) = found["estimates"]
    assert found["histories"] == 400
    assert abs(row["value"] - 12) < 3 * row["error"]
    assert row["lo"] < row["value"] < row["hi"]


def test_an_estimate_meets_the_base_rate_of_a_calibrated_file():
    medians = fixed(crisis.loads(CALIBRATED))
    equilibrium = crisis.solve(medians, draws=1)
    histories = [
        [move.action for move in run.moves] for run in plays(medians, equilibrium, runs=300, seed=4)
    ]
    found = estimate(medians, histories, ["precision"])
    (row,) = found["estimates"]
    assert abs(row["value"] - 12) < 3 * row["error"]
    plain = crisis.loads(
        crisis.dumps(medians).replace(
            "precision = { challenger = 12.0, defender = 12.0 }",
            f"precision = {{ challenger = {row['value']!r}, defender = {row['value']!r} }}",
        )
    )
    again = crisis.solve(plain, draws=1)
    assert found["intercept"] == pytest.approx(float(again.intercept[0]), abs=0.01)
    free = estimate(medians.model_copy(update={"calibration": None}), histories, ["precision"])
    assert free["intercept"] == 0
    assert free["log_likelihood"] != found["log_likelihood"]
    with pytest.raises(InputError, match="set by the calibration"):
        estimate(medians, histories, ["payoff.challenger.operation_cost"])


def fixed(scenario):
    """The scenario with every number at its median."""
    data = scenario.model_dump(exclude_unset=True)

    def walk(value):
        if isinstance(value, dict):
            return {k: walk(v) for k, v in value.items()}
        if (
            isinstance(value, tuple)
            and len(value) == 2
            and all(isinstance(x, float) for x in value)
        ):
            return sum(value) / 2
        return [walk(v) for v in value] if isinstance(value, list | tuple) else value

    return type(scenario).model_validate(walk(data))


def test_what_histories_cannot_tell_is_refused(solved):
    scenario = solved[0]
    with pytest.raises(InputError, match="did you mean"):
        estimate(scenario, [["united"]], ["payoff.challenger.audience_costs"])
    with pytest.raises(InputError, match="history 2: move 1"):
        estimate(scenario, [["united"], ["nonsense"]], ["precision"])
    with pytest.raises(NotSolvedError, match="do not"):
        estimate(scenario, [["united", "hold"]], ["payoff.challenger.disaster", "precision"])


# Information


def test_private_knowledge_is_worth_something_and_public_is_apart(solved):
    found = information(*solved)
    assert [row["side"] for row in found["learns"]] == ["challenger", "defender"]
    for row in found["learns"]:
        assert row["private"]["mean"] > -1e-3
        assert row["public"]["draws"] <= 4
        assert row["public"]["mean"] != row["private"]["mean"]


WINDOWS = SLIM.replace("count = 1", "count = 2").replace("open = 0.0", "open = [0.1, 0.3]")


def test_knowing_when_windows_open_is_measured_where_they_open_by_chance(solved):
    scenario = crisis.loads(WINDOWS + '[report]\ninformation = ["window"]\n')
    equilibrium = crisis.solve(scenario, draws=2)
    found = information(scenario, equilibrium)
    assert [(row["side"], row["of"]) for row in found["learns"]] == [
        ("challenger", "window"), ("defender", "window"),
    ]  # fmt: skip
    for row in found["learns"]:
        assert row["private"]["mean"] > -1e-3
        assert row["public"]["draws"] == 2
        assert row["public"]["mean"] != row["private"]["mean"]
    assert "window" not in {row["of"] for row in information(*solved)["learns"]}


def test_calendars_are_all_that_can_be_and_their_chances_add_up():
    scenario = crisis.loads(WINDOWS)
    for profile in profiles(scenario, crisis.solve(scenario, draws=2)):
        chances = dict(calendars(profile, Rules.of(scenario).calendar))
        opens = sample(scenario, 2, scenario.solve.seed).one("window.open", profile.draw)
        assert set(chances) == {(0, 0), (0, 1), (1, 0)}  # a window lasts one round
        assert chances[1, 0] == pytest.approx(opens)
        assert chances[0, 1] == pytest.approx((1 - opens) * opens)
        assert sum(chances.values()) == pytest.approx(1)


def test_knowing_what_is_certain_is_worth_nothing():
    certain = crisis.loads(WINDOWS.replace("open = [0.1, 0.3]", "open = 1.0"))
    equilibrium = crisis.solve(certain, draws=1)
    rows = [row for row in information(certain, equilibrium)["learns"] if row["of"] == "window"]
    for row in rows:
        assert row["public"]["mean"] == pytest.approx(0, abs=1e-5)
        assert row["private"]["mean"] == pytest.approx(0, abs=1e-5)


def test_the_response_to_the_equilibrium_is_the_equilibrium(solved):
    for profile in profiles(*solved):
        for side in (0, 1):
            game = replace(
                profile.game,
                precision=tuple(
                    p if i == side else profile.game.precision[i]
                    for i, p in enumerate(profile.game.precision)
                ),
            )
            edge = np.where(np.isin(game.tree.owner[game.tree.parent], [side]), 1.0, profile.edge)
            value = respond(game, side, edge)
            again = solved[1].value[side][profile.draw]
            assert game.prior[side] @ value == pytest.approx(again, abs=1e-5)


# Variance


def test_a_tornado_moves_one_number_at_a_time(solved):
    found = tornado(solved[0])
    rows = {row["path"]: row for row in found["rows"]}
    assert found["solves"] == 1 + 2 * len(rows)
    assert found["failed"] == 0
    hazard = rows["hazard.brandish"]["outcomes"]["disaster"]
    for end, value in (("low", 0.015), ("high", 0.055)):
        set_to = SLIM.replace("brandish = [0.01, 0.06]", f"brandish = {value}")
        alone = crisis.solve(fixed(crisis.loads(set_to)), draws=1)
        assert hazard[end] == pytest.approx(alone.outcomes[0].sum(axis=0)[4], rel=1e-4)


def test_sobol_indices_find_the_number_that_makes_the_variance():
    slim = fixed(crisis.loads(SLIM))
    text = crisis.dumps(slim).replace("disaster = 5.5", "disaster = [5.4, 5.6]", 1)
    text = text.replace("value_per_level = 0.11", "value_per_level = [0.0, 0.4]")
    found = sobol(crisis.loads(text), n=16)
    assert found["solves"] == 16 * 4
    assert len(found["rows"]) == 2
    assert found["rows"][0]["path"] == "payoff.defender.value_per_level"
    assert found["rows"][0]["total"]["no_attack"] > 0.8
    assert sobol(crisis.loads(text), n=16) == found
    with pytest.raises(InputError, match="power of two"):
        sobol(crisis.loads(text), n=12)


# Differences


def test_scenarios_and_solves_differ_by_path(run, tmp_path):
    one, other = tmp_path / "one.toml", tmp_path / "other.toml"
    one.write_text(SLIM, "utf-8")
    other.write_text(SLIM.replace("desist_cost = [0.10, 0.40]", "desist_cost = 0.4"), "utf-8")
    assert differ(one, one)["changes"] == []
    assert differ(one, other)["changes"] == [
        {"path": "payoff.challenger.desist_cost", "one": [0.1, 0.4], "other": 0.4}
    ]
    solves = []
    for file in (one, other):
        out = run("crisis", "solve", file, "--draws", "2", "--format", "json")[1]
        solves.append(file.with_suffix(".json"))
        solves[-1].write_text(out, "utf-8")
    paths = {row["path"] for row in differ(*solves)["changes"]}
    assert "outcomes.no_attack" in paths
    code, out, _ = run("crisis", "diff", one, other, "--format", "table")
    assert code == 1
    assert "0.4" in out
    with pytest.raises(InputError, match="not one of each"):
        differ(one, solves[0])


def test_the_commands_measure(run, tmp_path):
    file, histories = tmp_path / "slim.toml", tmp_path / "histories.jsonl"
    file.write_text(SLIM, "utf-8")
    lines = [["united", "step", "wait"]] * 5 + [["split", "hold", "wait"]] * 4
    lines += [["united", "step", "strike", "plain", "match", "desist"]] * 2
    histories.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    for words in (
        ("information", file, "--draws", "2"),
        ("estimate", file, histories),
        ("sensitivity", file, "--method", "tornado"),
    ):
        code, out, err = run("crisis", *words, "--format", "table")
        assert code == 0, err
        assert len(out.splitlines()) > 3
        assert json.loads(run("crisis", *words, "--format", "json")[1])
    histories.write_text('{"a": 1}', "utf-8")
    assert "line 1 is no list of moves" in run("crisis", "estimate", file, histories)[2]
    assert follow(drawn(crisis.loads(SLIM)).tree, lines[0])
