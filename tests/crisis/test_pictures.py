"""The picture of a game: the likeliest moves, all else counted, on a page where no text acts."""

from __future__ import annotations

import json
import re

import pytest

from brinkwatch import crisis
from brinkwatch.crisis.histories import SILENT
from brinkwatch.crisis.payoffs import OUTCOMES
from brinkwatch.crisis.pictures import MOST_DEEP, caption, picture, rest
from brinkwatch.crisis.profiles import profiles
from brinkwatch.crisis.tree_page import page
from brinkwatch.errors import InputError

from .conftest import SMALL

HOSTILE = "<script>alert(1)</script>\\u0007"


@pytest.fixture(scope="module")
def solved():
    scenario = crisis.loads(SMALL)
    return scenario, crisis.solve(scenario, draws=2)


def walk(branch, depth=0):
    yield branch, depth
    for below in branch["branches"]:
        yield from walk(below, depth + 1)


def test_the_likeliest_moves_are_shown_and_the_others_counted(solved):
    drawn = picture(*solved, moves=20)
    shown = [branch for branch, _ in walk(drawn)][1:]
    tree = solved[1].tree
    reach = sum(profile.reach for profile in profiles(*solved)) / 2
    words = [n for n in range(1, tree.nodes) if tree.label(n) not in SILENT]
    assert len(shown) == 20
    best = sorted((reach[n] for n in words), reverse=True)[:20]
    assert sorted((b["reach"] for b in shown), reverse=True) == pytest.approx(best)
    for branch in shown:
        below = branch["cut"] + sum(b["reach"] for b in branch["branches"])
        silent_end = branch["reach"] - below
        assert silent_end > -1e-6
        assert (branch["ends"] is None) == (silent_end < 1e-6)  # policies are float32
        assert branch["ends"] in (None, *OUTCOMES)
        assert sum(branch["challenger"]) == pytest.approx(1)
        assert bool(rest(branch)) == (branch["hidden"] > 0)
        assert branch["action"] in caption(branch)


def test_a_picture_of_everything_has_every_move_that_is_not_too_deep(solved):
    everything = list(walk(picture(*solved, moves=1_000_000)))
    tree = solved[1].tree
    words = [n for n in range(1, tree.nodes) if tree.label(n) not in SILENT]
    depths = [sum(word not in SILENT for word in tree.path(n)) for n in words]
    assert len(everything) - 1 == sum(depth <= MOST_DEEP for depth in depths)
    assert max(depth for _, depth in everything) == min(MOST_DEEP, max(depths))
    with pytest.raises(InputError, match="show at least one"):
        picture(*solved, moves=0)


def test_the_page_is_self_contained_and_no_text_of_the_file_acts(solved):
    hostile = SMALL.replace("A small crisis with every mechanism", HOSTILE)
    hostile = hostile.replace('levels = ["low"', f'levels = ["{HOSTILE}"')
    hostile = hostile.replace('level = "low"', f'level = "{HOSTILE}"')
    scenario = crisis.loads(hostile)
    equilibrium = crisis.solve(scenario, draws=1)
    made = page(picture(scenario, equilibrium), equilibrium)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\ufffd" in made
    assert "<script" not in made
    assert "\x07" not in made
    assert "http" not in made.replace("http-equiv", "")
    plain = page(picture(*solved), solved[1])
    assert plain == page(picture(*solved), solved[1])
    assert len(re.findall('class="words"', plain)) == 61
    assert len(re.findall("<path", plain)) == 60


def test_the_command_draws_in_text_json_and_html(run, tmp_path):
    file, html = tmp_path / "small.toml", tmp_path / "small.html"
    file.write_text(SMALL, "utf-8")
    ask = ("crisis", "show", file, "--draws", "1", "--moves", "12")
    code, out, _ = run(*ask, "--format", "table")
    assert code == 0
    assert len(out.splitlines()) > 12
    assert json.loads(run(*ask)[1])["branches"]
    code, out, err = run(*ask, "--html", html)
    assert (code, out) == (0, "")
    assert "small.html" in err
    assert html.read_text("utf-8").endswith("</html>\n")
    code, _, err = run(*ask, "--html", tmp_path / "none" / "small.html")
    assert code == 2
    assert "give a file that can be written" in err
