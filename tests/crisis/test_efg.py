"""The extensive form as text, read back by a small reader of the format."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from brinkwatch import crisis
from brinkwatch.crisis import efg
from brinkwatch.crisis.play import Table
from brinkwatch.crisis.tree import Owner
from brinkwatch.errors import InputError, NotSolvedError

from .conftest import drawn

FALKLANDS = Path(__file__).parents[2] / "examples" / "crises" / "falklands-1982.toml"
TOKEN = re.compile(r'"[^"]*"|[{}]|[^\s{}",]+')


@dataclass
class Form:
    """A node of the text; mover 0 is chance, 3 an end."""

    mover: int
    number: int
    name: str
    labels: list[str]
    numbers: list[Fraction]
    below: list[Form]

    def all(self) -> Iterator[Form]:
        yield self
        for child in self.below:
            yield from child.all()


def read(text):
    """Title, players and root of an extensive form."""
    head, _, *lines = text.splitlines()
    _, _, _, title, _, first, second, _ = TOKEN.findall(head)
    rest = iter(lines)
    root = node(rest)
    assert next(rest, None) is None, "nodes are left after the tree is complete"
    return title[1:-1], (first[1:-1], second[1:-1]), root


def node(lines):
    kind, _, *tokens = TOKEN.findall(next(lines))
    mover = {"c": 0, "t": 3}.get(kind) or (int(tokens.pop(0)) if kind == "p" else 0)
    number, name = int(tokens.pop(0)), tokens.pop(0)[1:-1]
    inside = tokens[tokens.index("{") + 1 : tokens.index("}")]
    labels = [token[1:-1] for token in inside if token.startswith('"')]
    numbers = [Fraction(token) for token in inside if not token.startswith('"')]
    return Form(mover, number, name, labels, numbers, [node(lines) for _ in labels])


def uniform(form):
    """Expected payoffs when both sides choose all moves equally often, from the text."""
    if form.mover == 3:
        return np.array([float(number) for number in form.numbers])
    count = len(form.labels)
    chances = form.numbers or [Fraction(1, count)] * count
    return sum(float(p) * uniform(child) for p, child in zip(chances, form.below, strict=True))


def uniform_of(made):
    """The same from the arrays of a game."""
    tree, total = made.tree, np.zeros(2)
    for types in product(range(len(made.prior[0])), range(len(made.prior[1]))):
        reach = np.ones(tree.nodes)
        for child in range(1, tree.nodes):
            above = int(tree.parent[child])
            chance = {
                Owner.CHANCE: made.chance[child],
                Owner.SIGNAL: made.signal[child, types[1]],
            }.get(Owner(int(tree.owner[above])), 1 / tree.count[above])
            reach[child] = reach[above] * chance
        for side in (0, 1):
            payoff = reach[tree.ends] @ made.payoff[side][:, types[side]]
            total[side] += made.prior[0][types[0]] * made.prior[1][types[1]] * payoff
    return total


@pytest.fixture
def form(small):
    """The extensive form of the small scenario, read back."""
    return read(crisis.export_efg(small))[2]


def test_chances_sum_to_exactly_one(form):
    chance = [n for n in form.all() if n.mover == 0]
    assert len(form.numbers) == 6
    assert len({len(n.labels) for n in chance}) > 1
    for n in chance:
        assert sum(n.numbers) == 1
        assert all(p > 0 for p in n.numbers)


def test_information_sets_are_the_public_nodes_times_the_types(form, small):
    made = drawn(small)
    for side, types, others in ((0, 3, 2), (1, 2, 3)):
        sets = defaultdict(list)
        for n in form.all():
            if n.mover == side + 1:
                sets[n.number].append(n)
        public = int((made.tree.owner == side).sum())
        assert sorted(sets) == list(range(1, public * types + 1))
        assert len({members[0].name for members in sets.values()}) == len(sets)
        for members in sets.values():
            assert len(members) == others
            assert len({(n.name, *n.labels) for n in members}) == 1


def test_a_player_knows_its_own_type_and_the_moves_and_no_more(form):
    seen = {1: {}, 2: {}}

    def walk(n, types, path):
        if n.mover in seen:
            knows = (types[n.mover - 1], *path)
            assert seen[n.mover].setdefault(n.number, knows) == knows
        for label, child in zip(n.labels, n.below, strict=True):
            walk(child, types, (*path, label))

    for label, below in zip(form.labels, form.below, strict=True):
        walk(below, re.findall(r"\d+", label), ())
    assert all(len(set(sets.values())) == len(sets) > 0 for sets in seen.values())


def test_there_are_as_many_nodes_as_histories_and_every_end_has_its_own_outcome(form, small):
    made = drawn(small)
    ends = [n.number for n in form.all() if n.mover == 3]
    assert sum(1 for _ in form.all()) == 1 + 6 * made.tree.nodes
    assert ends == list(range(1, 6 * len(made.tree.ends) + 1))


def test_expected_payoffs_of_uniform_play_are_those_of_the_arrays(form, small):
    assert uniform(form) == pytest.approx(uniform_of(drawn(small)), rel=1e-12)


def test_a_worked_crisis_is_exported_as_it_is_played_with_its_intercept():
    scenario = crisis.load(FALKLANDS)
    title, players, root = read(crisis.export_efg(scenario))
    played = Table(scenario, "defender", seed=0)._game
    assert title == scenario.title
    assert players == ("Challenger (Argentina)", "Defender (United Kingdom)")
    assert uniform(root) == pytest.approx(uniform_of(played), rel=1e-12)
    free = scenario.model_copy(update={"calibration": None})
    assert uniform(read(crisis.export_efg(free))[2])[0] != pytest.approx(uniform(root)[0], rel=0.1)


def test_the_comment_says_at_which_precision_to_solve(small):
    comment = crisis.export_efg(small).splitlines()[1]
    assert "precision 12 (challenger), 12 (defender)" in comment


def test_numbers_have_no_exponent_and_rare_chances_survive(small):
    made = drawn(small)
    rare = np.where(made.chance < 0.02, 3e-9, made.chance)
    text = efg.text(
        replace(made, chance=rare, payoff=(made.payoff[0] * 1e-7, made.payoff[1])),
        "rare", ("C", "D"), "",
    )  # fmt: skip
    chances = [n.numbers for n in read(text)[2].all() if n.mover == 0]
    assert "0.000000003" in text
    assert all(sum(numbers) == 1 for numbers in chances)
    assert not re.search(r"\d[eE]-?\d", text)


@pytest.mark.parametrize(
    ("title", "written"),
    [('The "line"', "The 'line'"), ("a\\b", "a/b"), ("two\nlines\x07", "two lines "),
     ("Größe ≥ 1", "Größe ≥ 1"), ("{ brace }", "{ brace }")],
)  # fmt: skip
def test_labels_cannot_break_the_text(small, title, written):
    text = crisis.export_efg(small.model_copy(update={"title": title}))
    assert text.splitlines()[0].startswith(f'EFG 2 R "{written}" {{ "Challenger (C)"')
    assert sum(1 for _ in read(text)[2].all()) > 1


def test_a_tree_above_the_limit_is_refused_with_its_size(small, monkeypatch):
    nodes = 1 + 6 * drawn(small).tree.nodes
    monkeypatch.setattr(efg, "LARGEST", nodes)
    crisis.export_efg(small)
    monkeypatch.setattr(efg, "LARGEST", nodes - 1)
    with pytest.raises(InputError, match=rf"{nodes:,} nodes .* limit is {nodes - 1:,}"):
        crisis.export_efg(small)


def test_a_base_rate_out_of_reach_is_an_error_of_one_sentence(small):
    text = crisis.dumps(small).replace('"strike", "probe"', '"wait"')
    never = crisis.loads(text + '[calibration]\nbase_rate = 0.2\nreference = "none"\n')
    with pytest.raises(NotSolvedError, match="no intercept meets the base rate"):
        crisis.export_efg(never)


def test_the_command_writes_a_file_or_prints_the_same(run, small, tmp_path):
    file, output = tmp_path / "small.toml", tmp_path / "small.efg"
    file.write_text(crisis.dumps(small), "utf-8")
    code, out, _ = run("crisis", "export", file, "--to", "efg")
    assert code == 0
    assert out == crisis.export_efg(small)
    assert run("crisis", "export", file, "--to", "efg", "--output", output)[:2] == (0, "")
    assert output.read_text("utf-8") == out


def test_an_output_that_cannot_be_written_is_one_sentence(run, small, tmp_path):
    file = tmp_path / "small.toml"
    file.write_text(crisis.dumps(small), "utf-8")
    code, _, err = run("crisis", "export", file, "--to", "efg", "--output", tmp_path / "no" / "x")
    assert code == 2
    assert "No such file" in err
