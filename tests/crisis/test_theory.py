"""Published results of deterrence theory, as exact values or as properties of the solved games."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from brinkwatch import crisis
from brinkwatch.crisis import catalog
from brinkwatch.crisis.ladder import Rules
from brinkwatch.crisis.solvers import get
from brinkwatch.crisis.solvers.regret import Regret
from brinkwatch.crisis.tree import Owner

from .conftest import SMALL, drawn

LOOSE = {"tolerance": 1e-8, "iterations": 20_000}


def chance_of(game, solution, *path):
    """By type: the chance of the last move of a path, where the path has led."""
    tree = game.tree
    (node,) = (n for n in range(1, tree.nodes) if tree.path(n) == path)
    return solution.policy[int(tree.owner[tree.parent[node]])][node]


def ending(game, solution, word):
    """Public probability that play ends at states whose last move is `word`."""
    ends = [n for n in game.tree.ends if game.tree.label(int(n)) == word]
    return solution.reach(game)[ends].sum()


# Powell 1988, 2015: resolve


@pytest.mark.parametrize("disaster", [-1.0, -4.0, -9.0])
def test_a_side_stands_firm_exactly_against_risks_below_its_resolve(disaster):
    resolve = (1 - 0) / (1 - disaster)
    for risk, firm in ((resolve - 0.03, True), (resolve + 0.03, False)):
        game = catalog.load("powell", risk=risk, disaster=[disaster], precision=300.0)
        solution = get("fast")(game, **LOOSE)
        last = ("challenge", "stand firm", "safe", "press", "safe", "stand firm")
        assert (chance_of(game, solution, *last)[0] > 0.99) == firm


def test_with_everything_known_there_is_no_crisis_in_the_limit():
    for risk in (0.1, 0.3):
        disasters = []
        for precision in (5.0, 20.0, 80.0, 320.0):
            game = catalog.load("powell", risk=risk, precision=precision)
            disasters.append(ending(game, get("fast")(game, **LOOSE), "disaster"))
        assert disasters == sorted(disasters, reverse=True)
        assert disasters[-1] < 1e-6


def test_unknown_resolve_keeps_disaster_possible_in_the_limit():
    game = catalog.load("powell", risk=0.15, disaster=[-2.0, -20.0], precision=80.0)
    solution = get("fast")(game, **LOOSE)
    assert solution.converged
    assert ending(game, solution, "disaster") > 0.01


# Fearon 1997: tying hands


def test_no_type_bluffs_once_audience_costs_exceed_its_loss_from_war():
    concessions, wars = [], []
    for audience in (0.1, 0.4, 1.2, 2.0):
        game = catalog.load("fearon", audience=audience, war=[-0.2, -0.8])
        solution = get("fast")(game, **LOOSE)
        assert solution.converged
        defied = ("commit", "challenge")
        concessions.append(chance_of(game, solution, *defied, "concede")[1])
        tree, reach = game.tree, solution.reach(game)
        nodes = {tree.path(n): n for n in range(tree.nodes)}
        wars.append(reach[nodes[*defied, "fight"]] / reach[nodes[defied]])
    assert concessions[1] > 0.99  # 0.4 is below the loss of 0.8: the weak back down
    assert concessions[2] < 0.01  # 1.2 is above it: nobody does
    assert wars == sorted(wars)  # a challenged commitment ends in war ever more often
    assert wars[-1] > 0.99


def test_a_commitment_that_costs_more_is_challenged_less():
    challenges = []
    for audience in (0.1, 0.4, 1.2):
        game = catalog.load("fearon", audience=audience)
        solution = get("fast")(game, **LOOSE)
        challenges.append(chance_of(game, solution, "commit", "challenge").mean())
    assert challenges == sorted(challenges, reverse=True)


# Schelling 1966, Maass 2021: salami


@pytest.mark.parametrize(
    "numbers",
    [
        {"harm": 0.1, "humiliation": 0.3, "enforcement": 0.4},
        {"harm": 0.1, "humiliation": 0.3, "enforcement": 0.15},
        {"harm": 0.05, "humiliation": 0.0, "enforcement": 0.12},
        {"harm": 0.2, "humiliation": 0.5, "enforcement": 1.8},
    ],
)
def test_a_slice_is_answered_exactly_if_the_harm_to_come_exceeds_the_cost(numbers):
    game = catalog.load("salami", rounds=3, precision=400.0, **numbers)
    solution = get("fast")(game, **LOOSE)
    assert solution.converged
    tree = game.tree
    seen = 0
    for node in range(1, tree.nodes):
        if tree.label(node) != "enforce":
            continue
        path = tree.path(node)
        size = {"step": 1, "leap": 2}[path[-2]]
        left = 3 - sum(word in ("hold", "step", "leap") for word in path[:-2])
        harm = numbers["harm"] * size * left + numbers["humiliation"] * (size == 2)
        assert (solution.policy[0][node, 0] > 0.5) == (harm > numbers["enforcement"]), path
        seen += 1
    assert seen == 2 * (1 + 5 + 25)


def test_between_two_costs_steps_are_never_answered_and_leaps_always():
    """Harm 0.1, humiliation 0.3, three rounds: costs between 0.3 and 0.5."""
    game = catalog.load("salami", enforcement=0.4, precision=200.0)
    solution = get("fast")(game, **LOOSE)
    assert chance_of(game, solution, "step", "enforce")[0] < 0.01
    assert chance_of(game, solution, "leap", "enforce")[0] > 0.99
    assert chance_of(game, solution, "step")[0] > 0.99  # so the defender slices


# Windows: optimal stopping

WINDOWS = (
    SMALL.replace("types = 3", "types = 1", 1)
    .replace("types = 2", "types = 1", 1)
    .replace('["wait", "regroup", "threaten", "demonstrate", "strike", "probe"]', "MOVES")
    .replace("MOVES", '["wait", "regroup", "probe"]')
    .replace("brandish = true", "brandish = false")
    .replace("division_signal = { threshold = 1.0, noise = 0.1 }\n", "")
    .replace("count = 1", "count = 4")
    .replace("back_down = true", "back_down = false\nleap = 1")
    .replace('[[red_line]]\nlevel = "low"\nstatus = "active"\n', "")
    .replace('levels = ["low", "high"]', 'levels = ["low"]\nstart = 1')
    .replace("open = [0.1, 0.3]", "open = {open}")
    .replace("max = 1", "max = 2")
    .replace("base = [0.0, 0.01]", "base = 0.0")
    .replace("per_level = [0.0, 0.01]", "per_level = 0.0")
    .replace("harm_per_level = [0.02, 0.20]", "harm_per_level = 0.0")
    .replace("regroup_cost = [0.01, 0.08]", "regroup_cost = 0.02")
    .replace("overmatch = [0.01, 0.06]", "overmatch = 0.0")
    .replace("median = [0.10, 0.25], spread = [0.5, 1.5]", "median = 0.3, spread = 0.5")
    .replace("success_per_unit = [0.05, 0.20]", "success_per_unit = 0.12")
    .replace("success = [0.0, 0.3]", "success = 0.4")
    .replace("operation_cost = [0.04, 0.20]", "operation_cost = 0.1")
    .replace("[0.25, 0.60] }", "0.6 }")
    .replace("desist_cost = [0.10, 0.40]", "desist_cost = 2.0")
)


def windows(open_):
    """A challenger that may wait for a window or build reserves; the defender has no move."""
    return crisis.loads(WINDOWS.replace("{open}", str(open_)), "windows")


def frozen(scenario):
    """The game, the challenger's best response to an even answer and its value."""
    game = drawn(scenario)
    return game, Regret(game).best_response(0)


@pytest.mark.parametrize("open_", [0.05, 0.3, 0.6])
def test_the_best_response_to_a_frozen_defender_is_the_optimal_stopping_rule(open_):
    scenario = windows(open_)
    assert Rules.of(scenario).random_window
    game, (policy, value) = frozen(scenario)
    tree = game.tree
    row = {int(n): i for i, n in enumerate(tree.ends)}
    attack = {}  # what a probe is worth before the answer, by round and what counts for it
    quiet = {}
    for node in range(tree.nodes):
        state = tree.states[node]
        key = state.round, state.reserves, state.window, state.regroups
        if tree.owner[node] == Owner.END and state.end == "no_attack":
            quiet[state.regroups] = game.payoff[0][row[node], 0]
        elif tree.owner[node] == Owner.DEFENDER and state.phase == "response":
            attack[key] = np.mean([answer(tree, game, row, c) for c in tree.children(node)])

    @cache
    def waiting(round_, reserves, regroups, was_open):
        """Before the window of a round shows, which lasts one round; the best to do afterwards."""
        if round_ > 4:
            return quiet[regroups]
        total, opens = 0.0, 0.0 if was_open else open_
        for window, chance in ((True, opens), (False, 1 - opens)):
            if chance == 0:
                continue
            options = [
                attack[round_, reserves, window, regroups],
                waiting(round_ + 1, reserves, regroups, window),
            ]
            if reserves < 2:
                options.append(waiting(round_ + 1, reserves + 1, regroups + 1, window))
            total += chance * max(options)
        return total

    assert value[0] == pytest.approx(waiting(1, 0, 0, False), abs=1e-12)
    assert set(np.unique(policy[tree.owner[tree.parent] == 0])) <= {0.0, 1.0}


def answer(tree, game, row, node):
    """The better of desisting and escalating after an answer, or the payoff where there is none."""
    if tree.owner[node] == Owner.END:
        return game.payoff[0][row[node], 0]
    return max(game.payoff[0][row[c], 0] for c in tree.children(node))


def test_the_fewer_windows_open_the_fewer_reserves_an_attack_waits_for():
    """A window is open: attack now, or build reserves and wait for another?"""
    least = []
    for open_ in (0.02, 0.3, 0.9):
        game, (policy, _) = frozen(windows(open_))
        tree, attacked = game.tree, []
        for node in range(1, tree.nodes):
            state = tree.states[tree.parent[node]]
            if tree.label(node) == "probe" and state.window and state.round == 2:
                attacked += [state.reserves] if policy[node, 0] == 1 else []
        least.append(min(attacked, default=3))
    assert least == sorted(least)
    assert least[0] < least[-1]
