"""The bibliography of a result."""

from __future__ import annotations

import pytest

from brinkwatch.report import bibliography
from brinkwatch.report.answer import Answer
from brinkwatch.report.provenance import named


@pytest.mark.parametrize(
    ("source", "keys"),
    [
        ("CoW MID 5.0 incident data (MIDI/MIDIP)", {"palmer2021", "sarkees2010"}),
        ("Militarized Interstate Disputes 5.0 (Palmer et al. 2021)", {"palmer2021"}),
        ("ICB v14, crises that did not start inside a war", {"brecher2000"}),
        ("ICBe 1918-1989: threats that name an armed act", {"douglass2024"}),
        ("assumed; Sechser 2011", {"sechser2011"}),
        ("fearon1994", {"fearon1994"}),
        ("the cow in the meadow", set()),
        ("assumed", set()),
    ],
)
def test_a_source_is_recognised_by_its_short_names(source: str, keys: set[str]) -> None:
    assert set(named(source)) == keys


def test_a_result_cites_its_base_rates_solver_coder_and_itself(answer: Answer) -> None:
    text = "\n".join(bibliography(answer.model_dump(mode="json")))
    for author in ("Palmer", "McKelvey", "Halterman", "Honnibal", "Sechser", "Director of Nat"):
        assert author in text
    assert text.endswith("brinkwatch 0.1.0. Software: crises read from published articles.")


def test_a_result_without_a_solved_game_does_not_cite_a_solver(answer: Answer) -> None:
    crisis = answer.crises[0].model_copy(update={"equilibrium": None})
    row = answer.model_copy(update={"crises": (crisis,)}).model_dump(mode="json")
    assert not any("McKelvey" in line for line in bibliography(row))


def test_a_source_that_no_reference_names_is_listed_as_it_stands() -> None:
    assert bibliography({"source": "Archive of the Harbour Board"}) == [
        "As the result names it: Archive of the Harbour Board"
    ]


def test_an_assumption_is_no_source() -> None:
    assert bibliography({"assumptions": [{"source": "assumed, until measured"}]}) == []


def test_a_drafted_scenario_cites_the_history_it_names() -> None:
    toml = '[sources]\n"payoff.challenger.victory" = "history: MID 5.0"\n'
    assert any("Palmer" in line for line in bibliography({"scenario_toml": toml}))
