"""The coder on sentences that experts coded, and the arithmetic of the figures."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).parents[1] / "benchmarks" / "expert.py"


@pytest.fixture(scope="module")
def expert():
    spec = importlib.util.spec_from_file_location("expert", BENCHMARK)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["expert"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["expert"]


@pytest.mark.shared
def test_the_coder_keeps_its_scores_on_sentences_that_experts_coded(expert, shared):
    types, _ = expert.plover(shared / "data")
    assert expert.shortfalls(expert.icbe(shared / "data") | types) == []


def test_a_threat_and_its_condition_are_scored(expert):
    threat, deed = expert.scores(
        [
            "Ghana threatened to close the border if Togo did not free the men.",
            "Ghana and Togo signed a treaty.",
        ]
    )
    assert threat.threat == threat.condition > 0.8
    assert deed == (0.0, 0.0)


def test_average_precision_counts_equal_scores_as_one_step(expert):
    judged = [expert.Judged(*pair) for pair in [(True, 0.9), (False, 0.5), (True, 0.5)]]
    # one half of the gold at precision 1, the other half at 2/3
    assert expert.average_precision(judged) == pytest.approx(0.5 * 1 + 0.5 * 2 / 3)
    assert expert.precision(judged) == pytest.approx(2 / 3)
    assert expert.recall(judged) == 1.0
    assert expert.f1(judged) == pytest.approx(0.8)


def test_an_interval_is_the_same_on_every_run_and_holds_the_figure(expert):
    groups = [[("A", "A")], [("A", "B")], [("B", "B")], [("B", "B")]]
    value, low, high = expert.interval(groups, expert.accuracy)
    assert value == 0.75
    assert low <= value <= high
    assert expert.interval(groups, expert.accuracy) == (value, low, high)
    assert low < high


def test_groups_that_are_alike_leave_no_doubt(expert):
    assert expert.interval([[("A", "A")]] * 5, expert.accuracy) == (1.0, 1.0, 1.0)


def test_actors_named_before_fill_up_a_sentence_the_most_salient_first(expert):
    def row(text, *actors):
        return {
            "text": text,
            "earliest_year": 1960,
            **dict.fromkeys(expert._ROLES),
            "do_actor_a": list(actors),
        }

    crisis = [
        row("Ghana and Togo quarrelled.", "Ghana", "Togo"),
        row("Mali looked on.", "Mali"),
        row("Togo closed the border.", "Togo", "Ghana"),
        row("Nobody spoke.", "Rebels of the hills"),
    ]
    assert list(expert.actor_sets(crisis)) == [
        ({"GHA", "TGO"}, {"GHA", "TGO"}),
        ({"MLI"}, {"MLI", "GHA"}),
        ({"TGO", "GHA"}, {"TGO", "MLI"}),
    ]
    named = [sets.ours for sets in expert.actor_sets(crisis, carried=False)]
    assert named == [{"GHA", "TGO"}, {"MLI"}, {"TGO"}]


def test_a_name_counts_when_the_whole_of_it_is_a_state_or_an_organisation(expert):
    assert expert.coded_as("Soviet Union") == ["RUS"]
    assert expert.coded_as("Arab League") == ["ARAB_LEAGUE"]
    assert expert.coded_as("Communist Party of Greece") == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Niger attacked Benin.", "ASSAULT"),
        ("Niger threatened to attack Benin.", "THREATEN"),
        ("Niger said that it would visit Benin.", "AGREE"),
        ("The weather was fine.", "none"),
    ],
)
def test_what_is_announced_has_the_type_of_the_announcement(expert, text, kind):
    assert expert.type_of(text) == kind


def test_a_figure_under_its_floor_is_a_shortfall(expert, tmp_path):
    floors = tmp_path / "floors.toml"
    floors.write_text('[expert]\n"types.accuracy" = 0.6\n"actors.f1" = 0.5\n', "utf-8")
    figures = {"types.accuracy": (0.59, 0.5, 0.7), "actors.f1": (0.5, 0.4, 0.6)}
    assert expert.shortfalls(figures, floors) == ["types.accuracy is 0.590, its floor 0.6"]
