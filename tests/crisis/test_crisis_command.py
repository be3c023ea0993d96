"""The crisis commands as a user meets them."""

from __future__ import annotations

import io
import json
import tomllib
from pathlib import Path

import pytest

GALLERY = Path(__file__).parents[2] / "examples" / "crises"
FALKLANDS = str(GALLERY / "falklands-1982.toml")


def test_solve_prints_the_contract(run):
    code, out, _ = run("crisis", "solve", FALKLANDS, "--draws", "4", "--format", "json")
    row = json.loads(out)
    assert code == 0
    assert (row["scenario"], row["draws"]) == ("falklands-1982", 4)
    assert set(row["converged"]) == {"n", "share"}
    assert list(row["outcomes"]) == [
        "no_attack", "unanswered", "answered_desists", "limited_war", "disaster",
    ]  # fmt: skip
    assert sum(o["mean"] for o in row["outcomes"].values()) == pytest.approx(1)
    for outcome in row["outcomes"].values():
        assert sum(outcome["by_round"]) == pytest.approx(outcome["mean"])
        rounds = zip(*(outcome[f"by_round{end}"] for end in ("_lo", "", "_hi")), strict=True)
        assert all(lo <= mean <= hi for lo, mean, hi in rounds)
    assert {"challenger", "defender"} == set(row["value"])
    assert row["residual"] <= 1e-6 < row["regret"]


def test_a_line_a_draw_holds_the_numbers_beside_the_outcomes(run):
    options = ("crisis", "solve", FALKLANDS, "--draws", "4", "--format")
    rows = [json.loads(line) for line in run(*options, "jsonl")[1].splitlines()]
    whole = json.loads(run(*options, "json")[1])
    assert [row["draw"] for row in rows] == [0, 1, 2, 3]
    for name, spread in whole["outcomes"].items():
        assert sum(row[name] for row in rows) / 4 == pytest.approx(spread["mean"])
    assert sum(row["value.defender"] for row in rows) / 4 == pytest.approx(
        whole["value"]["defender"]["mean"]
    )
    drawn = tomllib.loads(Path(FALKLANDS).read_text("utf-8"))["payoff"]["challenger"]
    low, high = drawn["desist_cost"]
    assert all(low <= row["payoff.challenger.desist_cost"] <= high for row in rows)
    assert all(type(value) in (int, float, bool) for row in rows for value in row.values())


def test_check_says_how_large_the_game_is_and_refuses_one_too_large(run, tmp_path):
    code, _, err = run("crisis", "check", FALKLANDS)
    assert code == 0
    assert "public histories" in err
    large = tmp_path / "large.toml"
    text = (GALLERY / "long-range-missiles-2024.toml").read_text("utf-8")
    text = text.replace("count = 3\nlabels", "count = 6\n# labels")
    large.write_text(text.replace("calendar = [0, 1, 1]", "open = 0.2"), "utf-8")
    code, _, err = run("crisis", "check", large)
    assert code == 2
    assert "more than 300,000 public histories" in err


def test_compare_prints_paired_differences(run):
    code, out, _ = run("crisis", "compare", FALKLANDS, "--draws", "2", "--format", "table")
    assert code == 0
    assert "policy less free" in out


def test_solve_gives_the_same_bytes_twice_and_other_draws_for_another_seed(run):
    options = ("crisis", "solve", FALKLANDS, "--draws", "3", "--format", "json")
    first = run(*options)
    assert run(*options) == first
    assert run(*options, "--seed", "7")[1] != first[1]


def test_a_published_game_names_its_solver_and_its_value(run):
    code, out, _ = run("crisis", "solve", "catalog:kuhn", "--format", "json")
    row = json.loads(out)
    assert code == 0
    assert row["solver"] == "cfr+"
    assert row["value"] == pytest.approx(-1 / 18, abs=1e-3)


def test_an_unknown_published_game_is_answered_with_the_nearest(run):
    code, _, err = run("crisis", "solve", "catalog:khun")
    assert code == 2
    assert "kuhn" in err


def test_the_catalogue_lists_its_games_with_citations(run):
    code, out, _ = run("crisis", "catalog", "--format", "json")
    rows = json.loads(out)
    assert code == 0
    assert [row["name"] for row in rows] == [
        "empty_threat", "signorino", "bluff", "fearon", "powell", "salami", "kuhn", "leduc",
    ]  # fmt: skip
    assert all(row["citation"] and row["known"] for row in rows)
    assert "Kuhn poker" in run("crisis", "catalog", "--format", "table")[1]


def test_compare_sets_policies_side_by_side_with_paired_differences(run):
    code, out, _ = run("crisis", "compare", FALKLANDS, "--draws", "3", "--format", "json")
    found = json.loads(out)
    assert code == 0
    assert found["policies"][0]["policy"] == "free"
    assert set(found["differences"]) == {row["policy"] for row in found["policies"][1:]}


def test_simulate_counts_as_many_plays_as_asked(run):
    options = ("--runs", "50", "--draws", "3", "--format", "json")
    code, out, _ = run("crisis", "simulate", FALKLANDS, *options)
    found = json.loads(out)
    assert code == 0
    assert found["runs"] == 50
    assert sum(path["share"] for path in found["paths"]) == pytest.approx(1)


def test_check_counts_what_is_assumed(run):
    code, _, err = run("crisis", "check", FALKLANDS)
    assert code == 0
    assert "of them assumed" in err


def test_a_broken_scenario_is_one_sentence_with_the_nearest_key(run, tmp_path):
    broken = tmp_path / "broken.toml"
    text = Path(FALKLANDS).read_text("utf-8").replace("war_cost", "war_costs", 1)
    broken.write_text(text, "utf-8")
    code, _, err = run("crisis", "solve", broken)
    assert code == 2
    assert "broken.toml" in err
    assert "did you mean war_cost?" in err


def test_a_drafted_scenario_is_toml_that_solves(run, tmp_path, warning):
    code, out, _ = run("crisis", "scenario", warning, "--as-of", "2012-05-10")
    assert code == 0
    assert tomllib.loads(out)["challenger"]["code"] == "GBR"
    drafted = tmp_path / "drafted.toml"
    drafted.write_text(out, "utf-8")
    assert run("crisis", "solve", drafted, "--draws", "3", "--format", "json")[0] == 0


def test_a_scenario_is_drafted_from_a_case_file_as_from_its_articles(run, tmp_path, warning):
    case = tmp_path / "case.db"
    assert run("code", warning, "--store", case, "--as-of", "2012-05-10")[0] == 0
    options = ("--as-of", "2012-05-10")
    code, out, err = run("crisis", "scenario", "--from", case, *options)
    assert code == 0, err
    assert out == run("crisis", "scenario", warning, *options)[1]
    code, begun, err = run("crisis", "scenario", "--from", case, *options, "--since", "2012-05-01")
    assert code == 0, err
    made = tomllib.loads(begun)
    assert str(made["as_of"]) == "2012-05-01"
    assert "2012-05-10" in made["observed"]["note"]
    for late in ("2012-05-10", "2012-06-01"):
        code, _, err = run("crisis", "scenario", "--from", case, *options, "--since", late)
        assert code == 2
        assert "not before the as-of day" in err


@pytest.mark.parametrize("side", ["challenger", "defender"])
def test_a_play_runs_to_its_end_from_piped_moves(run, monkeypatch, side):
    monkeypatch.setattr("sys.stdin", io.StringIO("nonsense\n" + "1\n" * 40))
    code, out, err = run("play", FALKLANDS, "--side", side, "--hints")
    assert code == 0
    assert f"You play the {side}" in out
    assert "believed of the challenger" in out
    assert "equilibrium" in out
    assert "It ends:" in out
    assert "'nonsense' is no move here" in err


def test_a_play_can_be_left(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("q\n"))
    code, out, err = run("play", FALKLANDS)
    assert code == 0
    assert "It ends" not in out
    assert "left before the end" in err


def test_every_command_of_the_crisis_says_in_the_list_what_it_does(run):
    _, out, _ = run("crisis", "--help")
    listed = out.split("Commands", 1)[1]
    rows = [line.strip("│").split(maxsplit=1) for line in listed.splitlines()]
    told = {row[0]: row[1].strip() for row in rows if len(row) == 2}
    commands = {"solve", "play", "show", "claims", "estimate", "catalog", "information"}
    assert all(told.get(command) for command in commands)


def test_a_game_of_another_program_is_solved_at_each_precision(run, tmp_path):
    efg = tmp_path / "probe.efg"
    efg.write_text(
        'EFG 2 R "Probe or wait" { "challenger" "defender" }\n'
        'p "" 1 1 "" { "wait" "probe" } 0\n'
        't "" 1 "" { 0, 2 }\n'
        'p "" 2 1 "" { "absorb" "fight" } 0\n'
        't "" 2 "" { 1, 1 }\n'
        't "" 3 "" { -5, -1 }\n'
    )
    code, out, _ = run(
        "crisis", "solve", str(efg), "--precision", "1", "20", "--format", "json"
    )  # fmt: skip
    assert code == 0
    low, high = (row["moves"] for row in json.loads(out)["solutions"])
    assert low["probe, fight"] == [pytest.approx(1 / (1 + 2.718281828**2))]
    assert high["probe"][0] > 0.99 > low["probe"][0]  # the threat to fight is empty
    assert "precision 20" in run("crisis", "solve", str(efg), "--precision", "20",
                                 "--format", "table")[1]  # fmt: skip


def test_what_hides_a_move_or_is_no_game_is_refused_in_a_sentence(run, tmp_path):
    bad = tmp_path / "bad.efg"
    bad.write_text("hello")
    code, _, err = run("crisis", "solve", str(bad))
    assert code == 2
    assert len(err.splitlines()) == 1
    assert "EFG 2 R" in err
    code, _, err = run("crisis", "solve", FALKLANDS, "--precision", "3")
    assert code == 2
    assert "[solve]" in err
