"""Plays can be taken back, written down and gone through again."""

from __future__ import annotations

import io
import itertools
import json

import pytest

from brinkwatch import crisis
from brinkwatch.crisis.play import Table
from brinkwatch.crisis.transcripts import read, replayed, transcript_of
from brinkwatch.errors import InputError

from .conftest import SMALL


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "small.toml"
    path.write_text(SMALL, "utf-8")
    return path


def played(scenario, side, seed):
    table = Table(scenario, side, seed=seed)
    positions = [table.start()]
    while positions[-1].mover:
        positions.append(table.choose(positions[-1], positions[-1].choices[-1]))
    return table, positions


@pytest.mark.parametrize("side", ["challenger", "defender"])
def test_a_move_taken_back_and_made_again_meets_the_same_answer(small, side):
    table, positions = played(small, side, 4)
    for before, after in itertools.pairwise(positions):
        for choice in before.choices:
            table.choose(before, choice)
        assert table.choose(before, before.choices[-1]) == after


@pytest.mark.parametrize("seed", range(6))
def test_a_transcript_replays_to_the_same_end(small, seed):
    transcript = transcript_of(small, *played(small, "challenger", seed))
    found = replayed(small, transcript)
    assert found["outcome"] == transcript.outcome
    own = [m for m in found["moves"] if m["mover"] == "challenger"]
    assert all(0 < move["equilibrium"] <= 1 for move in own)


def test_a_changed_transcript_or_scenario_is_refused(small):
    transcript = transcript_of(small, *played(small, "challenger", 1))
    other = small.model_copy(update={"title": "another"})
    with pytest.raises(InputError, match="not the scenario of the transcript"):
        replayed(other, transcript)
    changed = transcript.model_copy(update={"moves": transcript.moves[:-1]})
    with pytest.raises(InputError, match=r"has been changed|is no move here"):
        replayed(small, changed)


def test_play_takes_back_and_writes_what_simulate_replays(run, monkeypatch, tmp_path, file):
    path = tmp_path / "play.json"
    moves = "u\n1\nundo\n" + "1\n" * 20
    monkeypatch.setattr("sys.stdin", io.StringIO(moves))
    code, out, err = run("play", file, "--side", "challenger", "--transcript", path)
    assert code == 0
    assert "nothing to take back yet" in err
    assert "It ends:" in out
    code, out, _ = run("crisis", "simulate", file, "--replay", path, "--format", "json")
    assert code == 0
    assert json.loads(out)["moves"] == [
        {**move.model_dump(), "equilibrium": made["equilibrium"]}
        for move, made in zip(read(path).moves, json.loads(out)["moves"], strict=True)
    ]
    assert run("play", file, "--transcript", path)[0] == 2


@pytest.mark.parametrize("text", ["", "[]", '{"format": 2}', "[" * 5000, "\x00"])
def test_what_is_no_transcript_is_refused(text, tmp_path):
    path = tmp_path / "odd.json"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match="no transcript of a play"):
        read(path)


def test_commands_look_into_a_solved_scenario(run, file):
    for words, key in (
        (("beliefs", file, "united", "step", "wait"), "steps"),
        (("paths", file, "--to", "limited_war"), "paths"),
        (("bluffs", file), "threats"),
        (("crossing", file), "difference"),
    ):
        code, out, _ = run("crisis", *words, "--draws", "2", "--format", "json")
        assert code == 0
        assert json.loads(out)[key]
        code, out, _ = run("crisis", *words, "--draws", "2", "--format", "table")
        assert code == 0
        assert len(out.splitlines()) > 4
    code, _, err = run("crisis", "beliefs", file, "united", "stepp")
    assert code == 2
    assert "did you mean step?" in err
    assert crisis.load(file).observed is None
    assert "none under [observed]" in run("crisis", "beliefs", file)[2]
